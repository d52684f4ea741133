"""The doors to webhooks: their list, one of them with its log, the buttons beside."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.base.errors import NotAllowed
from priyom.base.forms import key_in
from priyom.channels.models.webhooks import WebhookDelivery, WebhookTarget
from priyom.channels.webhooks import actions, queries
from priyom.channels.webhooks.forms import WebhookForm
from priyom.channels.webhooks.kinds import offered
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: SignedIn) -> HttpResponse:
    _refuse_strangers(request)
    if request.method == "POST" and not request.user.may("settings.manage"):
        raise NotAllowed(_("Only administrators can do this."))
    form = WebhookForm.of(request, initial={"owner": request.user.login, "is_active": True})
    made: WebhookTarget | None = None
    if form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "is_active"}
        made = form.result if form.submit(actions.create_target, by=request.user, **facts) else None
    context = {
        "form": form, "rows": queries.target_rows(request.user), "made": made, "sections": sections_for(request),
        "secret": actions.secret_of(made) if made else "",
    }  # fmt: skip
    return render(request, "channels/webhooks.html", context, status=form.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: SignedIn, pk: int) -> HttpResponse:
    _refuse_strangers(request)
    target = queries.get_target(request.user, pk)
    form = WebhookForm.of(request, initial=_shown(target))
    if form.is_valid() and form.submit(actions.change_target, pk, by=request.user, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("webhooks:one", pk)
    return _page(request, target, form)


@login_required
@require_POST
def renew(request: SignedIn, pk: int) -> HttpResponse:
    target = actions.renew_secret(pk, by=request.user)
    return _page(request, target, WebhookForm(initial=_shown(target)), secret=actions.secret_of(target))


@login_required
@require_POST
def test(request: SignedIn, pk: int) -> HttpResponse:
    delivery = actions.try_target(pk, by=request.user)
    if delivery.state == WebhookDelivery.State.DELIVERED:
        messages.success(request, _("The other side has taken the test."))
    else:
        messages.error(request, str(queries.failure_words(delivery.failure)))
    return redirect("webhooks:one", pk)


@login_required
@require_POST
def remove(request: SignedIn, pk: int) -> HttpResponse:
    actions.remove_target(pk, by=request.user)
    messages.success(request, _("The webhook is removed."))
    return redirect("webhooks:index")


@login_required
@require_POST
def again(request: SignedIn, pk: int) -> HttpResponse:
    delivery = actions.send_again(pk, by=request.user)
    messages.success(request, _("It will be sent again."))
    return redirect("webhooks:one", delivery.target_id)


@login_required
@require_safe
def log(request: SignedIn, pk: int) -> HttpResponse:
    target = queries.get_target(request.user, pk)
    rows = queries.deliveries_of(target, before=key_in(request.GET.get("before")))
    return render(request, "channels/webhook_log.html", _logged(request, target, rows))


def _page(request: SignedIn, target: WebhookTarget, form: WebhookForm, *, secret: str = "") -> HttpResponse:
    context = _logged(request, target, queries.deliveries_of(target)) | {"form": form, "secret": secret}
    return render(request, "channels/webhook.html", context, status=form.status)


def _logged(request: SignedIn, target: WebhookTarget, rows: list[Any]) -> dict[str, Any]:
    return {
        "target": target, "rows": rows, "words": queries.failure_words, "kinds": offered(),
        "full": len(rows) == queries.SHOWN, "sections": sections_for(request),
        "may_manage": request.user.may("settings.manage"),
    }  # fmt: skip


def _shown(target: WebhookTarget) -> dict[str, Any]:
    return {
        "name": target.name, "url": target.url, "owner": target.owner.login, "kinds": target.kinds,
        "region": target.region.code if target.region else "", "is_active": target.is_active,
        "organisation": target.organisation.code if target.organisation else "",
    }  # fmt: skip


def _refuse_strangers(request: SignedIn) -> None:
    if not request.user.may("deliveries.read"):
        raise NotAllowed(_("Only administrators and security officers see deliveries."))
