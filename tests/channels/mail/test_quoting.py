"""Fresh words stay, old ones fold: the styles of the programs that hospitals write with."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from priyom.channels.mail.quoting import BETWEEN, parted, split
from priyom.channels.mail.reading import read
from tests.channels.mail.letters import html, text

FRESH = "Спасибо, теперь ошибка другая: 0x800B010A."
OLD = "старые слова нашего ответа"

STYLES = {
    "gmail": f"{FRESH}\n\nпн, 2 мар. 2026 г. в 10:15, Служба поддержки <support@priyom.example>:\n\n> {OLD}\n> ещё\n",
    "gmail, wrapped": f"{FRESH}\n\nпн, 2 мар. 2026 г. в 10:15, Служба технической поддержки\n<support@priyom.example>:\n\n> {OLD}\n",
    "gmail, verb": f"{FRESH}\n\n2 марта 2026 г., 10:15 пользователь Служба <support@priyom.example>\nнаписал:\n\n> {OLD}\n",
    "gmail, english": f"{FRESH}\n\nOn Mon, Mar 2, 2026 at 10:15 AM Support <support@priyom.example> wrote:\n\n> {OLD}\n",
    "gmail, english wrapped": f"{FRESH}\n\nOn Mon, Mar 2, 2026 at 10:15 AM The Support Service of Priyom <\nsupport@priyom.example> wrote:\n\n> {OLD}\n",
    "outlook": f"{FRESH}\n\n-----Исходное сообщение-----\nОт: Служба [mailto:support@priyom.example]\nОтправлено: 2 марта 2026 г. 10:15\nКому: Зоя\nТема: RE: рецепт\n\n{OLD}\n",
    "outlook, no dashes": f"{FRESH}\n\nОт: Служба <support@priyom.example>\nОтправлено: понедельник, 2 марта 2026 г. 10:15\nКому: Зоя Ким <zoya@lpu-01.example>\nТема: рецепт\n\n{OLD}\n",
    "outlook, underscores": f"{FRESH}\n\n________________________________\nОт: Служба <support@priyom.example>\nОтправлено: 2 марта 2026 г. 10:15\nКому: Зоя\nТема: рецепт\n\n{OLD}\n",
    "outlook, bold": f"{FRESH}\n\n*От:* Служба <support@priyom.example>\n*Отправлено:* 2 марта 2026 г. 10:15\n*Кому:* Зоя\n*Тема:* рецепт\n\n{OLD}\n",
    "outlook, english": f"{FRESH}\n\n-----Original Message-----\nFrom: Support <support@priyom.example>\nSent: Monday, March 2, 2026 10:15 AM\nTo: Zoya\nSubject: RE: x\n\n{OLD}\n",
    "outlook, english no dashes": f"{FRESH}\n\nFrom: Support <support@priyom.example>\nSent: Monday, March 2, 2026 10:15 AM\nTo: Zoya <z@x.example>\nCc: A <a@x.example>\nSubject: RE: x\n\n{OLD}\n",
    "yandex": f'{FRESH}\n\n02.03.2026, 10:15, "Служба поддержки" <support@priyom.example>:\n> {OLD}\n> ещё\n',
    "yandex, unmarked": f'{FRESH}\n\n----------------\n02.03.2026, 10:15, "Служба поддержки" <support@priyom.example>:\n{OLD}\n',
    "mail.ru": f"{FRESH}\n\n>Понедельник, 2 марта 2026, 10:15 +03:00 от Служба <support@priyom.example>:\n>\n>{OLD}\n",
    "mail.ru, unmarked": f"{FRESH}\n\nПонедельник, 2 марта 2026, 10:15 +03:00 от Служба поддержки <support@priyom.example>:\n\n{OLD}\n",
    "mail.ru, dashes": f"{FRESH}\n\n-------- Исходное сообщение --------\nОт кого: Служба\nКому: Зоя\nДата: 2 марта 2026\nТема: рецепт\n\n{OLD}\n",
    "iphone": f"{FRESH}\n\nОтправлено с iPhone\n\n> 2 марта 2026 г., в 10:15, Служба <support@priyom.example> написал(а):\n> \n> {OLD}\n",
    "apple": f"{FRESH}\n\n2 марта 2026 г., в 10:15, Служба <support@priyom.example> написал(а):\n\n> {OLD}\n",
    "apple, english": f"{FRESH}\n\nOn 2 Mar 2026, at 10:15, Support <support@priyom.example> wrote:\n\n> {OLD}\n",
    "thunderbird": f"{FRESH}\n\n02.03.2026 10:15, Служба поддержки пишет:\n> {OLD}\n",
    "thunderbird, english": f"{FRESH}\n\nOn 02/03/2026 10:15, Support wrote:\n> {OLD}\n",
    "the bat": f"Здравствуйте, Служба.\n{FRESH}\n\nВы писали 2 марта 2026 г., 10:15:31:\n\n> {OLD}\n",
    "the bat, initials": f"{FRESH}\n\n2 марта 2026 г., 10:15:31 Вы писали:\n\nСП> {OLD}\nСП> ещё\n",
    "roundcube": f"{FRESH}\n\nСлужба поддержки писал 2026-03-02 10:15:\n> {OLD}\n",
    "roundcube, english": f"{FRESH}\n\nOn 2026-03-02 10:15, Support wrote:\n> {OLD}\n",
    "android": f"{FRESH}\n\nпн, 2 марта 2026 г., 10:15 Служба <support@priyom.example>:\n\n> {OLD}\n",
    "communigate": f"{FRESH}\n\nOn Mon, 02 Mar 2026 10:15:00 +0300\n Служба <support@priyom.example> wrote:\n> {OLD}\n",
    "myoffice": f"{FRESH}\n\n02.03.2026 10:15, Служба поддержки написал(а):\n\n> {OLD}\n",
    "kmail": f"{FRESH}\n\nВ письме от понедельник, 2 марта 2026 г. 10:15:00 MSK пользователь Служба написал:\n> {OLD}\n",
    "zimbra": f'{FRESH}\n\n----- Исходное сообщение -----\nОт: "Служба" <support@priyom.example>\nКому: "Зоя" <zoya@lpu-01.example>\nОтправленные: Понедельник, 2 Март 2026 г 10:15:00\nТема: рецепт\n\n{OLD}\n',
    "notes": f"{FRESH}\n\nОт:\tСлужба/Priyom\nКому:\tЗоя Ким/LPU\nДата:\t02.03.2026 10:15\nТема:\tрецепт\n\n{OLD}\n",
    "samsung": f"{FRESH}\n\n\nОтправлено с устройства Galaxy\n\n-------- Исходное сообщение --------\nОт: Служба <support@priyom.example>\nДата: 02.03.2026 10:15 (GMT+03:00)\nКому: zoya@lpu-01.example\nТема: Re: рецепт\n\n{OLD}\n",
    "our line": f"{FRESH}\n\n02.03.2026 10:15 Служба <support@priyom.example>:\n\n— отвечайте выше этой строки —\n\n{OLD}\n",
    "our line, english": f"{FRESH}\n\n— answer above this line —\n\n{OLD}\n",
    "our marker": f"{FRESH}\n\n— Ответьте выше этой строки —\n\n{OLD}\n",
    "bare marks": f"{FRESH}\n\n> {OLD}\n> ещё\n",
    "bottom": f"02.03.2026 10:15, Служба пишет:\n> {OLD}\n> ещё\n\n{FRESH}\n",
    "bottom under outlook": f"-----Original Message-----\nFrom: Support\nSent: Monday\nTo: Zoya\nSubject: x\n\n> {OLD}\n\n{FRESH}\n",
    "nested": f"{FRESH}\n\n02.03.2026 10:15, Служба пишет:\n> {OLD}\n>> ещё\n>>> и ещё\n",
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_the_answer_stays_and_what_it_answers_is_folded(style):
    told = read(text(STYLES[style]))

    assert FRESH in told.text
    assert OLD not in told.text
    assert OLD in told.quoted
    assert "support@priyom.example" not in told.text, "the line that says who wrote is folded with the words"
    assert "----" not in told.text
    assert "____" not in told.text


@pytest.mark.parametrize("style", STYLES)
def test_no_line_is_lost(style):
    lines = STYLES[style].splitlines()
    told = read(text(STYLES[style]))

    kept = (told.text + "\n" + told.quoted).splitlines()
    assert [line for line in lines if line.strip() and line not in kept] == []


def test_answers_between_the_lines_stay_visible():
    told = read(text("02.03.2026 10:15, Служба пишет:\n> Какая версия?\n4.31\n> Какой принтер?\nHP 1020\n> Спасибо.\n"))

    assert told.text.split() == ["4.31", BETWEEN, "HP", "1020"]
    assert "> Какой принтер?" in told.quoted


FORWARDS = [
    "-------- Пересылаемое сообщение --------\nОт кого: Врач <v@x.example>\nКому: Зоя\nТема: ошибка\n\nне открывается карта",
    "---------- Forwarded message ---------\nОт: Врач <v@x.example>\nDate: пн, 2 мар. 2026 г. в 10:15\nSubject: ошибка\nTo: <z@x.example>\n\n\nне открывается карта",
    "Начало переадресованного сообщения:\n\n> От: Врач <v@x.example>\n> Тема: ошибка\n> \n> не открывается карта",
    "Begin forwarded message:\n\n> From: Doctor <v@x.example>\n> Subject: ошибка\n>\n> не открывается карта",
]


@pytest.mark.parametrize("forward", FORWARDS)
@pytest.mark.parametrize("above", ["", "Отправлено с iPhone\n\n", "Посмотрите, пожалуйста.\n\n"])
def test_what_was_passed_on_is_the_content(forward, above):
    told = read(text(above + forward, Subject="Fwd: ошибка"))

    assert "не открывается карта" in told.text
    assert "forwarded" in told.notes or "only_quoted" in told.notes


def test_outlook_passes_on_with_the_same_block_as_it_answers():
    block = "От: Врач <v@x.example>\nОтправлено: 2 марта 2026 г. 10:15\nКому: Зоя\nТема: ошибка\n\nне открывается карта"

    assert "не открывается карта" in read(text(f"Прошу помочь.\n\n{block}", Subject="FW: ошибка")).text
    assert "не открывается карта" in read(text(f"Прошу помочь.\n\n{block}", Subject="RE: ошибка")).quoted
    assert "не открывается карта" in read(text(block, Subject="RE: ошибка")).text, "nothing else is there to read"


ORDINARY = [
    "Ошибка при подписи:\nне удалось построить цепочку сертификатов",
    "Вчера в 10:15 доктор Иванов написал:\nне открывается карта пациента",
    "02.03.2026 врач написал:\nкарта не открывается",
    "От: кого ждать ответа?\nПрошу уточнить.",
    "Тема: рецепты\nНе печатает второй лист.",
    "Кому: отделу ИТ\nПрошу завести учётную запись.\nДата: с понедельника",
    "Давление 120>80, температура <37, АД> нормы",
    "АД> 140 при измерении, в карту не записывается",
    "-----\nПункт первый\n-----\nПункт второй",
    "| поле | значение |\n| код | 500 |",
    "Кнопка «Отправлено от имени» не нажимается",
    "В журнале: 02.03.2026 10:15:31 ERROR user@host: отказ:\nстрока два",
]


@pytest.mark.parametrize("words", ORDINARY)
def test_what_a_person_types_is_not_taken_for_a_quote(words):
    told = read(text(words))

    assert told.text == words
    assert told.quoted == ""


def test_a_letter_that_only_quotes_shows_the_quote():
    told = read(text("\n\n02.03.2026 10:15, Служба пишет:\n> Проверьте, пожалуйста.\n"))

    assert "Проверьте" in told.text
    assert "only_quoted" in told.notes


def test_the_line_that_our_letters_carry_is_known_here():
    catalogue = (Path(__file__).parents[3] / "priyom/channels/locale/ru/LC_MESSAGES/django.po").read_text(
        encoding="utf-8"
    )
    english = "— answer above this line —"
    russian = re.search(f'msgid "{english}"\nmsgstr "(.+)"', catalogue)[1]
    for line in (english, russian):
        assert split([FRESH, "", line, OLD]).notes == {"reply_marker"}


def test_a_greeting_alone_is_no_answer():
    assert "Проверьте" in read(text("Добрый день!\n\n> Проверьте, пожалуйста.\n")).text


def test_a_signature_below_the_quote_needs_no_mark():
    told = read(text(f"{FRESH}\n\n> {OLD}\n\n-- \nЗоя"))
    assert BETWEEN not in told.text
    assert "Зоя" in told.text


def test_a_signature_alone_does_not_count_as_an_answer_but_is_shown():
    told = read(text("С уважением,\nЗоя Ким\n\n> Проверьте, пожалуйста.\n"))

    assert "Зоя Ким" in told.text
    assert "Проверьте" in told.text


HTML_STYLES = {
    "gmail": '<div dir="ltr">{fresh}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">пн, 2 мар. 2026 г. в 10:15, Служба &lt;<a href="mailto:support@priyom.example">support@priyom.example</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{old}</blockquote></div>',
    "outlook": '<div class=WordSection1><p class=MsoNormal>{fresh}<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class=MsoNormal><b>From:</b> Служба &lt;support@priyom.example&gt; <br><b>Sent:</b> Monday, March 2, 2026 10:15 AM<br><b>To:</b> Зоя<br><b>Subject:</b> RE: рецепт<o:p></o:p></p></div></div><p class=MsoNormal>{old}</p></div>',
    "outlook web": '<div>{fresh}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font><b>От:</b> Служба &lt;support@priyom.example&gt;<br><b>Отправлено:</b> 2 марта 2026 г. 10:15<br><b>Кому:</b> Зоя<br><b>Тема:</b> рецепт</font></div><div>{old}</div>',
    "outlook 2003": '<p>{fresh}</p><div class="OutlookMessageHeader" dir="ltr"><hr>Служба писала</div><div>{old}</div>',
    "yandex": '<div>{fresh}</div><div> </div><div>02.03.2026, 10:15, "Служба" &lt;support@priyom.example&gt;:</div><blockquote><p>{old}</p></blockquote>',
    "mail.ru": '<div>{fresh}</div><blockquote style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px;">Понедельник, 2 марта 2026, 10:15 +03:00 от Служба &lt;<a href="mailto:support@priyom.example">support@priyom.example</a>&gt;:<br><div>{old}</div></blockquote>',
    "apple": '<html><body>{fresh}<br><div><blockquote type="cite"><div>2 марта 2026 г., в 10:15, Служба &lt;support@priyom.example&gt; написал(а):</div><br><div>{old}</div></blockquote></div></body></html>',
    "thunderbird": '<p>{fresh}</p><div class="moz-cite-prefix">02.03.2026 10:15, Служба пишет:<br></div><blockquote type="cite" cite="mid:x@y"><p>{old}</p></blockquote>',
    "yahoo": '<div>{fresh}</div><div id="ydp1" class="yahoo_quoted"><div>Mon wrote</div><div>{old}</div></div>',
    "zimbra": '<div>{fresh}</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>От: </b>Служба<br></div><div>{old}</div>',
    "roundcube": '<p>{fresh}</p><p id="reply-intro">Служба писал 2026-03-02 10:15:</p><blockquote type="cite">{old}</blockquote>',
}  # fmt: skip


@pytest.mark.parametrize("style", HTML_STYLES)
def test_blocks_of_markup_fold_like_lines(style):
    told = read(html(HTML_STYLES[style].format(fresh=FRESH, old=OLD)))

    assert FRESH in told.text
    assert OLD not in told.text
    assert OLD in told.quoted
    assert FRESH in told.html
    assert OLD not in told.html
    assert OLD in told.quoted_html
    assert "support@priyom.example" not in told.html


def test_answers_between_quoted_blocks_stay_visible_in_markup():
    told = read(
        html(
            "<div>Служба пишет:</div><blockquote>Какая версия?</blockquote><p>4.31</p><blockquote>Какой принтер?</blockquote><p>HP</p>"
        )
    )

    assert "4.31" in told.html
    assert "HP" in told.html
    assert "принтер" not in told.html
    assert "принтер" in told.quoted_html


PIECES = st.sampled_from(
    ["текст", "> старое", ">> ещё", "", "  ", "-- ", "С уважением,", "От: Кто", "Отправлено: когда", "Кому: я", "Тема: x",
     "-----Исходное сообщение-----", "02.03.2026 10:15, Имя пишет:", "Понедельник, 2 марта 2026, 10:15 от a@b.example:",
     "---- Пересылаемое сообщение ----", "Ответьте выше этой строки", "_" * 30, "On Monday Name wrote:", "СП> x", "[…]"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES | st.text(max_size=20), max_size=40))
def test_every_line_is_either_fresh_or_folded(lines):
    lines = [each.replace("\n", " ").replace("\r", " ") for each in lines]
    found = split(lines)
    fresh, folded = parted(lines, found.old)

    expected = [line for line, old in zip(lines, found.old, strict=True) if line.strip() and not old]
    assert [line for line in fresh.split("\n") if line.strip() and line != BETWEEN] == [
        line for line in expected if line != BETWEEN
    ]
    assert [line for line in folded.split("\n") if line.strip()] == [
        line for line, old in zip(lines, found.old, strict=True) if line.strip() and old
    ]
    if any(line.strip() for line in lines):
        assert fresh.strip(), "a letter that says anything shows something"
