"""Have we seen this before."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "priyom.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from priyom.knowledge import shell  # noqa: F401 - it registers itself
