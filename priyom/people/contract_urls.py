"""Addresses of contracts and of what they consist of."""

from django.urls import path

from priyom.people.views import contract_rows as rows
from priyom.people.views import contracts

ONE = "settings/contracts/<int:pk>"
urlpatterns = [
    path("settings/contracts/", contracts.contracts, name="contracts"),
    path("settings/contracts/new/", contracts.contract_new, name="contract_new"),
    path(f"{ONE}/", contracts.contract, name="contract"),
    path(f"{ONE}/facts/", contracts.contract_edit, name="contract_edit"),
    path(f"{ONE}/end/", contracts.contract_end, name="contract_end"),
    path(f"{ONE}/place/", contracts.contract_move, name="contract_move"),
    path(f"{ONE}/preview/", contracts.contract_preview, name="contract_preview"),
    path(f"{ONE}/rows/new/", rows.level_new, name="contract_level_new"),
    path(f"{ONE}/rows/preview/", rows.level_preview, name="contract_level_preview"),
    path(f"{ONE}/rows/<int:level_id>/", rows.level, name="contract_level"),
    path(f"{ONE}/rows/<int:level_id>/removal/", rows.level_removal, name="contract_level_removal"),
    path(f"{ONE}/rows/<int:level_id>/place/", rows.level_move, name="contract_level_move"),
    path(f"{ONE}/signs/new/", rows.sign_new, name="contract_sign_new"),
    path(f"{ONE}/signs/<int:sign_id>/", rows.sign, name="contract_sign"),
    path(f"{ONE}/signs/<int:sign_id>/removal/", rows.sign_removal, name="contract_sign_removal"),
    path(f"{ONE}/ladder/", rows.ladder, name="contract_ladder"),
]
