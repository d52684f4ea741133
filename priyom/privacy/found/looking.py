"""Every look at a file that people sent, in a table of its own; a look changes nothing. Part of the audit trail."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.base.audit import Entry, Question, Source, register_source, within_period
from priyom.base.clock import now
from priyom.people.models import User
from priyom.privacy.found.models import FileLook
from priyom.privacy.models import ScreenedFile

SHOWN, TAKEN = "shown", "taken"
SLOT_SECONDS = 600


def note_look(screened: ScreenedFile, *, by: User, how: str) -> None:
    """Write down that somebody looked; once in ten minutes is enough."""
    moment = now()
    look = FileLook(
        file_id=screened.pk, user=by, how=how, region_id=screened.region_id, looked_at=moment,
        slot=int(moment.timestamp()) // SLOT_SECONDS,
    )  # fmt: skip
    FileLook.objects.bulk_create([look], ignore_conflicts=True)


def _looks(question: Question, limit: int) -> list[Entry]:
    """Return who looked at which file; a kind of event or a thing narrows nothing here."""
    rows = within_period(FileLook.objects.select_related("user").order_by("-pk"), question, "looked_at")
    if question.person_id is not None:
        rows = rows.filter(user_id=question.person_id)
    found = list(rows[:limit])
    names = dict(ScreenedFile.objects.filter(pk__in={look.file_id for look in found}).values_list("pk", "name"))
    said = {SHOWN: _("looked at a file"), TAKEN: _("took a file")}
    return [
        Entry(
            id=look.pk, at=look.looked_at, kind=f"file.{look.how}", did=said.get(look.how, look.how), person=look.user,
            about=names.get(look.file_id, str(look.file_id)), facts={"file": str(look.file_id)},
        )
        for look in found
    ]  # fmt: skip


register_source(Source("files", gettext_lazy("Which files were looked at"), _looks))
