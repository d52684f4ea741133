"""Letters built as mail programs build them, octet by octet: the library's own builder is too polite."""

import base64
import quopri

HEAD = {
    "From": "Зоя Ким <zoya@lpu-01.example>",
    "To": "support@priyom.example",
    "Subject": "Не печатает рецепт",
    "Message-ID": "<one@lpu-01.example>",
    "Date": "Mon, 02 Mar 2026 10:15:00 +0300",
    "MIME-Version": "1.0",
}


def letter(body=b"", **headers):
    """A letter; a header given as None is left out, `_` in a name stands for a hyphen, a list repeats the header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lower = {name.lower() for name in named}
    all_of_them = {name: value for name, value in HEAD.items() if name.lower() not in lower} | named
    lines = []
    for name, value in all_of_them.items():
        values = [each for each in (value if isinstance(value, list) else [value]) if each is not None]
        lines += [name.encode() + b": " + (each if isinstance(each, bytes) else each.encode()) for each in values]
    return b"\r\n".join(lines) + b"\r\n\r\n" + (body if isinstance(body, bytes) else body.encode())


def text(body, charset="utf-8", **headers):
    return letter(
        body.encode(charset), Content_Type=f"text/plain; charset={charset}", Content_Transfer_Encoding="8bit", **headers
    )


def html(body, **headers):
    return letter(body, Content_Type="text/html; charset=utf-8", **headers)


def part(body, kind="text/plain; charset=utf-8", *, name=None, way=None, **headers):
    data = body if isinstance(body, bytes) else body.encode()
    lines = [f"Content-Type: {kind}"]
    if name is not None:
        lines.append(f'Content-Disposition: attachment; filename="{name}"')
    if way:
        lines.append(f"Content-Transfer-Encoding: {way}")
        data = base64.encodebytes(data) if way == "base64" else quopri.encodestring(data)
    lines += [f"{key.replace('_', '-')}: {value}" for key, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def multipart(kind, *parts, boundary=None, extra=""):
    """(content type, body) of a multipart."""
    boundary = boundary or f"=_{kind}_{sum(map(len, parts))}"
    body = (
        b"".join(b"--" + boundary.encode() + b"\r\n" + each + b"\r\n" for each in parts)
        + b"--"
        + boundary.encode()
        + b"--\r\n"
    )
    return f'multipart/{kind}; boundary="{boundary}"{extra}', body


def inside(kind, *parts, **options):
    """A multipart as a part of another."""
    content_type, body = multipart(kind, *parts, **options)
    return b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body


def mixed(*parts, kind="mixed", extra="", **headers):
    content_type, body = multipart(kind, *parts, extra=extra)
    return letter(body, Content_Type=content_type, **headers)
