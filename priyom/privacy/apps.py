"""May this be seen: finding and hiding personal data."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "priyom.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.signals import request_finished, request_started

        from priyom.base.jobs import worker_begins
        from priyom.base.telling import show_as_chip
        from priyom.people.written import is_door
        from priyom.privacy import checks, waiting  # noqa: F401 - checks registers itself
        from priyom.privacy.actions import screen_text
        from priyom.privacy.guards import wake, wake_for
        from priyom.privacy.wording import pattern_of_marks

        is_door(lambda text: screen_text(text).masked)
        worker_begins.connect(wake, dispatch_uid="the guard wakes with the worker")
        request_started.connect(wake_for, dispatch_uid="the guard wakes")
        request_started.connect(waiting.begin, dispatch_uid="somebody waits")
        request_finished.connect(waiting.end, dispatch_uid="nobody waits")
        show_as_chip(pattern_of_marks())
