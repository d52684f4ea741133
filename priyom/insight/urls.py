"""Addresses of the reports."""

from django.urls import path

from priyom.insight import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("contracts/<int:pk>", views.contract, name="contract"),
    path("contracts/<int:pk>/table", views.table, name="contract_table"),
    path("contracts/<int:pk>/document", views.document, name="contract_document"),
]
