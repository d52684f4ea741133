"""What a view is given: a request of somebody who has signed in, as every page asks unless it says that it is open."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from priyom.people.models import User


class SignedIn(HttpRequest):
    """A request whose person is known: ``@login_required``, the middleware or the key of the API has seen to it.

    For types alone: Django makes an ordinary ``HttpRequest``, and nobody asks for the class while the program runs.
    """

    user: User
    htmx: HtmxDetails
