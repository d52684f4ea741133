from priyom.base.clock import now
from priyom.knowledge.models import Article
from tests.access import row


def _article(stage):
    return Article.objects.create(
        code="how", title="Как", body="Так", state="published", checked_at=now(), changed_at=now()
    ).code


def _secret(stage):
    return Article.objects.create(
        code="inside",
        title="Для своих",
        body="Так",
        audience="agents",
        state="published",
        checked_at=now(),
        changed_at=now(),
    ).code


THINGS = {"article": _article, "secret": _secret}
DESK = dict.fromkeys(("anna", "boris", "pavel", "marina", "adam", "oleg", "strange_agent"), 200)
ROWS = [
    row("GET", "knowledge:articles", others=200),
    row("GET", "knowledge:article", {"code": "article"}, others=200),
    row("GET", "knowledge:article", {"code": "secret"}, **DESK, others=404),
    row("POST", "knowledge:verdict", {"code": "secret"}, **dict.fromkeys(DESK, 302), others=404),
    row("GET", "knowledge:suggestions", others=200),
    row("GET", "knowledge:article_options", others=200),
    row(
        "GET",
        "knowledge:ticket_panel",
        {"number": "ticket"},
        anna=200,
        boris=200,
        pavel=200,
        marina=200,
        adam=200,
        oleg=200,
        strange_agent=404,
        others=403,
    ),
    row(
        "POST",
        "knowledge:draft",
        {"number": "ticket"},
        stranger=404,
        strange_agent=404,
        yakov=404,
        zoya=403,
        igor=403,
        galina=403,
        adam=403,
        oleg=403,
        others=409,
    ),
    row("POST", "knowledge:start", anna=302, boris=302, pavel=302, marina=302, strange_agent=302, others=403),
    row(
        "GET",
        "knowledge:edit",
        {"code": "secret"},
        anna=200,
        boris=200,
        pavel=200,
        marina=200,
        strange_agent=200,
        adam=403,
        oleg=403,
        others=404,
    ),
]
