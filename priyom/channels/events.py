"""The facts that channels records."""

from django.utils.translation import gettext_lazy as _

from priyom.base.events import AGENTS, kind

kind("delivery.failed", _("a letter could not be delivered"), icon="mail", seen_by=AGENTS)
kind("delivery.sent_again", _("had a letter sent again"), icon="mail", seen_by=AGENTS)
kind("webhook.created", _("set up a webhook"), icon="send", seen_by=AGENTS)
kind("webhook.changed", _("changed a webhook"), icon="edit", seen_by=AGENTS)
kind("webhook.removed", _("removed a webhook"), icon="trash", seen_by=AGENTS)
kind("webhook.secret_renewed", _("gave a webhook another secret"), icon="key", seen_by=AGENTS)
kind("webhook.tested", _("sent a test to a webhook"), icon="send", seen_by=AGENTS)
kind("webhook.sent_again", _("had a delivery sent again"), icon="send", seen_by=AGENTS)
kind("webhook.failing", _("a webhook takes nothing any more"), icon="warning", seen_by=AGENTS)
kind("letters.held", _("letters wait for somebody"), icon="mail", seen_by=AGENTS)
kind("letters.flood", _("one sender writes more than a person can"), icon="warning", seen_by=AGENTS)
kind("letter.processed_again", _("had a letter processed again"), icon="mail", seen_by=AGENTS)
kind("letter.taken", _("saved a held letter as it came"), icon="file", seen_by=AGENTS)
kind("letter.rejected", _("rejected a letter"), icon="trash", seen_by=AGENTS)
kind("letter.expired", _("a letter waited in vain and was destroyed"), icon="trash", seen_by=AGENTS)
kind("mailbox.added", _("lets letters be fetched from a mailbox"), icon="inbox", seen_by=AGENTS)
kind("mailbox.changed", _("changed a mailbox"), icon="edit", seen_by=AGENTS)
kind("mailbox.removed", _("removed a mailbox"), icon="trash", seen_by=AGENTS)
kind("mailbox.failed", _("a mailbox cannot be read"), icon="warning", seen_by=AGENTS)
kind("mailbox.recovered", _("a mailbox can be read again"), icon="check", seen_by=AGENTS)
kind("mailbox.letter_too_large", _("a letter was left in its mailbox: too large"), icon="warning", seen_by=AGENTS)
