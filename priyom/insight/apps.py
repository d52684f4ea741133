"""How are we doing."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "priyom.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"
