"""Values whose kind stands in a field of its own, places of birth, and names of things that sound as people's."""

import pytest


@pytest.mark.parametrize(("text", "kind", "value"), [
    ('{"type": "MRN", "value": "837056"}', "MRN", "837056"),
    ('{"value": "588006", "type": "mrn"}', "MRN", "588006"),
    ('{"system": "urn:phone", "value": "390-71-52"}', "PHONE", "390-71-52"),
    ('<doc type="14" ser="65 12" num="368061"/>', "PASSPORT", "368061"),
    ('<doc type="14" ser="65 12" num="368061"/>', "PASSPORT", "65 12"),
    ("Место рождения: с. Нижние Кумашки Шумерлинского р-на Чувашской АССР", "ADDRESS", "с. Нижние Кумашки Шумерлинского р-на Чувашской АССР"),
    ("место рождения: г. Казань, паспорт 92 10 123456", "ADDRESS", "г. Казань"),
    ("Уроженец г. Баку Азербайджанской ССР, 1956 г.р.", "ADDRESS", "г. Баку Азербайджанской ССР"),
    ("Место рожд.: Казахская ССР, с. Каскелен. Обратился впервые", "ADDRESS", "Казахская ССР, с. Каскелен"),
])  # fmt: skip
def test_values_are_found_by_the_kind_that_stands_beside_them(found, text, kind, value):
    assert (kind, value) in found(text)


@pytest.mark.parametrize("text", [
    '{"type": "ORDER", "value": "837056"}', '<service type="14" num="368061"/>', "Поле «Место рождения» не заполнено",
    "Нитроглицерин таб. подъязыч. 0,5 мг № 40", "Монитор пациента Mindray iMEC12", "Томограф Aquilion Prime SP",
    "Лечебная физкультура по Бубновскому", "физкультура по Бубновскому Холецистэктомия", "Мешок Амбу для взрослых", "Реестры ОМС, сборка c66648434281773", "Реестры ОМС ¦ 4.3.5.624 ¦ с66648434281773",
])  # fmt: skip
def test_things_and_empty_fields_are_nobodys(found, text):
    assert not found(text)
