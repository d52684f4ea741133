"""Pages of the fourteenth set of screens (`fresh_screens.py`): what a hospital's people send on an ordinary day."""

from bench.guard.strange_pages import FromLists

BOOT = "<style>body{background:#fff;color:#212529}table{background:#fff;width:100%}td,th{border:0;border-bottom:1px solid #dee2e6;padding:6px 8px}th{font-weight:600;background:#fff}.o td{background:#f8f9fa}.s td{background:#cfe2ff}.nv{background:#212529;color:#fff;padding:9px 18px;display:flex;gap:24px}.bg{border-radius:5px;padding:1px 7px;color:#fff;background:#198754;font-size:.85em}.bd{padding:12px 18px}.in{border:1px solid #ced4da;border-radius:4px;padding:4px 9px;display:inline-block;min-width:130px}.ad{display:flex;gap:14px;align-items:center;margin:0 0 12px}.bt{background:#0d6efd;color:#fff;border-radius:4px;padding:4px 12px}.mu{color:#6c757d}</style>"
WIN = "<style>body{background:#c0c0c0;color:#000}table{background:#fff;width:100%}td,th{border:1px solid #c0c0c0;padding:1px 5px;white-space:nowrap}th{background:#dcdcdc;border:1px outset #fff}.s td{background:#000080;color:#fff}.t{background:#000080;color:#fff;padding:2px 6px}.m{display:flex;gap:14px;padding:2px 6px}.g{display:grid;grid-template-columns:130px 1fr 110px 1fr;gap:4px 6px;padding:8px}.g i{font-style:normal;background:#fff;border:2px inset #ddd;padding:0 4px}.dl{position:fixed;left:32%;top:34%;width:430px;background:#c0c0c0;border:2px outset #fff}.b{border:2px outset #fff;padding:1px 16px}</style>"
SHEET = "<style>body{background:#fff;color:#000}table{width:auto}td,th{border:1px solid #d4d4d4;padding:1px 4px;white-space:nowrap}th{background:#e6e6e6;text-align:center;color:#444}.rb{background:#217346;color:#fff;padding:5px 12px;display:flex;gap:20px}.f{border:1px solid #d4d4d4;padding:3px 8px;color:#333}.s td{background:#e2efda}</style>"
NIGHT = "<style>body{background:#17181c;color:#d7dae0}table{background:transparent;width:100%}td,th{border:0;border-bottom:1px solid #2c2f36;padding:5px 8px}th{color:#8d94a1}.s td{background:#23324a}.h{padding:10px 16px;background:#1f2127;display:flex;gap:22px}.q{background:#24272e;border-radius:8px;padding:8px 12px;margin:7px 16px;max-width:720px}.mu{color:#8d94a1;font-size:.9em}pre{font-family:'DejaVu Sans Mono';margin:10px 14px;line-height:1.35}</style>"
MAIL = "<style>body{background:#fff;color:#222}.tp{background:#0f6cbd;color:#fff;padding:8px 14px}.l{width:280px;border-right:1px solid #ddd;flex:none}.l div{padding:6px 12px;border-bottom:1px solid #eee}.r{padding:14px 22px;line-height:1.5}.mu{color:#666;font-size:.9em}</style>"


class PlainScreens(FromLists):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def found_list(self) -> str:
        heads = self.any("<th>#</th><th>Пациент</th><th>Дата рождения</th><th>СНИЛС</th><th>Полис</th><th>Телефон</th><th>Статус</th>")  # fmt: skip
        rows = self.rows([lambda: self.n(1, 99), lambda: self.v("fio"), lambda: self.v("dob"), lambda: self.v("snils"), lambda: self.v("oms"), lambda: self.v("phone"), lambda: f"<span class=bg>{self.one('statuses')}</span>"], 13, on=4)  # fmt: skip
        return f"{BOOT}<div class=nv><span>МИС Пример</span><span>Пациенты</span><span>Расписание</span><span>Отчёты</span><span style='margin-left:auto'>{self.v('sini')}</span></div><div class=bd><div class=ad><span class=in>{self.v('s')}</span><span class=in>дд.мм.гггг</span><span class=bt>Найти</span><span class=mu>Найдено записей: 13</span></div><table><tr>{heads}</tr>{rows}</table></div>"

    def card_form(self) -> str:
        s, n, p = self.person()
        pairs = [("Фамилия", s), ("Имя", n), ("Отчество", p), ("Пол", "Женский"), ("Дата рождения", self.v("dob")), ("Возраст", self.n(18, 90)), ("СНИЛС", self.v("snils")), ("Полис ОМС", self.v("oms")), ("Паспорт", self.v("passport")), ("Телефон", self.v("phone")), ("Адрес", self.v("addr")), ("E-mail", self.v("email")), ("№ карты", self.v("mrn")), ("Участок", self.n(1, 30)), ("Лечащий врач", self.v("sini")), ("Прикрепление", self.one("hospitals"))]  # fmt: skip
        visits = self.rows([self.day, lambda: self.one("services"), lambda: self.v("sini"), lambda: self.one("diagnoses")], 8)  # fmt: skip
        return f"{WIN}<div class=t>Карта пациента — {s} {n} {p}</div><div class=m><span>Файл</span><span>Документы</span><span>Печать</span><span>Справка</span></div><div class=g>{''.join(f'<span>{k}:</span><i>{x}</i>' for k, x in pairs)}</div><div class=m><span>Посещения</span><span>Назначения</span><span>Прививки</span></div><table><tr><th>Дата</th><th>Услуга</th><th>Врач</th><th>Диагноз</th></tr>{visits}</table>"

    def timetable(self) -> str:
        doctors = "".join(f"<th>{self.v('sini')}<br><span class=mu>{self.any('терапевт', 'невролог', 'хирург', 'окулист')}, каб. {self.n(100, 420)}</span></th>" for _ in range(5))  # fmt: skip

        def slot() -> str:
            return self.any("", "", "<span class=mu>нет приёма</span>", self.v("sini"), self.v("sini"), f"{self.v('fio')}<br><span class=mu>{self.v('phone')}</span>")  # fmt: skip

        rows = "".join(f"<tr><td>{8 + i // 4:02d}:{i % 4 * 15:02d}</td>{''.join(f'<td>{slot()}</td>' for _ in range(5))}</tr>" for i in range(13))  # fmt: skip
        return f"{BOOT}<div class=nv><span>Расписание</span><span>Поликлиника № 2</span><span>{self.day()}</span></div><div class=bd><div class=ad><span class=bt>Записать</span><span class=in>Все специальности</span><span class=mu>Регистратор: {self.v('sini')}</span></div><table><tr><th>Время</th>{doctors}</tr>{rows}</table></div>"

    def laboratory(self) -> str:
        s, n, p = self.person()
        rows = self.rows([lambda: self.one("tests"), lambda: self.n(1, 300) + "," + self.n(0, 9), lambda: self.one("units"), lambda: f"{self.n(1, 50)}–{self.n(51, 300)}", lambda: self.any("", "выше нормы", "ниже нормы")], 12)  # fmt: skip
        return f"{BOOT}<div class=nv><span>ЛИС «Анализ»</span><span>Заявки</span><span>Результаты</span><span>Контроль качества</span></div><div class=bd><h2>Результаты исследования № {self.n(10000, 99999)}</h2><p><span class=mu>Пациент:</span> {s} {n} {p} &nbsp; <span class=mu>Дата рождения:</span> {self.v('dob')} &nbsp; <span class=mu>Пол:</span> жен.</p><p><span class=mu>СНИЛС:</span> {self.v('snils')} &nbsp; <span class=mu>Полис:</span> {self.v('oms')} &nbsp; <span class=mu>№ карты:</span> {self.v('mrn')}</p><p><span class=mu>Направил:</span> {self.v('sini')} &nbsp; <span class=mu>Отделение:</span> {self.one('departments')} &nbsp; <span class=mu>Взятие:</span> {self.ago()}</p><table><tr><th>Исследование</th><th>Результат</th><th>Единицы</th><th>Норма</th><th>Отметка</th></tr>{rows}</table><p>Врач КЛД: {self.v('sini')} &nbsp; Подтвердил: {self.v('sini')}</p></div>"

    def register_errors(self) -> str:
        rows = self.rows([self.ago, lambda: self.v("sini"), lambda: self.v("dob"), lambda: self.any("Эпикриз стационара", "Протокол осмотра", "Направление 057/у", "Справка"), lambda: self.v("sini"), lambda: self.any("Ошибка", "Отклонён", "Зарегистрирован"), lambda: self.any("VALIDATION_ERROR: не заполнен СНИЛС", f"PERSON_NOT_FOUND: {self.v('snils')}", "SIGNATURE_INVALID", f"Врач {self.v('sini')} не найден в ФРМР", "")], 14, on=6)  # fmt: skip
        return f"{NIGHT}<div class=h><span>Журнал отправки в РЭМД</span><span>Все</span><span>Ошибки (12)</span><span>{self.one('hospitals')}</span></div><table><tr><th>Дата</th><th>Пациент</th><th>Дата рождения</th><th>Документ</th><th>Автор</th><th>Статус</th><th>Ответ</th></tr>{rows}</table>"

    def sheet(self) -> str:
        letters = "".join(f"<th>{x}</th>" for x in ("", *"ABCDEFGH"))
        heads = "<tr><th>1</th><td>№</td><td>Фамилия</td><td>Имя</td><td>Отчество</td><td>Дата рождения</td><td>СНИЛС</td><td>Телефон</td><td>Адрес</td></tr>"

        def row(i: int) -> str:
            s, n, p = self.person()
            return f"<tr class={'s' if i == 7 else 'e'}><th>{i + 2}</th><td>{i + 1}</td><td>{s}</td><td>{n}</td><td>{p}</td><td>{self.v('dob')}</td><td>{self.v('snils')}</td><td>{self.v('phone')}</td><td>{self.v('addr')}</td></tr>"

        return f"{SHEET}<div class=rb><span>Файл</span><span>Главная</span><span>Вставка</span><span>Формулы</span><span>Данные</span><span>spisok_d_uchet.xlsx - Excel</span></div><div class=f>B9 &nbsp; fx &nbsp; {self.v('s')}</div><table><tr>{letters}</tr>{heads}{''.join(row(i) for i in range(19))}</table><div class=f>Лист1 &nbsp; Лист2 &nbsp; + &nbsp; Готово</div>"

    def over_list(self) -> str:
        s, n, p = self.person()
        rows = self.rows([lambda: self.v("mrn"), lambda: self.v("fio"), lambda: self.v("dob"), lambda: self.one("departments"), lambda: self.n(1, 20), lambda: self.v("sini"), self.day], 20, on=9)  # fmt: skip
        box = f"<div class='dl dialog'><div class=t>Подтверждение</div><div style='padding:12px'>Выписать пациента {s} {n} {p}, {self.v('dob')} г.р.?<br>История болезни № {self.v('mrn')} будет закрыта.<br><br><span class=b>Да</span> <span class=b>Нет</span></div></div>"
        return f"{WIN}<div class=t>Стационар — пациенты в отделениях</div><div class=m><span>Пациент</span><span>Движение</span><span>Отчёты</span><span>Окно</span></div><table><tr><th>№ ИБ</th><th>ФИО</th><th>Дата рожд.</th><th>Отделение</th><th>Палата</th><th>Леч. врач</th><th>Поступил</th></tr>{rows}</table><div class=m><span>Всего: 20</span><span>Дежурный: {self.v('sini')}</span></div>{box}"

    def letter(self) -> str:
        who = "".join(f"<div>{self.v('fi')}<br><span class=mu>{self.any('Не отправляется ЭМД', 'Re: доступ в МИС', 'Списки на диспансеризацию', 'Вопрос по полису')}</span></div>" for _ in range(8))  # fmt: skip
        s, n, p = self.person()
        return f"{MAIL}<div class=tp>Почта &nbsp; Входящие (14)</div><div style='display:flex;height:100%'><div class=l>{who}</div><div class=r><h2>Не отправляется эпикриз</h2><span class=mu>От: {self.v('fi')} &lt;{self.v('email')}&gt;<br>Кому: Служба поддержки<br>{self.ago()}</span><p>Добрый день!</p><p>Не уходит в РЭМД эпикриз пациентки {s} {n} {p}, {self.v('dob')} г.р., полис {self.v('oms')}, СНИЛС {self.v('snils')}. Система пишет, что подписант не найден.</p><p>Номер истории болезни {self.v('mrn')}, лечащий врач {self.v('sini')}. Телефон для связи {self.v('phone')}.</p><p>С уважением,<br>{self.v('fi')}<br>{self.one('roles')}, {self.one('hospitals')}<br>тел. {self.v('phone')}</p></div></div>"

    def chat(self) -> str:
        lines = [
            f"Коллеги, у пациента {self.v('fio')} не открывается карта", "Какая дата рождения?", f"{self.v('dob')}, полис {self.v('oms')}",
            f"Вижу два дубля: {self.v('mrn')} и {self.v('mrn')}", "Объедините, пожалуйста", f"Позвоните мне {self.v('phone')}", "Готово, проверяйте", f"Ещё СНИЛС поменять на {self.v('snils')}",
        ]  # fmt: skip
        said = "".join(f"<div class=q><span class=mu>{self.v('fi')} · {self.time()}</span><br>{text}</div>" for text in lines)  # fmt: skip
        return f"{NIGHT}<div class=h><span>Поддержка МИС</span><span class=mu>12 участников</span></div>{said}<div class=q style='max-width:none'>Написать сообщение…</div>"

    def console(self) -> str:
        def line() -> str:
            return self.any(
                f"{self.ago()} INFO  [main] Loaded module schedule in {self.n(10, 900)} ms",
                f"{self.ago()} ERROR [http-4] Patient {self.v('fio')} not found",
                f"{self.ago()} WARN  [emd] retry {self.n(1, 5)} of 5, timeout 30 s",
                f"{self.ago()} ERROR [emd] snils={self.v('snils')} invalid checksum",
                f"{self.ago()} DEBUG [db] select * from queue where id = {self.n(1000, 99999)}",
                f"{self.ago()} INFO  [sms] sent to {self.v('phone')}",
                f"{self.ago()} INFO  [auth] user {self.any('admin', 'svc_emd', 'registry2')} logged in",
            )  # fmt: skip

        body = "\n".join(line() for _ in range(24))
        return f"{NIGHT}<div class=h><span>root@mis-app01: /var/log/mis</span></div><pre>$ ls -l\n-rw-r--r-- 1 mis mis  48213 Nov 20 09:14 app.log\n-rw-r--r-- 1 mis mis   1204 Nov 20 08:01 emd.log\n$ tail app.log\n{body}</pre>"

    def extract(self) -> str:
        return f"<style>body{{background:#3c3c3c}}.pg{{background:#fff;color:#000;width:800px;margin:8px auto;padding:30px 46px;font-family:'Liberation Serif';font-size:16px;line-height:1.5}}.br{{background:#222;color:#ddd;padding:6px 14px}}</style><div class=br>vypiska.pdf &nbsp; стр. 1 из 2 &nbsp; 110 %</div><div class=pg><div style='text-align:center'>{self.one('hospitals')}<br>ВЫПИСНОЙ ЭПИКРИЗ № {self.v('mrn')}</div><p>Пациент: {self.v('fio')}<br>Дата рождения: {self.v('dob')}<br>Адрес: {self.v('addr')}<br>Полис ОМС: {self.v('oms')}, СНИЛС: {self.v('snils')}</p><p>Находился на лечении с {self.day()} по {self.day()} в отделении: {self.one('departments').lower()}.</p><p>Диагноз: {self.one('diagnoses')}.</p><p>Проведено лечение: {self.one('drugs')}, {self.one('drugs')}, {self.one('drugs')}.</p><p>Рекомендовано: наблюдение терапевта по месту жительства, {self.one('drugs')}. Явка {self.day()}.</p><p>Лечащий врач {self.v('sini')}<br>Заведующий отделением {self.v('sini')}</p></div>"

    def tree(self) -> str:
        wards = "".join(f"<p>▸ Палата {300 + i}</p>{''.join(f'<p style=padding-left:22px>{self.v(chr(115) + chr(105) + chr(110) + chr(105))}</p>' for _ in range(3))}" for i in range(5))  # fmt: skip
        s, n, p = self.person()
        rows = self.rows([self.day, lambda: self.one("drugs"), lambda: self.any("1 т. 2 р/д", "в/м", "в/в кап.", "утром"), lambda: self.v("sini"), lambda: self.any("выполнено", "назначено", "отменено")], 14)  # fmt: skip
        return f"<div class=bar><span>Лист назначений</span><span>{self.one('hospitals')}</span></div><div class=body><div class=side style='width:230px'><p>▾ {self.one('departments')}</p>{wards}</div><div class=main><h2>{s} {n} {p}</h2><p>{self.v('dob')}, и/б {self.v('mrn')}, палата 302, {self.one('diagnoses')}</p><table><tr><th>Дата</th><th>Препарат</th><th>Приём</th><th>Назначил</th><th>Отметка</th></tr>{rows}</table></div></div>"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def folder_clean(self) -> str:
        rows = self.rows([lambda: self.any("Отчёт за октябрь.xlsx", "Инструкция регистратора.docx", "Приказ 412 от 03.11.2026.pdf", "Форма 30.xls", "Шаблоны печати", "mis_setup_5.2.exe", "Расписание на декабрь.xlsx"), self.ago, lambda: self.any("Папка", "Лист Microsoft Excel", "Документ Word", "Приложение", "PDF"), lambda: self.n(10, 9000) + " КБ"], 18, on=3)  # fmt: skip
        return f"{WIN}<div class=t>Этот компьютер › Обмен (D:) › Отчёты</div><div class=m><span>Файл</span><span>Главная</span><span>Поделиться</span><span>Вид</span></div><table><tr><th>Имя</th><th>Дата изменения</th><th>Тип</th><th>Размер</th></tr>{rows}</table>"

    def prices_clean(self) -> str:
        rows = self.rows([lambda: f"A{self.n(10, 26)}.{self.n(10, 30)}.00{self.n(1, 9)}", lambda: self.one("services"), lambda: self.one("departments"), lambda: self.n(200, 9000) + " ₽", lambda: self.any("Да", "Нет")], 15, on=2)  # fmt: skip
        return f"{BOOT}<div class=nv><span>МИС Пример</span><span>Справочники</span><span>Услуги</span></div><div class=bd><div class=ad><span class=in>Код или название</span><span class=bt>Добавить</span></div><table><tr><th>Код</th><th>Наименование</th><th>Отделение</th><th>Цена</th><th>ОМС</th></tr>{rows}</table></div>"

    def console_clean(self) -> str:
        body = "\n".join(f"{self.ago()} {self.any('INFO', 'WARN', 'ERROR')} {self.any('Connection refused: 10.20.1.15:5432', 'Loaded 412 classes', 'ru.mis.emd.Sender.send(Sender.java:118)', 'Certificate expires in 12 days', 'Queue length 48', 'at org.hibernate.Session.get(Session.java:88)')}" for _ in range(22))  # fmt: skip
        return f"{NIGHT}<div class=h><span>mis@app02: ~</span></div><pre>$ df -h\nFilesystem      Size  Used Avail Use% Mounted on\n/dev/sda1        98G   71G   23G  76% /\n$ journalctl -u mis\n{body}</pre>"


PEOPLE = {"fourteenth": ("found_list", "card_form", "timetable", "laboratory", "register_errors", "sheet", "over_list", "letter", "chat", "console", "extract", "tree")}  # fmt: skip
CLEAN = {"fourteenth": ("folder_clean", "prices_clean", "console_clean")}
