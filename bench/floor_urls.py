"""The product's addresses, and one view that does nothing."""

from django.http import HttpResponse
from django.urls import path

from priyom.urls import handler400, handler403, handler404, handler429, handler500, urlpatterns  # noqa: F401

urlpatterns = [*urlpatterns, path("floor/view", lambda _request: HttpResponse("hello, world"))]
