"""How the audit trail tells of articles."""

from django.utils.translation import gettext_lazy as _

from priyom.base.audit import register_model
from priyom.knowledge.models import Article

register_model(Article, _("article"), _("article (address)"), page="knowledge:article", by="code")
