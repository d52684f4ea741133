"""Fills sentences with people from the whole lists of names, usual and rare: what the network of names is trained on.

The same people go into the tuned texts of this folder, in the cases that stand there, and into the sentences of `data/training.toml`.
"""

import random
import re
import tomllib
from dataclasses import replace

from bench.guard.making import CASES, DATA, Maker, Person, Sample, decline, feminine
from priyom.privacy.detectors.gazetteer import _data as names_of_people
from priyom.privacy.detectors.ner import newspaper_words
from priyom.privacy.detectors.parquet import columns
from priyom.privacy.detectors.vocabulary import Vocabulary

HOME = "люся тома лёля гриша мишка гоша жора катюша машенька танюша санёк вован лёха колян ленка светка надюша зоечка ниночка толян стеша нюся тося рита соня тёма".split()
SYLLABLES = "ли ким пак чо мин су чжан ван вэй хо чан нгуен тхи лан хай сун юн чхве ён ин хе джи фам ле до лю мэй линь чжоу хуан цзинь бао тянь".split()
LATIN_GIVEN = "Anna John Maria Ahmed Wei Chidi Aigul Sherzod Ivan Olga Timur Pavel Elena Jose Mohamed Fatima Yuki Hans Linh Dmitry Svetlana Rustam".split()
LATIN_SURNAMES = "Smith Okafor Petrov Karimov Nguyen Garcia Schmidt Abdullaev Sidorova Kim Zhang Ivanova Hassan Tursunova Popescu Novak Kovalenko Haddad Silva Tanaka Yusupov".split()


LISTS = {
    "thing": "things",
    "soft": "software",
    "org": "organisations",
    "town": "towns",
    "drug": "drugs",
    "epo": "eponyms",
    "word": "words",
    "Thing": "things",
    "Org": "organisations",
    "eng": "english",
    "ui": "parts",
    "it": "machines",
    "It": "machines",
    "Eng": "english",
    "maker": "makers",
    "Word": "words",
    "ship": "ships",
}
ITEMS = (
    "@",
    "@ #",
    "# @",
    "@ — *",
    "@ (*)",
    "$ @",
    "$ — @",
    "$: @",
    "каб. # @",
    "кабинет # — @",
    "окно # — @",
    "палата #: @",
    "@ #:00",
    "#:00 @",
    "@: *",
    "#. @",
    "- @",
    "• @ *",
    "@/@",
    "@ #–#",
    "#\t@",
    "#;@",
    "@\t#\t*",
    "@; *; #",
    "| @ | # |",
    "@ *",
    "койка # @",
    "участок # @",
    "пост # — @",
    "бригада #: @",
    "@ → @",
    "@, *",
    "стол # @",
    "<c>@</c>",
    '"@"',
    "'@'",
    "[@]",
    "смена #: @",
)
DAYS = ("пн", "вт", "ср", "чт", "пт")
ENDS = "за против да нет явка отпуск больничный явился опоздал терапевт хирург уволен принят болеет отказ новая пусто есть ушла ждёт выписан переведена готово замена здесь".split()
HEADS = (
    (
        "Обход: ",
        "График: ",
        "Дежурство: ",
        "Дежурят: ",
        "Присутствовали: ",
        "Члены комиссии: ",
        "Протокол ВК: ",
        "Не сдали отчёт: ",
        "Очередь: ",
        "очередь на ЭХО: ",
        "Опоздали: ",
        "Ординаторы: ",
        "Врач\n",
        "ФИО\n",
        "№\tСотрудник\n",
        "Каб;Врач\n",
        "Подписи: ",
        "Ночь: ",
        "Выписать: ",
        "Список: ",
        "Сотрудники:\n",
    ),
    (
        "Остатки: ",
        "Нет на складе: ",
        "Список: ",
        "Отделения: ",
        "Города: ",
        "Модули: ",
        "Вкладки: ",
        "Отчёт: ",
        "Препарат\n",
        "№\tУслуга\n",
        "Каб;Отделение\n",
        "Серверы: ",
        "Меню: ",
        "Поля: ",
        "Закупить: ",
    ),
)
JOINED = (" ", ". ", ", а ", ", ", "\n", " и ", "; ", ". ", "\n\n", ", но ", " — ")


class People(Maker):
    """Fills templates and tuned texts with people from the whole lists of names, usual and rare."""

    def __init__(self, seed: int, vocabulary: Vocabulary) -> None:
        super().__init__("tuned", seed)
        self.vocabulary = vocabulary
        self.surnames = self._read(
            "surnames", lambda name, gender: gender != b"f" and not re.search("(?:[оеё]ва|[иы]на|ая)$", name)
        )
        self.men = self._read("names", lambda _name, gender: gender == b"m")
        self.women = self._read("names", lambda _name, gender: gender == b"f")
        self.fathers = self._read("midnames", lambda name, _gender: name.endswith("ич"))
        more = tomllib.loads((DATA / "training.toml").read_text(encoding="utf-8"))
        self.lists = {name: text.split() for name, text in more.items() if isinstance(text, str)}
        self.also, self.clean_also = more["texts"], more["clean"]
        self.words = [
            name
            for name, count in self.surnames
            if count > 3 and vocabulary.about(name.lower().replace("ё", "е")).is_common
        ]
        self.words = (self.words, self._nouns())
        self.lists["words"] = self.words[0] + self.words[1]

    @staticmethod
    def _read(kind, wanted):
        found = []
        for names, genders, counts in columns(names_of_people() / f"{kind}.parquet", "text", "gender", "count"):
            for name, gender, count in zip(names, genders, counts, strict=True):
                word = bytes(name or b"").decode("utf-8", "replace").strip()
                if (
                    re.fullmatch("[А-ЯЁ][а-яё]{1,20}", word)
                    and int(count or 0) > 1
                    and wanted(word, bytes(gender or b""))
                ):
                    found.append((word, int(count)))
        return sorted(found, key=lambda pair: -pair[1])

    def _nouns(self) -> list[str]:
        """Return nouns and adjectives that newspapers use: any of them is somebody's surname."""
        found = []
        for word in newspaper_words()[:120_000]:
            facts = self.vocabulary.about(word) if re.fullmatch("[а-я]{3,12}", word) else None
            if (
                facts
                and facts.is_common
                and facts.is_noun
                and not (facts.is_verb or facts.is_somebody or facts.is_oblique or facts.is_whose)
            ):
                found.append(word.capitalize())
        return self.random.sample(found, 8000)

    def roster(self) -> Sample:
        """Return a list, of people or of things, as shifts, rounds and journals are written."""
        people = self.random.random() < 0.55
        item = self.random.choice(ITEMS)
        of = (
            ("{w}", "{w}", "{s}", "{s}", "{s}", "{n}", "{sini}", "{fi}", "{s} {n}")
            if people
            else ("{drug}", "{town}", "{word}", "{Thing}", "{pill}", "{Org}", "{word}")
        )
        kinds = [self.random.choice(of)] if self.random.random() < 0.5 else list(of)
        by = self.random.choice((", ", "; ", "\n", ". ", " / ", ", "))
        head = self.random.choice(HEADS[not people])
        if self.random.random() < 0.4 and (people or "{town}" not in kinds):
            head = ""
        lines = []
        for number in range(self.random.randrange(2, 5)):
            name = self.random.choice(kinds)
            line = item.replace("#", str(number + self.random.randrange(1, 20))).replace("$", DAYS[number])
            lines.append(self.fill(line.replace("*", self.random.choice(ENDS)).replace("@", name)))
        made = Sample(head)
        for number, line in enumerate(lines):
            made.text += by if number else ""
            made.gold += [(start + len(made.text), end + len(made.text), label) for start, end, label in line.gold]
            made.text += line.text
        return made

    def _pick(self, pairs, usual=2000):
        draw = self.random.random()
        if draw < 0.35:
            return self.random.choice(pairs[:300])[0]
        return self.random.choice(pairs[:usual] if draw < 0.65 else pairs)[0]

    def person(self) -> Person:
        female = self.random.random() < 0.55
        surname = (
            self.random.choice(self.words[self.random.random() < 0.3])
            if self.random.random() < 0.12
            else self._pick(self.surnames, 8000)
        )
        if self.random.random() < 0.03:
            surname += "-" + self._pick(self.surnames, 8000)
        father = self._pick(self.fathers, 300)
        first = self._pick(self.women if female else self.men, 600)
        if female:
            father = father[:-2] + "на" if father.endswith("вич") else father[:-1] + "нична"
        return Person(
            "-".join(feminine(part) for part in surname.split("-")) if female else surname, first, father, female
        )

    def value(self, name, case, people):
        nobody = self.person()
        if name == "w":
            word = self.random.choice(self.words[self.random.random() < 0.4])
            return (decline(word, "s", False, case) if self.random.random() < 0.5 else word), "PERSON"
        if name == "pill":
            return self._pill(), ""
        if name == "son":
            return self.random.choice(self.lists["sons"]), "PERSON"
        if name == "xp":
            return nobody.patronymic, ""
        if name == "i0":
            return self.random.choice("АБВГДЕЖЗИКЛМНОПРСТФХЭЮЯ"), "PERSON"
        if name in {"i1", "ii"}:
            letters = self.random.sample("АБВГДЕЖЗИКЛМНОПРСТФХЭЮЯ", 2)
            return (
                f"{letters[0]}."
                if name == "i1"
                else self.random.choice((f"{letters[0]}.{letters[1]}.", f"{letters[0]}. {letters[1]}."))
            ), "PERSON"
        if name == "kor":
            return " ".join(
                part.capitalize() for part in self.random.sample(SYLLABLES, self.random.choice((2, 3, 3)))
            ), "PERSON"
        if name == "home":
            word = decline(self.random.choice(HOME), "n", True, case)
            return (word.capitalize() if self.random.random() < 0.5 else word), "PERSON"
        if name == "lat":
            pair = [self.random.choice(LATIN_GIVEN), self.random.choice(LATIN_SURNAMES)]
            self.random.shuffle(pair)
            return (" ".join(pair).upper() if self.random.random() < 0.3 else " ".join(pair)), "PERSON"
        if name == "brand":
            return self._brand(), ""
        if name in LISTS:
            word = self.random.choice(self.lists[LISTS[name]])
            if name[0].isupper():
                return word.capitalize(), ""
            if name == "word":
                return (word.lower() if self.random.random() < 0.4 else word), ""
            return (decline(word, "s", False, case) if name == "town" else word), ""
        if name in {"x", "xn", "xini"}:
            male = replace(nobody, female=False, surname=self._pick(self.surnames, 8000))
            return {
                "x": decline(male.surname, "s", False, case),
                "xn": nobody.first,
                "xini": f"{nobody.first[0]}. {nobody.patronymic[0]}.",
            }[name], ""
        return super().value(name, case, people)

    def _pill(self) -> str:
        """Return something that sounds like a medicine: no list has them all."""
        beats = [
            self.random.choice("бвгдзклмнпрстфх") + self.random.choice("аеиоу")
            for _ in range(self.random.choice((1, 1, 2)))
        ]
        ends = "фезам лоба пропил тропил мецин ксил дол спан цет мал вит рон фит дин зол лекс прил лор мед фер нил тон кс тел фарм гель стат мит".split()
        return ("".join(beats) + self.random.choice(ends)).capitalize()

    def _brand(self) -> str:
        starts, ends = (
            "Мед Фарм Дент Кардио Инфо Крипто Тело Про Био Нано Орто Вита Лаб Рег Гема Эко Сана Тера Луна".split(),
            "софт тех он икс ин ан ариум ус лайн база тек ол ит дент ум ворк скан принт окс".split(),
        )
        return (
            self.random.choice(starts) + self.random.choice(ends)
            if self.random.random() < 0.6
            else self.random.choice((self.person().first, self.random.choice(self.words[0])))
        )

    def others(self, sample: Sample) -> Sample:
        """Return the text with other people in it, in the same cases as far as endings tell."""
        made, place = Sample(), 0
        known: dict[str, str] = {}
        for start, end, label in sorted(sample.gold):
            made.text += sample.text[place:start]
            value = sample.text[start:end]
            if label == "PERSON":
                value = re.sub(
                    r"[А-Яа-яЁё]{3,}", lambda found: known.setdefault(found.group(), self._other(found.group())), value
                )
            made.gold.append((len(made.text), len(made.text) + len(value), label))
            made.text += value
            place = end
        made.text += sample.text[place:]
        return made

    def long(self, template: str) -> Sample:
        """Return the template filled, often with a capital, often with another sentence before or behind."""
        made = self.fill(template)
        if self.random.random() < 0.4:
            other = self.fill(self.random.choice(self.also if self.random.random() < 0.5 else self.clean_also))
            one, two = (made, other) if self.random.random() < 0.5 else (other, made)
            by = self.random.choice(JOINED)
            shift = len(one.text) + len(by)
            made = Sample(
                one.text + by + two.text,
                one.gold + [(start + shift, end + shift, label) for start, end, label in two.gold],
            )
        if self.random.random() < 0.5 and made.text[:1].isalpha():
            made.text = made.text[0].upper() + made.text[1:]
        return made

    def _other(self, word: str) -> str:
        facts = self.vocabulary.about(word.lower().replace("ё", "е"))
        kind = "p" if facts.patronymic else "n" if facts.first > facts.surname else "s"
        lemma = {"p": facts.lemma, "n": facts.first_lemma, "s": facts.lemma}[kind] or word.lower()
        low = word.lower().replace("ё", "е")
        for female in (True, False):
            base = feminine(lemma.capitalize()) if female and kind == "s" else lemma.capitalize()
            for case in CASES:
                if decline(base, kind, female, case).lower().replace("ё", "е") != low or (
                    female and kind == "n" and lemma[-1:] not in "аяь"
                ):
                    continue
                person = self.person()
                while person.female != female:
                    person = self.person()
                made = decline(
                    {"p": person.patronymic, "n": person.first, "s": person.surname}[kind], kind, female, case
                )
                return made.upper() if word.isupper() else made.lower() if word.islower() else made
        return word


def rewritten(sample: Sample, draw: random.Random) -> Sample:
    """Return the text as somebody in a hurry, or with the capitals key held, would write it."""
    chance = draw.random()
    if chance < 0.55 or re.search(r"[{}<>|=^]", sample.text):
        return sample
    text = sample.text.upper() if chance < 0.63 else sample.text.lower()
    if len(text) != len(sample.text):
        return sample
    if chance > 0.8:
        text = re.sub(r"[.,!?;:«»\"—](?=\s|$)", " ", text)
    return Sample(text, sample.gold)
