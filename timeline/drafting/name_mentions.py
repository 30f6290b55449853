"""The actors, programs and places that a text mentions by a name of the log.

Words are folded (`base.names.fold`) and compared without their endings, so that names are found in
the plural, as possessives, and in the cases of Russian. Of nested names the longest counts.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
"""Taken as equal: a text has "Commission on Religious Affairs" where the log has "for"."""
_SPELLINGS = (
    (re.compile("programme(?=s?$)"), "program"),
    (re.compile("centre(?=s?$)"), "center"),
    (re.compile("isation(?=s?$)"), "ization"),
    (re.compile("^neighbour"), "neighbor"),
    (re.compile("^labour"), "labor"),
    (re.compile("^defence$"), "defense"),
)
"""British and American spellings of words that names have."""
HONORIFIC = r"(?:Mr|Ms|Mrs|Dr)\.?\s+"
"""A pattern for what stands before the name of a person."""
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Professor|Ambassador|Minister|President|Director|Colonel|Judge)\.?\s+$"
    r"|\b(?:г-н|г-жа|господин\w*|госпож\w*)\s+$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 20
_OF_ANOTHER = re.compile(
    r"\s+of\s+(?:the\s+)?(?P<name>[A-Z][\w’'-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w’'-]*){0,4})"
)
_BEFORE_NAME = re.compile(r"(?P<word>[A-Z][\w’-]+)\s$")
_LONGEST_BEFORE = 30
_NO_PART_OF_A_NAME = frozenset(("the", "and", "of", "then", "when", "while", "mean"))
_DEMONYM = re.compile(
    r"(?:[a-z]{2,}(?:ian|ean|ish|ese)|afghan|german|american|mexican|roman|moroccan|african|korean|uzbek"
    r"|kazakh|tajik|turkmen|kyrgyz|czech|slovak|greek|french|dutch|swiss|thai|iraqi|israeli|pakistani"
    r"|kuwaiti|saudi|omani|qatari|yemeni|bengali|nepali|somali|swedish|danish|finnish|scottish|welsh"
    r"|irish|british|spanish|turkish|polish|u\.?s|u\.?k|eu)",
    re.IGNORECASE,
)
_CODE = re.compile(r"-\d")
_AND = frozenset(("and", "or", "и", "или", "und", "et", "жана"))
_MOST_BETWEEN = 3
"""Words that "and" may put between those of a name, as in "neighbourhood and youth inspectors"."""


class Word(NamedTuple):
    """A word of a text, the stem by which it is compared, and its span."""

    text: str
    stem: str
    start: int
    end: int


class Name(NamedTuple):
    """A name of a log, its key and its words."""

    namespace: str
    key: str
    text: str
    words: tuple[Word, ...]


class NameMention(NamedTuple):
    """A name found in a text.

    Attributes:
        namespace: actor, program or place.
        keys: its key; several where the log has the name for several.
        start: the index of its first character.
        end: the index just behind it.
        words: the words of the text.
        is_partial: whether it is only a part of a name, and so a guess.
        is_split: whether other words are inside it, as in "youth and neighbourhood inspectors".
        exact_words: how many of its words are spelt as in the log.
        longer: the longer name that it is a part of, which the log does not know; else empty.
    """

    namespace: str
    keys: tuple[str, ...]
    start: int
    end: int
    words: str
    is_partial: bool = False
    is_split: bool = False
    exact_words: int = 0
    longer: str = ""

    @property
    def key(self) -> str:
        """The one key; empty if there are several."""
        return self.keys[0] if len(self.keys) == 1 else ""

    @property
    def is_sure(self) -> bool:
        """Whether it is a whole name, and more than one common word of one, such as "women"."""
        return not self.longer and (not self.is_partial or " " in self.words)


def split_words(text: str) -> tuple[Word, ...]:
    """Split a text into words."""
    return tuple(
        Word(found.group(), stem_word(found.group()), *found.span())
        for found in _WORD.finditer(text)
    )


@lru_cache(maxsize=_KEPT_STEMS)
def stem_word(word: str) -> str:
    """Fold a word, without a plural or a Russian ending."""
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
    """Remove one ending of a Russian word; a surname such as Осмонову has two."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word.removesuffix(ending)
    return word


class KnownName(NamedTuple):
    """A name that a log has for an actor, program or place; `type` is that of an actor."""

    namespace: str
    key: str
    name: str
    type: str | None


class NameIndex:
    """The names of a log, indexed to find them in texts.

    Attributes:
        types: the types of actors, by their keys.
        persons: the keys of persons.
    """

    types: Mapping[str, str]
    persons: frozenset[str]

    def __init__(self, known: Iterable[KnownName]) -> None:
        """Index names."""
        self._by_first_stem: dict[str, list[Name]] = defaultdict(list)
        self._by_surname: dict[str, set[str]] = defaultdict(set)
        self._partial: set[Name] = set()
        self._stems: dict[str, set[str]] = defaultdict(set)
        types: dict[str, str] = {}
        for one in known:
            self._add(one.namespace, one.key, one.name)
            if one.namespace == "actor" and one.type:
                types[one.key] = one.type
            if one.type == "person":
                self._add_surname(one.key, one.name)
            if one.type == "group":
                self._add_head(one.key, one.name)
        self.types = types
        self.persons = frozenset(key for key, type_ in types.items() if type_ == "person")

    def _add(self, namespace: str, key: str, text: str) -> Name | None:
        parts = split_words(re.sub(r"^[Tt]he\s+", "", text))
        if not parts or (len(parts) == 1 and len(parts[0].text) < 2):
            return None
        name = Name(namespace, key, text, parts)
        self._stems[key].update(word.stem for word in parts)
        same_start = self._by_first_stem[parts[0].stem]
        if name not in same_start:
            same_start.append(name)
        return name

    def _add_surname(self, key: str, text: str) -> None:
        words = split_words(text)
        parts = [word for word in words if word.text[:1].isupper() and len(word.text) > 2]
        if len(parts) > 1:
            self._by_surname[parts[-1].stem].add(key)

    def _add_head(self, key: str, text: str) -> None:
        """Add a part of a name: of "Youth of the pilot communities" a text may have "youth"."""
        head = re.split(r"\s+(?:of|in|at|from|on|within)\s+", text)[0]
        if head != text:
            name = self._add("actor", key, head)
            if name is not None:
                self._partial.add(name)

    def find(self, text: str) -> list[NameMention]:
        """Find the names in a text, in order; none lies inside another of its namespace."""
        parts = split_words(text)
        found = _keep_longest([*self._find_names(parts, text), *self._find_surnames(parts, text)])
        return [one._replace(longer=self._find_longer(one, found, text)) for one in found]

    def _find_longer(self, one: NameMention, found: Sequence[NameMention], text: str) -> str:
        """The name in a text that a mention is only a part of; empty if it is a whole one.

        "Ministry of Health of Norway" is not the Ministry of Health that the log knows, unless the
        log knows Norway, or has it in another name of that ministry.
        """
        if one.namespace == "place" or not one.words[:1].isupper():
            return ""
        if any(key in self.persons for key in one.keys):
            return ""
        behind = _OF_ANOTHER.match(text, one.end)
        if behind and not self._knows(one, found, behind.span("name"), text):
            return text[one.start : behind.end("name")].strip()
        before = _BEFORE_NAME.search(text[max(0, one.start - _LONGEST_BEFORE) : one.start])
        if before is None or before["word"].lower() in _NO_PART_OF_A_NAME:
            return ""
        start = one.start - len(before.group())
        span = start, start + len(before["word"])
        is_known = self._knows(one, found, span, text)
        return "" if is_known or not _is_demonym(before["word"]) else text[start : one.end]

    def _knows(
        self, one: NameMention, found: Sequence[NameMention], span: tuple[int, int], text: str
    ) -> bool:
        """Whether the log has the words of a span, in a name of the same key or as another name."""
        if any(other.start < span[1] and other.end > span[0] for other in found if other != one):
            return True
        stems = {word.stem for word in split_words(text[slice(*span)])}
        return any(stems <= self._stems[key] for key in one.keys)

    def _find_names(self, parts: Sequence[Word], text: str) -> Iterator[NameMention]:
        for at, part in enumerate(parts):
            for name in self._by_first_stem.get(part.stem, ()):
                end = _find_end(parts, at, name.words, text)
                if not end or _CODE.match(text, parts[end - 1].end):
                    continue
                where = part.start, _include_bracket(text, part.start, parts[end - 1].end)
                quoted = text[slice(*where)]
                yield NameMention(
                    name.namespace,
                    (name.key,),
                    *where,
                    quoted,
                    is_partial=name in self._partial,
                    is_split=end - at > len(name.words) and "(" not in quoted,
                    exact_words=_count_exact(name.words, quoted),
                )

    def _find_surnames(self, parts: Sequence[Word], text: str) -> Iterator[NameMention]:
        """Find `Ms Lindqvist`, where the log knows one person of that surname."""
        for word in parts:
            keys = self._by_surname.get(word.stem, set())
            if len(keys) != 1 or not word.text[:1].isupper():
                continue
            titled = _TITLED.search(text, max(0, word.start - _LONGEST_TITLE), word.start)
            if titled:
                where = titled.start(), word.end
                yield NameMention("actor", tuple(keys), *where, text[slice(*where)])


def _is_demonym(word: str) -> bool:
    """Whether a word says of which country somebody is: "Afghan", "Norwegian"."""
    return bool(_DEMONYM.fullmatch(word))


def _find_end(parts: Sequence[Word], at: int, name: Sequence[Word], text: str) -> int:
    """The index after the last word of a name that begins at a word; 0 if it is not there."""
    for index, word in enumerate(name):
        if index:
            at = _find_next(parts, at, name, index, text)
        if (
            at >= len(parts)
            or parts[at].stem != word.stem
            or not _is_written_alike(parts[at], word)
        ):
            return 0
        at += 1
    return at


def _find_next(parts: Sequence[Word], at: int, name: Sequence[Word], index: int, text: str) -> int:
    """The index of the next word of a name; `len(parts)` where other words are between."""
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
        return _find_beyond_and(parts, at, name[index].stem, text)
    if _BETWEEN.fullmatch(gap):
        return beyond if re.search(r"\.\s", gap) and len(parts[at - 1].text) > 3 else at
    return at if gap.strip() and gap.strip() == _separator(name, index) else beyond


def _find_beyond_and(parts: Sequence[Word], at: int, wanted: str, text: str) -> int:
    """The index of the last word of a name that "and" separates from it; `len(parts)` if none.

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


def _include_bracket(text: str, start: int, end: int) -> int:
    """The end of a name, with the closing bracket of one that is open in it."""
    is_open = text.count("(", start, end) > text.count(")", start, end)
    return end + (is_open and text[end : end + 1] == ")")


def _count_exact(name: Sequence[Word], text: str) -> int:
    """Count the words of a name that a text spells as the log does, in any case."""
    written = {fold(word.text) for word in split_words(text)}
    return sum(fold(word.text) in written for word in name)


def _separator(name: Sequence[Word], index: int) -> str:
    """The comma between two words of a name; empty where there is none."""
    return "," if name[index].start - name[index - 1].end == 2 else ""


def _is_written_alike(word: Word, known: Word) -> bool:
    """Whether an acronym is written as one: "EU" is not "eu", and "MoI" is not "moi"."""
    acronym = len(known.text) < 6 and sum(sign.isupper() for sign in known.text) > 1
    if not acronym:
        return True
    return word.text == known.text or word.text.isupper() or word.text.rstrip("s") == known.text


def _keep_longest(found: Sequence[NameMention]) -> list[NameMention]:
    """Keep mentions that are inside no longer one of their namespace; of equals the best spelt."""
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
        if any(_overlaps(one, other) and not _may_overlap(one, other) for other in near):
            continue
        kept[place] = one
        for block in blocks:
            beside[block].append(one)
    return sorted(kept.values(), key=lambda m: (m.start, -m.end))


_BLOCK = 64
"""Characters; overlaps of mentions are searched in blocks of so many."""


def _overlaps(one: NameMention, other: NameMention) -> bool:
    return one.start < other.end and one.end > other.start


def _may_overlap(one: NameMention, other: NameMention) -> bool:
    """Whether both count: names that "and" joins, or an owner in the name of its program."""
    if one.is_split:
        return not set(one.keys) & set(other.keys)
    named = one.words.isupper() or " " in one.words
    return one.namespace == "actor" and other.namespace == "program" and named


def read_names(db: sqlite3.Connection) -> NameIndex:
    """Read the names of actors, programs and places that a log knows."""
    query = """
        SELECT n.namespace, n.key, n.name, a.type FROM names AS n
        LEFT JOIN actors AS a ON n.namespace = 'actor' AND a.actor = n.key
        WHERE n.namespace IN ('actor', 'program', 'place') AND n.name <> n.key
        ORDER BY n.namespace, n.key, length(n.name), n.name
    """
    return NameIndex(KnownName(*row) for row in db.execute(query))
