"""The least that a job must do, as programs of their own: a process of each is what is measured.

python floors.py query DATABASE          a bare Typer command that asks one query
python floors.py rebuild DATABASE LOG    read packs, and insert the rows of a projection anew
"""

import json
import re
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


def query() -> None:
    """Print the answer to one query, with Typer alone around it."""
    import typer

    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

    @app.command()
    def main(database: str, kind: str = "training") -> None:
        db = sqlite3.connect(database)
        found = db.execute("SELECT date, title FROM chronology WHERE kind = ? LIMIT 50", (kind,))
        for row in found:
            print(*row)

    app(sys.argv[2:])


def rebuild(database: str, log: str) -> None:
    """Parse every line of the packs, and insert the rows of all tables into an empty database.

    Indexes are made when all rows are there, which is the quickest.
    """
    for path in Path(log, "packs").iterdir():
        with path.open("rb") as file:
            for line in file:
                json.loads(line.removeprefix(b"--- "))
    old = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    with tempfile.TemporaryDirectory(dir=Path(database).parent) as folder:
        new = sqlite3.connect(Path(folder) / "new.db", isolation_level=None)
        new.execute("PRAGMA journal_mode = OFF")
        new.execute("PRAGMA synchronous = OFF")
        new.execute("BEGIN")
        indexes = []
        for name, kind, sql in _schema(old):
            if kind == "index":
                indexes.append(sql)
                continue
            new.execute(sql)
            if "USING fts5" in sql:
                continue  # filled from its table, below
            columns = [column for _, column, *_ in old.execute(f'PRAGMA table_info("{name}")')]
            holes = ", ".join("?" * len(columns))
            names = ", ".join(f'"{column}"' for column in columns)
            rows = old.execute(f'SELECT {names} FROM "{name}"')  # noqa: S608 (names of our tables)
            new.executemany(f'INSERT INTO "{name}" ({names}) VALUES ({holes})', rows)  # noqa: S608
        for name, kind, sql in _schema(old):
            if kind == "table" and "USING fts5" in sql:
                new.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608
        for sql in indexes:
            new.execute(sql)
        new.execute("COMMIT")
        new.close()


def _schema(db: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Name, type and SQL of tables and indexes, but for those that other tables make themselves."""
    found = db.execute(
        "SELECT name, type, sql FROM sqlite_master"
        " WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    virtual = [name for name, _, sql in found if re.match("CREATE VIRTUAL", sql)]
    for name, kind, sql in found:
        if not any(name.startswith(f"{one}_") for one in virtual):
            yield name, kind, sql


if __name__ == "__main__":
    if sys.argv[1] == "query":
        query()
    else:
        rebuild(*sys.argv[2:])
