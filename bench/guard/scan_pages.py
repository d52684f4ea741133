"""Papers that hospitals scan (`scans.py`): extracts, consents, certificates, referrals, lists; invented people."""

from bench.guard.newest_pages import NewestScreens


class ScanPages(NewestScreens):
    """Makes the papers; each method is one."""

    def kinds(self, part: str) -> list[str]:
        if part == "tuned":
            return ["extract", "consent", "listed", "form_only"]
        return ["certificate", "letter", "protocol", "two_columns", "extract"]

    def extract(self) -> str:
        lines = "".join(f"<p>{name}: {value}</p>" for name, value in (("Ф.И.О. пациента", self.v("fio")), ("Дата рождения", self.v("dob")), ("Адрес", self.v("addr")), ("СНИЛС", self.v("snils")), ("Полис ОМС", self.v("oms")), ("Диагноз", self.one("diagnoses"))))  # fmt: skip
        text = f"<p>Больной ({self.v('sini')}) поступил {self.day()} в отделение: {self.one('departments')}. Жалобы на боль. Лечащий врач {self.v('sini')} назначил: {self.one('drugs')}. Со слов жены ({self.v('fi')}), болеет давно.</p>"
        return f"<h2>Выписной эпикриз № {self.v('mrn')}</h2><p>{self.one('hospitals')}</p>{lines}{text}<p>{self.one('texts')}</p><p>Врач _________ {self.v('sini')}</p><p>Заведующий отделением _________ ({self.v('sini')})</p>"

    def consent(self) -> str:
        return f"<h2>Информированное согласие</h2><p>Я, {self.v('fio')}, {self.v('dob')} года рождения, зарегистрированный(ая) по адресу: {self.v('addr')}, паспорт {self.v('passport')}, даю согласие на медицинское вмешательство в отношении меня или лица, законным представителем которого являюсь: {self.v('fio')}.</p><p>{self.one('texts')} {self.one('texts')}</p><p>Контактный телефон: {self.v('phone')}. Сведения можно передать: {self.v('fio')}, {self.v('phone')}.</p><p>Медицинский работник: {self.v('sini')}</p><p>{self.day()}</p>"

    def listed(self) -> str:
        rows = self.rows([lambda: self.n(1, 90), lambda: self.v("fio"), lambda: self.v("dob"), lambda: self.v("snils"), lambda: self.one("diagnoses")[:5], self.day], 16)  # fmt: skip
        return f"<h2>Список пациентов на госпитализацию</h2><p>{self.one('hospitals')}</p><table><tr><th>№</th><th>ФИО</th><th>Дата рождения</th><th>СНИЛС</th><th>МКБ</th><th>Дата</th></tr>{rows}</table><p>Составил: {self.v('sini')}, утвердил: {self.v('sini')}</p>"

    def form_only(self) -> str:
        return self.form_paper().split("</div>", 1)[1]

    def certificate(self) -> str:
        return f"<p style='text-align:right'>В регистратуру<br>от {self.v('fio')}<br>тел. {self.v('phone')}</p><h2 style='text-align:center'>СПРАВКА</h2><p>Дана {self.v('fio')}, {self.v('dob')} г.р., в том, что он(а) обратился(ась) в {self.one('hospitals')} {self.day()}. Диагноз: {self.one('diagnoses')}. Освобождён(а) от занятий с {self.day()} по {self.day()}.</p><p>Мать: {self.v('fio')}. Проживает: {self.v('addr')}.</p><p>Справка выдана для предъявления по месту требования (получатель {self.v('fi')}).</p><p>Главный врач {self.v('inis')}</p><p>Исп. {self.v('sini')}, {self.v('phone')}</p>"

    def letter(self) -> str:
        return f"<p>{self.one('hospitals')}<br>Исх. № {self.n(10, 999)} от {self.day()}</p><p style='text-align:right'>Руководителю службы поддержки</p><p>Просим объединить две записи пациента {self.v('fio')} ({self.v('dob')}): карты № {self.v('mrn')} и № {self.v('mrn')}. Полис {self.v('oms')}, СНИЛС {self.v('snils')}. Также при передаче сведений о пациентке {self.v('sini')} получена ошибка: {self.one('errors')}</p><p>{self.one('texts')}</p><p>Ответственный: {self.v('fio')}, {self.one('roles').lower()}, {self.v('email')}, {self.v('phone')}</p><p>Главный врач &nbsp; {self.v('inis')}</p>"

    def protocol(self) -> str:
        rows = self.rows([lambda: self.one("tests"), lambda: f"{self.n(1, 99)},{self.n(0, 9)}", lambda: self.one("units")], 12)  # fmt: skip
        return f"<h2>Протокол лабораторного исследования</h2><table><tr><td>Пациент</td><td>{self.v('fio')}</td><td>Дата рождения</td><td>{self.v('dob')}</td></tr><tr><td>№ карты</td><td>{self.v('mrn')}</td><td>Полис</td><td>{self.v('oms')}</td></tr><tr><td>Направил</td><td>{self.v('sini')}</td><td>Телефон</td><td>{self.v('phone')}</td></tr></table><br><table><tr><th>Показатель</th><th>Результат</th><th>Единицы</th></tr>{rows}</table><p>Исследование выполнил: {self.v('sini')} &nbsp; {self.day()}</p>"

    def two_columns(self) -> str:
        def half() -> str:
            return "".join(f"<p style='margin:3px 0'>{name}<br><u>{value}</u></p>" for name, value in (("Фамилия, имя, отчество", self.v("fio")), ("Дата рождения", self.v("dob")), ("Место жительства", self.v("addr")), ("Полис ОМС", self.v("oms")), ("Телефон", self.v("phone")), ("Диагноз", self.one("diagnoses"))))  # fmt: skip

        return f"<h2>Талон пациента</h2><div style='display:grid;grid-template-columns:1fr 1fr;gap:40px'><div>{half()}</div><div>{half()}</div></div><p>Консультация: врач {self.v('sini')} (замещает {self.v('sini')}).</p><p>{self.one('texts')}</p>"
