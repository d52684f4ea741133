"""Addresses of what is behind the ticket's menu, of bulk changes, reminders, saved views."""

from django.urls import path

from priyom.desk.views import (
    bulk,
    links,
    macros,
    merging,
    nextup,
    printing,
    reminders,
    saved_views,
    splitting,
    watching,
)

urlpatterns = [
    path("tickets/<int:number>/merge", merging.merge, name="merge"),
    path("tickets/<int:number>/merge/undo", merging.unmerge, name="unmerge"),
    path("tickets/<int:number>/split", splitting.split, name="split"),
    path("tickets/<int:number>/links", links.links, name="links"),
    path("tickets/<int:number>/links/<int:link_id>/removal", links.unlink, name="unlink"),
    path("tickets/<int:number>/change-request", links.change_request, name="change_request"),
    path("tickets/<int:number>/watch", watching.watch, name="watch"),
    path("tickets/<int:number>/watchers", watching.watchers, name="watchers"),
    path("tickets/<int:number>/watchers/<int:user_id>/removal", watching.dismiss, name="dismiss"),
    path("tickets/<int:number>/reminder", reminders.remind, name="remind"),
    path("tickets/<int:number>/answers", macros.picker, name="answers"),
    path("tickets/<int:number>/answers/<slug:code>", macros.chosen, name="answer"),
    path("tickets/<int:number>/print", printing.ticket, name="print"),
    path("print", printing.listing, name="print_list"),
    path("reminders", reminders.reminders, name="reminders"),
    path("reminders/<int:reminder_id>/done", reminders.done, name="reminder_done"),
    path("reminders/<int:reminder_id>/later", reminders.later, name="reminder_later"),
    path("bulk", bulk.bulk, name="bulk"),
    path("bulk/<int:bulk_id>", bulk.progress, name="bulk_change"),
    path("bulk/<int:bulk_id>/undo", bulk.undo, name="bulk_undo"),
    path("views", saved_views.views, name="views"),
    path("views/new", saved_views.new, name="view_new"),
    path("views/<int:view_id>", saved_views.view, name="view"),
    path("views/<int:view_id>/removal", saved_views.remove, name="view_remove"),
    path("views/<int:view_id>/place", saved_views.move, name="view_move"),
    path("next", nextup.next_ticket, name="next"),
    path("options/tickets", links.ticket_options, name="ticket_options"),
    path("options/people", watching.people_options, name="people_options"),
    path("options/mentions", watching.mention_options, name="mention_options"),
    path("options/answers", macros.answer_options, name="answer_options"),
]
