"""Addresses of mailboxes, under the settings."""

from django.urls import path

from priyom.channels.mailboxes import views

urlpatterns = [
    path("mailboxes", views.mailboxes, name="index"),
    path("mailboxes/<int:pk>", views.mailbox, name="one"),
    path("mailboxes/<int:pk>/tests", views.test, name="test"),
    path("mailboxes/<int:pk>/removal", views.remove, name="removal"),
]
