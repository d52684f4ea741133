"""The room everybody stands on."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "priyom.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        # Every room's catalogue of event kinds must be known before the first fact is recorded.
        autodiscover_modules("events", "checks", "audit")
