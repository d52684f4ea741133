"""The floor: the least that the same server needs for the same rows — one query, fifty rows, one small template.

It answers before any middleware: no session, no person, no rights, no counts. What the product costs above it, it must
be worth.
"""

from django.http import HttpResponse
from jinja2 import Environment

COLUMNS = (
    "number", "subject", "priority", "status", "organisation__short_name", "topic__name", "waiting_for", "changed_at",
    "assignee__first_name", "assignee__last_name", "team__name",
)  # fmt: skip
ROWS, MESSAGES = 50, 50
_environment = Environment(autoescape=True)
LIST = _environment.from_string(
    "<!doctype html><title>floor</title><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>"
    "{% endfor %}</tr>{% endfor %}</table>"
)
TICKET = _environment.from_string(
    "<!doctype html><title>{{ ticket[0] }}</title><h1>{{ ticket[1] }}</h1>{% for at, body in said %}"
    "<article><time>{{ at }}</time><p>{{ body }}</p></article>{% endfor %}"
)


def before_everything(get_response):
    """Answer the floor's addresses at once; the middleware of bench.floor_settings."""

    def answer(request):
        if request.path == "/floor/list":
            return HttpResponse(LIST.render(rows=list(open_rows())))
        if request.path.startswith("/floor/ticket/"):
            return HttpResponse(_ticket(int(request.path.rsplit("/", 1)[1])))
        return get_response(request)

    return answer


def open_rows():
    """Return the query of the list: the fifty most pressing open tickets."""
    from priyom.desk.models import Ticket

    return Ticket.objects.open().order_by("priority", "id").values_list(*COLUMNS)[:ROWS]


def _ticket(number):
    from priyom.desk.models import Message, Ticket

    ticket = Ticket.objects.filter(number=number).values_list(*COLUMNS).first()
    said = Message.objects.filter(ticket__number=number).order_by("id").values_list("sent_at", "body")[:MESSAGES]
    return TICKET.render(ticket=ticket, said=list(said))
