"""What is known of one word: is it a name, whose, in which form — or a word like any other.

Three sources: the gazetteer (`gazetteer.py`), the dictionary of word forms (pymorphy3), and the shape of the ending.
Answers are kept, since texts repeat their words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from priyom.privacy.detectors.gazetteer import FIRST, SURNAME, Gazetteer, load, usualness

DATA = Path(__file__).with_name("data")
KEPT = 60_000
LONGEST_WORD = 40
KNOWN_USUAL = 8  # what a name of the dictionary counts at least
PATRONYMIC_FORM = re.compile(
    r"^(?:никит|кузьм|фом|лук|сав|савв|фок|козьм|ил|миныч|ерем)ь?ич(?:а|у|ем|е)?$|(?:[оеё]вич|[аеёиыяьо]ич)(?:а|у|ем|ом|е|и|ей|ам|ами|ах)?$|(?:[оеё]вн|[иы]ничн|ичн|[ое]вичн)(?:а|ы|е|у|ой|ою|ам|ами|ах)?$"
)
SPOKEN_PATRONYMIC = re.compile(
    r"(?:[оеа]?[внлтрм]?ыч|[аи]лыч|палыч|саныч|иваныч|николаич|алексеич|сергеич|михалыч|петрович)(?:а|у|ем|е)?$"
)
FOREIGN_PATRONYMIC = frozenset("оглы оглу углы угли улы уулу кызы кизи гызы кзы заде-оглы оглы-заде".split())
SPOKEN = frozenset(
    "иванна михална николавна сергевна андревна алексевна пална лексевна семенна васильна санна дмитревна юрьна степанна "
    "иваннe иванну иванны палыч саныч иваныч василич сергеич".split()
)
SPOKEN_FIRST = frozenset("марь анн сан пал лизавет дмитрь мих ник".split())
SURNAME_FORM = re.compile(
    r"(?:[оеё]в|[иы]н)(?:а|у|ым|ой|е|ы|ых|ыми)?$"
    r"|(?:[сц]к|жск|шск)(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их|ими)$"
    r"|(?:енко|ченко|ейко|очко|юк|чук|щук|няк|як|чак|айло|ило|[еи]ц|[еоу]нь|дзе|швили|иани|уни|ава|ия|ури|ели|[яа]нц|[ия]йте|[ая]ускас|енас|айтис|онис|оол)$"
    r"|(?:юк|чук|щук|няк|чак)(?:а|у|ом|е)$"
    r"|(?:[аяеь]|э)н(?:ян|енц)(?:а|у|ом|е|ц)?$|[а-я]{2}ян(?:а|у|ом|е)?$"
    r"|(?:ых|их|аго|яго|ово)$|(?:зад[еэ]|оглу|бек|баев|хан|иев)(?:а|у|ом|ой)?$"
)
ENDINGS = {
    "ого": ("ый", "ий", "ой"), "его": ("ий", "ый"), "ому": ("ый", "ий", "ой"), "ему": ("ий",), "ыми": ("", "ый"),
    "ими": ("ий", ""), "ами": ("", "а"), "ями": ("я", "ь", "й"), "ией": ("ия",), "иею": ("ия",), "цом": ("ец",), "цем": ("ец",),
    "ым": ("", "ый", "ой"), "им": ("ий", ""), "ом": ("", "ый", "ий", "ой", "о"), "ем": ("й", "ь", "", "ий"),
    "ой": ("а", "ая"), "ою": ("а",), "ей": ("а", "я", "ь"), "ёй": ("а", "я"), "ую": ("ая",), "ых": ("", "ый"), "их": ("ий", ""),
    "ие": ("ий", "ия"), "ые": ("ый",), "ию": ("ия", "ий"), "ии": ("ия", "ий"), "ца": ("ец",), "цу": ("ец",), "це": ("ец",), "ка": ("ок", "ек", "ко"),
    "ам": ("", "а"), "ям": ("я", "й", "ь"), "ов": ("",), "ев": ("й",),
    "а": ("", "о"), "я": ("й", "ь"), "у": ("", "а"), "ю": ("й", "ь", "я"), "е": ("", "а", "я", "й", "ь"), "ы": ("", "а"),
    "и": ("", "а", "я", "й", "ь"),
}  # fmt: skip
TWO = 2  # names that one word may be: only then it is asked which is likelier, which takes as long as all the rest
NAME_TAGS = ("Surn", "Name", "Patr")
OTHER_TAGS = (*NAME_TAGS, "Geox", "Abbr", "Poss")  # «иванов» is an adjective as well: whose is that
FEMALE = re.compile(r"(?<=[оеи]в)а$|(?<=[иы]н)а$")


@dataclass(frozen=True, slots=True)
class Facts:
    """One word. Usualness runs from 0 (unknown) to 15; `lemma` joins the forms of one surname."""

    first: int = 0
    surname: int = 0
    patronymic: bool = False
    is_common: bool = False  # a word like any other, whatever else it may be
    is_oblique: bool = False  # a case form of another word only, as «Рустам» is of «руст»
    is_known: bool = False  # the dictionary has it
    is_place: bool = False
    is_verb: bool = False
    is_noun: bool = False
    is_somebody: bool = False  # a word for people: «сенатор», «студентка»
    is_whose: bool = False  # an adjective that says whose: «марьин», «гордиев»
    only_names: bool = False  # the dictionary has it, and as a name only
    shaped: bool = False  # ends as surnames end
    lemma: str = ""
    first_lemma: str = ""

    @property
    def is_name(self) -> bool:
        return bool(self.first or self.surname or self.patronymic)


NOTHING = Facts()


class Vocabulary:
    """Answers for one word at a time."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        import pymorphy3  # here, not above: who only needs the types must not load the dictionary

        self._gazetteer = gazetteer or load()
        self._morphology = pymorphy3.MorphAnalyzer(lang="ru")
        self.kept: dict[str, Facts] = {}
        self.also: list[Callable[[], None]] = []  # who else keeps words
        self._met: set[str] = set()  # since `forget`: words that may be somebody's name

    def about(self, low: str) -> Facts:
        """Return what is known of the word."""
        facts = self.kept.get(low)
        if facts is None:
            if len(self.kept) >= KEPT:
                self.forget()
                self.kept.clear()
            facts = self.kept[low] = self._about(low)
            if not self.keeps(low):
                self._met.add(low)
        return facts

    def keeps(self, low: str) -> bool:
        """Say whether it is a word of the language that nobody is usually called by."""
        facts = self.kept.get(low)
        return facts is not None and facts.is_common and max(facts.first, facts.surname) < KNOWN_USUAL

    def forget(self) -> None:
        """Keep the words of the language only: nobody's name stays in memory once its question is answered."""
        for low in self._met:
            self.kept.pop(low, None)
        self._met.clear()
        for forget in self.also:
            forget()

    def _about(self, low: str) -> Facts:
        if not 2 <= len(low) <= LONGEST_WORD or not ("а" <= low[0] <= "я"):
            return NOTHING
        parses = self._parses(low)
        tags = [str(parse[0]) for parse in parses]
        named = [tag for tag in tags if any(name in tag for name in NAME_TAGS)]
        common = [tag for tag in tags if not any(other in tag for other in OTHER_TAGS)]
        oblique = bool(common) and all(
            form != low and "NOUN" in str(tag)
            for tag, form in parses
            if not any(other in str(tag) for other in OTHER_TAGS)
        )
        surname, lemma = self._looked_up(low, SURNAME)
        first, first_lemma = self._looked_up(low, FIRST)
        if low in SPOKEN_FIRST:
            first = KNOWN_USUAL
        if any("Surn" in tag for tag in named):
            surname = max(surname, KNOWN_USUAL)
            lemma = next(form for tag, form in parses if "Surn" in str(tag))
        if any("Name" in tag for tag in named):
            first = max(first, KNOWN_USUAL)
            first_lemma = next(form for tag, form in parses if "Name" in str(tag))
        return Facts(
            first=first,
            surname=surname,
            patronymic=self._is_patronymic(low, common_only=bool(common) and not named),
            is_common=bool(common),
            is_oblique=oblique,
            is_known=bool(parses),
            is_place=any("Geox" in tag for tag in tags) or low in lists()["towns"],
            is_verb=any("VERB" in tag for tag in tags),
            is_somebody=any("NOUN" in tag and "anim" in tag for tag in common),
            is_noun=any("NOUN" in tag or "ADJF" in tag for tag in tags),
            is_whose=any("Poss" in tag for tag in tags),
            only_names=bool(named) and not common,
            shaped=bool(SURNAME_FORM.search(low)) and len(low) > 4,
            lemma=FEMALE.sub("", lemma or low),
            first_lemma=first_lemma or low,
        )

    def _parses(self, low: str) -> list[tuple[object, str]]:
        """Return the tags and first forms that the dictionary knows, the likeliest first where that decides."""
        words, found = self._morphology.dictionary, []
        for written, forms in words.words.similar_items(low, self._morphology.char_substitutes):
            for paradigm, number in forms:
                form = words.build_normal_form(paradigm, number, written)
                found.append((words.build_tag_info(paradigm, number), form.replace("ё", "е")))
        if sum(any(name in str(tag) for name in NAME_TAGS) for tag, _form in found) < TWO:
            return found
        return [(parse.tag, parse.normal_form.replace("ё", "е")) for parse in self._morphology.parse(low)]

    def _is_patronymic(self, low: str, *, common_only: bool) -> bool:
        if low in FOREIGN_PATRONYMIC or low in SPOKEN:
            return True
        if common_only or len(low) < 5:
            return False
        return bool(PATRONYMIC_FORM.search(low) or SPOKEN_PATRONYMIC.search(low))

    def _looked_up(self, low: str, kind: int) -> tuple[int, str]:
        """Return how usual the name is and its first form, among all the words this may be a form of."""
        best, lemma = usualness(self._gazetteer.about(low), kind), low
        for length in (3, 2, 1):
            for ending in ENDINGS.get(low[-length:], ()) if len(low) > length + 1 else ():
                candidate = low[:-length] + ending
                usual = usualness(self._gazetteer.about(candidate), kind) if len(candidate) > 2 else 0
                if usual > best:
                    best, lemma = usual, candidate
        return best, lemma if best else ""


@lru_cache(maxsize=1)
def lists() -> dict[str, frozenset[str]]:
    """Return the lists of words in `data/`, by name; all of `things.toml` are never anybody."""
    words, things = (
        {name: frozenset(text.lower().replace("ё", "е").split()) for name, text in tomllib.loads(content).items()}
        for content in ((DATA / file).read_text(encoding="utf-8") for file in ("words.toml", "things.toml"))
    )
    return words | {"never": words["never"].union(*things.values())}
