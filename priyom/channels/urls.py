"""Addresses of channels: the bell, preferences, deliveries."""

from django.urls import path

from priyom.channels import views

urlpatterns = [
    path("bell", views.bell_count, name="bell"),
    path("news", views.news, name="news"),
    path("news/<int:pk>", views.open_news, name="open_news"),
    path("news/readings", views.read_all, name="read_all"),
    path("tickets/<int:number>/readings", views.seen, name="seen"),
    path("preferences", views.preferences, name="preferences"),
    path("deliveries", views.delivery_list, name="deliveries"),
    path("deliveries/<int:pk>/attempts", views.delivery_again, name="delivery_again"),
]
