"""What the document of the API must say, because nobody who writes a program from it can know it otherwise."""

import json
import re

import pytest
from ninja import Schema

from priyom.channels.webhooks.kinds import offered_kinds
from priyom.people.models import ApiKey
from priyom.urls import api as the_api


@pytest.fixture(scope="module")
def document():
    return json.loads(json.dumps(the_api.get_openapi_schema()))


def operations(document):
    return [(method, each) for methods in document["paths"].values() for method, each in methods.items()]


def shapes_of(model=Schema):
    for each in model.__subclasses__():
        yield each
        yield from shapes_of(each)


def test_no_two_shapes_share_a_name_because_the_document_would_keep_one_of_them():
    ours = {each for each in shapes_of() if each.__module__.startswith("priyom.")}
    assert len(ours) == len({each.__name__ for each in ours}) > 50


def test_the_document_explains_what_all_operations_share(document):
    told = document["info"]["description"]
    for word in ("Authorization: Bearer", "next", "Idempotency-Key", "Retry-After", "screening", "whoAmI"):
        assert word in told


def test_every_operation_names_the_scope_of_its_key(document):
    needed = {each["operationId"]: each["security"] for _method, each in operations(document)}
    assert needed["listTickets"] == [{"Key": ["tickets:read"]}]
    assert needed["whoAmI"] == [{"Key": []}]
    assert {scope for each in needed.values() for scope in each[0]["Key"]} == set(ApiKey.Scope.values)


def test_a_change_offers_no_defaults(document):
    for method, each in operations(document):
        if method == "patch":
            name = each["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            fields = document["components"]["schemas"][name]["properties"]
            assert not [field for field, said in fields.items() if "default" in said], name


def test_whoever_calls_too_often_is_promised_how_long_to_wait(document):
    for _method, each in operations(document):
        assert each["responses"]["429"]["headers"]["Retry-After"]["required"]


def test_every_reference_leads_somewhere(document):
    for name in set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document))):
        assert name in document["components"]["schemas"]


def test_the_document_says_what_a_webhook_is_told_and_of_what(document):
    sent = document["webhooks"]["ticket"]["post"]
    assert all(f"`{kind}`" in sent["description"] for kind in offered_kinds())
    assert {each["name"] for each in sent["parameters"]} > {"Priyom-Signature"}
