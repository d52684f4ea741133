"""Addresses and words of a page, which are worked out once and then only filled in."""

import pytest
from django.template import engines
from django.urls import NoReverseMatch, reverse
from django.utils import translation

ENVIRONMENT = engines["jinja2"].env
URL, URL_IF, SAY = (ENVIRONMENT.globals[name] for name in ("url", "url_if", "_"))


def test_an_address_is_the_one_that_django_gives():
    for number in (0, 7, 48_193, 2**62):
        assert URL("desk:ticket", number=number) == reverse("desk:ticket", kwargs={"number": number})
    assert URL("desk:unlink", 5, 6) == reverse("desk:unlink", args=[5, 6])
    assert URL("desk:list", view="line1-open") == reverse("desk:list", args=["line1-open"])
    assert URL("desk:work") == reverse("desk:work")


def test_an_address_that_is_not_there_is_an_error_or_nothing():
    assert URL_IF("nowhere:page", 7) == URL_IF("nowhere:page", code="x") == ""
    with pytest.raises(NoReverseMatch):
        URL("nowhere:page", 7)
    with pytest.raises(NoReverseMatch):
        URL("desk:ticket", number=-1)


def test_words_are_said_in_the_language_of_the_reader_and_escape_what_is_filled_in():
    with translation.override("ru"):
        assert SAY("Reminder") == "Напоминание"
        assert SAY("Mark %(number)s", number="<b>") == "Отметить &lt;b&gt;"
    with translation.override("en"):
        assert SAY("Reminder") == "Reminder"
        assert SAY("100%% <b>") == "100% <b>"
