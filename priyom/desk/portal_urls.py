"""Addresses of the requester's portal, under /portal/."""

from django.urls import path

from priyom.desk.views import ladder, portal, portal_new

urlpatterns = [
    path("", portal_new.new, name="new"),
    path("advice", portal_new.advise, name="advise"),
    path("split", portal_new.split, name="split"),
    path("people", portal_new.people, name="people"),
    path("tickets", portal.tickets, name="tickets"),
    path("organisation", portal.organisation, name="organisation"),
    path("ladder", ladder.queue, name="ladder"),
    path("tickets/<int:number>/rung", ladder.rung, name="rung"),
    path("tickets/<int:number>/advice", ladder.advice, name="advice"),
    path("tickets/<int:number>/taking-up", ladder.take, name="take_up"),
    path("tickets/<int:number>", portal.ticket, name="ticket"),
    path("tickets/<int:number>/print", portal.paper, name="print"),
    path("tickets/<int:number>/news", portal.news, name="news"),
    path("tickets/<int:number>/messages", portal.write, name="write"),
    path("tickets/<int:number>/confirmation", portal.confirm, name="confirm"),
    path("tickets/<int:number>/reopening", portal.reopen, name="reopen"),
    path("tickets/<int:number>/rating", portal.rate, name="rate"),
    path("tickets/<int:number>/joining", portal.join, name="join"),
    path("tickets/<int:number>/leaving", portal.leave, name="leave"),
    path("tickets/<int:number>/colleagues", portal.colleagues, name="colleagues"),
]
