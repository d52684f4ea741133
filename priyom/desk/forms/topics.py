"""What an administrator types about topics and their questions."""

import re
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.base.meanwhile import MeanwhileForm
from priyom.desk.forms.operations import CheckedForm
from priyom.desk.models import Topic, TopicField
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketUrgency
from priyom.desk.taxonomy import questions_of
from priyom.people.models import Team

MOST_WORDS = 200
LONGEST_WORD = 80
PREFILLS = (
    ("version", gettext_lazy("the installed version")),
    ("module", gettext_lazy("the module that the text names")),
)


class WordsField(forms.CharField):
    """Words and phrases, divided by commas or lines."""

    def to_python(self, value: Any) -> Any:
        """Return the words, each once; what is too long is refused."""
        words = [" ".join(word.split()) for word in re.split(r"[,\n;]", super().to_python(value) or "")]
        words = list(dict.fromkeys(word.lower() for word in words if word))
        if len(words) > MOST_WORDS:
            raise forms.ValidationError(_("At most %(most)d words.") % {"most": MOST_WORDS})
        long = next((word for word in words if len(word) > LONGEST_WORD), None)
        if long is not None:
            raise forms.ValidationError(_("Too long: %(word)s…") % {"word": long[:30]})
        return words


class TopicForm(MeanwhileForm, CheckedForm):
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Part of"), queryset=Topic.objects.filter(parent=None), to_field_name="code", required=False
    )
    hint = forms.CharField(label=gettext_lazy("What belongs here"), required=False, max_length=300)
    words = WordsField(label=gettext_lazy("Words by which it is recognised"), required=False, max_length=20_000)
    strong = WordsField(label=gettext_lazy("Words that decide at once"), required=False, max_length=20_000)
    explanation = forms.CharField(label=gettext_lazy("Why we ask"), required=False, max_length=2000)
    outside = forms.CharField(label=gettext_lazy("Who outside may have to answer"), required=False, max_length=120)
    quick = forms.BooleanField(label=gettext_lazy("Short form: nothing is missing"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Usual kind"), choices=TicketKind.choices)
    impact = forms.ChoiceField(label=gettext_lazy("Usually affects"), choices=TicketImpact.choices)
    urgency = forms.ChoiceField(label=gettext_lazy("Usual urgency"), choices=TicketUrgency.choices)
    team = forms.ModelChoiceField(
        label=gettext_lazy("Who answers"), queryset=Team.objects.filter(is_active=True), required=False
    )
    is_active = forms.BooleanField(label=gettext_lazy("Offered to requesters"), required=False)
    # Of the questions of the topic above.
    asks = forms.MultipleChoiceField(label=gettext_lazy("Questions"), required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None, topic: Topic | None = None) -> None:
        super().__init__(data, initial=initial)
        self.above = list(topic.parent.fields.all()) if topic and topic.parent else []
        self.fields["asks"].choices = [(field.code, field.label) for field in self.above]  # type: ignore[attr-defined]

    @classmethod
    def showing(cls, topic: Topic, data: Any = None) -> "TopicForm":
        """Return the form as the topic stands, with what was typed into it since."""
        plain = ("name", "hint", "explanation", "outside", "quick", "kind", "impact", "urgency", "is_active")
        asked = {field.code for field in questions_of(topic)}
        return cls(
            data,
            topic=topic,
            initial={name: getattr(topic, name) for name in plain}
            | {
                "words": ", ".join(topic.words),
                "strong": ", ".join(topic.strong),
                "team": topic.team_id or "",
                "asks": [field.code for field in topic.parent.fields.all() if field.code in asked]
                if topic.parent
                else [],
            },
        )

    def columns(self) -> dict[str, Any]:
        """Return the checked values without the parent, which never changes."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"parent", "asks"}}
        return given | ({"asks": self.asked()} if self.above else {})

    def asked(self) -> list[str] | None:
        """Return which questions of the topic above are asked; None when all are, so that a new one is asked too."""
        ticked = cast(QueryDict, self.data).getlist("asks") if self.is_bound else self.initial.get("asks", [])
        codes = [field.code for field in self.above]
        return None if set(codes) <= set(ticked) else [code for code in codes if code in ticked]


class QuestionForm(MeanwhileForm, CheckedForm):
    together = (("kind", "choices"),)

    label = forms.CharField(label=gettext_lazy("Question"), required=False, max_length=120)
    short = forms.CharField(label=gettext_lazy("Its name among what is missing"), required=False, max_length=60)
    hint = forms.CharField(label=gettext_lazy("Hint under the field"), required=False, max_length=300)
    example = forms.CharField(label=gettext_lazy("A good answer"), required=False, max_length=300)
    why = forms.CharField(label=gettext_lazy("Why we ask this"), required=False, max_length=300)
    never_personal = forms.CharField(
        label=gettext_lazy("What must not be written here"), required=False, max_length=300
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=TopicField.Kind.choices)
    choices = forms.CharField(label=gettext_lazy("Answers to choose from"), required=False, max_length=4000)
    expected = forms.BooleanField(label=gettext_lazy("Needed: counted as missing while it is empty"), required=False)
    weight = forms.IntegerField(label=gettext_lazy("How much it weighs"), min_value=1, max_value=3)
    prefill = forms.ChoiceField(label=gettext_lazy("Known from"), required=False, choices=[("", ""), *PREFILLS])

    def __init__(self, data: Any = None, *, field: TopicField | None = None) -> None:
        self.before = [list(pair) for pair in field.choices] if field else []
        names = (
            "label",
            "short",
            "hint",
            "example",
            "why",
            "never_personal",
            "kind",
            "expected",
            "weight",
            "prefill",
        )
        initial: dict[str, Any] = (
            {name: getattr(field, name) for name in names} if field else {"kind": "text", "weight": 1}
        )
        super().__init__(data, initial={**initial, "choices": "\n".join(label for _value, label in self.before)})

    def clean_choices(self) -> list[list[str]]:
        """Return the choices with the values that answers already given refer to: by label, else by place."""
        labels = list(
            dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines() if line.strip())
        )
        known = {label: value for value, label in self.before}
        same_count = len(labels) == len(self.before)
        return [
            [known.get(label) or (self.before[n][0] if same_count else label[:60]), label]
            for n, label in enumerate(labels)
        ]


def sketch_of(form: QuestionForm, topic: Topic, own: TopicField | None) -> TopicField | None:
    """Return the question as it is being typed, unsaved, for the preview; None while it has no words."""
    form.is_valid()
    said = form.cleaned_data
    if not said.get("label"):
        return own
    sketch = TopicField(
        pk=own.pk if own else None,
        topic=topic,
        code=own.code if own else "sketch",
        sets=own.sets if own else "",
    )
    for name, value in said.items():
        setattr(sketch, name, value)
    return sketch
