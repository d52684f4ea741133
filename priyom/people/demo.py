"""The demo world: fills regions, organisations, teams and people from data/demo.toml, once.

Loading again changes nothing that exists, so whatever somebody tried out stays as it is.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from priyom.base.clock import now
from priyom.people.demo_contracts import load_contracts
from priyom.people.floating import days_back
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

DATA = Path(__file__).with_name("data") / "demo.toml"
# SECURITY: known to everybody who reads this line; such accounts exist in demo mode only.
DEMO_PASSWORD = "demo-priyom-2026"  # noqa: S105


@dataclass
class World:
    """The demo world, by code or login; departments as ``hospital/department``."""

    regions: dict[str, Region] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    components: dict[tuple[str, str], Component] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    curators: dict[str, str] = field(default_factory=dict)  # login of the novice → login of the curator

    def organisation_of(self, login: str) -> Organisation:
        """Return the department or organisation in whose name the person asks."""
        organisation = self.people[login].organisation
        if organisation is None:
            raise LookupError(login)
        return organisation


@transaction.atomic
def load_world() -> World:
    """Bring the demo world into the database and return it; safe to call again."""
    if not settings.PRIYOM.demo:
        raise RuntimeError("the demo world exists in demo mode only")
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    world = World()
    _load_regions(world, data)
    _load_products(world, data["product"])
    systems = {system["code"]: system["name"] for system in data["system"]}
    for facts in data["organisation"]:
        _load_organisation(world, facts, systems)
    _load_teams(world, data["team"])
    _load_people(world, data["person"])
    load_contracts(data["contract"], regions=world.regions, organisations=world.organisations, by=world.people["admin"])
    return world


def _load_regions(world: World, data: dict[str, Any]) -> None:
    for facts in data["region"]:
        known = {"name": facts["name"], "timezone": facts["timezone"]}
        world.regions[facts["code"]] = Region.objects.get_or_create(code=facts["code"], defaults=known)[0]


def _load_products(world: World, products: list[dict[str, Any]]) -> None:
    for facts in products:
        known = {name: facts[name] for name in ("name", "vendor", "about")}
        product = world.products[facts["code"]] = Product.objects.get_or_create(code=facts["code"], defaults=known)[0]
        for code, name in facts["modules"]:
            component, _ = Component.objects.get_or_create(product=product, code=code, defaults={"name": name})
            world.components[product.code, code] = component


def _load_teams(world: World, teams: list[dict[str, Any]]) -> None:
    for facts in teams:
        known = {"name": facts["name"], "level": facts["line"] or None, "about": facts["about"]}
        world.teams[facts["code"]] = Team.objects.get_or_create(code=facts["code"], defaults=known)[0]


def _load_organisation(world: World, facts: dict[str, Any], systems: dict[str, str]) -> None:
    region = world.regions[facts["region"]] if "region" in facts else _home_region(world, facts["place"])
    known = {
        "name": facts["name"], "short_name": facts["short"], "kind": facts["kind"], "region": region,
        "parent": world.organisations[facts["parent"]] if "parent" in facts else None,
        "address": facts["place"], "oid": facts["oid"], "headcount": facts.get("people"),
    }  # fmt: skip
    organisation, is_new = Organisation.objects.get_or_create(code=facts["code"], defaults=known)
    world.organisations[organisation.code] = organisation
    for code, name in facts.get("departments", {}).items():
        _load_department(world, organisation, f"{organisation.code}/{code}", name)
    if is_new:
        _furnish(world, organisation, facts, systems)


def _home_region(world: World, place: str) -> Region:
    """Return the region of the vendor, which belongs to none of the regions that it supports."""
    known = {"name": place, "timezone": settings.TIME_ZONE}
    world.regions["home"] = Region.objects.get_or_create(code="home", defaults=known)[0]
    return world.regions["home"]


def _load_department(world: World, hospital: Organisation, code: str, name: str) -> None:
    known = {
        "name": name, "short_name": name, "kind": Organisation.Kind.DEPARTMENT,
        "parent": hospital, "region": hospital.region,
    }  # fmt: skip
    world.organisations[code] = Organisation.objects.get_or_create(code=code, defaults=known)[0]


def _furnish(world: World, organisation: Organisation, facts: dict[str, Any], systems: dict[str, str]) -> None:
    """Add what runs there and what is different there."""
    if facts.get("mail_domain"):
        MailDomain.objects.get_or_create(domain=facts["mail_domain"], defaults={"organisation": organisation})
    for item in facts.get("installations", []):
        installed = Installation.objects.create(
            organisation=organisation,
            product=world.products[item["product"]],
            version=item["version"],
            installed_at=days_back(item["installed"], zone=organisation.timezone_name, at=now()),
            note=item.get("note", ""),
        )
        installed.components.set([world.components[item["product"], code] for code in item["modules"]])
    Integration.objects.bulk_create(
        Integration(organisation=organisation, name=systems[code]) for code in facts.get("integrations", [])
    )
    Peculiarity.objects.bulk_create(
        Peculiarity(organisation=organisation, text=text) for text in facts.get("peculiarities", [])
    )


def _load_people(world: World, people: list[dict[str, Any]]) -> None:
    # One hash for all: eighty of them would take longer than the rest of the demo.
    password = make_password(DEMO_PASSWORD)
    domains = dict(MailDomain.objects.values_list("organisation__code", "domain"))
    for facts in people:
        world.people[facts["login"]] = _load_person(world, facts, password, domains)
        if "curator" in facts:
            world.curators[facts["login"]] = facts["curator"]


def _load_person(world: World, facts: dict[str, Any], password: str, domains: dict[str, str]) -> User:
    organisation = world.organisations[facts["organisation"]]
    place = world.organisations[f"{organisation.code}/{facts['department']}"] if "department" in facts else organisation
    known = {
        "email": f"{facts['login']}@{domains[organisation.code]}", "password": password,
        "organisation": place,
        "last_name": facts["last"], "first_name": facts["first"], "middle_name": facts["middle"],
        "position": facts["position"], "phone": facts.get("phone", ""), "is_demo": True,
    }  # fmt: skip
    user, is_new = User.objects.get_or_create(login=facts["login"], defaults=known)
    if is_new:
        _give_roles(world, user, facts)
    return user


def _give_roles(world: World, user: User, facts: dict[str, Any]) -> None:
    # A requester asks for the department; whoever looks after a hospital looks after the whole of it.
    hospital = world.organisations[facts["organisation"]]
    home = user.organisation if facts["role"] == Role.REQUESTER else hospital
    homes = [home, *(world.organisations[code] for code in facts.get("also", []))]
    Membership.objects.bulk_create(Membership(user=user, organisation=each, role=facts["role"]) for each in homes)
    if "team" in facts:
        TeamMembership.objects.create(team=world.teams[facts["team"]], user=user, is_lead=facts.get("lead", False))
