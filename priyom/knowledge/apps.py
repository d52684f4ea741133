"""Have we seen this before."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "priyom.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"
