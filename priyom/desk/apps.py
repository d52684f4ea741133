"""What is asked, who has it, by when."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "priyom.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from priyom.desk import exporting  # noqa: F401 - registers its table
        from priyom.desk.lists import rail  # noqa: F401 - registers itself
        from priyom.desk.portal import shell, waiting  # noqa: F401 - register themselves
