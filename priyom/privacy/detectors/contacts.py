"""Finds telephones and e-mail addresses of people; lines of support and mailboxes of offices are left alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.labels import FAR, Labels, Said
from priyom.privacy.detectors.reading import Reading

EMAIL = re.compile(
    r"(?<![\w.+%-])(?P<local>[\w.+%-]{1,64})@(?:[\w-]{1,63}\.){1,8}[a-zа-я][a-zа-я0-9-]{1,23}(?![\w@])", re.IGNORECASE
)
# «ivanova собака mail точка ru», «petr (at) mail (dot) ru», and without brackets before what only an address ends in.
AT = r"(?: ?[(\[{] ?(?:собак\w{0,2}|at|эт) ?[)\]}] ?| ?собак\w{0,2} ?| (?:at|эт) (?=[\w.-]{1,40}(?: точка | dot |\.)(?:ru|com|su|ру|рф)(?!\w|\.\w)))"
DOT = r"(?: ?\. ?| ?[(\[](?:точка|тчк|dot)[)\]] ?| (?:точка|тчк|dot) | (?=(?:ru|ру|com|ком|рф|net)(?!\w)))"
SPOKEN_EMAIL = re.compile(
    rf"(?<![\w.+%-])[a-z0-9][\w.+%-]{{1,40}}{AT}(?:[\w-]{{1,40}}?{DOT}){{1,3}}(?:[a-z]{{2,10}}|ру|рф|ком)(?!\w)",
    re.IGNORECASE,
)
# With a blank around the sign or a comma before the end, as hurried hands write.
LOOSE_EMAIL = re.compile(
    r"(?<![\w.+%-])(?P<local>[a-z0-9][a-z0-9._+-]{1,40}) ?@ ?[a-z0-9-]{2,30}(?:[.,][a-z0-9-]{2,20}){0,2}[.,](?:ru|com|net|org|su|example|рф)(?!\w)",
    re.IGNORECASE,
)
# Where people write to each other: their page's address, or the name they have there.
PAGE = re.compile(
    r"(?<![\w.])(?:https?://)?(?:m\.)?(?:vk\.com|t\.me|ok\.ru/profile|instagram\.com|wa\.me|vk\.me|telegram\.me)/(?P<name>[A-Za-z0-9_.]{4,40})"
)
HANDLE = re.compile(
    r"(?<![а-яёa-z])(?:тг|телега|телеграм\w{0,3}|telegram|tg|вк|vk|вконтакте|скайп|skype|инстаграм\w?|instagram|вайбер|viber|ник)(?: (?:врача|пациент\w{1,2}|мой|её|его|ее|мамы))?[ :\-]{1,3}(?:@(?P<called>[a-z][\w.]{3,32})|(?P<bare>(?:live:)?(?=[a-z]{0,31}[_0-9.])[a-z][a-z0-9_.]{3,32}[a-z0-9_]))(?![\w@])",
    re.IGNORECASE,
)
PUBLIC = re.compile(
    r"(?i)(?:bot|support|help|channel|info|news|miac|gb|crb|clinic|poliklin|bolnic|joinchat|club|public|wall|group|event)"
)
# Whose mailbox it is stands in its name: nobody's own.
OFFICE = re.compile(
    r"^(?:info|reg|registr|support|help|helpdesk|help-desk|servicedesk|service-desk|service|sd|desk|hotline|noreply|no-reply|no_reply|donotreply|"
    r"logs?|dev|qa|bugs?|errors?|reports?|requests?|zayavk\w{0,3}|podderzhka|pomosch|dispetcher|sekretar|glavvrach|mailer-daemon|postmaster|webmaster|hostmaster|abuse|admin|administrator|root|office|mail|post|robot|bot|notify|"
    r"notifications?|alerts?|monitoring|zabbix|system|tech|techsupport|tp|otp|it|asu|asup|oit|ca|uc|reception|kanc|kancelyaria|"
    r"priemnaya|registratura|priem|priyom|contact|contacts|feedback|sales|hr|buh|buhgalteria|zakupki|miac|rmis|mis|egisz|git|user|"
    r"name|login|example|test|email|адрес|имя|поддержка|(?:otdel|dept|department|apteka|poliklinika|pol|bolnica|crb|okb|gkb|gp|gb|klinika|clinic|kassa|sklad|zakaz|orders?|billing|"
    r"register|registry|security|inbox|all|team|lab|laboratoria|statistika|oms|mail-?robot|press|pr|marketing)(?:[._-][a-z]{1,4})?|(?:support|help|helpdesk|service|sd|hotline)[._-][a-z0-9]{2,6})[0-9]{0,3}$",
    re.IGNORECASE,
)
EXTENSION = r"(?:[ ,;(]{0,3}(?:доб|вн|ext|внутр)\w{0,8}\.?[ :]{0,2}[0-9]{1,6}\)?)?"
EXTENDED = re.compile(r"(?i)доб|вн|ext")  # whatever has an extension is a telephone
NO_TIME = r"(?! [0-2]?[0-9]:[0-5][0-9])"  # «8 926 844-33-34 15:15», as programs for calls list them
PLUS = re.compile(rf"\+ ?[0-9]{{1,3}}(?:{NO_TIME}[ \-.()/]{{0,3}}[0-9]){{7,12}}(?![0-9])" + EXTENSION)
FULL = re.compile(
    r"(?<![0-9A-Za-zА-Яа-я+])(?<![0-9][.,-])[78](?:[ \-./]{0,2}\(?[ ]?[0-9]{3,5}[ ]?(?:[0-9]{1,2} ?)?(?:\)\r?\n?)?)"
    rf"(?:{NO_TIME}[ \-./]{{0,3}}[0-9]){{5,7}}(?![0-9]|[.,-][0-9])" + EXTENSION
)
BRACKETED = re.compile(r"8[ -]?\(?[3489][0-9]{2}(?:\)[ ]?|[ -])[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}(?![0-9])")
AREA = re.compile(r"(?<![0-9\w])\([0-9]{3,5}\) ?[0-9]{1,3}[ \-]?[0-9]{2}[ \-]?[0-9]{2}(?![0-9]|-[0-9])" + EXTENSION)
TEN = re.compile(
    r"(?<![0-9A-Za-zА-Яа-я])(?<![0-9][.,-])9[0-9]{2}(?:[ .]|- ?)?[0-9]{3}(?:[ .]|- ?)?[0-9]{2}(?:[ .]|- ?)?[0-9]{2}(?![0-9]|[.,-][0-9])"
    + EXTENSION
)
LOCAL = re.compile(
    r"(?<![0-9A-Za-zА-Яа-я])(?<![0-9][.,/-])[0-9]{1,3}-[0-9]{2}-[0-9]{2}(?![0-9]|[./-][0-9])" + EXTENSION
)
# After its word a telephone may be written anyhow.
ANYHOW = re.compile(r"(?<![0-9A-Za-zА-Яа-я.])(?:[0-9](?:[ \-.()]{0,2}[0-9]){4,11})(?![0-9]|[.,/:][0-9])" + EXTENSION)
# The blank was forgotten: «тел89170442030».
RIGHT_HERE = re.compile(r"(?:\+?7|8)[ (.-]{0,2}9[0-9]{2}[ ).-]{0,2}[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}(?![0-9])")
FREE = re.compile(r"^(?:\+?[78])?800[0-9]{7}")
SUPPORT = re.compile(
    r"(?:тел[а-яё.]{0,6}|номер) (?:[а-яё]{4,12}(?:ой|ей) )?(?:больниц|поликлиник|клиник|роддом|учреждени|аптек)[а-яё]{0,3}[^а-яё]{0,12}$|поддержк|регистратур|горяч\w{1,4} лини|справочн|колл-?центр|контакт-?центр|для справок|call-?центр|диспетчер|единый номер|единого номера|многоканальн|при[её]мн\w{2,3} (?:главн|начальн|директ)|бесплатн|доверия|при[её]мн(?:ая|ой|ую)(?![а-яё])|министерств|минздрав|тфомс|миац|(?<![а-яё])(?:фонд\w?|фсс|сфр|мфц)(?![а-яё])|департамент|канцеляри|подстанци|секретариат|дежурн\w{2,3} част"
)
# «Это Ирина из регистратуры, 8 913 …», «она в регистратуре до трёх, моб. 8 913 …»: her own number, not her office's.
OF_ONE_WHO_WORKS_THERE = re.compile(
    r"(?<![а-яё])(?:из [а-яё-]{4,16}(?: [а-яё]{4,16}и)?|(?:он|она|я) (?:[а-яё]{3,9} ){0,2}(?:в|на) [а-яё-]{4,16}(?:е|и|ой)(?![а-яё]))"
)
DATE = re.compile(
    r"^(?:[0-3]?[0-9][.\-/ ][01]?[0-9][.\-/ ](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[.\-/][01][0-9][.\-/][0-3][0-9])$"
)
OF_SOMEBODY = re.compile(
    r"(?:пациент|мам|мать|матер|отц|пап|муж|жен[аеуы]|доч|сын|внук|внучк|родствен|заявител|клиент)[а-яё]{0,8}[ :,(-]{1,4}$"
)
NET = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}$")
WHERE = frozenset({"mrn"})  # «телефон в карте 8 917 …»: where it was read, not what it is
FULL_LENGTH, TEN_DIGITS, FAR_WORD = 11, 10, 80
DAYS, MONTHS = 31, 12
SHORTEST_PLUS, LONGEST_PLUS = 10, 15
NOT_PHONES = frozenset(
    {"veto", "snils", "oms", "inn", "inn_org", "passport", "birth", "mrn", "eln", "card", "document"}
)


def find_contacts(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield telephones and e-mail addresses."""
    yield from _mailboxes(reading.text)
    yield from _pages(reading.text)
    for found in _telephones(reading, labels):
        if not _is_of_support(reading, found):
            yield Span(*_without_tail(found), Label.PHONE)


def _mailboxes(text: str) -> Iterator[Span]:
    for found in EMAIL.finditer(text) if "@" in text else ():
        if not OFFICE.match(found["local"]):
            yield Span(*found.span(), Label.EMAIL)
    for found in LOOSE_EMAIL.finditer(text) if "@" in text else ():
        if not OFFICE.match(found["local"]):
            yield Span(*found.span(), Label.EMAIL, 0.9)
    for found in SPOKEN_EMAIL.finditer(text):
        yield Span(*found.span(), Label.EMAIL, 0.9)


def _pages(text: str) -> Iterator[Span]:
    for found in PAGE.finditer(text) if "/" in text else ():
        if not PUBLIC.search(found["name"]):
            yield Span(*found.span("name"), Label.EMAIL, 0.9)
    for found in HANDLE.finditer(text):
        group = "called" if found["called"] else "bare"
        if not PUBLIC.search(found[group]):
            yield Span(*found.span(group), Label.EMAIL, 0.9)


def _digits(text: str) -> str:
    return "".join(char for char in text if "0" <= char <= "9")


def _without_tail(found: re.Match[str]) -> tuple[int, int]:
    return found.start(), found.end() - (len(found.group()) - len(found.group().rstrip(" ,;(")))


def _telephones(reading: Reading, labels: Labels) -> Iterator[re.Match[str]]:
    if not reading.has_figures:
        return
    inside: set[int] = set()  # a part of a longer number is no number of its own
    for found in PLUS.finditer(reading.text):
        inside.update(range(*found.span()))
        if SHORTEST_PLUS <= len(_digits(found.group().partition("доб")[0])) <= LONGEST_PLUS + 5:
            yield found
    for found in FULL.finditer(reading.text):
        inside.update(range(*found.span()))
        if _is_full(found, labels):
            yield found
    for pattern in (AREA, TEN, LOCAL):
        for found in pattern.finditer(reading.text):
            said = labels.nearest(found.start(), far=FAR_WORD if pattern is TEN else FAR)
            listed = (
                pattern is LOCAL
                and re.search("[0-9]( [а-яё]{2,8})?[,;] $", reading.before(found.start(), 16))
                and inside
            )
            if found.start() not in inside and (listed or _is_short(found, said, local=pattern is LOCAL)):
                yield found
    yield from _after_their_word(reading, labels)


OF_A_TOWN = re.compile(
    r"[ ,;:(-]{1,3}(?:каб(?:инет)?\.? ?[0-9]{1,4}[а-я]?,? )?(?P<value>[0-9]{1,3}-[0-9]{2}-[0-9]{2})(?![0-9]|[./-][0-9])"
)


def find_behind_names(reading: Reading, spans: list[Span]) -> Iterator[Span]:
    """Yield a number such as «2-45-07» right behind somebody's name, where it is no day of birth."""
    for span in spans:
        found = OF_A_TOWN.match(reading.low, span.end) if span.label == Label.PERSON else None
        if found and (_is_no_day(found["value"]) or SIGNED.search(reading.before(span.start, 24))):
            yield Span(*found.span("value"), Label.PHONE, 0.8)
        found = BEHIND_OWN.match(reading.low, span.end) if span.label in OF_ONESELF else None
        if found:
            yield Span(*found.span("value"), Label.PHONE, 0.8)
        found = OF_ONE_NAMED.match(reading.low, span.end) if span.label == Label.PERSON else None
        if found and not PUBLIC_LINE.search(found["between"]):
            yield Span(*found.span("value"), Label.PHONE, 0.8)
    people = sorted(span.start for span in spans if span.label == Label.PERSON)
    for found in CELL.finditer(reading.low) if people else ():
        begins = reading.low.rfind("\n", 0, found.start()) + 1
        if bisect_left(people, begins) < bisect_left(people, found.start()) and _is_no_day(found["value"]):
            yield Span(*found.span("value"), Label.PHONE, 0.7)
    for found in ALONE.finditer(reading.low) if people else ():
        begins = _sentence_begins(reading.low, found.start())
        of_somebody = bisect_left(people, begins) < bisect_left(people, found.start("value"))
        office = SUPPORT.search(OF_ONE_WHO_WORKS_THERE.sub("", reading.before(found.start("value"), 48)))
        if of_somebody and not office and _is_no_day(found["value"]):
            yield Span(*found.span("value"), Label.PHONE, 0.7)


SIGNED = re.compile(
    r"(?<![а-яё])исп(?:\.|олнител[ьяю]|олнил[аи]?)[ :]{0,3}$"
)  # a letter's last line: «Исп. Панина 2-11-07»
# A whole telephone behind a name is that person's, wherever she works: «Панина О. И., регистратура, 8 913 …».
OF_ONE_NAMED = re.compile(
    r"(?P<between>[ ,:(-]{1,3}(?:[^0-9\n;.!?]|(?<=тел)\.|(?<=моб)\.|(?<=сот)\.|(?<=[ ,]т)\.){0,48}?)(?P<value>(?:\+?7|8)[ .(-]{0,2}9[0-9]{2}[ .)-]{0,2}[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}|(?:(?:\+7|8) ?)?\([0-9]{3,5}\) ?[0-9]{1,3}-[0-9]{2}-[0-9]{2}|9[0-9]{2}[ -][0-9]{3}-[0-9]{2}-[0-9]{2})(?![0-9]|[-.][0-9])"
)
# One writes oneself down: «…, a.panina@gkb4.example.ru, 913 245-11-07».
OF_ONESELF = frozenset({Label.EMAIL, Label.SNILS, Label.ADDRESS})
BEHIND_OWN = re.compile(r"[ ,;]{1,3}(?P<value>9[0-9]{2}[ -][0-9]{3}-[0-9]{2}-[0-9]{2})(?![0-9]|[-.][0-9])")
PUBLIC_LINE = re.compile(r"поддержк|горяч|справочн|единый|многоканальн|бесплатн|доверия|колл-?центр|контакт-?центр")
SHORTEST_WRAPPED, MOST_WRAPPED = 45, 3
# In a cell of its own: «<td>4-55-18</td>», «…;4-55-18;…».
CELL = re.compile(r"[>;|\t] ?(?P<value>[0-9]{1,3}-[0-9]{2}-[0-9]{2}) ?(?=[<;|\t\r\n]|$)")
# The last of a line that names somebody: «фельдшер Дорофеева без интернета, 5-28-39».
ALONE = re.compile(r"[а-яё], (?P<value>[0-9]{1,3}-[0-9]{2}-[0-9]{2})(?=[.!)]?\s*$)", re.MULTILINE)


def _sentence_begins(low: str, place: int) -> int:
    """Return where the line begins, or the line that was wrapped into it: programs wrap long ones only."""
    start = low.rfind("\n", 0, place) + 1
    for _ in range(MOST_WRAPPED):
        before = low.rfind("\n", 0, max(0, start - 1)) + 1
        if start - before <= SHORTEST_WRAPPED:
            break
        start = before
    return start


def _is_no_day(value: str) -> bool:
    first, middle, _last = value.split("-")
    return int(middle) > MONTHS or int(first) > DAYS


def _is_short(found: re.Match[str], said: Said | None, *, local: bool) -> bool:
    """Decide on a number without its country: one of a town needs its word, or the shape 123-45-67."""
    if (said and said.kind == "phone") or EXTENDED.search(found.group()):
        return True
    if not local and found.group()[:FULL_LENGTH].isdigit():
        return not said and bool(OF_SOMEBODY.search(found.string[max(0, found.start() - 40) : found.start()].lower()))
    return not (said and said.kind in NOT_PHONES) and (not local or found.group().find("-") == 3)


def _is_full(found: re.Match[str], labels: Labels) -> bool:
    digits = _digits(re.split("[а-яa-z,;]", found.group(), maxsplit=1, flags=re.IGNORECASE)[0])
    if len(digits) != FULL_LENGTH:
        return False
    said = labels.nearest(found.start(), besides=WHERE)
    if said and said.kind == "phone":
        return True
    if said and said.kind in NOT_PHONES and not said.is_spent and not (said.is_far and BRACKETED.match(found.group())):
        return False
    solid = found.group()[:FULL_LENGTH].isdigit()
    return digits[1] == "9" or (not solid and digits[1] in "3456789" and not found.group().startswith("7."))


def _after_their_word(reading: Reading, labels: Labels) -> Iterator[re.Match[str]]:
    for end, kind, _word in labels.found:
        if kind != "phone":
            continue
        place = end
        for _ in range(4):  # several numbers may follow one word
            found = RIGHT_HERE.match(reading.text, place) or ANYHOW.search(reading.text, place, place + 60)
            if found is None or not _is_close(reading, labels, found, place):
                break
            if not DATE.match(found.group()) and not NET.match(found.group()):
                yield found
            place = found.end()


def _is_close(reading: Reading, labels: Labels, found: re.Match[str], place: int) -> bool:
    between = reading.text[place : found.start()]
    if OF_A_PROGRAM.search(between):
        return False
    if "\n" in between and between.strip(" \t\r\n:-—"):
        return False
    said = labels.nearest(found.start(), besides=WHERE)
    return len(between) <= 28 and "\n\n" not in between and (said is None or said.kind == "phone")


OF_A_PROGRAM = re.compile(r"(?i)(?<![а-яё])(?:код|ошибк|статус|баланс|сумм)[а-яё]{0,3}:? ?$")  # «СМС-шлюз вернул код …»


def _led_by(reading: Reading, place: int) -> str:
    """Return what stands before the number in its line, or at the end of the line above when it begins its own."""
    before = reading.before(place, 48)
    if before.strip():
        return before
    found = ENDS_ABOVE.search(reading.low, max(0, place - 48), place)
    return found["last"] if found else before


# The last words of the line above, which no comma leads on from: «… регистратура⏎(4872) 35-30-46».
ENDS_ABOVE = re.compile(r"(?P<last>[^\n]{1,24}(?<![,\s]))[ \t]*\r?\n[ \t]*\Z")


def _is_of_support(reading: Reading, found: re.Match[str]) -> bool:
    digits = _digits(found.group())
    if FREE.match(digits) or len(set(digits[-7:])) == 1:  # free lines, and what forms show
        return True
    if re.match(r" ?\((?:(?:тех)?поддержка|горячая линия|справочная|регистратура)\)", reading.after(found.end(), 24)):
        return True
    before = re.split(r"[;!?]|(?<!тел)(?<!моб)\.\s", _led_by(reading, found.start()))[-1]
    return bool(SUPPORT.search(OF_ONE_WHO_WORKS_THERE.sub("", before)))
