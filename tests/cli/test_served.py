"""`--projection`: a database answers as the log does, byte for byte, where there is no log."""

import json
import shlex
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from timeline.cli.command_names import COMMANDS, OF_FOLDER
from timeline.exchange.engines.portable import OF_STATS

from support.postgres import PASSWORD, Server
from support.running import Ran, here, process
from support.sample_commands import COMMANDS as SAMPLES

CLOCKS = (
    *("--as-recorded 2026-11-28T21:28:38.424785Z", "--as-recorded 2026-11-28T21:28Z"),
    *("--as-recorded 2026-11-01", "--as-published 2018", "--as-of 2017", "--open-ends held"),
    "--as-recorded 2026-11-28T21:28Z --as-published 2018 --open-ends held",
)
ASKED = (
    *("list -f json", "actors -f json", "programs -f json", "places -f json", "sources -f json"),
    *("figures -f json", "corrections -f json", "stats --by actor -f json", "list police"),
    *("show unodc -f json", "diff 2017 2019 -f json"),
)


class Place(NamedTuple):
    """A log, and a database that holds it."""

    log: Path
    address: str
    empty: Path
    """A folder without a log."""

    def here(self, words: str) -> Ran:
        return here(*shlex.split(words), cwd=self.log)

    def there(self, words: str, width: int = 0) -> Ran:
        found = here(
            *("--projection", self.address, *shlex.split(words)),
            cwd=self.empty,
            width=width,
            env={"XDG_CACHE_HOME": str(self.empty / "cache")},
        )
        assert PASSWORD not in found.out + found.err
        return found

    def compare(self, words: str) -> None:
        assert self.there(words) == self.here(words), words


@pytest.fixture
def place(copy: Path, server: Server, database: str, tmp_path: Path) -> Place:
    return exported(copy, server.address(database), tmp_path / "empty")


def exported(log: Path, address: str, empty: Path) -> Place:
    empty.mkdir()
    assert here("export", address, cwd=log).code == 0
    return Place(log, address, empty)


@pytest.fixture(scope="module")
def held(example: Path, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The example log in a database, to be read only."""
    with psycopg.connect(server.address("postgres"), autocommit=True) as link:
        link.execute("CREATE DATABASE held")
    return exported(example, server.address("held"), tmp_path_factory.mktemp("empty") / "here")


@pytest.mark.parametrize("name", [name for name in SAMPLES if not name.startswith("check")])
def test_a_database_answers_as_the_log_does(name: str, held: Place) -> None:
    held.compare(SAMPLES[name].removeprefix("timeline").strip())


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("words", ASKED)
def test_it_answers_as_of_every_clock(words: str, clock: str, held: Place) -> None:
    held.compare(f"{words} {clock}")


@pytest.mark.parametrize(
    "words",
    [
        *("export jsonl", "export csv", "export jsonl --kind training", "export ical"),
        *("export timelinejs", "report --kind training", "report --as-recorded 2026-11-28T21:28Z"),
    ],
)
def test_it_is_exported_as_the_log_is(words: str, held: Place) -> None:
    held.compare(words)


@pytest.mark.parametrize("words", ["", "--kind training", "--as-recorded 2026-11-28T21:28Z"])
def test_a_site_of_it_is_that_of_the_log(words: str, held: Place, tmp_path: Path) -> None:
    for name, run in (("here", held.here), ("there", held.there)):
        assert run(f"export site {tmp_path / name} {words}").code == 0
    here_, there = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.html")}
        for folder in (tmp_path / "here", tmp_path / "there")
    )
    assert here_ == there


def test_what_is_shown_for_people_is_the_same(held: Place) -> None:
    for width in (60, 120):
        there = held.there("list --during 2017", width)
        assert there == here("list", "--during", "2017", cwd=held.log, width=width)


def test_what_changes_in_the_log_is_answered_once_it_is_exported(place: Place) -> None:
    """Only what changed is copied, so that each kind of change is tried."""
    id_ = here("add", "2017-05", "A visit", "--kind", "visit", "-q", cwd=place.log).out.split()[-1]
    changes = [
        ["amend", id_, "--title", "A long visit", "--reason", "a slip"],
        ["declare", "actor", "unodc", "--name", "UN Office", "--reason", "shorter"],
        ["merge", "osce", "unodc", "--reason", "one body"],
        ["retract", id_, "--reason", "it was another"],
        ["pack"],
        ["rebuild", "-q"],
    ]
    for words in ([], *changes):
        if words:
            changed = here(*words, cwd=place.log)
            assert changed.code == 0, changed.err
        here("export", place.address, cwd=place.log)
        for asked in (*ASKED, "list visit", "corrections", "export jsonl", f"show {id_}"):
            place.compare(asked)
        (kept,) = (place.empty / "cache" / "timeline" / "servers").iterdir()
        assert kept.stat().st_mode & 0o777 == 0o600


def test_nothing_is_copied_when_nothing_changed(place: Place) -> None:
    place.there("list")
    (kept,) = (place.empty / "cache" / "timeline" / "servers").iterdir()
    before = kept.stat()
    place.there("list")
    assert kept.stat() == before


def test_a_damaged_copy_is_made_anew(place: Place) -> None:
    place.there("list")
    (kept,) = (place.empty / "cache" / "timeline" / "servers").iterdir()
    kept.write_bytes(b"x" * 10_000)
    place.compare("list")


def test_where_no_copy_can_be_kept_it_is_made_in_memory(place: Place) -> None:
    (place.empty / "cache").write_text("a file")
    place.compare("list -f json")


def test_what_is_at_fault_is_warned_of_as_here(place: Place) -> None:
    (place.log / "events" / "bad.yaml").write_text("schema: 1\n")
    here("export", place.address, cwd=place.log)
    place.compare("list --limit 1")
    assert "warning: events/bad.yaml" in place.there("list --limit 1").err


def test_saved_queries_and_formats_are_those_of_the_log(place: Place) -> None:
    with (place.log / "events" / "timeline.yaml").open("a") as file:
        file.write("queries: {trainings: --kind training}\nformats: {figures: jsonl}\n")
    here("export", place.address, cwd=place.log)
    for words in ("list @trainings", "figures", "list @nothing"):
        place.compare(words)


def test_a_draft_knows_the_names(held: Place) -> None:
    source = held.empty / "release.txt"
    source.write_text("UNODC trained 25 police officers on 4 October 2017.")
    here_, there = held.here(f"draft {source}"), held.there(f"draft {source}")
    # Where there is no log, the copy has another way from where one would be.
    assert "\narchive: ../release.txt\n" in there.out
    assert _but_archive(there.out) == _but_archive(here_.out)
    assert (there.code, there.err) == (here_.code, here_.err)


def _but_archive(draft: str) -> list[str]:
    return [line for line in draft.splitlines() if not line.startswith("archive: ")]


def test_sql_is_that_of_postgresql(held: Place) -> None:
    query = (
        "SELECT id, 1.5::numeric AS a, NULL AS b, '{\"x\": 1}'::json AS c, '\\x00ff'::bytea AS d"
    )
    query += ", 'inf'::float8 AS e, DATE '2017-05-04' AS f, true AS g FROM events LIMIT 1"
    (row,) = json.loads(held.there(f"sql {shlex.quote(query)} -f json").out)
    del row["id"]
    assert row == {
        "a": 1.5,
        "b": None,
        "c": '{"x":1}',
        "d": "x'00ff'",
        "e": "inf",
        "f": "2017-05-04",
        "g": True,
    }


@pytest.mark.parametrize("clock", ["", *(one for one in CLOCKS if "--as-of" not in one)])
@pytest.mark.parametrize(
    "view",
    ["chronology", "actor_history", "actor_terms", "actor_summary", "program_phases", "figures"],
)
def test_views_answer_there_as_of_every_clock(view: str, clock: str, held: Place) -> None:
    columns = {"chronology": "id, title, actors, places, programs, sources, recorded_at, amended"}
    query = f"SELECT {columns.get(view, '*')} FROM {view}"  # noqa: S608 (own names)
    held.compare(f'sql "{query}" -f json {clock}')


def test_what_can_be_asked_in_sql_is_listed(held: Place) -> None:
    there = json.loads(held.there("sql -f json").out)
    here_ = json.loads(held.here("sql -f json").out)
    columns = {row["name"]: row["columns"] for row in there}
    assert columns["word_index"] == ["n", "folded", "words"]
    for row in here_:
        if row["name"] not in ("word_index", *OF_STATS):
            assert columns[row["name"]] == row["columns"]


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        (
            "DELETE FROM words",
            2,
            (
                "error: sql only reads: to change anything is refused\n"
                "  the log is changed by recording events: timeline add\n"
                "  or correcting them: timeline amend ID\n"
                "  or retracting them: timeline retract ID\n"
            ),
        ),
        (
            "SELECT pg_sleep(9)",
            1,
            (
                "error: the query was stopped after 0.2 s\n"
                "  narrow it, or give it longer: --timeout 2\n"
            ),
        ),
        (
            "SELECT 1; SELECT 2",
            2,
            (
                "error: the query cannot be run: cannot insert multiple commands into a prepared "
                "statement\n  see the views and their columns: timeline sql\n"
            ),
        ),
        (
            "SELECT titel FROM chronology",
            2,
            (
                'error: the query cannot be run: column "titel" does not exist\n'
                '  Perhaps you meant to reference the column "chronology.title".\n'
            ),
        ),
        (
            "/* nothing */",
            2,
            "error: no query was given\n  see the views and their columns: timeline sql\n",
        ),
        (
            "COMMIT",
            2,
            "error: no query was given\n  see the views and their columns: timeline sql\n",
        ),
    ],
)
def test_what_sql_cannot_do_is_told(query: str, code: int, message: str, held: Place) -> None:
    ran = held.there(f"sql {shlex.quote(query)} --timeout 0.2")
    assert (ran.code, ran.err) == (code, message)


@pytest.mark.parametrize("command", OF_FOLDER)
def test_a_command_that_needs_a_folder_is_refused(command: str, held: Place) -> None:
    ran = held.there(command)
    assert (ran.code, ran.err) == (
        2,
        (
            f"error: a database answers questions: it has no use for `{command}`\n"
            "  leave --projection out\n"
        ),
    )
    assert command in COMMANDS


def test_a_draft_cannot_be_recorded_there(held: Place) -> None:
    ran = held.there("draft - --edit")
    assert (ran.code, ran.err) == (
        2,
        "error: nothing is recorded in a database\n  leave --projection out\n",
    )


def test_it_is_compared_with_folders_alone(held: Place) -> None:
    ran = held.there("diff --against HEAD")
    assert (ran.code, ran.err) == (
        2,
        "error: no log HEAD\n  a database is compared with a folder\n",
    )
    assert held.there(f"diff --against {held.log / 'events'}").code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "--projection sqlite://x list",
            (
                "error: --projection takes the address of a database\n"
                "  write it as postgresql://USER@HOST:PORT/DATABASE\n"
            ),
        ),
        (
            "--log x --projection postgresql://x list",
            "error: --log and --projection name two logs\n  give one of them\n",
        ),
        (
            "list --projection postgresql://x",
            (
                "error: no such option: --projection\n"
                "  it stands before the command: timeline --projection URL list ...\n"
            ),
        ),
    ],
)
def test_what_is_refused(words: str, message: str, tmp_path: Path) -> None:
    ran = here(*shlex.split(words), cwd=tmp_path)
    assert (ran.code, ran.err) == (2, message)


def test_who_may_only_read_can_ask(place: Place) -> None:
    with psycopg.connect(place.address, autocommit=True) as link:
        name = link.info.dbname
        link.execute("CREATE ROLE reader LOGIN PASSWORD 's3cret-w0rd'")
        link.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        link.execute(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")
    reader = place._replace(address=place.address.replace("tester", "reader"))
    try:
        for words in ("list -f json", "diff 2017 2019", "programs --as-recorded 2026-11-01"):
            reader.compare(words)
        reader.compare('sql "SELECT id, title FROM chronology" -f json')
        ran = reader.there('sql "SELECT 1" --as-recorded 2026-11-01')
        said = f'permission denied to create temporary tables in database "{name}"'
        assert (ran.code, ran.err) == (1, f"error: the database {name} refuses: {said}\n")
    finally:
        with psycopg.connect(place.address, autocommit=True) as link:
            link.execute("DROP OWNED BY reader")
            link.execute("DROP ROLE reader")


def test_those_who_ask_at_once_copy_once(place: Place) -> None:
    expected = place.here("list -f json")
    found: list[Ran] = []
    env = {"XDG_CACHE_HOME": str(place.empty / "cache")}

    def ask() -> None:
        words = ("--projection", place.address, "list", "-f", "json")
        found.append(process(*words, cwd=place.empty, env=env))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 3
    assert len(list((place.empty / "cache" / "timeline" / "servers").iterdir())) == 1


def test_a_database_without_a_timeline_is_told(
    server: Server, database: str, tmp_path: Path
) -> None:
    ran = here("--projection", server.address(database), "list", cwd=tmp_path)
    assert (ran.code, ran.err) == (
        1,
        (
            f"error: the database {database} holds no timeline\n"
            "  bring one there, where the log is: timeline export postgresql://...\n"
        ),
    )


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (
            "999.1",
            (
                "was made by timeline 999.1, this is {}\n"
                "  update it: pip install -U timeline-ledger\n"
            ),
        ),
        (
            "0.0.1",
            (
                "was made by timeline 0.0.1, this is {}, with other tables\n"
                "  bring the log there anew: timeline export postgresql://...\n"
            ),
        ),
    ],
)
def test_a_database_of_another_version_is_told(program: str, message: str, place: Place) -> None:
    from timeline import __version__

    with psycopg.connect(place.address) as link:
        link.execute("UPDATE timeline SET layout = 1, program = %s", (program,))
        name = link.info.dbname
    ran = place.there("list")
    assert (ran.code, ran.err) == (
        1,
        f"error: the database {name} {message.format(__version__)}",
    )


def test_a_server_that_is_gone_is_told(tmp_path: Path) -> None:
    address = f"postgresql://u:{PASSWORD}@127.0.0.1:1/x"
    ran = here("--projection", address, "list", cwd=tmp_path)
    assert (ran.code, ran.err) == (
        1,
        (
            "error: cannot connect to the server at 127.0.0.1: Connection refused\n"
            "  look at host, port, user and database of the address, and that the server runs; "
            "a password\n  can come from the file ~/.pgpass or from PGPASSWORD\n"
        ),
    )


def test_another_state_of_the_same_number_is_no_reason_to_keep_a_copy(
    place: Place, new_database: Callable[[str], str]
) -> None:
    """A server may be set back to a backup, and then go another way."""
    del new_database
    place.there("list")
    with psycopg.connect(place.address) as link:
        link.execute("UPDATE timeline SET state = gen_random_uuid()")
        link.execute("UPDATE happenings_versions SET title = 'Changed'")
    titles = {row["title"] for row in json.loads(place.there("list -f json").out)}
    assert titles == {"Changed"}


def test_copies_of_sources_are_in_the_log_alone(place: Place) -> None:
    key = "unodc-2017-08-30"
    (place.log / "release.txt").write_text("250 inspectors\n")
    cited = f"'{{source: {key}, quote: 250 inspectors}}'"
    assert place.here(f"archive {key} release.txt").code == 0
    assert place.here(f"amend 'inspectors trained' -s {cited} -r 'its words'").code == 0
    here("export", place.address, cwd=place.log)
    assert "250 inspectors  para 1 " in place.here(f"sources {key}").out
    assert "250 inspectors  the copy cannot be read" in place.there(f"sources {key}").out
    assert place.there(f"sources {key} --compare release.txt") == (
        2,
        "",
        "error: copies of sources are in the log, not in a database\n  leave --projection out\n",
    )
