"""Lists as files: staff take the desk's lists, an administrator the people; a file is its asker's only."""

from priyom.people.actions.exports import ask_export, make_export
from tests.access import row

STAFF = dict.fromkeys(("anna", "boris", "pavel", "marina", "adam", "oleg", "strange_agent"))


def _file(stage):
    export = ask_export("tickets", by=stage.anna, format="csv", filters={})
    make_export(export.pk)
    return export.pk


THINGS = {"export_file": _file}
ROWS = [
    row("GET", "people:exports", others=200),
    row("POST", "people:exports", {}, {"list": "tickets", "form": "csv"}, **dict.fromkeys(STAFF, 302), others=403),
    row("POST", "people:exports", {}, {"list": "people", "form": "csv"}, adam=302, others=403),
    row("GET", "people:export_new", {}, {"list": "tickets"}, **dict.fromkeys(STAFF, 200), others=403),
    row("GET", "people:export_new", {}, {"list": "organisations"}, **dict.fromkeys(STAFF, 200), igor=200, galina=200,
        others=403),
    row("GET", "people:export_file", {"pk": "export_file"}, anna=200, others=404),
]  # fmt: skip
