"""Who is who, what they use, and what we promised them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "priyom.people"
    label = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from priyom.people import sections, shell, signals  # noqa: F401 - they register themselves
        from priyom.people.exports import directory  # noqa: F401 - registers its tables
