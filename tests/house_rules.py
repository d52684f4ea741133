"""Our own rules for the code. Each carries lines that must pass and lines that must be caught: the rule tests itself."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rule:
    """A pattern that must not stand in files of the ending, save in the excused places."""

    name: str
    pattern: str
    endings: tuple[str, ...]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    excused: tuple[str, ...] = field(default=())

    def breaches(self, text: str) -> list[int]:
        """Return the numbers of the lines that break the rule."""
        found = re.compile(self.pattern)
        return [number for number, line in enumerate(_without_comments(text).splitlines(), 1) if found.search(line)]


def _without_comments(text: str) -> str:
    """Empty the comments of scripts and styles, which may quote the screen; line numbers stay."""
    text = re.sub(r"/\*.*?\*/", lambda found: "\n" * found.group().count("\n"), text, flags=re.DOTALL)
    return re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)


RULES = (
    Rule(
        "Tickets are fetched through the door, by somebody",
        r"\bTicket\.objects\.get\(",
        (".py",),
        bad=("ticket = Ticket.objects.get(number=number)",),
        good=("ticket = get_ticket(user, number)", "Ticket.objects.visible_to(user)"),
    ),
    Rule(
        "Only base.clock knows the time",
        r"datetime\.(now|utcnow|today)\(|timezone\.now\(|date\.today\(",
        (".py",),
        bad=("at = datetime.now(UTC)", "timezone.now()"),
        good=("at = now()", "timezone.localtime(moment)"),
        excused=(
            "priyom/base/years.py",
            "priyom/base/cli/",
            "priyom/base/backup.py",
            "priyom/base/upgrade.py",
            "priyom/base/supervisor.py",
        ),
    ),
    Rule(
        "Nothing is declared safe by hand",
        r"\|\s*safe\b|mark_safe\(|autoescape false",
        (".py", ".html"),
        bad=("{{ body|safe }}", "mark_safe(body)"),
        good=("{{ body|paragraphs }}", "Markup('<p>{}</p>').format(body)"),
    ),
    Rule(
        "No style and no script in the markup",
        r"\sstyle=|<script(?![^>]*\ssrc=)(?![^>]*application/json)|\son[a-z]+=\"",
        (".html",),
        bad=('<p style="color:red">', '<a onclick="go()">', "<script>go()</script>"),
        good=('<p class="quiet">', '<script type="module" src="/static/app.js">'),
        # Letters: mail programs know neither our sheets nor classes, and none of our policies holds there.
        excused=("priyom/people/templates/", "priyom/channels/jinja2/channels/letters/"),
    ),
    Rule(
        "No Russian in the code: words come from the catalogue, texts from data files",
        "[А-Яа-яЁё]",
        (".html", ".js", ".css"),
        bad=("<p>Заявка</p>",),
        good=('<p>{{ _("Ticket") }}</p>',),
        excused=("priyom/base/static/base/css/tokens.css",),
    ),
    Rule(
        "A message for translation is a constant",
        r"\b_\(f[\"']|gettext\(f[\"']",
        (".py", ".html"),
        bad=('_(f"Ticket {number}")',),
        good=('_("Ticket %(number)s") % {"number": number}',),
    ),
    Rule(
        "No nested rules in CSS: hospitals have old browsers",
        r"^\s*&|light-dark\(",
        (".css",),
        bad=("  &:hover { color: red; }",),
        good=(".btn:hover { color: red; }",),
    ),
    Rule(
        "Nothing is fetched from elsewhere",
        r"(src|href)=\"https?://|url\(\s*[\"']?https?://|from [\"']https?://",
        (".html", ".css", ".js"),
        bad=('<script src="https://cdn.example/htmx.js">',),
        good=("<script src=\"{{ static('base/js/app.js') }}\">",),
    ),
)
