"""How word comes in and goes out."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "priyom.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from priyom.channels import checks, pulse, shell  # noqa: F401 - they register themselves
        from priyom.channels.intake import exporting  # noqa: F401 - registers itself
