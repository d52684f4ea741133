"""Pages of the twenty-seventh set of screens (`fresh_screens.py`): what is sent to support every day, plainly laid out."""

from bench.guard.province_pages import BOX
from bench.guard.workday_pages import WorkdayScreens

MONO = 'font-family:"DejaVu Sans Mono"'
ERRORS = ("PATIENT_MISMATCH", "VALIDATION_ERROR", "NOT_UNIQUE_PROVIDED_ID", "NO_DATA_FOUND", "INVALID_SNILS")


class CommonScreens(WorkdayScreens):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def pair(self, name: str, value: str, width: int = 150) -> str:
        return f"<div style='display:flex;margin:3px 0'><span style='width:{width}px;flex:none' class=so>{name}</span><span style='border:1px solid var(--line);background:var(--panel);padding:1px 6px;flex:1'>{value}</span></div>"

    def group(self, title: str, *pairs: tuple[str, str]) -> str:
        return f"<fieldset style='margin:4px'><legend>{title}</legend>{''.join(self.pair(*each) for each in pairs)}</fieldset>"

    # -- somebody ------------------------------------------------------------------------------------------------------

    def dispensary_plan(self) -> str:
        kit = self.kit()
        rows = self.grid([("№", lambda: self.n(1, 99)), ("Пациент", lambda: self.v("fio")), ("Д.р.", lambda: self.v("dob")), ("Уч.", lambda: self.n(1, 40)), ("Диагноз", lambda: self.one("diagnoses")), ("Группа ДН", lambda: self.any("II", "III", "I")), ("Явка", self.day), ("Тел.", lambda: self.v("phone")), ("Врач", lambda: self.v("sini"))], 19, 3)  # fmt: skip
        return f"{kit}{self.top('Диспансерное наблюдение', 'План', 'Выполнено', 'Отчёты')}<div class=box>Участок 14 · ноябрь 2026 · всего 412 · просрочено 38</div>{rows}{self.foot('Строк: 412', 'Обновлено в ' + self.time())}"

    def admission(self) -> str:
        kit = self.kit()
        s, n, p = self.person()
        who = self.group("Пациент", ("Фамилия", s), ("Имя", n), ("Отчество", p), ("Дата рождения", self.v("dob")), ("Пол", self.any("Мужской", "Женский")), ("СНИЛС", self.v("snils")))  # fmt: skip
        papers = self.group("Документы", ("Вид документа", "Паспорт гражданина РФ"), ("Серия, номер", self.v("passport")), ("Полис ОМС", self.v("oms")), ("СМО", "АО «СОГАЗ-Мед»"))  # fmt: skip
        where = self.group("Адрес и связь", ("Адрес регистрации", self.v("addr")), ("Мобильный", self.v("phone")), ("Эл. почта", self.v("email")))  # fmt: skip
        case = self.group("Госпитализация", ("Отделение", self.any("Терапевтическое", "Хирургическое")), ("Палата", self.n(1, 30)), ("Диагноз", self.one("diagnoses")), ("Кем направлен", self.one("hospitals")), ("Врач", self.v("sini")), ("№ ИБ", self.v("mrn")))  # fmt: skip
        return f"{kit}{self.top('Приёмное отделение', 'Новая госпитализация')}<div style='display:grid;grid-template-columns:1fr 1fr'><div>{who}{papers}</div><div>{where}{case}</div></div>{self.buttons('Сохранить', 'Печать', 'Отмена')}"

    def doctors_week(self) -> str:
        kit = self.kit()
        doctors = [self.v("sini") for _ in range(4)]

        def slot() -> str:
            kind = self.random.randrange(5)
            return ("<span class=so>свободно</span>", f"{self.v('fi')}", f"{self.v('sini')}<br><span class=so>{self.v('phone')}</span>", "<span class=so>перерыв</span>", f"{self.v('sini')}, {self.any('первично', 'повторно')}")[kind]  # fmt: skip

        head = "".join(f"<th>{doctor}<br><span class=so>каб. {self.n(100, 420)}</span></th>" for doctor in doctors)
        rows = "".join(f"<tr><td>{8 + i // 3:02}:{i % 3 * 20:02}</td>{''.join(f'<td>{slot()}</td>' for _ in doctors)}</tr>" for i in range(14))  # fmt: skip
        return f"{kit}{self.top('Расписание', 'День', 'Неделя', self.day())}<table style='width:100%'><tr><th>Время</th>{head}</tr>{rows}</table>"

    def incoming_referrals(self) -> str:
        kit = self.kit()
        rows = self.grid([("Направление", lambda: f"{self.day()}<br><span class=so>№ {self.n(100000, 999999)}</span>"), ("Пациент", lambda: f"<b>{self.v('fio')}</b><br><span class=so>{self.v('dob')}, {self.any('м', 'ж')}</span>"), ("Откуда", lambda: f"{self.one('hospitals')}<br>{self.v('sini')}"), ("Услуга", lambda: self.one("services")), ("Полис", lambda: self.v("oms")), ("Статус", lambda: self.any("Принято", "На рассмотрении", "Отказано"))], 10, 2)  # fmt: skip
        return f"{kit}{self.top('Направления', 'Входящие', 'Исходящие', 'Квоты')}{rows}"

    def remd_journal(self) -> str:
        kit = self.kit()
        rows = self.grid([("Создан", self.ago), ("Вид документа", lambda: self.any("Протокол консультации", "Эпикриз стационарный", "Справка об оплате")), ("Пациент", lambda: self.v("fio")), ("СНИЛС", lambda: self.v("snils")), ("Подписал", lambda: self.v("sini")), ("Ответ РЭМД", lambda: self.any("Зарегистрирован", self.any(*ERRORS)))], 17, 1)  # fmt: skip
        detail = f"<div style='{BOX};margin:8px'><b>Ошибка {self.any(*ERRORS)}</b><br>Пациент {self.v('fio')} (СНИЛС {self.v('snils')}, дата рождения {self.v('dob')}) не найден в ГИП.<br>localUid {self.random.getrandbits(60):015x}, relatesToMessage 7f3c-{self.n(1000, 9999)}</div>"
        return f"{kit}{self.top('РЭМД', 'Журнал отправки', 'Очередь', 'Справочники')}{rows}{detail}"

    def help_chat(self) -> str:
        kit = self.kit()
        said = (
            (self.v("if"), f"Добрый день! Не могу закрыть случай у пациентки {self.v('fio')}, {self.v('dob')}."),
            ("Поддержка, 1-я линия", "Здравствуйте! Уточните номер карты и снимите ошибку целиком."),
            (self.v("if"), f"Карта {self.v('mrn')}, полис {self.v('oms')}. Ошибка «Не найден исполнитель»."),
            ("Поддержка, 1-я линия", f"Проверили: у врача {self.v('sini')} нет СНИЛС в карточке сотрудника."),
            (self.v("if"), f"СНИЛС врача {self.v('snils')}. Если что — звоните {self.v('phone')}, спросите {self.v('fi')}."),
            ("Поддержка, 2-я линия", "Исправили, сборка 5.21.4 ставится сегодня в 20:00. Заявка 104477."),
            (self.v("if"), f"Спасибо. И у {self.v('s')} то же самое, адрес {self.v('addr')} не сохраняется."),
        )  # fmt: skip
        lines = "".join(f"<div style='{BOX};margin:8px {40 if i % 2 else 200}px 8px {200 if i % 2 else 40}px'><b>{who}</b> <span class=so>{self.time()}</span><br>{text}</div>" for i, (who, text) in enumerate(said))  # fmt: skip
        return f"{kit}{self.top('Заявка 104477', 'Переписка', 'Файлы', 'История')}{lines}"

    def lab_result(self) -> str:
        kit = self.kit()
        head = f"<div class=box><b>{self.v('fio')}</b>, {self.v('dob')} г.р., пол {self.any('муж.', 'жен.')} · карта {self.v('mrn')}<br>Направил: {self.v('sini')}, {self.one('hospitals')} · Полис {self.v('oms')}<br>Штрихкод 4{self.n(10**7, 10**8)} · взят {self.day()} {self.time()} · валидировал {self.v('sini')}</div>"
        rows = self.grid([("Исследование", lambda: self.one("tests")), ("Результат", lambda: f"{self.n(1, 200)},{self.n(0, 9)}"), ("Ед. изм.", lambda: self.one("units")), ("Норма", lambda: f"{self.n(1, 90)}–{self.n(91, 200)}"), ("Флаг", lambda: self.any("", "", "↑", "↓"))], 15, 0)  # fmt: skip
        return f"{kit}{self.top('ЛИС', 'Результаты', 'Заявки', 'Контроль качества')}{head}{rows}"

    def upload_sheet(self) -> str:
        kit = self.kit()
        letters = "".join(f"<th style='text-align:center'>{letter}</th>" for letter in " ABCDEFGH")
        names = "".join(f"<td><b>{name}</b></td>" for name in ("№ п/п", "ФИО", "Дата рождения", "СНИЛС", "ЕНП", "Адрес", "Телефон", "Прим."))  # fmt: skip
        rows = "".join(f"<tr><th>{i + 2}</th><td>{i + 1}</td><td>{self.v('fio')}</td><td>{self.v('dob')}</td><td>{self.v('snils')}</td><td>{self.v('oms')}</td><td>{self.v('addr')}</td><td>{self.v('phone')}</td><td>{self.any('', '', 'умер', 'переезд', 'дубль')}</td></tr>" for i in range(15))  # fmt: skip
        return f"{kit}<div class=ti>Прикреплённые_ноябрь.xlsx — LibreOffice Calc<u>_□×</u></div>{self.menu('Файл', 'Правка', 'Вид', 'Вставка', 'Формат', 'Данные')}<table style='width:100%'><tr>{letters}</tr><tr><th>1</th>{names}</tr>{rows}</table>{self.foot('Лист 1 из 3', 'Сумма: 0')}"

    def doubles_dialog(self) -> str:
        kit = self.kit()
        back = self.grid([("Карта", lambda: self.v("mrn")), ("Фамилия", lambda: self.v("s")), ("Имя, отчество", lambda: self.v("if")), ("Рожд.", lambda: self.v("dob")), ("Участок", lambda: self.n(1, 40)), ("Статус", lambda: self.any("прикреплён", "снят", "временно"))], 18, 1)  # fmt: skip
        s, n, p = self.person()
        rows = "".join(f"<tr><td>{name}</td><td>{one}</td><td>{two}</td></tr>" for name, one, two in (("Фамилия", s, s), ("Имя", n, n), ("Отчество", p, p), ("Дата рождения", self.v("dob"), self.v("dob")), ("СНИЛС", self.v("snils"), "нет"), ("Полис", self.v("oms"), self.v("oms")), ("Создана", self.day(), self.day())))  # fmt: skip
        box = f"<div style='position:fixed;left:22%;top:30%;width:640px;{BOX};box-shadow:0 8px 30px #000a'><b>Объединение карт</b><table style='width:100%;margin:8px 0'><tr><th></th><th>Оставить</th><th>Присоединить</th></tr>{rows}</table>{self.buttons('Объединить', 'Отмена')}</div>"
        return f"{kit}{self.top('Картотека', 'Поиск', 'Двойники')}{back}{box}"

    def exchange_log(self) -> str:
        kit = self.kit()

        def line() -> str:
            at = f"2026-11-23 {self.time()}:{self.n(10, 59)},{self.n(100, 999)}"
            kind = self.random.randrange(6)
            return (
                f"{at} INFO  [exchange-{self.n(1, 8)}] Запрос записи на приём: пациент {self.v('fio')}, {self.v('dob')}",
                f"{at} WARN  [er-proxy] Полис {self.v('oms')} не действует на дату услуги",
                f"{at} ERROR [emd-gate] SNILS={self.v('snils')} error={self.any(*ERRORS)} attempt={self.n(1, 5)}",
                f"{at} DEBUG [lis] PID|1||{self.v('mrn')}||{self.v('FIO')}||19700101|F",
                f"{at} INFO  [auth] Вход: {self.any('admin', 'reg01', 'lab02')}, роль «Регистратор», узел app{self.n(1, 9)}",
                f"{at} INFO  [queue] Обработано {self.n(10, 900)} сообщений за {self.n(1, 60)} с",
            )[kind]  # fmt: skip

        lines = "".join(f"<div style='white-space:nowrap;padding:1px 8px'>{line()}</div>" for _ in range(26))
        return f"{kit}{self.top('Журнал обмена', 'Сегодня', 'Ошибки')}<div style='{MONO};background:var(--panel)'>{lines}</div>"

    def sick_note(self) -> str:
        kit = self.kit()
        s, n, p = self.person()
        top = self.group("Нетрудоспособный", ("Фамилия", s), ("Имя", n), ("Отчество", p), ("СНИЛС", self.v("snils")), ("Дата рождения", self.v("dob")), ("Место работы", "ООО «Сибирские сети»"))  # fmt: skip
        rows = self.grid([("С", self.day), ("По", self.day), ("Врач", lambda: self.v("sini")), ("Должность", lambda: self.any("терапевт участковый", "хирург")), ("Председатель ВК", lambda: self.any("", self.v("sini")))], 4, 0)  # fmt: skip
        return f"{kit}{self.top('ЭЛН', 'Открытие', 'Продление', 'Закрытие')}{top}{rows}<div class=box>Причина 01 · Режим амбулаторный · Ответ ФСС: «ЭЛН не найден, статус 090»</div>{self.buttons('Подписать', 'Отправить в СФР')}"

    def invoice_refusals(self) -> str:
        kit = self.kit()
        rows = self.grid([("N_ZAP", lambda: self.n(1, 9999)), ("FAM", lambda: self.v("s")), ("IM_OT", lambda: self.v("if")), ("DR", lambda: self.v("dob")), ("NPOLIS", lambda: self.v("oms")), ("SUM", lambda: f"{self.n(300, 90000)},{self.n(10, 99)}"), ("REFREASON", lambda: self.any("5.1.4", "5.3.2", "1.4.1")), ("COMMENT", lambda: self.any("Пациент не застрахован", "Дубль услуги", "Нет в справочнике V021", f"Исполнитель {self.v('sini')} не найден"))], 18, 3)  # fmt: skip
        return f"{kit}{self.top('Реестр счетов', 'ФЛК', 'МЭК', 'Отправка')}{rows}{self.foot('Отказов: 118', 'На сумму 412 553,20')}"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def roles_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Роль", lambda: self.any("Регистратор", "Врач", "Медсестра", "Администратор МО", "Статистик", "Лаборант")), ("Раздел", lambda: self.any("Расписание", "Приём", "Справочники", "Отчёты", "Направления")), ("Чтение", lambda: self.any("да", "нет")), ("Запись", lambda: self.any("да", "нет")), ("Пользователей", lambda: self.n(0, 300)), ("Изменено", self.day)], 18, 2)  # fmt: skip
        return f"{kit}{self.top('Администрирование', 'Роли', 'Доступ')}{rows}"

    def releases_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Сборка", lambda: f"5.{self.n(10, 40)}.{self.n(1, 99)}"), ("Дата", self.day), ("Модуль", lambda: self.any("Регистратура", "Стационар", "ЛИС", "Аптека", "РЭМД")), ("Изменение", lambda: self.any("исправлена печать талона", "добавлен СЭМД 119, редакция 3", "ускорен поиск по СНИЛС", "поле «Отчество» необязательно")), ("Заявка", lambda: self.n(10000, 99999))], 16, 1)  # fmt: skip
        return f"{kit}{self.top('История обновлений', 'План', 'Заметки к сборке')}{rows}"

    def queue_state_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Очередь", lambda: self.any("emd.out", "er.in", "lis.results", "tfoms.flk", "sfr.eln")), ("Ждут", lambda: self.n(0, 9000)), ("Ошибок", lambda: self.n(0, 90)), ("Старейшее", self.ago), ("Код", lambda: self.any(*ERRORS)), ("Узел", lambda: "app" + self.n(1, 20))], 17, 0)  # fmt: skip
        return f"{kit}{self.top('Интеграция', 'Очереди', 'Повторы')}{rows}<div class=box>Повтор каждые 15 мин, не более 96 раз. Регламент № 14-2026.</div>"


PEOPLE = {"twentyseventh": ("dispensary_plan", "admission", "doctors_week", "incoming_referrals", "remd_journal", "help_chat", "lab_result", "upload_sheet", "doubles_dialog", "exchange_log", "sick_note", "invoice_refusals")}  # fmt: skip
CLEAN = {"twentyseventh": ("roles_clean", "releases_clean", "queue_state_clean")}
