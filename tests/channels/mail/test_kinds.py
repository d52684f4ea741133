"""Who or what wrote: machines never get an answer, a doctor is never taken for one."""

import pytest

from priyom.channels.mail.letter import Kind
from priyom.channels.mail.reading import read
from priyom.channels.mail.thanks import is_thanks
from tests.channels.mail.letters import letter, mixed, part, text

ASKS = "Не открывается карта пациента, ошибка 500. Прошу помочь."
ABSENT = "Здравствуйте. Я нахожусь в отпуске с 2 по 16 марта. По срочным вопросам обращайтесь к Киму."


def report(kind, fields, words="Письмо не доставлено", extra_part=None):
    parts = [part(words), part(fields, kind)] + ([extra_part] if extra_part else [])
    return mixed(
        *parts,
        kind="report",
        extra=f"; report-type={kind.partition('/')[2]}",
        From="MAILER-DAEMON@lpu-01.example",
        Return_Path="<>",
    )


def test_a_bounce_says_what_did_not_arrive():
    fields = "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; kim@lpu-01.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user\r\n"
    told = read(
        report(
            "message/delivery-status",
            fields,
            extra_part=part("Message-ID: <ours@priyom.example>\r\nSubject: x\r\n", "text/rfc822-headers"),
        )
    )
    assert told.kind == Kind.BOUNCE
    assert not told.may_answer
    assert (told.report.original_message_id, told.report.recipient, told.report.action, told.report.status) == (
        "<ours@priyom.example>",
        "kim@lpu-01.example",
        "failed",
        "5.1.1",
    )
    assert "550" in told.report.diagnostic
    whole = read(
        report(
            "message/delivery-status",
            fields,
            extra_part=part(text("x", Message_ID="<ours@priyom.example>"), "message/rfc822"),
        )
    )
    assert whole.report.original_message_id == "<ours@priyom.example>"


def test_a_good_delivery_is_a_report():
    told = read(
        report(
            "message/delivery-status",
            "Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n",
        )
    )
    assert told.kind == Kind.REPORT


def test_receipts_and_complaints():
    receipt = read(
        report(
            "message/disposition-notification",
            "Original-Message-ID: <ours@priyom.example>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n",
        )
    )
    assert (receipt.kind, receipt.report.original_message_id, receipt.report.action) == (
        Kind.REPORT,
        "<ours@priyom.example>",
        "displayed",
    )
    complaint = read(report("message/feedback-report", "Feedback-Type: abuse\r\nUser-Agent: x\r\n"))
    assert (complaint.kind, complaint.report.action) == (Kind.REPORT, "abuse")


BOUNCES = [
    {"From": "Mail Delivery System <MAILER-DAEMON@mx.example>", "Subject": "Undelivered Mail Returned to Sender"},
    {"From": "postmaster@lpu-01.example", "Subject": "Недоставленное сообщение: рецепт"},
    {"X_Failed_Recipients": "kim@lpu-01.example"},
    {"Return_Path": "<>", "Subject": "Письмо не доставлено: рецепт"},
    {"Return_Path": "<>", "Subject": "failure notice"},
]
AUTOREPLIES = [
    {"Auto_Submitted": "auto-replied"},
    {"Auto_Submitted": "auto-replied (vacation)"},
    {"Auto_Submitted": "(out of (the) office) auto-replied"},
    {"Auto_Submitted": "Auto-Replied; owner-email=x"},
    {"Auto_Submitted": "auto-generated", "In_Reply_To": "<ours@priyom.example>"},
    {"Auto_Submitted": "auto-generated", "Subject": "Автоматический ответ: рецепт"},
    {"X_Autoreply": "yes"},
    {"X_Autorespond": "x"},
    {"Precedence": "auto_reply"},
    {"X_Yandex_Autoreply": "1"},
    {"X_MS_Exchange_Generated_Message_Source": "Mailbox Rules Agent"},
    {"Return_Path": "<>"},
    {"X_Auto_Response_Suppress": "All", "Subject": "Автоматический ответ: рецепт"},
]
LISTS = [{"List_Id": "<a.lists.example>"}, {"List_Unsubscribe": "<mailto:x@y.example>"}, {"Precedence": "bulk"}, {"Precedence": "list"}, {"Precedence": "junk"}]  # fmt: skip


@pytest.mark.parametrize("headers", BOUNCES)
def test_bounces_without_a_form(headers):
    told = read(text("Не удалось доставить письмо.", **headers))
    assert (told.kind, told.may_answer) == (Kind.BOUNCE, False)


@pytest.mark.parametrize("headers", AUTOREPLIES)
def test_autoreplies_by_their_marks(headers):
    told = read(text(ABSENT, **headers))
    assert (told.kind, told.may_answer) == (Kind.AUTOREPLY, False)


@pytest.mark.parametrize("headers", LISTS)
def test_lists_by_their_marks(headers):
    told = read(text("Новости", **headers))
    assert (told.kind, told.may_answer) == (Kind.MAILING_LIST, False)


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Автоответ: Заявка 5", ABSENT), ("Автоматический ответ: рецепт", "Меня нет."), ("Out of office: x", "I am away."), ("Automatic reply: x", "I am away until Monday."),
        ("Нет на рабочем месте: рецепт", "Вернусь в понедельник."), ("Re: Заявка 5", ABSENT), ("RE: Заявка 5", "Ваше письмо получено. Номер обращения 123."),
        ("Отв: Заявка", "Это автоматическое сообщение. Пожалуйста, не отвечайте на него."), ("Я в отпуске", ABSENT), ("Re: x", "I am out of the office until 5 March."),
        ("Re: [№ 1042] Не печатает рецепт", ABSENT), ("Re: Ошибка входа", "Мы получили ваше обращение и ответим в течение дня."),
        ("Отв: Помогите", "Благодарим за обращение! Ваше письмо зарегистрировано под номером 123."),
    ],
)  # fmt: skip
def test_autoreplies_by_their_words(subject, words):
    told = read(text(words, Subject=subject))
    assert (told.kind, told.may_answer) == (Kind.AUTOREPLY, False)


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Не печатает рецепт", ASKS), ("Re: Заявка 5", ASKS), ("Re: Заявка 5", "Я в отпуске, но у сменщика не открывается карта, помогите ему."),
        ("Отпуск врача", "Как передать пациентов на время отпуска?"), ("в отпуске врач, кто подпишет ЭМД", "Врач в отпуске, кто может подписать?"),
        ("Re: Заявка 5", "Буду отсутствовать до среды, а пароль истёк."), ("Я в отпуске", "С 1 по 5 марта. Передайте мои заявки Киму."), ("Автоответ не настраивается", ASKS), ("Автоматический ответ: Заявка 5", "Почему заявку закрыли?"),
        ("Уведомления", "Не приходят уведомления о доставке ЭМД"), ("Ошибка доставки ЭМД в РЭМД", ASKS), ("Прочитано", "что значит статус «прочитано»?"), ("Сбой доставки", "ЭМД не уходит"),
        ("Re: [№ 1042] Не печатает рецепт", "Я в отпуске, замените картридж без меня."), ("Не печатает рецепт", ABSENT),
        ("Re: Вход", "Ваше письмо получено, но ссылка в нём не открывается."),
        ("Re: Заявка 5", "Спасибо, буду отсутствовать завтра. Звоните после обеда, кабинет 5, " + "очень длинный рассказ " * 60), ("", ASKS),
    ],
)  # fmt: skip
def test_a_doctor_is_not_taken_for_a_machine(subject, words):
    assert read(text(words, Subject=subject)).kind == Kind.PERSON


def test_a_postmaster_may_be_a_person():
    assert read(text(ASKS, From="postmaster@lpu-01.example", Subject="Не печатает рецепт")).kind == Kind.PERSON
    assert (
        read(
            text(
                "x",
                From="MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@lpu-01.example",
                Subject="Не удалось доставить: x",
            )
        ).kind
        == Kind.BOUNCE
    )


def test_what_a_machine_sends_by_itself_is_seen_and_not_answered():
    told = read(text("Сервер s1: диск заполнен на 98 %", Auto_Submitted="auto-generated", Subject="PROBLEM: disk"))
    assert (told.kind, told.may_answer) == (Kind.PERSON, False)
    for sender in ("no-reply@lpu-01.example", "noreply@x.example", "donotreply@x.example"):
        told = read(text(ASKS, From=sender))
        assert (told.kind, told.may_answer) == (Kind.PERSON, False)
    assert not read(text(ASKS, X_Auto_Response_Suppress="OOF, AutoReply")).may_answer
    assert read(text(ASKS, Auto_Submitted="no")).may_answer
    assert read(text(ASKS)).may_answer


def test_a_receipt_is_asked_for_and_not_given():
    told = read(text(ASKS, Disposition_Notification_To="zoya@lpu-01.example"))
    assert told.kind == Kind.PERSON
    assert "receipt_wanted" in told.notes


def test_an_answer_to_an_invitation_is_not_answered():
    told = read(
        letter(
            "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR",
            Content_Type="text/calendar; method=REPLY",
        )
    )
    assert (told.kind, told.may_answer) == (Kind.CALENDAR, False)


@pytest.mark.parametrize(
    "words",
    [
        "Спасибо", "спасибо!", "Спасибо, помогло.", "Спасибо большое, всё работает!", "Благодарю за помощь", "Спасибо, вопрос решён, можно закрывать.", "Спс", "Thank you very much!", "Thanks, it works now.",
        "Добрый день. Спасибо, заработало.", "Спасибо, Анна Петровна!", "Спасибо!\n\n-- \nЗоя Ким\nврач", "Спасибо\n\nС уважением,\nЗоя Ким, кабинет 5, тел. 123", "Спасибо!\nОтправлено с iPhone", "Спасибо. Проблема решена.\nЗоя",
        "Всё получилось, спасибо большое за оперативность", "Огромное спасибо вам!!!", "Да, спасибо, теперь всё хорошо 🙂",
    ],
)  # fmt: skip
def test_thanks(words):
    assert is_thanks(words)
    assert read(text(words, Subject="Re: Заявка 5")).thanks


@pytest.mark.parametrize(
    "words",
    [
        "", "Хорошо", "Спасибо, но не помогло", "Спасибо, а как быть с рецептами?", "Спасибо. Ещё вопрос: не печатает второй лист", "Спасибо, не работает", "Спасибо, жду", "Спасибо, ошибка 500", "Спасибо за ответ, подскажите срок",
        "Заранее спасибо", "Прошу помочь. Спасибо", "Спасибо! Принтер", "Спасибо. Принтер снова молчит", "Спасибо, проверю", "Помогло", "Всё работает", "Спасибо, номер 12345", "Спасибо что опять всё сломали", "Спасибо, работает только у меня", "Нет, спасибо",
        "Спасибо, заработало, но пропали назначения", "Спасибо, когда будет обновление",
    ],
)  # fmt: skip
def test_more_than_thanks(words):
    assert not is_thanks(words)


def test_thanks_with_a_file_or_by_a_machine_is_more():
    assert not read(mixed(part("Спасибо"), part(b"x", "image/png", name="a.png"))).thanks
    assert not read(text("Спасибо", Auto_Submitted="auto-replied")).thanks


def test_a_report_from_nobody_is_a_bounce():
    told = read(text("Failed to deliver to «zoya»", From="<>", Subject="Undeliverable mail: рецепт"))
    assert (told.kind, told.may_answer) == (Kind.BOUNCE, False)
