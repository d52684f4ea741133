"""May this be seen: finding and hiding personal data."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "priyom.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"
