"""A large invented directory for trying Priyom at its full size: data/load.toml brought into an empty database.

The same seed gives the same people. Nobody of them can sign in, except one of each role where ``demo = true``.
"""

import random
import tomllib
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from priyom.people import demo
from priyom.people.models import (
    Component,
    Installation,
    Integration,
    MailDomain,
    Membership,
    Organisation,
    Peculiarity,
    Product,
    Region,
    Role,
    Team,
    TeamMembership,
    User,
)
from priyom.people.population import Asker, Population, version_at
from priyom.people.tree import write_missing_paths

DATA = Path(__file__).with_name("data") / "load.toml"
KINDS = Organisation.Kind
AT_ONCE = 2000
HAVE_DEPARTMENTS, HAVE_PECULIARITY = 0.12, 0.08
INSTALLED = (("pulse", 1.0), ("most", 0.55), ("apteka", 0.4), ("lis", 0.3), ("pacs", 0.25))
SLOWEST_TO_UPDATE = 5  # months that a hospital's version may be behind the newest


def load_population(seed: int, *, until: datetime) -> Population:
    """Bring regions, organisations, teams, products and people into an empty database."""
    return _Directory(seed, until).load()


class _Directory:
    def __init__(self, seed: int, until: datetime) -> None:
        self.chance = random.Random(f"people {seed}")  # noqa: S311 - invented people need no secrets
        self.until = until
        self.data = tomllib.loads(DATA.read_text(encoding="utf-8"))
        self.shared = tomllib.loads(demo.DATA.read_text(encoding="utf-8"))
        self.population = Population()
        self.people: list[tuple[User, str, Organisation]] = []  # with the role and where it holds
        self.logins = {role: count(1) for role in Role.values}
        self.password = make_password(demo.DEMO_PASSWORD) if settings.PRIYOM.demo else ""

    def load(self) -> Population:
        regions, operators = self._regions()
        hospitals = self._hospitals(regions, operators)
        departments = self._departments(hospitals)
        write_missing_paths()
        self._furnish(hospitals)
        self._staff()
        self._outside(operators, hospitals, departments)
        return self.population

    def _regions(self) -> tuple[list[Region], list[Organisation]]:
        facts = self.data["vendor"]
        home = Region.objects.create(code="home", name=facts["place"], timezone=facts["zone"])
        self.vendor = Organisation.objects.create(
            code=facts["code"], name=facts["name"], short_name=facts["short"], kind=KINDS.VENDOR, region=home,
            headcount=sum(team["people"] for team in self.data["team"]),
        )  # fmt: skip
        MailDomain.objects.create(organisation=self.vendor, domain=facts["domain"])
        regions = Region.objects.bulk_create(
            Region(code=f"r{number:02}", name=name, timezone=zone)
            for number, (name, _of, zone, _share) in enumerate(self.data["regions"], 1)
        )
        operators = Organisation.objects.bulk_create(
            Organisation(
                code=f"miac-{region.code}", name=f"{self._operator} {of}",
                short_name=f"{self._operator}, {name.split()[0]}", kind=KINDS.OPERATOR, region=region,
                parent=self.vendor, headcount=self.chance.randint(30, 90),
            )
            for region, (name, of, _zone, _share) in zip(regions, self.data["regions"], strict=True)
        )  # fmt: skip
        return regions, operators

    @property
    def _operator(self) -> str:
        return self.data["operator"]

    def _hospitals(self, regions: list[Region], operators: list[Organisation]) -> list[Organisation]:
        shares = [share for *_facts, share in self.data["regions"]]
        chosen = sorted(self.chance.choices(range(len(regions)), shares, k=self.data["hospitals"]))
        kinds, weights = self.data["hospital_names"], [share for *_facts, share in self.data["hospital_names"]]
        taken: dict[str, int] = {}
        made = []
        for number, at in enumerate(chosen, 1):
            name, short, _share = self.chance.choices(kinds, weights)[0]
            place, town = self.chance.choice(self.data["places"])
            names = {"place": place, "town": town, "n": self.chance.randint(1, 9)}
            taken[short.format(**names)] = twins = taken.get(short.format(**names), 0) + 1
            mark = f" ({self.data['regions'][at][0]})" if twins > 1 else ""
            made.append(Organisation(
                code=f"h{number:04}", name=name.format(**names) + mark,
                short_name=short.format(**names) + (f" · {regions[at].code}" if twins > 1 else ""),
                kind=KINDS.HOSPITAL, region=regions[at], parent=operators[at],
                oid=f"1.2.643.5.1.13.0.12.{at + 100}.{number}",
                headcount=int(self.chance.lognormvariate(5.4, 0.8)) + 20,
            ))  # fmt: skip
        MailDomain.objects.bulk_create(
            MailDomain(organisation=hospital, domain=f"{hospital.code}.example")
            for hospital in Organisation.objects.bulk_create(made, AT_ONCE)
        )
        return made

    def _departments(self, hospitals: list[Organisation]) -> dict[int, list[Organisation]]:
        made = [
            Organisation(
                code=f"{hospital.code}/{number}", name=name, short_name=name, kind=KINDS.DEPARTMENT,
                region_id=hospital.region_id, parent=hospital,
            )
            for hospital in hospitals if self.chance.random() < HAVE_DEPARTMENTS
            for number, (name, _share) in enumerate(self.data["departments"], 1)
        ]  # fmt: skip
        found: dict[Any, list[Organisation]] = {}
        for department in Organisation.objects.bulk_create(made, AT_ONCE):
            found.setdefault(department.parent_id, []).append(department)
        return found

    def _furnish(self, hospitals: list[Organisation]) -> None:
        """Say what runs at each hospital and what is different there."""
        products = {
            facts["code"]: Product.objects.create(**{key: facts[key] for key in ("code", "name", "vendor", "about")})
            for facts in self.shared["product"]
        }
        Component.objects.bulk_create(
            Component(product=products[facts["code"]], code=code, name=name)
            for facts in self.shared["product"] for code, name in facts["modules"]
        )  # fmt: skip
        self.population.product = products["pulse"].name
        self.behind = {hospital.pk: self.chance.randrange(SLOWEST_TO_UPDATE) for hospital in hospitals}
        Installation.objects.bulk_create(
            (
                Installation(
                    organisation=hospital, product=products[code], version=version_at(60 - self.behind[hospital.pk]),
                    installed_at=self.until - timedelta(days=30 * self.behind[hospital.pk] + self.chance.randrange(30)),
                )
                for hospital in hospitals for code, share in INSTALLED if self.chance.random() < share
            ),
            AT_ONCE,
        )  # fmt: skip
        furniture = self.data["furniture"]
        Peculiarity.objects.bulk_create(
            Peculiarity(organisation=hospital, text=self.chance.choice(furniture["peculiarities"]))
            for hospital in hospitals if self.chance.random() < HAVE_PECULIARITY
        )  # fmt: skip
        Integration.objects.bulk_create(
            Integration(organisation=hospital, name=name)
            for hospital in hospitals for name in self.chance.sample(furniture["systems"], 3)
        )  # fmt: skip

    def _staff(self) -> None:
        """Fill the teams: the first of each leads it."""
        shared = {facts["code"]: facts for facts in self.shared["team"]}
        places = []
        for facts in self.data["team"]:
            about = shared[facts["code"]]
            team = Team.objects.create(
                code=facts["code"], name=about["name"], level=about["line"] or None, about=about["about"]
            )
            users = [
                self._person(Role.TEAM_LEAD if first else Role.AGENT, self.vendor, facts["position"])
                for first in [True] + [False] * (facts["people"] - 1)
            ]
            self._save()
            places += [TeamMembership(team=team, user=user, is_lead=user is users[0]) for user in users]
            self.population.teams[team.code] = team.pk
            self.population.staff[team.code] = [user.pk for user in users]
        TeamMembership.objects.bulk_create(places)
        for role in (Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR):
            self._person(role, self.vendor, self.data["staff_positions"][role])
        self._save()

    def _outside(
        self, operators: list[Organisation], hospitals: list[Organisation], departments: dict[int, list[Organisation]]
    ) -> None:
        """Add coordinators, local specialists and those who ask."""
        for operator in operators:
            self._person(Role.COORDINATOR, operator, self.data["staff_positions"]["coordinator"])
        locals_ = [
            self._person(Role.LOCAL_SPECIALIST, hospital, self.chance.choice(self.data["it_positions"]))
            for hospital in hospitals
        ]
        shares = [share for *_facts, share in self.data["positions"]]
        weights = [hospital.headcount or 1 for hospital in hospitals]
        # Everybody has at least one who asks; the rest by size.
        homes = hospitals + self.chance.choices(hospitals, weights, k=self.data["requesters"] - len(hospitals))
        askers = []
        for hospital in homes:
            position, department, _share = self.chance.choices(self.data["positions"], shares)[0]
            rooms = [each for each in departments.get(hospital.pk, ()) if each.name == department]
            askers.append((self._person(Role.REQUESTER, rooms[0] if rooms else hospital, position), hospital))
        self._save()
        offsets = {region.pk: _offset(region.timezone, self.until) for region in Region.objects.all()}
        self.population.askers = [
            Asker(
                user.pk, user.organisation_id or hospital.pk, hospital.pk, hospital.region_id,
                offsets[hospital.region_id], user.addressed, self.behind[hospital.pk],
            )
            for user, hospital in [*zip(locals_, hospitals, strict=True), *askers]
        ]  # fmt: skip

    def _person(self, role: str, place: Organisation, position: str) -> User:
        """Invent a person; the first of each role may sign in where this is a demo."""
        names, chance = self.data["names"], self.chance
        woman = chance.random() < self.data["women"]
        number = next(self.logins[role])
        login = f"{role.replace('_', '-')}{number}"
        opens = bool(self.password) and number == 1
        user = User(
            login=login, email=f"{login}@{self._domain(place)}",
            last_name=chance.choice(names["last"])[woman], first_name=chance.choice(names["women" if woman else "men"]),
            middle_name=chance.choice(names["fathers"])[woman], position=position, organisation=place, is_demo=opens,
            password=self.password if opens else UNUSABLE_PASSWORD_PREFIX,
        )  # fmt: skip
        if opens:
            self.population.accounts.append((login, demo.DEMO_PASSWORD, f"{user.name}, {Role(role).label}"))
        self.people.append((user, role, place))
        return user

    def _domain(self, place: Organisation) -> str:
        own = self.data["vendor"]["domain"]
        return own if place is self.vendor else f"{place.code.partition('/')[0]}.example"

    def _save(self) -> None:
        User.objects.bulk_create([user for user, _role, _place in self.people], AT_ONCE)
        Membership.objects.bulk_create(
            [Membership(user=user, organisation=place, role=role) for user, role, place in self.people], AT_ONCE
        )
        self.people.clear()


def _offset(zone: str, at: datetime) -> int:
    shift = ZoneInfo(zone).utcoffset(at)
    return int(shift.total_seconds()) if shift else 0
