"""What was erased from a log goes from a database, and from the copies that were made of it."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from support.postgres import Server
from support.running import here


def test_an_export_takes_out_what_was_erased(
    copy: Path,
    server: Server,
    new_database: Callable[[], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    address = server.address(new_database())
    words = ["add", "2017", "Zaphod Beeblebrox heard", "-k", "visit", "--summary", "quokkas", "-q"]
    id_ = here(*words, cwd=copy).out.strip()
    ask = ["--projection", address, "list", "--text", "quokkas", "--ids"]
    assert here("export", address, "-q", cwd=copy).code == 0
    assert here(*ask, cwd=tmp_path).out == f"{id_}\n"
    assert here("erase", id_, "-r", "x", "--yes", "-q", cwd=copy).code == 0
    done = here("export", address, "-q", cwd=copy)
    assert done.code == 0, done.err
    with psycopg.connect(address) as link:
        tables = link.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
            " AND relkind = 'r'"
        ).fetchall()
        for (table,) in tables:
            rows = link.execute(f'SELECT t::text FROM "{table}" AS t').fetchall()  # noqa: S608
            assert not any("quokka" in row or "zaphod" in row.lower() for (row,) in rows), table
    assert here(*ask, cwd=tmp_path).out == ""
    for path in (tmp_path / "cache").rglob("*"):
        assert not path.is_file() or b"quokka" not in path.read_bytes()
