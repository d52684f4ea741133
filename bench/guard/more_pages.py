"""Pages of the sixteenth set of screens (`fresh_screens.py`): written after the rules stood, and only measured."""

from bench.guard.strange_pages import FromLists

GRID = "<style>body{background:#f3f6f9;color:#202a35}table{background:#fff;width:100%}td,th{border:1px solid #ccd6e0;padding:3px 6px}th{background:#dfe8f1}.s td{background:#ffeeba}.o td{background:#f7fafc}.hd{background:#2c5d8f;color:#fff;padding:8px 14px;display:flex;gap:22px}.fl{padding:8px 14px;display:flex;gap:10px;align-items:center}.fl i{font-style:normal;background:#fff;border:1px solid #b8c4d0;padding:2px 8px}.p{padding:8px 14px}.bx{background:#fff;border:1px solid #ccd6e0;padding:10px 14px;margin:8px 14px;line-height:1.6}.g{color:#66788a}.b2{background:#2c5d8f;color:#fff;padding:2px 12px;border-radius:2px}</style>"
DIM = "<style>body{background:#0f1419;color:#d6dbe1}table{background:#151b22;width:100%}td,th{border:0;border-bottom:1px solid #26303a;padding:5px 9px}th{color:#8796a6}.s td{background:#1d3550}.hd{background:#151b22;padding:10px 16px;display:flex;gap:24px}.bx{background:#151b22;border:1px solid #26303a;border-radius:7px;padding:11px 16px;margin:9px 14px;line-height:1.6}.g{color:#8796a6}.p{padding:6px 14px}pre{font-family:'DejaVu Sans Mono';padding:8px 14px;margin:0;line-height:1.35}.dialog{background:#1c242d;border:1px solid #3a4856}.dialog h3{background:#26303a;color:#fff}</style>"


class MoreScreens(FromLists):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def reception(self) -> str:
        rows = self.rows([self.time, lambda: self.v("fio") + f", {self.n(1, 95)} лет", lambda: self.v("phone"), lambda: self.one("services"), lambda: self.any("ОМС", "ДМС", "Платно"), lambda: self.any("Записан", "Пришёл", "Не явился", "Отменён")], 14, on=5)  # fmt: skip
        return f"{GRID}<div class=hd><span>Регистратура</span><span>{self.one('hospitals')}</span><span style='margin-left:auto'>{self.v('fi')}</span></div><div class=fl><span>Врач</span><i>{self.v('sini')}, {self.any('терапевт', 'хирург')}</i><span>Дата</span><i>{self.day()}</i><span class=b2>Показать</span></div><table><tr><th>Время</th><th>Кто записан</th><th>Контакт</th><th>Услуга</th><th>Оплата</th><th>Отметка</th></tr>{rows}</table>"

    def admission(self) -> str:
        pairs = [("Ф.И.О.", self.v("fio")), ("Дата рожд.", f"{self.v('dob')} ({self.n(18, 90)} лет)"), ("Полис", self.v("oms")), ("СНИЛС", self.v("snils")), ("Паспорт", self.v("passport")), ("Место жительства", self.v("addr")), ("Тел.", self.v("phone")), ("Родственники", self.v("fio") + ", " + self.v("phone")), ("Кем направлен", self.one("hospitals")), ("Диагноз при поступлении", self.one("diagnoses")), ("Отделение", self.one("departments")), ("Врач приёмного покоя", self.v("sini"))]  # fmt: skip
        body = "".join(f"<tr><td class=g style='width:210px'>{k}</td><td>{x}</td></tr>" for k, x in pairs)
        return f"{GRID}<div class=hd><span>Приёмное отделение</span><span>Новая госпитализация</span></div><div class=p>История болезни № {self.v('mrn')} от {self.ago()}</div><table>{body}</table><div class=fl><span class=b2>Сохранить</span><span class=b2>Печать титула</span></div>"

    def prescriptions(self) -> str:
        rows = self.rows([self.day, lambda: self.n(100, 999) + "-" + self.n(1000, 9999), lambda: self.v("sini"), lambda: self.v("snils"), lambda: self.one("drugs"), lambda: self.v("sini"), lambda: self.any("Выписан", "Обслужен", "Отсрочен", "Аннулирован")], 15, on=4)  # fmt: skip
        return f"{DIM}<div class=hd><span>Льготные рецепты</span><span>{self.day()} – {self.day()}</span><span class=g>15 из 214</span></div><table><tr><th>Дата</th><th>Серия и номер</th><th>Льготник</th><th>СНИЛС</th><th>Препарат</th><th>Врач</th><th>Статус</th></tr>{rows}</table>"

    def vaccination(self) -> str:
        rows = self.rows([lambda: self.v("fi"), lambda: self.v("dob"), lambda: self.any("1 «А»", "2 «Б»", "5 «В»", "9 «А»"), lambda: self.any("Манту", "АКДС", "Корь", "Гепатит B"), self.day, lambda: self.any("сделано", "медотвод", "отказ", "план"), lambda: self.v("fi") + ", " + self.v("phone")], 15, on=9)  # fmt: skip
        return f"{GRID}<div class=hd><span>Школьный кабинет</span><span>План прививок</span></div><table><tr><th>Ребёнок</th><th>Родился</th><th>Класс</th><th>Прививка</th><th>Срок</th><th>Итог</th><th>Родитель</th></tr>{rows}</table><div class=p>Медсестра {self.v('sini')}</div>"

    def duplicates(self) -> str:
        def side() -> str:
            s, n, p = self.person()
            pairs = [("Фамилия", s), ("Имя", n), ("Отчество", p), ("Дата рождения", self.v("dob")), ("СНИЛС", self.v("snils")), ("Полис", self.v("oms")), ("Адрес", self.v("addr")), ("Создана", self.ago()), ("Посещений", self.n(0, 40))]  # fmt: skip
            return "<div class=bx style='flex:1'>" + f"<b>Карта {self.v('mrn')}</b><br>" + "".join(f"<span class=g>{k}:</span> {x}<br>" for k, x in pairs) + "</div>"  # fmt: skip

        return f"{DIM}<div class=hd><span>Объединение карт</span><span class=g>возможные дубли: 8</span></div><div style='display:flex'>{side()}{side()}</div><div class=bx>Основная карта: левая. После объединения правая карта будет закрыта. Операцию выполнит {self.v('sini')}.</div>"

    def journal(self) -> str:
        rows = self.rows([lambda: self.n(1, 999), self.ago, lambda: self.v("fio"), lambda: self.any("Просмотр карты", "Изменение адреса", "Печать выписки", "Вход", "Выход", "Подписание документа"), lambda: f"Пациент {self.v('sini')}, карта {self.v('mrn')}", lambda: f"10.0.{self.n(0, 9)}.{self.n(2, 250)}"], 16, on=3)  # fmt: skip
        return f"{GRID}<div class=hd><span>Журнал действий</span></div><div class=fl><span>Период</span><i>{self.day()}</i><i>{self.day()}</i><span>Пользователь</span><i>все</i><span class=b2>Найти</span></div><table><tr><th>№</th><th>Когда</th><th>Пользователь</th><th>Действие</th><th>Объект</th><th>Адрес</th></tr>{rows}</table>"

    def transfer(self) -> str:
        s, n, p = self.person()
        rows = self.rows([lambda: self.n(301, 330), lambda: self.v("fio"), lambda: self.n(18, 95), lambda: self.v("mrn"), lambda: self.one("diagnoses"), lambda: self.any("стол 5", "стол 9", "стол 15")], 18, on=6)  # fmt: skip
        box = f"<div class=dialog style='width:480px'><h3>Перевод в другое отделение</h3><div>Больной: {s} {n} {p}<br>Дата рождения: {self.v('dob')}<br>История: {self.v('mrn')}<br>Куда: {self.one('departments')}<br>Принимает: {self.v('sini')}<p><span class=btn>Перевести</span> <span class=btn>Отмена</span></p></div></div>"
        return f"{DIM}<div class=hd><span>Движение больных</span><span>{self.one('departments')}</span><span class=g>на {self.day()}</span></div><table><tr><th>Палата</th><th>Больной</th><th>Возраст</th><th>№ и/б</th><th>Диагноз</th><th>Диета</th></tr>{rows}</table>{box}"

    def mailbox(self) -> str:
        rows = self.rows([lambda: self.v("fi"), lambda: self.any(f"Не открывается карта {self.v('mrn')}", "Заявка принята", f"Полис {self.v('oms')} не найден", "Обновление 5.14", f"Просьба удалить дубль: {self.v('fio')}", "Отчёт за октябрь"), self.ago], 12, on=0)  # fmt: skip
        return f"{GRID}<div class=hd><span>Почта</span><span>Входящие</span></div><table>{rows}</table><div class=bx>Добрый день! Прошу исправить дату рождения пациента {self.v('fio')}: указано {self.v('dob')}, нужно {self.v('dob')}. СНИЛС {self.v('snils')}, телефон {self.v('phone')}.<br>Документы приложил. Адрес тоже сменился: {self.v('addr')}.<br><br>{self.v('fi')}, {self.one('roles').lower()}</div>"

    def query(self) -> str:
        rows = "\n".join(f" {self.n(1000, 9999)} | {self.v('s')} | {self.gold(self.maker._dobiso()[0], 'DOB')} | {self.v('snils')} | {self.any('t', 'f')}" for _ in range(14))  # fmt: skip
        return f"{DIM}<div class=hd><span>psql — mis_prod</span></div><pre>mis_prod=# select id, last_name, birth_date, snils, active from patient where updated_at > now() - interval '1 day';\n  id  | last_name | birth_date | snils | active\n------+-----------+------------+-------+--------\n{rows}\n(14 rows)\n\nmis_prod=# \\dt\n schema | name        | type\n public | patient     | table\n public | appointment | table\nmis_prod=# select count(*) from appointment;\n count\n-------\n {self.n(10000, 99999)}</pre>"

    def protocol(self) -> str:
        return f"<style>body{{background:#7a7f85}}.pg{{background:#fff;color:#000;width:780px;margin:8px auto;padding:24px 40px;font-family:'Liberation Sans';font-size:15px;line-height:1.75}}</style><div class=pg><div style='text-align:center'>{self.one('hospitals')}<br>ПРОТОКОЛ ОСМОТРА</div>Пациент: {self.v('fio')}, {self.v('dob')} г.р.<br>№ карты: {self.v('mrn')} &nbsp; СНИЛС: {self.v('snils')}<br>Дата осмотра: {self.ago()}<br>Жалобы: боль в горле, слабость, температура 38,2.<br>Анамнез: болен третий день, принимал {self.one('drugs')}.<br>Объективно: АД 130/80, ЧСС 84, SpO2 97 %.<br>Диагноз: {self.one('diagnoses')}<br>Назначено: {self.one('drugs')}; {self.one('services')}.<br>Лист нетрудоспособности с {self.day()} по {self.day()}.<br>Врач: {self.v('fio')}</div>"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def report_clean(self) -> str:
        rows = self.rows([lambda: self.one("departments"), lambda: self.n(1, 90), lambda: self.n(1, 90), lambda: self.n(1, 400), lambda: self.n(10, 99) + "," + self.n(0, 9), lambda: self.n(0, 9)], 12, on=2)  # fmt: skip
        return f"{GRID}<div class=hd><span>Отчёт: движение коечного фонда</span><span>ноябрь 2026</span></div><table><tr><th>Отделение</th><th>Коек</th><th>Поступило</th><th>Койко-дней</th><th>Занятость, %</th><th>Умерло</th></tr>{rows}</table><div class=p>Сформирован {self.ago()}, {self.one('hospitals')}</div>"

    def update_clean(self) -> str:
        lines = "".join(f"<p>• {self.one('modules')}: {self.one('settings').lower()}</p>" for _ in range(9))
        return f"{DIM}<div class=hd><span>Обновление системы</span></div><div class=bx>Версия 5.{self.n(10, 30)} от {self.day()}{lines}</div><div class=bx>{self.one('errors')}<br>{self.one('errors')}</div>"

    def protocol_clean(self) -> str:
        rows = self.rows([lambda: self.one("tests"), lambda: self.one("units"), lambda: f"{self.n(1, 50)}–{self.n(51, 300)}", lambda: self.any("Сыворотка", "Плазма", "Моча"), lambda: self.one("services"), lambda: self.n(1, 5) + " дн."], 15, on=7)  # fmt: skip
        return f"{GRID}<div class=hd><span>Справочник исследований</span><span>ЛИС</span></div><table><tr><th>Показатель</th><th>Единицы</th><th>Норма</th><th>Материал</th><th>Входит в</th><th>Срок</th></tr>{rows}</table>"


PEOPLE = {"sixteenth": ("reception", "admission", "prescriptions", "vaccination", "duplicates", "journal", "transfer", "mailbox", "query", "protocol")}  # fmt: skip
CLEAN = {"sixteenth": ("report_clean", "update_clean", "protocol_clean")}
