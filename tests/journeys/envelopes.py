"""One question as many mail programs would send it: charsets, encodings, forms, quoting."""

import base64
import quopri
from email.header import Header

DATE = "Mon, 02 Nov 2026 10:15:00 +0300"
SIGNATURE = "-- \nМедицинская сестра\nкаб. 12, тел. 2-34-56"
QUOTED = "02.11.2026 10:15, Служба поддержки пишет:\n> Какой у вас принтер?\n> Ответьте на это письмо."


def heads(sender, to, subject, message_id, *, charset="utf-8", **further):
    lines = {
        "Date": DATE, "From": sender, "To": to, "Subject": Header(subject, charset, maxlinelen=70).encode(),
        "Message-ID": message_id, "MIME-Version": "1.0", **further,
    }  # fmt: skip
    return "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items() if value).encode()


def _crlf(text):
    return text.replace("\n", "\r\n")


def _encoded(head, text, charset, encoding, kind="plain"):
    octets = _crlf(text).encode(charset, "replace")
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring, "8bit": bytes}[encoding](octets)
    about = f'Content-Type: text/{kind}; charset="{charset}"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head + about.encode() + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n"


def _several(head, kind, *parts):
    line = "----=_Part_1_2026"
    body = b"".join(f"--{line}\r\n".encode() + part for part in parts)
    return (
        head + f'Content-Type: multipart/{kind}; boundary="{line}"\r\n\r\n'.encode() + body + f"--{line}--\r\n".encode()
    )


def _html(text):
    return "<html><body>" + "".join(f"<p>{_escaped(line)}</p>" for line in text.split("\n")) + "</body></html>"


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_base64(head, text):
    return _encoded(head, text, "utf-8", "base64")


def koi8_8bit(head, text):
    return _encoded(head, text, "koi8-r", "8bit")


def windows_quoted_printable(head, text):
    return _encoded(head, text, "windows-1251", "quoted-printable")


def with_signature(head, text):
    return _encoded(head, f"{text}\n\n{SIGNATURE}", "utf-8", "8bit")


def html_alone(head, text):
    return _encoded(head, _html(text), "utf-8", "quoted-printable", "html")


def both_forms(head, text):
    return _several(
        head,
        "alternative",
        _encoded(b"", text, "utf-8", "base64"),
        _encoded(b"", _html(text), "utf-8", "base64", "html"),
    )


def with_picture(head, text):
    picture = (
        b'Content-Type: image/png; name="screen.png"\r\nContent-Transfer-Encoding: base64\r\n'
        b'Content-Disposition: attachment; filename="screen.png"\r\n\r\n'
        + base64.encodebytes(b"\x89PNG\r\n\x1a\n" + b"0" * 300).replace(b"\n", b"\r\n")
    )
    return _several(head, "mixed", _encoded(b"", text, "utf-8", "base64"), picture)


def nested(head, text):
    inner = both_forms(b"", text)
    return _several(head, "mixed", _several(b"", "related", inner))


def from_a_phone(head, text):
    return _encoded(head, f"{text}\n\nОтправлено с iPhone", "utf-8", "quoted-printable")


SHAPES = (
    plain_base64, koi8_8bit, windows_quoted_printable, with_signature, html_alone, both_forms, with_picture, nested,
    from_a_phone,
)  # fmt: skip


def answered_above(head, text):
    return _encoded(head, f"{text}\n\n{QUOTED}", "utf-8", "base64")


def answered_from_outlook(head, text):
    quoted = (
        "-----Исходное сообщение-----\nОт: Служба поддержки\nОтправлено: 2 ноября 2026 г. 10:15\n"
        "Кому: Ветрова\nТема: Заявка\n\nКакой у вас принтер?"
    )
    return _encoded(head, f"{text}\n\n{quoted}", "windows-1251", "quoted-printable")


def answered_in_html(head, text):
    html = f"<div>{_escaped(text)}</div><blockquote type='cite'><p>Какой у вас принтер?</p></blockquote>"
    return _encoded(head, html, "utf-8", "base64", "html")


ANSWERS = (answered_above, answered_from_outlook, answered_in_html)
