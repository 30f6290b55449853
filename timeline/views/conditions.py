"""What names and words mean as filters: conditions on happenings, one for each value.

What people type becomes a parameter, never SQL.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from timeline.errors import TimelineError, UsageError

Typed = Mapping[str, Sequence[str]]
"""Names and words as typed, by the filter they were given to."""

FIELDS = (
    ("participations", ("actor", "role")),
    ("program_parts", ("program", "phase")),
    ("happening_places", ("place",)),
    ("", ("kind",)),
    ("", ("status",)),
    ("happening_tags", ("tag",)),
    ("citations", ("source",)),
    ("happening_figures", ("measure",)),
    ("", ("confidence",)),
    ("", ("text",)),
)
"""The filters by the table in whose rows they look, or the happening itself.

Those that stand together must hold of one row: somebody in a role, a program in a phase.
"""
NAMES = tuple(name for _, names in FIELDS for name in names)
_SINGLE = ("kind", "status", "confidence")


class Clause(NamedTuple):
    """A condition on happenings `h`, or on the rows `x` of one, with its parameters."""

    sql: str
    values: tuple[object, ...]


def clauses(
    db: sqlite3.Connection, wanted: Typed, unwanted: Typed, *, parts: bool, all_match: bool
) -> Iterator[Clause]:
    """The conditions that happenings must meet.

    Args:
        db: a fresh projection.
        wanted: what must be there: of each filter any value, of filters that look in the same
            rows any combination of values.
        unwanted: what must not be there, each value of each filter for itself.
        parts: the parts of a named body, program or place count as the whole.
        all_match: all values and combinations must be there, not any.

    Raises:
        UsageError: what can never be met.
        TimelineError: a name or word that means nothing, with the nearest that does.
    """
    sought, dropped = (
        {
            name: [_condition(db, name, one, parts=parts) for one in typed[name]]
            for name in NAMES
            if typed.get(name)
        }
        for typed in (wanted, unwanted)
    )
    for name in sought.keys() & dropped.keys():
        _check_against(name, sought[name], dropped[name], all_match=all_match)
    for table, names in FIELDS:
        together = [sought[name] for name in names if name in sought]
        if together:
            found = [_joined("AND", conditions) for conditions in product(*together)]
            if all_match:
                _check_single(names[0], found, wanted)
                yield _joined("AND", [_having(table, condition) for condition in found])
            else:
                yield _having(table, _joined("OR", found))
        for name in names:
            if name in dropped:
                sql, values = _having(table, _joined("OR", dropped[name]))
                yield Clause(f"NOT ({sql})", values)


def _check_against(
    name: str, sought: Sequence[Clause], dropped: Sequence[Clause], *, all_match: bool
) -> None:
    gone = [condition in dropped for condition in sought]
    if any(gone) if all_match else all(gone):
        problem = f"--{name} and --not-{name} of the same leave nothing"
        raise UsageError(problem, "leave one of them out")


def _check_single(name: str, found: Sequence[Clause], wanted: Typed) -> None:
    if name in _SINGLE and len(set(found)) > 1:
        asked = " and ".join(f"`{typed}`" for typed in wanted[name])
        problem = f"no happening has more than one {name}: {asked}"
        raise UsageError(problem, "give one of them, or leave out --all-match")


def _condition(db: sqlite3.Connection, name: str, typed: str, *, parts: bool) -> Clause:
    """What one value of a filter asks of a row of its table, or of the happening."""
    if name == "actor":
        return _participation(db, typed, parts=parts)
    if name in ("program", "place", "source"):
        return _named(db, name, typed, parts=parts and name != "source")
    if name in ("role", "kind"):
        return _is(_column(name), _word(db, name, typed))
    if name in ("status", "confidence"):
        return _is(_column(name), _choice(name, typed))
    if name == "text":
        return _holding(db, typed)
    return _among(_column(name), spelled(db, name, [typed]))


def _column(name: str) -> str:
    return f"h.{name}" if name in _SINGLE else f"x.{name}"


def _participation(db: sqlite3.Connection, typed: str, *, parts: bool) -> Clause:
    role, equals, name = (part.strip() for part in typed.partition("="))
    if not equals:
        return _named(db, "actor", typed, parts=parts)
    who = _named(db, "actor", name, parts=parts)
    return _joined("AND", [who, _is("x.role", _word(db, "role", role))])


def _named(db: sqlite3.Connection, namespace: str, typed: str, *, parts: bool) -> Clause:
    """The condition that the key in a column called like the namespace is the one named."""
    from timeline.projection.lookup import known_key  # noqa: PLC0415 (only a name needs it)

    key = known_key(db, namespace, typed)
    if not parts:
        return _is(f"x.{namespace}", key)
    sql = f"""
        x.{namespace} IN (SELECT part FROM parts WHERE namespace = '{namespace}' AND whole = ?)
    """  # noqa: S608 (our own names)
    return Clause(sql, (key,))


def _word(db: sqlite3.Connection, vocabulary: str, typed: str) -> str:
    from timeline.projection.lookup import known_word  # noqa: PLC0415 (only a word needs it)

    return known_word(db, vocabulary, typed)


_SPELLINGS = {
    "phase": """
        SELECT phase, phase FROM program_parts WHERE phase IS NOT NULL
        UNION SELECT phase, phase FROM declared_phases
        UNION SELECT phase, name FROM declared_phases WHERE name IS NOT NULL
    """,
    "tag": "SELECT DISTINCT tag, tag FROM happening_tags",
    "measure": "SELECT DISTINCT measure, measure FROM happening_figures",
}


def spelled(db: sqlite3.Connection, name: str, typed: Sequence[str]) -> list[str]:
    """The phases, tags or measures of the log that were typed, in any case.

    Raises:
        TimelineError: the log has none so called; the remedy names the nearest.
    """
    from timeline.projection import lookup  # noqa: PLC0415 (only a filter by word needs it)

    return lookup.spelled(db, name, _SPELLINGS[name], typed)


def _choice(field: str, typed: str) -> str:
    from timeline.event import Happening  # noqa: PLC0415 (only these filters need it)
    from timeline.schema import Choice, fields_of, likely  # noqa: PLC0415

    shape = fields_of(Happening)[field].shape
    assert isinstance(shape, Choice)  # noqa: S101 (callers pass fields that are)
    if typed.lower() not in shape.values:
        raise TimelineError(f"no {field} `{typed}`", likely(typed, shape.values))
    return typed.lower()


def _holding(db: sqlite3.Connection, typed: str) -> Clause:
    """The condition that a text of a happening, or a name of what it names, has these words."""
    from timeline.projection.texts import words  # noqa: PLC0415 (only a search needs it)

    sought = words(typed)
    if not sought:
        raise UsageError(f"`{typed}` has no word to look for", "give letters or digits")
    keys: dict[str, set[str]] = {}
    for namespace, key, name in db.execute("SELECT DISTINCT namespace, key, name FROM names"):
        if sought in words(name):
            keys.setdefault(namespace, set()).add(key)
    places = [Clause("h.id IN (SELECT happening FROM texts WHERE instr(folded, ?))", (sought,))]
    for table, namespace, column in _NAMING:
        if namespace in keys:
            sql = f"""
                h.id IN (
                    SELECT happening FROM {table}
                    WHERE {column} IN (SELECT value FROM json_each(?))
                )
            """  # noqa: S608 (our own names)
            places.append(Clause(sql, (json.dumps(sorted(keys[namespace])),)))
    return _joined("OR", places)


_NAMING = (
    ("participations", "actor", "actor"),
    ("participations", "actor", '"for"'),
    ("program_parts", "program", "program"),
    ("happening_places", "place", "place"),
)
"""Where a happening names keys whose names are searched: the table, what the key is of, the column.

Titles of sources are not: they share their words with most of what cites them.
"""


def _having(table: str, condition: Clause) -> Clause:
    """The condition that some row of a happening in a table meets a condition."""
    if not table:
        return condition
    sql = f"h.id IN (SELECT x.happening FROM {table} AS x WHERE {condition.sql})"  # noqa: S608
    return Clause(sql, condition.values)


def _joined(word: str, conditions: Sequence[Clause]) -> Clause:
    """Conditions as one, in halves: SQLite refuses what is nested too deep."""
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    first, rest = _joined(word, conditions[:middle]), _joined(word, conditions[middle:])
    return Clause(f"({first.sql}) {word} ({rest.sql})", first.values + rest.values)


def _is(column: str, value: str) -> Clause:
    return Clause(f"{column} IS ?", (value,))


def _among(column: str, values: Sequence[str]) -> Clause:
    return Clause(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))
