"""The projection as Parquet files, with its views for DuckDB and for Spark.

A table is a folder of files. What is of happenings has a folder for each year, so that an engine
that is asked about some years reads no others.
"""

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from timeline.exchange.engines import portable
from timeline.exchange.engines.dialects import import_sqlglot, missing
from timeline.exchange.engines.portable import Column, Table

_TOGETHER = 50_000
"""So many rows are written at once."""
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
"""How Hive, and who follows it, name the folder of rows without the value."""


def write(db: sqlite3.Connection, folder: Path, clock: tuple[int, str]) -> int:
    """Write the tables of a projection into an empty folder, with views and a page that tells how.

    Args:
        db: a projection, with its clock entered.
        folder: an empty folder.
        clock: the instant as of which the views answer, in microseconds since 1970 and as written.

    Returns:
        How many events there are.

    Raises:
        UsageError: a library is not installed.
    """
    import_libraries()
    portable.number_anew(db)
    found = list(portable.tables(db))
    for table in found:
        _write_table(db, table, folder / table.name)
    duckdb, spark = _duckdb(db, found, clock), _spark(db, found, clock)
    (folder / "views.duckdb.sql").write_text("\n".join(duckdb), "utf-8")
    (folder / "views.spark.sql").write_text("\n".join(spark), "utf-8")
    (folder / "README.md").write_text(_README, "utf-8")
    return int(db.execute("SELECT count(DISTINCT id) FROM documents").fetchone()[0])


def import_libraries() -> None:
    """Import what an export to Parquet needs.

    Raises:
        UsageError: a library is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415 (an extra, and slow to import)
    except ImportError:
        raise missing("pyarrow", "parquet") from None
    import_sqlglot()


def _write_table(db: sqlite3.Connection, table: Table, folder: Path) -> None:
    rows = iter(db.execute(table.query))
    if not table.by_year:
        _write_file(rows, table.columns, folder)
        return
    empty = True
    for year, of_year in itertools.groupby(rows, key=lambda row: row[-1]):
        named = _NO_YEAR if year is None else year
        _write_file(of_year, table.columns[:-1], folder / f"year={named}")
        empty = False
    if empty:
        _write_file(iter(()), table.columns[:-1], folder / f"year={_NO_YEAR}")


def _write_file(rows: Iterator[tuple[Any, ...]], columns: Sequence[Column], folder: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415 (an extra)
    import pyarrow.parquet as pq  # noqa: PLC0415 (likewise)

    types = {
        "INTEGER": pa.int64(),
        "REAL": pa.float64(),
        "NUMERIC": pa.float64(),
        "TEXT": pa.string(),
        "BLOB": pa.binary(),
    }
    schema = pa.schema([(column.name, types[column.type]) for column in columns])
    folder.mkdir(parents=True)
    with pq.ParquetWriter(folder / "rows.parquet", schema, compression="zstd") as writer:
        while chunk := list(itertools.islice(rows, _TOGETHER)):
            values = zip(*chunk, strict=True)
            arrays = [_array(pa, next(values), field.type) for field in schema]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _array(pa: Any, values: Sequence[Any], type_: Any) -> Any:
    if pa.types.is_floating(type_):
        values = [None if value is None else float(value) for value in values]
    return pa.array(values, type=type_)


def _duckdb(
    db: sqlite3.Connection, tables: Sequence[Table], clock: tuple[int, str]
) -> Iterator[str]:
    yield _HEAD.format("DuckDB", "duckdb -init views.duckdb.sql")
    for table in tables:
        files = f"'{table.name}/rows.parquet'"
        if table.by_year:
            types = "hive_partitioning = true, hive_types = {'year': BIGINT}"
            files = f"'{table.name}/*/rows.parquet', {types}"
        yield f"CREATE VIEW {table.name} AS SELECT * FROM read_parquet({files});"  # noqa: S608
    yield f"CREATE VIEW clock AS SELECT {clock[0]} AS instant, '{clock[1]}' AS written;\n"
    for name, query in portable.views(db, "duckdb"):
        yield f"CREATE VIEW {name} AS\n{query};\n"


def _spark(
    db: sqlite3.Connection, tables: Sequence[Table], clock: tuple[int, str]
) -> Iterator[str]:
    yield _HEAD.format("Spark 4", "spark-sql -i views.spark.sql")
    for table in tables:
        files = f"parquet.`{table.name}`"
        yield f"CREATE OR REPLACE TEMPORARY VIEW {table.name} AS SELECT * FROM {files};"  # noqa: S608
    yield (
        "CREATE OR REPLACE TEMPORARY VIEW clock AS "
        f"SELECT {clock[0]}L AS instant, '{clock[1]}' AS written;\n"
    )
    for name, query in portable.views(db, "spark"):
        yield f"CREATE OR REPLACE TEMPORARY VIEW {name} AS\n{query};\n"


_HEAD = """\
-- The views of a timeline, over the Parquet files beside this one, for {}. In their folder:
--
--     {}
"""
_README = """\
# A timeline as Parquet files

Tables are folders of Parquet files. Those of happenings have a folder for each year: of the day on
which a happening begins at the earliest, else of the last one on which it may end. `n` is in the
order of a chronology. Views lie over them: `chronology`, `actor_history`, `program_phases`,
`figures` and others are told in `docs/sql.md` of timeline.

In this folder, DuckDB is started with

    duckdb -init views.duckdb.sql

and Spark 4 with

    spark-sql -i views.spark.sql

Then, for instance:

    SELECT date, title FROM chronology WHERE kind = 'training';
    SELECT name, happenings FROM actor_summary ORDER BY happenings DESC LIMIT 5;

Tables X_versions hold what ever stood on record, from `known_from` to before `known_until`, in
microseconds since 1970 (UTC). What stands is asked of the view `clock`, which has one row; with
another, everything is as it was on record then. In DuckDB:

    CREATE OR REPLACE VIEW clock AS
    SELECT epoch_us(CAST(written AS TIMESTAMPTZ)) AS instant, written
    FROM (SELECT '2026-11-28T21:45:00.000000Z' AS written);

In Spark it is a TEMPORARY VIEW, with `unix_micros(CAST(written AS TIMESTAMP))`. Offices and phases
of another instant (`actor_terms`, `program_phases`) need an export of their own, made as recorded
at that instant.
"""
