"""Addresses of files, under /files/."""

from django.urls import path

from priyom.desk.views import boxes, files

urlpatterns = [
    path("", files.upload, name="upload"),
    path("<uuid:attachment>", files.show, name="show"),
    path("<uuid:attachment>/preview", files.preview, name="preview"),
    path("<uuid:attachment>/preview/<int:page>", files.preview, name="preview"),
    path("<uuid:attachment>/pages", files.pages, name="pages"),
    path("<uuid:attachment>/boxes", boxes.boxes, name="boxes"),
    path("<uuid:attachment>/boxes/<int:number>/removal", boxes.removal, name="box_removal"),
    path("<uuid:attachment>/boxes/confirmation", boxes.confirmation, name="boxes_confirmed"),
    path("<uuid:attachment>/state", files.state, name="state"),
    path("<uuid:attachment>/gone", files.remove, name="remove"),
]
