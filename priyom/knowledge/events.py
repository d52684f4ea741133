"""The facts that knowledge records."""

from django.utils.translation import gettext_lazy as _

from priyom.base.events import AGENTS, kind

kind("article.drafted", _("drafted an article"), icon="book", seen_by=AGENTS)
kind("article.changed", _("changed the article"), icon="edit", seen_by=AGENTS)
kind("article.published", _("published the article"), icon="book", seen_by=AGENTS)
kind("article.retired", _("took the article back"), icon="x", seen_by=AGENTS)
kind("article.checked", _("found the article still true"), icon="check", seen_by=AGENTS)
