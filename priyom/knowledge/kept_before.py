"""What knowledge kept before the guard stood, and is read once more: articles."""

from django.utils.translation import gettext_lazy as _

from priyom.knowledge.models import Article
from priyom.privacy.rescreening.stocks import register_texts

register_texts("articles", _("articles"), Article, ("title", "summary", "body"))
