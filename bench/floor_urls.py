"""The product's addresses; those of the floor never come so far, except the one behind all middleware."""

from django.http import HttpResponse
from django.urls import path

from priyom.urls import handler400, handler403, handler404, handler429, handler500, urlpatterns  # noqa: F401

urlpatterns = [*urlpatterns, path("floor/middleware", lambda _request: HttpResponse("hello, world"))]
