"""Pages of the twenty-sixth set of screens (`fresh_screens.py`): papers, calls, notes and lists without heads."""

from bench.guard.county_pages import CountyScreens
from bench.guard.province_pages import BOX

PAGE = "background:#fff;color:#111;width:760px;margin:10px auto;padding:22px 40px;font-size:14px;line-height:1.55"


class WorkdayScreens(CountyScreens):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def sheet(self, text: str, font: str = "Liberation Serif") -> str:
        return f"<div style='background:#70757a;padding:1px'>{self.menu('Файл', 'Главная', 'Вставка', 'Рецензирование', 'Вид')}<div style=\"{PAGE};font-family:'{font}'\">{text}</div></div>"

    # -- somebody ------------------------------------------------------------------------------------------------------

    def discharge_summary(self) -> str:
        return self.kit() + self.sheet(f"<div style='text-align:center'>{self.one('hospitals')}<br><b>ВЫПИСНОЙ ЭПИКРИЗ</b> из истории болезни № {self.v('mrn')}</div><p>Пациентка <b>{self.v('fio')}</b>, {self.v('dob')} года рождения, проживающая по адресу: {self.v('addr')}, находилась на стационарном лечении с {self.day()} по {self.day()}.</p><p>Полис: {self.v('oms')}. СНИЛС: {self.v('snils')}. Телефон: {self.v('phone')}.</p><p>Диагноз: {self.one('diagnoses')}. Сопутствующий: гипертоническая болезнь II стадии.</p><p>Проведено: ОАК — Hb 128 г/л, L 6,4; глюкоза 5,1 ммоль/л; ЭКГ — ритм синусовый, 72 в минуту. Консультация невролога ({self.v('sini')}).</p><p>Лечение: эналаприл 10 мг, аспирин 100 мг. Рекомендовано наблюдение терапевта.</p><p>Лечащий врач ____________ {self.v('sini')}<br>Зав. отделением ____________ {self.v('sini')}</p>")  # fmt: skip

    def consent_form(self) -> str:
        return self.kit() + self.sheet(f"<div style='text-align:center'><b>ИНФОРМИРОВАННОЕ ДОБРОВОЛЬНОЕ СОГЛАСИЕ</b></div><p>Я, {self.v('fio')}, «{self.n(1, 28)}» марта 1974 г. рождения, зарегистрированный(ая) по адресу: {self.v('addr')}, паспорт {self.v('passport')}, выдан ОВД, контактный телефон {self.v('phone')}, даю согласие на виды вмешательств, включённые в Перечень (приказ № 390н от 23.04.2012).</p><p>Сведения о лицах, которым может быть передана информация о состоянии моего здоровья: {self.v('fio')}, {self.v('phone')}.</p><p>____________ (подпись) &nbsp; {self.v('fio')}</p><p>____________ (подпись) &nbsp; {self.v('sini')}, врач-терапевт участковый</p><p>«24» ноября 2026 г.</p>", "PT Sans")  # fmt: skip

    def headless_list(self) -> str:
        kit = self.kit()
        rows = "".join(f"<tr><td>{i + 1}.</td><td>{self.v('fio')}</td><td>{self.v('dob')}</td><td>{self.v('snils')}</td><td>{self.v('phone')}</td><td>{self.any('льготник', 'инвалид II гр.', 'ветеран труда', '')}</td></tr>" for i in range(18))  # fmt: skip
        return f"{kit}{self.top('список_на_прививку.xlsx', 'Только чтение')}<table style='width:auto'>{rows}</table>"

    def call_journal(self) -> str:
        kit = self.kit()
        rows = "".join(f"<div style='display:flex;gap:18px;padding:5px 12px;border-bottom:1px solid var(--line)'><span style='width:20px'>{self.any('↘', '↗', '✗')}</span><span style='width:130px'>{self.v('phone')}</span><span style='flex:1'>{self.any(self.v('if'), 'Неизвестный', self.v('fi'), 'Поликлиника № 4, справочная')}</span><span class=so>{self.ago()}</span><span style='width:60px'>{self.n(0, 9)}:{self.n(10, 59)}</span><span style='width:110px'>{self.any('оператор 12', 'оператор 7', 'пропущен')}</span></div>" for _ in range(15))  # fmt: skip
        note = f"<div style='{BOX};margin:8px'><b>Заметка к звонку</b><br>Звонит {self.v('fio')} по поводу матери, {self.v('fio')}, {self.v('dob')}. Не может записаться: «полис {self.v('oms')} не найден». Обещали перезвонить до 16:00. Заявка 20418.</div>"
        return f"{kit}{self.top('Телефония', 'Журнал', 'Очереди', 'Записи')}<div class=row><div class=fill>{rows}</div><div style='width:330px;flex:none'>{note}</div></div>"

    def right_labels(self) -> str:
        kit = self.kit()
        fields = (("Пациент", self.v("fio")), ("Дата рожд.", self.v("dob")), ("Документ", "Паспорт " + self.v("passport")), ("Полис", self.v("oms")), ("Прописан", self.v("addr")), ("Работает", "МБОУ СОШ № 14, учитель"), ("Моб.", self.v("phone")), ("Почта", self.v("email")), ("Карта", self.v("mrn")), ("Прикрепил", self.v("sini")))  # fmt: skip
        body = "".join(f"<div style='display:flex;gap:10px;padding:3px 0'><div style='width:110px;text-align:right' class=so>{name}</div><div>{value}</div></div>" for name, value in fields)  # fmt: skip
        visits = "".join(f"<div style='{BOX};margin:6px 0'>{self.day()} · {self.any('Терапевт', 'Офтальмолог', 'ЭКГ')} · {self.v('sini')} · каб. {self.n(100, 420)} <span class=so>случай {self.n(100000, 999999)}</span></div>" for _ in range(7))  # fmt: skip
        return f"{kit}{self.top('Карточка', 'Посещения', 'Документы', 'Льготы')}<div class=row><div class='box' style='width:46%'>{body}</div><div class=fill style='padding:8px'><div class=ttl>Посещения</div>{visits}</div></div>"

    def message_box(self) -> str:
        kit = self.kit()
        back = self.grid([("Время", self.time), ("Пациент", lambda: self.v("FIO")), ("Возраст", lambda: self.n(1, 92)), ("Услуга", lambda: self.one("services")), ("Кабинет", lambda: self.n(100, 420)), ("Исполнитель", lambda: self.v("sini"))], 18, 4)  # fmt: skip
        box = f"<div style='position:fixed;left:30%;top:34%;width:470px;{BOX};box-shadow:0 6px 24px #0009'><b>Ошибка</b><br>Нарушение уникальности ключа «uk_patient_snils».<br>Запись с номером {self.v('snils')} уже есть: {self.v('fio')} ({self.v('dob')}).<br>ORA-00001: unique constraint violated (MIS.UK_20418){self.buttons('ОК', 'Подробнее')}</div>"
        return f"{kit}{self.top('Рабочий стол регистратора', self.day())}{back}{box}"

    def xml_document(self) -> str:
        kit = self.kit()
        s, n, p = self.person()
        code = f'&lt;recordTarget&gt;\n  &lt;patientRole&gt;\n    &lt;id root="1.2.643.5.1.13.13.12.2.54.1.100.1.1.10" extension="{self.v("mrn")}"/&gt;\n    &lt;id root="1.2.643.100.3" extension="{self.v("snils")}"/&gt;\n    &lt;addr&gt;&lt;streetAddressLine&gt;{self.v("addr")}&lt;/streetAddressLine&gt;&lt;/addr&gt;\n    &lt;telecom value="tel:{self.v("phone")}"/&gt;\n    &lt;patient&gt;\n      &lt;name&gt;&lt;family&gt;{s}&lt;/family&gt;&lt;given&gt;{n}&lt;/given&gt;&lt;given&gt;{p}&lt;/given&gt;&lt;/name&gt;\n      &lt;administrativeGenderCode code="2" codeSystem="1.2.643.5.1.13.13.11.1040"/&gt;\n      &lt;birthTime value="{self.gold(self.shaped_dob(0), "DOB")}"/&gt;\n    &lt;/patient&gt;\n    &lt;providerOrganization&gt;&lt;name&gt;{self.one("hospitals")}&lt;/name&gt;&lt;/providerOrganization&gt;\n  &lt;/patientRole&gt;\n&lt;/recordTarget&gt;\n&lt;author&gt;&lt;time value="202611231015+0300"/&gt;&lt;assignedAuthor&gt;\n  &lt;id root="1.2.643.100.3" extension="{self.v("snils")}"/&gt;\n  &lt;assignedPerson&gt;&lt;name&gt;{self.v("fio")}&lt;/name&gt;&lt;/assignedPerson&gt;\n&lt;/assignedAuthor&gt;&lt;/author&gt;'
        return f"{kit}<div class=ti>SEMD_119.xml — Notepad++<u>_□×</u></div>{self.menu('Файл', 'Правка', 'Поиск', 'Вид', 'Кодировки', 'Синтаксис')}<pre style='font-family:\"DejaVu Sans Mono\";margin:8px 14px'>{code}</pre>"

    def sms_and_push(self) -> str:
        kit = self.kit()
        rows = self.grid([("Отправлено", self.ago), ("На номер", lambda: self.v("phone")), ("Текст", lambda: self.any(f"{self.v('if')}, Вы записаны на 24.11 в {self.time()}, каб. {self.n(100, 420)}", f"Готовы результаты анализов: {self.v('sini')}", "Приём отменён. Позвоните в регистратуру", f"Код подтверждения {self.n(1000, 9999)}")), ("Статус", lambda: self.any("доставлено", "ошибка 12", "в очереди"))], 16, 2)  # fmt: skip
        return f"{kit}{self.top('Рассылка', 'СМС', 'Push', 'Шаблоны', 'Баланс 12 440 руб.')}{rows}"

    def benefit_recipes(self) -> str:
        kit = self.kit()
        blocks = "".join(f"<div style='{BOX};margin:6px'><div style='display:flex;gap:24px'><b>{self.v('fio')}</b><span>{self.v('dob')}</span><span>{self.v('snils')}</span></div><div class=so>45 {self.n(10, 99)} № {self.n(10**5, 10**6)} · код льготы {self.n(10, 99)} · {self.one('drugs')} · {self.any('обеспечен', 'отсрочен', 'выписан')}</div><div>Врач {self.v('sini')} · аптека № {self.n(1, 60)} · {self.day()}</div></div>" for _ in range(8))  # fmt: skip
        return f"{kit}{self.top('ЛЛО', 'Рецепты', 'Отсроченные', 'Остатки аптек')}{blocks}"

    def tasks_board(self) -> str:
        kit = self.kit()

        def column(title: str) -> str:
            cards = "".join(f"<div style='{BOX};margin:6px'><b>{self.any('Дубль карты', 'Ошибка ЭЛН', 'Не видно анализов', 'Смена фамилии')}</b><br>{self.any(self.v('fio') + ', ' + self.v('dob'), 'Карта ' + self.v('mrn') + ', ' + self.v('sini'), 'СНИЛС ' + self.v('snils'), 'Без пациента, версия 5.21')}<br><span class=so>#{self.n(10000, 99999)} · {self.one('hospitals')}</span></div>" for _ in range(4))  # fmt: skip
            return f"<div style='background:var(--head);padding:4px'><div class=ttl>{title}</div>{cards}</div>"

        return f"{kit}{self.top('Доска', 'Список', 'Отчёт')}<div style='display:grid;grid-template-columns:repeat(4,1fr);gap:8px;padding:8px'>{''.join(map(column, ('Новые', 'В работе', 'Ждём клиента', 'Готово')))}</div>"

    def ultrasound_device(self) -> str:
        kit = self.kit()
        bar = f"<div style='background:#000;color:#9fe;padding:6px 14px;display:flex;gap:40px'><span>{self.v('FIO')}</span><span>{self.v('dob')}</span><span>ID: {self.v('mrn')}</span><span>C5-2 / Abd</span><span>MI 1.2 TIs 0.4</span></div>"
        work = self.grid([("Дата", self.day), ("Время", self.time), ("Имя пациента", lambda: self.v("FIO")), ("ID пациента", lambda: self.v("mrn")), ("Дата рожд.", lambda: self.v("dob")), ("Снимков", lambda: self.n(1, 40)), ("Оператор", lambda: self.v("sini"))], 11, 0)  # fmt: skip
        return f"{kit}{bar}<div style='background:#111;height:220px'></div>{work}{self.foot('DICOM: PACS01 готов', 'Диск 71 %')}"

    def stand_up_notes(self) -> str:
        kit = self.kit()
        notes = "".join(f"<p style='margin:7px 14px'>{text}</p>" for text in (f"08:00 принял смену, дежурный {self.v('sini')}", f"08:40 {self.v('s')} из пятой палаты — жалобы на боль, вызван хирург", f"09:15 поступила {self.v('fio')}, {self.n(60, 90)} лет, ИБ {self.v('mrn')}", f"10:05 сын {self.v('s')} звонил с {self.v('phone')}", f"11:30 перевод в ОРИТ: {self.v('sini')}, 1948 г.р.", "12:00 планёрка, отключение МИС с 13:00 до 13:20", f"13:45 умер {self.v('fio')}, родственники извещены", f"15:10 консультация: профессор {self.v('sini')}", "16:00 остаток крови O(I) — 4 дозы", f"17:20 выписана {self.v('s')} {self.v('if')}, забрала дочь"))  # fmt: skip
        return f"{kit}<div class=ti>смена_23_11.txt — Блокнот<u>_□×</u></div>{self.menu('Файл', 'Правка', 'Формат', 'Вид', 'Справка')}<div style='background:var(--panel);font-family:\"DejaVu Sans Mono\"'>{notes}</div>"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def backup_window_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Копия", lambda: f"mis_prod_202611{self.n(10, 23)}.dump"), ("Размер", lambda: self.n(100, 999) + " ГБ"), ("Начало", self.ago), ("Длительность", lambda: f"{self.n(1, 4)} ч {self.n(1, 59)} мин"), ("Контрольная сумма", lambda: f"{self.random.getrandbits(48):012x}"), ("Хранить до", self.day), ("Итог", lambda: self.any("успешно", "ошибка 28: нет места"))], 15)  # fmt: skip
        return f"{kit}{self.top('Резервное копирование', 'Расписание', 'Хранилища')}{rows}"

    def norms_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Показатель", lambda: self.one("tests")), ("Ед.", lambda: self.one("units")), ("Мужчины", lambda: f"{self.n(1, 90)}–{self.n(91, 200)}"), ("Женщины", lambda: f"{self.n(1, 90)}–{self.n(91, 200)}"), ("Дети", lambda: f"{self.n(1, 90)}–{self.n(91, 200)}"), ("Метод", lambda: self.any("колориметрия", "ИФА", "ПЦР", "микроскопия"))], 18)  # fmt: skip
        return f"{kit}{self.top('Справочник норм', 'Редактирование')}{rows}"

    def contacts_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Служба", lambda: self.any("Первая линия", "Вторая линия", "Отдел внедрения", "РЭМД", "ТФОМС, отдел реестров")), ("Время работы", lambda: "пн–пт 8:00–20:00"), ("Заявки", lambda: "портал"), ("Срок ответа", lambda: self.n(1, 8) + " ч"), ("Уровень", lambda: self.any("Критический", "Высокий", "Обычный"))], 10)  # fmt: skip
        return f"{kit}{self.top('Куда обращаться', 'Регламент')}{rows}<div class=box>Приказ № 1144 от 12.05.2024, приложение 3, строки 14–22</div>"

    def metrics_clean(self) -> str:
        kit = self.kit()
        tiles = "".join(self.tile(f"<b style='font-size:1.7em'>{self.n(10, 99999)}</b>", f"<span class=so>{name}</span>") for name in ("Запросов в минуту", "Ошибок 5xx", "Документов в очереди", "Сессий", "Медленных запросов", "Свободно, ГБ", "Задержка, мс", "Пакетов ФЛК"))  # fmt: skip
        return f"{kit}{self.top('Состояние', 'Сервисы', 'Журнал')}<div style='display:grid;grid-template-columns:repeat(4,1fr);gap:10px;padding:10px'>{tiles}</div>{self.grid([('Сервис', lambda: self.any('emd-gate', 'er-proxy', 'lis-adapter', 'auth')), ('Узел', lambda: 'app' + self.n(10, 40)), ('Порт', lambda: self.n(8000, 9999)), ('PID', lambda: self.n(1000, 65000)), ('Память', lambda: self.n(200, 4000) + ' МБ')], 12)}"


PEOPLE = {"twentysixth": ("discharge_summary", "consent_form", "headless_list", "call_journal", "right_labels", "message_box", "xml_document", "sms_and_push", "benefit_recipes", "tasks_board", "ultrasound_device", "stand_up_notes")}  # fmt: skip
CLEAN = {"twentysixth": ("backup_window_clean", "norms_clean", "contacts_clean", "metrics_clean")}
