"""Letters are fetched from a real Dovecot: none is lost, none is taken twice, whatever breaks."""

import socket
import threading
import time
from contextlib import contextmanager, suppress

import pytest

from priyom.base.models import Event
from priyom.base.sealing import unseal
from priyom.channels.mailboxes import folder, polling
from priyom.channels.mailboxes.polling import poll, visit_due
from priyom.channels.models import IncomingLetter
from priyom.channels.models.intake import SEALED_LETTER
from tests.channels.mailboxes.conftest import box_of

SEEN, DELETED, FLAGGED = b"\\Seen", b"\\Deleted", b"\\Flagged"


def letter(n):
    return f"From: zoya@clinic.example\r\nSubject: {n}\r\nMessage-ID: <{n}@x>\r\n\r\nПисьмо {n}\r\n".encode()


def taken():
    rows = IncomingLetter.objects.filter(way="imap").order_by("pk")
    return [unseal(bytes(row.sealed), purpose=SEALED_LETTER) for row in rows if row.sealed]


def test_a_letter_is_kept_as_it_is_and_marked_as_read(account, mailbox):
    account.put(letter(1))
    assert poll(mailbox.pk) == 1
    assert taken() == [letter(1)]
    row = IncomingLetter.objects.get()
    assert (row.way, row.mailbox_id, row.recipients, row.outcome) == ("imap", mailbox.pk, [mailbox.address], "")
    assert account.flags() == [{SEEN}]
    assert poll(mailbox.pk) == 0
    mailbox.refresh_from_db()
    assert (mailbox.failures, mailbox.fetched, mailbox.succeeded_at is None) == (0, 1, False)


def test_on_the_first_visit_what_was_read_long_ago_stays_where_it_is(account, mailbox):
    account.put(letter(1), flags="\\Seen")
    account.put(letter(2))
    account.put(letter(3), flags="\\Seen")
    assert poll(mailbox.pk) == 1
    assert taken() == [letter(2)]


def test_a_letter_that_somebody_opened_before_us_is_not_lost(account, mailbox):
    assert poll(mailbox.pk) == 0
    account.put(letter(1), flags="\\Seen")
    assert poll(mailbox.pk) == 1


def test_a_letter_on_its_way_to_the_bin_is_left_alone(account, mailbox):
    account.put(letter(1), flags="\\Deleted")
    assert poll(mailbox.pk) == 0
    assert account.flags() == [{DELETED}]


def test_letters_are_moved_when_the_mailbox_says_so(account, mailbox):
    account.do("create", "Архив Приёма")
    mailbox.move_to = "Архив Приёма"
    mailbox.save()
    account.put(letter(1))
    account.put(letter(2), flags="\\Deleted")
    assert poll(mailbox.pk) == 1
    assert account.flags() == [{DELETED}]
    assert account.flags("Архив Приёма") == [{SEEN}]


def test_a_folder_with_a_russian_name(account, mailbox):
    account.do("create", "Заявки & прочее")
    account.put(letter(1), "Заявки & прочее")
    mailbox.folder = "Заявки & прочее"
    mailbox.save()
    assert poll(mailbox.pk) == 1


def test_a_folder_made_anew_under_the_same_name_loses_and_doubles_nothing(account, mailbox):
    """The server numbers from one again; what comes a second time is recognised by its content when it is filed."""
    account.do("create", "Заявки")
    mailbox.folder = "Заявки"
    mailbox.save()
    for n in range(3):
        account.put(letter(n), "Заявки")
    assert poll(mailbox.pk) == 3
    mailbox.refresh_from_db()
    before = mailbox.uid_validity
    account.do("delete", "Заявки")
    time.sleep(1.1)  # Dovecot makes the number of the second
    account.do("create", "Заявки")
    account.put(letter(2), "Заявки", flags="\\Seen")
    account.put(letter(3), "Заявки")
    poll(mailbox.pk)
    mailbox.refresh_from_db()
    assert mailbox.uid_validity != before
    assert set(taken()) == {letter(n) for n in range(4)}
    assert poll(mailbox.pk) == 0


def test_a_letter_of_thirty_megabytes_comes_and_a_larger_one_stays_and_is_told_of(account, mailbox):
    large = letter(1) + b"x" * 76 + b"\r\n" + b"y" * (29 * 1024 * 1024)
    account.put(large)
    account.put(letter(2) + b"z" * (31 * 1024 * 1024))
    account.put(letter(3))
    assert poll(mailbox.pk) == 3
    assert taken() == [large, letter(3)]
    row = IncomingLetter.objects.get(outcome="rejected")
    assert (row.reason, row.size > 31 * 1024 * 1024) == ("too_large", True)
    assert account.flags() == [{SEEN}, {FLAGGED}, {SEEN}]
    assert Event.objects.filter(kind="mailbox.letter_too_large").count() == 1


def test_a_huge_folder_is_read_in_portions_and_only_what_is_new(account, mailbox, monkeypatch):
    monkeypatch.setattr(polling, "MOST_AT_ONCE", 4)
    account.fill(3000)
    for n in range(6):
        account.put(letter(n))
    assert poll(mailbox.pk) == 4
    mailbox.refresh_from_db()
    assert polling.now() >= mailbox.due_at
    assert poll(mailbox.pk) == 2
    assert poll(mailbox.pk) == 0
    assert taken() == [letter(n) for n in range(6)]


@contextmanager
def cutting(port, after):
    """Stand between us and the server, and cut the line after so many octets from the server."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        ours, _peer = listening.accept()
        theirs = socket.create_connection(("127.0.0.1", port))
        threading.Thread(target=_pump, args=(ours, theirs, None), daemon=True).start()
        _pump(theirs, ours, after)
        for line in (ours, theirs):
            line.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    listening.close()
    thread.join(5)


def _pump(source, target, most):
    passed = 0
    try:
        while most is None or passed < most:
            octets = source.recv(64 if most is None else min(64, most - passed))
            if not octets:
                return
            target.sendall(octets)
            passed += len(octets)
    except OSError:
        return
    finally:
        for line in (source, target):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("after", range(0, 2400, 150))
def test_a_line_cut_at_any_place_loses_and_doubles_nothing(account, mailbox, after):
    for n in range(3):
        account.put(letter(n))
    with cutting(account.server.plain, after) as port:
        mailbox.port = port
        mailbox.save()
        poll(mailbox.pk)
    mailbox.refresh_from_db()
    assert mailbox.failure in {"broken", "not_understood", "no_connection", "wrong_password", ""}
    mailbox.port = account.server.plain
    mailbox.save()
    poll(mailbox.pk)
    assert sorted(taken()) == [letter(n) for n in range(3)]
    assert account.flags() == [{SEEN}] * 3


def test_a_letter_kept_but_not_yet_marked_is_marked_by_the_next_visit(account, mailbox, monkeypatch):
    account.put(letter(1))

    def died(*_arguments):
        raise folder.Trouble("broken")

    with monkeypatch.context() as broken:
        broken.setattr(folder.Folder, "put_away", died)
        assert poll(mailbox.pk) == 1
    assert account.flags() == [set()]
    assert poll(mailbox.pk) == 0
    assert account.flags() == [{SEEN}]
    assert taken() == [letter(1)]


def test_nothing_is_marked_on_the_server_before_it_is_committed(account, mailbox, monkeypatch):
    account.put(letter(1))

    def no_room(*_arguments, **_facts):
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(polling, "take_in", no_room)
        poll(mailbox.pk)
    assert account.flags() == [set()]
    mailbox.refresh_from_db()
    assert (mailbox.last_uid, mailbox.fetched) == (0, 0)
    assert poll(mailbox.pk) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_mailbox_take_each_letter_once(account, at_once):
    mailbox = box_of(account)
    for n in range(8):
        account.put(letter(n))
    counts = at_once(*[lambda: poll(mailbox.pk)] * 3)
    assert sum(counts) == 8
    assert sorted(taken()) == [letter(n) for n in range(8)]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_its_lock_takes_nothing_twice(account, at_once, monkeypatch):
    """As if the connection that held the lock had been replaced behind our back."""
    mailbox = box_of(account)
    for n in range(8):
        account.put(letter(n))
    monkeypatch.setattr(polling, "_alone_with", _with_nobody_to_ask)
    at_once(*[lambda: poll(mailbox.pk)] * 3)
    poll(mailbox.pk)
    assert sorted(taken()) == [letter(n) for n in range(8)]


@contextmanager
def _with_nobody_to_ask(pk):
    yield polling.Mailbox.objects.get(pk=pk)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_hangs_keeps_no_other_mailbox_waiting(dovecot, monkeypatch):
    monkeypatch.setattr(folder, "SECONDS_TO_ANSWER", 3)
    monkeypatch.setattr(polling, "VISIT_SECONDS", 0)
    silent = socket.create_server(("127.0.0.1", 0))
    good, hanging = dovecot.account(), dovecot.account()
    box_of(hanging, port=silent.getsockname()[1])
    box_of(good)
    good.put(letter(1))
    visits = visit_due()
    deadline = time.monotonic() + 2.5
    while not taken() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert taken() == [letter(1)]
    for visit in visits:
        visit.result(20)
    assert polling.Mailbox.objects.get(login=hanging.name).failure == "too_slow"
    silent.close()


@pytest.mark.parametrize("greeting", [b"* OK ready\r\n", b""])
def test_a_server_that_speaks_one_sign_at_a_time_is_hung_up_on(account, mailbox, monkeypatch, greeting):
    monkeypatch.setattr(folder, "DEADLINE_SECONDS", 1)
    dribbling = socket.create_server(("127.0.0.1", 0))

    def dribble():
        line, _peer = dribbling.accept()
        try:
            line.sendall(greeting)
            for _n in range(200):
                line.sendall(b"*")
                time.sleep(0.05)
        except OSError:
            pass

    threading.Thread(target=dribble, daemon=True).start()
    mailbox.port = dribbling.getsockname()[1]
    mailbox.save()
    begun = time.monotonic()
    poll(mailbox.pk)
    assert time.monotonic() - begun < 5
    mailbox.refresh_from_db()
    assert mailbox.failure == "too_slow"


def test_failures_come_less_and_less_often_and_are_told_once(account, mailbox, at):
    mailbox.port = 1
    mailbox.save()
    pauses = []
    for n in range(8):
        moment = at(f"2026-12-02 1{n}:00")
        poll(mailbox.pk)
        mailbox.refresh_from_db()
        pauses.append((mailbox.due_at - moment).total_seconds())
    assert mailbox.failures == 8
    assert mailbox.failure == "no_connection"
    assert 22 <= pauses[0] <= 38
    assert 1350 <= pauses[-1] <= 2250
    assert Event.objects.filter(kind="mailbox.failed").count() == 1
    mailbox.port = account.server.plain
    mailbox.save()
    poll(mailbox.pk)
    assert Event.objects.filter(kind="mailbox.recovered").count() == 1


def test_a_wrong_password_is_not_tried_again_and_again(account, mailbox, at):
    mailbox.login = "u999"
    mailbox.save()
    moment = at("2026-12-02 10:00")
    poll(mailbox.pk)
    mailbox.refresh_from_db()
    assert mailbox.failure == "wrong_password"
    assert (mailbox.due_at - moment).total_seconds() >= 1350
    assert Event.objects.filter(kind="mailbox.failed").count() == 1


def test_a_mailbox_that_is_switched_off_is_left_alone(account, mailbox):
    account.put(letter(1))
    mailbox.is_active = False
    mailbox.save()
    assert poll(mailbox.pk) == 0
    assert visit_due() == []
    assert account.flags() == [set()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_told", [True, False])
def test_who_stays_in_a_mailbox_takes_what_comes_without_signing_in_again(account, monkeypatch, is_told):
    """Told by the server, or by looking again where the server tells nothing."""
    mailbox = box_of(account)
    monkeypatch.setattr(polling, "ROUND_SECONDS", 300 if is_told else 0.1)
    entered = _count_entrances(monkeypatch, is_told=is_told)
    visit = threading.Thread(target=_in_peace, args=(lambda: poll(mailbox.pk, stay=600),))
    visit.start()
    for n in range(3):
        account.put(letter(n))
        _until(lambda n=n: len(taken()) == n + 1)
    polling.Mailbox.objects.update(is_active=False)
    account.put(letter(3))
    visit.join(60)
    assert not visit.is_alive()
    assert taken() == [letter(0), letter(1), letter(2)]
    assert entered == [mailbox.login]


def test_a_line_that_breaks_while_nothing_is_read_is_no_failure(account, mailbox, monkeypatch):
    account.put(letter(1))
    monkeypatch.setattr(folder.Folder, "wait", _breaks)
    monkeypatch.setattr(polling, "connection", polling.threading.local())  # the test's own stays open
    monkeypatch.setattr(polling.connection, "close", lambda: None, raising=False)
    assert poll(mailbox.pk, stay=600) == 1
    mailbox.refresh_from_db()
    assert (mailbox.failures, mailbox.failure) == (0, "")


def test_a_line_that_breaks_every_time_one_waits_is_told_and_so_is_that_it_holds_again(mailbox, monkeypatch):
    monkeypatch.setattr(polling, "connection", polling.threading.local())  # the test's own stays open
    monkeypatch.setattr(polling.connection, "close", lambda: None, raising=False)
    monkeypatch.setattr(polling, "_broken_waits", polling.Counter())

    def told():
        about = Event.objects.filter(subject_kind="mailbox", subject_id=mailbox.pk, kind__startswith="mailbox.")
        return list(about.filter(kind__in=["mailbox.failed", "mailbox.recovered"]).values_list("kind", flat=True))

    monkeypatch.setattr(folder.Folder, "wait", _breaks)
    for _ in range(polling.TOLD_AFTER - 1):
        poll(mailbox.pk, stay=600)
    assert told() == []
    for _ in range(3):
        poll(mailbox.pk, stay=600)
    assert told() == ["mailbox.failed"]
    monkeypatch.setattr(folder.Folder, "wait", _holds_once())
    poll(mailbox.pk, stay=600)
    assert told() == ["mailbox.failed", "mailbox.recovered"]


def _holds_once():
    waits = iter([None])

    def wait(_folder, _seconds):
        if next(waits, _breaks) is _breaks:
            raise polling.Trouble("broken")

    return wait


def _breaks(_folder, _seconds):
    raise polling.Trouble("broken")


def _count_entrances(monkeypatch, *, is_told):
    entered = []

    @contextmanager
    def counted(place):
        entered.append(place.login)
        with folder.opened(place) as here:
            if not is_told:
                here.can.discard("IDLE")
            yield here

    monkeypatch.setattr(polling, "opened", counted)
    return entered


def _in_peace(work):
    try:
        work()
    finally:
        polling.connection.close()


def _until(is_so):
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
