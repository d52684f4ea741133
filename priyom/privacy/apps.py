"""May this be seen: finding and hiding personal data."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "priyom.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.signals import request_started

        from priyom.privacy.guards import wake_for

        request_started.connect(wake_for, dispatch_uid="the guard wakes")
