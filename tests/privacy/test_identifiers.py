"""Numbers that belong to people, and their look-alikes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priyom.privacy.detectors import checks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("СНИЛС 112-233-445 95", [("SNILS", "112-233-445 95")]),
        ("снилс:11223344595", [("SNILS", "11223344595")]),
        ("СНИЛС 112 233 445 95", [("SNILS", "112 233 445 95")]),
        ("СНИЛС 112.233.445.95", [("SNILS", "112.233.445.95")]),
        ("СНИЛС сотрудника <112-233-445 96> с опиской", [("SNILS", "112-233-445 96")]),
        ("PAT-001; Пациент не определен: [СНИЛС [11223344595] не валидно]", [("SNILS", "11223344595")]),
        ("полис 7700 0088 8444 5557", [("OMS", "7700 0088 8444 5557")]),
        ("полис старого образца АБ 123456", [("OMS", "123456")]),
        ("паспорт 4510 123456 выдан ОВД", [("PASSPORT", "4510 123456")]),
        ("паспорт серия 4510 № 123456", [("PASSPORT", "4510 № 123456")]),
        ("свидетельство II-МЮ № 123456", [("BIRTH_CERT", "II-МЮ № 123456")]),
        ("ИНН пациента 500100732259", [("INN", "500100732259")]),
        ("карта 2200 7001 2345 6784 не прошла", [("CARD", "2200 7001 2345 6784")]),
        ("история болезни № 4567-с", [("MRN", "4567-с")]),
        ("номер карты 12345/22", [("MRN", "12345/22")]),
        ("ЭЛН 910012345678 не закрывается", [("SICK_LEAVE", "910012345678")]),
        ("12.05.1980 г.р.", [("DOB", "12.05.1980 г.р.")]),
        ("1975 г. р.", [("DOB", "1975 г. р.")]),
        ("дата рождения: 12 мая 1980", [("DOB", "12 мая 1980")]),
        ('<birthTime value="19800512"/>', [("DOB", "19800512")]),
        ("тел. 8 (916) 123-45-67 доб. 12", [("PHONE", "8 (916) 123-45-67 доб. 12")]),
        ("звоните 23-45-67", [("PHONE", "23-45-67")]),
        ("пишите на petrova.on@crb.example", [("EMAIL", "petrova.on@crb.example")]),
    ],
)
def test_what_belongs_to_a_person_is_found(found, text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("СНИЛС: 112-233-445 95; 087-654-303 00", [("SNILS", "112-233-445 95"), ("SNILS", "087-654-303 00")]),
        ("номера карт, которые надо слить: 204518, 20451-8 и А-33", [("MRN", "204518"), ("MRN", "20451-8")]),
        ("ЭЛН 910233401882 вместо 910233401883", [("SICK_LEAVE", "910233401882"), ("SICK_LEAVE", "910233401883")]),
        ("тел. 89058001122 (мама), 8 905 800 11 23", [("PHONE", "89058001122"), ("PHONE", "8 905 800 11 23")]),
    ],
)
def test_a_word_said_once_speaks_of_all_values_in_a_row(found, text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("СНИЛС О64-12З-9О1 44 со скана", [("SNILS", "О64-12З-9О1 44")]),
        ("дата рожд.: О5.11.197З", [("DOB", "О5.11.197З")]),
        ("ДР 120958", [("DOB", "120958")]),
        ("год рождения 56", [("DOB", "56")]),
        ("почта ivanova собака mail точка ru", [("EMAIL", "ivanova собака mail точка ru")]),
        ("страница vk.com/id48812033", [("EMAIL", "id48812033")]),
        ("счёт 40817810538110024471", [("ACCOUNT", "40817810538110024471")]),
        ('{"document": {"series": "4509", "number": "771204"}}', [("PASSPORT", "4509"), ("PASSPORT", "771204")]),
        ("живёт: 12 Lenina str., apt. 45, Perm", [("ADDRESS", "12 Lenina str., apt. 45, Perm")]),
        ("проживает: Пермь, Мира 71 кв 8", [("ADDRESS", "Пермь, Мира 71 кв 8")]),
        ("СНИЛС: 123-456-789 00 не принят", [("SNILS", "123-456-789 00")]),
        (
            "дата рождения двадцать пятое второе восемьдесят первого",
            [("DOB", "двадцать пятое второе восемьдесят первого")],
        ),
        ("ЕНП 7700008884445557, пишет: 25.02.81", [("OMS", "7700008884445557"), ("DOB", "25.02.81")]),
        ("ID пациента 8812046 задвоен с ID 8812047", [("MRN", "8812046"), ("MRN", "8812047")]),
        ("PID|||12345^^^MIS\rPID|1||77\r", [("MRN", "12345")]),
        ("СНИЛС\t11223344595\nТелефон\t2-33-18", [("SNILS", "11223344595"), ("PHONE", "2-33-18")]),
        (
            "АЛТАЙСКИЙ КРАЙ,,БИЙСК Г,,МУХАЧЕВА УЛ,244/1,,18",
            [("ADDRESS", "АЛТАЙСКИЙ КРАЙ,,БИЙСК Г,,МУХАЧЕВА УЛ,244/1,,18")],
        ),
        ("в деревне Малые Пурги, дом восемь", [("ADDRESS", "деревне Малые Пурги, дом восемь")]),
    ],
)
def test_odd_shapes_are_read(found, text, expected):
    assert found(text) == expected


def test_a_referral_is_somebodys_only_beside_somebody(found):
    assert found("Направление № 6300142 на МРТ не печатается") == []
    assert ("MRN", "6300142") in found("Направление № 6300142, Иванова Анна Петровна")


@pytest.mark.parametrize(
    "text",
    [
        "Проверьте СНИЛС 112-233-445 00 из примера в руководстве",
        "тестовый полис 0000000000000000",
        "площадь 1182,4 кв. м, дорожная карта 2026-2028",
        "паспорт отделения обновлён 12.05.2026",
        "р/с 40702810900000001234 учреждения",
        "at ru.mis.Patient.load(Patient.java:118)",
        "Заявка 0-512345678, обращение 10203040",
        "localUid 3f2504e0-4f89-11d3-9a0c-0305e82c3301, emdrId 12345678",
        "OID 1.2.643.5.1.13.13.12.2.77.8888, версия [4.31], вид [227]",
        "SGTIN 010460702839428721a1b2c3, лот 11223344595",
        "ИНН организации 7707083893, ОГРН 1027700132195, ОКПО 00032537",
        "HTTP 409, 0x800B010A, У1-19, Winsock 10060",
        "версия 5.0.13000, сборка 20260109T101112, epoch 1767950000123",
        "отчёт с 01.01.2026 по 31.03.2026, приём 12.05.2026",
        "поддержка 8-800-200-11-22, support@vendor.example",
        "сервер 192.168.10.25:5432",
        "МКБ G20, услуга B01.047.001, кабинет 305, 123 456,78 руб.",
        "нули 000-000-000 00",
    ],
)
def test_look_alikes_stay_readable(found, text):
    assert found(text) == []


@given(st.integers(min_value=1_001_999, max_value=999_999_999))
def test_every_insurance_number_has_one_check(number):
    body = f"{number:09d}"
    if len(set(body)) > 1:
        assert sum(checks.is_snils(f"{body}{check:02d}") for check in range(100)) == 1


@given(st.text(alphabet="0123456789", min_size=15, max_size=15).filter(lambda digits: digits.strip("0")))
def test_every_policy_has_one_check_digit(body):
    assert sum(checks.is_luhn(body + digit) for digit in "0123456789") >= 1


@pytest.mark.parametrize(
    ("check", "number"),
    [
        (checks.is_snils, "11223344595"),
        (checks.is_personal_inn, "500100732259"),
        (checks.is_organisation_inn, "7707083893"),
        (checks.is_ogrn, "1027700132195"),
        (checks.is_ogrn, "304500116000157"),
        (checks.is_luhn, "4111111111111111"),
        (checks.is_gs1, "04607028394287"),
    ],
)
def test_known_good_numbers_pass_and_a_changed_digit_does_not(check, number):
    assert check(number)
    assert not check(number[:-1] + str((int(number[-1]) + 1) % 10))
