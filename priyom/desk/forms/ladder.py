"""What whoever stands on a rung fills in: a solution, advice, or the three answers that go up with the ticket."""

from typing import Any

from django import forms

from priyom.desk.actions.ladder import pass_on, return_with_advice, solve_on_rung
from priyom.desk.forms.operations import CheckedForm
from priyom.people.models import User


class RungForm(CheckedForm):
    """One of the three ways on; the action says what is missing."""

    act = forms.ChoiceField(choices=[("solve", ""), ("return", ""), ("pass", "")])
    cause = forms.CharField(required=False, max_length=20_000)
    remedy = forms.CharField(required=False, max_length=20_000)
    advice = forms.CharField(required=False, max_length=20_000)
    scope = forms.CharField(required=False, max_length=20)
    since = forms.CharField(required=False, max_length=2000)
    tried = forms.CharField(required=False, max_length=5000)

    def go(self, number: int, *, by: User) -> Any:
        """Do what was chosen; None when it was refused, with its sentences beside the fields."""
        if not self.is_valid():
            return None
        given = self.cleaned_data
        if given["act"] == "solve":
            return self.attempt(lambda g: solve_on_rung(number, by=by, cause=g["cause"], remedy=g["remedy"]))
        if given["act"] == "return":
            return self.attempt(lambda g: return_with_advice(number, by=by, advice=g["advice"]))
        return self.attempt(lambda g: pass_on(number, by=by, scope=g["scope"], since=g["since"], tried=g["tried"]))
