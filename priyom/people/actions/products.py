"""The catalogue of products: what can run at an organisation, and of which modules it is made."""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import NotAllowed
from priyom.base.events import record
from priyom.people.actions.changing import apply_facts
from priyom.people.directory.places import get_product
from priyom.people.models import Component, Product, User


@transaction.atomic
def create_product(
    *, by: User, code: str, name: str, vendor: str, about: str, modules: list[tuple[str, str]]
) -> Product:
    """Add a product with its modules, given as code and name."""
    _refuse_others(by)
    product = Product.objects.create(code=code, name=name, vendor=vendor, about=about)
    _set_modules(product, modules)
    record("product.created", product, by=by)
    return product


@transaction.atomic
def change_product(
    code: str,
    *,
    by: User,
    name: str,
    vendor: str,
    about: str,
    modules: list[tuple[str, str]],
    is_active: bool,
) -> Product:
    """Change what is said of a product, and its modules; a module in use somewhere is never dropped."""
    product = get_product(by, code, lock=True)
    _refuse_others(by)
    changed = apply_facts(product, name=name, vendor=vendor, about=about, is_active=is_active)
    if _set_modules(product, modules):
        changed.append("modules")
    if changed:
        record("product.changed", product, by=by, changed=changed)
    return product


def _set_modules(product: Product, modules: list[tuple[str, str]]) -> bool:
    """Bring the modules to the given ones and say whether anything changed."""
    known = {each.code: each for each in product.components.all()}
    wanted = dict(modules)
    changed = False
    for code, name in wanted.items():
        if code not in known:
            Component.objects.create(product=product, code=code, name=name)
            changed = True
        elif known[code].name != name:
            apply_facts(known[code], name=name)
            changed = True
    unused = product.components.exclude(code__in=wanted).filter(installation__isnull=True)
    return bool(unused.delete()[0]) or changed


def _refuse_others(by: User) -> None:
    if not by.may("organisations.manage"):
        raise NotAllowed(_("Only an administrator changes the catalogue."))
