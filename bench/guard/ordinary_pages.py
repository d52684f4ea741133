"""Pages of the twenty-eighth set of screens (`fresh_screens.py`): other programs of an ordinary week, drawn after all corrections."""

from bench.guard.common_pages import CommonScreens
from bench.guard.province_pages import BOX

ICON = "display:inline-block;width:14px;height:14px;border:1px solid var(--line);margin-right:4px"


class OrdinaryScreens(CommonScreens):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def card_line(self, *pairs: tuple[str, str]) -> str:
        return "<div class=box>" + " &nbsp; ".join(f"<span class=so>{name}:</span> <b>{value}</b>" for name, value in pairs) + "</div>"  # fmt: skip

    # -- somebody ------------------------------------------------------------------------------------------------------

    def ward_list(self) -> str:
        kit = self.kit()
        rows = self.grid([("Палата", lambda: self.n(1, 20)), ("Койка", lambda: self.n(1, 6)), ("Пациент", lambda: self.v("fio")), ("Возраст", lambda: self.n(19, 93)), ("№ ИБ", lambda: self.v("mrn")), ("Диагноз", lambda: self.one("diagnoses")), ("Поступил", self.day), ("Лечащий врач", lambda: self.v("sini")), ("Диета", lambda: self.any("ОВД", "ЩД", "НКД"))], 18, 4)  # fmt: skip
        return f"{kit}{self.top('Стационар', 'Пациенты отделения', 'Движение', 'Назначения')}<div class=box>Терапевтическое отделение · коек 40 · занято 36</div>{rows}"

    def electronic_record(self) -> str:
        kit = self.kit()
        head = self.card_line(("Пациент", self.v("fio")), ("Дата рождения", self.v("dob")), ("Полис", self.v("oms")), ("Участок", "14")) + self.card_line(("СНИЛС", self.v("snils")), ("Тел.", self.v("phone")), ("Адрес", self.v("addr")))  # fmt: skip
        notes = "".join(f"<div style='{BOX};margin:6px'><b>{self.day()} {self.time()}</b> · {self.any('Осмотр терапевта', 'Консультация хирурга', 'ЭКГ')} · {self.v('sini')}<br><span class=so>{self.any('Жалобы на кашель, температура 37,4. Назначено: обильное питьё.', 'Состояние удовлетворительное, АД 130/80.', 'Ритм синусовый, ЧСС 72.')}</span></div>" for _ in range(6))  # fmt: skip
        return f"{kit}{self.top('ЭМК', 'Осмотры', 'Анализы', 'Рецепты', 'Больничные')}{head}{notes}"

    def registry_search(self) -> str:
        kit = self.kit()
        form = f"<div class=box>{self.pair('Фамилия', self.v('s'))}{self.pair('Дата рождения', self.v('dob'))}{self.pair('ЕНП', self.v('oms'))}</div>"
        rows = self.grid([("Ф.И.О.", lambda: self.v("FIO")), ("Д/р", lambda: self.v("dob")), ("ЕНП", lambda: self.v("oms")), ("СНИЛС", lambda: self.v("snils")), ("СМО", lambda: self.any("СОГАЗ-Мед", "МАКС-М", "Капитал МС")), ("Прикрепление", lambda: self.one("hospitals")), ("Статус", lambda: self.any("действует", "закрыт"))], 9, 1)  # fmt: skip
        return f"{kit}{self.top('ЕРЗЛ', 'Поиск застрахованного', 'История запросов')}<div class=row><div style='width:32%'>{form}</div><div class=fill>{rows}</div></div>"

    def vaccination_day(self) -> str:
        kit = self.kit()
        rows = self.grid([("Время", self.time), ("Ребёнок", lambda: self.v("fio")), ("Рожд.", lambda: self.v("dob")), ("Прививка", lambda: self.any("АКДС", "Грипп", "Корь", "Манту")), ("Представитель", lambda: self.v("sini")), ("Телефон", lambda: self.v("phone")), ("Отметка", lambda: self.any("сделано", "отвод", "не пришёл"))], 17, 6)  # fmt: skip
        return f"{kit}{self.top('Прививочный кабинет', 'Сегодня', 'План', 'Остатки вакцин')}{rows}{self.foot('Каб. 118', 'Медсестра на смене')}"

    def user_accounts(self) -> str:
        kit = self.kit()
        rows = self.grid([("Логин", lambda: f"user{self.n(100, 999)}"), ("Сотрудник", lambda: self.v("fio")), ("Должность", lambda: self.any("врач-терапевт", "медсестра", "регистратор")), ("Почта", lambda: self.v("email")), ("Последний вход", self.ago), ("Роль", lambda: self.any("Врач", "Регистратура", "Статистика")), ("Статус", lambda: self.any("активен", "заблокирован"))], 16, 2)  # fmt: skip
        return f"{kit}{self.top('Администрирование', 'Пользователи', 'Роли', 'Журнал входов')}{rows}"

    def certificate_error(self) -> str:
        kit = self.kit()
        back = self.card_line(("Документ", "Эпикриз стационарный"), ("Пациент", self.v("fio")), ("Дата рождения", self.v("dob")), ("ИБ", self.v("mrn")))  # fmt: skip
        box = f"<div style='position:fixed;left:26%;top:28%;width:560px;{BOX};box-shadow:0 6px 24px #000a'><b>Подписание документа</b><p>Не удалось подписать. Сертификат владельца {self.v('fio')} не действителен.</p><p>СНИЛС владельца: {self.v('snils')}<br>Издатель: УЦ Федерального казначейства<br>Действует до: {self.day()}</p>{self.buttons('Выбрать другой', 'Закрыть')}</div>"
        rows = self.grid([("Раздел", lambda: self.any("Диагноз", "Анамнез", "Лечение", "Рекомендации")), ("Заполнил", lambda: self.v("sini")), ("Изменено", self.ago), ("Статус", lambda: self.any("готово", "черновик"))], 12, 0)  # fmt: skip
        return f"{kit}{self.top('Документ', 'Правка', 'Подпись', 'Отправка')}{back}{rows}{box}"

    def call_center(self) -> str:
        kit = self.kit()
        left = "".join(f"<div style='padding:6px 10px;border-bottom:1px solid var(--line)'><span style='{ICON}'></span><b>{self.v('phone')}</b> <span class=so>{self.time()}</span><br>{self.any(self.v('fi'), 'не определён')} · {self.any('запись', 'отмена', 'справка')}</div>" for _ in range(9))  # fmt: skip
        right = self.group("Звонящий", ("ФИО", self.v("fio")), ("Дата рождения", self.v("dob")), ("Полис", self.v("oms")), ("Куда", self.one("hospitals")), ("К кому", self.v("sini")), ("Когда", self.day() + " " + self.time()))  # fmt: skip
        return f"{kit}{self.top('Контакт-центр', 'Очередь', 'Мои звонки')}<div class=row><div style='width:38%'>{left}</div><div class=fill>{right}{self.buttons('Записать', 'Перевести')}</div></div>"

    def soap_response(self) -> str:
        kit = self.kit()
        s, n, p = self.person()
        lines = ("POST /services/gip HTTP/1.1 → 200, 412 мс", "&lt;ns2:GetPatientResponse&gt;", f"&nbsp;&nbsp;&lt;familyName&gt;{s}&lt;/familyName&gt;", f"&nbsp;&nbsp;&lt;givenName&gt;{n}&lt;/givenName&gt;", f"&nbsp;&nbsp;&lt;middleName&gt;{p}&lt;/middleName&gt;", f"&nbsp;&nbsp;&lt;birthDate&gt;{self.gold(self.shaped_dob(1), 'DOB')}&lt;/birthDate&gt;", f"&nbsp;&nbsp;&lt;snils&gt;{self.v('snils')}&lt;/snils&gt;", f"&nbsp;&nbsp;&lt;phone&gt;{self.v('phone')}&lt;/phone&gt;", "&nbsp;&nbsp;&lt;idPatientMis&gt;7f3c-41&lt;/idPatientMis&gt;", "&nbsp;&nbsp;&lt;errorCode&gt;0&lt;/errorCode&gt;", "&lt;/ns2:GetPatientResponse&gt;")  # fmt: skip
        return f"{kit}<div class=ti>SoapUI — GetPatient<u>_□×</u></div>{self.menu('File', 'Project', 'Suite', 'Tools')}<div style='font-family:\"DejaVu Sans Mono\";background:var(--panel);padding:10px'>{'<br>'.join(lines)}</div>"

    def survey_table(self) -> str:
        kit = self.kit()
        rows = self.grid([("Дата", self.day), ("Исследование", lambda: self.any("МРТ головного мозга", "КТ ОГК", "УЗИ почек")), ("Фамилия И.О.", lambda: self.v("sini")), ("Г.р.", lambda: self.v("dob")), ("Карта", lambda: self.v("mrn")), ("Кабинет", lambda: self.n(100, 420)), ("Описал", lambda: self.v("sini")), ("Готовность", lambda: self.any("описано", "ждёт", "отменено"))], 18, 3)  # fmt: skip
        return f"{kit}{self.top('РИС', 'Рабочий список', 'Архив', 'Второе мнение')}{rows}"

    def letter_window(self) -> str:
        kit = self.kit()
        head = f"<div class=box><b>Тема:</b> Ошибка при выписке рецепта<br><b>От:</b> {self.v('fi')} &lt;{self.v('email')}&gt;<br><b>Кому:</b> support@medsoft.example.ru<br><b>Дата:</b> {self.day()}, {self.time()}</div>"
        body = f"<div style='padding:14px;background:var(--panel)'><p>Добрый день!</p><p>У пациента {self.v('fio')}, {self.v('dob')} г.р., не выписывается льготный рецепт: «Не найден СНИЛС {self.v('snils')} в регистре».</p><p>Полис {self.v('oms')}, адрес {self.v('addr')}. Пробовали перезайти, не помогло. Версия 5.21.4.</p><p>С уважением,<br>{self.v('fio')}<br>врач-терапевт, тел. {self.v('phone')}</p></div>"
        return f"{kit}{self.top('Входящие (14)', 'Отправленные', 'Черновики')}{head}{body}"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def drug_stock_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Препарат", lambda: self.one("drugs")), ("Форма", lambda: self.any("таб.", "амп.", "капс.")), ("Остаток", lambda: self.n(0, 900)), ("Серия", lambda: f"{self.n(10, 99)}0{self.n(100, 999)}"), ("Годен до", self.day), ("Склад", lambda: self.any("Аптека № 1", "Отделение 4"))], 18, 2)  # fmt: skip
        return f"{kit}{self.top('Аптека', 'Остатки', 'Накладные', 'Заявки')}{rows}"

    def form_designer_clean(self) -> str:
        kit = self.kit()
        fields = "".join(self.pair(name, self.any("текст", "дата", "список", "число")) for name in ("Фамилия", "Имя", "Отчество", "Дата рождения", "Пол", "СНИЛС", "Полис ОМС", "Адрес", "Телефон", "Диагноз"))  # fmt: skip
        return f"{kit}{self.top('Конструктор форм', 'Поля', 'Печать', 'Права')}<div class=box>Форма «Карта пациента», редакция 14</div>{fields}"

    def service_prices_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Код", lambda: f"B0{self.n(1, 9)}.0{self.n(10, 99)}.00{self.n(1, 9)}"), ("Услуга", lambda: self.one("services")), ("Цена, руб.", lambda: f"{self.n(300, 9000)},00"), ("Действует с", self.day), ("Отделение", lambda: self.any("Поликлиника", "Стационар", "Лаборатория"))], 18, 1)  # fmt: skip
        return f"{kit}{self.top('Прейскурант', 'Платные услуги', 'Скидки')}{rows}"


PEOPLE = {"twentyeighth": ("ward_list", "electronic_record", "registry_search", "vaccination_day", "user_accounts", "certificate_error", "call_center", "soap_response", "survey_table", "letter_window")}  # fmt: skip
CLEAN = {"twentyeighth": ("drug_stock_clean", "form_designer_clean", "service_prices_clean")}
