"""What lies in a database: the tables and views of a projection, and a mark that says so.

All of it lies in the first schema of the search path, `public` unless the address says otherwise,
so that a database can hold several timelines.
"""

import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from timeline.base.errors import TimelineError
from timeline.exchange.engines import portable
from timeline.exchange.engines.dialects import import_sqlglot
from timeline.exchange.engines.postgresql.server import EXTRA, type_of

_FORMAT = 1
"""Grows when what this module makes of the same tables and views changes."""


class Mark(NamedTuple):
    """What a database says of itself: its state, and what wrote it.

    `revision` counts the exports that changed something, and `state` names the last of them among
    those to all databases. `program` is the version of this program, `layout` the number of the
    tables and views, `folder` the name of the log's folder.
    """

    revision: int
    state: str
    program: str
    layout: int
    folder: str


class Writer(NamedTuple):
    """What writes: the version of this program, the number of its tables, the log's folder."""

    program: str
    layout: int
    folder: str


def number(layout: int) -> int:
    """The number of the tables and views in a database, by that of a projection."""
    return zlib.crc32(f"{_FORMAT} {layout}".encode())


def read_mark(link: Any) -> Mark | None:
    """The mark of a database; None where it holds nothing.

    Raises:
        TimelineError: it holds something else.
    """
    schema = link.execute("SELECT current_schema()").fetchone()[0]
    if schema is None:
        raise TimelineError(
            f"the database {link.info.dbname} lacks the schema of the address",
            "make it: CREATE SCHEMA ...",
        )
    query = """
        SELECT c.relname FROM pg_class AS c
        WHERE c.relnamespace = current_schema()::regnamespace
            AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
            AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
        ORDER BY c.relname <> 'timeline', c.relname
    """
    names = [name for (name,) in link.execute(query)]
    if not names:
        return None
    query = "SELECT attname FROM pg_attribute WHERE attrelid = 'timeline'::regclass AND attnum > 0"
    columns = {name for (name,) in link.execute(query)} if names[0] == "timeline" else set()
    if not columns.issuperset(Mark._fields):
        raise TimelineError(
            f"the database {link.info.dbname} holds something else: {schema}.{names[0]}",
            "name an empty one, or add a schema of its own to the address:\n"
            "  CREATE SCHEMA ledger; then ...?options=-csearch_path%3Dledger",
        )
    query = """
        SELECT revision, state::text, program, layout, folder FROM timeline
        ORDER BY revision DESC LIMIT 1
    """
    return Mark(*link.execute(query).fetchone())


def put_mark(link: Any, writer: Writer, revision: int) -> None:
    """Note that a database has changed."""
    query = "INSERT INTO timeline (revision, program, layout, folder) VALUES (%s, %s, %s, %s)"
    link.execute(query, (revision, *writer))


def earlier_states(link: Any) -> list[tuple[int, str]]:
    """The revisions that a database has had, the newest first, with their states."""
    query = "SELECT revision, state::text FROM timeline ORDER BY revision DESC"
    return list(link.execute(query).fetchall())


def make(link: Any, db: sqlite3.Connection) -> None:
    """Make all tables and views where there are none.

    Args:
        link: a connection.
        db: a projection.

    Raises:
        UsageError: SQLGlot is not installed.
    """
    for statement in _statements(db):
        link.execute(statement)


def remove(link: Any) -> None:
    """Remove the tables and views that this program made.

    Raises:
        psycopg.Error: something else rests on them.
    """
    query = """
        SELECT c.relkind, m.relation FROM timeline_relations AS m
        JOIN pg_class AS c
            ON c.relname = m.relation AND c.relnamespace = current_schema()::regnamespace
        ORDER BY m.ordinal DESC
    """
    for kind, name in link.execute(query).fetchall():
        link.execute(f'DROP {"VIEW" if kind == "v" else "TABLE"} "{name}"')
    link.execute("DROP FUNCTION spells_stand(), words_of(text)")
    link.execute("DROP TABLE timeline_relations, timeline")


class Relation(NamedTuple):
    """A table of a projection: its columns with their types, and those of its primary key."""

    name: str
    columns: Mapping[str, str]
    key: Sequence[str]


NAMES = {"spells": "spells_now"}
"""How a table is called in a database if not as in a projection."""


def relations(db: sqlite3.Connection) -> Iterator[Relation]:
    """The tables of a projection that go into a database: all that tell what the log says."""
    for name in portable.table_names(db):
        if name in portable.OF_STATS:
            continue
        query = "SELECT name, type, pk FROM pragma_table_info(?, 'main')"
        info = db.execute(query, (name,)).fetchall()
        key = [column for column, _, pk in sorted(info, key=lambda one: one[2]) if pk]
        yield Relation(name, {column: type_ for column, type_, _ in info}, key)


def _statements(db: sqlite3.Connection) -> Iterator[str]:
    import_sqlglot(EXTRA)
    yield _MARK
    yield from (_EXPORTED, "CREATE INDEX ON exported (revision)")
    names = []
    for table in relations(db):
        name = NAMES.get(table.name, table.name)
        names.append(name)
        parts = [f'"{one}" {type_of(type_)}' for one, type_ in table.columns.items()]
        numbers = all(table.columns[one] == "INTEGER" for one in table.key)
        if table.key and numbers:
            parts.append(f"PRIMARY KEY ({', '.join(table.key)})")
        yield f'CREATE TABLE "{name}" ({", ".join(parts)})'
        if table.key and not numbers:
            yield _index(name, table.columns, table.key)
    for name, indexed in _indexes(db):
        yield _index(NAMES.get(name, name), _columns(db, name), indexed)
    yield from (_WORDS_OF, _WORDS_INDEX)
    yield from (_SPELLS_STAND, _SPELLS, _CLOCK, _WORD_INDEX)
    names += ["exported", "spells", "clock", "word_index"]
    for name, query in portable.views(db, "postgres"):
        names.append(name)
        yield f'CREATE VIEW "{name}" AS\n{query}'
    yield "CREATE TABLE timeline_relations (ordinal bigint PRIMARY KEY, relation text NOT NULL)"
    values = ", ".join(f"({ordinal}, '{name}')" for ordinal, name in enumerate(names))
    yield f"INSERT INTO timeline_relations VALUES {values}"  # noqa: S608 (own names)


def _columns(db: sqlite3.Connection, table: str) -> Mapping[str, str]:
    return dict(db.execute("SELECT name, type FROM pragma_table_info(?, 'main')", (table,)))


def _indexes(db: sqlite3.Connection) -> Iterator[tuple[str, Sequence[str]]]:
    """The indexes of SQLite over columns, each as its table and columns."""
    query = "SELECT name, tbl_name FROM main.sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    for name, table in db.execute(query).fetchall():
        info = db.execute("SELECT name FROM pragma_index_info(?, 'main')", (name,))
        columns = [column for (column,) in info]
        if None not in columns and not table.startswith("word_index"):
            yield table, columns


_MANY_ALIKE = ("namespace", "subject", "event", "vocabulary")
"""Columns with a few values, which begin keys of several columns."""


def _index(table: str, types: Mapping[str, str], columns: Sequence[str]) -> str:
    """The statement for an index.

    An index of a text is one of its hash, since an ordered one holds no text of any length.
    """
    leading = [one for one in columns if one not in _MANY_ALIKE] or columns
    if types[leading[0]] == "TEXT":
        return f'CREATE INDEX ON "{table}" USING hash ("{leading[0]}")'
    numbers = [one for one in leading if types[one] != "TEXT"]
    return f'CREATE INDEX ON "{table}" ({", ".join(numbers)})'


_MARK = """
CREATE TABLE timeline (revision bigint PRIMARY KEY, state uuid NOT NULL DEFAULT gen_random_uuid(),
    program text NOT NULL, layout bigint NOT NULL, folder text NOT NULL,
    exported_at timestamptz NOT NULL DEFAULT now())
"""
_EXPORTED = """
CREATE TABLE exported (kind text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL,
    digest bytea NOT NULL, n bigint, revision bigint NOT NULL, PRIMARY KEY (kind, key))
"""
_CLOCK = """
CREATE VIEW clock AS
SELECT
    CASE WHEN given = '' THEN 9223372036854775806
    ELSE (extract(epoch FROM given::timestamptz) * 1000000)::bigint END AS instant,
    CASE WHEN given = '' THEN '9999-12-31T23:59:59.999999Z' ELSE
    to_char(given::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    END COLLATE "C" AS written
FROM (SELECT coalesce(current_setting('timeline.as_recorded', true), '') AS given) AS s
"""
"""What stands is asked as of the setting `timeline.as_recorded` of a session, else of now."""
_SPELLS_STAND = """
CREATE FUNCTION spells_stand() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF coalesce(current_setting('timeline.as_recorded', true), '') <> '' THEN
        RAISE EXCEPTION 'offices and phases are stored as they are now'
        USING HINT = 'ask this projection for those of another instant';
    END IF;
    RETURN true;
END
$$
"""
_SPELLS = "CREATE VIEW spells AS SELECT * FROM spells_now WHERE spells_stand()"
_WORDS_OF = """
CREATE FUNCTION words_of(folded text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
BEGIN
    IF octet_length(folded) > 1000000 THEN
        folded := left(folded, 250000);
    END IF;
    folded := regexp_replace(replace(folded, E'\\n', ''), '(\\S{200})\\S+', '\\1', 'g');
    RETURN array_to_tsvector(string_to_array(ltrim(folded), ' '));
END
$$
"""
"""The words of a text that is folded already: the parser of PostgreSQL would cut it otherwise.

The server holds a megabyte of them, in words of two kilobytes: a word of more than 200 letters is
found by its first 200, and a text of more than a megabyte by its first 250,000 letters.
"""
_WORDS_INDEX = "CREATE INDEX ON text_rows USING gin (words_of(folded))"
_WORD_INDEX = "CREATE VIEW word_index AS SELECT n, folded, words_of(folded) AS words FROM text_rows"
