"""What is asked, who has it, by when."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "priyom.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from priyom.desk import contract_words, exporting  # noqa: F401 - they register themselves
        from priyom.desk.actions import clocks  # noqa: F401 - follows the facts of tickets
        from priyom.desk.lists import rail  # noqa: F401 - registers itself
        from priyom.desk.page import files_live  # noqa: F401 - registers itself
        from priyom.desk.portal import shell, waiting  # noqa: F401 - register themselves
