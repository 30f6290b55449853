"""What names and words mean as filters: conditions on happenings, one for each value.

What the user types becomes a parameter, never SQL.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from timeline.base.errors import TimelineError, UsageError
from timeline.views.clause import Clause, Numbers, among, equals, joined
from timeline.views.known_words import find_words

Typed = Mapping[str, Sequence[str]]
"""Names and words as typed, by the filter they were given to."""

FIELDS = (
    ("participation_rows", ("actor", "role", "office")),
    ("program_part_rows", ("program", "phase", "state")),
    ("happening_place_rows", ("place",)),
    ("", ("kind",)),
    ("", ("status",)),
    ("happening_tag_rows", ("tag",)),
    ("citation_rows", ("source",)),
    ("happening_figure_rows", ("measure",)),
    ("", ("confidence",)),
    ("", ("text",)),
)
"""The filters by the table in whose rows they look, or the happening itself.

Those that stand together must hold of one row: somebody in a role, a program in a phase.
`ROWS` are those by which such a row is chosen as a part of it, and not as what it is of.
"""
NAMES = tuple(name for _, names in FIELDS for name in names)
ROWS = ("role", "office", "phase", "state")
_SINGLE = ("kind", "status", "confidence")


class How(NamedTuple):
    """How names are meant: with their parts; states as of which day (None: after all on record)."""

    parts: bool = True
    day: int | None = None


def clauses(
    db: sqlite3.Connection, wanted: Typed, unwanted: Typed, how: How, *, all_match: bool
) -> Iterator[Clause]:
    """The conditions that happenings must meet.

    Args:
        db: a fresh projection.
        wanted: what must be there: of each filter any value, of filters that look in the same
            rows any combination of values.
        unwanted: what must not be there, each value of each filter for itself.
        how: whether the parts of a named body, program or place count as the whole, and the like.
        all_match: all values and combinations must be there, not any.

    Raises:
        UsageError: what can never be met.
        TimelineError: a name or word that means nothing, with the nearest that does.
    """
    sought, dropped = (_conditions(db, typed, how) for typed in (wanted, unwanted))
    for name in sought.keys() & dropped.keys():
        _check_against(name, sought[name], dropped[name], all_match=all_match)
    for table, names in FIELDS:
        together = [sought[name] for name in names if name in sought]
        if together:
            found = [joined("AND", conditions) for conditions in product(*together)]
            if all_match:
                _check_single(names[0], found, wanted)
                every = [_having(table, condition) for condition in found]
                yield from every if names == ("text",) else [joined("AND", every)]
            else:
                yield _having(table, joined("OR", found))
        for name in names:
            if name in dropped:
                unwanted_one = _having(table, joined("OR", dropped[name]))
                yield unwanted_one._replace(sql=f"NOT ({unwanted_one.sql})", numbers=None)


def _conditions(db: sqlite3.Connection, typed: Typed, how: How) -> dict[str, list[Clause]]:
    """The conditions of each filter that was given, one a value."""
    return {
        name: [_condition(db, name, one, how) for one in typed[name]]
        for name in NAMES
        if typed.get(name)
    }


def row_conditions(db: sqlite3.Connection, wanted: Typed, how: How) -> dict[str, Clause]:
    """Which rows of a table answer, where a role, office, phase or state was asked for.

    Who took part in another role is in the happening, but is not what was asked for.

    Args:
        db: a fresh projection.
        wanted: names and words as typed, by the filter they were given to.
        how: whether parts count, and as of which day states are.

    Returns:
        By table a condition on its rows `x`; tables of which all rows answer are left out.
    """
    found: dict[str, Clause] = {}
    for table, names in FIELDS:
        if any(wanted.get(name) for name in names if name in ROWS):
            sought = _conditions(db, {name: wanted.get(name, ()) for name in names}, how)
            combined = [joined("AND", conditions) for conditions in product(*sought.values())]
            found[table] = joined("OR", combined)
    return found


def _check_against(
    name: str, sought: Sequence[Clause], dropped: Sequence[Clause], *, all_match: bool
) -> None:
    gone = [condition in dropped for condition in sought]
    if any(gone) if all_match else all(gone):
        problem = f"`{name}` and `not_{name}` of the same leave nothing"
        raise UsageError(problem, "leave one of them out")


def _check_single(name: str, found: Sequence[Clause], wanted: Typed) -> None:
    if name in _SINGLE and len(set(found)) > 1:
        asked = " and ".join(f"`{typed}`" for typed in wanted[name])
        problem = f"no happening has more than one {name}: {asked}"
        raise UsageError(problem, "give one of them, or do not ask that all match")


def _condition(db: sqlite3.Connection, name: str, typed: str, how: How) -> Clause:
    """What one value of a filter asks of a row of its table, or of the happening."""
    match name:
        case "actor":
            found = _participation(db, typed, parts=how.parts)
        case "program" | "place":
            found = _named(db, name, typed, parts=how.parts)
        case "source":
            found = _citation(db, typed)
        case "role":
            found = equals("x.role", _word(db, name, typed))
        case "kind":
            found = _of_kind(_word(db, name, typed))
        case "status" | "confidence":
            found = equals(_column(name), _choice(name, typed))
        case "text":
            found = _holding(db, typed)
        case "office":
            found = among("coalesce(x.capacity, x.role)", find_words(db, name, [typed]))
        case "state":
            found = _in_state(db, typed, how.day)
        case _:
            found = among(_column(name), find_words(db, name, [typed]))
    return found


def _of_kind(kind: str) -> Clause:
    numbers = Numbers("SELECT n FROM happenings_versions WHERE kind = ?", (kind,))
    return equals("h.kind", kind)._replace(numbers=numbers)


def _column(name: str) -> str:
    return f"h.{name}" if name in _SINGLE else f"x.{name}"


def _participation(db: sqlite3.Connection, typed: str, *, parts: bool) -> Clause:
    role, name = role_and_name(typed)
    who = [_named(db, "actor", name, parts=parts)]
    if parts:  # whoever holds an office of a body takes part for it
        who.append(_named(db, "actor", name, parts=parts, column='x."for"'))
    named = joined("OR", who)
    if role is None:
        return named
    return joined("AND", [named, equals("x.role", _word(db, "role", role))])


def role_and_name(typed: str) -> tuple[str | None, str]:
    """The two sides of `ROLE=NAME`; no role where a name stands alone."""
    role, equals, name = (part.strip() for part in typed.partition("="))
    return (role, name) if equals else (None, role)


def _named(
    db: sqlite3.Connection, namespace: str, typed: str, *, parts: bool, column: str = ""
) -> Clause:
    """The condition that a column, called like the namespace, holds the key that is named."""
    from timeline.projection.lookup import known_key  # noqa: PLC0415 (only a name needs it)

    key = known_key(db, namespace, typed)
    column = column or f"x.{namespace}"
    if not parts:
        return equals(column, key)
    sql = f"{column} IN (SELECT part FROM parts WHERE namespace = '{namespace}' AND whole = ?)"  # noqa: S608 (our own names)
    return Clause(sql, (key,))


_WHERE_NAMED = {
    "actor": ("participation_rows", ("x.actor", 'x."for"')),
    "program": ("program_part_rows", ("x.program",)),
    "place": ("happening_place_rows", ("x.place",)),
    "source": ("citation_rows", ("x.source",)),
}


def naming(namespace: str, key: str) -> Clause:
    """The condition that a happening names a key or a part of it, or somebody did so for an actor.

    Args:
        namespace: actor, program, place or source.
        key: in that namespace.
    """
    table, columns = _WHERE_NAMED[namespace]
    parts = f"SELECT part FROM parts WHERE namespace = '{namespace}' AND whole = ?"  # noqa: S608
    return joined(
        "OR",
        [
            _having(table, Clause(f"{column} IN ({parts} UNION SELECT ?)", (key, key)))
            for column in columns
        ],
    )


def _in_state(db: sqlite3.Connection, typed: str, day: int | None) -> Clause:
    from timeline.views import states  # noqa: PLC0415 (it judges all programs)

    keys = states.programs_in(db, [states.state_named(typed)], day)
    return Clause("x.program IN (SELECT value FROM json_each(?))", (json.dumps(keys),))


def _citation(db: sqlite3.Connection, typed: str) -> Clause:
    """The condition of a source, or of a place in it: `KEY`, `KEY@5`, `KEY@3-5`, `KEY@page 7`."""
    from timeline.projection.lookup import Unknown, find_key  # noqa: PLC0415 (only a name needs it)

    name, marked, at = typed.rpartition("@")
    if not marked or not isinstance(find_key(db, "source", typed), Unknown):
        return _named(db, "source", typed, parts=False)
    from timeline.views.citations import find_citations  # noqa: PLC0415 (only a place needs it)

    named = _named(db, "source", name.strip(), parts=False)
    places = find_citations(db, str(named.values[0]), at.strip())
    return joined("AND", [named, among("x.at", places)])


def _word(db: sqlite3.Connection, vocabulary: str, typed: str) -> str:
    from timeline.projection.lookup import known_word  # noqa: PLC0415 (only a word needs it)

    return known_word(db, vocabulary, typed)


def _choice(field: str, typed: str) -> str:
    from timeline.event.schema import Choice, fields_of, likely  # noqa: PLC0415
    from timeline.event.types import Happening  # noqa: PLC0415 (only these filters need it)

    shape = fields_of(Happening)[field].shape
    assert isinstance(shape, Choice)  # noqa: S101 (callers pass fields that are)
    if typed.lower() not in shape.values:
        raise TimelineError(f"no {field} `{typed}`", likely(typed, shape.values))
    return typed.lower()


def _holding(db: sqlite3.Connection, typed: str) -> Clause:
    """The condition that a text of a happening, or a name of what it names, has these words."""
    from timeline.projection.search_text import words  # noqa: PLC0415 (only a search needs it)

    sought = words(typed)
    if not sought:
        raise UsageError(f"`{typed}` has no word to look for", "give letters or digits")
    keys: dict[str, set[str]] = {}
    query = "SELECT namespace, key FROM names WHERE instr(searched, ?)"
    for namespace, key in db.execute(query, (sought,)):
        keys.setdefault(namespace, set()).add(key)
    conditions = [_in_texts(sought)]
    for table, namespace, column in _NAMING:
        if namespace in keys:
            values = (json.dumps(sorted(keys[namespace])),)
            condition = Clause(f"{column} IN (SELECT value FROM json_each(?))", values)  # noqa: S608
            conditions.append(_having(table, condition))
    return joined("OR", conditions)


def _in_texts(sought: str) -> Clause:
    """The condition that a text of a happening has words.

    The index tells of a single one; whether several stand together the text does.
    """
    *whole, last = sought.split()
    terms = " AND ".join([*(f'"{word}"' for word in whole), f'"{last}"*'])
    indexed = "SELECT rowid AS n FROM word_index WHERE word_index MATCH ?"
    if not whole:
        numbers = Numbers(indexed, (terms,))
        return Clause(f"h.n IN ({indexed})", (terms,), numbers, by_number=True)
    numbers = Numbers(
        """
        SELECT t.n FROM word_index AS i CROSS JOIN text_rows AS t ON t.n = i.rowid
        WHERE word_index MATCH ? AND instr(t.folded, ?)
        """,
        (terms, sought),
    )
    sql = "EXISTS (SELECT 1 FROM text_rows AS t WHERE t.n = h.n AND instr(t.folded, ?))"
    return Clause(sql, (sought,), numbers, by_number=True)


_NAMING = (
    ("participation_rows", "actor", "x.actor"),
    ("participation_rows", "actor", 'x."for"'),
    ("program_part_rows", "program", "x.program"),
    ("happening_place_rows", "place", "x.place"),
)
"""Where a happening names keys whose names are searched: the table, what the key is of, the column.

Titles of sources are not: they share their words with most of what cites them.
"""


def _having(table: str, condition: Clause) -> Clause:
    """The condition that some row of a happening in a table meets a condition."""
    if not table:
        return condition
    sql = f"EXISTS (SELECT 1 FROM {table} AS x WHERE x.n = h.n AND ({condition.sql}))"  # noqa: S608
    numbers = f"SELECT x.n FROM {table} AS x WHERE {condition.sql}"  # noqa: S608
    return Clause(sql, condition.values, Numbers(numbers, condition.values), by_number=True)
