"""SQL that the user typed: it can read all of the projection, and do nothing else."""

import math
import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.errors import TimelineError, UsageError
from timeline.projection.spell_rows import derive
from timeline.projection.tables import schema, views

Row = dict[str, object]

MAX_ROWS = 2_000_000
"""How many rows an answer may have; more do not fit into the memory of many machines."""
MAX_SIGNS = 200_000_000
"""How long all texts and blobs of an answer may be together."""
_MAX_BYTES = 100_000_000
"""How long a text or blob may become on the way."""
_STEPS = 10_000
"""After how many steps of SQLite the time is looked at."""
SEE = Advice("see the views and their columns", call("sql"))
RECORD = Advice(
    "the log is changed by recording events",
    call("add"),
    Advice(
        "or correcting them",
        call("amend", "ID"),
        Advice("or retracting them", call("retract", "ID")),
    ),
)


class Answer(NamedTuple):
    """What a query gives: the names of its columns, no two the same, and its rows."""

    columns: Sequence[str]
    rows: Sequence[Row]


def sql(db: sqlite3.Connection, query: str, seconds: float) -> Answer:
    """The answer to one query; from then on the connection does nothing but read.

    A blob is given as it is written in SQL, `x'00ff'`, and an infinite number as the text `inf`
    or `-inf`, so that every format can say it.

    Args:
        db: a fresh projection, its clocks entered.
        query: one statement.
        seconds: how long it may take.

    Raises:
        UsageError: it is no query, or would do something else than read.
        TimelineError: it takes too long or gives too much.
        sqlite3.Error: the projection is damaged.
    """
    derive(db)
    deadline = time.monotonic() + seconds
    refused: list[str] = []
    _restrict(db, refused)
    db.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        cursor = db.execute(_text(query.encode(errors="surrogatepass")))
        if cursor.description is None:
            raise UsageError("no query was given", SEE)
        columns = distinct([str(column[0]) for column in cursor.description])
        return Answer(columns, rows_within_limits(cursor, columns, _sayable))
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR):
            raise
        if code != sqlite3.SQLITE_INTERRUPT:
            raise _failure(db, str(error), refused) from None
        if time.monotonic() <= deadline:  # not the time, then, but the user at the keyboard
            raise KeyboardInterrupt from None
        raise too_slow(seconds) from None
    finally:
        db.set_progress_handler(None, 0)


def too_slow(seconds: float) -> TimelineError:
    """What to say of a query that took longer than it may."""
    remedy = Advice("narrow it, or give it longer", call("", timeout=f"{10 * seconds:g}"))
    return TimelineError(f"the query was stopped after {seconds:g} s", remedy)


def rows_within_limits(
    found: Iterable[Sequence[object]],
    columns: Sequence[str],
    sayable: Callable[[object], object],
) -> list[Row]:
    """The rows of an answer, as long as they are not too many.

    Args:
        found: their values.
        columns: the names of the columns.
        sayable: what a value is printed as.

    Raises:
        TimelineError: there are too many, or their texts are too long.
    """
    rows: list[Row] = []
    signs = 0
    for values in found:
        signs += sum(len(value) for value in values if isinstance(value, str | bytes))
        if len(rows) == MAX_ROWS:
            raise _too_long(f"{MAX_ROWS:,} rows")
        if signs > MAX_SIGNS:
            raise _too_long(f"{MAX_SIGNS:,} characters")
        rows.append(dict(zip(columns, map(sayable, values), strict=True)))
    return rows


def _too_long(limit: str) -> TimelineError:
    remedy = "add LIMIT, or count instead: SELECT count(*) FROM ..."
    return TimelineError(f"the answer has more than {limit}", remedy)


def _sayable(value: object) -> object:
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return str(value) if isinstance(value, float) and math.isinf(value) else value


def distinct(names: Sequence[str]) -> list[str]:
    """Names of which each that stood before gets a number: `id`, `id_2`."""
    found: list[str] = []
    for name in names:
        number, distinct = 1, name
        while distinct in found:
            number += 1
            distinct = f"{name}_{number}"
        found.append(distinct)
    return found


_READS = (
    *(sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ),
    *(sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE),
)
_PRAGMAS = ("table_info", "table_xinfo", "table_list", "data_version")
_CHANGE = "to change anything"
_SAID: dict[int, Callable[[str | None], str]] = {
    sqlite3.SQLITE_ATTACH: lambda _: "to attach or copy a database",
    sqlite3.SQLITE_DETACH: lambda _: "to detach a database",
    sqlite3.SQLITE_FUNCTION: lambda _: "load_extension",
    sqlite3.SQLITE_PRAGMA: lambda name: f"PRAGMA {name}",
    sqlite3.SQLITE_SAVEPOINT: lambda _: "SAVEPOINT",
    sqlite3.SQLITE_TRANSACTION: str,
}


def _restrict(db: sqlite3.Connection, refused: list[str]) -> None:
    """Let a connection only read from now on; what is refused is noted, in words."""

    def judge(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        reads = action in _READS and second != "load_extension"
        # So SQLite itself declares the columns of a virtual table; it lets nobody else do that.
        declares = action == sqlite3.SQLITE_UPDATE and first == "sqlite_master"
        pragma = action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS
        if reads or declares or pragma:
            return sqlite3.SQLITE_OK
        said = _SAID.get(action)
        refused.append(said(first) if said else _CHANGE)
        return sqlite3.SQLITE_DENY

    db.text_factory = _text
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_BYTES)
    db.execute("PRAGMA query_only = ON")
    db.set_authorizer(judge)


def _text(data: bytes) -> str:
    return data.decode(errors="replace")


def _failure(db: sqlite3.Connection, said: str, refused: Sequence[str]) -> TimelineError:
    """What to say of an error of SQLite: its own words, and what to do about it."""
    if refused or said.startswith("cannot modify"):
        what = refused[0] if refused else _CHANGE
        return UsageError(f"sql only reads: {what} is refused", RECORD)
    if said.startswith("You can only execute one statement"):
        return UsageError("there are several statements", "sql runs one query at a time")
    if said.startswith("Incorrect number of bindings"):
        return UsageError("the query has a `?` or a name for a value", "write the value itself")
    return UsageError(f"the query cannot be run: {said}", _nearest(db, said) or SEE)


_MISSING = re.compile(r"no such (table|column): (?:.*\.)?(.+)")


def _nearest(db: sqlite3.Connection, said: str) -> Advice | None:
    """What may be meant by the name of a table or column that is missing; None if nothing."""
    from timeline.event.schema import nearest  # noqa: PLC0415 (only a mistake pays for it)

    found = _MISSING.fullmatch(said)
    if not found:
        return None
    known = [one.name for one in relations(db)]
    if found[1] == "column":
        known = sorted({column for one in relations(db) for column in one.columns})
    close = nearest(found[2], known)
    return SEE._replace(words=f"did you mean {close[0]}? {SEE.words}") if close else None


class Relation(NamedTuple):
    """A view or a table: its columns, and what its rows are where the SQL says it."""

    name: str
    type: str
    columns: list[str]
    about: str | None


def relations(db: sqlite3.Connection) -> list[Relation]:
    """What a query can ask: views for people, then what these are made of, without old versions."""
    import json  # noqa: PLC0415 (a query does without)

    return sort_relations(
        (name, kind, json.loads(names)) for name, kind, names in db.execute(_RELATIONS)
    )


def sort_relations(found: Iterable[tuple[str, str, list[str]]]) -> list[Relation]:
    """Views and tables with what the SQL says of them, views for people first.

    Args:
        found: of each its name, its type and its columns.
    """
    about = {name: text.replace("\n-- ", " ") for text, name in _ABOUT.findall(schema())}
    told = [
        Relation(name, kind, names, about.get(name) or about.get(f"{name}_versions"))
        for name, kind, names in found
    ]
    first = {name for view in views() for _, name in _ABOUT.findall(view)}
    return sorted(told, key=lambda one: (one.name not in first, one.name))


_RELATIONS = """
    SELECT t.name, t.type, json_group_array(c.name)
    FROM pragma_table_list AS t JOIN pragma_table_xinfo(t.name) AS c
    WHERE t.schema = 'main' AND t.type <> 'shadow'
      AND t.name NOT GLOB 'sqlite_*' AND t.name NOT GLOB '*_versions'
    GROUP BY t.name
"""
_ABOUT = re.compile(r"^-- (.+(?:\n-- .+)*)\nCREATE (?:TABLE|VIEW) (\w+)", re.MULTILINE)
