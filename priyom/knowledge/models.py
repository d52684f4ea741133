"""Articles: what is known, for whom, and whether it is still true."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from priyom.desk.models import Ticket, Topic
from priyom.people.models import User


class Article(models.Model):
    """An answer that is worth keeping. Plain text: paragraphs, «1. » steps, «— » items, «## » headings."""

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("everyone")
        AGENTS = "agents", _("support only")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("no longer true")

    code = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("in one line"), max_length=300, blank=True)
    body = models.TextField(_("text"))
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience.choices, default=Audience.EVERYONE)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    topics = models.ManyToManyField(Topic, blank=True, verbose_name=_("topics"), related_name="articles")
    versions = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # [from, to]; empty: any
    from_ticket = models.ForeignKey(Ticket, null=True, on_delete=models.SET_NULL, related_name="articles")
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(_("last found true"))
    changed_at = models.DateTimeField()
    helped = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    words = models.GeneratedField(
        expression=(
            SearchVector("title", weight="A", config="russian")
            + SearchVector("summary", weight="B", config="russian")
            + SearchVector("body", weight="C", config="russian")
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["title"]
        indexes = [GinIndex(fields=["words"], name="article_words")]

    def __str__(self) -> str:
        return self.title


class Verdict(models.Model):
    """Whether an article helped one person; asked again, the last word counts."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="verdicts")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    helped = models.BooleanField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="one_verdict_per_person")]

    def __str__(self) -> str:
        return f"{self.article} · {self.helped}"
