"""Addresses of the journal of letters, under the settings."""

from django.urls import path

from priyom.channels.intake import views

urlpatterns = [
    path("letters", views.journal, name="journal"),
    path("letters/<int:pk>", views.letter, name="letter"),
    path("letters/<int:pk>/original", views.original, name="original"),
    path("letters/<int:pk>/attempts", views.attempts, name="attempts"),
    path("letters/<int:pk>/rejection", views.rejection, name="rejection"),
    path("letters/<int:pk>/flood/attempts", views.flood_attempts, name="flood_attempts"),
    path("letters/<int:pk>/flood/rejection", views.flood_rejection, name="flood_rejection"),
]
