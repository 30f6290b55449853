"""The names of a log found in a text: which actors, programs and places a paragraph names.

Words are compared as `names.fold` has them, without their endings: names are found in the plural,
as possessives, and in the cases of Russian. Of names inside each other the longest counts.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from timeline.base.names import fold

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s\-‐‑–'’ʼ\"“”«»()/]*(?:\.\s)?[\s\"“”«»()]*")
_RUSSIAN_ENDINGS = (
    *("иями", "ями", "ами", "его", "ого", "ему", "ому", "ыми", "ими", "иях", "ией", "иям"),
    *("ая", "яя", "ое", "ее", "ие", "ые", "ой", "ей", "ий", "ый", "ом", "ем", "ам", "ям", "ах"),
    *("ях", "ую", "юю", "ия", "ии", "ию", "ым", "им", "ых", "их", "ов", "ев", "ью"),
    *("а", "я", "о", "е", "и", "ы", "у", "ю", "ь", "й"),
)
_ENDINGS = tuple(sorted({fold(ending) for ending in _RUSSIAN_ENDINGS}, key=len, reverse=True))
_SHORTEST_STEM = 3
_KEPT_STEMS = 1 << 14
"""Words whose stems are remembered; a text and the names of a log repeat most of theirs."""
_PREPOSITIONS = frozenset(("of", "on", "for", "in", "at"))
"""A text says "Commission on Religious Affairs" where the log has "for"."""
_SPELLINGS = (
    (re.compile("programme(?=s?$)"), "program"),
    (re.compile("centre(?=s?$)"), "center"),
    (re.compile("isation(?=s?$)"), "ization"),
    (re.compile("^neighbour"), "neighbor"),
    (re.compile("^labour"), "labor"),
    (re.compile("^defence$"), "defense"),
)
"""British and American spellings of words that names have."""
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Professor|Ambassador|Minister|President|Director|Colonel|Judge)\.?\s+$"
    r"|\b(?:г-н|г-жа|господин\w*|госпож\w*)\s+$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 20
_CODE = re.compile(r"-\d")
_AND = frozenset(("and", "or", "и", "или", "und", "et", "жана"))
_MOST_BETWEEN = 3
"""Words that "and" may put between those of a name, as in "neighbourhood and youth inspectors"."""


class Word(NamedTuple):
    """A word of a text, how it is compared, and where it stands."""

    text: str
    stem: str
    start: int
    end: int


class Name(NamedTuple):
    """A name that a log knows: to which key it leads, and its words."""

    namespace: str
    key: str
    text: str
    words: tuple[Word, ...]


class NameMention(NamedTuple):
    """A name found in a text.

    `keys` has several where the name leads to several; `short` when only a part of the name is
    there, so that it is a guess; `apart` when other words stand inside it, as in "youth and
    neighbourhood inspectors"; `exact` is how many of its words are spelt as in the log.
    """

    namespace: str
    keys: tuple[str, ...]
    start: int
    end: int
    words: str
    is_partial: bool = False
    is_split: bool = False
    exact_words: int = 0

    @property
    def key(self) -> str:
        """The one key; empty if there are several."""
        return self.keys[0] if len(self.keys) == 1 else ""


def split_words(text: str) -> tuple[Word, ...]:
    """The words of a text."""
    return tuple(
        Word(found.group(), stem_word(found.group()), *found.span())
        for found in _WORD.finditer(text)
    )


@lru_cache(maxsize=_KEPT_STEMS)
def stem_word(word: str) -> str:
    """A word as it is compared: folded, without a plural or an ending of Russian."""
    folded = fold(word)
    if folded in _PREPOSITIONS:
        return "of"
    if word.isascii():
        for spelling, other in _SPELLINGS:
            folded = spelling.sub(other, folded)
        if len(word) > 2 and word[:-1].isupper() and word.endswith("s"):
            return folded[:-1]  # CPCs
        plural = len(folded) > 3 and folded.endswith("s") and not folded.endswith("ss")
        return folded[:-1] if plural and not word.isupper() else folded
    if re.search("[а-я]", folded) and not (word.isupper() and len(word) < 6):
        shortest = 2 if word[0].isupper() else _SHORTEST_STEM
        return _without_ending(_without_ending(folded, shortest), _SHORTEST_STEM + 1)
    return folded


def _without_ending(word: str, shortest: int) -> str:
    """A Russian word without an ending; a surname such as Осмонову has two."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word.removesuffix(ending)
    return word


class NameIndex:
    """The names of a log, to be found in texts.

    Args:
        known: namespace, key, name and, of an actor, its type.
    """

    def __init__(self, known: Iterable[tuple[str, str, str, str | None]]) -> None:
        self.by_first: dict[str, list[Name]] = defaultdict(list)
        self.types: dict[str, str] = {}
        self.surnames: dict[str, set[str]] = defaultdict(set)
        self.partial_names: set[Name] = set()
        for namespace, key, text, type_ in known:
            self._put(namespace, key, text)
            if namespace == "actor" and type_:
                self.types[key] = type_
            if type_ == "person":
                self._put_surname(key, text)
            if type_ == "group":
                self._put_head(key, text)

    def _put(self, namespace: str, key: str, text: str) -> Name | None:
        parts = split_words(re.sub(r"^[Tt]he\s+", "", text))
        if not parts or (len(parts) == 1 and len(parts[0].text) < 2):
            return None
        name = Name(namespace, key, text, parts)
        if name not in self.by_first[parts[0].stem]:
            self.by_first[parts[0].stem].append(name)
        return name

    def _put_surname(self, key: str, text: str) -> None:
        parts = [
            word for word in split_words(text) if word.text[:1].isupper() and len(word.text) > 2
        ]
        if len(parts) > 1:
            self.surnames[parts[-1].stem].add(key)

    def _put_head(self, key: str, text: str) -> None:
        """Of "Youth of the pilot communities" the text may have "youth" alone."""
        head = re.split(r"\s+(?:of|in|at|from|on|within)\s+", text)[0]
        if head != text:
            name = self._put("actor", key, head)
            if name is not None:
                self.partial_names.add(name)

    def find(self, text: str) -> list[NameMention]:
        """The names in a text, in its order; none lies inside another of its namespace."""
        parts = split_words(text)
        found: list[NameMention] = []
        for at in range(len(parts)):
            for name in self.by_first.get(parts[at].stem, ()):
                end = _end(parts, at, name.words, text)
                if end and not _CODE.match(text, parts[end - 1].end):
                    where = parts[at].start, _closed(text, parts[at].start, parts[end - 1].end)
                    quoted = text[slice(*where)]
                    found.append(
                        NameMention(
                            name.namespace,
                            (name.key,),
                            *where,
                            quoted,
                            is_partial=name in self.partial_names,
                            is_split=end - at > len(name.words) and "(" not in quoted,
                            exact_words=_count_exact(name.words, quoted),
                        )
                    )
        found += self._surnamed(parts, text)
        return _longest(found)

    def _surnamed(self, parts: Sequence[Word], text: str) -> Iterator[NameMention]:
        """`Ms Lindqvist`, where the log knows one person of that name."""
        for word in parts:
            keys = self.surnames.get(word.stem, set())
            if len(keys) != 1 or not word.text[:1].isupper():
                continue
            titled = _TITLED.search(text, max(0, word.start - _LONGEST_TITLE), word.start)
            if titled:
                where = titled.start(), word.end
                yield NameMention("actor", tuple(keys), *where, text[slice(*where)])


def _end(parts: Sequence[Word], at: int, name: Sequence[Word], text: str) -> int:
    """Where a name that begins at a word ends: the index after its last; 0 if it is not there."""
    for index, word in enumerate(name):
        if index:
            at = _next(parts, at, name, index, text)
        if at >= len(parts) or parts[at].stem != word.stem or not _written_alike(parts[at], word):
            return 0
        at += 1
    return at


def _next(parts: Sequence[Word], at: int, name: Sequence[Word], index: int, text: str) -> int:
    """The place of the next word of a name; beyond the text where something stands between."""
    beyond = len(parts)
    if at >= beyond:
        return beyond
    gap = text[parts[at - 1].end : parts[at].start]
    bracketed = gap.endswith("(") and text[parts[at].end : parts[at].end + 1] == ")"
    if bracketed and parts[at].stem != name[index].stem:
        at += 1  # an acronym: "United Nations Development Programme (UNDP) in Kyrgyzstan"
        if at >= beyond or parts[at].stem != name[index].stem:
            return beyond
        gap = ""
    if index == len(name) - 1 and parts[at].stem != name[index].stem:
        return _beyond_and(parts, at, name[index].stem, text)
    if _BETWEEN.fullmatch(gap):
        return beyond if re.search(r"\.\s", gap) and len(parts[at - 1].text) > 3 else at
    return at if gap.strip() and gap.strip() == _gap(name, index) else beyond


def _beyond_and(parts: Sequence[Word], at: int, wanted: str, text: str) -> int:
    """The last word of a name behind "and" and what it joins; beyond the text if it is not there.

    "neighbourhood and youth inspectors" and "counterparts from Kazakhstan and Tajikistan".
    """
    for further in range(at + 1, min(at + 1 + _MOST_BETWEEN, len(parts))):
        if parts[further].stem != wanted:
            continue
        between = text[parts[at - 1].end : parts[further].start]
        joined = parts[at].stem in _AND or parts[further - 1].stem in _AND
        if joined and re.fullmatch(r"[\w\s'’-]+", between):
            return further
    return len(parts)


def _closed(text: str, start: int, end: int) -> int:
    """The end of a name, with the bracket that closes one inside it."""
    is_open = text.count("(", start, end) > text.count(")", start, end)
    return end + (is_open and text[end : end + 1] == ")")


def _count_exact(name: Sequence[Word], text: str) -> int:
    """How many words of a name a text spells as the log does, in any case."""
    written = {fold(word.text) for word in split_words(text)}
    return sum(fold(word.text) in written for word in name)


def _gap(name: Sequence[Word], index: int) -> str:
    """The sign between two words of a name, where only a comma and the like can be."""
    return "," if name[index].start - name[index - 1].end == 2 else ""


def _written_alike(word: Word, known: Word) -> bool:
    """Whether an acronym is written as one: "EU" is not "eu", "MoI" not "moi"."""
    acronym = len(known.text) < 6 and sum(sign.isupper() for sign in known.text) > 1
    if not acronym:
        return True
    return word.text == known.text or word.text.isupper() or word.text.rstrip("s") == known.text


def _longest(found: Sequence[NameMention]) -> list[NameMention]:
    """What lies in no longer one of its kind, the best spelt of those in one place."""
    kept: dict[tuple[str, int, int], NameMention] = {}
    beside: dict[int, list[NameMention]] = defaultdict(list)
    order = sorted(
        found, key=lambda m: (m.is_split, m.start - m.end, m.is_partial, -m.exact_words, m.start)
    )
    for one in order:
        place = (one.namespace, one.start, one.end)
        other = kept.get(place)
        if other is not None:
            if (one.is_partial, one.exact_words) == (other.is_partial, other.exact_words):
                keys = tuple(dict.fromkeys((*other.keys, *one.keys)))
                kept[place] = other._replace(keys=keys)
            continue
        blocks = range(one.start // _BLOCK, one.end // _BLOCK + 1)
        near = (other for block in blocks for other in beside[block])
        if any(_overlap(one, other) and not _may_overlap(one, other) for other in near):
            continue
        kept[place] = one
        for block in blocks:
            beside[block].append(one)
    return sorted(kept.values(), key=lambda m: (m.start, -m.end))


_BLOCK = 64
"""Characters of a text whose mentions are looked at together."""


def _overlap(one: NameMention, other: NameMention) -> bool:
    return one.start < other.end and one.end > other.start


def _may_overlap(one: NameMention, other: NameMention) -> bool:
    """Whether both count: names that "and" joins, and an owner in the name of its program."""
    if one.is_split:
        return not set(one.keys) & set(other.keys)
    named = one.words.isupper() or " " in one.words
    return one.namespace == "actor" and other.namespace == "program" and named


def read_names(db: sqlite3.Connection) -> NameIndex:
    """The names of actors, programs and places that a log knows."""
    query = """
        SELECT n.namespace, n.key, n.name, a.type FROM names AS n
        LEFT JOIN actors AS a ON n.namespace = 'actor' AND a.actor = n.key
        WHERE n.namespace IN ('actor', 'program', 'place') AND n.name <> n.key
        ORDER BY n.namespace, n.key, length(n.name), n.name
    """
    return NameIndex(db.execute(query))
