"""The clocks: what was on record by an instant, and what had been published by a day.

A clock is entered on a connection: from then on everything that is asked there, by the names of
tables and views alone, answers as of the clock. Temporary views of the same names stand before
those of what is known now, so that no question need know of it.
"""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from timeline.projection.history import DAY, instant, written
from timeline.projection.tables import NOW, versioned, views


class Clocks(NamedTuple):
    """What a question is asked as of; None for all that there is.

    `recorded` is a microsecond since 1970 (UTC), `published` a day number; both are included.
    `held` says that what has begun and has no end on record is held to go on.
    """

    recorded: int | None = None
    published: int | None = None
    held: bool = False


_LAST = instant("9999-12-31T23:59:59.999999Z")
"""The last instant at which an event can be recorded; texts of later ones sort before it."""


def end_of(day: int) -> int:
    """The last microsecond of a day in UTC, as far as instants go."""
    return min((day + 1) * DAY - 1, NOW - 1)


def instant_row(recorded: int | None) -> tuple[int, str]:
    """An instant as other engines are told it: in microseconds since 1970 (UTC), and as written.

    Args:
        recorded: the instant; None for the last one.
    """
    instant_ = NOW - 1 if recorded is None else recorded
    return instant_, written(min(instant_, _LAST))


def enter(db: sqlite3.Connection, clocks: Clocks) -> None:
    """Let a connection answer as of some clocks, in place of those that were entered before.

    The spells of the public views are not there until `timeline.projection.spell_rows.derive` has
    made them.
    """
    _leave(db)
    if clocks == Clocks():
        return
    for statement in _statements(clocks, _happenings(db, held=clocks.held)):
        db.execute(statement)


def _leave(db: sqlite3.Connection) -> None:
    made = db.execute("SELECT name FROM temp.sqlite_master WHERE type = 'view'").fetchall()
    for (name,) in made:
        db.execute(f'DROP VIEW temp."{name}"')
    for table in ("out_by", "derived"):
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _happenings(db: sqlite3.Connection, *, held: bool) -> str:
    """The columns of happenings; with `held`, an open end of what occurred has no limit."""
    if not held:
        return "*"
    query = "SELECT name FROM pragma_table_info('happenings_versions', 'main')"
    columns = [name for (name,) in db.execute(query)]
    columns[columns.index("ends_from")] = _HELD
    return ", ".join(columns)


_HELD = """
    iif(status = 'occurred' AND last_seen IS NOT NULL AND date NOT LIKE '[%', 9e999, ends_from)
    AS ends_from
"""
"""`[..` is one moment, of which nothing goes on."""


def _statements(clocks: Clocks, happenings: str) -> Iterator[str]:
    recorded, published, held = clocks
    if held:
        yield "CREATE TEMP VIEW held AS SELECT 1"
    if recorded is None and published is None:
        yield f"CREATE TEMP VIEW happenings AS SELECT {happenings} FROM main.happenings"  # noqa: S608
        return
    if published is not None:
        yield from _out_by(clocks)
    for name in versioned():
        conditions = [
            f"known_from <= {recorded} AND known_until > {recorded}"
            if recorded is not None
            else f"known_until = {NOW}"
        ]
        if published is not None and name == "happenings":
            conditions.append("n IN (SELECT n FROM temp.out_by)")
        elif published is not None and name == "sources":
            conditions.append(f"published_by <= {published}")
        where = " AND ".join(conditions)
        columns = happenings if name == "happenings" else "*"
        yield f"CREATE TEMP VIEW {name} AS SELECT {columns} FROM main.{name}_versions WHERE {where}"  # noqa: S608
    if recorded is not None:
        yield f"""
            CREATE TEMP VIEW documents AS
            SELECT * FROM main.documents WHERE recorded_at <= '{written(min(recorded, _LAST))}'
        """  # noqa: S608 (an instant, as this module writes it)
        yield _WORDS
    if recorded is not None and published is None:
        yield f"CREATE TEMP VIEW recorded_by AS SELECT {recorded} AS instant"
    yield "CREATE TEMP VIEW spells AS SELECT * FROM temp.derived"
    for view in views():
        yield view.replace("CREATE VIEW", "CREATE TEMP VIEW")


def is_held(db: sqlite3.Connection) -> bool:
    """Whether what has begun and has no end on record is held to go on."""
    made = "SELECT 1 FROM temp.sqlite_master WHERE type = 'view' AND name = 'held'"
    return db.execute(made).fetchone() is not None


def instant_of_clock(db: sqlite3.Connection) -> int | None:
    """As of which instant a connection answers, where it does so by what was recorded alone."""
    made = "SELECT 1 FROM temp.sqlite_master WHERE type = 'view' AND name = 'recorded_by'"
    if db.execute(made).fetchone() is None:
        return None
    return int(db.execute("SELECT instant FROM temp.recorded_by").fetchone()[0])


def _out_by(clocks: Clocks) -> Iterator[str]:
    """What has a source that was surely out; sources that are one have all their dates."""
    at = NOW - 1 if clocks.recorded is None else clocks.recorded
    there = f"known_from <= {at} AND known_until > {at}"
    yield "CREATE TEMP TABLE out_by (n INTEGER PRIMARY KEY)"
    yield f"""
        INSERT INTO temp.out_by
        SELECT DISTINCT n FROM main.citation_rows WHERE source IN (
            SELECT coalesce(same_as, source) FROM main.sources_versions
            WHERE {there} AND published_by <= {clocks.published}
        )
    """  # noqa: S608 (numbers)


_WORDS = """
    CREATE TEMP VIEW words AS
    SELECT vocabulary, word FROM main.words
    UNION SELECT 'kind', kind FROM happenings
    UNION SELECT 'role', role FROM participations
    UNION SELECT 'role', role FROM program_actors
"""
"""Words are known that were in use then, and those that are now."""


def moved_between(db: sqlite3.Connection, before: int, after: int) -> set[str]:
    """The ids of happenings of which something came on or went off record between two instants.

    Args:
        db: a projection, with any clock entered.
        before: a microsecond since 1970 (UTC), not included.
        after: likewise, included; the two may be the other way round.
    """
    first, last = sorted((before, after))
    query = """
        SELECT id FROM main.happenings_versions
        WHERE known_from > ?1 AND known_from <= ?2 OR known_until > ?1 AND known_until <= ?2
    """
    return {id_ for (id_,) in db.execute(query, (first, last))}
