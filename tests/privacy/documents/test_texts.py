"""Texts, tables, JSON, XML, HTML, RTF: masked where it stands, in the coding and dialect it came in."""

import json

import pytest

LINE = "Ошибка 409 у пациента Гогоберидзе Нана Отаровна, СНИЛС 112-233-445 95, сборка 5.0.13000\r\n"


def test_octets_that_are_no_text_are_refused(masked):
    assert masked(b"\x00\x01\x02" * 50, "a.log") == (None, "unknown_type")


@pytest.mark.parametrize("by", [";", ",", "\t", "|"])
def test_a_table_keeps_its_dialect_and_hides_what_stands_under_headings(masked, by):
    rows = [
        ("№", "ФИО", "Дата рождения", "Отделение"),
        ("1", "лось", "12.05.1980", "Терапия"),
        ("2", '"Кот ""Б"" Анна"', "13.05.1980", "Хирургия"),
    ]
    given = "\r\n".join(by.join(row) for row in rows) + "\r\n"
    made, _report = masked(given.encode("cp1251"), "a.csv")
    lines = made.decode("cp1251").split("\r\n")
    assert lines[0] == by.join(rows[0])
    assert lines[3] == ""
    assert lines[1] == by.join(("1", "[Человек 1]", "**.**.****", "Терапия"))
    assert "Анна" not in lines[2]
    assert lines[2].endswith(by + "Хирургия")
    assert lines[2].count('"') == 6


def test_json_stays_json_and_strings_are_read_behind_their_escapes(masked):
    given = {
        "fio": "лось",
        "note": "Пациент Гогоберидзе\nтел. 8 916 123-45-67",
        "enp": 5087654321234567,
        "code": 409,
        "ward": "Терапия",
    }
    made, _report = masked(json.dumps(given, indent=2).encode(), "a.json")
    said = json.loads(made)
    assert said["code"] == 409
    assert said["ward"] == "Терапия"
    assert said["fio"] == "[Человек 1]"
    assert "Гогоберидзе" not in said["note"]
    assert "123-45" not in said["note"]
    assert "5087" not in str(said["enp"])
    assert made.decode().count("\n") == json.dumps(given, indent=2).count("\n")


def test_lists_under_a_list_of_headings_are_columns(masked):
    given = {
        "columns": ["id", "last_name", "first_name", "phone", "status"],
        "rows": [
            [1, "Зима", "Ольга", "4822884259", "новая"],
            [2, "Лагутенков", None, "4822155089", "закрыта"],
            [3, "Лось", "Эмма", 4822268539, "новая"],
        ],
        "sizes": ["4822884", "1366", "768"],
    }
    said = json.loads(masked(json.dumps(given).encode(), "a.json")[0])
    assert said["columns"] == given["columns"]
    assert said["sizes"] == given["sizes"]
    assert [row[4] for row in said["rows"]] == ["новая", "закрыта", "новая"]
    values = str([row[1:4] for row in said["rows"]])
    assert not [
        one for one in ("Зима", "Ольга", "Лагутенков", "Лось", "Эмма", "48228", "48221", "48222") if one in values
    ]


def test_xml_is_read_by_the_names_of_its_elements_and_kept_in_its_coding(masked):
    given = (
        '<?xml version="1.0" encoding="windows-1251"?><d><!-- Иванов Пётр Ильич --><family>лось</family>'
        '<id root="1.2.643.100.3" extension="11223344596"/><code code="227">вид</code></d>'
    )
    made, _report = masked(given.encode("cp1251"), "a.xml")
    said = made.decode("cp1251")
    assert "лось" not in said
    assert "Иванов" not in said
    assert "112233445" not in said
    assert '<code code="227">вид</code>' in said
    assert "1.2.643.100.3" in said
    assert "indows-1251" in said


def test_a_patient_s_own_number_of_an_electronic_document_is_hidden_whatever_its_root(masked):
    role = "<id root='1.2.643.5.1.13.13.17.1.1.1' extension='7169-87'/><addr>x</addr>"
    office = "<id root='1.2.643.5.1.13.13.12.2.77' extension='8312-11'/>"
    given = f"<d><patientRole>{role}</patientRole><providerOrganization>{office}</providerOrganization></d>"
    said = masked(given.encode(), "a.xml")[0].decode()
    assert "7169-87" not in said
    assert "8312-11" in said


@pytest.mark.parametrize(
    "given",
    [
        '<!DOCTYPE a [<!ENTITY b "Иванов">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY a0 "ha"><!ENTITY a1 "&a0;&a0;&a0;">]><a>&a1;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        "<a>" * 400 + "</a>" * 400,
        "<a><b></a>",
    ],
)
def test_xml_that_brings_entities_or_no_end_is_refused(masked, given):
    assert masked(('<?xml version="1.0"?>' + given).encode(), "a.xml")[0] is None


def test_a_page_loses_what_runs_and_keeps_what_is_read(masked):
    given = (
        '<!DOCTYPE html><html><head><meta charset="windows-1251"><script>var f="Гогоберидзе"</script></head><body onload="f()">'
        '<!-- Гогоберидзе --><p>Пациент <b>Гого</b>беридзе Нана, <i>отделение терапии</i></p><img alt="Гогоберидзе Нана" src="a.png">'
        '<a href="mailto:nana@mail.ru">письмо</a><table><tr><th>ФИО</th><th>СНИЛС</th></tr><tr><td>лось</td><td>11223344596</td></tr></table></body></html>'
    )
    said = masked(given.encode("cp1251"), "a.html")[0].decode("cp1251")
    for value in ("Гого", "беридзе", "script", "onload", "nana@", "лось", "11223344596"):
        assert value not in said, value
    assert "отделение терапии" in said
    assert "письмо" in said
    assert "<!DOCTYPE html>" in said


def by_octet(text):
    return "".join(f"\\'{octet:02x}" for octet in text.encode("cp1251"))


def by_number(text):
    return "".join(f"\\u{ord(char)}?" for char in text)


def test_rich_text_is_read_behind_its_codes_and_loses_its_properties(masked):
    name = by_octet("Гогоберидзе ") + "\\b " + by_number("Нана")
    given = rf"{{\rtf1\ansi\ansicpg1251{{\info{{\author Gogoberidze}}}}\uc1 {by_number('Пациент ')}{name} ok 409\par {{\v {name}}}}}"
    made, report = masked(given.encode("ascii"), "a.rtf")
    said = made.decode("ascii")
    assert "Gogoberidze" not in said
    assert "\\'c3\\'ee" not in said
    assert f"\\u{ord('Н')}?\\u" not in said
    assert said.startswith(r"{\rtf1\ansi\ansicpg1251")
    assert "ok 409\\par" in said
    assert said.count("{") == said.count("}")
    assert report.status == "masked"


def test_a_style_says_nothing_on_a_page(masked):
    given = (
        '<html><head><style>/* Гогоберидзе */ p:after{content:"Гогоберидзе Нана";font:"Arial"} i:after{content:"\\0413"}</style>'
        "</head><body><p>Отчёт</p></body></html>"
    )
    said = masked(given.encode(), "a.html")[0].decode()
    assert "Гогоберидзе" not in said
    assert "\\0413" not in said
    assert 'font:"Arial"' in said


def test_a_style_that_is_not_shut_says_nothing_and_carries_no_picture(masked):
    given = (
        '<html><head><style>b{background:url(data:image/png;base64,iVBORw0K)} p:after{content:"Гогоберидзе Нана</style>'
        "<style>/* Гогоберидзе</style></head><body><p style=\"background:url('data:image/png;base64,iVBORw0K')\">Отчёт</p>"
    )
    said = masked(given.encode(), "a.html")[0].decode()
    assert "Гогоберидзе" not in said
    assert "iVBORw0K" not in said
    assert "Отчёт" in said


def test_a_value_that_says_what_it_is_heads_no_column(masked):
    text = 'id;birth;doc;contacts\n1;04.05.1981;"паспорт ""4511 223344""";"89298406418\na@mail.ru"\n2;05.06.1982;"паспорт ""4512 223355""";"8 (4822) 10-69-22\nb@mail.ru"\n'
    made, _report = masked(text.encode(), "выгрузка.csv")
    said = made.decode()
    for value in ("89298406418", "10-69-22", "04.05.1981", "05.06.1982", "223344"):
        assert value not in said, value


def test_what_a_sentence_tells_is_not_said_of_the_cell_before_it(masked):
    text = "Телефон;Адрес;Примечание\n+79161234567;г. Выборг, ул. 3-я Парковая, 58-286;Клиника имени Пирогова присоединена к обмену с января.\n"
    said = masked(text.encode(), "список.csv")[0].decode()
    assert "Парковая" not in said
    assert "Клиника имени Пирогова присоединена" in said


def test_attributes_of_a_page_say_what_they_hold(masked):
    page = '<p data-dob="06.05.2003" data-date="06.05.2026" class="a 1122">День</p><input name="phone" value="995 292-58-50"><input name="code" value="995 292-58-51">'
    said = masked(page.encode(), "a.html")[0].decode()
    assert "06.05.2003" not in said
    assert 'data-date="06.05.2026"' in said
    assert "292-58-50" not in said


def test_one_letter_alone_is_read_behind_its_escape_too(masked):
    said = masked(rb'{"note": "\u043f\u0440\u043e\u0436\u0438\u0432\u0430\u0435\u0442: \u0433. \u0422\u0443\u043b\u0430, \u0443\u043b. 3-\u044f \u041b\u0438\u043d\u0438\u044f, \u0434. 2"}', "a.json")[0]  # fmt: skip
    assert b"3-" not in said
    assert rb"\u0434. 2" not in said


def test_a_sentence_under_a_heading_of_addresses_stays(masked):
    rows = (
        "ФИО;Адрес;Код",
        "Дюжева Инна;г. Тула, ул. Ленина, д. 4;7",
        "Итого;Проверка остатков проходит каждый вторник утром.;8",
    )
    said = masked("\n".join(rows).encode(), "a.csv")[0].decode()
    assert "Ленина" not in said
    assert "Проверка остатков проходит каждый вторник утром." in said


def test_a_card_and_an_appointment_are_read_behind_their_strokes_and_folds(masked):
    card = "BEGIN:VCALENDAR\r\nLOCATION:г. Тула\\, ул. Ленина\\, д. 4\\, кв. 7\r\nSUMMARY:Приём\\nПациент Дюже\r\n ва Инна\r\nEND:VCALENDAR"
    said = masked(card.encode(), "a.ics")[0].decode()
    assert not [word for word in ("Ленина", "кв. 7", "Дюже", "ва Инна") if word in said]
    assert "SUMMARY:Приём" in said


def test_lines_of_a_log_are_no_row_under_headings_however_many_they_are(masked):
    rows = '"rows": [["Дюжева", "11223344595", "89161234567"]]'
    log = '["Отчёт закрыт без замечаний.", "Заявка 0-51843972 закрыта, замечаний нет.", "Печать формы теряет вторую страницу"]'
    said = masked(f'{{"columns": ["fio", "snils", "phone"], {rows}, "log": {log}}}'.encode(), "a.json")[0].decode()
    assert log in said
    assert not [word for word in ("Дюжева", "11223344595", "89161234567") if word in said]


def test_a_heading_of_two_things_is_one_of_telephones(masked):
    rows = (
        "СНИЛС;Родитель, телефон;Участок\n112-233-445 95;Чернова Роза 988 922-72-68;2\n112-233-446 96;нет, палата 12;3"
    )
    said = masked(rows.encode(), "a.csv")[0].decode()
    assert "922-72" not in said
    assert "нет, палата 12" in said


def test_a_label_of_a_sentence_speaks_of_one_line_only(masked):
    rows = "проживает по адресу:;проживает по адресу:\nг. Тула, ул. Ленина, д. 4;г. Тверь, ул. Мира, д. 5\nИндекс массы тела 24,7; давление 130/85.\n"
    said = masked(rows.encode(), "a.csv")[0].decode()
    assert not [part for part in ("Ленина", "Мира") if part in said]
    assert "Индекс массы тела 24,7; давление 130/85." in said


def test_headings_after_such_a_label_head_their_columns_again(masked):
    rows = "пациент:;телефон:\nДюжева И.Л.;8(919)334-81-56\nФИО;Дата рождения\nлось;01.02.1980\nбарсук;03.04.1971\nпень;04.05.1962"
    said = masked(rows.encode(), "a.csv")[0].decode()
    assert not [part for part in ("лось", "барсук", "пень", "1980", "1971", "1962", "334-81") if part in said]


def test_json_that_names_a_field_beside_its_value_is_read_by_that_name(masked):
    said = {
        "identifier": [{"type": {"coding": [{"display": "Медицинская карта"}]}, "value": "6230-69"}],
        "custom": [{"name": "Ф.И.О. пациента", "value": "Заяц"}, {"key": "ИД карты", "values": ["443-18", "519-24"]}],
        "more": [{"name": "Версия", "value": "8812-24"}, {"name": "Врач", "value": "не указан"}],
        "phone": {"label": "Телефон", "value": 351418},
    }
    made = masked(json.dumps(said, ensure_ascii=False).encode(), "a.json")[0].decode()
    assert not [part for part in ("6230", "Заяц", "443-18", "519-24", "351418") if part in made]
    assert '"8812-24"' in made
    assert "не указан" in made


def test_labels_and_values_that_only_styles_part_are_told_apart(masked):
    page = (
        "<nav>Главная / Картотека / Дюжева Инна Львовна</nav><textarea>Согласие получено</textarea>"
        "<div><span class=l>Представитель</span><span class=v>Заяц Тамара Сергеевна (мать)</span></div>"
        "<div><span>Номер карты</span><b>7713/24</b></div><div><div>Врач</div><div>Голубь</div></div>"
        "<dl><dt>Д/р</dt><dd>3 мая 1971</dd><dt>Пол</dt><dd>женский</dd></dl><div><a>Пациент</a><a>Документы</a></div>"
        "<p>Пациентка <b>Кол</b>пакова</p>"
    )
    made = masked(f"<html><body>{page}</body></html>".encode(), "a.html")[0].decode()
    hidden = ("Дюжева", "Львовна", "Заяц", "Тамара", "7713", "Голубь", "1971", "пакова")
    assert not [part for part in hidden if part in made]
    assert not [
        part for part in ("Картотека", "Согласие получено", "(мать)", "женский", "Документы") if part not in made
    ]


def test_a_heading_of_an_age_and_a_birth_and_one_of_numbers_of_cards(masked):
    rows = "Больной;Возраст / ДР;ИД карты;Полис ОМС\nЗаяц Т.С.;03.02.15;443-18;6973556175107672, СМО «Здоровье»\nпень;04.05.62;519-24;"
    made = masked(rows.encode(), "a.csv")[0].decode()
    assert not [part for part in ("Заяц", "03.02.15", "04.05.62", "443-18", "519-24", "6973") if part in made]
    assert "СМО «Здоровье»" in made


def test_posts_below_each_other_are_no_labels_of_cards(masked):
    rows = (
        "№;Сотрудник;Должность;Отделение;СНИЛС;Логин",
        "1;Заяц Тамара;врач-кардиолог;приём;341 454 873 78;user4",
        "2;Дюжева Инна;врач-терапевт участковый;кардиология;112-233-446 96;user5",
    )
    made = masked("\n".join(rows).encode(), "a.csv")[0].decode()
    assert not [part for part in ("Заяц", "Дюжева", "341 454", "112-233") if part in made]
    assert not [
        part for part in ("врач-кардиолог", "врач-терапевт участковый;кардиология", "user5") if part not in made
    ]


def test_a_heading_of_somebody_s_numbers_is_one_of_numbers(masked):
    made = masked("Дефект;Врач (СНИЛС)\n5.3.2;92673196851\n5.1.4;92673196850".encode(), "a.csv")[0].decode()
    assert "926731" not in made
    assert "5.1.4" in made


def test_headings_of_who_did_something_head_people(masked):
    rows = "Бригада;Номер машины;Старший\n1;А117ВС 71;Тумэнбаяр\n2;А118ВС 71;нет"
    made = masked(rows.encode(), "a.csv")[0].decode()
    assert "Тумэнбаяр" not in made
    assert "А117ВС 71" in made
    assert ";нет" in made


def test_headings_in_two_rows_head_their_columns_together(masked):
    rows = (
        "№;ФИО;Контакты;;Код\n;;Телефон;Почта;\n1;заяц т;мать 351418 звонить после шести;;118\n2;голубь ваня;Оля;;119"
    )
    made = masked(rows.encode(), "a.csv")[0].decode()
    assert not [part for part in ("заяц", "голубь", "351418", "Оля") if part in made]
    assert "звонить после шести;;118" in made

    upper = "<tr><th rowspan=2>№</th><th rowspan=2>ФИО</th><th colspan=2>Связь</th><th rowspan=2>СНИЛС</th></tr>"
    row = "<tr><td>1</td><td>заяц т</td><td>351418</td><td>каб. 4</td><td>92673196852</td></tr>"
    table = f"<table>{upper}<tr><th>Телефон</th><th>Место</th></tr>{row}</table>"
    made = masked(f"<html><body>{table}</body></html>".encode(), "a.html")[0].decode()
    assert not [part for part in ("заяц", "351418", "92673196852") if part in made]
    assert "каб. 4" in made


def test_who_writes_in_a_chat_is_somebody_where_it_is_a_name(masked):
    said = [{"from": "Тёма", "text": "готово"}, {"from": "Аптека", "actor": "Голубь", "text": "версия 5.0.13"}]
    made = masked(json.dumps(said, ensure_ascii=False).encode(), "a.json")[0].decode()
    assert "Тёма" not in made
    assert "Голубь" not in made
    assert "Аптека" in made


def test_identifiers_of_a_person_s_resource_are_that_person_s_whatever_system_counts_them(masked):
    clinic = {"display": "ЦРБ", "identifier": {"value": "7107041184"}}
    patient = {"resourceType": "Patient", "identifier": [{"system": "urn:oid:1.2.3", "value": "92673196852"}], "managingOrganization": clinic}  # fmt: skip
    said = [patient, {"resourceType": "Observation", "identifier": [{"value": "4620118070"}]}]
    made = masked(json.dumps(said, ensure_ascii=False).encode(), "a.json")[0].decode()
    assert "92673196852" not in made
    assert "7107041184" in made
    assert "4620118070" in made


def test_headings_of_two_of_a_kind_are_counted(masked):
    given = (
        "Карта 1;ФИО 1;ДР 1;Карта 2;ФИО 2;Решение 1\r\n2013-72;Сомова Анна;03.04.1971;1217-92;Зорин Пётр;разные 5\r\n"
    )
    made, _report = masked(given.encode(), "a.csv")
    said = made.decode().split("\r\n")
    assert said[0] == given.split("\r\n", maxsplit=1)[0]
    assert not any(value in said[1] for value in ("2013-72", "1217-92", "Сомова", "1971", "Зорин"))
    assert "разные 5" in said[1]
