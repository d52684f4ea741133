"""Addresses of what team leads and administrators keep: canned answers, outside parties, topics; recounts."""

from django.urls import path

from priyom.desk.views import external, recounts, replies, topics_admin

urlpatterns = [
    path("replies", replies.replies, name="replies"),
    path("replies/new", replies.new, name="reply_new"),
    path("replies/preview", replies.preview, name="reply_preview"),
    path("replies/<slug:code>", replies.reply, name="reply"),
    path("replies/<slug:code>/use", replies.use, name="reply_use"),
    path("parties", external.parties, name="parties"),
    path("parties/new", external.party_new, name="party_new"),
    path("parties/<slug:code>", external.party, name="party"),
    path("calendars/<int:pk>/recount", recounts.calendar_recount, name="calendar_recount"),
    path("topics", topics_admin.topics, name="topics"),
    path("topics/guess", topics_admin.guess, name="topic_guess"),
    path("topics/new", topics_admin.new, name="topic_new"),
    path("topics/<str:code>", topics_admin.topic, name="topic"),
    path("topics/<str:code>/place", topics_admin.move, name="topic_move"),
    path("topics/<str:code>/preview", topics_admin.preview, name="topic_preview"),
    path("topics/<str:code>/fields/new", topics_admin.field_new, name="topic_field_new"),
    path("topics/<str:code>/fields/<int:field_id>", topics_admin.field, name="topic_field"),
    path("topics/<str:code>/fields/<int:field_id>/place", topics_admin.field_move, name="topic_field_move"),
    path(
        "topics/<str:code>/fields/<int:field_id>/removal",
        topics_admin.field_remove,
        name="topic_field_remove",
    ),
]
