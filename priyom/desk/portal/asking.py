"""What a topic asks of a person, and what is known before anybody asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from priyom.desk.models import Ticket, TopicField
from priyom.desk.rules import triage
from priyom.desk.rules.intake import facts_in
from priyom.desk.rules.routing import fold, tokens_of
from priyom.people.models import Installation, Organisation, User

REMEMBERED = ("workplace",)  # answers that are as true for the next ticket as they were for the last


@dataclass(frozen=True)
class Known:
    """What the organisation's card, earlier tickets and the text say: a question's code, prefill or kind → answer."""

    place: str  # «Поликлиника № 1, терапия»
    system: str  # «МИС Пульс 5.3.1», as people call it
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A question of the form: as a field, or as a fact that is known already and may be changed."""

    field: TopicField
    value: str
    fact: str  # what is known without asking, if anything

    @property
    def known(self) -> bool:
        """Say whether it is shown as a fact."""
        return bool(self.fact)


def known_about(user: User, organisation: Organisation | None, *, text: str = "") -> Known:
    """Return what need not be asked of this person at this organisation; the module is looked for in the text."""
    if organisation is None:
        return Known(place="", system="", answers={})
    above = [int(pk) for pk in organisation.path.rstrip("/").split("/")]
    installed = (
        Installation.objects.filter(organisation_id__in=above)
        .select_related("product").prefetch_related("components").order_by("-organisation__path", "id").first()
    )  # fmt: skip
    answers = _remembered(user, organisation) | facts_in(text)
    place = place_of(organisation)
    if installed is None:
        return Known(place=place, system="", answers=answers)
    answers["version"] = installed.version
    answers["module"] = _mentioned([component.name for component in installed.components.all()], text)
    return Known(place=place, system=str(installed), answers={name: value for name, value in answers.items() if value})


def place_of(organisation: Organisation) -> str:
    """Return the place as people call it: a department with its hospital."""
    if organisation.kind != Organisation.Kind.DEPARTMENT or organisation.parent is None:
        return organisation.short_name
    return f"{organisation.parent.short_name}, {organisation.short_name}"


def asked_of(fields: Iterable[TopicField], known: Known, given: Mapping[str, str]) -> list[Asked]:
    """Return the questions with their answers so far: what was typed wins over what is known."""
    asked = []
    for field in fields:
        names = (field.prefill, field.code, field.kind if field.expected else "")
        fact = next((known.answers[name] for name in names if known.answers.get(name)), "")
        typed = given.get(field.code)
        asked.append(Asked(field=field, value=fact if typed is None else typed, fact=fact))
    return asked


def completeness_of(asked: Iterable[Asked], *, body: str) -> triage.Completeness:
    """Weigh what was said against what the topic needs, in the short names of the questions."""
    asked = list(asked)
    questions = [
        triage.Question(
            code=a.field.code,
            label=a.field.short or a.field.label,
            weight=a.field.weight,
            expected=a.field.expected,
        )
        for a in asked
    ]
    return triage.completeness(questions, {each.field.code: each.value for each in asked}, body=body)


def _remembered(user: User, organisation: Organisation) -> dict[str, str]:
    last = Ticket.objects.filter(requester=user, organisation=organisation, fields__has_any_keys=list(REMEMBERED))
    fields = last.order_by("-pk").values_list("fields", flat=True).first() or {}
    return {code: fields[code] for code in REMEMBERED if code in fields}


def _mentioned(names: list[str], text: str) -> str:
    """Return the one module that the text names; if it names two, it has to be asked."""
    tokens = tokens_of(text)
    found = [name for name in names if _is_named(fold(name), tokens)]
    return found[0] if len(found) == 1 else ""


def _is_named(name: str, tokens: list[str]) -> bool:
    stem = name[: max(4, len(name) - 2)]  # «аптека» is also «в аптеке»
    return any(token.startswith(stem) for token in tokens)
