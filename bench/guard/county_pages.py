"""Pages of the twenty-fifth set of screens (`fresh_screens.py`): what stands open in one county's hospitals on one morning."""

from bench.guard.province_pages import BOX, ProvinceScreens

CARD = "border:1px solid var(--line);background:var(--panel);padding:4px 8px;margin:4px"


class CountyScreens(ProvinceScreens):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def glued(self, *pairs: tuple[str, str]) -> str:
        """Fields of one line, names and values one behind the other."""
        return "<div style='padding:6px 12px'>" + " ".join(f"<span class=so>{name}</span> {value};" for name, value in pairs) + "</div>"  # fmt: skip

    def below(self, *pairs: tuple[str, str]) -> str:
        """Values with their names below, small."""
        return "<div style='display:flex;flex-wrap:wrap;gap:8px 30px;padding:8px 12px'>" + "".join(f"<div>{value}<br><span class=so style='font-size:.8em'>{name}</span></div>" for name, value in pairs) + "</div>"  # fmt: skip

    # -- somebody ------------------------------------------------------------------------------------------------------

    def window_desk(self) -> str:
        kit = self.kit()
        line = self.glued(("Пац.", self.v("fio")), ("д.р.", self.v("dob")), ("пол", "ж"), ("полис", self.v("oms")), ("СНИЛС", self.v("snils")), ("тел.", self.v("phone")), ("№ а/к", self.v("mrn")))  # fmt: skip
        slots = self.grid([("Специалист", lambda: self.v("sini")), ("Каб.", lambda: self.n(100, 420)), ("Участок", lambda: self.n(1, 30)), ("Ближайшее", self.ago), ("Свободно", lambda: self.n(0, 40))], 9)  # fmt: skip
        booked = self.grid([("Талон", lambda: self.any("Т", "А") + "-" + self.n(10, 99)), ("Записан", self.ago), ("К кому", lambda: self.v("sini")), ("Кто записал", lambda: self.any(self.v("sini"), "ЕПГУ", "Инфомат")), ("Явка", lambda: self.any("да", "нет", "—"))], 6)  # fmt: skip
        return f"{kit}<div class=ti>РМИС — Запись на приём<u>_□×</u></div>{line}<div class=row><div class=fill><div class=ttl>Расписание врачей</div>{slots}</div><div class=fill><div class=ttl>Записи пациента</div>{booked}</div></div>{self.buttons('Записать', 'В лист ожидания', 'Отмена')}"

    def paper_referral(self) -> str:
        kit = self.kit()
        sheet = f"<div style='background:#fff;color:#111;width:700px;margin:12px auto;padding:24px 38px;font-family:\"Liberation Serif\";font-size:15px;line-height:1.7'><div style='text-align:right'>Форма № 057/у-04</div><div style='text-align:center'><b>НАПРАВЛЕНИЕ</b><br>на госпитализацию, обследование, консультацию</div>1. Номер страхового полиса ОМС: <u>{self.v('oms')}</u><br>2. Код льготы: <u>083</u><br>3. Фамилия, имя, отчество: <u>{self.v('fio')}</u><br>4. Дата рождения: <u>{self.v('dob')}</u><br>5. Адрес постоянного места жительства: <u>{self.v('addr')}</u><br>6. Место работы, должность: <u>пенсионер</u><br>7. Код диагноза по МКБ: <u>I20.8</u><br>8. Обоснование направления: <u>уточнение диагноза</u><br>Должность медицинского работника, направившего больного: <u>врач-терапевт {self.v('sini')}</u><br>Заведующий отделением: <u>{self.v('sini')}</u> &nbsp;&nbsp; {self.day()}</div>"
        return (
            f"{kit}<div style='background:#6d7278'>{self.menu('Файл', 'Правка', 'Вид', '110 %', '1 / 1')}{sheet}</div>"
        )

    def side_by_side(self) -> str:
        kit = self.kit()
        people = "".join(f"<div style='{CARD}{';background:var(--pick);color:var(--pickink)' if i == 3 else ''}'>{self.v('FIO')}<br><span style='font-size:.85em'>{self.v('dob')} · пал. {self.n(1, 14)} · к. {self.n(1, 6)} · {self.v('mrn')}</span></div>" for i in range(13))  # fmt: skip
        sheet = self.grid([("Время", self.time), ("АД", lambda: f"{self.n(100, 180)}/{self.n(60, 100)}"), ("Пульс", lambda: self.n(56, 118)), ("Т, °С", lambda: f"3{self.n(6, 9)},{self.n(0, 9)}"), ("SpO2", lambda: self.n(89, 99) + " %"), ("Диурез", lambda: self.n(100, 900)), ("Отметил", lambda: self.v("sini"))], 14)  # fmt: skip
        head = self.below(("пациент", self.v("fio")), ("родился", self.v("dob")), ("лечащий врач", self.v("sini")), ("номер ИБ", self.v("mrn")), ("аллергия", "пенициллин"), ("контактное лицо", f"{self.v('if')}, {self.v('phone')}"))  # fmt: skip
        return f"{kit}{self.top('Сестринский пост', 'Листы', 'Назначения', right=self.one('departments'))}<div class=row><div style='width:280px;flex:none'>{people}</div><div class=fill>{head}{sheet}</div></div>"

    def export_errors(self) -> str:
        kit = self.kit()
        rows = self.grid([("Файл", lambda: f"HM{self.n(100000, 999999)}T29_2611{self.n(1, 9)}.xml"), ("N_ZAP", lambda: self.n(1, 900)), ("Пациент", lambda: f"{self.v('fio')} {self.v('dob')}"), ("NPOLIS", lambda: self.v("oms")), ("Код ошибки", lambda: self.any("904", "905", "57F", "201")), ("Комментарий", lambda: self.any("Полис не действует на дату лечения", "Дубль посещения", "Не заполнено поле SNILS_DOC", "Расхождение ФИО с ЕРЗ")), ("Врач", lambda: self.any(self.v("snils"), "—"))], 14, 2)  # fmt: skip
        return f"{kit}{self.top('Реестры счетов', 'ФЛК', 'МЭК', 'Ошибки', right='Отчётный период: 11.2026')}<div class=row>{self.tile('<b>Принято</b>', self.n(9000, 20000))}{self.tile('<b>Отклонено</b>', self.n(10, 300))}{self.tile('<b>Сумма к оплате</b>', '4 918 233,17')}</div>{rows}"

    def oncology_route(self) -> str:
        kit = self.kit()
        steps = "".join(f"<div style='border-left:3px solid var(--accent);padding:3px 12px;margin:6px 14px'><span class=so>{self.day()}</span> <b>{name}</b><br>{self.one('hospitals')}, {self.v('sini')}</div>" for name in ("Подозрение на ЗНО", "Консультация онколога", "Биопсия", "КТ с контрастом", "Консилиум", "Начало лечения"))  # fmt: skip
        left = self.filled(("Пациентка", self.v("fio")), ("Родилась", self.v("dob")), ("СНИЛС", self.v("snils")), ("ЕНП", self.v("oms")), ("Телефон дочери", self.v("phone")), ("Проживает", self.v("addr")))  # fmt: skip
        near = self.grid([("Пациент", lambda: self.v("fio")), ("Лет", lambda: self.n(30, 90)), ("Локализация", lambda: self.any("C50.4", "C61", "C34.1", "C18.7")), ("Дней", lambda: self.n(1, 40)), ("Куратор", lambda: self.v("sini"))], 8)  # fmt: skip
        return f"{kit}{self.top('Маршрут онкопациента', 'Просрочено 4', 'Все')}<div class=row><div style='width:300px;flex:none;display:grid;gap:5px;padding:8px;align-content:start'>{left}</div><div class=fill>{steps}</div><div class=fill>{near}</div></div>"

    def birth_list(self) -> str:
        kit = self.kit()
        rows = self.grid([("№", lambda: self.n(1, 90)), ("Роженица", lambda: f"{self.v('fio')} ({self.v('dob')})"), ("История", lambda: self.v("mrn")), ("Роды", self.ago), ("Ребёнок", lambda: self.any("м", "ж") + " " + self.n(2600, 4300) + " г " + self.n(47, 56) + " см"), ("МСР", lambda: f"29 № {self.n(10**6, 10**7)}"), ("Акушерка", lambda: self.v("sini")), ("Адрес", lambda: self.v("addr"))], 12, 1)  # fmt: skip
        return f"{kit}{self.top('Роддом', 'Журнал родов', 'Новорождённые', 'Выписка')}{rows}{self.foot('Родов за сутки: 12', 'КС: 3')}"

    def remote_help(self) -> str:
        kit = self.kit()
        chat = "".join(f"<p style='margin:4px 10px'><b>{who}</b> <span class=so>{self.time()}</span><br>{text}</p>" for who, text in ((self.v("if"), f"не видно пациента {self.v('s')} в списке"), ("Оператор", "Какая дата рождения?"), (self.v("if"), f"{self.v('dob')}, ещё есть полис {self.v('oms')}"), ("Оператор", "Проверяю. Обращение 118-4402."), (self.v("if"), f"и у {self.v('fio')} то же самое, карта {self.v('mrn')}"), ("Оператор", f"Перезвоню на {self.v('phone')}")))  # fmt: skip
        back = self.grid([("Ф.", self.met), ("И.", lambda: self.now[1]), ("О.", lambda: self.now[2]), ("Д.р.", lambda: self.v("dob")), ("Прикрепление", lambda: self.one("hospitals"))], 16, 7)  # fmt: skip
        return f"{kit}<div class=ti>Удалённый доступ — REG-07 (10.14.2.31)<u>_□×</u></div><div class=row><div class=fill>{self.top('Поиск', 'Картотека')}{back}</div><div style='width:300px;flex:none;border-left:1px solid var(--line)'>{chat}</div></div>"

    def vaccine_cards(self) -> str:
        kit = self.kit()
        cards = "".join(f"<div style='{BOX}'><b>{self.v('fi')}</b>, {self.n(1, 17)} лет <span class=so>({self.v('dob')})</span><br>Школа № {self.n(1, 90)}, {self.n(1, 11)}«{self.any('А', 'Б')}»<br><span class=so>Согласие подписал(а)</span> {self.v('sini')}<br><span class=so>Полис</span> {self.v('oms')}<br><span class=so>Вакцина</span> Гриппол плюс, серия {self.n(100, 999)}0926</div>" for _ in range(9))  # fmt: skip
        return f"{kit}{self.top('Прививки в школах', 'Выезд 24.11.2026', right='Медсестра ' + self.v('sini'))}<div style='display:grid;grid-template-columns:repeat(3,1fr);gap:8px;padding:8px'>{cards}</div>"

    def event_viewer(self) -> str:
        kit = self.kit()
        lines = "\n".join(f"2026-11-{self.n(10, 23)} {self.time()}:{self.n(10, 59)},{self.n(100, 999)} {self.any('INFO ', 'WARN ', 'ERROR')} [{self.any('http-8080-exec-3', 'emd-sender-1', 'scheduler-2')}] {text}" for text in (f"Открыта карта пациента {self.v('fio')}", "Соединение с БД восстановлено за 112 мс", f"EMD: документ 1.2.643.5.1.13.13.14.1.9.{self.n(100000, 999999)} отклонён: PATIENT_MISMATCH [{self.v('s')}; {self.v('dob')}; {self.v('snils')}]", f"Поиск: фамилия={self.v('s')}, др={self.v('dob')}", "Размер кэша справочников 18432 КБ", f"SMS отправлено на {self.v('phone')}", f"Не удалось отправить письмо {self.v('email')}: 550 5.1.1", f"Пользователь {self.v('sini')} вошёл с 10.14.2.{self.n(2, 250)}", f"Печать талона: {self.v('fio')}, каб. 214", f"ТФОМС: ответ по полису {self.v('oms')}: действует", "java.net.SocketTimeoutException: Read timed out", "Задача #20418 завершена за 00:02:11", f"Слияние карт {self.v('mrn')} и {self.v('mrn')}: выполнил {self.v('sini')}"))  # fmt: skip
        return f"{kit}<div class=ti>server.log — Блокнот<u>_□×</u></div>{self.menu('Файл', 'Правка', 'Формат', 'Вид')}<pre style='font-family:\"DejaVu Sans Mono\";margin:8px'>{lines}</pre>"

    def statement_1c(self) -> str:
        kit = self.kit()
        rows = self.grid([("N", lambda: self.n(1, 60)), ("Контрагент", lambda: self.v("fio")), ("ИНН", lambda: self.v("inn")), ("Договор", lambda: f"ПУ-{self.n(100, 9999)} от {self.day()}"), ("Услуги", lambda: self.one("services")), ("Сумма", lambda: f"{self.n(1, 20)} {self.n(100, 999)},00"), ("Оплачено", lambda: self.any("да", "частично", "нет"))], 15, 3)  # fmt: skip
        card = self.pairs(("Плательщик", self.v("fio")), ("Паспорт", self.v("passport")), ("Адрес", self.v("addr")), ("E-mail", self.v("email")), ("Телефон", self.v("phone")), ("Номер договора", "ПУ-" + self.n(1000, 9999)), ("Сумма", "12 400,00"))  # fmt: skip
        return f"{kit}<div class=ti>1С:Предприятие — Платные медицинские услуги<u>_□×</u></div>{self.tools('Провести и закрыть', 'Записать', 'Провести', 'Печать', 'Ещё')}<div class=row><div class='box' style='width:340px;flex:none'>{card}</div><div class=fill>{rows}</div></div>"

    def psych_registry(self) -> str:
        kit = self.kit()
        body = "".join(f"<tr><td>{self.v('s')}<br>{self.v('if')}</td><td>{self.v('dob')}<br><span class=so>{self.n(18, 90)} лет</span></td><td>{self.v('addr')}</td><td>{self.any('Д', 'ЛП', 'К')}<br><span class=so>F{self.n(10, 90)}.{self.n(0, 9)}</span></td><td>{self.day()}<br><span class=so>{self.v('sini')}</span></td><td>{self.v('phone')}<br><span class=so>{self.any('сестра', 'мать', 'опекун')} {self.v('if')}</span></td></tr>" for _ in range(9))  # fmt: skip
        return f"{kit}{self.top('Регистр наблюдения', 'Участок 4')}<table><tr><th>Больной</th><th>Родился</th><th>Адрес</th><th>Группа</th><th>Был на приёме</th><th>Связь</th></tr>{body}</table>"

    def quick_search(self) -> str:
        kit = self.kit()
        hits = "".join(f"<div style='padding:5px 12px;border-bottom:1px solid var(--line)'>{self.v('fio')} <span class=so>— {self.v('dob')} — полис {self.v('oms')} — уч. {self.n(1, 30)}</span></div>" for _ in range(6))  # fmt: skip
        drop = f"<div style='position:absolute;left:170px;top:64px;width:620px;{BOX};padding:0;box-shadow:0 6px 20px #0008'>{hits}<div class=so style='padding:5px 12px'>Показаны 6 из 41. Уточните запрос</div></div>"
        field = f"<div class='row gap' style='padding:10px'><span>Пациент</span><span class=in style='width:620px'>{self.v('s')}</span><span class='b y'>Найти</span></div>"
        rest = self.grid([("Кабинет", lambda: self.n(100, 430)), ("Врач", lambda: self.v("sini")), ("Принято", lambda: self.n(0, 30)), ("Осталось", lambda: self.n(0, 20)), ("Статус", lambda: self.any("приём", "перерыв", "не начат"))], 17)  # fmt: skip
        return f"{kit}{self.top('Регистратура', 'Кабинеты', 'Очередь')}{field}{rest}{drop}"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def licences_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Модуль", lambda: self.any("Поликлиника", "Стационар", "Лаборатория", "ЭЛН", "РЭМД")), ("Лицензия №", lambda: self.n(10**6, 10**7)), ("Рабочих мест", lambda: self.n(5, 300)), ("Занято", lambda: self.n(1, 300)), ("Действует до", self.day), ("Ключ", lambda: f"{self.n(1000, 9999)}-{self.n(1000, 9999)}-{self.n(1000, 9999)}")], 14)  # fmt: skip
        return f"{kit}{self.top('Лицензии', 'Активация', 'О программе')}{rows}"

    def nightly_jobs_clean(self) -> str:
        kit = self.kit()
        lines = "\n".join(f"2026-11-{self.n(10, 23)} {self.time()}:{self.n(10, 59)} {self.any('[OK]  ', '[FAIL]')} {self.any('Обновление справочника 1.2.643.5.1.13.13.11.' + self.n(1000, 1600), 'Резервная копия mis_prod: ' + self.n(100, 999) + ' ГБ', 'Очередь РЭМД: ' + self.n(10, 4000) + ' документов', 'Индексация карт: ' + self.n(10**5, 10**6) + ' записей', 'Проверка сертификатов: истекают ' + self.n(1, 20))}" for _ in range(22))  # fmt: skip
        return f"{kit}<div class=ti>cron.log — less<u>_□×</u></div><pre style='font-family:\"DejaVu Sans Mono\";margin:8px'>{lines}</pre>"

    def beds_summary_clean(self) -> str:
        kit = self.kit()
        rows = self.grid([("Отделение", lambda: self.one("departments")), ("Коек", lambda: self.n(20, 90)), ("Состояло", lambda: self.n(10, 80)), ("Поступило", lambda: self.n(0, 20)), ("Выписано", lambda: self.n(0, 20)), ("Умерло", lambda: self.n(0, 3)), ("Состоит", lambda: self.n(10, 80)), ("Свободно", lambda: self.n(0, 20))], 16)  # fmt: skip
        return f"{kit}{self.top('Сводка 007/у', self.day(), self.one('hospitals'))}{rows}"

    def about_clean(self) -> str:
        kit = self.kit()
        dialog = f"<div style='position:fixed;left:28%;top:22%;width:560px;{BOX}'><b style='font-size:1.3em'>МИС «Регион»</b><br>Версия 5.21.4 (сборка 20261118.3)<br>Сервер приложений: app02.mis.example, порт 8443<br>База данных: PostgreSQL 18.1, схема 20418<br>Лицензия: {self.one('hospitals')}, № 4471-2209<br>Техническая поддержка: 8 800 555-01-44, help@mis.example{self.buttons('Закрыть', 'Собрать сведения')}</div>"
        return f"{kit}{self.top('МИС «Регион»', 'Сервис', 'Справка')}{dialog}"


PEOPLE = {"twentyfifth": ("window_desk", "paper_referral", "side_by_side", "export_errors", "oncology_route", "birth_list", "remote_help", "vaccine_cards", "event_viewer", "statement_1c", "psych_registry", "quick_search")}  # fmt: skip
CLEAN = {"twentyfifth": ("licences_clean", "nightly_jobs_clean", "beds_summary_clean", "about_clean")}
