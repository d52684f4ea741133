"""Regions, organisations and what belongs to them, people, teams, products, tables."""

from priyom.people.actions.imports import bring_table
from priyom.people.models import Component, Installation, Integration, MailDomain, Peculiarity
from tests.access import row

# Who sees the clinic's card: staff whose teams answer for its region, its specialist, the region's coordinator.
CARD = {
    "anna": 200,
    "boris": 200,
    "pavel": 200,
    "marina": 200,
    "adam": 200,
    "oleg": 200,
    "igor": 200,
    "galina": 200,
}
HIDDEN = {"stranger": 404, "strange_agent": 404}
# Who writes down what runs there.
WRITES = {"pavel", "adam", "igor"}
READERS = {"anna", "boris", "pavel", "marina", "adam", "oleg", "galina", "strange_agent"}
LOCAL = READERS | {"igor"}
STAFF = READERS - {"galina"}


def _only(names, status=200, others=403):
    return {**dict.fromkeys(names, status), "others": others}


def _card(names, status=200):
    return {**dict.fromkeys(names, status), **HIDDEN, "others": 403}


def _belonging(model, **facts):
    return lambda stage: model.objects.get_or_create(organisation=stage.clinic, **facts)[0].pk


def _table(stage):
    return bring_table("regions", "code;name;timezone\nwest;Западный край;Europe/Moscow\n", by=stage.adam).pk


THINGS = {
    "clinic_pk": lambda stage: stage.clinic.pk,
    "second_clinic": lambda stage: (
        stage.clinic.__class__.objects.create(
            code="clinic-3", name="Поликлиника № 3", short_name="Поликлиника № 3", region=stage.region
        ).pk
    ),
    "pulse": lambda stage: Installation.objects.get(organisation=stage.clinic).product_id,
    "module": lambda stage: Component.objects.get().pk,
    "installed": lambda stage: Installation.objects.get(organisation=stage.clinic).pk,
    "exchange": _belonging(Integration, name="РЭМД"),
    "oddity": lambda stage: Peculiarity.objects.get(organisation=stage.clinic).pk,
    "domain": _belonging(MailDomain, domain="clinic-one.example"),
    "table": _table,
    "zoya_login": lambda stage: "zoya",
    "anna_login": lambda stage: "anna",
    "first_line": lambda stage: stage.line1.code,
    "pulse_code": lambda stage: "pulse",
}

OF = {"pk": "clinic_pk"}
ROWS = [
    # Regions.
    row("GET", "people:regions", **_only(READERS)),
    row("GET", "people:region", {"code": "lake"}, adam=200, stranger=404, strange_agent=404, zoya=404, yakov=404, igor=404, others=403),
    row("POST", "people:region", {"code": "lake"}, data={"name": "Озёрный край", "timezone": "Europe/Moscow", "is_active": "on"},
        adam=302, stranger=404, strange_agent=404, zoya=404, yakov=404, igor=404, others=403),
    row("GET", "people:region_new", **_only({"adam"})),
    row("POST", "people:region_new", data={"code": "west", "name": "Запад", "timezone": "Europe/Moscow"}, **_only({"adam"}, 302)),
    row("GET", "people:regions_csv", **_only({"adam"})),
    # Organisations.
    row("GET", "people:organisations", **_only(LOCAL)),
    row("GET", "people:organisations_csv", **_only(LOCAL)),
    row("GET", "people:organisations_print", **_only(LOCAL)),
    row("GET", "people:organisation_options", data={"q": "поли"}, **_only(LOCAL)),
    row("GET", "people:organisation", OF, **_card(CARD)),
    row("GET", "people:organisation_print", OF, **_card(CARD)),
    row("GET", "people:organisation_new", **_only({"adam"})),
    row("POST", "people:organisation_new", data={}, **_only({"adam"}, 422)),
    row("GET", "people:organisation_edit", OF, **_card({"adam"})),
    row("POST", "people:organisation_edit", OF, data={"code": "clinic-1", "name": "Поликлиника", "short_name": "П1", "kind": "hospital"}, **_card({"adam"}, 302)),
    row("GET", "people:organisation_place", OF, **_card({"adam"})),
    row("POST", "people:organisation_place", OF, data={"parent": ""}, **_card({"adam"}, 302)),
    row("GET", "people:organisation_region", OF, **_card({"adam"})),
    row("POST", "people:organisation_region", OF, data={"region": ""}, **_card({"adam"}, 422)),
    row("POST", "people:organisation_state", OF, data={"state": "closed"}, **_card({"adam"}, 409)),
    row("GET", "people:organisation_merge", OF, **_card({"adam"})),
    row("POST", "people:organisation_merge", OF, data={"into": "=second_clinic"}, **_card({"adam"}, 302)),
    row("GET", "desk:organisation_tickets", OF, **_card(CARD)),
    row("GET", "desk:person_tickets", {"login": "zoya_login"}, **CARD, zoya=403, yakov=404, stranger=404, strange_agent=404),
    # What belongs to an organisation.
    row("GET", "people:installation_new", OF, **_card(WRITES)),
    row("POST", "people:installation_new", OF, data={"product": "=pulse", "version": "5.4"}, **_card(WRITES, 422)),
    row("GET", "people:installation", OF | {"thing": "installed"}, **_card(WRITES)),
    row("POST", "people:installation", OF | {"thing": "installed"}, data={"version": "5.4", "components": "=module"}, **_card(WRITES, 302)),
    row("POST", "people:installation_removal", OF | {"thing": "installed"}, **_card(WRITES, 302)),
    row("GET", "people:integration_new", OF, **_card(WRITES)),
    row("POST", "people:integration_new", OF, data={"name": "ФЭР"}, **_card(WRITES, 302)),
    row("GET", "people:integration", OF | {"thing": "exchange"}, **_card(WRITES)),
    row("POST", "people:integration", OF | {"thing": "exchange"}, data={"name": "ФЭР"}, **_card(WRITES, 302)),
    row("POST", "people:integration_removal", OF | {"thing": "exchange"}, **_card(WRITES, 302)),
    row("GET", "people:peculiarity_new", OF, **_card(WRITES)),
    row("POST", "people:peculiarity_new", OF, data={"text": "Свой сервер"}, **_card(WRITES, 302)),
    row("GET", "people:peculiarity", OF | {"thing": "oddity"}, **_card(WRITES)),
    row("POST", "people:peculiarity", OF | {"thing": "oddity"}, data={"text": "Свой сервер"}, **_card(WRITES, 302)),
    row("POST", "people:peculiarity_removal", OF | {"thing": "oddity"}, **_card(WRITES, 302)),
    row("GET", "people:domain_new", OF, **_card({"adam"})),
    row("POST", "people:domain_new", OF, data={"domain": "new.example"}, **_card({"adam"}, 302)),
    row("POST", "people:domain_removal", OF | {"thing": "domain"}, **_card({"adam"}, 302)),
    # People.
    row("GET", "people:people", **_only(LOCAL)),
    row("GET", "people:people_print", **_only(LOCAL)),
    row("GET", "people:people_csv", **_only({"adam"})),
    row("GET", "people:colleague_options", data={"q": "бор"}, **_only(STAFF)),
    row("GET", "people:person", {"login": "zoya_login"}, **CARD, zoya=403, yakov=404, stranger=404, strange_agent=404),
    row("GET", "people:person_new", **_only({"adam"})),
    row("POST", "people:person_new", data={}, **_only({"adam"}, 422)),
    row("GET", "people:person_edit", {"login": "zoya_login"}, adam=200, igor=200, galina=200, yakov=404, **HIDDEN, others=403),
    row("POST", "people:person_edit", {"login": "zoya_login"}, data={"last_name": "Ветрова"}, adam=422, igor=302, galina=302, yakov=404, **HIDDEN, others=403),
    row("GET", "people:person_handover", {"login": "anna_login"}, pavel=200, marina=200, adam=200, anna=403, boris=403, oleg=403, galina=403,
        strange_agent=404, others=404),
    row("POST", "people:person_handover", {"login": "anna_login"}, data={"way": "team"}, pavel=302, marina=302, adam=302, anna=403, boris=403, oleg=403,
        galina=403, strange_agent=404, others=404),
    # Teams.
    row("GET", "people:teams", **_only(STAFF)),
    row("GET", "people:team", {"code": "first_line"}, **_only(STAFF, others=404)),
    row("GET", "people:team_new", **_only({"adam", "marina"})),
    row("POST", "people:team_new", data={"code": "line4", "name": "Линия 4"}, **_only({"adam", "marina"}, 302)),
    row("GET", "people:team_edit", {"code": "first_line"}, **_only({"adam", "marina", "pavel"}) | dict.fromkeys(STAFF - {"adam", "marina", "pavel"}, 403) | {"others": 404}),
    row("POST", "people:team_edit", {"code": "first_line"}, data={"name": "Первая", "level": "1", "is_active": "on"},
        **dict.fromkeys(STAFF, 403) | dict.fromkeys(("adam", "marina", "pavel"), 302) | {"others": 404}),
    row("POST", "people:team_members", {"code": "first_line"}, data={"login": "boris"},
        **dict.fromkeys(STAFF, 403) | dict.fromkeys(("adam", "marina", "pavel"), 302) | {"others": 404}),
    row("POST", "people:team_member", {"code": "first_line", "login": "anna_login"}, data={"place": "lead"},
        **dict.fromkeys(STAFF, 403) | dict.fromkeys(("adam", "marina", "pavel"), 302) | {"others": 404}),
    # Products.
    row("GET", "people:products", **_only(READERS)),
    row("GET", "people:product_new", **_only({"adam"})),
    row("POST", "people:product_new", data={"code": "lis", "name": "ЛИС"}, **_only({"adam"}, 302)),
    row("GET", "people:product", {"code": "pulse_code"}, **dict.fromkeys(READERS, 403) | {"adam": 200, "others": 404}),
    row("POST", "people:product", {"code": "pulse_code"}, data={"name": "Пульс", "is_active": "on"}, **dict.fromkeys(READERS, 403) | {"adam": 302, "others": 404}),
    # Tables: whoever brought one sees it, nobody else.
    row("GET", "people:imports", **_only({"adam"})),
    row("POST", "people:imports", data={"kind": "regions", "text": "code;name\nwest;Запад\n"}, **_only({"adam"}, 302)),
    row("GET", "people:import_template", {"kind": "organisations"}, **_only({"adam"})),
    row("GET", "people:import", {"pk": "table"}, **_only({"adam"}, others=404)),
    row("GET", "people:import_progress", {"pk": "table"}, **_only({"adam"}, others=404)),
    row("GET", "people:import_wrong", {"pk": "table"}, **_only({"adam"}, others=404)),
    row("POST", "people:import_columns", {"pk": "table"}, data={"code": "0", "name": "1"}, **_only({"adam"}, 302, others=404)),
    row("POST", "people:import_confirmation", {"pk": "table"}, **_only({"adam"}, 302, others=404)),
    row("POST", "people:import_removal", {"pk": "table"}, **_only({"adam"}, 302, others=404)),
]  # fmt: skip
