"""Doors of the catalogue of products."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from priyom.people.actions.products import change_product, create_product
from priyom.people.directory.places import get_product, product_rows
from priyom.people.forms.places import ProductForm
from priyom.people.requests import SignedIn
from priyom.people.views.directory import given, show
from priyom.people.views.regions import refuse_readers


@login_required
def products(request: SignedIn) -> HttpResponse:
    return show(request, "people/products.html", {"products": product_rows(request.user)})


@login_required
def product_new(request: SignedIn) -> HttpResponse:
    refuse_readers(request)
    form = ProductForm(given(request))
    if request.method == "POST" and form.carry_out(create_product, by=request.user):
        messages.success(request, _("The product is added."))
        return redirect("people:products")
    return show(request, "people/product_form.html", {"product": None}, form=form)


@login_required
def product(request: SignedIn, code: str) -> HttpResponse:
    found = get_product(request.user, code)
    refuse_readers(request)
    modules = "\n".join(f"{code} {name}" for code, name in found.components.order_by("id").values_list("code", "name"))
    form = ProductForm(given(request), product=found, initial={**vars(found), "modules": modules})
    if request.method == "POST" and form.carry_out(change_product, code, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("people:products")
    return show(request, "people/product_form.html", {"product": found}, form=form)
