"""Pages of the twenty-first set of screens (`fresh_screens.py`): what is open on the desks of any hospital on any day."""

from bench.guard.clinic_pages import ClinicScreens


class EverydayScreens(ClinicScreens):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def form(self, pairs, colon: str = ":") -> str:
        field = (
            "font-style:normal;border:1px solid var(--line);background:var(--panel);padding:2px 6px;min-height:1.2em"
        )
        rows = "".join(f"<span class=so style='text-align:right'>{name}{colon}</span><i style='{field}'>{value}</i>" for name, value in pairs)  # fmt: skip
        return f"<div style='display:grid;grid-template-columns:190px minmax(240px,520px);gap:4px 10px;padding:10px'>{rows}</div>"

    def registry_list(self) -> str:
        kit = self.kit()
        rows = self.grid([("№", lambda: self.n(1, 400)), ("ФИО пациента", lambda: self.v("fio")), ("Дата рождения", lambda: self.v("dob")), ("Пол", lambda: self.any("М", "Ж")), ("Полис ОМС", lambda: self.v("oms")), ("СНИЛС", lambda: self.v("snils")), ("Телефон", lambda: self.v("phone")), ("Участок", lambda: self.n(1, 24)), ("Прикреплён", self.day)], self.random.randrange(14, 22), 2)  # fmt: skip
        return f"{kit}{self.top('МИС «Поликлиника»', 'Пациенты', 'Расписание', 'Отчёты', right='Регистратор ' + self.v('sini'))}<div class='row gap'><span>Поиск:</span><span class=in>{self.v('s')}</span><span class='b y'>Найти</span><span class=b>Сбросить</span><span class=b>Новый пациент</span></div>{rows}{self.foot('Найдено записей: 21', 'Страница 1 из 2', 'v. 5.14.2')}"

    def refused_send(self) -> str:
        kit = self.kit()
        rows = self.grid([("Дата", self.ago), ("Вид документа", lambda: self.any("Эпикриз в стационаре", "Протокол консультации", "Направление на госпитализацию", "Свидетельство о рождении")), ("Пациент", lambda: self.v("sini")), ("Врач", lambda: self.v("sini")), ("Статус", lambda: self.any("Зарегистрирован", "Ошибка", "В очереди", "Подписан"))], 15, 3)  # fmt: skip
        dialog = f"<div class=box style='position:fixed;left:26%;top:32%;width:560px;background:var(--panel);border:2px solid var(--line);box-shadow:0 4px 18px #0006'><div class=ttl style='padding:0'>Ошибка регистрации СЭМД</div><p>Документ не принят: VALIDATION_ERROR. Пациент {self.v('fio')}, {self.v('dob')}, СНИЛС {self.v('snils')} не найден в ГИП.</p><p>Код ошибки: NOT_FOUND_PATIENT. Обратитесь к администратору.</p>{self.buttons('Повторить', 'Закрыть')}</div>"
        return f"{kit}{self.top('Обмен с РЭМД', 'Журнал', 'Настройки')}{rows}{dialog}"

    def doctors_day(self) -> str:
        kit = self.kit()

        def column() -> str:
            slots = "".join(f"<div style='border-bottom:1px solid var(--line);padding:2px 6px'><b>{8 + i // 4:02}:{i % 4 * 15:02}</b> {self.any(self.v('sini'), self.v('sini'), self.v('fi'), '<span class=so>свободно</span>')}</div>" for i in range(18))  # fmt: skip
            return f"<div class=box style='padding:0'><div class=ttl>{self.v('sini')}</div><div class=so style='padding:0 6px'>{self.any('Терапевт', 'Хирург', 'Окулист', 'Невролог')}, каб. {self.n(100, 420)}</div>{slots}</div>"

        return f"{kit}{self.top('Расписание', self.day(), 'Неделя', 'Месяц')}<div class=cell style='grid-template-columns:repeat(5,1fr)'>{''.join(column() for _ in range(5))}</div>"

    def history_card(self) -> str:
        kit = self.kit()
        left = self.pairs(("Пациент", self.v("fio")), ("Дата рождения", self.v("dob")), ("Возраст", self.n(18, 90) + " лет"), ("№ истории болезни", self.v("mrn")), ("Полис", self.v("oms")), ("СНИЛС", self.v("snils")), ("Паспорт", self.v("passport")), ("Адрес регистрации", self.v("addr")), ("Телефон", self.v("phone")), ("Место работы", self.one("hospitals")))  # fmt: skip
        moves = self.grid([("Отделение", lambda: self.one("departments")), ("Поступил", self.ago), ("Выбыл", self.ago), ("Палата", lambda: self.n(1, 30)), ("Лечащий врач", lambda: self.v("sini")), ("Диагноз", lambda: self.any("I10", "J18.9", "K35.8", "S52.5"))], 4)  # fmt: skip
        tasks = self.grid([("Назначение", lambda: self.one("drugs")), ("Доза", lambda: self.n(1, 50) + " мг"), ("Кратность", lambda: self.n(1, 4) + " р/д"), ("Начало", self.day), ("Назначил", lambda: self.v("sini"))], 8)  # fmt: skip
        return f"{kit}{self.top('История болезни', 'Осмотры', 'Назначения', 'Исследования', 'Выписка')}<div class=row><div class=box style='width:32%;flex:none'>{left}{self.buttons('Изменить', 'Печать титула')}</div><div class=fill><div class=ttl>Движение</div>{moves}<div class=ttl>Лист назначений</div>{tasks}</div></div>"

    def beds(self) -> str:
        kit = self.kit()

        def room(number: int) -> str:
            beds = "".join(f"<p style='margin:2px 0'>Койка {i + 1}: {self.v('sini')}, {self.n(19, 92)} л. <span class=so>№ {self.v('mrn')}</span></p>" if self.n(0, 9) > "1" else f"<p class=so style='margin:2px 0'>Койка {i + 1}: свободна</p>" for i in range(4))  # fmt: skip
            return f"<div class=box><div class=ttl style='padding:0'>Палата {number}</div>{beds}</div>"

        return f"{kit}{self.top(self.one('departments'), 'Коечный фонд', 'Движение', right='Дежурный врач: ' + self.v('fio'))}<div class=cell style='grid-template-columns:repeat(3,1fr)'>{''.join(room(i + 1) for i in range(9))}</div>{self.foot('Всего коек: 36', 'Занято: 29', 'Свободно: 7')}"

    def lab_answers(self) -> str:
        kit = self.kit()
        head = self.above(("Пациент", self.v("fio")), ("Д.р.", self.v("dob")), ("Карта", self.v("mrn")), ("Направил", self.v("sini")), ("Дата забора", self.ago()))  # fmt: skip
        rows = self.grid([("Показатель", lambda: self.one("tests")), ("Результат", lambda: f"{self.n(1, 90)},{self.n(1, 9)}"), ("Ед. изм.", lambda: self.one("units")), ("Норма", lambda: self.any("3,9–6,1", "4,0–9,0", "120–160", "0–40")), ("Флаг", lambda: self.any("", "", "↑", "↓"))], 14)  # fmt: skip
        return f"{kit}{self.top('Лабораторные исследования', 'Результаты', 'Динамика', 'Печать')}{head}<div class=ttl>Биохимический анализ крови</div>{rows}<p style='padding:0 12px'>Врач КЛД: {self.v('sini')} &nbsp; Валидация: {self.ago()}</p>"

    def person_form(self) -> str:
        kit = self.kit()
        s, n, p = self.person()
        form = self.form([("Фамилия *", s), ("Имя *", n), ("Отчество", p), ("Дата рождения *", self.v("dob")), ("Пол", "Женский"), ("СНИЛС", self.v("snils")), ("Тип документа", "Паспорт гражданина РФ"), ("Серия и номер", self.v("passport")), ("Кем выдан", "Отдел УФМС"), ("Полис ОМС (ЕНП)", self.v("oms")), ("СМО", self.any("СОГАЗ-Мед", "Капитал МС", "АльфаСтрахование-ОМС")), ("Адрес проживания", self.v("addr")), ("Мобильный телефон", self.v("phone")), ("Электронная почта", self.v("email")), ("Представитель", self.v("fio"))])  # fmt: skip
        return f"{kit}{self.top('Регистрация пациента', 'Новая карта')}{form}{self.buttons('Сохранить', 'Проверить в ГИП', 'Отмена')}<div class=box><b>Внимание!</b> Найдена похожая запись: {self.v('fio')}, {self.v('dob')}. <span class=lk>Открыть</span></div>"

    def support_talk(self) -> str:
        kit = self.kit()
        said = [f"Здравствуйте! Не открывается карта пациентки {self.v('fio')}, {self.v('dob')}.", "Добрый день! Какую ошибку показывает программа?", f"«Полис не найден». Полис {self.v('oms')}, вчера всё работало.", "Проверьте, пожалуйста, дату прикрепления.", f"Прикреплена с {self.day()}. Позвоните врачу: {self.v('phone')}, {self.v('sini')}.", "Передали на вторую линию, заявка № 48211.", f"Ещё одна такая же: {self.v('fio')}, СНИЛС {self.v('snils')}."]  # fmt: skip
        talk = "".join(f"<div class=box style='width:62%;margin-left:{6 if i % 2 == 0 else 34}%'><span class=so>{self.any('Регистратура', 'Поддержка МИС')} · {self.time()}</span><br>{one}</div>" for i, one in enumerate(said))  # fmt: skip
        people = "".join(f"<p style='margin:0;padding:5px 10px'>{self.v('fi')}<br><span class=so>{self.any('Спасибо, заработало', 'А когда починят?', 'Добрый день', 'Вложение')}</span></p>" for _ in range(9))  # fmt: skip
        return f"{kit}{self.top('Чат поддержки')}<div class=row><div style='width:220px;flex:none'>{people}</div><div class=fill>{talk}</div></div>"

    def births_1c(self) -> str:
        kit = self.kit()
        rows = self.grid([("Дата", self.ago), ("Номер", lambda: "00-" + self.n(10000, 99999)), ("Физическое лицо", lambda: self.v("fio")), ("Дата рождения", lambda: self.v("dob")), ("Вид договора", lambda: self.any("ОМС", "ДМС", "Платные услуги")), ("Сумма", lambda: self.n(500, 9000) + ",00"), ("Ответственный", lambda: self.v("sini"))], 18, 5)  # fmt: skip
        return f"{kit}{self.top('1С:Медицина. Больница', 'Главное', 'Договоры', 'Платные услуги', 'Склад')}<div class=ttl>Договоры с пациентами</div>{self.buttons('Создать', 'Найти', 'Печать')}{rows}{self.foot('Пользователь: ' + self.v('fi'), self.one('hospitals'))}"

    def visits_home(self) -> str:
        kit = self.kit()
        rows = self.grid([("Время", self.time), ("Адрес", lambda: self.v("addr")), ("Пациент", lambda: self.v("fio")), ("Возраст", lambda: self.n(1, 95)), ("Телефон", lambda: self.v("phone")), ("Повод", lambda: self.any("Температура", "Боль в спине", "Давление", "Кашель")), ("Врач", lambda: self.v("sini")), ("Выполнен", lambda: self.any("да", "нет", "отказ"))], 15, 4)  # fmt: skip
        return f"{kit}{self.top('Вызовы врача на дом', self.day(), 'Участок 7')}{rows}<div class=box>Примечание: у {self.v('sini')} домофон не работает, звонить на {self.v('phone')}.</div>"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def exchange_settings_clean(self) -> str:
        kit = self.kit()
        form = self.form([("Адрес сервиса", "https://api.remd.example/v3"), ("OID организации", "1.2.643.5.1.13.13.12.2.77.8312"), ("Тайм-аут, с", "60"), ("Число попыток", "5"), ("Сертификат", "ГОСТ Р 34.10-2012, действует до 14.03.2027"), ("Порт", "8443"), ("Версия протокола", "3.0.15"), ("Каталог обмена", "C:\\MIS\\exchange\\out")])  # fmt: skip
        return f"{kit}{self.top('Настройки', 'Обмен', 'Пользователи', 'Печать', 'Интеграции')}{form}{self.buttons('Сохранить', 'Проверить связь', 'По умолчанию')}<div class=box>{self.one('texts')}<br>Последняя проверка: {self.ago()}, ответ 200 за 184 мс</div>"

    def month_report_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Отделение", lambda: self.one("departments")), ("План", lambda: self.n(100, 900)), ("Факт", lambda: self.n(100, 900)), ("%", lambda: self.n(40, 130)), ("Посещений", lambda: self.n(900, 9000)), ("Первичных", lambda: self.n(90, 900)), ("Средний чек", lambda: self.n(500, 5000) + ",00"), ("Изменение", lambda: self.any("+", "−") + self.n(1, 30) + " %")], 16, 3)  # fmt: skip
        return f"{kit}{self.top('Отчёты', 'Форма 30', 'Форма 12', 'Посещения')}<div class=ttl>Посещения за октябрь 2026 года</div>{rows}{self.foot('Сформирован ' + self.ago(), 'Единица: посещение')}"

    def tasks_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("№", lambda: "INC-" + self.n(10000, 99999)), ("Тема", lambda: self.one("errors")[:52]), ("Модуль", lambda: self.one("modules")), ("Приоритет", lambda: self.any("Критический", "Высокий", "Средний", "Низкий")), ("Создана", self.ago), ("Срок", self.ago), ("Статус", lambda: self.one("statuses")), ("Линия", lambda: self.any("1-я", "2-я", "3-я"))], 17, 2)  # fmt: skip
        return f"{kit}{self.top('Service Desk', 'Заявки', 'Проблемы', 'Изменения', 'База знаний')}{rows}"

    def update_window_clean(self) -> str:
        kit = self.kit()
        dialog = f"<div class=box style='position:fixed;left:22%;top:20%;width:620px;background:var(--panel)'><div class=ttl style='padding:0'>Обновление до версии 7.3.1</div><p>Что нового:</p><p>— исправлена ошибка печати формы 057/у-04;</p><p>— справочник ФРМО обновлён до версии 12.4 от {self.day()};</p><p>— ускорено открытие журнала обмена с РЭМД.</p><p>Размер: 184 МБ. SHA-256: 9f3a7c1e…b20d</p>{self.buttons('Установить', 'Позже')}</div>"
        return f"{kit}{self.top('МИС', 'Администрирование', 'Обновления')}{self.grid([('Версия', lambda: '7.' + self.n(0, 3) + '.' + self.n(0, 20)), ('Дата', self.day), ('Модуль', lambda: self.one('modules')), ('Установлена', lambda: self.any('Да', 'Нет'))], 14)}{dialog}"


PEOPLE = {"twentyfirst": ("registry_list", "refused_send", "doctors_day", "history_card", "beds", "lab_answers", "person_form", "support_talk", "births_1c", "visits_home")}  # fmt: skip
CLEAN = {"twentyfirst": ("exchange_settings_clean", "month_report_clean", "tasks_clean", "update_window_clean")}
