"""What a report was asked for: filters and clocks as typed, and as they were understood."""

import math
import shlex
import sqlite3
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf
from timeline.dates.words.printer import format_day
from timeline.projection.history import written
from timeline.projection.lookup import find_key, name_of
from timeline.projection.settings import hemisphere_of
from timeline.showing.report.dates import date_in_words
from timeline.showing.report.words import join_and, one_line, sentence
from timeline.views.conditions import role_and_name
from timeline.views.query import Filters, option_of
from timeline.views.sealed_state import find_seal
from timeline.views.typed_dates import days_of, instant_of, last_day

if TYPE_CHECKING:
    from timeline.trust.chain import Link

_KEYS = ("actor", "program", "place", "source")
_NAMED: Mapping[str, str] = {
    "actor": "who took part",
    "role": "role",
    "program": "programme",
    "phase": "phase",
    "office": "office",
    "state": "state of the programme",
    "place": "place",
    "kind": "kind",
    "status": "status",
    "tag": "tag",
    "source": "source",
    "measure": "measure",
    "confidence": "confidence",
    "text": "words",
}
_FLAGS: Mapping[str, str] = {
    "certain": "only what certainly answers",
    "all_match": "all that is named must be there, not any of it",
    "overdue": "only what was planned, is past and has no outcome on record",
    "no_parts": "without the parts of the bodies, programmes and places named",
    "unbounded": "also what answers only because a side of its date is open or unknown",
}


class Scope(NamedTuple):
    """What was asked for: as typed, and in words, a sentence for each filter and clock."""

    typed: str
    words: tuple[str, ...]


def scope_of(db: sqlite3.Connection, filters: Filters) -> Scope:
    """What filters ask for; both are empty where they ask for all there is.

    Args:
        db: a projection, with the clocks of the filters entered.
        filters: as typed; they are known to mean something.
    """
    return Scope(
        " ".join(map(one_line, _options(filters))),
        tuple(sentence(f"{one_line(line)}.") for line in _lines(db, filters)),
    )


def _options(filters: Filters) -> Iterator[str]:
    for name, value in filters._asdict().items():
        if isinstance(value, bool):
            yield from [option_of(name)] if value else []
        elif name == "words":
            yield from map(shlex.quote, value)
        else:
            for text in [value] if isinstance(value, str) else value:
                yield from [option_of(name), shlex.quote(text)] if text else []


def _lines(db: sqlite3.Connection, filters: Filters) -> Iterator[str]:
    yield from _times(db, filters)
    for name, label in _NAMED.items():
        for negated in (False, True):
            given: tuple[str, ...] = getattr(filters, f"not_{name}" if negated else name)
            if given:
                named = join_and([_named(db, name, typed) for typed in given])
                yield f"not by {label}: {named}" if negated else f"{label}: {named}"
    if filters.words:
        yield f"words: {join_and([f'“{word}”' for word in filters.words])}"
    yield from (said for name, said in _FLAGS.items() if getattr(filters, name))
    yield from _clocks(db, filters)


def _times(db: sqlite3.Connection, filters: Filters) -> Iterator[str]:
    if filters.from_ or filters.to:
        first = days_of(db, filters.from_)[0] if filters.from_ else -math.inf
        last = days_of(db, filters.to)[1] if filters.to else math.inf
        yield f"what took place {_span(first, last)}, or may have"
    if filters.during:
        yield f"what took place {_span(*days_of(db, filters.during))}, or may have"
    if filters.within:
        yield f"what lies wholly {_span(*days_of(db, filters.within))}, or may"
    if filters.around:
        window = f", and {filters.window} before and after" if filters.window else ""
        yield f"what took place around {_around(db, filters.around)}{window}"


def _around(db: sqlite3.Connection, typed: str) -> str:
    from timeline.views.context import WINDOW, find_context  # noqa: PLC0415 (only a context needs it)

    found = find_context(db, typed, WINDOW, hemisphere_of(db))
    if not found.id:
        return f"“{typed}”"
    row = db.execute("SELECT title, date FROM happenings WHERE id = ?", (found.id,)).fetchone()
    return f"“{row[0]}” ({date_in_words(edtf.parse(row[1], hemisphere_of(db)))})"


def _span(first: float, last: float) -> str:
    if first == last:
        return f"on {format_day(int(first))}"
    if math.isinf(first):
        return "at any time" if math.isinf(last) else f"until {format_day(int(last))}"
    if math.isinf(last):
        return f"from {format_day(int(first))} on"
    return f"from {format_day(int(first))} to {format_day(int(last))}"


def _named(db: sqlite3.Connection, name: str, typed: str) -> str:
    """What was typed by the name that it is shown by, with the role or the paragraph asked for."""
    if name not in _KEYS:
        return f"“{typed}”"
    role, called = role_and_name(typed) if name == "actor" else (None, typed)
    at = ""
    key = find_key(db, name, called)
    if name == "source" and not isinstance(key, str):
        called, _, at = called.rpartition("@")
        key = find_key(db, name, called)
    shown = name_of(db, name, key) if isinstance(key, str) else called
    told = shown + (f", paragraph {at}" if at else "")
    return f"{told} as {role}" if role else told


def _clocks(db: sqlite3.Connection, filters: Filters) -> Iterator[str]:
    if filters.as_of:
        yield f"only what had begun, or may have, by the end of {_day(db, filters.as_of)}"
    if filters.as_recorded:
        link = find_seal(db, filters.as_recorded)
        yield f"as the log was {_sealed(link) if link else _at(db, filters.as_recorded)}"
    if filters.as_published:
        yield f"only what a source tells that was out by {_day(db, filters.as_published)}"
    if filters.open_ends:
        held = "held to go on" if filters.open_ends == "held" else "told until it was last seen"
        yield f"what has begun and has no end on record is {held}"


def _at(db: sqlite3.Connection, typed: str) -> str:
    return f"at {instant_in_words(written(instant_of(db, typed)))}"


def _sealed(link: "Link") -> str:
    at, name = instant_in_words(link.seal.recorded.at), one_line(link.seal.name)
    return f"when it was sealed as “{name}”, {at}, by the seal whose digest is {link.digest}"


def _day(db: sqlite3.Connection, typed: str) -> str:
    return format_day(last_day(db, typed))


def instant_in_words(text: str) -> str:
    """An instant as events hold it: `28 November 2026, 09:30:00 UTC`."""
    return f"{date_in_words(edtf.parse(text[:10]))}, {text[11:19]} UTC"
