"""Addresses of webhooks, under the settings."""

from django.urls import path

from priyom.channels.webhooks import views

urlpatterns = [
    path("webhooks", views.webhooks, name="index"),
    path("webhooks/<int:pk>", views.webhook, name="one"),
    path("webhooks/<int:pk>/secret", views.renew, name="secret"),
    path("webhooks/<int:pk>/tests", views.test, name="test"),
    path("webhooks/<int:pk>/removal", views.remove, name="removal"),
    path("webhooks/<int:pk>/deliveries", views.log, name="log"),
    path("webhooks/deliveries/<int:pk>/attempts", views.again, name="again"),
]
