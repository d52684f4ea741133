"""Setting a mailbox up on a page, with a button that says in one sentence what is wrong."""

import pytest

from priyom.base.errors import Invalid, NotAllowed
from priyom.base.models import Event
from priyom.base.sealing import unseal
from priyom.channels.intake.filing import file_waiting
from priyom.channels.mailboxes.actions import add_mailbox, change_mailbox, remove_mailbox, try_mailbox
from priyom.channels.mailboxes.polling import poll
from priyom.channels.models import IncomingLetter, Mailbox
from priyom.channels.models.mailboxes import SEALED_PASSWORD
from priyom.desk.models import Ticket
from tests.channels.mailboxes.conftest import box_of
from tests.channels.mailboxes.test_polling import letter


def typed(account, **facts):
    given = {
        "address": "support@desk.example", "host": "localhost", "port": account.server.tls, "security": "tls",
        "login": account.name, "password": account.password, "folder": "INBOX", "move_to": "", "region": "",
        "certificate": account.server.certificate, "is_active": "1",
    }  # fmt: skip
    return given | facts


def sentences(answer):
    return " ".join(str(message) for message in answer.context["messages"]) if answer.context else ""


def test_an_administrator_adds_a_mailbox_and_hears_at_once_that_it_works(adam, account, as_):
    account.put(letter(1))
    answer = as_(adam).post("/settings/mailboxes", typed(account), follow=True)
    assert "Ящик отвечает. В папке «INBOX»: 1 письмо, непрочитанных 1." in answer.content.decode()
    mailbox = Mailbox.objects.get()
    assert unseal(bytes(mailbox.sealed_password), purpose=SEALED_PASSWORD).decode() == account.password
    assert account.password not in answer.content.decode()
    assert account.flags() == [set()]  # a test takes nothing
    assert not IncomingLetter.objects.exists()
    assert poll(mailbox.pk) == 1
    event = Event.objects.get(kind="mailbox.added")
    assert event.details == {"mailbox": mailbox.pk}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"password": "не тот"}, "Сервер не принимает логин и пароль."),
        ({"folder": "Нет такой"}, "Такой папки в ящике нет. Есть: "),
        ({"move_to": "Нет такой"}, "Папки, куда перекладывать письма, нет. Есть: "),
        ({"certificate": ""}, "Сертификат сервера не вызывает доверия."),
        ({"certificate": "не сертификат"}, "Вместо сертификата удостоверяющего центра указано что-то другое"),
        ({"host": "127.0.0.1"}, "Сертификат сервера выдан на другое имя."),
        ({"host": "no-such-host.invalid"}, "Сервера с таким именем нет."),
        ({"port": 1}, "Сервер не принимает соединение."),
    ],
)
def test_what_is_wrong_is_said_in_one_clear_sentence(adam, account, as_, facts, told):
    answer = as_(adam).post("/settings/mailboxes", typed(account, **facts), follow=True)
    assert told in answer.content.decode()
    assert account.password not in answer.content.decode()


def test_a_port_without_encryption_is_told_from_one_with(adam, account, as_):
    answer = as_(adam).post("/settings/mailboxes", typed(account, port=account.server.plain), follow=True)
    assert "На этом порту такого шифрования нет." in answer.content.decode()


def test_starttls_works_on_the_plain_port(adam, account, as_):
    facts = typed(account, port=account.server.plain, security="starttls")
    assert "Ящик отвечает." in as_(adam).post("/settings/mailboxes", facts, follow=True).content.decode()


def test_an_empty_password_leaves_the_kept_one_but_not_for_another_server(adam, mailbox):
    sealed = bytes(mailbox.sealed_password)
    change_mailbox(mailbox.pk, by=adam, folder="INBOX", move_to="Архив")
    mailbox.refresh_from_db()
    assert (bytes(mailbox.sealed_password), mailbox.move_to) == (sealed, "Архив")
    with pytest.raises(Invalid) as refused:
        change_mailbox(mailbox.pk, by=adam, host="imap.attacker.example")
    assert "password" in refused.value.errors


def test_another_folder_is_read_from_its_own_beginning(adam, account, mailbox):
    account.put(letter(1))
    poll(mailbox.pk)
    account.do("create", "Заявки")
    account.put(letter(2), "Заявки")
    change_mailbox(mailbox.pk, by=adam, folder="Заявки")
    assert poll(mailbox.pk) == 1


@pytest.mark.parametrize("field", ["host", "login", "folder", "move_to", "password"])
def test_a_line_end_becomes_no_command_of_its_own(adam, account, field):
    facts = {
        "address": "a@desk.example", "host": "localhost", "port": 143, "security": "none", "login": "u", "folder": "F",
        "move_to": "", "password": "p",
    }  # fmt: skip
    with pytest.raises(Invalid):
        add_mailbox(by=adam, **(facts | {field: "x\r\nA1 DELETE INBOX"}))


def test_one_folder_is_fetched_once(adam, mailbox):
    with pytest.raises(Invalid):
        add_mailbox(
            by=adam, address=mailbox.address.upper(), host="other.example", port=993, security="tls", login="x",
            password="x", folder="inbox", move_to="",
        )  # fmt: skip


def test_only_administrators_know_of_mailboxes(anna, oleg, marina, mailbox):
    for person in (anna, oleg, marina):
        with pytest.raises(NotAllowed):
            try_mailbox(mailbox.pk, by=person)
        with pytest.raises(NotAllowed):
            remove_mailbox(mailbox.pk, by=person)


def test_removing_takes_the_password_along_and_leaves_what_was_fetched(adam, account, mailbox):
    account.put(letter(1))
    poll(mailbox.pk)
    remove_mailbox(mailbox.pk, by=adam)
    assert not Mailbox.objects.exists()
    assert IncomingLetter.objects.count() == 1


def test_what_a_test_has_found_stands_at_its_field_and_in_the_list(adam, account, as_):
    client = as_(adam)
    client.post("/settings/mailboxes", typed(account, host="no-such-host.invalid"), follow=True)
    page = client.get(f"/settings/mailboxes/{Mailbox.objects.get().pk}").content.decode()
    assert "не работает" in page
    assert "Сервера с таким именем нет." in page.split('id="f-host-error"')[1][:400]
    listed = client.get("/settings/mailboxes").content.decode()
    assert "не работает" in listed
    assert "Сервера с таким именем нет." in listed

    mended = client.post(f"/settings/mailboxes/{Mailbox.objects.get().pk}", typed(account), follow=True)
    assert "f-host-error" not in mended.content.decode()


def test_the_list_says_which_mailbox_fails_and_why(adam, account, as_):
    box_of(account, address="good@desk.example")
    bad = box_of(account, address="bad@desk.example", port=1)
    poll(bad.pk)
    page = as_(adam).get("/settings/mailboxes").content.decode()
    assert "Сервер не принимает соединение." in page
    assert "good@desk.example" in page


def test_the_number_of_queries_does_not_grow_with_the_mailboxes(adam, account, as_, django_assert_num_queries):
    client = as_(adam)
    box_of(account, address="a@desk.example")
    client.get("/settings/mailboxes")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get("/settings/mailboxes")
    for n in range(50):
        box_of(account, address=f"a{n}@desk.example")
    with CaptureQueriesContext(connection) as fifty:
        client.get("/settings/mailboxes")
    assert len(fifty) == len(one)


def test_a_strangers_letter_to_a_regions_mailbox_is_counted_to_the_region(account, other_region):
    mailbox = box_of(account, region=other_region)
    account.put(letter(1).replace(b"zoya@clinic.example", b"somebody@elsewhere.example"))
    account.put(letter(2).replace(b"zoya@clinic.example", b"another@elsewhere.example"))
    poll(mailbox.pk)
    file_waiting(most=5)
    tickets = Ticket.objects.filter(channel="letter")
    assert [ticket.region for ticket in tickets] == [other_region] * 2
    assert len({ticket.organisation_id for ticket in tickets}) == 1
