"""What it is in one happening that a filter or the happened clock looks at, in a sentence."""

import math
import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from timeline.dates import edtf
from timeline.dates.edtf import Match
from timeline.dates.words.printer import format_day
from timeline.projection.lookup import Unknown, find_key
from timeline.projection.settings import hemisphere_of
from timeline.views.begun_by import explain_begun_by
from timeline.views.conditions import role_and_name
from timeline.views.query import Filters
from timeline.views.typed_dates import days_of, last_day

_SHOWN = 4
"""How many items of a happening are named."""


class _Items(NamedTuple):
    """Where the items of a happening stand that a filter names, and what they are called.

    `query` gives keys or words, each with what is told of it; `also` those by which an item may be
    meant, too.
    """

    one: str
    many: str
    sql: str
    also: str = ""


_ITEMS: Mapping[str, _Items] = {
    "actor": _Items(
        "actor",
        "actors",
        "SELECT actor, role || ' ' || actor FROM participations",
        """SELECT "for", role || ' ' || actor || ' for ' || "for" FROM participations""",
    ),
    "role": _Items("role", "roles", "SELECT role, role FROM participations"),
    "office": _Items(
        "office",
        "offices",
        "SELECT coalesce(capacity, role), coalesce(capacity, role) FROM participations",
    ),
    "program": _Items("program", "programs", "SELECT program, program FROM program_parts"),
    "phase": _Items(
        "phase",
        "phases",
        "SELECT coalesce(phase, 'none'), coalesce(phase, 'none') FROM program_parts",
    ),
    "state": _Items("program", "programs", "SELECT program, program FROM program_parts"),
    "place": _Items("place", "places", "SELECT place, place FROM happening_places"),
    "source": _Items(
        "source", "sources", "SELECT source, source || coalesce(', ' || at, '') FROM citations"
    ),
    "tag": _Items("tag", "tags", "SELECT tag, tag FROM happening_tags"),
    "measure": _Items("figure", "figures", "SELECT measure, measure FROM happening_figures"),
}
_KEYS = ("actor", "program", "place", "source")
_COLUMNS = ("kind", "status", "confidence")


def explain_filter(
    db: sqlite3.Connection, name: str, filters: Filters, match: Match, id_: str
) -> str:
    """What a filter looks at in a happening.

    Args:
        db: a projection, with the clocks of the question entered.
        name: of the field of the filters, without `not_`.
        filters: of the question, which name what is looked for.
        match: how the happening answers the filter.
        id_: of a happening that is on record.
    """
    if name in _COLUMNS or name == "overdue":
        column = "status" if name == "overdue" else name
        value = getattr(_read_happening(db, id_), column)
        return f"its {column} is {value or 'not on record'}"
    if name in ("text", "words"):
        return "its words hold it" if match is Match.CERTAIN else "its words do not hold it"
    if name in _ITEMS:
        return _items(db, name, filters, id_)
    if name == "as_of":
        return _begun(db, filters, match, id_)
    return f"its date {_date(db, _read_happening(db, id_))} {_lies(db, name, filters, match, id_)}"


class _Happening(NamedTuple):
    """What filters look at in a happening; days are numbers, infinite where open."""

    id: str
    kind: str
    status: str
    confidence: str | None
    date: str
    told_by: int | None
    starts_from: float
    starts_by: float
    ends_from: float
    ends_by: float


def _read_happening(db: sqlite3.Connection, id_: str) -> _Happening:
    sql = f"SELECT {', '.join(_Happening._fields)} FROM happenings WHERE id = ?"  # noqa: S608 (own names)
    return _Happening(*db.execute(sql, (id_,)).fetchone())


def _items(db: sqlite3.Connection, name: str, filters: Filters, id_: str) -> str:
    """The items of a happening: those that are, or are part of, what was named; else all."""
    one, many, sql, also = _ITEMS[name]
    of_it = "WHERE happening = ? ORDER BY position"
    found = db.execute(f"{sql} {of_it}", (id_,)).fetchall()
    if not found:
        return f"it has no {one}"
    wholes = _wholes(db, name, filters) if name in _KEYS else {}
    more = db.execute(f"{also} {of_it}", (id_,)).fetchall() if also and not filters.no_parts else []
    related = [
        text + (f", part of {wholes[key]}" if wholes[key] != key else "")
        for key, text in found + more
        if key in wholes
    ]
    if related:
        return f"its {many} include {'; '.join(related)}"
    told = list(dict.fromkeys(text for _, text in found))
    return f"its {one if len(told) == 1 else many} {_is(told)}"


def _is(told: Sequence[str]) -> str:
    more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    return f"{'is' if len(told) == 1 else 'are'} {', '.join(told[:_SHOWN])}{more}"


def _wholes(db: sqlite3.Connection, namespace: str, filters: Filters) -> dict[str, str]:
    """What is, or is part of, the keys that were named: key to the one of them."""
    typed = [*getattr(filters, namespace), *getattr(filters, f"not_{namespace}", ())]
    found: dict[str, str] = {}
    for name in typed:
        key = find_key(db, namespace, _bare(db, namespace, name))
        assert not isinstance(key, Unknown)  # noqa: S101 (the question has been understood)
        sql = "SELECT part FROM parts WHERE namespace = ? AND whole = ?"
        found |= {part: key for (part,) in db.execute(sql, (namespace, key))} | {key: key}
    return found


def _bare(db: sqlite3.Connection, namespace: str, typed: str) -> str:
    """The name in what was typed, without a role or a paragraph."""
    if namespace == "actor":
        return role_and_name(typed)[1]
    if namespace == "source" and isinstance(find_key(db, namespace, typed), Unknown):
        return typed.rpartition("@")[0].strip()
    return typed


def _begun(db: sqlite3.Connection, filters: Filters, match: Match, id_: str) -> str:
    row = _read_happening(db, id_)
    day = format_day(last_day(db, filters.as_of))
    if row.status == "planned":
        when = {Match.CERTAIN: "was", Match.POSSIBLE: "may have been"}.get(match, "was not")
        return f"it is planned, and {when} announced by {day}"
    begins = {Match.CERTAIN: "begins by", Match.POSSIBLE: "may begin after"}
    return f"its date {_date(db, row)} {begins.get(match, 'begins after')} {day}"


def _date(db: sqlite3.Connection, row: _Happening) -> str:
    """A date with the days that tests take it for, and what narrows them."""
    first, last = row.starts_from, row.ends_by
    begin = "open" if math.isinf(first) else format_day(int(first))
    end = "open" if math.isinf(last) else format_day(int(last))
    days = begin if first == last else f"{begin} to {end}"
    return f"{row.date} ({days}{_narrowed(db, row)})"


def _narrowed(db: sqlite3.Connection, row: _Happening) -> str:
    """By when a happening had begun, and what says so, if its date alone does not."""
    told_by = row.told_by
    if told_by is None:
        return ""
    date = edtf.parse(row.date, hemisphere_of(db))
    if date.told_by(told_by).tested == date.tested:
        return ""
    return f", begun by {format_day(told_by)}, {explain_begun_by(db, row.id)}"


def _lies(db: sqlite3.Connection, name: str, filters: Filters, match: Match, id_: str) -> str:
    """How the date of a happening lies to the days that were asked for."""
    inside = {Match.CERTAIN: "lies", Match.POSSIBLE: "may lie"}.get(match)
    if inside:
        return f"{inside} {'wholly ' if name == 'within' else ''}in that time"
    if name == "around":
        return "lies outside that time"
    row = _read_happening(db, id_)
    after, before = _range(db, name, filters)
    late, early = row.starts_from, row.ends_by
    if name == "within":
        late, early = row.ends_from, row.starts_by
    if late > before:
        return f"{'ends' if name == 'within' else 'begins'} after {format_day(int(before))}"
    if early < after:
        return f"{'begins' if name == 'within' else 'ends'} before {format_day(int(after))}"
    return "lies outside that time"


def _range(db: sqlite3.Connection, name: str, filters: Filters) -> tuple[float, float]:
    """The first and the last day that were asked for."""
    if name in ("from_", "to"):
        first = days_of(db, filters.from_)[0] if filters.from_ else -math.inf
        return first, days_of(db, filters.to)[1] if filters.to else math.inf
    return days_of(db, getattr(filters, name))
