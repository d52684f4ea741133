"""What is asked, who has it, by when."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "priyom.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from priyom.desk import portal_shell, rail  # noqa: F401 - they register themselves
