"""Whatever is recorded, in whatever order, a database that follows a log holds what it does."""

import contextlib
import random
import sqlite3
from pathlib import Path

import psycopg
import pytest

from timeline import __version__
from timeline.projection.served import open_served

from support.engine_views import compare_views
from support.postgres import Server
from support.running import here

DATES = ("2017", "2017-05-04", "summer 2018", "2010/..", "since 2011", "c. 2015", "2017-05-04?")
ASKED = ("list", "actors", "programs", "corrections", "figures")


class Changes:
    """Changes of a log by chance."""

    def __init__(self, log: Path, chance: random.Random) -> None:
        self.log, self.chance = log, chance
        self.ids: list[str] = []

    def change(self) -> None:
        """Change something, or try to."""
        of = [self.add] * 8 + [self.amend] * 4 + [self.retract] * 2 + [self.declare, self.tidy]
        self.chance.choice(of)() if self.ids else self.add()

    def add(self) -> None:
        pick, often = self.chance.choice, self.chance.random
        words = [pick(DATES), f"{pick('TUVW')} visit {len(self.ids)}", "--kind", "visit"]
        if often() < 0.6:
            words += ["--actor", f"{pick(('participant', 'host'))}={pick(('Bob', 'Eve', 'MoI'))}"]
        if often() < 0.5:
            words += ["--program", f"{pick(('starts', 'ends'))}={pick(('Plan A', 'Plan B'))}"]
        if often() < 0.3:
            words += ["--figure", f"people trained={pick((5, 2.5, 1000000))}"]
        ran = here("add", *words, "--new", "-q", cwd=self.log)
        self.ids += ran.out.split()[-1:] if ran.code == 0 else []

    def amend(self) -> None:
        new = self.chance.choice((["--date", self.chance.choice(DATES)], ["--title", "A walk"]))
        here("amend", self.chance.choice(self.ids), *new, "--reason", "a slip", cwd=self.log)

    def retract(self) -> None:
        here("retract", self.chance.choice(self.ids), "--reason", "a slip", cwd=self.log)

    def declare(self) -> None:
        name = self.chance.choice("ABC")
        here("declare", "actor", "bob", "--name", name, "--reason", "it is so", cwd=self.log)
        if self.chance.random() < 0.3:
            here("merge", "eve", "bob", "--reason", "one person", cwd=self.log)

    def tidy(self) -> None:
        here(self.chance.choice(("pack", "rebuild")), cwd=self.log)


@pytest.mark.parametrize("seed", range(2))
def test_a_database_and_its_copy_follow_a_log(
    seed: int, fresh: Path, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = server.address(database)
    changes = Changes(fresh, random.Random(seed))  # noqa: S311 (nothing secret)
    (fresh / "empty").mkdir()
    for round_ in range(6):
        for _ in range(6):
            changes.change()
        assert here("export", address, cwd=fresh).code == 0
        with psycopg.connect(address, autocommit=True) as link:
            compare_views(
                fresh / "events", lambda sql: link.execute(sql.replace("`", '"')).fetchall(), ""
            )
        monkeypatch.setenv("XDG_CACHE_HOME", str(fresh / f"anew-{round_}"))
        anew = contents(address)
        monkeypatch.setenv("XDG_CACHE_HOME", str(fresh / "kept"))
        assert contents(address) == anew
        for asked in ASKED:
            there = here("--projection", address, asked, "-f", "json", cwd=fresh / "empty")
            assert there == here(asked, "-f", "json", cwd=fresh)


def contents(address: str) -> dict[str, list[str]]:
    """All rows of the copy of a database, and of its index of words."""
    with contextlib.closing(open_served(address, __version__).opened.db) as db:
        names = [name for (name,) in db.execute(_TABLES)]
        found = {name: rows(db, f'SELECT * FROM "{name}"') for name in names}  # noqa: S608
        return found | {"words": rows(db, 'SELECT rowid FROM word_index (\'"visit" OR "t"\')')}


def rows(db: sqlite3.Connection, query: str) -> list[str]:
    return sorted(map(repr, db.execute(query)))


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'word_index%'"
