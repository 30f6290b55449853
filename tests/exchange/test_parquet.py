"""The projection as Parquet files: DuckDB and Spark answer every view as SQLite does."""

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from timeline.projection import database
from timeline.views.filters import enter_clocks
from timeline.views.query import Filters

from support.engine_views import INSTANTS, Ask, compare_views, fetched
from support.running import here


def export(folder: Path, target: Path, *words: str) -> Path:
    ran = here("export", "parquet", str(target), *words, cwd=folder)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return target


@pytest.fixture
def in_folder() -> Iterator[None]:
    before = Path.cwd()
    yield
    os.chdir(before)


@pytest.mark.parametrize("as_recorded", INSTANTS)
@pytest.mark.usefixtures("in_folder")
def test_every_view_on_duckdb_is_that_of_sqlite(
    as_recorded: str, example: Path, tmp_path: Path
) -> None:
    words = ("--as-recorded", as_recorded) if as_recorded else ()
    os.chdir(export(example, tmp_path / "made", *words))
    compare_views(example / "events", duckdb_of(tmp_path / "made"), as_recorded)


def duckdb_of(folder: Path) -> Ask:
    import duckdb

    db = duckdb.connect()
    db.execute((folder / "views.duckdb.sql").read_text("utf-8"))
    return lambda sql: db.execute(sql.replace("`", '"')).fetchall()


@pytest.mark.usefixtures("in_folder")
def test_the_clock_of_duckdb_can_be_set(example: Path, tmp_path: Path) -> None:
    os.chdir(export(example, tmp_path / "made"))
    ask = duckdb_of(tmp_path / "made")
    readme = (tmp_path / "made" / "README.md").read_text("utf-8")
    statement = readme[
        readme.index("    CREATE OR REPLACE VIEW clock") : readme.index("\n\nIn Spark it")
    ]
    before = [len(ask(f"FROM {view}")) for view in ("events", "chronology")]
    ask(statement.replace("2026-11-28T21:45", "2026-11-28T20:00"))
    db = database.open_fresh(example / "events").db
    enter_clocks(db, Filters(as_recorded="2026-11-28T20:00Z"))
    then = [len(fetched(db.execute, f"* FROM {view}")) for view in ("events", "chronology")]
    db.close()
    assert [len(ask(f"FROM {view}")) for view in ("events", "chronology")] == then != before


def test_the_same_log_gives_the_same_files(copy: Path, tmp_path: Path) -> None:
    export(copy, tmp_path / "before")
    added = here("add", "2017-05", "A visit", "--kind", "visit", cwd=copy)
    assert added.code == 0, added.err
    grown = contents(export(copy, tmp_path / "grown"))
    here("rebuild", cwd=copy)
    assert contents(export(copy, tmp_path / "rebuilt")) == grown


def contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_an_empty_log_can_be_asked(fresh: Path, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(export(fresh, tmp_path / "made"))
    assert duckdb_of(tmp_path / "made")("SELECT * FROM chronology") == []


def test_it_is_told_what_went_where(example: Path, tmp_path: Path) -> None:
    ran = here("export", "parquet", str(tmp_path / "made"), cwd=example)
    assert ran.err == f"330 events in {tmp_path / 'made'}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["made"], "nothing is left aside"
    assert "happenings_versions/year=2017/rows.parquet" in contents(tmp_path / "made")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["parquet"],
            "error: parquet goes to a folder\n  name a new one: timeline export parquet DIR\n",
        ),
        (
            ["parquet", "made", "--kind", "training"],
            (
                "error: parquet holds all that the log does: --kind has no effect\n"
                "  leave it out, and ask there\n"
            ),
        ),
        (
            ["parquet", "made", "-o", "x"],
            "error: parquet goes to no file\n  leave --output out\n",
        ),
        (["parquet", "."], "error: . is there already\n  name a folder that is new, or empty\n"),
        (["jsonl", "made"], "error: jsonl goes to no folder\n  write it to a file: -o made\n"),
    ],
)
def test_what_is_refused(words: list[str], message: str, copy: Path) -> None:
    ran = here("export", *words, cwd=copy)
    assert (ran.code, ran.err) == (2, message)


def test_nothing_goes_into_a_log(copy: Path) -> None:
    ran = here("export", "parquet", "events/made", cwd=copy)
    assert (ran.code, ran.err) == (
        2,
        (
            f"error: events/made lies in a log, the folder {copy.resolve() / 'events'}\n"
            "  name a folder outside of it\n"
        ),
    )


@pytest.mark.parametrize("library", ["pyarrow", "sqlglot"])
def test_a_library_that_is_not_installed_is_named(
    library: str, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (library, f"{library}.parquet"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    ran = here("export", "parquet", str(tmp_path / "made"), cwd=example)
    assert (ran.code, ran.err) == (
        2,
        f"error: this needs {library}\n  pip install 'timeline-ledger[parquet]'\n",
    )


@pytest.mark.spark
@pytest.mark.skipif(
    shutil.which("java") is None or find_spec("pyspark") is None, reason="needs Java and pyspark"
)
@pytest.mark.usefixtures("in_folder")
@pytest.mark.filterwarnings("ignore")
def test_every_view_on_spark_is_that_of_sqlite(example: Path, tmp_path: Path) -> None:
    from pyspark import sql

    os.chdir(export(example, tmp_path / "made"))
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    session = builder.config("spark.sql.shuffle.partitions", "1").getOrCreate()
    try:
        for statement in (tmp_path / "made" / "views.spark.sql").read_text("utf-8").split(";\n"):
            if statement.strip():
                session.sql(statement)
        compare_views(example / "events", lambda text: session.sql(text).collect(), "")
    finally:
        session.stop()
