"""The projection in a PostgreSQL server: every view as in SQLite, and only what changed written."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from timeline.exchange.engines.postgresql import numbers
from timeline.exchange.engines.postgresql.numbers import Numbered
from timeline.projection.clocks import instant_row
from timeline.projection.database import open_fresh
from timeline.projection.search_text import words as folded
from timeline.views.typed_dates import instant_of

from support.engine_views import INSTANTS, Ask, compare_views
from support.postgres import PASSWORD, USER, Server
from support.running import Ran, here, process

SPELLS = ("actor_terms", "program_phases", "spells")
"""Views of what is derived in Python, and stored as it is now."""


def export(folder: Path, address: str, *words: str) -> Ran:
    ran = here(*words, "export", address, cwd=folder)
    assert PASSWORD not in ran.out + ran.err
    return ran


@contextlib.contextmanager
def asking(address: str, as_recorded: str = "") -> Iterator[Ask]:
    with psycopg.connect(address, autocommit=True) as link:
        link.execute("SELECT set_config('timeline.as_recorded', %s, false)", (as_recorded,))
        yield lambda sql: link.execute(sql.replace("`", '"')).fetchall()


def versions_of_rows(address: str) -> dict[str, set[Any]]:
    """By table where its rows lie and which transaction wrote them."""
    with psycopg.connect(address) as link:
        tables = link.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
        )
        return {
            name: set(link.execute(f'SELECT ctid::text, xmin::text FROM "{name}"').fetchall())  # noqa: S608
            for (name,) in tables.fetchall()
        }


@pytest.mark.parametrize("as_recorded", INSTANTS)
def test_every_view_is_that_of_sqlite(
    as_recorded: str, example: Path, server: Server, database: str
) -> None:
    ran = export(example, server.address(database))
    assert (ran.code, ran.out, ran.err) == (0, "", f"330 events in the database {database}\n")
    with contextlib.closing(open_fresh(example / "events").db) as db:
        then = instant_row(instant_of(db, as_recorded))[1] if as_recorded else ""
    without = SPELLS if as_recorded else ()
    with asking(server.address(database), then) as ask:
        compare_views(example / "events", ask, as_recorded, without)


def test_offices_of_another_instant_are_refused(
    example: Path, server: Server, database: str
) -> None:
    export(example, server.address(database))
    for view in SPELLS:
        with (
            asking(server.address(database), "2026-11-01") as ask,
            pytest.raises(psycopg.errors.RaiseException, match="stored as they are now"),
        ):
            ask(f"SELECT * FROM {view}")  # noqa: S608


def test_nothing_is_written_when_nothing_changed(
    example: Path, server: Server, database: str
) -> None:
    address = server.address(database)
    export(example, address)
    before = versions_of_rows(address)
    ran = export(example, address)
    assert (ran.code, ran.err) == (0, f"330 events in the database {database}, as before\n")
    assert versions_of_rows(address) == before


def test_only_what_changed_is_written(copy: Path, server: Server, database: str) -> None:
    """After an append, an amendment and a retraction, and after a rebuild with other numbers."""
    address = server.address(database)
    export(copy, address)
    added = here("add", "2017-05", "A visit", "--kind", "visit", "-q", cwd=copy)
    id_ = added.out.split()[-1]
    for words in (
        (),
        ("amend", id_, "--title", "A long visit", "--reason", "a slip"),
        ("retract", id_, "--reason", "it was another"),
    ):
        assert not words or here(*words, cwd=copy).code == 0
        before = versions_of_rows(address)
        assert export(copy, address).code == 0
        after = versions_of_rows(address)
        new = {table: len(rows - before[table]) for table, rows in after.items()}
        assert 0 < sum(new.values()) < 20, new
        with asking(address) as ask:
            compare_views(copy / "events", ask, "")
    before = versions_of_rows(address)
    here("rebuild", "-q", cwd=copy)
    export(copy, address)
    assert versions_of_rows(address) == before


def test_what_is_declared_anew_reaches_the_database(
    copy: Path, server: Server, database: str
) -> None:
    address = server.address(database)
    export(copy, address)
    ran = here("declare", "actor", "unodc", "--name", "UN Office", "--reason", "shorter", cwd=copy)
    assert ran.code == 0, ran.err
    export(copy, address)
    with asking(address) as ask:
        compare_views(copy / "events", ask, "")


def test_an_empty_log_can_be_asked(fresh: Path, server: Server, database: str) -> None:
    ran = export(fresh, server.address(database))
    assert (ran.code, ran.err) == (0, f"0 events in the database {database}\n")
    with asking(server.address(database)) as ask:
        assert ask("SELECT * FROM chronology") == []


@pytest.mark.parametrize("word", ["Police", "training", "polic", "Кыргыз", "2017", "é", "c"])
def test_a_word_is_found_as_here(word: str, example: Path, server: Server, database: str) -> None:
    export(example, server.address(database))
    term = folded(word).strip()
    db = sqlite3.connect(example / ".timeline" / "events.db")
    with contextlib.closing(db), asking(server.address(database)) as ask:
        query = """
            SELECT h.id FROM word_index AS w JOIN happenings AS h ON h.n = w.rowid
            WHERE word_index MATCH ?
        """
        expected = {id_ for (id_,) in db.execute(query, (f'"{term}"*',))}
        query = f"""
            SELECT h.id FROM word_index AS w JOIN happenings AS h ON h.n = w.n
            WHERE w.words @@ to_tsquery('simple', '{term}:*')
        """  # noqa: S608
        assert {id_ for (id_,) in ask(query)} == expected


def test_a_text_of_any_length_can_be_exported(fresh: Path, server: Server, database: str) -> None:
    letters = "".join(chr(0x10428 + i * i % 38) for i in range(1_000))  # four bytes each
    summary = " ".join(["x" * 9_000, *(f"w{i}" for i in range(120_000))])
    added = here(
        *("add", "2017", letters, "--kind", "visit", "--tag", letters, "--place", letters),
        *("--summary", summary, "--new"),
        cwd=fresh,
    )
    assert added.code == 0, added.err
    ran = export(fresh, server.address(database))
    assert ran.code == 0, ran.err
    with asking(server.address(database)) as ask:
        compare_views(fresh / "events", ask, "")


def test_those_who_export_at_once_wait_for_each_other(
    copy: Path, server: Server, database: str
) -> None:
    address = server.address(database)
    codes: list[int] = []

    def one() -> None:
        codes.append(process("export", address, cwd=copy).code)

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [0, 0, 0]
    with asking(address) as ask:
        compare_views(copy / "events", ask, "")
        assert ask("SELECT revision FROM timeline") == [(0,)]


def test_a_log_that_lacks_events_takes_none_away(
    copy: Path, example: Path, server: Server, database: str
) -> None:
    address = server.address(database)
    id_ = here("add", "2017-05", "A visit", "--kind", "visit", "-q", cwd=copy).out.split()[-1]
    export(copy, address)
    before = versions_of_rows(address)
    ran = export(example, address)
    assert (ran.code, ran.err) == (
        1,
        (
            f"error: the database {database} holds 1 event that this log lacks, as {id_}\n"
            "  fetch them first, with git; or, if they are to be gone, export into an empty\n"
            "  database\n"
        ),
    )
    assert versions_of_rows(address) == before


def test_a_failed_export_changes_nothing(copy: Path, server: Server, database: str) -> None:
    address = server.address(database)
    export(copy, address)
    before = versions_of_rows(address)
    with psycopg.connect(address, autocommit=True) as link:
        link.execute("ALTER TABLE text_rows ADD CHECK (folded NOT LIKE '%forbidden%')")
    here("add", "2017-05", "A forbidden visit", "--kind", "visit", cwd=copy)
    ran = export(copy, address)
    assert ran.code == 1
    assert ran.err.startswith(f"error: the database {database} refuses: new row for relation ")
    assert versions_of_rows(address) == before


def test_one_database_holds_several_timelines(
    example: Path, fresh: Path, server: Server, database: str
) -> None:
    with psycopg.connect(server.address(database), autocommit=True) as link:
        link.execute("CREATE SCHEMA ledger")
    export(example, server.address(database))
    ledger = f"{server.address(database)}?options=-csearch_path%3Dledger"
    assert export(fresh, ledger).code == 0
    with asking(ledger) as ask:
        assert ask("SELECT count(*) FROM chronology") == [(0,)]


def test_a_database_that_holds_something_else_is_refused(
    example: Path, server: Server, database: str
) -> None:
    with psycopg.connect(server.address(database), autocommit=True) as link:
        link.execute("CREATE TABLE invoices (id int)")
    ran = export(example, server.address(database))
    assert (ran.code, ran.err) == (
        1,
        (
            f"error: the database {database} holds something else: public.invoices\n"
            "  name an empty one, or add a schema of its own to the address:\n"
            "  CREATE SCHEMA ledger; then ...?options=-csearch_path%3Dledger\n"
        ),
    )


def test_a_schema_that_is_not_there_is_named(example: Path, server: Server, database: str) -> None:
    ran = export(example, f"{server.address(database)}?options=-csearch_path%3Dledger")
    assert (ran.code, ran.err) == (
        1,
        (
            f"error: the database {database} lacks the schema of the address\n"
            "  make it: CREATE SCHEMA ...\n"
        ),
    )


def test_a_newer_layout_is_left_alone(example: Path, server: Server, database: str) -> None:
    address = server.address(database)
    export(example, address)
    with psycopg.connect(address, autocommit=True) as link:
        link.execute("UPDATE timeline SET program = '999.1', layout = 1")
    before = versions_of_rows(address)
    ran = export(example, address)
    from timeline import __version__

    assert (ran.code, ran.err) == (
        1,
        (
            f"error: the database {database} was made by timeline 999.1, this is {__version__}\n"
            "  update it: pip install -U timeline-ledger\n"
        ),
    )
    assert versions_of_rows(address) == before


def test_an_older_layout_is_made_anew(example: Path, server: Server, database: str) -> None:
    address = server.address(database)
    export(example, address)
    with psycopg.connect(address, autocommit=True) as link:
        link.execute("UPDATE timeline SET program = '0.1', layout = 1")
        link.execute("CREATE TABLE notes (id int)")
    assert export(example, address).code == 0
    with asking(address) as ask:
        compare_views(example / "events", ask, "")
        assert ask("SELECT * FROM notes") == []


_LOOK = (
    "  look at host, port, user and database of the address, and that the server runs; a password\n"
    "  can come from the file ~/.pgpass or from PGPASSWORD\n"
)


def test_a_wrong_password_is_told(example: Path, server: Server, database: str) -> None:
    ran = here("export", server.address(database, "wr0ng-w0rd"), cwd=example)
    assert (ran.code, ran.err) == (
        1,
        (
            "error: cannot connect to the server at 127.0.0.1: "
            f'password authentication failed for user "{USER}"\n{_LOOK}'
        ),
    )


def test_a_wrong_database_is_told(example: Path, server: Server) -> None:
    ran = export(example, server.address("nowhere"))
    assert (ran.code, ran.err) == (
        1,
        (
            "error: cannot connect to the server at 127.0.0.1: "
            f'database "nowhere" does not exist\n{_LOOK}'
        ),
    )


def test_a_server_that_cannot_be_reached_is_told(example: Path) -> None:
    ran = export(example, f"postgresql://{USER}:{PASSWORD}@127.0.0.1:1/x")
    assert (ran.code, ran.err) == (
        1,
        f"error: cannot connect to the server at 127.0.0.1: Connection refused\n{_LOOK}",
    )


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://u:{PASSWORD}@x@localhost/x",
        f"postgresql://u:{PASSWORD}/@localhost/x",
        f"postgresql://u:1/{PASSWORD}@localhost/x",
        f"postgresql://u:{PASSWORD}%zz@localhost/x",
        f"postgresql://u:%{PASSWORD}:",
        f"postgresql://u:{PASSWORD}@localhost:port/x",
        f"postgresql://u:{PASSWORD}@localhost/x?nothing={PASSWORD}",
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(
    address: str, example: Path
) -> None:
    ran = export(example, address)
    assert (ran.code, ran.err) == (
        2,
        (
            "error: the address of the database is not understood\n"
            "  write it as postgresql://USER@HOST:PORT/DATABASE; "
            "in a password, % is %25, @ is %40, / is %2F and : is %3A\n"
        ),
    )


def test_a_server_is_named_by_its_socket_or_among_others(
    example: Path, server: Server, database: str
) -> None:
    socket = f"host={server.folder}&port={server.port}"
    ran = export(example, f"postgresql://{USER}:{PASSWORD}@/{database}?{socket}")
    assert ran.code == 0, ran.err
    hosts = f"127.0.0.1:1,127.0.0.1:{server.port},[::1]:1"
    ran = export(example, f"postgresql://{USER}:{PASSWORD}@{hosts}/{database}")
    assert (ran.code, ran.err) == (0, f"330 events in the database {database}, as before\n")


def test_a_database_of_another_encoding_is_refused(
    example: Path, server: Server, new_database: Callable[[str], str]
) -> None:
    name = new_database("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    ran = export(example, server.address(name))
    assert (ran.code, ran.err) == (
        1,
        (
            f"error: the database {name} cannot hold every text: its encoding is not UTF8\n"
            f"  make one that can: createdb --encoding=UTF8 --template=template0 {name}\n"
        ),
    )


@pytest.mark.parametrize("library", ["psycopg", "sqlglot"])
def test_a_library_that_is_not_installed_is_named(
    library: str, example: Path, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)
    ran = export(example, server.address(database))
    assert (ran.code, ran.err) == (
        2,
        f"error: this needs {library}\n  pip install 'timeline-ledger[postgresql]'\n",
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["made"], "error: a database goes to no folder\n  leave made out\n"),
        (
            ["--kind", "training"],
            (
                "error: a database holds all that the log does: --kind has no effect\n"
                "  leave it out, and ask there\n"
            ),
        ),
        (
            ["--as-recorded", "2017"],
            (
                "error: a database holds all that the log does: --as-recorded has no effect\n"
                "  leave it out, and ask there\n"
            ),
        ),
        (["-o", "x"], "error: a database goes to no file\n  leave --output out\n"),
        (
            ["--loss", "x"],
            (
                "error: a database says all that the log does: --loss has no effect\n"
                "  leave it out\n"
            ),
        ),
    ],
)
def test_what_is_refused(words: list[str], message: str, example: Path) -> None:
    ran = here("export", "postgresql://localhost/x", *words, cwd=example)
    assert (ran.code, ran.err) == (2, message)


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([(5, None), (9, None)], [5, 9]),
        ([(5, 7), (9, None)], [7, 9]),
        ([(5, None), (9, 4)], [2, 4]),
        ([(1, 3), (2, None), (3, 4)], None),
        ([(1, 4), (2, 3)], None),
        ([(5, None), (6, None), (9, 4)], [1, 2, 4]),
        ([((1 << 32) + 5, 8), ((1 << 32) + 9, None)], [8, (1 << 32) + 9]),
    ],
)
def test_numbers_are_kept_and_rise(
    versions: list[tuple[int, int | None]], expected: list[int] | None
) -> None:
    assert numbers.numbers_for([Numbered(*one) for one in versions]) == expected
