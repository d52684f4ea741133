"""Pages of the twentieth set of screens (`fresh_screens.py`): queues, contracts, registers and talks of other programs."""

from bench.guard.clinic_pages import ClinicScreens


class StationScreens(ClinicScreens):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def queue_panel(self) -> str:
        kit = self.kit()

        def window(number: int) -> str:
            waiting = "".join(f"<div class=hit>{self.any('А', 'Б', 'К')}{self.n(100, 200)} <span class=so>{self.v('sini')}</span></div>" for _ in range(6))  # fmt: skip
            return f"<div class=box><span class=ttl style='padding:0'>Окно {number}</span><br><span class=so>Оператор</span> {self.v('fi')}<br>Сейчас: {self.v('fio')}, {self.v('dob')}{waiting}{self.buttons('Вызвать', 'Не явился')}</div>"

        return f"{kit}{self.top('Электронная очередь', self.one('hospitals'), 'Талонов сегодня: 214')}<div class=cell style='grid-template-columns:repeat(4,1fr)'>{''.join(window(i + 1) for i in range(8))}</div>"

    def referral_register(self) -> str:
        kit = self.kit()
        tabs = "<div class=ta><span class=on>Исходящие (42)</span><span>Входящие (8)</span><span>Отклонённые</span><span>Черновики</span></div>"
        rows = self.grid([("Номер направления", lambda: self.gold("69" + self.n(10**8, 10**9), "MRN")), ("Создано", self.ago), ("Пациент", lambda: f"{self.v('fio')}, {self.v('dob')}"), ("Куда направлен", lambda: self.one("hospitals")), ("Профиль", lambda: self.any("Онкология", "Кардиология", "Ревматология")), ("МКБ", lambda: self.any("I20.8", "C50.9", "M05.8")), ("Кем направлен", lambda: self.v("sini")), ("Этап", lambda: self.one("statuses"))], self.random.randrange(10, 16), 3)  # fmt: skip
        return f"{kit}{self.top('Направления', 'Консилиумы', 'ВМП', right=self.v('fi') + ' ▾')}{tabs}<div class='row gap'><span class=in>Поиск по ФИО, полису или СНИЛС</span><span class=b>Фильтры (2)</span><span class='b y'>Создать направление</span></div>{rows}<div class='so row gap'>1–15 из 42 · ‹ 1 2 3 ›</div>"

    def hiring_card(self) -> str:
        kit = self.kit()
        left = self.pairs(("Табельный номер", self.n(1000, 9999)), ("Фамилия", self.v("s")), ("Имя Отчество", f"{self.person()[1]} {self.person()[2]}"), ("Дата рождения", self.v("dob")), ("СНИЛС", self.v("snils")), ("ИНН", self.v("inn")), ("Паспорт", self.v("passport")), ("Прописан", self.v("addr")), ("Мобильный", self.v("phone")), ("Почта", self.v("email")), ("Должность", self.one("roles")), ("Ставка", "1,0"))  # fmt: skip
        staff = self.grid([("Таб. №", lambda: self.n(1000, 9999)), ("Сотрудник", lambda: self.v("fio")), ("Должность", lambda: self.one("roles")), ("Подразделение", lambda: self.one("departments")), ("Принят", self.day), ("СНИЛС", lambda: self.v("snils")), ("Сертификат до", self.day)], self.random.randrange(13, 19), 4)  # fmt: skip
        return f"{kit}{self.top('Кадры', 'Штатное расписание', 'Отпуска', 'ФРМР')}<div class=row><div class=box style='width:34%;flex:none'><div class=ttl style='padding:0'>Личная карточка</div>{left}{self.buttons('Передать в ФРМР', 'Сохранить')}</div><div class=fill>{staff}</div></div>"

    def discharge_text(self) -> str:
        self.kit()
        f = self.v
        body = f"<p style='text-align:center'>ВЫПИСНОЙ ЭПИКРИЗ<br>из медицинской карты стационарного больного № {f('mrn')}</p><p>Пациент(ка): {f('fio')}, дата рождения {f('dob')}, проживает по адресу: {f('addr')}. Полис ОМС {f('oms')}, СНИЛС {f('snils')}.</p><p>Находилась на лечении в отделении: {self.one('departments')} с {self.day()} по {self.day()}.</p><p>Диагноз клинический: {self.one('diagnoses')}. Осложнений нет.</p><p>Проведено лечение: {self.one('drugs')}, {self.one('drugs')}, физиотерапия № 5. Динамика положительная, гемоглобин 128 г/л, СОЭ 12 мм/ч.</p><p>Рекомендовано: наблюдение терапевта по месту жительства, контроль АД, явка через 10 дней. Сопровождающий: {f('fio')} (дочь), телефон {f('phone')}.</p><p>Листок нетрудоспособности {self.sick_leave()}.</p><p>Лечащий врач ______________ {f('sini')}<br>Заведующий отделением ______________ {f('sini')}</p>"
        return f"<style>body{{background:#e6e6e6;color:#111}}.rb{{background:#2b579a;color:#fff;padding:6px 12px;display:flex;gap:20px}}.rt{{background:#f3f3f3;padding:6px 12px;display:flex;gap:16px}}.pg{{background:#fff;width:860px;margin:12px auto;padding:38px 60px;font-family:'Liberation Serif';font-size:16px;line-height:1.35}}</style><div class=rb><span>эпикриз_итог.docx — Word</span></div><div class=rt><span>Файл</span><span>Главная</span><span>Вставка</span><span>Макет</span><span>Ссылки</span><span>Рецензирование</span><span>Вид</span></div><div class=pg>{body}</div><div style='position:fixed;bottom:0;left:0;right:0;background:#f3f3f3;padding:3px 12px'>Страница 1 из 2 &nbsp; Число слов: 214 &nbsp; русский</div>"

    def dispensary_cards(self) -> str:
        kit = self.kit()
        cards = "".join(f"<div class=box><div class=row><span class='fill lk'>{self.v('fio')}</span><span class=tag>{self.any('ДН', 'Льгота', 'ПМСП')}</span></div>{self.pairs(('Родился', self.v('dob')), ('Полис', self.v('oms')), ('Телефон', self.v('phone')), ('Врач', self.v('sini')), ('Группа', self.any('II', 'IIIа', 'IIIб')))}</div>" for _ in range(9))  # fmt: skip
        side = "".join(f"<p style='margin:0;padding:4px 12px'>☐ {word}</p>" for word in ("Мужчины", "Женщины", "18–39 лет", "40–64 года", "65 и старше", "Без телефона", "Не явились", "Отказ"))  # fmt: skip
        return f"{kit}{self.top('Диспансеризация', 'План', 'Приглашения', 'Итоги', right=self.v('sini'))}<div class='row gap'><span class=in>{self.v('s')}</span><span class=b>Найти</span><span class=so>Показано 9 из 318</span></div><div class=row><div style='width:180px;flex:none'><div class=so style='padding:6px 12px'>Фильтры</div>{side}</div><div class='fill cell' style='grid-template-columns:repeat(3,1fr)'>{cards}</div></div>"

    def remote_console(self) -> str:
        self.kit()
        lines = "\n".join(f" {self.n(100, 999)} | {self.v('fio'):<40} | {self.v('dob')} | {self.v('snils')} | {self.any('t', 'f')}" for _ in range(16))  # fmt: skip
        return f"<style>body{{background:#0c0c0c;color:#ccc}}pre{{font-family:'DejaVu Sans Mono';font-size:14px;padding:10px}}</style><pre>admin@mis-db1:~$ psql -d mis -c \"select id, fio, birth, snils, active from patient limit 16\"\n id  | fio | birth | snils | active\n-----+------------------------+------------+----------------+-------\n{lines}\n(16 строк)\n\nadmin@mis-db1:~$ tail -n 4 /var/log/mis/import.log\nINFO  загружен файл R690023.xml, записей 318\nERROR не найден пациент {self.v('fio')}, полис {self.v('oms')}\nWARN  повторная отправка, localUid {self.maker._uuid()[0]}\nadmin@mis-db1:~$ </pre>"

    def phone_book(self) -> str:
        kit = self.kit()
        rows = self.grid([("ФИО", lambda: self.v("fio")), ("Должность", lambda: self.one("roles")), ("Отделение", lambda: self.one("departments")), ("Каб.", lambda: self.n(100, 420)), ("Внутр.", lambda: self.n(100, 999)), ("Мобильный", lambda: self.v("phone")), ("E-mail", lambda: self.v("email"))], self.random.randrange(14, 20))  # fmt: skip
        return f"{kit}{self.top('Портал сотрудника', 'Новости', 'Документы', 'Телефонный справочник', 'Заявки в ИТ')}<div class=row>{self.rail('Администрация', 'Поликлиника', 'Стационар', 'Лаборатория', 'Бухгалтерия', 'АХО', on=2)}<div class=fill><div class=ttl>Стационар</div>{rows}</div></div>"

    def wizard(self) -> str:
        kit = self.kit()
        steps = "<div class='row gap so'><span>1 Пациент</span><span>›</span><span class=lk>2 Врач и время</span><span>›</span><span>3 Подтверждение</span></div>"
        who = f"<div class=box>{self.v('FIO')}<br><span class=so>{self.v('dob')}, полис {self.v('oms')}, тел. {self.v('phone')}</span></div>"
        doctors = "".join(f"<div class=box>{self.v('fio')}<br><span class=so>{self.any('Терапевт участковый', 'Кардиолог', 'Эндокринолог')} · каб. {self.n(100, 400)} · ближайшее {self.time()}</span><div class='row gap'>{''.join(f'<span class=b>{self.time()}</span>' for _ in range(5))}</div></div>" for _ in range(6))  # fmt: skip
        return f"{kit}{self.top('Запись на приём', self.day())}{steps}{who}<div class=cell style='grid-template-columns:1fr 1fr'>{doctors}</div>{self.buttons('Далее', 'Назад', 'Отмена')}"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def tariffs_clean(self) -> str:
        kit = self.kit()
        return f"{kit}{self.top('Тарифы ОМС', 'КСГ', 'Подушевое финансирование')}{self.grid([('КСГ', lambda: 'st' + self.n(10, 38) + '.00' + self.n(1, 9)), ('Наименование', lambda: self.one('diagnoses')), ('Профиль', lambda: self.one('departments')), ('КЗ', lambda: '0,' + self.n(40, 99)), ('Тариф', lambda: self.n(9000, 90000) + ',00'), ('Действует с', self.day), ('Основание', lambda: self.any('Тарифное соглашение № 1', 'Доп. соглашение № 4'))], 18, 3)}"

    def servers_clean(self) -> str:
        kit = self.kit()
        return f"{kit}{self.top('Мониторинг', 'Узлы', 'Задания', 'Оповещения')}{self.grid([('Узел', lambda: self.any('mis-app1', 'mis-db1', 'lis-gw', 'pacs-arch')), ('IP', lambda: f'10.12.{self.n(1, 9)}.{self.n(2, 254)}'), ('Служба', lambda: self.one('modules')), ('Состояние', lambda: self.any('Работает', 'Остановлена', 'Перезапуск')), ('ЦП, %', lambda: self.n(1, 99)), ('Память', lambda: self.n(1, 31) + ',' + self.n(1, 9) + ' ГБ'), ('Последняя ошибка', lambda: self.one('errors')[:46])], 16, 2)}"

    def welcome_clean(self) -> str:
        kit = self.kit()
        tiles = "".join(f"<div class=box><div class=ttl style='padding:0'>{word}</div><span class=so>{self.one('texts')}</span></div>" for word in ("Поликлиника", "Стационар", "Лаборатория", "Аптека", "Отчёты", "Администрирование", "Обмен с РЭМД", "Справочники", "Помощь"))  # fmt: skip
        return f"{kit}{self.top('МИС', 'Главная', right='Гость')}<div class=cell style='grid-template-columns:repeat(3,1fr)'>{tiles}</div>{self.foot(self.one('hospitals'), 'Версия 7.2.18', 'Поддержка: 8-800-555-35-35', self.ago())}"

    def schedule_form_clean(self) -> str:
        kit = self.kit()
        return f"{kit}{self.top('Новая запись', 'Регистратура')}{self.form([('Фамилия', ''), ('Имя', ''), ('Отчество', ''), ('Дата рождения', 'дд.мм.гггг'), ('СНИЛС', '___-___-___ __'), ('Полис', ''), ('Врач', 'Выберите врача'), ('Услуга', self.one('services')), ('Телефон', '+7 (___) ___-__-__')])}{self.buttons('Записать', 'Отмена')}<div class=box>{self.one('texts')}<br>{self.one('texts')}</div>"


PEOPLE = {"twentieth": ("queue_panel", "referral_register", "hiring_card", "discharge_text", "dispensary_cards", "remote_console", "phone_book", "wizard")}  # fmt: skip
CLEAN = {"twentieth": ("tariffs_clean", "servers_clean", "welcome_clean", "schedule_form_clean")}
