"""Topics, people, tickets, answers and views: the rules of priyom/desk/data/README.md, without Django."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.desk.shipped import (
    ARTICLES,
    BY_KEY,
    CHILDREN,
    COMMON,
    DEMO,
    DEPARTMENTS,
    DESK,
    FIELDS,
    GUIDES,
    IMPACTS,
    ORGANISATIONS,
    PEOPLE,
    PRODUCTS,
    REPLIES,
    ROOT,
    STAFF,
    TEAMS,
    TICKETS,
    TOPIC_CODES,
    TOPICS,
    URGENCIES,
    VIEWS,
    hospital_of,
    moments,
)

KINDS = {"incident", "service_request", "question", "change_request", "documentation", "gratitude"}
STATUSES = {"new", "open", "waiting", "resolved", "closed"}
WAITING_FOR = {"requester", "consult", "external", "release", "date"}
FIELD_KINDS = {"text", "longtext", "choice", "date", "datetime", "number", "checkbox"}
CHANNELS = {"portal", "mail", "phone", "chat", "api"}
ROLES = {
    "requester",
    "local_specialist",
    "coordinator",
    "agent",
    "team_lead",
    "manager",
    "administrator",
    "auditor",
}
PLACEHOLDERS = {"requester_name", "ticket_number", "organisation", "agent_name", "due", "version"}
FIVE_OF_THE_SEED = {"emd", "edo", "integr", "mdlp", "release"}
# The demo may be loaded at any hour: just after midnight, on a Monday, on a Sunday, in the afternoon.
LOADED_AT = [
    datetime(2026, 3, 2, 0, 5, tzinfo=UTC),
    datetime(2026, 3, 4, 21, 30, tzinfo=UTC),
    datetime(2026, 3, 6, 11, 0, tzinfo=UTC),
    datetime(2026, 3, 8, 15, 45, tzinfo=UTC),
]


@pytest.mark.parametrize("now", LOADED_AT, ids=str)
def test_a_ticket_runs_forward_and_never_into_the_future(now):
    wrong = []
    for ticket in TICKETS:
        at = moments(ticket, now)
        if at != sorted(at):
            wrong.append(f"{ticket['key']} runs backward")
        if at[-1] > now:
            wrong.append(f"{ticket['key']} ends in the future")
    assert not wrong


@pytest.mark.parametrize("ticket", TICKETS, ids=lambda t: t["key"])
def test_reminders_and_waits_look_forward(ticket):
    ahead = [r["at"] for r in ticket.get("reminders", [])]
    ahead += [ticket["waiting_until"]] if "waiting_until" in ticket else []
    for text in ahead:
        assert re.fullmatch(r"in (\d+d \d\d:\d\d|(\d+h)?(\d+m)?)", text), text


def test_dates_of_installations_and_articles_are_days_back():
    said = [i["installed"] for o in DEMO["organisation"] for i in o.get("installations", [])]
    said += [article["checked"] for article in ARTICLES]
    assert [text for text in said if not re.fullmatch(r"-[1-9]\d*d( \d\d:\d\d)?", text)] == []


# ------------------------------------------------------------------ topics


def test_topics_are_the_eighteen_with_their_second_level():
    assert len(TOPICS["topic"]) == 18
    assert all(topic["child"] for topic in TOPICS["topic"])
    assert len(CHILDREN) == sum(len(topic["child"]) for topic in TOPICS["topic"])
    assert all(code.split(".")[0] == topic["code"] for code, topic in CHILDREN.items())


@pytest.mark.parametrize("topic", TOPICS["topic"], ids=lambda t: t["code"])
def test_topic_asks_little_and_explains_why(topic):
    fields = FIELDS[topic["code"]]
    assert 1 <= len(fields) <= 6
    assert len(fields) == len(topic["field"])
    assert topic["kind"] in KINDS
    assert topic["impact"] in IMPACTS
    assert topic["urgency"] in URGENCIES
    assert topic["team"] in TEAMS
    assert len(topic["name"]) <= 60
    assert len(topic["hint"]) <= 90
    assert topic["why"]
    for child in topic["child"]:
        assert set(child.get("ask", [])) <= set(fields), child["code"]
        assert child.get("kind", "incident") in KINDS
        assert child.get("impact", "person") in IMPACTS
        assert child.get("urgency", "low") in URGENCIES
        assert child.get("team", "line1") in TEAMS
        assert len(child["name"]) <= 60


def test_fields_are_complete():
    for topic, fields in FIELDS.items():
        for code, field in fields.items():
            assert field["kind"] in FIELD_KINDS, (topic, code)
            assert field["label"], (topic, code)
            assert len(field["label"]) <= 60, (topic, code)
            assert field["short"] == field["short"].strip(), (topic, code)
            assert 1 <= field.get("weight", 1) <= 3, (topic, code)
            assert field.get("prefill", "version") in {"version", "module", "organisation"}
            assert field.get("sets", "impact") == "impact"
            if field["kind"] == "choice":
                assert len({choice[0] for choice in field["choices"]}) == len(field["choices"]) >= 2
    assert {choice[0] for choice in COMMON["affected"]["choices"]} <= IMPACTS


def test_words_that_guess_a_topic_are_stems_in_lower_case():
    for entry in [*TOPICS["topic"], *(c for t in TOPICS["topic"] for c in t["child"])]:
        words = entry.get("words", []) + entry.get("strong", [])
        assert words, entry["code"]
        assert [w for w in words if w != w.lower().strip()] == []
        assert len(words) == len(set(words)), entry["code"]


def test_guides_are_short():
    assert len(GUIDES) == 5
    assert all(len(guide["body"]) <= 700 for guide in GUIDES)


# ------------------------------------------------------------------ people


def test_people_and_places_refer_to_each_other():
    assert len(PEOPLE) == len(DEMO["person"])
    assert len(ORGANISATIONS) == len(DEMO["organisation"])
    regions = {region["code"] for region in DEMO["region"]}
    for region in DEMO["region"]:
        assert ORGANISATIONS[region["operator"]]["kind"] == "operator"
        ZoneInfo(region["timezone"])
    for person in PEOPLE.values():
        assert person["role"] in ROLES
        assert re.fullmatch(r"[a-z]{2,12}", person["login"])
        assert person["organisation"] in ORGANISATIONS
        if "department" in person:
            assert f"{person['organisation']}/{person['department']}" in DEPARTMENTS
        assert person.get("team", "line1") in TEAMS
        assert person.get("curator", "kira") in STAFF
        assert set(person.get("also", [])) <= set(ORGANISATIONS)
    for organisation in ORGANISATIONS.values():
        assert organisation["mail_domain"].endswith(".example")
        assert organisation["oid"].startswith("1.2.643.5.1.13.0."), "an invented OID says so"
        assert organisation.get("parent", "pulse-med") in ORGANISATIONS
        assert organisation.get("region", "prio") in regions
    assert {person["role"] for person in PEOPLE.values()} == ROLES
    assert len({o["oid"] for o in ORGANISATIONS.values()}) == len(ORGANISATIONS)


def test_every_hospital_says_what_it_runs_and_what_is_peculiar():
    systems = {system["code"] for system in DEMO["system"]}
    hospitals = [o for o in ORGANISATIONS.values() if o["kind"] == "hospital"]
    assert len(hospitals) == 26
    for hospital in hospitals:
        assert 1 <= len(hospital["peculiarities"]) <= 4
        assert set(hospital["integrations"]) <= systems
        for installation in hospital["installations"]:
            modules = {module[0] for module in PRODUCTS[installation["product"]]["modules"]}
            assert set(installation["modules"]) <= modules, hospital["code"]
            assert re.fullmatch(r"\d+\.\d+\.\d+", installation["version"])


def test_demo_has_every_one_the_guide_promises():
    expected = {
        "anna": "line1",
        "boris": "line2",
        "vadim": "line3",
        "timur": "integrations",
        "vera": "methodology",
        "ilya": "development",
    }
    assert {login: PEOPLE[login]["team"] for login in expected} == expected
    assert PEOPLE["lena"]["novice"]
    assert PEOPLE["lena"]["curator"] == "kira"
    roles = {
        "pavel": "team_lead",
        "marina": "manager",
        "admin": "administrator",
        "oleg": "auditor",
        "zoya": "requester",
        "igor": "local_specialist",
        "galina": "coordinator",
    }
    assert {login: PEOPLE[login]["role"] for login in roles} == roles


# ------------------------------------------------------------------ tickets


@pytest.mark.parametrize("ticket", TICKETS, ids=lambda t: t["key"])
def test_ticket_is_whole(ticket):
    assert ticket["by"] in PEOPLE
    assert ticket.get("organisation", "zal-crb").partition("/")[0] in ORGANISATIONS
    if "department" in PEOPLE[ticket["by"]]:
        assert "organisation" not in ticket, "who works in a department asks for it"
    assert ticket["topic"] in TOPIC_CODES
    assert ticket.get("kind", "incident") in KINDS
    assert ticket.get("impact", "person") in IMPACTS
    assert ticket.get("urgency", "low") in URGENCIES
    assert ticket.get("channel", "portal") in CHANNELS
    assert ticket["status"] in STATUSES
    assert ticket.get("team", "line1") in TEAMS
    assert 4 <= len(ticket["subject"]) <= 90
    assert "at" not in ticket["messages"][0]
    assert set(ticket.get("watchers", [])) <= set(PEOPLE)
    assert ticket.get("assignee", "anna") in STAFF
    assert ticket.get("rung", "local") in {"local", "operator"}
    assert ("assignee" in ticket or "team" in ticket) is not ("rung" in ticket), "with us, or not with us yet"
    for message in ticket["messages"]:
        assert message["by"] in PEOPLE
        assert 2 <= len(message["text"]) <= 3000
        assert message["by"] in STAFF or not message.get("note"), "only staff write notes"
        assert PEOPLE[message["by"]]["role"] not in {"auditor", "administrator"}, "they only look"
        assert message.get("waits", "date") in WAITING_FOR
        assert message.get("assigns", "anna") in STAFF
        assert message.get("asks", "line1") in TEAMS
        if "passes" in message or "advises" in message:
            assert PEOPLE[message["by"]]["role"] in {"local_specialist", "coordinator"}, "only who stands on a rung"
            assert set(message.get("passes", {})) <= {"scope", "since", "tried"}


@pytest.mark.parametrize("ticket", TICKETS, ids=lambda t: t["key"])
def test_ticket_status_agrees_with_its_story(ticket):
    status, messages = ticket["status"], ticket["messages"]
    assert ("waiting_for" in ticket) == (status == "waiting")
    assert ticket.get("waiting_for", "date") in WAITING_FOR
    if status == "waiting":
        assert any(m.get("waits") == ticket["waiting_for"] for m in messages), "a message begins the wait"
    thanks = ticket.get("kind") == "gratitude" or ticket["topic"] == "other.thanks"
    done = status in {"resolved", "closed"} and "merged_into" not in ticket and not thanks
    assert ("solution" in ticket) == done
    if done:
        assert ticket["solution"]["cause"]
        assert ticket["solution"]["remedy"]
        last = [m for m in messages if m.get("resolves") or m.get("reopens")][-1]
        assert last.get("resolves"), "the last word is the solution"
        assert last["by"] in STAFF
    else:
        last = [m for m in messages if m.get("resolves") or m.get("reopens")]
        assert not last or last[-1].get("reopens") or "merged_into" in ticket or thanks
    if "merged_into" in ticket:
        assert status == "closed"
    if "rating" in ticket:
        assert done
        assert 1 <= ticket["rating"]["score"] <= 5
    if status == "new":
        assert not any(m["by"] in STAFF and not m.get("note") for m in messages[1:])


@pytest.mark.parametrize("ticket", TICKETS, ids=lambda t: t["key"])
def test_ticket_answers_questions_of_its_topic(ticket):
    known = FIELDS[ticket["topic"].partition(".")[0]]
    for code, answer in ticket.get("fields", {}).items():
        assert code in known
        if known[code]["kind"] == "choice":
            assert answer in {choice[0] for choice in known[code]["choices"]}, (code, answer)
        elif known[code]["kind"] == "datetime":
            assert re.fullmatch(r"-(\d+d \d\d:\d\d|(\d+h)?(\d+m)?)", answer), (code, answer)
        elif known[code]["kind"] == "date":
            assert re.fullmatch(r"(in |-)\d+d", answer), (code, answer)
        else:
            assert answer


def test_tickets_link_to_tickets():
    assert len(BY_KEY) == len(TICKETS)
    for ticket in TICKETS:
        targets = [link["to"] for link in ticket.get("links", [])]
        targets += [ticket[k] for k in ("merged_into", "made_from", "split_from") if k in ticket]
        targets += [key for m in ticket["messages"] for key in re.findall(r"\{#([\w-]+)\}", m["text"])]
        assert set(targets) <= set(BY_KEY) - {ticket["key"]}, ticket["key"]
        assert {link["kind"] for link in ticket.get("links", [])} <= {
            "parent",
            "duplicate",
            "related",
            "caused_by",
        }
        if "made_from" in ticket:
            assert ticket["kind"] == "change_request"


def test_a_ticket_is_named_after_it_was_opened():
    now = LOADED_AT[0]
    opened = {ticket["key"]: moments(ticket, now)[0] for ticket in TICKETS}
    for ticket in TICKETS:
        for message, at in zip(ticket["messages"], moments(ticket, now), strict=True):
            for key in re.findall(r"\{#([\w-]+)\}", message["text"]):
                assert opened[key] < at, (ticket["key"], key)


@pytest.mark.parametrize("ticket", TICKETS, ids=lambda t: t["key"])
def test_strangers_do_not_speak_in_a_ticket(ticket):
    hospital = hospital_of(ticket)
    for login in {m["by"] for m in ticket["messages"]} | set(ticket.get("watchers", [])):
        person = PEOPLE[login]
        own = hospital["code"] in {person["organisation"], *person.get("also", [])}
        region = ORGANISATIONS[person["organisation"]].get("region")
        coordinates = person["role"] == "coordinator" and region == hospital.get("region")
        assert login in STAFF or own or coordinates, login


def test_the_week_is_rich():
    statuses = [ticket["status"] for ticket in TICKETS]
    waits = [ticket["waiting_for"] for ticket in TICKETS if ticket["status"] == "waiting"]
    assert len(TICKETS) >= 165
    assert set(statuses) == STATUSES
    assert set(waits) == WAITING_FOR
    assert min(statuses.count(status) for status in STATUSES) >= 12
    assert {ticket.get("kind") or kind_of(ticket) for ticket in TICKETS} == KINDS
    share = sum(ticket["topic"].partition(".")[0] in FIVE_OF_THE_SEED for ticket in TICKETS) / len(TICKETS)
    assert 0.5 <= share <= 0.7
    assert {ticket["topic"].partition(".")[0] for ticket in TICKETS} == {t["code"] for t in TOPICS["topic"]}
    assert max(len(ticket["messages"]) for ticket in TICKETS) >= 12
    assert sum(any(m.get("reopens") for m in t["messages"]) for t in TICKETS) >= 3
    assert {hospital_of(t)["code"] for t in TICKETS} >= {c for c, o in ORGANISATIONS.items() if o["kind"] == "hospital"}
    for key in ("merged_into", "made_from", "split_from", "watchers", "reminders", "rating", "links"):
        assert sum(key in ticket for ticket in TICKETS) >= 3, key


def kind_of(ticket):
    topic = CHILDREN.get(ticket["topic"])
    child = next((c for c in (topic or {}).get("child", []) if c["code"] == ticket["topic"]), {})
    return child.get("kind") or (topic or {}).get("kind")


def test_no_two_tickets_say_the_same():
    first = [ticket["messages"][0]["text"].lower().split() for ticket in TICKETS]
    assert len({tuple(words) for words in first}) == len(first)
    subjects = [ticket["subject"].lower() for ticket in TICKETS]
    assert len(set(subjects)) == len(subjects)


# ------------------------------------------------------------------ replies, articles, views


def test_replies_and_macros_are_closed():
    codes = [r["code"] for r in REPLIES["reply"]]
    assert len(codes) == len(set(codes)) >= 40
    codes = [m["code"] for m in REPLIES["macro"]]
    assert len(codes) == len(set(codes)) >= 14
    assert not {r["code"] for r in REPLIES["reply"]} & {m["code"] for m in REPLIES["macro"]}
    for entry in [*REPLIES["reply"], *REPLIES["macro"]]:
        assert set(entry["topics"]) <= TOPIC_CODES, entry["code"]
        assert set(re.findall(r"\{([^}]*)\}", entry["text"])) <= PLACEHOLDERS, entry["code"]
    for macro in REPLIES["macro"]:
        change = macro["set"]
        assert change, macro["code"]
        assert macro["visibility"] in {"public", "internal"}
        assert change.get("status", "open") in STATUSES
        assert ("waiting_for" in change) == (change.get("status") == "waiting"), macro["code"]
        assert change.get("waiting_for", "date") in WAITING_FOR
        assert change.get("topic", "emd") in TOPIC_CODES
        assert change.get("kind", "incident") in KINDS
        assert change.get("impact", "person") in IMPACTS
        assert change.get("urgency", "low") in URGENCIES
        assert change.get("team", "line1") in TEAMS
        if "cause" in change or "remedy" in change:
            assert change["status"] == "resolved"


def test_articles_refer_to_topics_and_products():
    assert len(ARTICLES) >= 24
    assert len({a["code"] for a in ARTICLES}) == len(ARTICLES)
    for article in ARTICLES:
        assert set(article["topics"]) <= TOPIC_CODES, article["code"]
        assert article["audience"] in {"everyone", "agents"}
        assert article.get("product", "pulse") in PRODUCTS
        assert len(article.get("versions", [])) in {0, 2}
        assert 1 <= len(article["summary"]) <= 160
        assert len(article["body"]) >= 200
        assert article["author"] in STAFF


def test_views_filter_by_what_exists():
    assert len(VIEWS) >= 18
    assert len({view["code"] for view in VIEWS}) == len(VIEWS)
    allowed = {
        "status",
        "kind",
        "topic",
        "organisation",
        "region",
        "team",
        "assignee",
        "requester",
        "priority",
        "waiting_for",
        "impact",
        "product",
        "version",
        "opened_within",
        "unchanged_for",
        "text",
    }
    for view in VIEWS:
        assert ("owner" in view) != ("team" in view), view["code"]
        assert view.get("owner", "anna") in STAFF
        assert view.get("team", "line1") in TEAMS
        assert set(view["filter"]) <= allowed
        assert set(view["filter"].get("topic", [])) <= TOPIC_CODES
        assert set(view["filter"].get("status", [])) <= STATUSES
        assert set(view["filter"].get("organisation", [])) <= set(ORGANISATIONS)
        assert view["sort"].lstrip("-") in {"due", "opened", "changed", "priority"}


def test_files_stay_readable():
    files = [
        *DESK.rglob("*.toml"),
        *(ROOT / "priyom/people/data").glob("*.toml"),
        *(ROOT / "priyom/knowledge/data").glob("*.toml"),
    ]
    assert [path.name for path in files if len(path.read_text(encoding="utf-8").splitlines()) > 1600] == []
