"""People with names, always the same, and the small world they live in."""

import json
from datetime import timedelta
from types import SimpleNamespace

from django.test import Client

from priyom.base.clock import now
from priyom.desk.actions.tickets import open_ticket as open_a_ticket
from priyom.desk.models import Topic, TopicField
from priyom.people.actions.keys import create_api_key
from priyom.people.models import (
    Component,
    Installation,
    Membership,
    Organisation,
    Peculiarity,
    Product,
    Region,
    Role,
    Team,
    TeamMembership,
    User,
)
from tests.scenes import Scene

NAMES = (
    "anna", "boris", "vadim", "kira", "pavel", "marina", "adam", "oleg",
    "zoya", "yakov", "igor", "galina", "stranger", "strange_agent",
    "clinic", "department", "other_clinic", "region", "other_region", "line1", "line2", "line3", "topic",
)  # fmt: skip
PASSWORD = "Проверка-связи-2026"


def enter():
    """Return everybody by name, with their world in the database."""
    return _WORLD.enter()


def _build():
    c = SimpleNamespace()
    c.region = Region.objects.create(code="lake", name="Приозёрный край", timezone="Europe/Moscow")
    c.other_region = Region.objects.create(code="north", name="Северобережная область", timezone="Asia/Vladivostok")
    kinds = Organisation.Kind
    c.vendor = _organisation("vendor", kinds.VENDOR, "Пульс", c.region)
    c.operator = _organisation("miac", kinds.OPERATOR, "МИАЦ", c.region)
    c.clinic = _organisation("clinic-1", kinds.HOSPITAL, "Поликлиника № 1", c.region, c.operator)
    c.department = _organisation("clinic-1-therapy", kinds.DEPARTMENT, "Терапия", c.region, c.clinic)
    c.other_clinic = _organisation("clinic-2", kinds.HOSPITAL, "Поликлиника № 2", c.other_region)
    c.line1, c.line2, c.line3 = (Team.objects.create(code=f"line{n}", name=f"Линия {n}", level=n) for n in (1, 2, 3))
    c.north_line = Team.objects.create(code="north", name="Линия севера", level=1)
    c.north_line.regions.add(c.other_region)

    c.anna = _person("anna", "Лебедева", "Анна", c.vendor, Role.AGENT, c.line1)
    c.boris = _person("boris", "Громов", "Борис", c.vendor, Role.AGENT, c.line2)
    c.vadim = _person("vadim", "Котов", "Вадим", c.vendor, Role.AGENT, c.line3)
    c.kira = _person("kira", "Рябинина", "Кира", c.vendor, Role.AGENT, c.line1)
    c.pavel = _person("pavel", "Орлов", "Павел", c.vendor, Role.TEAM_LEAD, c.line1)
    c.marina = _person("marina", "Соколова", "Марина", c.vendor, Role.MANAGER)
    c.adam = _person("adam", "Фёдоров", "Адам", c.vendor, Role.ADMINISTRATOR)
    c.oleg = _person("oleg", "Сторожев", "Олег", c.vendor, Role.AUDITOR)
    c.zoya = _person("zoya", "Ветрова", "Зоя", c.clinic, Role.REQUESTER)
    c.yakov = _person("yakov", "Ильин", "Яков", c.department, Role.REQUESTER)
    c.igor = _person("igor", "Мельник", "Игорь", c.clinic, Role.LOCAL_SPECIALIST)
    c.galina = _person("galina", "Озерова", "Галина", c.operator, Role.COORDINATOR)
    c.stranger = _person("stranger", "Чужой", "Степан", c.other_clinic, Role.REQUESTER)
    c.strange_agent = _person("strange_agent", "Северов", "Семён", c.vendor, Role.AGENT, c.north_line)

    pulse = Product.objects.create(code="pulse", name="МИС Пульс")
    place = Installation.objects.create(organisation=c.clinic, product=pulse, version="5.3.1")
    place.components.add(Component.objects.create(product=pulse, code="polyclinic", name="Поликлиника"))
    Peculiarity.objects.create(organisation=c.clinic, text="Своя копия шаблона 227")
    c.topic = Topic.objects.create(code="emd", name="Отправка ЭМД", team=c.line1, words=["эмд", "рэмд", "протокол"])
    TopicField.objects.create(topic=c.topic, code="error_text", label="Текст ошибки", kind="longtext", expected=True)
    Topic.objects.create(code="report", name="Отчёты и печать", team=c.line1, words=["печат", "отчёт"], position=1)
    return c


def open_ticket(requester, **facts):
    """Open a ticket as the requester would."""
    given = {
        "subject": "Не печатается рецепт",
        "body": "С утра не печатается рецепт, принтер мигает. Вчера печатал.",
        "organisation": requester.organisation,
        "topic": Topic.objects.get(code="report"),
    }
    return open_a_ticket(by=requester, **(given | facts))


def program(user, scopes=("tickets:read", "tickets:write"), *, by):
    """Return a program that holds a key of the person's: ``call(method, path, body)`` → an answer with its body read."""
    expires_at = now() + timedelta(days=1)
    key, clear = create_api_key(user=user, name="проверка", scopes=scopes, expires_at=expires_at, by=by)
    client = Client(headers={"Authorization": f"Bearer {clear}"})

    def call(method, path, body=None, content_type="application/json", **headers):
        content = body if isinstance(body, (str, bytes)) else json.dumps(body) if body is not None else ""
        answer = client.generic(method, f"/api/v1{path}", content, content_type=content_type, headers=headers)
        raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.body = json.loads(raw) if raw and "json" in answer.headers.get("Content-Type", "") else raw
        return answer

    call.key, call.clear, call.client = key, clear, client
    return call


def _organisation(code, kind, name, region, parent=None):
    return Organisation.objects.create(
        code=code, kind=kind, name=f"ГБУЗ «{name}»", short_name=name, region=region, parent=parent
    )


def _person(login, last_name, first_name, organisation, role, team=None):
    user = User.objects.create_user(
        login,
        f"{login}@clinic.example",
        PASSWORD,
        last_name=last_name,
        first_name=first_name,
        organisation=organisation,
    )
    Membership.objects.create(user=user, organisation=organisation, role=role)
    if team:
        TeamMembership.objects.create(user=user, team=team, is_lead=role == Role.TEAM_LEAD)
    return user


_WORLD = Scene(_build)
