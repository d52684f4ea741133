"""People, and what they are to an organisation."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from priyom.base.prepared import STAND_IN, Kept
from priyom.people.models.organisation import Organisation
from priyom.people.names import searchable
from priyom.people.roles import CAPABILITIES, STAFF_ROLES, Role


class UserManager(BaseUserManager["User"]):
    """Makes people; the rest of the house calls ``actions.accounts``."""

    def create_user(self, login: str, email: str | None = None, password: str | None = None, **facts: Any) -> "User":
        """Create a person; without a password only a link by mail signs in."""
        user = self.model(login=login.strip().lower(), email=(email or "").strip().lower() or None, **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by login, in any case."""
        return self.get(login=(username or "").lower())

    def system(self) -> "User":
        """Return the actor of what the machine does by itself."""
        return self.get_or_create(login="priyom", defaults={"is_system": True, "first_name": "Priyom"})[0]


class User(AbstractBaseUser):
    """A person with an account, a program with a key, or the system itself."""

    class Theme(models.TextChoices):
        SYSTEM = "", _("as the computer")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    login = models.CharField(_("login"), max_length=60, unique=True)
    email = models.EmailField(_("e-mail"), max_length=254, null=True, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    middle_name = models.CharField(_("patronymic"), max_length=80, blank=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people",
        verbose_name=_("main organisation"),
    )  # fmt: skip
    timezone = models.CharField(_("time zone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=5, default="ru")
    theme = models.CharField(_("theme"), max_length=5, choices=Theme.choices, blank=True, default="")
    keys_enabled = models.BooleanField(_("keyboard shortcuts"), default=True)
    after_send = models.CharField(_("after sending"), max_length=8, default="stay")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_machine = models.BooleanField(_("a program"), default=False)
    is_system = models.BooleanField(default=False, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    search = models.GeneratedField(
        expression=searchable("last_name", "first_name", "middle_name", "login", "email"),
        output_field=models.TextField(),
        db_persist=True,
    )

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        ordering = ["last_name", "first_name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]
        indexes = [
            models.Index(Lower("last_name"), name="user_last_name"),
            models.Index(Upper("email"), name="user_email"),  # what ``email__iexact`` asks for
            models.Index(fields=["search", "id"], name="user_by_name"),
            GinIndex(fields=["search"], name="user_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name as colleagues say it: «Анна Лебедева»."""
        if self.is_system:
            return str(_("Priyom"))
        return f"{self.first_name} {self.last_name}".strip() or self.login

    @property
    def full_name(self) -> str:
        """Return the name with the patronymic: «Сафина Гульнара Рафиковна»."""
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part) or self.login

    @property
    def addressed(self) -> str:
        """Return how an answer addresses the person: «Гульнара Рафиковна»."""
        return f"{self.first_name} {self.middle_name}".strip() or self.name

    @property
    def short_name(self) -> str:
        """Return the name as a list has room for: «Сафина Г. Р.»."""
        letters = " ".join(f"{part[0]}." for part in (self.first_name, self.middle_name) if part)
        return f"{self.last_name} {letters}".strip() or self.login

    @cached_property
    def timezone_name(self) -> str:
        """Return the person's IANA zone: chosen, else the organisation's, else the installation's."""
        if self.timezone:
            return self.timezone
        if self.organisation_id is None:
            return settings.TIME_ZONE
        if User.organisation.is_cached(self) and self.organisation:
            return self.organisation.timezone or self.organisation.region.timezone
        zones = Organisation.objects.values_list("timezone", "region__timezone").get(pk=self.organisation_id)
        return zones[0] or zones[1]

    @cached_property
    def active_memberships(self) -> "list[Membership]":
        """Return what the person is to which organisation, read once per request."""
        if not self.is_active:
            return []
        return _MEMBERSHIPS.ask(me=self.pk)

    @property
    def roles(self) -> frozenset[str]:
        """Return the person's active roles, whatever the organisation."""
        return frozenset(membership.role for membership in self.active_memberships)

    @property
    def works_at_desk(self) -> bool:
        """Say whether the person is staff: answers, leads, sets up or audits."""
        return not STAFF_ROLES.isdisjoint(self.roles)

    @property
    def home(self) -> str:
        """Return the name of the address where the person's day begins: asking, working, or watching over it."""
        if not self.works_at_desk:
            return "portal:new"
        if self.roles & STAFF_ROLES == {Role.AUDITOR}:
            return "people:audit"
        return "desk:work" if self.roles & {Role.AGENT, Role.TEAM_LEAD} else "desk:overview"

    def may(self, capability: str) -> bool:
        """Say whether any of the person's roles grants the capability; an unknown capability is an error."""
        return not CAPABILITIES[capability].isdisjoint(self.roles)


class Membership(models.Model):
    """A person's role in an organisation; a person may have several."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for approval")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    since_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], condition=~models.Q(state="ended"), name="one_role_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="membership_of_organisation")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


# Asked of everybody who does anything.
_MEMBERSHIPS: Kept[Membership] = Kept(
    lambda: Membership.objects.filter(user_id=STAND_IN, state=Membership.State.ACTIVE).select_related(
        "organisation__region"
    )
)
