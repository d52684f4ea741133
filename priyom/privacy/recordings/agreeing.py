"""Uncovers what was hidden in few of the frames that showed it, and is nothing but words that everybody knows.

Where a window lies beside another, lines of both may be read as one for a moment; a word of a menu that stands on many
places may look like part of an address on one of them. What is seldom taken for personal is hidden only as far as it
could be: names, numbers, words that nobody knows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.layout import Spot
from priyom.privacy.pictures.pieces import Box
from priyom.privacy.pictures.reading import Read
from priyom.privacy.recordings.pieces import Content, lies_in
from priyom.privacy.recordings.spreading import Stood, same_ink

SELDOM, OFTEN = 1 / 3, 4  # of the judgements; so many tell something
AS_WIDE = 0.9  # so much of a part must stand in another piece: half a name is another word
SHORT_NUMBER = re.compile(r"\W?\d{1,3}\W?")
HARMLESS = re.compile(r"\W*|\W?\d{1,2}:\d\d(?::\d\d)?\W?|\W?(?:DEBUG|INFO|WARN|WARNING|ERROR)\W?")
FEWEST_LETTERS, SURE = 3, 60.0  # shorter words may be initials; what was read badly may be anything
FEWEST_DIGITS = 6  # as many as a date has: short numbers side by side may be one of somebody's
BAND = 32  # pixels
BARELY = 0.2  # of a piece's height: less of it in a spot is the next line
BESIDE = 1.5  # of a word's height: a number so near to a word that stays hidden is a house, a day of the same value


def judge(stood: Iterable[Stood], spots: Sequence[Spot], *, is_final: bool = False) -> set[Spot]:
    """Remember with the pieces what is personal in their frame; return the spots that belong to none of them.

    ``is_final``: what is found now stays hidden, however seldom it is found.
    """
    parts: defaultdict[Spot, list[tuple[Content, Box]]] = defaultdict(list)
    near = _by_height(spots)
    for one in stood:
        level = range(one.box[1] // BAND, one.box[3] // BAND + 1)
        beside = dict.fromkeys(spot for band in level for spot in near.get(band, ()))
        boxes = {spot: box for spot in beside if (box := remember(one, spot))}
        one.content.judged += 1
        one.content.hits.update(set(boxes.values()))
        for spot, box in boxes.items():
            parts[spot].append((one.content, box))
    for places in parts.values():
        said = tuple(word for content, box in places for word in _inside(content, box))
        for content, box in places:
            if _digits(said) >= _digits(content.whole.get(box, ())):
                content.whole[box] = said
            if is_final:
                content.final.add(box)
    return set(spots) - parts.keys()


def _by_height(spots: Sequence[Spot]) -> dict[int, list[Spot]]:
    """Return the spots by the bands of the page they lie in: a page has hundreds of them, and of pieces of writing."""
    found: defaultdict[int, list[Spot]] = defaultdict(list)
    for spot in spots:
        for band in range(int(spot.box[1]) // BAND, (int(spot.box[3]) + 1) // BAND + 1):
            found[band].append(spot)
    return found


def remember(one: Stood, spot: Spot) -> Box | None:
    """Hide, of the piece, what the spot covers of it, wherever the piece goes; return which part that is."""
    left, top, right, bottom = one.box
    if spot.box[0] >= right or spot.box[1] >= bottom or spot.box[2] + 1 <= left or spot.box[3] + 1 <= top:
        return None
    inside = (
        int(max(spot.box[0], left)) - left, int(max(spot.box[1], top)) - top,
        int(min(spot.box[2] + 1, right)) - left, int(min(spot.box[3] + 1, bottom)) - top,
    )  # fmt: skip
    wide, high = inside[2] - inside[0], inside[3] - inside[1]
    if wide <= 0 or high * 2 <= min(bottom - top, spot.box[3] - spot.box[1]):
        return None
    # The whole height of the piece: half a letter can be read.
    box = (inside[0], 0 if bottom - top < 2 * high + 4 else inside[1], inside[2], inside[3])
    one.content.hidden[box] = spot.label.value
    return box


def hide_near(stood: Iterable[Stood], spot: Spot) -> bool:
    """Hide for good what lies only half in the spot: it was read of these pieces, if of any; say whether it was."""
    is_near = False
    for one in stood:
        left, top, right, bottom = one.box
        wide = min(right, int(spot.box[2]) + 1) - max(left, int(spot.box[0]))
        high = min(bottom, int(spot.box[3]) + 1) - max(top, int(spot.box[1]))
        if wide > 0 and high >= BARELY * (bottom - top):
            start = max(0, int(spot.box[0]) - left)
            box = (start, 0, start + wide, bottom - top)
            one.content.hidden[box], is_near = spot.label.value, True
            one.content.final.add(box)
    return is_near


def lessen(content: Content, vocabulary: Vocabulary) -> None:
    """Hide less of the piece where few judgements asked for it."""
    for box, kind in list(content.hidden.items()):
        asked, judged = _votes(content, box)
        inside = _inside(content, box)
        if box in content.final or not 0 < asked < SELDOM * judged or not inside:
            continue
        near = [word for word in inside if _is_beside_hidden(content, word, box)]
        doubtful = _doubtful(inside, vocabulary, _whole(content, box), near)
        if len(doubtful) < len(inside):
            del content.hidden[box]
            for word in doubtful:
                content.hidden[max(box[0], int(word.x)), box[1], min(box[2], int(word.right) + 1), box[3]] = kind


def is_unlikely(content: Content, box: Box, asked: int, vocabulary: Vocabulary) -> bool:
    """Say whether a part of the piece is no value, although the same ink elsewhere was taken for one so often."""
    inside = [word for word in content.words if word.x < box[2] and box[0] < word.right]
    seldom = content.judged >= OFTEN and asked < SELDOM * content.judged and not content.asked(box)
    return seldom and bool(inside) and not _doubtful(inside, vocabulary)


def _votes(content: Content, box: Box) -> tuple[int, int]:
    """Return how often this part was taken for personal, and how often it was judged, also as a part of others."""
    asked, judged = content.asked(box), content.judged
    for other, across, down in content.links:
        for found in same_ink(content, other, box, (across, down)):
            if found[2] - found[0] >= AS_WIDE * (box[2] - box[0]):
                asked, judged = asked + other.asked(found), judged + other.judged
    return asked, judged


def _inside(content: Content, box: Box) -> list[Read]:
    return [word for word in content.words if box[0] <= word.x + word.width / 2 < box[2]]


def _digits(words: Iterable[Read]) -> int:
    return sum(char.isdigit() for word in words for char in word.text)


def _whole(content: Content, box: Box) -> tuple[Read, ...]:
    """Return what was said by the longest hit that the box is a part of, in other pieces as well."""
    return max((said for hit, said in content.whole.items() if lies_in(box, hit)), key=_digits, default=())


def _is_beside_hidden(content: Content, word: Read, box: Box) -> bool:
    """Say whether the word touches another part of the piece that stays hidden, as a house touches its street."""
    room = BESIDE * word.height
    return any(
        other[0] - room < word.right and word.x < other[2] + room
        for other in content.hidden
        if not (lies_in(other, box) or lies_in(box, other))
    )


def _doubtful(
    words: Sequence[Read], vocabulary: Vocabulary, whole: Sequence[Read] = (), near: Sequence[Read] = ()
) -> list[Read]:
    """Return the words that may tell something; a short number does with others of its value, or near another one."""
    telling = [word for word in words if not SHORT_NUMBER.fullmatch(word.text) and not _is_harmless(word, vocabulary)]
    together = whole or words
    is_part = _digits(together) >= FEWEST_DIGITS or any(
        not SHORT_NUMBER.fullmatch(word.text) and not _is_harmless(word, vocabulary) for word in together
    )
    return [
        word for word in words if word in telling or (SHORT_NUMBER.fullmatch(word.text) and (is_part or word in near))
    ]


def _is_harmless(word: Read, vocabulary: Vocabulary) -> bool:
    if HARMLESS.fullmatch(word.text):
        return True
    bare = word.text.strip(".,:;()\u00ab\u00bb\"'")
    facts = vocabulary.about(bare.lower().replace("\u0451", "\u0435"))
    return (
        len(bare) >= FEWEST_LETTERS
        and bare.isalpha()
        and word.confidence >= SURE
        and facts.is_known
        and not facts.is_name
    )
