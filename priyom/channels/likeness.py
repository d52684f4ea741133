"""Which known address a strange one was made to look like: foreign letters, a tag after a plus, a dot at the end.

Nothing here makes two addresses one: who writes from a look-alike is a stranger, and an agent is told of whom.
"""

import unicodedata

# Letters and digits that people take for one another, as the letter they are taken for.
_TWINS = {
    "\u0430": "a", "\u0432": "b", "\u0441": "c", "\u0501": "d", "\u0435": "e", "\u04bb": "h", "\u043d": "h",
    "\u0456": "i", "\u0457": "i", "\u0458": "j", "\u043a": "k", "\u04cf": "l", "\u043c": "m", "\u043e": "o",
    "\u0440": "p", "\u051b": "q", "\u0433": "r", "\u0455": "s", "\u0442": "t", "\u0443": "y", "\u051d": "w",
    "\u0445": "x", "\u03b1": "a", "\u03b5": "e", "\u03b9": "i", "\u03ba": "k", "\u03bd": "v", "\u03bf": "o",
    "\u03c1": "p", "\u03c4": "t", "\u03c5": "u", "\u0131": "i", "\u0261": "g", "\u0578": "n", "\u057d": "u",
}  # fmt: skip
LONGEST = 320


def spellings(address: str) -> set[str]:
    """Return the small-lettered forms in which the very same address may stand in our tables.

    Case is one freedom, a domain in its own letters or as DNS writes it (``xn--``) the other; there is no third.
    """
    if not _is_address(address) or is_disguised(address):
        return set()
    local, _at, domain = address.lower().partition("@")
    return {f"{local}@{domain}", f"{local}@{_readable(domain).lower()}", f"{local}@{_coded(domain)}"}


def is_disguised(address: str) -> bool:
    """Say whether a foreign sign in it is a Latin one as soon as somebody folds case or width: nobody's real address.

    SECURITY: the Kelvin sign becomes «k» when it is made small, and a letter would be taken for somebody else's.
    """
    return any(
        fold.isascii() and fold.isalnum()
        for sign in address
        if not sign.isascii()
        for fold in sign.lower() + sign.upper() + unicodedata.normalize("NFKC", sign)
    )


def resembles(address: str) -> set[str]:
    """Return the plain addresses that a reader could take this one for, without itself."""
    if not _is_address(address):
        return set()
    local, _at, domain = address.partition("@")
    domain = _readable(domain).rstrip(".")
    shapes = {f"{name}@{place}" for name in _shapes(local.partition("+")[0]) for place in _shapes(domain)}
    return {shape for shape in shapes if shape.isascii()} - {address.lower()}


def _is_address(text: str) -> bool:
    """Say whether it can be an address at all: tables know neither NUL nor halves of a sign."""
    return len(text) <= LONGEST and text.count("@") == 1 and text.isprintable()


def _shapes(text: str) -> set[str]:
    """Return the text with twins made Latin, and with the digits and pairs that imitate letters in a small font."""
    plain = "".join(_TWINS.get(sign, sign) for sign in unicodedata.normalize("NFKC", text).lower())
    plain = "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))
    imitated = plain.replace("rn", "m").replace("vv", "w").replace("0", "o")
    return {plain, imitated, imitated.replace("1", "l"), imitated.replace("1", "i")}


def _coded(domain: str) -> str:
    """Return the domain as DNS writes it; no letter is mapped to another on the way."""
    labels = [
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii") for label in domain.split(".")
    ]
    return ".".join(labels)


def _readable(domain: str) -> str:
    """Return the domain as a person reads it: ``xn--`` labels in their letters."""
    labels = []
    for label in domain.split("."):
        try:
            is_coded = label.lower().startswith("xn--")
            labels.append(label[4:].encode("ascii").decode("punycode") if is_coded else label)
        except UnicodeError:
            labels.append(label)
    return ".".join(labels)
