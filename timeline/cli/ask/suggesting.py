"""Suggestions for the beginning of an answer: names, words, compact items."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, get_args

from timeline.base.names import fold
from timeline.event.types import Effect
from timeline.projection.lookup import shown_names
from timeline.views import vocabulary as known

_MOST = 30
"""How many are offered at once."""
_SIGNS = frozenset("=|@{")
"""What means something in a compact item: a name with one of these is offered by its key."""


class Suggestion(NamedTuple):
    """What may be meant, what it is, and how many of the characters typed last it replaces."""

    text: str
    about: str = ""
    replaces: int = 0


class Suggesting:
    """What a log knows, read once and searched as the user types.

    Args:
        db: a fresh projection.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._names: dict[str, list[_Name]] = {}
        self._words: dict[str, list[_Name]] = {}
        self._before: dict[str, tuple[str, Sequence[_Name]]] = {}

    def names(self, namespace: str, typed: str) -> Iterator[Suggestion]:
        """Actors, programs, places or sources by any of their names, once something is typed."""
        folded = fold(typed)
        if not folded:
            return
        every = self._all(namespace)
        # Who goes on typing only narrows what was found before.
        before, found = self._before.get(namespace, ("", every))
        found = _narrow(found if folded.startswith(before) else every, folded)
        self._before[namespace] = folded, found
        yield from _rank(found, folded, typed)

    def words(self, vocabulary: str, typed: str) -> Iterator[Suggestion]:
        """Kinds or roles."""
        if vocabulary not in self._words:
            found = sorted(known.words(self._db, vocabulary))
            self._words[vocabulary] = [_Name(fold(one.text), *one) for one in found]
        return _search(self._words[vocabulary], typed)

    def actor(self, typed: str) -> Iterator[Suggestion]:
        """`NAME` or `ROLE=NAME`, then ` | CAPACITY | FOR`."""
        parts = typed.split("|")
        if len(parts) == 1:
            yield from self.names("actor", _last(typed, "="))
        elif len(parts) == 3:
            yield from self.names("actor", parts[2].lstrip())

    def program(self, typed: str) -> Iterator[Suggestion]:
        """`NAME` or `EFFECT=NAME`, then ` | PHASE`."""
        named, bar, phase = typed.partition("|")
        if not bar:
            return self.names("program", _last(named, "="))
        return self.phases("", phase.lstrip())

    def phases(self, program: str, typed: str) -> Iterator[Suggestion]:
        """The phases of a program; of all where none is named."""
        found = known.phases(self._db, program)
        return _search([_Name(fold(one.text), *one) for one in found], typed)

    def source(self, typed: str) -> Iterator[Suggestion]:
        """`NAME`, until a place in it is typed."""
        return iter(()) if "@" in typed else self.names("source", typed)

    def measure(self, typed: str) -> Iterator[Suggestion]:
        """The measures of figures, until a number is typed."""
        found = () if "=" in typed else known.measures(self._db)
        return _search([_Name(fold(one.text), *one) for one in found], typed)

    def _all(self, namespace: str) -> "list[_Name]":
        if namespace not in self._names:
            self._names[namespace] = list(_offer_names(self._db, namespace))
        return self._names[namespace]


def among(words: Iterable[str], typed: str) -> Iterator[Suggestion]:
    """Some words, those that fit what is typed."""
    return _search([_Name(fold(word), word, "") for word in words], typed)


def effects(typed: str) -> Iterator[Suggestion]:
    """What a happening may do to an office, a phase or a program."""
    return among(get_args(Effect), typed)


class _Name(NamedTuple):
    folded: str
    text: str
    about: str


def _offer_names(db: sqlite3.Connection, namespace: str) -> Iterator[_Name]:
    """Names with their keys; the key in place of a name that would not lead to it.

    Sources are offered by their keys alone: a title is long, and is no name to be read in a list.
    """
    shown = shown_names(db, namespace)
    found: dict[tuple[str, str], str] = {}
    for folded, name, key in known.names(db, namespace):
        if name.isprintable() and found.get((folded, key), key) == key:
            found[folded, key] = name
    shared = Counter(folded for folded, _ in found)
    for (folded, key), name in found.items():
        plain = shared[folded] == 1 and not _SIGNS & set(name) and namespace != "source"
        about = key if name != key else shown.get(key, "")
        yield _Name(folded, name, about) if plain or name == key else _Name(folded, key, name)


def _last(typed: str, sign: str) -> str:
    return typed.rpartition(sign)[2].lstrip()


def _search(names: Sequence[_Name], typed: str) -> Iterator[Suggestion]:
    """Those that hold every word typed, the ones that begin with them first."""
    folded = fold(typed)
    return _rank(_narrow(names, folded), folded, typed)


def _narrow(names: Sequence[_Name], folded: str) -> Sequence[_Name]:
    for word in folded.split():
        names = [one for one in names if word in one[0]]
    return names


def _rank(names: Sequence[_Name], folded: str, typed: str) -> Iterator[Suggestion]:
    beginning = (one for one in names if one[0].startswith(folded))
    others = (one for one in names if not one[0].startswith(folded))
    offered: dict[str, str] = {}
    for _, text, about in chain(beginning, others):
        offered.setdefault(text, about)
        if len(offered) == _MOST:
            break
    return (Suggestion(text, about, len(typed)) for text, about in offered.items())
