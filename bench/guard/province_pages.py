"""Pages of the twenty-fourth set of screens (`fresh_screens.py`): programs of many makers, each with an order of its own."""

from bench.guard.clinic_pages import ClinicScreens

SHORT = ("ИБС", "ГБ II", "СД 2 типа", "ХОБЛ", "ОРВИ", "Остеохондроз")
BOX = "border:1px solid var(--line);background:var(--panel);border-radius:6px;padding:6px 10px"


class ProvinceScreens(ClinicScreens):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def tile(self, *lines: str, style: str = "") -> str:
        return f"<div style='{BOX};{style}'>{'<br>'.join(lines)}</div>"

    def filled(self, *pairs: tuple[str, str]) -> str:
        """Fields with their names inside, small, above the value."""
        return "".join(f"<div style='{BOX};border-radius:3px;padding:2px 8px'><span class=so style='font-size:.78em'>{name}</span><br>{value}</div>" for name, value in pairs)  # fmt: skip

    # -- somebody ------------------------------------------------------------------------------------------------------

    def emergency_room(self) -> str:
        kit = self.kit()
        triage = ("#d64545", "#e0a100", "#3f9a55")

        def lane(title: str, colour: str) -> str:
            cards = "".join(self.tile(f"<b>{self.v('sini')}</b> <span class=so>{self.n(18, 94)} лет</span>", f"Обращение {self.n(10, 99)} · ист. {self.v('mrn')}", f"<span class=so>{self.any(*SHORT)} · ждёт {self.n(3, 90)} мин</span>", style="margin:5px") for _ in range(5))  # fmt: skip
            return f"<div style='border-top:4px solid {colour}'><div class=ttl>{title}</div>{cards}</div>"

        lanes = "".join(lane(name, colour) for name, colour in zip(("Красный поток", "Жёлтый поток", "Зелёный поток"), triage, strict=True))  # fmt: skip
        return f"{kit}{self.top('Приёмное отделение', 'Сортировка', self.time(), right='Старший смены: ' + self.v('sini'))}<div style='display:grid;grid-template-columns:repeat(3,1fr);gap:8px;padding:8px'>{lanes}</div>{self.foot('В очереди: 15', 'Среднее ожидание 22 мин')}"

    def bracelet_print(self) -> str:
        kit = self.kit()
        label = f"<div style='background:#fff;color:#000;border:1px dashed #888;width:430px;padding:10px 16px;font-family:\"Liberation Sans\"'><b style='font-size:1.3em'>{self.v('FIO')}</b><br>{self.v('dob')} &nbsp; М &nbsp; № {self.v('mrn')}<br>{self.one('departments')} &nbsp; пал. {self.n(1, 20)}<br>Гр. крови A(II) Rh+ &nbsp; поступ. {self.day()}</div>"
        queue = self.grid([("Задание", lambda: "PRN-" + self.n(1000, 9999)), ("Принтер", lambda: self.any("ZD421-1", "ZD421-2", "Godex-пост")), ("Браслет", lambda: f"{self.v('sini')} ({self.v('dob')})"), ("Копий", lambda: self.n(1, 3)), ("Состояние", lambda: self.any("напечатано", "ожидает", "нет бумаги"))], 9)  # fmt: skip
        return f"{kit}{self.top('Печать браслетов', 'Очередь', 'Настройка принтера')}<div class=row><div class=box>{label}{self.buttons('Напечатать', 'Ещё копия')}</div><div class=fill>{queue}</div></div>"

    def insurer_check(self) -> str:
        kit = self.kit()
        answer = self.filled(("Фамилия", self.v("s")), ("ЕНП", self.v("oms")), ("Дата рождения", self.v("dob")), ("СНИЛС", self.v("snils")), ("Страховая организация", "СОГАЗ-Мед"), ("Действует с", self.day()), ("Прикреплён к", self.one("hospitals")), ("Участковый врач", self.v("fio")))  # fmt: skip
        past = self.grid([("Запрошен", self.ago), ("Полис", lambda: self.v("oms")), ("Застрахованный", lambda: self.v("fio")), ("Рожд.", lambda: self.v("dob")), ("Ответ", lambda: self.any("действует", "не найден", "погашен", "сервис недоступен")), ("Код", lambda: self.n(100, 999)), ("Кем", lambda: self.v("sini"))], 13, 2)  # fmt: skip
        return f"{kit}{self.top('ЕРЗ: проверка полиса', 'История запросов')}<div style='display:grid;grid-template-columns:repeat(4,1fr);gap:6px;padding:10px'>{answer}</div><div class=ttl>Запросы за сегодня</div>{past}"

    def ambulance_board(self) -> str:
        kit = self.kit()
        rows = self.grid([("Карта вызова", lambda: self.n(100000, 999999)), ("Принят", self.time), ("Адрес", lambda: self.v("addr")), ("Кто", lambda: f"{self.v('fio')}, {self.n(1, 95)} л."), ("Телефон", lambda: self.v("phone")), ("Повод", lambda: self.any("плохо, сердце", "упал, травма головы", "задыхается", "роды")), ("Бригада", lambda: self.n(1, 40)), ("Этап", lambda: self.any("в пути", "на месте", "госпитализация", "свободна"))], 14, 1)  # fmt: skip
        last = self.tile("<b>Последний звонок</b>", f"{self.time()} · с номера {self.v('phone')}", f"Вызывает: дочь, {self.v('if')}", f"К кому: {self.v('fio')}, {self.v('dob')}", f"Куда: {self.v('addr')}, подъезд 2, код 47")  # fmt: skip
        return f"{kit}{self.top('АДИС · Станция скорой помощи', 'Вызовы', 'Бригады', 'Карта')}<div class=row><div class=fill>{rows}</div><div style='width:290px;flex:none;padding:8px'>{last}</div></div>"

    def tree_of_cases(self) -> str:
        kit = self.kit()
        tree = "".join(f"<p style='margin:0;padding:2px 8px'>▾ {self.one('departments')}</p>" + "".join(f"<p style='margin:0;padding:1px 8px 1px 26px'>{self.v('mrn')} {self.v('sini')}</p>" for _ in range(6)) for _ in range(4))  # fmt: skip
        fields = self.pairs(("Больной", self.v("fio")), ("Год рождения", self.v("dob")), ("История болезни", self.v("mrn")), ("Полис", self.v("oms")), ("Кем направлен", self.one("hospitals")), ("Лечащий врач", self.v("fio")), ("Заведующий", self.v("sini")), ("Исход", "не указан"), ("Родственники", f"{self.v('if')}, {self.v('phone')}"))  # fmt: skip
        return f"{kit}{self.menu('Файл', 'Больные', 'Журналы', 'Статистика', 'НСИ', 'Окно', '?')}<div class=row><div style='width:300px;flex:none;background:var(--panel);border-right:1px solid var(--line)'>{tree}</div><div class='box fill'>{fields}{self.buttons('Записать', 'Отменить', 'КСГ…')}<div class=ttl>Диагнозы</div>{self.grid([('Вид', lambda: self.any('осн.', 'сопут.', 'осл.')), ('МКБ', lambda: self.any('I20.0', 'E11.9', 'N18.3')), ('Формулировка', lambda: self.one('diagnoses')), ('Установил', lambda: self.v('sini'))], 6)}</div></div>"

    def dental_chart(self) -> str:
        kit = self.kit()
        teeth = "".join(f"<div style='{BOX};padding:4px;text-align:center'>{n}<br><span class=so>{self.any('', 'C', 'П', 'К', 'О')}</span></div>" for n in (*range(18, 10, -1), *range(21, 29)))  # fmt: skip
        plan = self.grid([("Дата", self.day), ("Зуб", lambda: self.n(11, 48)), ("Работа", lambda: self.any("Пломба световая", "Снятие отложений", "Коронка МК", "Анестезия")), ("Стоимость", lambda: self.n(500, 24000)), ("Врач", lambda: self.v("sini")), ("Ассистент", lambda: self.v("sini"))], 8)  # fmt: skip
        return f"{kit}<div class=top><span>Стоматология</span><span>{self.v('fio')}</span><span>{self.v('dob')}</span><span>карта {self.v('mrn')}</span><span>{self.v('phone')}</span></div><div style='display:grid;grid-template-columns:repeat(16,1fr);gap:3px;padding:10px'>{teeth}</div>{plan}<div class=box>Договор с {self.v('fio')}, паспорт {self.v('passport')}. Аллергия: лидокаин. Рекомендовал: {self.v('if')}.</div>"

    def screening_funnel(self) -> str:
        kit = self.kit()
        people = self.grid([("Статус", lambda: self.any("●", "◐", "○")), ("Гражданин", lambda: f"{self.v('fio')}<br><span class=so>{self.v('snils')}</span>"), ("Возраст", lambda: self.n(18, 99)), ("Дата рождения", lambda: self.v("dob")), ("Этап", lambda: self.any("I этап", "II этап", "завершён", "отказ")), ("Дозвон", lambda: f"{self.v('phone')} {self.any('✓', '✗', '—')}"), ("Ответственный", lambda: self.v("sini"))], 11, 4)  # fmt: skip
        steps = "".join(self.tile(f"<b style='font-size:1.5em'>{self.n(100, 9999)}</b>", f"<span class=so>{name}</span>") for name in ("Подлежат", "Приглашены", "I этап", "II этап", "Взяты на учёт"))  # fmt: skip
        return f"{kit}{self.top('Диспансеризация 2026', 'Воронка', 'Списки', 'Бригады')}<div style='display:grid;grid-template-columns:repeat(5,1fr);gap:8px;padding:8px'>{steps}</div>{people}"

    def mail_client(self) -> str:
        kit = self.kit()
        letters = "".join(f"<div style='padding:5px 10px;border-bottom:1px solid var(--line)'><b>{self.any(self.v('if'), 'ГБУЗ ЦРБ', 'Регистратура', 'ТФОМС')}</b> <span class=so style='float:right'>{self.time()}</span><br>{self.any('Не закрывается случай', 'Срочно! ЭЛН', 'RE: ошибка 500', 'Сверка полисов')}</div>" for _ in range(11))  # fmt: skip
        body = f"<p>Коллеги, добрый день!</p><p>Просим удалить дубль карты. Правильная запись: {self.v('fio')}, {self.v('dob')}, СНИЛС {self.v('snils')}, карта № {self.v('mrn')}. Лишняя создана 14.11.2026 оператором {self.v('sini')}.</p><p>У второй пациентки ({self.v('fio')}) не прикрепляется полис {self.v('oms')}, живёт {self.v('addr')}.</p><p>Скриншот приложили, перезвоните, пожалуйста: {self.v('phone')}.</p><p>-- <br>С уважением,<br>{self.v('if')}<br>старший регистратор, {self.one('hospitals')}<br>тел. {self.v('phone')}, {self.v('email')}</p>"
        head = f"<p style='margin:0'><b>Дубль карты, не прикрепляется полис</b></p><p class=so style='margin:0'>От: {self.v('if')} &lt;{self.v('email')}&gt;<br>Кому: help@mis.example<br>Дата: {self.ago()}</p>"
        return f"{kit}{self.top('Почта', 'Входящие 14', 'Отправленные', 'Корзина')}<div class=row><div style='width:260px;flex:none;border-right:1px solid var(--line)'>{letters}</div><div class='box fill'>{head}<hr>{body}</div></div>"

    def narrow_phone_app(self) -> str:
        kit = self.kit()
        visits = "".join(self.tile(f"<b>{self.time()}</b> &nbsp; {self.v('fi')}", f"<span class=so>{self.any('Первичный', 'Повторный', 'Справка')} · {self.v('dob')}</span>", f"Полис {self.v('oms')}", style="margin:6px 0") for _ in range(5))  # fmt: skip
        card = self.tile(f"<b>{self.v('fio')}</b>", f"<span class=so>Родился</span> {self.v('dob')}", f"<span class=so>Живёт</span> {self.v('addr')}", f"<span class=so>Звонить</span> {self.v('phone')}", f"<span class=so>Мама</span> {self.v('fio')}", f"<span class=so>ЭМК</span> {self.v('mrn')}", f"<span class=so>СНИЛС</span> {self.v('snils')}")  # fmt: skip
        phone = f"<div style='width:380px;margin:14px auto;border:8px solid #333;border-radius:22px;background:var(--bg);padding:12px'><div class=ttl>Мои вызовы</div>{card}{visits}</div>"
        return f"{kit}<div class=row><div class=fill>{phone}</div><div class='box fill' style='margin-top:24px'>Приложение «Врач на дому»<br>Версия 3.12.0 (сборка 45120)<br>Сервер: dom.mis.example:8443<br>Ошибка синхронизации: 409 Conflict<br>Визит {self.v('sini')} уже закрыт на другом устройстве.</div></div>"

    def twoline_table(self) -> str:
        kit = self.kit()
        rows = "".join(f"<tr><td rowspan=2 class=num>{i + 1}</td><td><b>{self.v('fio')}</b></td><td>{self.v('snils')}</td><td rowspan=2>{self.one('diagnoses')}</td><td rowspan=2>{self.day()}</td><td>{self.v('sini')}</td></tr><tr><td class=so>{self.v('dob')}, {self.any('муж.', 'жен.')}, {self.v('phone')}</td><td>{self.v('oms')}</td><td class=so>{self.any('терапевт', 'хирург', 'невролог')}</td></tr>" for i in range(10))  # fmt: skip
        head = "<tr><th rowspan=2>№</th><th>Пациент</th><th>СНИЛС</th><th rowspan=2>Диагноз</th><th rowspan=2>Взят на учёт</th><th>Врач</th></tr><tr><th>рожд., пол, связь</th><th>ЕНП</th><th>специальность</th></tr>"
        return f"{kit}{self.top('Диспансерный учёт', 'Контрольные карты', 'Явки')}{self.buttons('Пригласить', 'Снять с учёта', 'Форма 030/у')}<table>{head}{rows}</table>"

    def operation_protocol(self) -> str:
        kit = self.kit()
        paper = f"<div style='background:#fff;color:#111;width:720px;margin:10px auto;padding:26px 40px;font-family:\"Liberation Serif\";font-size:15px;line-height:1.5'><div style='text-align:center'><b>ПРОТОКОЛ ОПЕРАЦИИ № {self.n(100, 999)}</b><br>{self.one('hospitals')}</div><p>Ф.И.О. больного: <u>{self.v('fio')}</u>&nbsp;&nbsp; Возраст: <u>{self.n(20, 80)}</u> &nbsp; И.Б. № <u>{self.v('mrn')}</u></p><p>Дата: {self.day()} &nbsp; Начало: {self.time()} &nbsp; Окончание: {self.time()}</p><p>Хирург: {self.v('sini')}. Ассистенты: {self.v('sini')}, {self.v('sini')}. Анестезиолог: {self.v('sini')}. Операционная сестра: {self.v('fi')}.</p><p>Под ЭТН произведена лапароскопическая холецистэктомия. Пузырь 8×3 см, напряжён. Артерия и проток клипированы. Дренаж по Редону. Препарат отправлен на гистологию № {self.n(1000, 9999)}.</p><p>Осложнений нет. Подпись хирурга ____________ /{self.v('sini')}/</p></div>"
        return f"{kit}<div style='background:#60656b'>{self.menu('Файл', 'Вид', 'Печать', '100 %', 'Страница 1 из 1')}{paper}</div>"

    def sql_and_json(self) -> str:
        kit = self.kit()
        s, n, p = self.person()
        text = f'POST /api/v2/patient/search HTTP/1.1\nHost: mis-gw.example\nX-Request-Id: 7c1e9f52-0b1d-4b52-9c7e-8f2e1b6a9d10\nContent-Type: application/json\n\n{{\n  "lastName": "{s}",\n  "firstName": "{n}",\n  "middleName": "{p}",\n  "birthDate": "{self.gold(self.shaped_dob(2), "DOB")}",\n  "snils": "{self.v("snils")}",\n  "policy": {{"type": 3, "enp": "{self.v("oms")}"}},\n  "contacts": ["{self.v("phone")}", "{self.v("email")}"],\n  "address": "{self.v("addr")}",\n  "moOid": "1.2.643.5.1.13.13.12.2.77.8312",\n  "limit": 50\n}}\n\nHTTP/1.1 422 Unprocessable Entity\nDate: Mon, 16 Nov 2026 08:14:22 GMT\n\n{{"error": "PATIENT_AMBIGUOUS", "message": "Найдено 2 записи: {self.v("fio")}; {self.v("fio")}", "candidates": ["{self.v("mrn")}", "{self.v("mrn")}"], "traceId": "4bf92f3577b34da6"}}'
        return f"{kit}<div class=ti>Postman — МИС / Поиск пациента<u>_□×</u></div>{self.menu('Params', 'Auth', 'Headers (9)', 'Body', 'Scripts', 'Settings')}<pre style='font-family:\"DejaVu Sans Mono\";margin:10px 16px'>{text}</pre>"

    def blood_bank(self) -> str:
        kit = self.kit()
        rows = self.grid([("Донор", lambda: self.v("fio")), ("Код донора", lambda: "D" + self.n(100000, 999999)), ("Д.р.", lambda: self.v("dob")), ("Группа", lambda: self.any("O(I) Rh+", "A(II) Rh−", "B(III) Rh+")), ("Паспорт", lambda: self.v("passport")), ("Донаций", lambda: self.n(1, 60)), ("Доза, мл", lambda: self.any("450", "600")), ("Гемокомпонент", lambda: "T" + self.n(10**7, 10**8)), ("Годен до", self.day), ("Отвод", lambda: self.any("", "", "до " + self.day()))], 15, 6)  # fmt: skip
        return f"{kit}{self.top('АИСТ · Служба крови', 'Доноры', 'Донации', 'Карантин', right=self.v('sini'))}{rows}{self.foot('Доноров: 15', 'Отведено: 3', 'БД: aist_prod')}"

    def matrix_of_access(self) -> str:
        kit = self.kit()
        rows = self.grid([("Логин", lambda: self.any("ivan", "registr", "vrach", "lab") + self.n(1, 40)), ("Владелец", lambda: self.v("fio")), ("СНИЛС сотрудника", lambda: self.v("snils")), ("Должность", lambda: self.any("врач-терапевт", "регистратор", "лаборант", "статистик")), ("Сертификат до", self.day), ("Почта", lambda: self.v("email")), ("Роли", lambda: self.one("roles")), ("Последний вход", self.ago), ("Блок.", lambda: self.any("", "да"))], 16, 3)  # fmt: skip
        return f"{kit}{self.top('Администрирование', 'Пользователи', 'Роли', 'Сертификаты ЭП', 'Журнал')}{self.buttons('Создать', 'Сбросить пароль', 'Заблокировать')}{rows}"

    def week_planner(self) -> str:
        kit = self.kit()
        days = ("Пн 23", "Вт 24", "Ср 25", "Чт 26", "Пт 27")

        def slot() -> str:
            return self.any(f"<div style='background:var(--pick);color:var(--pickink);padding:2px 5px;margin:1px'>{self.v('sini')}<br>{self.any('повторный', 'первичный', 'УЗИ', 'перевязка')}</div>", "<div class=so style='padding:2px 5px'>—</div>", f"<div style='background:var(--pick);color:var(--pickink);padding:2px 5px;margin:1px'>{self.v('fi')}<br>{self.v('phone')}</div>")  # fmt: skip

        body = "".join(f"<tr><td class=num>{8 + i // 2}:{i % 2 * 3}0</td>{''.join(f'<td>{slot()}</td>' for _ in days)}</tr>" for i in range(12))  # fmt: skip
        return f"{kit}{self.top('Расписание', 'Неделя 48', self.v('fio') + ', кардиолог', 'каб. 214')}<table style='table-layout:fixed'><tr><th style='width:52px'></th>{''.join(f'<th>{day}</th>' for day in days)}</tr>{body}</table>"

    def death_certificate(self) -> str:
        kit = self.kit()
        left = self.pairs(("Серия и номер МСС", f"{self.n(10, 99)} № {self.n(100000000, 999999999)}"), ("Умерший", self.v("fio")), ("Дата рождения", self.v("dob")), ("Дата смерти", self.day() + " " + self.time()), ("Место смерти", "стационар"), ("Место жительства", self.v("addr")), ("Паспорт", self.v("passport")), ("СНИЛС", self.v("snils")), ("Полис", self.v("oms")), ("Получатель", self.v("fio")), ("Документ получателя", self.v("passport")), ("Заполнил", self.v("fio")))  # fmt: skip
        errors = "".join(f"<div style='{BOX};margin:5px 0;border-left:4px solid #c0392b'>{text}</div>" for text in (f"Пациент {self.v('fio')} не найден в ГИП (код 404)", "Не заполнено: «Причина смерти, строка а)»", f"СНИЛС врача {self.v('snils')} не зарегистрирован в ФРМР", "Сертификат ЭП истёк 12.10.2026"))  # fmt: skip
        return f"{kit}{self.top('МСС', 'Черновик', 'Проверка', 'Отправка в РЭМД')}<div class=row><div class='box fill'>{left}</div><div class='fill' style='padding:10px'><div class=ttl>Ошибки проверки</div>{errors}</div></div>"

    def queue_display(self) -> str:
        kit = self.kit()
        rows = "".join(f"<div style='display:flex;gap:30px;padding:8px 24px;border-bottom:1px solid var(--line);font-size:1.5em'><b style='width:90px'>{self.any('А', 'Т', 'К')}{self.n(100, 999)}</b><span style='flex:1'>{self.v('sini')}</span><span>каб. {self.n(101, 430)}</span></div>" for _ in range(9))  # fmt: skip
        return f"{kit}{self.top('Электронная очередь', self.one('hospitals'), right=self.time())}{rows}<div class=box>Терминал 4 · последняя выдача: талон Т{self.n(100, 999)}, {self.v('fio')}, полис {self.v('oms')}</div>"

    def merged_toast(self) -> str:
        kit = self.kit()
        rows = self.grid([("", lambda: "☐"), ("Направление", lambda: self.n(10**6, 10**7)), ("ФИО", lambda: self.v("fio")), ("Пол/возраст", lambda: self.any("Ж", "М") + " / " + self.n(1, 90)), ("Исследование", lambda: self.any("КТ ОГК", "МРТ ГМ", "УЗИ ОБП", "ФГДС")), ("Откуда", lambda: self.one("departments")), ("Назначено", self.ago), ("Приоритет", lambda: self.any("план", "cito"))], 16, 5)  # fmt: skip
        toast = f"<div style='position:fixed;right:18px;bottom:18px;width:360px;{BOX};box-shadow:0 4px 16px #0007'><b>Направление отменено</b><br>{self.v('fio')}, {self.v('dob')}<br>Причина: дубль. Отменил {self.v('sini')}</div>"
        return f"{kit}{self.top('РИС', 'Рабочий список', 'Записанные', 'Архив', right='Аппарат: Aquilion 64')}{rows}{toast}"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def price_list_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Код услуги", lambda: f"A{self.n(10, 29)}.{self.n(10, 30)}.{self.n(100, 999)}"), ("Наименование", lambda: self.one("services")), ("Ед.", lambda: "шт"), ("Цена", lambda: self.n(300, 9000) + ",00"), ("НДС", lambda: "без НДС"), ("Действует с", self.day), ("Артикул", lambda: self.n(10000, 99999))], 20)  # fmt: skip
        return f"{kit}{self.top('Прейскурант', 'Разделы', 'Скидки')}{self.buttons('Добавить', 'Импорт из Excel')}{rows}"

    def tickets_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("№", lambda: self.n(40000, 49999)), ("Тема", lambda: self.any("Ошибка отправки СЭМД", "Не печатает принтер", "Нет связи с ЕРЗ", "Обновление справочника", "Не открывается расписание")), ("Организация", lambda: self.one("hospitals")), ("Приоритет", lambda: self.any("Высокий", "Средний", "Низкий")), ("Срок", self.ago), ("Линия", lambda: self.any("1 линия", "2 линия")), ("Статус", lambda: self.any("В работе", "Ожидает ответа", "Решена"))], 18, 4)  # fmt: skip
        return f"{kit}{self.top('Заявки', 'Мои', 'Все', 'Просроченные')}{rows}"

    def dictionary_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Код", lambda: self.n(1000, 9999)), ("OID", lambda: "1.2.643.5.1.13.13.11." + self.n(1000, 1600)), ("Справочник", lambda: self.any("Должности медицинских работников", "Виды медицинской помощи", "Лекарственные препараты", "Группы крови", "Субъекты РФ")), ("Версия", lambda: f"{self.n(1, 9)}.{self.n(1, 60)}"), ("Записей", lambda: self.n(10, 99999)), ("Обновлён", self.ago)], 18)  # fmt: skip
        return f"{kit}{self.top('НСИ', 'Справочники', 'Соответствия', 'Обновления')}{rows}"

    def equipment_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Инв. №", lambda: self.n(10**7, 10**8)), ("Аппарат", lambda: self.any("УЗИ Mindray DC-70", "ЭКГ Валента", "Рентген АРЦ-01", "Анализатор BS-240")), ("Заводской №", lambda: "SN" + self.n(10**5, 10**6)), ("Кабинет", lambda: self.n(100, 430)), ("Ввод", self.day), ("Поверка до", self.day), ("Состояние", lambda: self.any("исправен", "ремонт", "списан"))], 16)  # fmt: skip
        return f"{kit}{self.top('Оборудование', 'Паспорта', 'Заявки на ремонт')}{rows}"


PEOPLE = {"twentyfourth": ("emergency_room", "bracelet_print", "insurer_check", "ambulance_board", "tree_of_cases", "dental_chart", "screening_funnel", "mail_client", "narrow_phone_app", "twoline_table", "operation_protocol", "sql_and_json", "blood_bank", "matrix_of_access", "week_planner", "death_certificate", "queue_display", "merged_toast")}  # fmt: skip
CLEAN = {"twentyfourth": ("price_list_clean", "tickets_clean", "dictionary_clean", "equipment_clean")}
