"""How the plays about accounts sign in, and what of a letter's link they open."""

from django.test import Client
from django.urls import reverse

from priyom.people.links import token_of
from tests.cast import PASSWORD

NEW_PASSWORD = "Синий-трамвай-48"


def sign_in(name, password=PASSWORD, client=None, **headers):
    client = client or Client(headers=headers or None)
    client.post(reverse("account_login"), {"login": name, "password": password})
    return client


def is_in(client):
    return client.get(reverse("people:profile")).status_code == 200


def path_of(link):
    page = {"sign_in": "people:use_link", "password": "people:new_password"}[link.purpose]
    return reverse(page, args=[token_of(link.seed, link.purpose)])
