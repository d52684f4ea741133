"""Pages of the thirteenth set of screens (`fresh_screens.py`): written after the rules stood, and only measured."""

from bench.guard.strange_pages import FromLists

STEEL = "<style>body{background:#e4e7eb;color:#1b1f24}table{background:#fff;width:auto}td,th{border:1px solid #b6bcc4;padding:2px 7px}th{background:#d7dce2}.t{background:#4a5a6a;color:#fff;padding:5px 10px}.bx{background:#fff;border:1px solid #b6bcc4;margin:8px;padding:10px}</style>"
BLACK = "<style>body{background:#000;color:#33ff66}pre{font-family:'DejaVu Sans Mono';font-size:14px;margin:8px;line-height:1.3}</style>"


class LastScreens(FromLists):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def operations(self) -> str:
        rows = self.rows([self.time, lambda: f"Опер. {self.n(1, 6)}", lambda: self.v("sini") + f", {self.n(18, 90)} л.", lambda: self.v("mrn"), lambda: self.one("diagnoses"), lambda: self.v("sini"), lambda: self.v("s"), lambda: self.any("I", "II", "III")], 14, on=3)  # fmt: skip
        return f"{STEEL}<div class=t>План операций на {self.day()}</div><table><tr><th>Начало</th><th>Зал</th><th>Пациент</th><th>И/Б</th><th>Диагноз</th><th>Хирург</th><th>Анестезиолог</th><th>ASA</th></tr>{rows}</table><div class=bx>Зав. операционным блоком {self.v('sini')} · старшая медсестра {self.v('sini')}</div>"

    def web_search(self) -> str:
        hits = "".join(f"<div class=bx>{self.v('fio')} <small style='color:#68727d'>{self.v('dob')}</small><br><small>ЕНП {self.v('oms')} · СНИЛС {self.v('snils')} · {self.v('addr')}</small><br><small style='color:#68727d'>моб. {self.v('phone')}; карта {self.v('mrn')}; лечащий — {self.v('sini')}</small></div>" for _ in range(7))  # fmt: skip
        return f"{STEEL}<div class=t>Поиск по картотеке &nbsp; {self.v('fi')} ▾</div><div class=bx>По запросу «{self.v('s')}» найдено 7</div>{hits}"

    def log_of_terminal(self) -> str:
        def line() -> str:
            return self.any(
                f"{self.ago()} patient.update id={self.n(1000, 9999)} name='{self.v('fio')}' ok",
                f"{self.ago()} sms -> {self.v('phone')} delivered",
                f"{self.ago()} emd.send doc={self.n(1000, 9999)} snils={self.v('snils')} FAILED",
                f"{self.ago()} login {self.v('sini')} from 10.2.3.{self.n(2, 250)}",
                f"{self.ago()} oms.check enp={self.v('oms')} active=true",
                f"{self.ago()} db.vacuum finished in {self.n(1, 90)} ms",
            )  # fmt: skip

        lines = "\n".join(line() for _ in range(26))
        return f"{BLACK}<pre>$ tail -f /var/log/mis/app.log\n{lines}</pre>"

    def consent(self) -> str:
        return f"<style>body{{background:#888}}.pg{{background:#fff;color:#000;width:760px;margin:12px auto;padding:34px 44px;font-family:'Liberation Serif';font-size:16px;line-height:1.7}}</style><div class=pg><div style='text-align:center'>ИНФОРМИРОВАННОЕ СОГЛАСИЕ</div>Я, {self.v('fio')}, {self.v('dob')} года рождения, паспорт {self.v('passport')}, зарегистрирован(а) по адресу: {self.v('addr')}, телефон {self.v('phone')}, даю согласие на медицинское вмешательство в {self.one('hospitals')}.<br>Разрешаю сообщать сведения о здоровье: {self.v('fio')}, {self.v('phone')}.<br>Законный представитель: {self.v('fio')}<br>Врач {self.v('sini')} ____________ &nbsp; {self.day()}</div>"

    def admin_clean(self) -> str:
        rows = self.rows([lambda: self.one("roles"), lambda: self.n(1, 90), lambda: self.any("Чтение", "Запись", "Полный"), lambda: self.one("modules"), self.ago], 20)  # fmt: skip
        return f"{STEEL}<div class=t>Роли и права</div><table><tr><th>Роль</th><th>Учётных записей</th><th>Доступ</th><th>Модуль</th><th>Изменена</th></tr>{rows}</table>"


PEOPLE = {"thirteenth": ("operations", "web_search", "log_of_terminal", "consent")}
CLEAN = {"thirteenth": ("admin_clean",)}
