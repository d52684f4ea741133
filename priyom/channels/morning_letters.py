"""The letter of the morning: how much waits for somebody, and which tickets. One a day, if they wish it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from priyom.base.clock import now
from priyom.base.telling import ticket_number
from priyom.channels.letters import Content, absolute, footer, writes
from priyom.channels.matters import Known
from priyom.channels.models import Letter
from priyom.desk.page.morning import waiting_for
from priyom.people.models import User

MORNING = "morning"
A_MORNING = timedelta(hours=6)  # so late one may still be wished a good one


@writes(MORNING)
def morning_letter(user: User | None, letters: list[Letter], _known: Known) -> Content | None:
    """Say what waits, as it stands now; nothing where it was done meanwhile, or where the letter comes too late."""
    event = letters[-1].event
    if user is None or not user.is_active or event is None or event.happened_at < now() - A_MORNING:
        return None
    waiting = waiting_for(user)
    if not waiting:
        return None
    told = ", ".join(of_the_morning(event.details))
    place = ("desk:work", _("Open my work")) if user.works_at_desk else ("portal:ladder", _("Open what stands with me"))
    return Content(
        subject=_("Good morning: %(what)s") % {"what": told},
        headline=_("What waits for you today"),
        greeting=user.addressed,
        facts=tuple((ticket_number(each.number), f"{each.subject} · {each.what}") for each in waiting),
        button=(place[1], absolute(reverse(place[0]))),
        footer=footer(),
    )


def of_the_morning(waiting: Mapping[str, int]) -> Iterator[str]:
    """Yield what waits for somebody today, in numbers."""
    if late := waiting.get("late"):
        yield ngettext("%(n)d question to you is late", "%(n)d questions to you are late", late) % {"n": late}
    if asked := waiting.get("advice", 0) - waiting.get("late", 0):
        told = ngettext("you are asked for advice %(n)d time", "you are asked for advice %(n)d times", asked)
        yield told % {"n": asked}
    if rungs := waiting.get("rungs"):
        yield ngettext("%(n)d request stands with you", "%(n)d requests stand with you", rungs) % {"n": rungs}
    if decisions := waiting.get("decisions"):
        yield ngettext("%(n)d decision is to be done", "%(n)d decisions are to be done", decisions) % {"n": decisions}
