"""Forms of what a contract consists of: a row of the matrix with its five promises, a sign, the ladder."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from priyom.people.actions.contract_rows import RungFacts
from priyom.people.amounts import AGREED, IN_WHOLE, MEASURE_WORDS, MEASURES, STOP_WORDS, counted_in, measured
from priyom.people.forms.contracts import SharedForm
from priyom.people.models import Product, Promise, Rung, Team, WorkCalendar
from priyom.people.terms import LevelTerms, TargetTerms
from priyom.people.ticket_words import ticket_words

MOST = {"work_day": 3_650, "cal_day": 3_650}  # ten years
MOST_MINUTES = 5_256_000


class LevelForm(SharedForm):
    """A row: which tickets it is about, and up to five promises, each of five fields."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As the ticket says it: “K2 high”."))
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    priority = forms.TypedChoiceField(label=_("Priority"), coerce=int, empty_value=None, required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False, help_text=_("With the topics below it."))
    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.filter(is_active=True),
        required=False,
        empty_label=pgettext_lazy("kind", "any"),
    )
    calendar = forms.ModelChoiceField(
        label=_("Calendar"), queryset=WorkCalendar.objects.filter(is_active=True), required=False,
        empty_label=_("the contract's"),
    )  # fmt: skip
    clause = forms.CharField(label=_("Clause of the contract"), max_length=60, required=False)
    customer_words = forms.CharField(
        label=_("In the customer's own words"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        words = ticket_words()
        for name, pairs in (("kind", words.kinds), ("priority", words.priorities), ("topic", words.topics)):
            anything = pgettext_lazy("kind", "any") if name == "kind" else _("any")
            self.fields[name].choices = [("", anything), *pairs]  # type: ignore[attr-defined]
        self.promises = [PromiseFields(self, promise, label) for promise, label in Promise.choices]
        self.together = (("kind", "priority", "topic", "product"), *(each.names for each in self.promises))

    def clean(self) -> dict[str, Any]:
        """Hand over the promises as terms."""
        given = super().clean() or self.cleaned_data
        targets = [found for each in self.promises if (found := each.read(given)) is not None]
        if not targets and not self.errors:
            self.add_error(
                None, gettext("Nothing is promised yet. Give at least one promise an amount, or “by agreement”.")
            )
        names = {name for each in self.promises for name in each.names}
        return {name: value for name, value in given.items() if name not in names} | {"targets": targets}

    @property
    def labels(self) -> dict[str, str]:
        """Return what each field is called; those of a promise with its name."""
        named = {name: f"{each.label}: {self.fields[name].label}" for each in self.promises for name in each.names}
        return super().labels | named

    @staticmethod
    def initial_of(level: LevelTerms) -> dict[str, Any]:
        """Return a row as the form shows it."""
        shown: dict[str, Any] = {
            name: getattr(level, name) for name in ("name", "kind", "priority", "topic", "clause", "customer_words")
        }
        shown |= {"product": level.product_id, "calendar": level.calendar_id}
        for target in level.targets:
            number, measure = measured(target.unit, target.amount)
            shown |= {
                f"{target.promise}_amount": number or None,
                f"{target.promise}_measure": measure,
                f"{target.promise}_end": target.end_of_day,
                f"{target.promise}_stops": list(target.stops_for),
                f"{target.promise}_clause": target.clause,
            }
        return shown


class PromiseFields:
    """The five fields of one promise of a row."""

    def __init__(self, form: LevelForm, promise: str, label: Any) -> None:
        self.form, self.promise, self.label = form, promise, str(label)
        self.amount, self.measure, self.end, self.stops, self.clause = self.names = tuple(
            f"{promise}_{part}" for part in ("amount", "measure", "end", "stops", "clause")
        )
        form.fields[self.amount] = forms.DecimalField(
            label=_("How much"), required=False, min_value=0, max_digits=9, decimal_places=2, localize=True
        )
        form.fields[self.measure] = forms.ChoiceField(
            label=_("Of what"), required=False, choices=[("", _("not promised")), *MEASURE_WORDS]
        )
        form.fields[self.end] = forms.BooleanField(label=_("until the end of that day"), required=False)
        form.fields[self.stops] = forms.MultipleChoiceField(
            label=_("Its clock stands"), required=False, choices=STOP_WORDS
        )
        form.fields[self.clause] = forms.CharField(label=_("Clause, if another"), required=False, max_length=60)

    def read(self, given: dict[str, Any]) -> TargetTerms | None:
        """Return the promise as it was typed, or None for none; what is wrong stands beside its field."""
        number, measure = given.get(self.amount), given.get(self.measure)
        if any(name in self.form.errors for name in self.names):
            return None
        if not measure:
            if number:
                self.form.add_error(self.measure, gettext("Say of what: hours, days …"))
            return None
        objection = self._objection(number, measure)
        if objection:
            self.form.add_error(self.amount, objection)
            return None
        unit, amount = counted_in(number, measure)
        whole_days = unit in {"work_day", "cal_day"}
        return TargetTerms(
            promise=self.promise,
            unit=unit,
            amount=amount,
            end_of_day=bool(given.get(self.end)) and whole_days,
            stops_for=tuple(given.get(self.stops) or ()),
            clause=given.get(self.clause, ""),
        )

    def _objection(self, number: Decimal | None, measure: str) -> str:
        if measure == AGREED:
            return ""
        if not number:
            return gettext("Say how much.")
        unit, size = MEASURES[measure]
        if measure in IN_WHOLE and number != number.to_integral_value():
            return gettext("A whole number, please: parts of a day or a minute are not counted.")
        if (number * size) != (number * size).to_integral_value():
            return gettext("Whole minutes only: half an hour is 0.5, a quarter 0.25.")
        if number * size > MOST.get(unit, MOST_MINUTES):
            return gettext("More than ten years are not promised.")
        return ""


class SignForm(SharedForm):
    text = forms.CharField(label=_("In the customer's words"), max_length=200)
    phrases = forms.CharField(
        label=_("How people write it"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A phrase on each line. Order and endings of its words do not matter."),
    )  # fmt: skip
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, help_text=_("None: any topic."))
    clause = forms.CharField(label=_("Clause of the contract"), max_length=60, required=False)
    wide = ("text", "phrases")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["topics"].choices = list(ticket_words().topics)  # type: ignore[attr-defined]

    def clean_topics(self) -> str:
        """Return the topics as codes with commas."""
        joined = ",".join(self.cleaned_data["topics"])
        longest = 200
        if len(joined) > longest:
            raise forms.ValidationError(_("Too many topics. Choose the topic above them, or none for any."))
        return joined


class LadderForm(SharedForm):
    """Which rungs exist, and of each its team, its time and who may skip it."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.rungs = []
        chosen = self.contract.rungs.values("team_id") if self.contract else ()
        teams = Team.objects.filter(Q(is_active=True) | Q(pk__in=chosen))
        for kind, label in Rung.Kind.choices:
            names = {part: f"{kind}_{part}" for part in ("exists", "team", "minutes", "critical", "doctors")}
            self.fields |= {
                names["exists"]: forms.BooleanField(label=label, required=False),
                names["team"]: forms.ModelChoiceField(
                    label=_("Team"), queryset=teams, required=False, empty_label=_("by the organisation")
                ),
                names["minutes"]: forms.IntegerField(
                    label=_("Its time, working minutes"), required=False, min_value=1, max_value=100_000
                ),
                names["critical"]: forms.BooleanField(label=_("skipped when critical"), required=False),
                names["doctors"]: forms.BooleanField(label=_("doctors may write past it"), required=False),
            }
            self.rungs.append((kind, label, names))
        self.together = tuple(tuple(names.values()) for _kind, _label, names in self.rungs)

    def clean(self) -> dict[str, Any]:
        """Hand over the rungs that exist."""
        given = super().clean() or self.cleaned_data
        rungs = [
            RungFacts(
                kind=kind,
                team=given.get(names["team"]),
                minutes=given.get(names["minutes"]),
                skipped_when_critical=bool(given.get(names["critical"])),
                skipped_by_doctors=bool(given.get(names["doctors"])),
            )
            for kind, _label, names in self.rungs
            if given.get(names["exists"])
        ]
        return {"revision": given.get("revision"), "rungs": rungs}

    @staticmethod
    def initial_of(rungs: list[Rung]) -> dict[str, Any]:
        """Return the ladder as the form shows it; a rung that is added begins with being skipped when critical."""
        shown: dict[str, Any] = {f"{kind}_critical": True for kind in Rung.Kind.values}
        for rung in rungs:
            shown |= {
                f"{rung.kind}_exists": True, f"{rung.kind}_team": rung.team_id, f"{rung.kind}_minutes": rung.minutes,
                f"{rung.kind}_critical": rung.skipped_when_critical, f"{rung.kind}_doctors": rung.skipped_by_doctors,
            }  # fmt: skip
        return shown
