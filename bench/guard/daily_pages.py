"""Pages of the twenty-ninth set of screens (`fresh_screens.py`): windows of one more ordinary day, drawn after all corrections."""

from bench.guard.ordinary_pages import OrdinaryScreens
from bench.guard.province_pages import BOX

MONO = 'font-family:"DejaVu Sans Mono"'


class DailyScreens(OrdinaryScreens):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    # -- somebody ------------------------------------------------------------------------------------------------------

    def attached_people(self) -> str:
        kit = self.kit()
        rows = self.grid([("№ карты", lambda: self.v("mrn")), ("Пациент", lambda: self.v("fio")), ("Пол", lambda: self.any("М", "Ж")), ("Дата рожд.", lambda: self.v("dob")), ("Возраст", lambda: self.n(1, 95)), ("СНИЛС", lambda: self.v("snils")), ("Полис ОМС", lambda: self.v("oms")), ("Участок", lambda: f"Тер. {self.n(1, 30)}"), ("Дата прикр.", self.day), ("Льгота", lambda: self.any("", "081", "083", "010"))], 20, 4)  # fmt: skip
        return f"{kit}{self.top('Картотека', 'Пациенты', 'Участки', 'Открепление')}<div class='row gap'><span>Поиск</span><span class=in>Введите ФИО, полис или СНИЛС</span><span class='b y'>Найти</span><span class=so>Показано 1–20 из 3 418</span></div>{rows}{self.foot('Строка 5 из 20', 'База: prod-2')}"

    def patient_page(self) -> str:
        kit = self.kit()
        head = f"<div style='{BOX};margin:8px;padding:10px'><div style='font-size:1.6em'>{self.v('fio')}</div><div class=so>{self.any('Мужчина', 'Женщина')}, {self.n(18, 90)} лет · {self.v('dob')} · карта {self.v('mrn')} · {self.v('phone')}</div><div>Аллергия: пенициллин · Группа крови: A(II) Rh+ · Инвалидность: нет</div></div>"
        visits = self.grid([("Дата", self.day), ("Вид", lambda: self.any("Амбулаторный приём", "Стационар", "Телемедицина")), ("МО", lambda: self.one("hospitals")), ("Специалист", lambda: self.v("sini")), ("Диагноз", lambda: self.one("diagnoses")), ("Документы", lambda: self.any("протокол", "эпикриз", "—"))], 13, 0)  # fmt: skip
        return (
            f"{kit}{self.top('Медкарта', 'Обзор', 'Посещения', 'Исследования', 'Рецепты', 'Документы')}{head}{visits}"
        )

    def lab_form(self) -> str:
        kit = self.kit()
        left = self.group("Заказ", ("Номер заказа", "11847" + self.n(100, 999)), ("Дата взятия", self.day() + " " + self.time()), ("Биоматериал", "Кровь венозная"), ("Заказчик", self.one("hospitals")), ("Назначил", self.v("sini")))  # fmt: skip
        right = self.group("Пациент", ("ФИО", self.v("fio")), ("Дата рождения", self.v("dob")), ("Пол", "Ж"), ("Полис", self.v("oms")), ("Телефон", self.v("phone")), ("E-mail для результатов", self.v("email")))  # fmt: skip
        rows = self.grid([("Показатель", lambda: self.any("Гемоглобин", "Лейкоциты", "СОЭ", "Креатинин", "АЛТ", "Глюкоза", "Холестерин")), ("Результат", lambda: f"{self.n(2, 180)},{self.n(0, 9)}"), ("Ед.", lambda: self.any("г/л", "ммоль/л", "Ед/л")), ("Норма", lambda: f"{self.n(1, 40)}–{self.n(41, 160)}"), ("Метод", lambda: self.any("фотометрия", "ИФА")), ("Валидация", lambda: self.v("sini"))], 10, 1)  # fmt: skip
        return f"{kit}{self.top('ЛИС', 'Заказы', 'Результаты', 'Контроль качества')}<div style='display:grid;grid-template-columns:1fr 1fr'>{left}{right}</div>{rows}{self.buttons('Одобрить', 'На доработку', 'Печать бланка')}"

    def recipe_paper(self) -> str:
        kit = self.kit()
        lines = (f"{self.one('hospitals')}, код формы по ОКУД 3108805", "РЕЦЕПТУРНЫЙ БЛАНК, форма № 107-1/у", f"Дата оформления: {self.day()}", f"Ф.И.О. пациента: {self.v('fio')}", f"Дата рождения: {self.v('dob')}", f"Ф.И.О. лечащего врача: {self.v('fio')}", f"Rp: {self.one('drugs')}, по 1 таблетке 2 раза в день", "Рецепт действителен в течение 60 дней", f"№ медицинской карты: {self.v('mrn')}, адрес: {self.v('addr')}", f"Подпись врача: {self.v('sini')}")  # fmt: skip
        paper = "".join(f"<p style='margin:9px 0'>{line}</p>" for line in lines)
        return f"{kit}{self.top('Печатная форма', 'Масштаб 100 %', 'Страница 1 из 1')}<div style='background:#fff;color:#000;width:620px;margin:14px auto;padding:26px;border:1px solid #999'>{paper}</div>"

    def action_log(self) -> str:
        kit = self.kit()
        rows = self.grid([("Дата и время", lambda: f"{self.day()} {self.time()}:{self.n(10, 59)}"), ("Пользователь", lambda: self.v("sini")), ("IP", lambda: f"10.{self.n(0, 99)}.{self.n(0, 99)}.{self.n(1, 250)}"), ("Действие", lambda: self.any("Просмотр карты", "Изменение полиса", "Печать справки", "Вход")), ("Объект", lambda: self.any(f"Пациент: {self.v('fio')}", f"Карта {self.v('mrn')}", "Справочник МКБ-10", f"Пациент: {self.v('sini')}")), ("Результат", lambda: self.any("успешно", "отказ"))], 20, 2)  # fmt: skip
        return f"{kit}{self.top('Аудит', 'Журнал действий', 'Отчёты', 'Настройка')}<div class='row gap'><span>С</span><span class=in>01.11.2026</span><span>По</span><span class=in>21.11.2026</span><span>Действие</span><span class=in>Все</span></div>{rows}"

    def stack_trace(self) -> str:
        kit = self.kit()
        back = self.grid([("Очередь", lambda: self.any("remd-out", "fer-in", "smev")), ("Сообщений", lambda: self.n(0, 400)), ("Ошибок", lambda: self.n(0, 40)), ("Последняя", self.ago)], 18, 3)  # fmt: skip
        text = "<br>".join((f"ru.mis.emd.SignException: Не найден сертификат сотрудника {self.v('fio')}, СНИЛС {self.v('snils')}", "&nbsp;&nbsp;at ru.mis.emd.Signer.sign(Signer.java:118)", "&nbsp;&nbsp;at ru.mis.emd.Outbox.send(Outbox.java:64)", f"Документ: Протокол консультации, пациент {self.v('fio')} ({self.v('dob')})", f"Полис: {self.v('oms')}", "Caused by: java.security.KeyStoreException: alias not found", "&nbsp;&nbsp;... 14 more"))  # fmt: skip
        return f"{kit}{self.top('Мониторинг', 'Очереди', 'Журналы')}{back}<div style='position:fixed;left:14%;top:22%;width:760px;{BOX};box-shadow:0 6px 24px #000a'><b>Подробности ошибки</b><div style='{MONO};padding:8px 0'>{text}</div>{self.buttons('Копировать', 'Закрыть')}</div>"

    def excel_window(self) -> str:
        kit = self.kit()
        heads = (
            "Фамилия",
            "Имя",
            "Отчество",
            "Дата рождения",
            "СНИЛС",
            "Серия и номер паспорта",
            "Телефон",
            "Категория",
        )
        letters = "".join(f"<th style='text-align:center'>{letter}</th>" for letter in " ABCDEFGH")
        body = f"<tr><th>1</th>{''.join(f'<td>{head}</td>' for head in heads)}</tr>"
        for number in range(2, 24):
            s, n, p = self.person()
            cells = (s, n, p, self.v("dob"), self.v("snils"), self.v("passport"), self.v("phone"), self.any("работник", "пенсионер", "ребёнок"))  # fmt: skip
            body += f"<tr><th>{number}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        return f"{kit}<div class=ti>Список на ДВН.xlsx — Excel<u>_□×</u></div>{self.menu('Файл', 'Главная', 'Вставка', 'Формулы', 'Данные', 'Вид')}<table style='width:100%'><tr>{letters}</tr>{body}</table>{self.foot('Лист1', 'Лист2', 'Готово', '100 %')}"

    def remote_consults(self) -> str:
        kit = self.kit()
        cards = "".join(f"<div style='{BOX};padding:8px'><b>{self.v('fi')}</b>, {self.n(18, 80)} л. <span class=so>{self.v('dob')}</span><br>Запрос № {self.n(1000, 9999)} от {self.day()}<br>Запрашивает: {self.v('sini')}, {self.one('hospitals')}<br>Консультант: {self.v('sini')}<br><span class=so>{self.one('diagnoses')} · {self.any('плановая', 'неотложная')}</span></div>" for _ in range(12))  # fmt: skip
        return f"{kit}{self.top('Телемедицина', 'Входящие запросы', 'Консилиумы', 'Архив')}<div style='display:grid;grid-template-columns:repeat(3,1fr);gap:8px;padding:8px'>{cards}</div>"

    def paid_contracts(self) -> str:
        kit = self.kit()
        rows = self.grid([("Договор", lambda: f"П-{self.n(1000, 9999)}"), ("Дата", self.day), ("Заказчик", lambda: self.v("fio")), ("Паспорт", lambda: self.v("passport")), ("Пациент", lambda: self.v("sini")), ("Услуга", lambda: self.one("services")), ("Сумма", lambda: f"{self.n(500, 9000)},00"), ("Телефон", lambda: self.v("phone")), ("Кассир", lambda: self.v("s"))], 17, 6)  # fmt: skip
        return f"{kit}{self.top('Платные услуги', 'Договоры', 'Чеки', 'Возвраты')}{rows}<div class=box>Итого за день: 48 договоров на сумму 214 300,00 руб.</div>"

    def leave_card(self) -> str:
        kit = self.kit()
        person = self.group("Получатель", ("Фамилия, имя, отчество", self.v("fio")), ("Дата рождения", self.v("dob")), ("СНИЛС", self.v("snils")), ("ИНН", self.v("inn")), ("Место работы", self.any("ООО «Вектор»", "МБОУ СОШ № 14", "АО «Заря»")))  # fmt: skip
        leave = self.group("Листок нетрудоспособности", ("Номер ЭЛН", self.sick_leave()), ("Дата выдачи", self.day()), ("Причина", "01 — заболевание"), ("Диагноз", self.one("diagnoses")), ("Условия", "Амбулаторно"))  # fmt: skip
        rows = self.grid([("С", self.day), ("По", self.day), ("Врач", lambda: self.v("sini")), ("Председатель ВК", lambda: self.any("", self.v("sini"))), ("Статус в СФР", lambda: self.any("Открыт", "Продлён", "Закрыт"))], 4, 1)  # fmt: skip
        return f"{kit}{self.top('ЭЛН', 'Открытые', 'Продление', 'Журнал обмена с СФР')}<div style='display:grid;grid-template-columns:1fr 1fr'>{person}{leave}</div>{rows}{self.buttons('Продлить', 'Закрыть', 'Отправить в СФР')}"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def options_clean(self) -> str:
        kit = self.kit()
        pairs = [("Адрес сервера приложений", "10.14.2.118:8443"), ("Версия", "5.21.4 от 14.11.2026"), ("Код МО", "780231"), ("OID организации", "1.2.643.5.1.13.13.12.2.77.8312"), ("Время ожидания, с", "120"), ("Формат номера карты", "ГГ-NNNNNN"), ("Маска СНИЛС", "NNN-NNN-NNN NN"), ("Логотип", "logo.png"), ("Часовой пояс", "МСК+2")]  # fmt: skip
        return f"{kit}{self.top('Администрирование', 'Параметры', 'Лицензии', 'Обновления')}<div style='width:60%'>{''.join(self.pair(*each, width=240) for each in pairs)}</div>{self.buttons('Применить', 'Сбросить')}"

    def report_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Строка", lambda: self.n(1, 40)), ("Наименование", lambda: self.one("diagnoses")), ("Всего", lambda: self.n(10, 4000)), ("Взрослые", lambda: self.n(10, 3000)), ("Дети 0–17", lambda: self.n(0, 900)), ("На 100 тыс.", lambda: f"{self.n(10, 900)},{self.n(0, 9)}"), ("Рост, %", lambda: f"{self.n(80, 130)},{self.n(0, 9)}")], 20, 0)  # fmt: skip
        return f"{kit}{self.top('Статистика', 'Форма № 12', 'Форма № 30', 'Форма № 14')}<div class=box>Форма № 12, таблица 2000 · отчётный период 2025 год · свод по 29 регионам</div>{rows}"

    def services_monitor_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Узел", lambda: f"app-{self.n(1, 40)}"), ("Служба", lambda: self.any("emd-gate", "fer-proxy", "nsi-sync", "queue")), ("CPU, %", lambda: self.n(0, 99)), ("ОЗУ, МБ", lambda: self.n(200, 9000)), ("Запросов/мин", lambda: self.n(0, 5000)), ("Ошибок", lambda: self.n(0, 60)), ("Работает с", lambda: f"{self.day()} {self.time()}"), ("Версия", lambda: f"5.{self.n(1, 30)}.{self.n(0, 9)}")], 18, 5)  # fmt: skip
        return f"{kit}{self.top('Мониторинг', 'Службы', 'Базы данных', 'Каналы связи')}{rows}{self.foot('Обновление каждые 30 с', 'Узлов 40')}"


PEOPLE = {"twentyninth": ("attached_people", "patient_page", "lab_form", "recipe_paper", "action_log", "stack_trace", "excel_window", "remote_consults", "paid_contracts", "leave_card")}  # fmt: skip
CLEAN = {"twentyninth": ("options_clean", "report_clean", "services_monitor_clean")}
