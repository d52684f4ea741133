"""Why a letter became what it became, as a sentence; the codes stand in `matching`, `mail.letter` and `filing`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[str, Any] = {
    # a ticket of its own
    "new": "",
    "claim_forged": _("names a ticket in our form, but we did not sign it"),
    "claim_unsigned": _("names a ticket in its subject only"),
    "claim_of_another": _("answers a letter that we wrote to somebody else"),
    "no_longer_open": _("the sender no longer sees the ticket it answers"),
    # joined its ticket
    "requester": _("answers a letter of ours"),
    "agent": _("an agent's answer, confirmed by our mail server"),
    "agent_not_confirmed": _("in an agent's name, but not confirmed: kept as a note"),
    "sender_not_confirmed": _("the check of the sender failed: kept as a note"),
    # held
    "no_sender": _("it does not say who wrote it"),
    "several_senders": _("it names several senders"),
    "sender_disguised": _("the sender's address is disguised as another"),
    "sender_closed": _("the sender's account is closed"),
    "unknown_sender": _("nobody knows the sender"),
    "too_many": _("the sender writes more than a person can"),
    "headers_too_large": _("its head is too large"),
    "too_many_parts": _("it has too many parts"),
    "too_many_files": _("it has too many files"),
    "file_too_large": _("a file in it is too large"),
    "not_a_letter": _("it is not a letter"),
    "encoding_unknown": _("its words are encoded in a way that nobody knows"),
    "too_large": _("it is too large"),
    "too_slow": _("reading it took too long"),
    "too_much_memory": _("reading it took too much memory"),
    "reader_failed": _("it could not be read"),
    "no_walls": _("this system gives no walls to read it behind"),
    "broken_seal": _("its seal was made with another key"),
    "filing_failed": _("it could not be filed; the log says more"),
    "guard_failed": _("its personal data could not be checked"),
    "takers_died": _("whoever tried to file it died"),
    # kept silent
    "own_address": _("it comes from our own address"),
    "own_letter": _("a letter of ours came round"),
    "null_sender": _("a machine wrote it: it has no return path"),
    "autoreply": _("an automatic answer"),
    "mailing_list": _("a mailing list"),
    "receipt": _("a receipt"),
    # the rest
    "came_before": _("the same letter came before"),
    "not_delivered": _("a letter of ours was not delivered"),
    "not_delivered_unknown": _("a report about no letter of ours"),
    "by_hand": _("an administrator decided so"),
    "expired": _("nobody decided within fourteen days"),
}


def sentence_of(code: str) -> str:
    """Return the sentence; a code that nobody has put into words is shown as it is."""
    return str(_SENTENCES.get(code, code))


def sentences() -> dict[str, Any]:
    """Return every code with its sentence."""
    return dict(_SENTENCES)


def known() -> frozenset[str]:
    """Return every code that has a sentence."""
    return frozenset(_SENTENCES)
