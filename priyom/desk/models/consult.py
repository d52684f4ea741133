"""A colleague's advice, asked for inside a ticket. It names the ticket by label: the ticket asks who is consulted."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from priyom.people.models import Team, TeamMembership, User


class ConsultQuerySet(models.QuerySet["Consult"]):
    """Questions that are asked of consults."""

    def asked_of(self, user: User) -> Self:
        """Return the consults that are put to the person, or to a team in which the person works."""
        # The statement says nothing of the person but the number, so that it may be kept for everybody (desk/sight.py).
        teams = TeamMembership.objects.filter(user_id=user.pk, team__is_active=True).order_by().values("team_id")
        return self.filter(Q(person_id=user.pk) | Q(team_id__in=teams))

    def letting_in(self, user: User) -> Self:
        """Return the consults by which the person sees the ticket: all but those that were taken back."""
        return self.asked_of(user).exclude(state="taken_back")

    def open(self) -> Self:
        """Return what is not settled yet: asked, or answered and not looked at."""
        return self.filter(ended_at=None)

    def unanswered(self) -> Self:
        """Return what somebody has still to answer."""
        return self.filter(state="asked")


class Consult(models.Model):
    """A question to a department or a colleague, with a time by which the owner needs the answer.

    What is said in it are internal messages of the ticket (``Message.consult``); the first is the question. Returned
    with what is missing it is asked again, and ``since`` says from when they have it this time.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("consult", "asked")
        ANSWERED = "answered", pgettext_lazy("consult", "answered")
        ACCEPTED = "accepted", pgettext_lazy("consult", "accepted")
        TAKEN_BACK = "taken_back", pgettext_lazy("consult", "taken back")

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, db_index=False, related_name="consults")
    region_id = models.IntegerField()
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    asked_at = models.DateTimeField()
    since = models.DateTimeField()
    needed_by = models.DateTimeField()
    by_contract = models.BooleanField(default=False)  # the time is the contract's, nobody chose it
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    returned = models.PositiveSmallIntegerField(default=0)  # how often an answer was not enough
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(
        "desk.Message", null=True, on_delete=models.SET_NULL, db_index=False, related_name="+"
    )  # the last answer
    overdue_at = models.DateTimeField(null=True)  # when it was said aloud that this turn is late
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")

    objects = ConsultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team=None, person__isnull=False) | Q(team__isnull=False, person=None),
                name="consult_of_team_or_person",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, state__in=("asked", "answered"))
                | Q(ended_at__isnull=False, state__in=("accepted", "taken_back")),
                name="consult_ends_when_settled",
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="consult_of_ticket"),
            models.Index(fields=["team", "ticket"], name="consult_of_team", condition=Q(team__isnull=False)),
            models.Index(fields=["person", "ticket"], name="consult_of_person", condition=Q(person__isnull=False)),
            models.Index(fields=["needed_by"], name="consult_due", condition=Q(state="asked", overdue_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.whom}"

    @property
    def whom(self) -> str:
        """Return who is asked: the department by its name, a colleague by theirs."""
        return self.team.name if self.team else self.person.name if self.person else ""
