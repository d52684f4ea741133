"""How the audit trail tells of letters, mailboxes and webhooks."""

from django.utils.translation import gettext_lazy as _

from priyom.base.audit import register_model
from priyom.channels.models import IncomingLetter, Letter, Mailbox, WebhookTarget

register_model(IncomingLetter, _("letter"), _("letter that came (number)"), page="letters:letter", named=False)
register_model(Letter, _("outgoing letter"), _("outgoing letter (number)"), page="channels:deliveries", named=False)
register_model(Mailbox, _("mailbox"), _("mailbox (number)"), page="mailboxes:one", needs="settings.manage")
register_model(WebhookTarget, _("webhook"), _("webhook (number)"), page="webhooks:one")
