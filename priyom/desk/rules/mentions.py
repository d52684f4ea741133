"""«@» and a colleague in a text: typed and shown as the name, kept as the login, which never changes. Pure."""

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

MOST_AT_ONCE = 20
MOST_WORDS = 4  # of a name
_LOGIN = re.compile(r"(?<![\w.@/+-])@(\w[\w.+-]{0,58}\w)")
_AT = re.compile(r"(?<![\w.@/+-])@(?=\w)")
_WORD = re.compile(r"[\w'\u2019-]+")
_GOES_ON = re.compile(r"[.+-]\w")
_GAP = re.compile(r"[ \u00a0]+")


def logins_in(text: str) -> list[str]:
    """Return the logins that the text calls, each once, in order; whether there are such people is asked elsewhere."""
    return list(dict.fromkeys(found.lower() for found in _LOGIN.findall(text)))[:MOST_AT_ONCE]


def calls_somebody(text: str) -> bool:
    """Say whether somebody may be called in the text at all."""
    return bool(_AT.search(text))


def with_logins(text: str, logins: Mapping[str, str]) -> str:
    """Return the text with the login instead of each name that was called; ``logins`` by name in small letters."""
    out, at = "", 0
    for found in _AT.finditer(text):
        name = _name_at(text, found.end(), logins)
        if name is not None:
            login, end = name
            # «@Anna Lebedeva.Look» must not become the login «anna.Look».
            apart = " " if _GOES_ON.match(text, end) else ""
            out, at = f"{out}{text[at : found.end()]}{login}{apart}", end
    return out + text[at:]


def _name_at(text: str, start: int, logins: Mapping[str, str]) -> tuple[str, int] | None:
    """Return the login of the longest name that begins here, and where it ends."""
    words, at, best = "", start, None
    for _turn in range(MOST_WORDS):
        word = _WORD.match(text, at)
        if word is None:
            break
        words = f"{words} {word[0].lower()}".strip()
        if words in logins:
            best = logins[words], word.end()
        gap = _GAP.match(text, word.end())
        if gap is None:
            break
        at = gap.end()
    return best


def with_names(text: str, names: Mapping[str, str]) -> str:
    """Return the text as it is read: each colleague by name; ``names`` by login."""
    return _LOGIN.sub(lambda found: f"@{names.get(found[1].lower(), found[1])}", text)


def with_marked_names(html: Markup, names: Mapping[str, str]) -> Markup:
    """Return paragraphs in which each colleague stands by name and is set apart."""

    def marked(found: re.Match[str]) -> str:
        name = names.get(found[1].lower())
        return found[0] if name is None else f'<span class="mention">@{escape(name)}</span>'

    # SECURITY: what goes in is escaped already; a login has no character that means something in HTML.
    return Markup(_LOGIN.sub(marked, html)) if names else html  # noqa: S704


def by_name(people: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return logins by name, in both orders, from (login, first name, last name); namesakes are left out."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for login, first, last in people:
        for name in {" ".join(f"{one} {other}".lower().split()) for one, other in ((first, last), (last, first))}:
            if found.setdefault(name, login) != login:
                shared.add(name)
    return {name: login for name, login in found.items() if name not in shared and " " in name}
