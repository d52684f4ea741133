"""The facts that channels records."""

from django.utils.translation import gettext_lazy as _

from priyom.base.events import AGENTS, kind

kind("delivery.failed", _("a letter could not be delivered"), icon="mail", seen_by=AGENTS)
kind("webhook.created", _("set up a webhook"), icon="send", seen_by=AGENTS)
kind("webhook.changed", _("changed a webhook"), icon="edit", seen_by=AGENTS)
kind("webhook.removed", _("removed a webhook"), icon="trash", seen_by=AGENTS)
kind("webhook.secret_renewed", _("gave a webhook another secret"), icon="key", seen_by=AGENTS)
kind("webhook.failing", _("a webhook takes nothing any more"), icon="warning", seen_by=AGENTS)
