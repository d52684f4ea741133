"""What becomes of a letter: one row for each way to pretend to be somebody, and for each honest one."""

from dataclasses import replace

import pytest

from priyom.channels.addresses import Claim
from priyom.channels.mail.letter import Address, Kind, Letter
from priyom.channels.matching import Decision, Doubt, Envelope, Facts, Person, Thread, decide, sender_of
from priyom.channels.trust import Verdict

ZOYA, ANNA, YAKOV, GONE = Person(7), Person(2, is_agent=True), Person(8), Person(9, is_active=False)
OF_SENDER = Thread(1042, is_open_to_sender=True, is_of_sender=True)
SEEN_BY_SENDER = Thread(1042, is_open_to_sender=True)
HIDDEN = Thread(1042)
WORKED_ON = Thread(1042, is_open_to_sender=True, sender_works_on_it=True)
SIGNED, COPY, FORGED = Claim(1042, 7, signed=True), Claim(1042, 8, signed=True), Claim(1042, 7, signed=False)
AGENTS = Claim(1042, 2, signed=True)
LETTER = Letter(
    message_id="<a@mail.example>", senders=(Address("Зоя Ветрова", "zoya@clinic.example"),), text="Спасибо, закройте."
)


def decided(letter=LETTER, envelope=None, **facts):
    threads = {thread.number: thread for thread in facts.pop("threads", ())}
    return decide(letter, envelope or Envelope("192.0.2.1", "zoya@clinic.example"), Facts(threads=threads, **facts))


def told(decision: Decision):
    """The gist of a decision in one line."""
    where = f" {decision.number}" if decision.number else ""
    claim = f" claims {decision.claims}" if decision.claims else ""
    return f"{decision.outcome}:{decision.reason}{where}{claim}{' note' if decision.is_note else ''}"


@pytest.mark.parametrize(
    ("case", "facts", "expected"),
    [
        ("a stranger asks", {}, "ticket:new"),
        ("a requester asks", {"sender": ZOYA}, "ticket:new"),
        ("a requester answers", {"sender": ZOYA, "claims": (SIGNED,), "threads": [OF_SENDER]},
         "append:requester 1042"),
        ("a local specialist answers what we wrote to them",
         {"sender": ZOYA, "claims": (SIGNED,), "threads": [SEEN_BY_SENDER]}, "append:requester 1042"),
        ("an agent whom our server vouches for answers",
         {"sender": ANNA, "claims": (AGENTS,), "threads": [WORKED_ON], "verdict": Verdict.PASS}, "append:agent 1042"),
        ("a colleague who may only look on answers",
         {"sender": ANNA, "claims": (AGENTS,), "threads": [SEEN_BY_SENDER], "verdict": Verdict.PASS},
         "append:agent 1042 note"),
        # security.md §4, 15: a spoofed In-Reply-To
        ("a stranger has somebody's Message-ID", {"claims": (SIGNED,), "threads": [HIDDEN]},
         "ticket:claim_of_another claims 1042"),
        # 16: a guessed number
        ("a number in the subject", {"sender": ZOYA, "number_in_subject": 1042, "threads": [OF_SENDER]},
         "ticket:claim_unsigned claims 1042"),
        ("a number of no ticket", {"sender": ZOYA, "number_in_subject": 5}, "ticket:new"),
        # 17: somebody in copy has the letter, but is not whom we wrote to
        ("somebody in copy answers", {"sender": YAKOV, "claims": (SIGNED,), "threads": [HIDDEN]},
         "ticket:claim_of_another claims 1042"),
        # 18, 19: in the name of an agent
        ("an agent's name without our server's word",
         {"sender": ANNA, "claims": (AGENTS,), "threads": [WORKED_ON]}, "append:agent_not_confirmed 1042 note"),
        ("an agent's name, DMARC failed",
         {"sender": ANNA, "claims": (AGENTS,), "threads": [WORKED_ON], "verdict": Verdict.FAIL},
         "append:agent_not_confirmed 1042 note"),
        ("an agent's name with the requester's letter",
         {"sender": ANNA, "claims": (SIGNED,), "threads": [WORKED_ON], "verdict": Verdict.PASS},
         "ticket:claim_of_another claims 1042"),
        # 20: in the name of a client
        ("a requester's name, DMARC failed",
         {"sender": ZOYA, "claims": (SIGNED,), "threads": [OF_SENDER], "verdict": Verdict.FAIL},
         "append:sender_not_confirmed 1042 note"),
        # 21: known, but of another organisation
        ("a person of another hospital", {"sender": YAKOV, "claims": (COPY,), "threads": [HIDDEN]},
         "ticket:no_longer_open claims 1042"),
        # 25: tampered
        ("our form, another signature", {"sender": ZOYA, "claims": (FORGED,), "threads": [OF_SENDER]},
         "ticket:claim_forged claims 1042"),
        ("our form about no ticket", {"claims": (Claim(99, 0, signed=False),)}, "ticket:new"),
        ("a forged claim beside a good one",
         {"sender": ZOYA, "claims": (FORGED, SIGNED), "threads": [OF_SENDER]}, "append:requester 1042"),
        # somebody of the conversation answers another's copy
        ("the requester answers a watcher's copy, vouched for",
         {"sender": ZOYA, "claims": (COPY,), "threads": [OF_SENDER], "verdict": Verdict.PASS}, "append:requester 1042"),
        ("the requester's name on a watcher's copy",
         {"sender": ZOYA, "claims": (COPY,), "threads": [OF_SENDER]}, "ticket:claim_of_another claims 1042"),
        # the journal's own knowledge
        ("an account that was closed", {"sender": GONE}, "held:sender_closed"),
        ("from ourselves", {"is_own_address": True}, "suppressed:own_address"),
        ("a letter of ours came round", {"is_own_letter": True}, "suppressed:own_letter"),
    ],
    ids=lambda value: value if isinstance(value, str) and ":" not in value else "",
)  # fmt: skip
def test_who_may_join_what(case, facts, expected):
    assert told(decided(**facts)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"senders": ()}, "held:no_sender"),
        ({"senders": (Address("undisclosed-recipients", ""),)}, "held:no_sender"),
        ({"senders": (Address("", "zoya@clinic.example"), Address("", "b@other.example"))}, "held:several_senders"),
        ({"senders": (Address("A", "zoya@clinic.example"), Address("B", "Zoya@clinic.example"))}, "ticket:new"),
        ({"senders": (), "sender_header": Address("", "z@clinic.example"), "reply_to": (Address("", "z@c.example"),)},
         "held:no_sender"),
        ({"hold": "too_many_parts"}, "held:too_many_parts"),
        ({"kind": Kind.AUTOREPLY}, "suppressed:autoreply"),
        ({"kind": Kind.MAILING_LIST}, "suppressed:mailing_list"),
        ({"kind": Kind.REPORT}, "suppressed:receipt"),
        ({"kind": Kind.BOUNCE}, "bounce:not_delivered_unknown"),
        ({"kind": Kind.BOUNCE, "senders": ()}, "bounce:not_delivered_unknown"),
        ({"return_path": ""}, "suppressed:null_sender"),
        ({"kind": Kind.CALENDAR}, "ticket:new"),
        ({"kind": Kind.EMPTY, "text": ""}, "ticket:new"),
        ({"date": None, "urgent": True}, "ticket:new"),
    ],
)  # fmt: skip
def test_what_a_letter_is_decides_before_what_it_says(changes, expected):
    assert told(decided(replace(LETTER, **changes))) == expected


def test_the_null_path_and_machines_open_nothing_even_with_our_signature():
    facts = {"sender": ZOYA, "claims": (SIGNED,), "threads": [OF_SENDER]}
    assert told(decided(envelope=Envelope("192.0.2.1", ""), **facts)) == "suppressed:null_sender"
    assert told(decided(replace(LETTER, kind=Kind.AUTOREPLY), **facts)) == "suppressed:autoreply"


def test_a_report_names_the_letter_that_did_not_arrive():
    bounce = decided(replace(LETTER, kind=Kind.BOUNCE), undelivered=55)
    assert (told(bounce), bounce.undelivered) == ("bounce:not_delivered", 55)


def test_nothing_automatic_goes_to_whom_it_must_not():
    assert decided(sender=ZOYA).may_answer
    assert not decided(replace(LETTER, may_answer=False)).may_answer
    assert not decided(sender=ZOYA, verdict=Verdict.FAIL).may_answer
    to_oneself = replace(LETTER, to=(Address("", "ZOYA@clinic.example"),))
    assert not decided(to_oneself).may_answer
    assert not decided(is_own_address=True).may_answer


def test_an_agents_words_are_the_agents_only_when_they_are_confirmed():
    facts = {"sender": ANNA, "claims": (AGENTS,), "threads": [WORKED_ON]}
    confirmed, not_confirmed = decided(verdict=Verdict.PASS, **facts), decided(**facts)
    assert (confirmed.is_agent, confirmed.is_note, confirmed.is_confirmed) == (True, False, True)
    assert (not_confirmed.is_agent, not_confirmed.is_note) == (False, True)


def test_words_join_where_the_conversation_goes_on_after_a_merger():
    merged = Thread(2000, is_open_to_sender=True, is_of_sender=True)
    decision = decide(LETTER, Envelope(), Facts(sender=ZOYA, claims=(SIGNED,), threads={1042: merged}))
    assert told(decision) == "append:requester 2000"


@pytest.mark.parametrize(
    ("changes", "facts", "expected"),
    [
        ({}, {}, ()),
        ({}, {"verdict": Verdict.FAIL}, (Doubt.SENDER_NOT_CONFIRMED,)),
        ({}, {"sender": ANNA}, (Doubt.AGENT_NOT_CONFIRMED,)),
        ({}, {"sender": ANNA, "verdict": Verdict.PASS}, ()),
        ({}, {"looks_like": 7}, (Doubt.LOOKS_LIKE_ANOTHER,)),
        ({"senders": (Address("director@clinic.example", "x@other.example"),)}, {}, (Doubt.NAME_IS_ANOTHER_ADDRESS,)),
        ({"senders": (Address("ZOYA@clinic.example", "zoya@clinic.example"),)}, {}, ()),
        ({"reply_to": (Address("", "evil@attacker.example"),)}, {}, (Doubt.ANSWERS_GO_ELSEWHERE,)),
        ({"reply_to": (Address("", "desk@clinic.example"),)}, {}, ()),
        ({"notes": ("several_subjects",)}, {}, (Doubt.SUBJECT_TWICE,)),
    ],
)
def test_an_agent_is_told_what_is_odd_about_the_sender(changes, facts, expected):
    assert decided(replace(LETTER, **changes), **facts).doubts == expected


def test_only_from_says_who_it_is():
    letter = replace(
        LETTER, senders=(Address("", "a@b.example"),), reply_to=(Address("", "c@d.example"),),
        sender_header=Address("", "e@f.example"), return_path="g@h.example",
    )  # fmt: skip
    assert sender_of(letter) == "a@b.example"
