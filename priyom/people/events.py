"""The facts that people records."""

from django.utils.translation import gettext_lazy as _

from priyom.base.events import AGENTS, kind

kind("user.created", _("created the account"), icon="user", seen_by=AGENTS)
kind("user.invited", _("sent an invitation"), icon="mail", seen_by=AGENTS)
kind("user.approved", _("let the person in"), icon="check", seen_by=AGENTS)
kind("user.refused", _("did not let the person in"), icon="x", seen_by=AGENTS)
kind("user.changed", _("changed the account"), icon="user", seen_by=AGENTS)
kind("user.disabled", _("closed the account"), icon="lock", seen_by=AGENTS)
kind("user.handed_over", _("handed the work over"), icon="assign", seen_by=AGENTS)
kind("user.signed_in", _("signed in"), icon="key", seen_by=AGENTS)
kind("user.sign_in_failed", _("failed to sign in"), icon="key", seen_by=AGENTS)
kind("membership.changed", _("changed the role"), icon="people", seen_by=AGENTS)
kind("apikey.created", _("created a key"), icon="key", seen_by=AGENTS)
kind("apikey.revoked", _("revoked a key"), icon="key", seen_by=AGENTS)
kind("region.changed", _("changed the region"), icon="map", seen_by=AGENTS)
kind("organisation.created", _("created the organisation"), icon="hospital", seen_by=AGENTS)
kind("organisation.changed", _("changed the organisation"), icon="hospital", seen_by=AGENTS)
kind("organisation.merged", _("merged organisations"), icon="merge", seen_by=AGENTS)
kind("organisation.imported", _("imported organisations"), icon="download", seen_by=AGENTS)
kind("installation.changed", _("changed what is installed"), icon="settings", seen_by=AGENTS)
kind("team.changed", _("changed the team"), icon="people", seen_by=AGENTS)
