"""The doors to keys of programs."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from priyom.base.clock import now
from priyom.base.errors import Invalid
from priyom.people import account_pages as pages
from priyom.people.actions.keys import create_api_key, revoke_api_key
from priyom.people.forms.accounts import KeyForm
from priyom.people.models import ApiKey, User
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: SignedIn) -> HttpResponse:
    pages.refuse_without(request.user, "keys.manage")
    form = KeyForm.of(request, initial={"days": 365})
    made = form.is_valid() and form.submit(_make, request.user, form.cleaned_data)
    context = {
        "form": form, "rows": pages.keys_page(), "scopes": ApiKey.Scope.choices, "moment": now(),
        "made": form.result if made else None, "sections": sections_for(request),
    }  # fmt: skip
    return render(request, "people/keys.html", context, status=form.status)


def _make(by: User, wish: dict[str, object]) -> tuple[ApiKey, str]:
    owner = User.objects.filter(login=str(wish["user"]).strip().lower(), is_active=True).first()
    if owner is None:
        raise Invalid(errors={"user": [_("There is no such account.")]})
    expires_at = now() + timedelta(days=int(str(wish["days"])))
    return create_api_key(user=owner, name=str(wish["name"]), scopes=wish["scopes"], expires_at=expires_at, by=by)  # type: ignore[arg-type]


@login_required
@require_POST
def revoke(request: SignedIn, key_id: int) -> HttpResponse:
    revoke_api_key(key_id, by=request.user)
    messages.success(request, _("The key is revoked; programs that use it are refused from now on."))
    return redirect("people:keys" if request.user.may("keys.manage") else "people:profile")
