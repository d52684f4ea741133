"""The shipped data, read from its files for the tests beside this one."""

import re
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
DESK = ROOT / "priyom/desk/data"


def load(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


TOPICS = load(DESK / "topics.toml")
GUIDES = load(DESK / "guides.toml")["guide"]
DEMO = load(ROOT / "priyom/people/data/demo.toml")
REPLIES = load(DESK / "replies.toml")
ARTICLES = load(ROOT / "priyom/knowledge/data/articles.toml")["article"]
VIEWS = load(DESK / "demo/views.toml")["view"]
TICKET_FILES = sorted(path for path in (DESK / "demo").glob("*.toml") if "ticket" in load(path))
TICKETS = [ticket for path in TICKET_FILES for ticket in load(path)["ticket"]]
BY_KEY = {ticket["key"]: ticket for ticket in TICKETS}
PEOPLE = {person["login"]: person for person in DEMO["person"]}
STAFF = {login for login, person in PEOPLE.items() if person["organisation"] == "pulse-med"}
ORGANISATIONS = {organisation["code"]: organisation for organisation in DEMO["organisation"]}
DEPARTMENTS = {f"{o['code']}/{d}" for o in DEMO["organisation"] for d in o.get("departments", {})}
TEAMS = {team["code"] for team in DEMO["team"]}
PRODUCTS = {product["code"]: product for product in DEMO["product"]}
IMPACTS, URGENCIES = set(TOPICS["impacts"]), set(TOPICS["urgencies"])
CHILDREN = {child["code"]: topic for topic in TOPICS["topic"] for child in topic["child"]}
TOPIC_CODES = {topic["code"] for topic in TOPICS["topic"]} | set(CHILDREN)
COMMON = {field["code"]: field for field in TOPICS["field"]}


def fields_of(topic):
    """The topic's questions, with the common ones filled in."""
    filled = [COMMON[f["use"]] | f if "use" in f else f for f in topic["field"]]
    return {field["code"]: field for field in filled}


FIELDS = {topic["code"]: fields_of(topic) for topic in TOPICS["topic"]}


def hospital_of(ticket):
    code = ticket.get("organisation") or PEOPLE[ticket["by"]]["organisation"]
    return ORGANISATIONS[code.partition("/")[0]]


def zone_of(ticket):
    region = hospital_of(ticket).get("region")
    zones = {r["code"]: r["timezone"] for r in DEMO["region"]}
    return ZoneInfo(zones.get(region, "Europe/Moscow"))


def working_days_from(day, count):
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        if day.weekday() < 5:
            count -= 1 if count > 0 else -1
    return day


def span(text):
    found = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?", text)
    assert found, f"not a span: {text}"
    assert any(found.groups()), f"empty span: {text}"
    return timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))


def moment(text, *, zone, now, before=None):
    """The instant that a time of the data files means."""
    if found := re.fullmatch(r"([+-])([1-9]\d*)d (\d\d):(\d\d)", text):
        sign, days, hour, minute = found[1], int(found[2]), int(found[3]), int(found[4])
        start = (before if sign == "+" else now).astimezone(zone).date()
        day = working_days_from(start, days if sign == "+" else -days)
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    if text.startswith("+"):
        return before + span(text[1:])
    assert text.startswith("-"), f"not a time: {text}"
    assert span(text[1:]) <= timedelta(hours=5), f"today's times are at most 5 hours back: {text}"
    return now - span(text[1:])


def moments(ticket, now):
    zone = zone_of(ticket)
    at = [moment(ticket["opened"], zone=zone, now=now)]
    for message in ticket["messages"][1:]:
        at.append(moment(message["at"], zone=zone, now=now, before=at[-1]))
    return at


def strings_of(value):
    """Every string in a structure, with keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_of(inner)
