"""Texts whose values stand in codes, as logs, dumps and letters keep them: `python -m bench.guard.documents --corners`."""

import base64
import binascii
import html
import json
import quopri
import re
from urllib.parse import quote, unquote

from bench.guard.corners import KINDS as OTHERS
from bench.guard.corners import Corners, Paper

KINDS = (*OTHERS, "codes", "coded_json", "coded_xml")


def strokes(text: str, form: str) -> str:
    return "".join(form.format(ord(char)) if char > "~" else char for char in text)


def octets(text: str, form: str, coding: str = "utf-8") -> str:
    return "".join(form.format(code) if code > 126 else chr(code) for code in text.encode(coding))


WAYS = {
    "percents": quote,
    "percents and plus": lambda text: quote(text).replace("%20", "+"),
    "old percents": lambda text: quote(text, encoding="cp1251"),
    "percents of a script": lambda text: strokes(text, "%u{:04X}"),
    "escapes": lambda text: strokes(text, "\\u{:04x}"),
    "escapes of escapes": lambda text: strokes(text, "\\\\u{:04x}"),
    "octets": lambda text: octets(text, "\\x{:02X}"),
    "octets in eights": lambda text: octets(text, "\\{:03o}"),
    "entities": lambda text: strokes(text, "&#{};"),
    "entities in hex": lambda text: strokes(text, "&#x{:X};"),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "heading": lambda text: f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?=",
    "old heading": lambda text: f"=?koi8-r?Q?{octets(text, '={:02X}', 'koi8-r').replace(' ', '_')}?=",
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "old base64": lambda text: base64.b64encode(text.encode("cp1251")).decode(),
    "hex": lambda text: text.encode().hex(),
    "wide hex": lambda text: "0x" + text.encode("utf-16-le").hex().upper(),
    "taken for Latin": lambda text: text.encode().decode("latin-1"),
    "old taken for Latin": lambda text: text.encode("cp1251").decode("latin-1"),
}


class Coded(Corners):
    """Corners, and what stands in codes."""

    def old(self, slot: str, way: str) -> str:
        """Return a value that every coding knows."""
        made = self.fio(way) if slot == "fio" else self.value(slot, way)
        if way.startswith("old"):
            made.encode("cp1251")
        return made

    def codes(self) -> Paper:
        paper = self.begin("server.log")
        lines = []
        for number, (way, code) in enumerate(WAYS.items()):
            at = f"2026-11-22 10:{number:02d}:1"
            lines += [
                f"{at}1 INFO GET /api/search fio={code(self.old('fio', way))} 200",
                f"{at}2 INFO {code('Пациент ' + self.old('fio', way) + ', СНИЛС ' + self.value('snils', way))}",
                f"{at}3 INFO {self.plain()}",
                f"{at}4 INFO build=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c q={code('отделение терапии')}",
            ]
        paper.content = "\n".join(lines).encode()
        return paper

    def coded_json(self) -> Paper:
        paper = self.begin("ответ.json")
        inner = json.dumps({"fio": self.fio("json in base64"), "snils": self.value("snils", "json in base64")})
        token = base64.urlsafe_b64encode(json.dumps({"name": self.fio("token")}, ensure_ascii=False).encode()).decode()
        made = {
            "payload": base64.b64encode(inner.encode()).decode(),
            "token": f"eyJhbGciOiJIUzI1NiJ9.{token.rstrip('=')}.c2lnbmF0dXJl",
            "url": f"/card?fio={quote(self.fio('address'))}&phone={quote('+' + self.digits_of('address'))}",
            "deep": json.dumps({"a": json.dumps({"b": json.dumps({"fio": self.fio("json in json in json")})})}),
            "paper": base64.b64encode(b"%PDF-1.4 " + self.fio("file in base64").encode()).decode(),
            "notes": [self.plain() for _ in range(5)],
        }
        paper.content = json.dumps(made, ensure_ascii=self.random.random() < 0.5).encode()
        return paper

    def coded_xml(self) -> Paper:
        paper = self.begin("ответ.xml")
        inner = f"<doc><title>Эпикриз</title><fio>{self.fio('xml in base64')}</fio><t>{self.text('xml in base64')}</t></doc>"
        body = base64.encodebytes(inner.encode()).decode()
        clean = "".join(f"<t>{self.plain()}</t>" for _ in range(4))
        paper.content = (
            f"<a><body>{body}</body><q v={json.dumps(quote(self.fio('attribute')))}/>"
            f"<e>{html.escape(strokes(self.fio('entities in text'), '&#{};'))}</e>{clean}</a>"
        ).encode()
        return paper


def said_in_codes(text: str) -> list[str]:
    """Return what the codes in a text say, by means that share nothing with the guard."""
    said = [
        unquote(text.replace("+", " ")),
        unquote(text, encoding="cp1251"),
        quopri.decodestring(text.encode()).decode("utf-8", "ignore"),
        re.sub(r"(?:\\+|%)u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text),
        _of_octets(r"\\x([0-9A-Fa-f]{2})", text, 16),
        _of_octets(r"\\([0-3][0-7]{2})", text, 8),
        html.unescape(html.unescape(text)),
        text.encode("latin-1", "ignore").decode("utf-8", "ignore"),
        text.encode("latin-1", "ignore").decode("cp1251", "ignore"),
        *(
            quopri.decodestring(one.encode(), header=True).decode("koi8-r", "ignore")
            for one in re.findall(r"\?Q\?([^?]+)", text)
        ),
    ]
    inner = []
    for one in re.findall(r"[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]+)*", text):
        bare = "".join(one.split()).replace("-", "+").replace("_", "/")
        inner.append(base64.b64decode(bare + "=" * (-len(bare) % 4)) if len(bare) % 4 != 1 else b"")
        try:
            inner.append(binascii.unhexlify(one))
        except (binascii.Error, ValueError):
            continue
    for content in inner:
        for coding in ("utf-8", "cp1251", "utf-16-le"):
            made = content.decode(coding, "ignore")
            said += [made, re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), made)]
    return said


def _of_octets(pattern: str, text: str, base: int) -> str:
    return re.sub(
        f"(?:{pattern})+",
        lambda found: bytes(int(one, base) for one in re.findall(pattern, found.group())).decode("utf-8", "ignore"),
        text,
    )
