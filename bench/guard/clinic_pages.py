"""Pages of the nineteenth set of screens (`fresh_screens.py`): a clinic's day from the registry to the operating room."""

from bench.guard.workplace_pages import WorkplaceScreens

THEMES = {
    "office": "--bg:#f3f2f1;--panel:#fff;--ink:#323130;--soft:#605e5c;--line:#d2d0ce;--head:#edebe9;--bar:#217346;--barink:#fff;--pick:#d3e8dc;--pickink:#0b3a20;--accent:#217346;--accentink:#fff;--link:#0563c1",
    "teal": "--bg:#f7fafa;--panel:#fff;--ink:#1c2b2d;--soft:#6b8083;--line:#dbe6e7;--head:#eaf3f4;--bar:#0e7c86;--barink:#fff;--pick:#d2eef0;--pickink:#083d42;--accent:#0e7c86;--accentink:#fff;--link:#0b6a93",
    "grey": "--bg:#e9e9e9;--panel:#fdfdfd;--ink:#111;--soft:#555;--line:#b9b9b9;--head:#dcdcdc;--bar:#4a4a4a;--barink:#fff;--pick:#ffe9b3;--pickink:#222;--accent:#3c6eb4;--accentink:#fff;--link:#1a4f9c",
    "rose": "--bg:#fdf7f8;--panel:#fff;--ink:#3a2a2e;--soft:#8a7177;--line:#efdfe3;--head:#f8ecef;--bar:#ad3b5c;--barink:#fff;--pick:#fbe0e8;--pickink:#5b1229;--accent:#ad3b5c;--accentink:#fff;--link:#8c2f4b",
    "ink": "--bg:#0d1117;--panel:#161b22;--ink:#c9d1d9;--soft:#8b949e;--line:#30363d;--head:#1c2128;--bar:#010409;--barink:#f0f6fc;--pick:#1f3d63;--pickink:#fff;--accent:#238636;--accentink:#fff;--link:#58a6ff",
    "slate": "--bg:#1e2733;--panel:#263242;--ink:#e6edf5;--soft:#9fb0c3;--line:#3a4a5e;--head:#2d3b4d;--bar:#141b25;--barink:#e6edf5;--pick:#35608f;--pickink:#fff;--accent:#4fb3bf;--accentink:#06222a;--link:#7cc4ff",
}


class ClinicScreens(WorkplaceScreens):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def top(self, *words: str, right: str = "") -> str:
        end = f"<span style='margin-left:auto'>{right}</span>" if right else ""
        return f"<div class=top>{''.join(f'<span>{word}</span>' for word in words)}{end}</div>"

    def sick_leave(self) -> str:
        return self.gold("9100" + self.n(10**7, 10**8), "SICK_LEAVE")

    # -- somebody ------------------------------------------------------------------------------------------------------

    def find_patient(self) -> str:
        kit, r = self.kit(), self.random
        form = self.form([("Фамилия", self.v("s")), ("Имя", ""), ("Отчество", ""), ("Дата рождения", ""), ("СНИЛС", ""), ("№ полиса", ""), ("Участок", "Все"), ("Прикрепление", "Основное"), ("Статус", "Активные")])  # fmt: skip
        found = self.grid([("ФИО", lambda: self.v("fio")), ("Д/р", lambda: self.v("dob")), ("Возраст", lambda: self.n(1, 95)), ("Пол", lambda: self.any("муж", "жен")), ("СНИЛС", lambda: self.v("snils")), ("Полис", lambda: self.v("oms")), ("Телефон", lambda: self.v("phone")), ("Уч.", lambda: self.n(1, 30))], r.randrange(9, 15), r.randrange(5))  # fmt: skip
        return f"{kit}{self.top('ЕМИАС.Поликлиника', 'Регистратура', 'Расписание', 'Вызовы на дом', 'Отчёты', right=self.v('sini') + ' · Регистратор')}<div class=ttl>Поиск пациента</div>{form}{self.buttons('Найти', 'Очистить', 'Новый пациент', 'Считать карту', more='<span class=so>Найдено: 12. Уточните условия поиска</span>')}{found}{self.foot('Ctrl+F — поиск', 'F5 — обновить', 'Enter — открыть карту', self.ago())}"

    def ward_sheet(self) -> str:
        kit = self.kit()
        rows = self.grid([("Палата", lambda: self.n(1, 20)), ("Пациент", lambda: f"{self.v('fio')}<br><span class='so sm'>{self.v('dob')}, ИБ № {self.v('mrn')}</span>"), ("Диагноз", lambda: self.one("diagnoses")), ("Диета", lambda: self.any("Стол № 15", "Стол № 9", "ОВД", "Голод")), ("Режим", lambda: self.any("Палатный", "Постельный", "Общий")), ("Т утро", lambda: "36," + self.n(3, 9)), ("АД", lambda: self.any("120/80", "135/85", "140/90")), ("Лечащий врач", lambda: self.v("sini"))], self.random.randrange(8, 13), 2)  # fmt: skip
        return f"{kit}{self.top('Пост № 2', self.one('departments'), 'Сегодня', right='Медсестра: ' + self.v('sini'))}{self.buttons('Назначения', 'Температурный лист', 'Передача смены', 'Порционник', 'Печать ▾')}{rows}<div class=so style='padding:7px 12px'>Всего по списку 11 · Поступило 2 · Выписано 1 · Переведено 0</div>"

    def operations_plan(self) -> str:
        kit = self.kit()
        rows = self.grid([("Время", self.time), ("Опер.", lambda: self.any("№ 1", "№ 2", "№ 3")), ("Пациент", lambda: f"{self.v('sini')}, {self.n(18, 89)} л."), ("ИБ", lambda: self.v("mrn")), ("Операция", lambda: self.any("Лапароскопическая холецистэктомия", "Грыжесечение", "Артроскопия коленного сустава", "Флебэктомия")), ("Хирург", lambda: self.v("sini")), ("Ассистент", lambda: self.v("sini")), ("Анестезиолог", lambda: self.v("sini")), ("Опер. м/с", lambda: self.v("s")), ("Гр. крови", lambda: self.any("A(II) Rh+", "0(I) Rh+", "B(III) Rh−"))], self.random.randrange(8, 12), 1)  # fmt: skip
        return f"{kit}{self.top('План операций', self.day(), 'Операционный блок')}{self.buttons('Согласовать', 'Добавить', 'Перенести', 'Отменить')}{rows}<div class=box>Утверждаю: заместитель главного врача по хирургии {self.v('sini')}<br><span class=so>Составил: {self.v('sini')}, {self.ago()}</span></div>"

    def visit_protocol(self) -> str:
        kit = self.kit()
        head = self.above(("Пациент", self.v("fio")), ("Дата рождения", self.v("dob")), ("Полис", self.v("oms")), ("Амб. карта", self.v("mrn")))  # fmt: skip
        text = f"<p>Жалобы: на кашель, слабость, повышение температуры до 38,2 °С.</p><p>Анамнез заболевания: заболел 3 дня назад, со слов жены, {self.v('fi')}, лечился самостоятельно (парацетамол).</p><p>Объективно: состояние удовлетворительное, кожные покровы чистые, зев гиперемирован. ЧСС 84, АД 130/80.</p><p>Диагноз: {self.one('diagnoses')}</p><p>Рекомендации: {self.one('drugs')}, явка {self.day()}. Контакт для связи: {self.v('phone')}.</p><p>Осмотр проведён совместно с {self.gold(self.maker.called('sini', 'ablt', self.maker.person()), 'PERSON')}.</p>"
        past = "".join(f"<div class=box><span class=lk>{self.any('Терапевт', 'Кардиолог', 'Невролог', 'ЛОР')}</span> <span class=so>{self.day()}</span><br>{self.one('diagnoses')}<br><span class='so sm'>{self.v('sini')}</span></div>" for _ in range(7))  # fmt: skip
        return f"{kit}{self.top('АРМ врача', 'Приём', 'Документы', 'Назначения', right=self.v('sini') + ', терапевт')}{head}<div class=row><div class='box fill'><div class=ttl style='padding:0'>Осмотр врача-терапевта</div>{text}{self.buttons('Подписать и завершить', 'Сохранить черновик', 'Шаблон ▾')}</div><div style='width:300px;flex:none'><div class='so' style='padding:6px 10px'>Предыдущие приёмы</div>{past}</div></div>"

    def vaccination_log(self) -> str:
        kit = self.kit()
        rows = self.grid([("№", lambda: self.n(1, 300)), ("Дата", self.day), ("Фамилия И. О.", lambda: self.v("sini")), ("Год рожд.", lambda: self.v("dob")), ("Адрес", lambda: self.v("addr")), ("Вакцина", lambda: self.any("Совигрипп", "Ультрикс Квадри", "Пентаксим", "Превенар 13", "АДС-М")), ("Серия", lambda: self.any("U", "K", "P") + self.n(100, 999)), ("Доза", lambda: "0,5 мл"), ("Реакция", lambda: self.any("нет", "нет", "местная")), ("Вакцинатор", lambda: self.v("sini"))], self.random.randrange(12, 18), 5)  # fmt: skip
        return f"{kit}{self.top('Вакцинопрофилактика', 'Журнал', 'План', 'Остатки', 'Отказы')}<div class='row gap'><span>Период с</span><span class=in>01.11.2026</span><span>по</span><span class=in>30.11.2026</span><span>Вакцина</span><span class=in>Все</span><span class='b y'>Показать</span></div>{rows}"

    def duplicates(self) -> str:
        kit = self.kit()
        s, n, p = self.person()
        values = [("Фамилия", lambda: s), ("Имя", lambda: n), ("Отчество", lambda: self.any(p, self.person()[2])), ("Дата рождения", lambda: self.v("dob")), ("СНИЛС", lambda: self.v("snils")), ("ЕНП", lambda: self.v("oms")), ("Паспорт", lambda: self.v("passport")), ("Адрес", lambda: self.v("addr")), ("Телефон", lambda: self.v("phone")), ("E-mail", lambda: self.v("email")), ("№ карты", lambda: self.v("mrn")), ("Посещений", lambda: self.n(0, 60))]  # fmt: skip
        rows = "".join(
            f"<tr><td class=so>{name}</td><td>◉ {make()}</td><td>○ {make()}</td><td class=so>{self.any('совпадает', 'различается')}</td></tr>"
            for name, make in values
        )
        queue = self.grid([("Пара", lambda: self.n(1, 90)), ("Запись 1", lambda: self.v("fio")), ("Запись 2", lambda: self.v("fio")), ("Сходство", lambda: self.n(70, 99) + " %"), ("Решение", lambda: self.any("Не рассмотрено", "Разные люди", "Объединено"))], self.random.randrange(5, 9))  # fmt: skip
        return f"{kit}{self.top('Ведение реестра пациентов', 'Дубли', 'История слияний', right=self.v('fi'))}<div class=ttl>Возможные дубли</div><table><tr><th>Поле</th><th>Основная запись</th><th>Дубль</th><th>Сравнение</th></tr>{rows}</table>{self.buttons('Объединить', 'Это разные люди', 'Отложить')}{queue}"

    def audit_log(self) -> str:
        kit, r = self.kit(), self.random
        what = (lambda: f"Просмотр карты: {self.v('fio')}", lambda: f"Изменён телефон: {self.v('phone')} → {self.v('phone')}", lambda: "Вход в систему", lambda: "Экспорт отчёта «Форма 30»", lambda: f"Печать талона: {self.v('sini')}", lambda: f"Поиск по СНИЛС {self.v('snils')}", lambda: "Смена пароля")  # fmt: skip

        def event() -> str:
            return r.choice(what)()

        rows = self.grid([("Дата и время", self.ago), ("Пользователь", lambda: self.v("sini")), ("Логин", lambda: self.any("admin", "registr2", "vrach14", "stat1")), ("Роль", lambda: self.one("roles")), ("Событие", event), ("IP-адрес", lambda: f"10.20.{self.n(1, 9)}.{self.n(2, 250)}"), ("Итог", lambda: self.any("Успешно", "Успешно", "Отказано"))], r.randrange(17, 26), 6)  # fmt: skip
        return f"{kit}{self.top('Журнал действий пользователей')}<div class='row gap'><span>Пользователь</span><span class=in>{self.v('s')}</span><span>Событие</span><span class=in>Все события</span><span>С</span><span class=in>{self.day()}</span><span class='b y'>Применить</span><span class=b>Выгрузить в CSV</span></div>{rows}{self.foot('Страница 1 из 148', 'Показывать по 25', 'Часовой пояс: UTC+3')}"

    def sick_list_form(self) -> str:
        kit = self.kit()
        form = self.pairs(("Номер ЭЛН", self.sick_leave()), ("Получатель", self.v("fio")), ("СНИЛС", self.v("snils")), ("Дата рождения", self.v("dob")), ("Пол", "Женский"), ("Место работы", "ООО «Вектор»"), ("Причина", "01 — заболевание"), ("Уход за", self.v("fio") + ", " + self.v("dob")), ("Родственная связь", "38 — мать"), ("С какого числа", self.day()), ("По какое число", self.day()), ("Врач", self.v("sini")), ("Председатель ВК", self.v("sini")), ("Статус", "030 — закрыт"))  # fmt: skip
        side = self.grid([("ЭЛН", self.sick_leave), ("Кому", lambda: self.v("sini")), ("СНИЛС", lambda: self.v("snils")), ("С", self.day), ("По", self.day), ("Статус", lambda: self.any("Открыт", "Продлён", "Закрыт", "Ошибка СФР"))], self.random.randrange(12, 18), 1)  # fmt: skip
        return f"{kit}{self.top('Листки нетрудоспособности', 'Дубликаты', 'Обмен с СФР', right='Журнал обмена')}<div class=row><div class=box style='width:36%;flex:none'>{form}{self.buttons('Закрыть ЭЛН', 'Продлить', 'Отправить в СФР')}</div><div class=fill>{side}</div></div>"

    def excel_calls(self) -> str:
        self.kit()
        titles = ("№", "ФИО застрахованного", "Дата рожд.", "Адрес проживания", "Контактный тел.", "Дата диспанс.", "Участковый терапевт", "Примечание")  # fmt: skip
        make = (lambda: self.n(1, 400), lambda: self.v(self.any("fio", "FIO")), lambda: self.v("dob"), lambda: self.v("addr"), lambda: self.v("phone"), self.day, lambda: self.v("sini"), lambda: self.any("", "", "недозвон", "перезвонить", "отказ", "прикрепл. в др. МО", "звонить дочери " + self.v("phone")))  # fmt: skip
        letters = "".join(f"<th style='text-align:center'>{letter}</th>" for letter in "ABCDEFGH")
        body = "".join(
            f"<tr><td class=num>{i + 4}</td>{''.join(f'<td>{one()}</td>' for one in make)}</tr>"
            for i in range(self.random.randrange(16, 24))
        )
        return f"{self.kit()}<style>table{{width:auto}}td,th{{border:1px solid var(--line);padding:1px 5px}}</style><div class=top><span>обзвон_декабрь.xlsx — LibreOffice Calc</span></div>{self.menu('Файл', 'Правка', 'Вид', 'Вставка', 'Формат', 'Стили', 'Лист', 'Данные', 'Сервис', 'Окно', 'Справка')}<div class='row gap'><span class=in>B7</span><span class=so>fx</span><span class=in style='min-width:420px'>{self.v('fio')}</span></div><table><tr><th></th>{letters}</tr><tr><td class=num>1</td><td colspan=8>Список граждан, подлежащих диспансеризации в IV квартале</td></tr><tr><td class=num>2</td><td colspan=8>{self.one('hospitals')}</td></tr><tr><td class=num>3</td>{''.join(f'<td>{one}</td>' for one in titles)}</tr>{body}</table>{self.foot('Лист 1 из 3', 'Выбрано: 1 строка', 'Сумма: 0', '100 %')}"

    def lab_order(self) -> str:
        kit = self.kit()
        orders = "".join(f"<div style='padding:6px 12px;border-bottom:1px solid var(--line)'>{self.v('fi')}, {self.v('dob')}<br><span class='so sm'>Штрихкод {self.n(10**9, 10**10)} · {self.any('cito', 'план', 'план')}</span></div>" for _ in range(11))  # fmt: skip
        result = self.grid([("Тест", lambda: self.one("tests")), ("Результат", lambda: f"{self.n(1, 90)},{self.n(1, 9)}"), ("Ед.", lambda: self.one("units")), ("Референс", lambda: self.any("3,9–6,1", "120–160", "до 5,2")), ("Флаг", lambda: self.any("", "↑", "↓")), ("Валидировал", lambda: self.v("sini"))], self.random.randrange(9, 14), 0)  # fmt: skip
        head = self.above(("Пациент", self.v("fio")), ("Родился", self.v("dob")), ("Пол", "М"), ("Карта", self.v("mrn")), ("Заказчик", self.one("hospitals")), ("Направивший врач", self.v("fio")), ("СНИЛС", self.v("snils")), ("Биоматериал", "Кровь венозная"))  # fmt: skip
        return f"{kit}{self.top('ЛИС', 'Заказы', 'Рабочие листы', 'Контроль качества', 'Архив проб')}<div class=row><div style='width:270px;flex:none;border-right:1px solid var(--line)'>{orders}</div><div class=fill>{head}{result}{self.buttons('Одобрить всё', 'Повтор', 'Печать бланка', 'Отправить по почте', more=self.v('email'))}</div></div>"

    def chat_window(self) -> str:
        kit = self.kit()
        said = (f"Добрый день! Не могу открыть карту {self.v('fio')}", f"Пишет «нет прав доступа». Дата рождения {self.v('dob')}", "Какая у вас роль и отделение?", f"Регистратор, поликлиника № 3. Мой телефон {self.v('phone')}", f"Посмотрели: у пациентки два полиса, {self.v('oms')} и {self.v('oms')}", f"Закройте старый, потом попросите {self.gold(self.maker.called('sini', 'accs', self.maker.person()), 'PERSON')} обновить прикрепление", "Спасибо, получилось!", f"И ещё у {self.gold(self.maker.called('s', 'gent', self.maker.person()), 'PERSON')} не печатается справка", "Принято, создали обращение № 45120")  # fmt: skip
        talk = "".join(f"<div class=box style='max-width:70%'><span class=lk>{self.v('if')}</span> <span class='so sm'>{self.time()}</span><br>{text}</div>" for text in said)  # fmt: skip
        rooms = "".join(f"<div style='padding:6px 12px'>{self.any(self.v('if'), self.v('fi'), 'Регистратура', 'Служба ИТ', 'Общий чат', 'Заявки РЭМД')}<br><span class='so sm'>{self.any('Спасибо!', 'Ок', 'Прикреплён файл', 'Проверьте, пожалуйста', 'Когда исправят?')}</span></div>" for _ in range(12))  # fmt: skip
        return f"{kit}{self.top('Мессенджер', 'Чаты', 'Звонки', 'Контакты', 'Настройки')}<div class=row><div style='width:240px;flex:none;border-right:1px solid var(--line)'>{rooms}</div><div class=fill>{talk}</div></div>"

    def newborn_card(self) -> str:
        kit = self.kit()
        mother = self.above(("Мать", self.v("fio")), ("Дата рождения матери", self.v("dob")), ("СНИЛС матери", self.v("snils")), ("Полис матери", self.v("oms")), ("Паспорт", self.v("passport")), ("Адрес регистрации", self.v("addr")), ("Телефон", self.v("phone")), ("Доверенное лицо", self.v("fio")))  # fmt: skip
        child = self.above(("Ребёнок", self.v("s")), ("Дата и время родов", f"{self.day()} {self.time()}"), ("Пол", "девочка"), ("Масса, г", self.n(2500, 4300)), ("Рост, см", self.n(47, 56)), ("Апгар", "8/9"), ("Принимал роды", self.v("fio")), ("Неонатолог", self.v("sini")))  # fmt: skip
        births = self.grid([("№ ист. родов", lambda: self.v("mrn")), ("Родильница", lambda: self.v("fio")), ("Лет", lambda: self.n(18, 43)), ("Срок", lambda: self.n(37, 41) + " нед."), ("Акушерка", lambda: self.v("sini")), ("Исход", lambda: self.any("живорождение", "кесарево сечение"))], self.random.randrange(7, 11))  # fmt: skip
        return f"{kit}{self.top('Родовой сертификат', 'Медсвидетельство о рождении', self.one('hospitals'))}<div class=box>{mother}</div><div class=box>{child}</div>{self.buttons('Сформировать МСР', 'Подписать', 'В ЗАГС')}{births}"

    def cash_desk(self) -> str:
        kit = self.kit()
        lines = self.grid([("Услуга", lambda: self.one("services")), ("Врач", lambda: self.v("sini")), ("Кол.", lambda: "1"), ("Цена", lambda: self.n(500, 5000) + ".00"), ("Скидка", lambda: self.any("0 %", "5 %"))], self.random.randrange(3, 6))  # fmt: skip
        receipts = self.grid([("Чек", lambda: self.n(1000, 9999)), ("Время", self.time), ("Плательщик", lambda: self.v("fio")), ("ИНН", lambda: self.v("inn")), ("Телефон", lambda: self.v("phone")), ("Оплата", lambda: self.any("Карта", "Наличные", "СБП")), ("Сумма", lambda: self.n(500, 15000) + ".00"), ("Кассир", lambda: self.v("sini"))], self.random.randrange(9, 13), 3)  # fmt: skip
        return f"{kit}{self.top('Касса', 'Чеки', 'Возвраты', 'Смена 214', right='Кассир ' + self.v('fi'))}<div class=row><div class='box fill'>{self.pairs(('Договор', 'ПУ-' + self.n(1000, 9999)), ('Плательщик', self.v('fio')), ('Пациент', self.v('fio')), ('Паспорт', self.v('passport')), ('Электронный чек', self.v('email')))}</div><div class='box fill'>{lines}<div class=ttl>Итого: {self.n(1000, 20000)}.00 ₽</div></div></div>{self.buttons('Оплата картой', 'Наличные', 'Справка для ФНС')}{receipts}"

    def home_visits(self) -> str:
        kit = self.kit()
        cards = "".join(f"<div class=box>{self.v('fio')} <span class=so>{self.v('dob')}</span><br>{self.v('addr')}<br><span class=so>тел.</span> {self.v('phone')}<br><span class='so sm'>Повод: {self.any('температура', 'боль в спине', 'актив', 'патронаж')} · принят {self.time()} · {self.any('новый', 'передан врачу', 'выполнен')}</span></div>" for _ in range(12))  # fmt: skip
        doctors = "".join(f"<p style='margin:0;padding:5px 12px'>{self.v('sini')} <span class=so>({self.n(1, 9)})</span></p>" for _ in range(8))  # fmt: skip
        return f"{kit}{self.top('Вызовы на дом', self.day(), 'Все участки')}{self.buttons('Новый вызов', 'Назначить врача', 'Маршрут', 'Печать списка')}<div class=row><div style='width:210px;flex:none'><div class='ttl sm'>Врачи на линии</div>{doctors}</div><div class='fill cell' style='grid-template-columns:repeat(3,1fr)'>{cards}</div></div>"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def report_menu_clean(self) -> str:
        kit = self.kit()
        names = (
            "Форма № 30 «Сведения о медицинской организации»",
            "Форма № 12 по заболеваемости",
            "Ведомость 039/у",
            "Журнал 001/у",
            "Нагрузка врачей за период",
            "Список льготных рецептов",
            "Движение коечного фонда",
            "Выгрузка в ТФОМС",
            "Отчёт о работе регистратуры",
            "Сводка по диспансеризации",
        )
        blocks = "".join(f"<div class=box><div class=ttl style='padding:0'>{group}</div>{''.join(f'<p class=lk>{self.any(*names)}</p>' for _ in range(5))}</div>" for group in ("Поликлиника", "Стационар", "Экономика", "Вакцинация", "Кадры", "Лаборатория"))  # fmt: skip
        return f"{kit}{self.top('Отчёты', 'Избранное', 'Расписание запусков', 'Конструктор', right='Статистик')}<div class='cell' style='grid-template-columns:repeat(3,1fr)'>{blocks}</div>"

    def drugs_clean(self) -> str:
        kit = self.kit()
        return f"{kit}{self.top('Аптека', 'Остатки', 'Приход', 'Списание', 'Маркировка')}<div class='row gap'><span>Поиск</span><span class=in>Наименование или МНН</span><span>Склад</span><span class=in>Центральный</span><span class='b y'>Найти</span></div>{self.grid([('Препарат', lambda: self.one('drugs')), ('Производитель', lambda: self.any('Гедеон Рихтер', 'Биохимик', 'Верофарм', 'Тева', 'Озон', 'КРКА-РУС')), ('Серия', lambda: self.n(10000, 99999)), ('Годен до', self.day), ('Остаток', lambda: self.n(1, 900)), ('Ед.', lambda: self.any('уп.', 'амп.', 'фл.')), ('Цена', lambda: self.n(20, 3000) + ',50'), ('Источник', lambda: self.any('ОМС', 'ВМП', 'Федеральный бюджет'))], 18, 4)}"

    def error_window_clean(self) -> str:
        kit = self.kit()
        back = self.grid([("Дата", self.ago), ("Документ", lambda: self.any("Эпикриз", "Протокол осмотра", "Направление", "Справка")), ("Вид", lambda: self.n(1, 250)), ("localUid", lambda: self.maker._uuid()[0]), ("Статус", lambda: self.one("statuses")), ("Попыток", lambda: self.n(1, 9))], 18)  # fmt: skip
        return f"{kit}{self.top('Очередь отправки в РЭМД')}{self.buttons('Отправить снова', 'Журнал', 'Фильтр')}{back}<div class=dialog style='left:28%;top:30%;width:520px'><h3>Ошибка отправки</h3><div><p>{self.one('errors')}</p><p class=so>Код: VALIDATION_ERROR. Обратитесь к администратору или повторите через 15 минут.</p>{self.buttons('Повторить', 'Подробнее', 'Закрыть')}</div></div>"

    def settings_clean(self) -> str:
        kit = self.kit()
        rows = self.pairs(*((self.one("settings"), f"<span class=in>{self.any('Да', 'Нет', '30', '8080', 'UTF-8', 'mis_prod', 'По умолчанию')}</span>") for _ in range(16)))  # fmt: skip
        return f"{kit}{self.top('Настройки', 'Общие', 'Подключения', 'Печать', 'Безопасность')}<div class=row>{self.rail('Общие', 'Организация', 'Отделения', 'Справочники', 'Обмен', 'Журналы', 'О программе')}<div class='box fill'>{rows}{self.buttons('Сохранить', 'По умолчанию')}</div></div>"

    def organisations_clean(self) -> str:
        kit = self.kit()
        return f"{kit}{self.top('НСИ', 'Медицинские организации', 'Версия 6.19')}{self.buttons('Обновить', 'Сравнить версии', 'Скачать')}{self.grid([('OID', lambda: '1.2.643.5.1.13.13.12.2.69.' + self.n(1000, 9999)), ('Наименование', lambda: self.one('hospitals')), ('Структурное подразделение', lambda: self.one('departments')), ('ИНН', lambda: '69' + self.n(10**7, 10**8)), ('ОГРН', lambda: '10269' + self.n(10**7, 10**8)), ('Город', lambda: self.one('places')), ('Действует с', self.day)], 19, 2)}"

    def bed_statistics_clean(self) -> str:
        kit = self.kit()
        return f"{kit}{self.top('Сводка по стационару', self.day(), '7:00')}{self.grid([('Отделение', lambda: self.one('departments')), ('Развёрнуто', lambda: self.n(20, 60)), ('Состояло', lambda: self.n(10, 60)), ('Поступило', lambda: self.n(0, 9)), ('Выписано', lambda: self.n(0, 9)), ('Переведено', lambda: self.n(0, 4)), ('Умерло', lambda: '0'), ('Состоит', lambda: self.n(10, 60)), ('Занято, %', lambda: self.n(60, 110)), ('Мужчин', lambda: self.n(5, 30)), ('Женщин', lambda: self.n(5, 30)), ('Свободно', lambda: self.n(0, 12))], 11)}<div class='box'>{self.one('texts')}<br>{self.one('errors')}</div>"


PEOPLE = {"nineteenth": ("find_patient", "ward_sheet", "operations_plan", "visit_protocol", "vaccination_log", "duplicates", "audit_log", "sick_list_form", "excel_calls", "lab_order", "chat_window", "newborn_card", "cash_desk", "home_visits", "find_patient", "ward_sheet", "audit_log", "operations_plan")}  # fmt: skip
CLEAN = {"nineteenth": ("report_menu_clean", "drugs_clean", "error_window_clean", "settings_clean", "organisations_clean", "bed_statistics_clean")}  # fmt: skip
