"""Mounts every room's addresses; nothing else."""

from django.urls import include, path

from priyom.base import views
from priyom.base.api import build_api
from priyom.channels.intake.api import router as letters_api
from priyom.channels.webhooks.api import router as webhooks_api
from priyom.channels.webhooks.document import described
from priyom.desk.api import ROUTERS as DESK_API
from priyom.people.api import ROUTERS as PEOPLE_API

api = build_api(sent=described())
for router in (*DESK_API, *PEOPLE_API, letters_api, webhooks_api):
    api.add_router("", router)

urlpatterns = [
    path("", views.home, name="home"),
    path("live", views.live, name="live"),
    path("ready", views.ready, name="ready"),
    # The busiest first: an address is looked for from the top.
    path("desk/", include(("priyom.desk.urls", "desk"))),
    path("portal/", include(("priyom.desk.portal_urls", "portal"))),
    path("api/v1/", api.urls),
    path("accounts/", include("priyom.people.account_urls")),
    path("", include("priyom.people.urls")),
    path("files/", include(("priyom.desk.file_urls", "files"))),
    path("drafts/", include(("priyom.desk.draft_urls", "drafts"))),
    path("settings/", include(("priyom.desk.settings_urls", "settings"))),
    path("", include("priyom.privacy.urls")),
    path("settings/", include(("priyom.channels.webhooks.urls", "webhooks"))),
    path("settings/", include(("priyom.channels.mailboxes.urls", "mailboxes"))),
    path("settings/", include(("priyom.channels.intake.urls", "letters"))),
    path("knowledge/", include(("priyom.knowledge.urls", "knowledge"))),
    path("reports/", include(("priyom.insight.urls", "insight"))),
    path("channels/", include(("priyom.channels.urls", "channels"))),
]
handler400 = "priyom.base.views.bad_request"
handler403 = "priyom.base.views.forbidden"
handler404 = "priyom.base.views.not_found"
handler429 = "priyom.people.views.signin.too_many"  # asked for by allauth
handler500 = "priyom.base.views.broken"
