"""The command line as a whole: which log, which command, exit codes, pipes and terminals."""

import errno
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import timeline
from timeline.cli import command_names
from timeline.event.types import DECLARATIONS

from support.properties import SHARES_FIXTURE, examples
from support.running import MAIN, ROOT, columns, environment, here, on_terminal, process

COMMANDS = [
    *(name for name in command_names.COMMANDS if name != "declare"),
    *(f"declare {kind}" for kind in DECLARATIONS),
]
NO_LOG = (
    "error: no log here: no folder `events` with a timeline.yaml in it, here or above\n"
    "  make one: timeline init\n"
    "  or name one (or set TIMELINE_LOG): timeline --log DIR\n"
)


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    assert process("--version", cwd=tmp_path) == (0, f"timeline {timeline.__version__}\n", "")


def test_the_help_names_every_command_with_what_it_does(tmp_path: Path) -> None:
    done = here("--help", cwd=tmp_path)
    assert done.code == 0
    longest = max(map(len, command_names.COMMANDS))
    for name, summary in command_names.COMMANDS.items():
        assert f"  {name:{longest}}  {summary}" in done.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_without_a_log(command: str, tmp_path: Path) -> None:
    for flag in ("-h", "--help"):
        done = here(*command.split(), flag, cwd=tmp_path)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(f"Usage: timeline {command} ")


NEED_NONE = (
    "init",
    "add",
    "import",
    "export",
    "amend",
    "retract",
    "merge",
    "archive",
    "diff",
    "schema",
    "config",
    "completion",
)
"""Commands that need no log, or that say before what else they lack."""


@pytest.mark.parametrize(
    "command",
    [command for command in COMMANDS if command not in NEED_NONE],
)
def test_without_a_log_every_command_says_how_to_make_one(command: str, tmp_path: Path) -> None:
    named = command.startswith(("show", "declare", "draft", "erase"))
    words = [*command.split(), *(["X"] if named else [])]
    assert here(*words, cwd=tmp_path) == (2, "", NO_LOG)


def test_without_a_log_the_commands_that_need_more_words_say_so_too(tmp_path: Path) -> None:
    for words in (
        ["add", "2017", "T", "-k", "visit"],
        ["amend", "x", "-r", "y"],
        ["retract", "x", "-r", "y"],
        ["diff", "2016"],
    ):
        assert here(*words, cwd=tmp_path) == (2, "", NO_LOG)


def test_timeline_alone_without_a_log_says_how_to_make_one(tmp_path: Path) -> None:
    assert process(cwd=tmp_path) == (2, "", NO_LOG)


def test_timeline_alone_shows_the_log_at_a_glance(example: Path) -> None:
    done = here(cwd=example)
    assert (done.code, done.err) == (0, "")
    first, *rest = done.lines
    assert first == (
        "events: 330 events (88 happenings, 93 actors, 11 programs, 26 places, 13 sources, "
        "97 corrections)"
    )
    assert rest[0].startswith("  first:    2010 – 16 February 2018  Number of people serving")
    assert any(line.startswith("  recorded: 2026-11-29 by the timeline authors") for line in rest)
    assert [line.split("  ")[1] for line in rest[-3:]] == [
        "timeline list --during 2022",
        "timeline diff 2010 2022",
        "timeline add",
    ]


def test_the_commands_that_timeline_alone_suggests_work(example: Path) -> None:
    for line in here(cwd=example).lines[-3:-1]:
        done = here(*line.strip().split("  ")[0].split()[1:], cwd=example)
        assert done.code == 0
        assert done.out


def test_timeline_alone_in_an_empty_log_suggests_a_beginning(fresh: Path) -> None:
    done = here(cwd=fresh)
    assert done.code == 0
    assert done.lines == [
        "events: 0 events",
        "",
        "  timeline add                             record something; it asks you",
        "  timeline draft FILE --edit               record what a press release tells",
        "  timeline import csv FILE                 take in a spreadsheet",
    ]


def test_timeline_alone_names_what_is_overdue(fresh: Path) -> None:
    for year in range(2001, 2006):
        title = f"Visit of {year}"
        here("add", str(year), title, "-k", "visit", "--status", "planned", cwd=fresh)
    done = here(cwd=fresh)
    assert "  overdue:  5 planned happenings without an outcome" in done.lines
    assert sum("Visit of" in line for line in done.lines) == 3
    # Nothing has taken place, so there is no year to suggest.
    assert "  timeline list                            see the timeline" in done.lines


@pytest.mark.parametrize("date", ["1899", "-0043-03-15", "Y170000002", "0000"])
def test_timeline_alone_suggests_commands_that_work_whatever_the_years(
    date: str, fresh: Path
) -> None:
    assert here("add", "-k", "visit", "--", date, "A visit", cwd=fresh).code == 0
    for line in here(cwd=fresh).lines[-3:]:
        words = line.strip().split("  ")[0].split()[1:]
        if words[0] in ("list", "diff"):
            assert here(*words, cwd=fresh).code == 0


def test_the_log_is_the_nearest_one_upward(fresh: Path) -> None:
    here("add", "2017", "Outer", "-k", "visit", cwd=fresh)
    inner = fresh / "a" / "b"
    inner.mkdir(parents=True)
    assert "Outer" in here("list", cwd=inner).out
    assert "Outer" in here("list", cwd=fresh / "events").out
    here("init", cwd=fresh / "a")
    here("add", "2018", "Inner", "-k", "visit", cwd=inner)
    assert "Inner" in here("list", cwd=inner).out
    assert "Inner" not in here("list", cwd=fresh).out


def test_a_folder_called_events_that_is_no_log_is_passed_over(fresh: Path) -> None:
    (fresh / "a" / "events").mkdir(parents=True)
    assert here("list", cwd=fresh / "a").code == 0


def test_the_log_may_be_named_by_option_or_environment(fresh: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    here("init", "one", cwd=elsewhere)
    here("init", "two", cwd=elsewhere)
    here("--log", "one", "add", "2001", "In one", "-k", "visit", cwd=elsewhere)
    here("add", "2002", "In two", "-k", "visit", cwd=elsewhere, env={"TIMELINE_LOG": "two"})
    env = {"TIMELINE_LOG": "one"}
    assert "In one" in here("list", cwd=elsewhere, env=env).out
    assert "In two" in here("--log", "two", "list", cwd=elsewhere, env=env).out
    assert "In " not in here("list", cwd=fresh).out
    assert here("list", cwd=fresh, env={"TIMELINE_LOG": ""}).code == 0


def test_a_log_that_is_named_but_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    assert here("--log", "nowhere", "list", cwd=tmp_path) == (
        2,
        "",
        "error: no folder nowhere\n  make a log there: timeline init nowhere\n",
    )
    assert here("list", cwd=tmp_path, env={"TIMELINE_LOG": "plain"}) == (
        2,
        "",
        "error: plain is no log: it holds no timeline.yaml\n  make it one: timeline init plain\n",
    )


def test_the_option_log_after_the_command_is_sent_to_its_place(example: Path) -> None:
    done = here("list", "--log", "events", cwd=example)
    assert done.code == 2
    assert done.err.startswith("error: no such option: --log")
    assert done.err.endswith("\n  it stands before the command: timeline --log DIR list ...\n")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("lst", "did you mean list?"),
        ("actor", "did you mean actors?"),
        ("frobnicate", "see: timeline --help"),
    ],
)
def test_an_unknown_command_names_the_nearest(typed: str, hint: str, example: Path) -> None:
    assert here(typed, cwd=example) == (2, "", f"error: no command `{typed}`\n  {hint}\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("delete x", 'no command `delete`\n  write: timeline retract x --reason "..."'),
        ("remove", 'no command `remove`\n  write: timeline retract ID --reason "..."'),
        ("search police women", "no command `search`\n  write: timeline list police women"),
        ("find police -f json", "no command `find`\n  write: timeline list police json"),
        ("undo", "no command `undo`\n  write: timeline retract --last"),
        ("edit abcd", "no command `edit`\n  write: timeline amend abcd --edit"),
        (
            "help",
            ("no command `help`\n  see: timeline --help, or of a command: timeline COMMAND --help"),
        ),
        (
            "help add",
            "no command `help`\n  see: timeline --help, or of a command: timeline add --help",
        ),
        (
            "timeline list",
            "no command `timeline`\n  leave the second `timeline` out: timeline list",
        ),
        ("list --since 2017", "no such option: --since\n  write --from 2017"),
        ("list --until=2017", "no such option: --until\n  write --to 2017"),
        ("list --year 2017", "no such option: --year\n  write --during 2017"),
        ("list --json", "no such option: --json\n  write --format json"),
        (
            "list --limit ten",
            "--limit is not `ten`: a whole number is meant\n  write --limit 10",
        ),
        (
            "actors --limit=all",
            "--limit is not `all`: a whole number is meant\n  leave --limit out",
        ),
        (
            "import",
            (
                "import needs a format and a file\n  such as: timeline import csv FILE; "
                "csv, tsv, xlsx, jsonl, ical, timelinejs, markwhen, timesketch"
            ),
        ),
        (
            "import my.ics",
            "import needs the format before the file\n  write: timeline import ical my.ics",
        ),
        (
            "import a.dat",
            (
                "import needs the format before the file\n  write: timeline import FORMAT a.dat; "
                "one of csv, tsv, xlsx, jsonl, ical, timelinejs, markwhen, timesketch"
            ),
        ),
        ("import tsv", "import tsv needs a file\n  write: timeline import tsv FILE"),
        (
            "import ics my.ics",
            "no format `ics` to import\n  write: timeline import ical my.ics",
        ),
        (
            "import my.csv csv",
            ("no format `my.csv` to import\n  the format comes first: timeline import csv my.csv"),
        ),
        (
            "draft https://example.org/a?b",
            (
                "draft reads files, not addresses\n"
                "  save the page (curl -o page.html 'https://example.org/a?b'), then: timeline "
                "draft page.html --url 'https://example.org/a?b'"
            ),
        ),
    ],
)
def test_what_is_called_otherwise_elsewhere_is_named(
    words: str, message: str, example: Path
) -> None:
    assert here(*words.split(), cwd=example) == (2, "", f"error: {message}\n")


@pytest.mark.parametrize(
    ("words", "problem", "about"),
    [
        (["list", "--foo"], "no such option: --foo", "list"),
        (["list", "--limit", "-1"], "invalid value for '--limit'", "list"),
        (["list", "--columns"], "option '--columns' requires an argument", "list"),
        (["check", "extra"], "got unexpected extra argument", "check"),
        (["show"], "missing argument 'NAME'", "show"),
        (["diff"], "missing argument 'BEFORE'", "diff"),
        (["amend"], "missing argument 'ID'", "amend"),
        (["declare"], "missing command", "declare"),
        (["declare", "actr", "X"], "no such command 'actr'", "declare"),
        (["declare", "source"], "missing argument 'TITLE'", "declare source"),
    ],
)
def test_wrong_usage_is_one_line_and_leads_to_the_help(
    words: list[str], problem: str, about: str, example: Path
) -> None:
    done = here(*words, cwd=example)
    assert (done.code, done.out) == (2, "")
    first, second = done.err.splitlines()
    assert first.startswith(f"error: {problem}")
    assert second == f"  see: timeline {about} --help"


def test_a_value_of_two_lines_does_not_make_two_of_a_message(example: Path) -> None:
    for words in (["list", "--limit", "t\nen"], ["list", "--no\nsuch"], ["show", "a", "b\nc"]):
        done = here(*words, cwd=example)
        first, second = done.err.splitlines()
        assert (done.code, done.out) == (2, "")
        assert first.startswith("error: ")
        assert "\\x0a" in first
        assert second.startswith("  ")


def test_programmes_may_be_spelled_so_everywhere(example: Path) -> None:
    assert here("programmes", cwd=example) == here("programs", cwd=example)
    for command in ("list", "actors", "sources", "programs"):
        by_either = [
            here(command, option, "strive asia", cwd=example)
            for option in ("--programme", "--program")
        ]
        assert by_either[0] == by_either[1]
        assert by_either[0].code == 0


def test_the_front_door_of_a_checkout_is_the_same_program(example: Path) -> None:
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, str(ROOT / "cli.py"), "list"],
        cwd=example,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == process("list", cwd=example).out


def test_the_installed_command_is_the_same_program(example: Path) -> None:
    installed = Path(sys.executable).parent / "timeline"
    done = subprocess.run(  # noqa: S603 (our own program)
        [str(installed), "list", "--ids"],
        cwd=example,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == here("list", "--ids", cwd=example).out


@pytest.mark.parametrize("words", [["list"], ["list", "-f", "json"], ["actors"], ["--help"]])
def test_a_reader_that_goes_away_is_no_error(words: list[str], example: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", MAIN, *words],
        cwd=example,
        env=environment(),
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert b"Traceback" not in done.stderr
    assert b"rror" not in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("words", [["list", "-f", "json"], ["list", "-q"], ["--help"]])
def test_a_full_disk_is_an_error_of_one_line(words: list[str], example: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(  # noqa: S603 (our own program)
            [sys.executable, "-c", MAIN, *words],
            cwd=example,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    error = "error: the output: no space left on device\n  make room on the disk\n"
    assert done.stderr.endswith(error)


def unprintable(cwd: Path, *words: str, **env: str) -> tuple[int, str]:
    """Run the program with its output on a full disk: its exit code, and what it says."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(  # noqa: S603 (our own program)
            [sys.executable, "-c", MAIN, *words],
            cwd=cwd,
            env=environment(**env),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    return done.returncode, done.stderr


@pytest.mark.parametrize("env", [{}, {"PYTHONUNBUFFERED": "1"}])
def test_what_was_recorded_and_cannot_be_printed_is_told(fresh: Path, env: dict[str, str]) -> None:
    code, said = unprintable(fresh, "add", "2017", "A visit", "-k", "visit", **env)
    (id_,) = here("list", "--ids", cwd=fresh).lines
    recorded = f"error: recorded as {id_}, which cannot be printed: no space left on device\n"
    assert (code, said) == (
        1,
        f"{recorded}  nothing has to be recorded again; see: timeline show {id_}\n",
    )
    assert here("show", id_, cwd=fresh).code == 0
    for words in (
        ["amend", id_, "--kind", "training", "-r", "x"],
        ["retract", id_, "-r", "x"],
        ["declare", "actor", "OSCE"],
    ):
        code, said = unprintable(fresh, *words, **env)
        assert code == 1
        assert re.search(r"error: recorded as \w{16}, which cannot be printed: no space", said)
    (fresh / "in.yaml").write_text(
        "---\n".join(f"date: {year}\nkind: visit\ntitle: A visit\n" for year in range(2001, 2007))
    )
    code, said = unprintable(fresh, "add", "--file", "in.yaml", **env)
    assert code == 1
    assert re.search(r"recorded as \w{16}, \w{16}, \w{16} and 3 more, which cannot be", said)


EMPTY = {
    "list --columns=": "--columns is empty",
    "list --sort=": "--sort is empty",
    "list --group-by=": "--group-by is empty",
    "list --format=": "--format is empty",
    "list --output=": "--output is empty",
    "list --actor=": "--actor is empty",
    "schema --output=": "--output is empty",
    "stats --by=": "--by is empty",
    "diff 2016 2018 --view=": "--view is empty",
    "diff 2016 2018 --clock=": "--clock is empty",
    "actors --on=": "--on is empty",
    "declare actor X --key=": "--key is empty",
    "--color= list": "--color is empty",
    "--log= list": "--log is empty",
}


@pytest.mark.parametrize("line", EMPTY)
def test_an_option_without_a_value_is_refused(line: str, example: Path) -> None:
    message = f"error: {EMPTY[line]}\n  give it a value, or leave it out\n"
    assert here(*line.split(" "), cwd=example) == (2, "", message)


@pytest.mark.parametrize("words", [["actors"], ["programs"], ["sources"], ["places"], ["figures"]])
def test_a_name_that_is_empty_is_refused(words: list[str], example: Path) -> None:
    ran = here(*words, "", cwd=example)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(" is empty\n  give one, or leave it out\n")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("diff 2016 2018 --view ,", "no view `,`\n  one of chronology, actors,"),
        ("list --columns ,", "no column `,`\n  one of id, date,"),
    ],
)
def test_a_choice_that_names_nothing_is_refused_with_what_there_is(
    line: str, message: str, example: Path
) -> None:
    ran = here(*line.split(" "), cwd=example)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {message}")


@pytest.mark.parametrize("more", [[], ["--sort", "title"], ["--group-by", "kind"]])
@pytest.mark.parametrize("number", ["9" * 20, "9" * 4000, str(2**63), str(2**31)])
def test_a_limit_beyond_all_counting_is_no_limit(
    number: str, more: list[str], example: Path
) -> None:
    ran = here("list", *more, "--limit", number, cwd=example)
    assert ran == here("list", *more, cwd=example)


@pytest.mark.parametrize(
    "words",
    [
        ["list", "--limit", "9" * 5000],
        ["list", "--around", "Workshop", "--window", "99999999999999999999d"],
        ["list", "--during", "9" * 5000],
        ["show", "9" * 5000],
        ["import", "csv", "/dev/null", "--header", "9" * 20],
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_no_number_is_too_large_for_an_answer(words: list[str], example: Path) -> None:
    ran = here(*words, cwd=example)
    assert ran.code in (1, 2)
    assert "fault of timeline itself" not in ran.err


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("can't allocate read lock"),
        SystemError("error return without exception set"),
    ],
)
def test_out_of_memory_is_told_as_such(
    error: Exception, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("timeline.cli.commands.list.emit", refused)
    assert here("list", cwd=example).err == (
        "error: out of memory\n"
        "  end other programs, and do the same again; "
        "or ask for less, such as --from 2017 --to 2018\n"
    )


def test_a_part_that_cannot_be_loaded_is_told_as_such(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise ImportError("x.so: failed to map segment")

    monkeypatch.setattr("timeline.cli.commands.list.emit", refused)
    assert here("list", cwd=example).err == (
        "error: a part of timeline cannot be loaded: x.so: failed to map segment\n"
        "  reinstall it: pip install --force-reinstall timeline-ledger; or free some memory\n"
    )


def test_what_cannot_be_read_is_not_told_of_the_output(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("timeline.cli.commands.list.emit", refused)
    assert here("list", cwd=example).err == (
        "error: what is read: input/output error\n"
        "  look at your disk, or restore the file from a copy\n"
    )


def test_data_and_what_is_not_data_go_different_ways(example: Path) -> None:
    for words, count in (
        (["list"], "88 happenings"),
        (["actors"], "93 actors"),
        (["programs"], "11 programs"),
        (["sources"], "13 sources"),
        (["check"], "330 events, no errors"),
    ):
        done = process(*words, cwd=example)
        assert done.code == 0
        assert done.err == f"{count}\n"
        assert count not in done.out
        quiet = process(*words, "--quiet", cwd=example)
        assert quiet == (0, done.out, "")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["list"],
        ["list", "--columns", "id,date,kind,status,title,summary,places,actors"],
        ["actors"],
        ["actors", "Interior Ministry"],
        ["programs"],
        ["programs", "strive-asia-kg", "--as-of", "2021-10-01"],
        ["sources"],
        ["sources", "unodc-2018-02-16"],
        ["show", "inspectors trained"],
        ["show", "moi-kg"],
        ["show", "prison-47"],
        ["show", "undp-2022-02-18"],
        ["diff", "2016", "2018"],
        ["status"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(words: list[str], width: int, example: Path) -> None:
    done = here(*words, cwd=example, width=width)
    assert done.code == 0
    for line in done.lines:
        # A path or an address stays whole, so that it can be copied.
        whole = line.split()[-1] if line.split() else ""
        assert columns(line) <= width or "/" in whole or len(whole) == 64, line
        assert columns(line) <= width or columns(whole) > width - 20, line


@pytest.mark.parametrize("width", [60, 100])
def test_on_a_real_terminal_lines_are_as_wide_as_it_is(width: int, example: Path) -> None:
    shown = on_terminal("list", "--during", "2017", cwd=example, width=width)
    lines = shown.splitlines()
    assert max(map(columns, lines)) <= width
    assert lines[0].startswith("Date ")
    assert "Who" in lines[0]


def test_nothing_is_cut_when_it_does_not_go_to_a_terminal(example: Path) -> None:
    done = process("list", cwd=example)
    assert max(map(columns, done.lines)) > 200
    assert len(done.lines) == 88 + 2


WORDS = st.one_of(
    st.sampled_from(
        [
            *command_names.COMMANDS,
            *("--log", "--from", "--to", "--during", "--within", "--certain", "--actor", "--role"),
            *("--program", "--place", "--kind", "--status", "--as-of", "--format", "--sort"),
            *("--columns", "--limit", "--ids", "--reason", "--unset", "--remove", "--new", "-g"),
            *("-a", "-p", "-s", "-k", "--key", "actor", "program", "source", "place", "2017", "-"),
            *("roundtable", "moi-kg", "partner=MoI", "json", "csv", "2016/2018", "--dry-run", "--"),
            *("date,title", "figure=x", "x=1 person", "unodc-2017-08-30@3", "workshop", "summer"),
        ]
    ),
    # What a command line can hold: no NUL, and bytes that are not UTF-8 as these surrogates.
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.just("\udcff"),
    st.from_regex(r"-{1,2}[a-z-]{1,8}(=.{0,6})?", fullmatch=True),
)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small log, where anything may happen."""
    folder = tmp_path_factory.mktemp("busy")
    here("init", cwd=folder)
    here(
        *("add", "summer 2017", "A roundtable", "-k", "roundtable", "-a", "partner=MoI"),
        *("-s", "unodc-2017-08-30@3", "-g", "participants=50 person", "--new"),
        cwd=folder,
    )
    return folder


@given(words=st.lists(WORDS, max_size=6))
@example(words=["--log", "\udcff", "list"])
@example(words=["list", "--actor", "\udcff"])
@example(words=["list", "-o", "\udcff"])
@example(words=["show", "\udcff"])
@example(words=["add", "2017", "\udcff", "-k", "visit"])
@example(words=["add", "--file", "\udcff"])
@example(words=["declare", "actor", "\udcff"])
@example(words=["retract", "roundtable", "-r", "\udcff"])
@example(words=["init", "\udcff"])
@example(words=["\udcff"])
@examples(400, SHARES_FIXTURE)
def test_no_words_end_in_a_traceback_or_another_exit_code(words: list[str], busy: Path) -> None:
    done = here(*words, cwd=busy)
    assert done.code in (0, 1, 2, 3)
    assert "fault of timeline itself" not in done.err
    assert "Traceback" not in done.err
    assert done.err or done.code == 0 or words[:1] == ["diff"]
    done.err.encode()
    done.out.encode()


def test_bytes_that_are_no_text_are_refused(example: Path) -> None:
    for words in (["show", "\udcff"], ["actors", "\udcff"]):
        assert here(*words, cwd=example) == (
            2,
            "",
            """\
error: `\\udcff` is not text in UTF-8
  type it again, or set your terminal to UTF-8
""",
        )


def test_a_fault_of_the_program_itself_says_so(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a slip\x1b[2J")

    monkeypatch.setattr("timeline.cli.commands.status.status", fail)
    assert here("status", cwd=example) == (
        1,
        "",
        """\
error: this is a bug in timeline: ZeroDivisionError: a slip\\x1b[2J
  please report it; TIMELINE_DEBUG=1 shows where it happened
""",
    )
    with pytest.raises(ZeroDivisionError):
        here("status", cwd=example, env={"TIMELINE_DEBUG": "1"})


def test_an_interruption_is_no_traceback(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("timeline.cli.commands.status.status", interrupt)
    assert here("status", cwd=example) == (130, "", "error: interrupted\n")


def test_a_date_before_the_year_zero_is_told_where_to_stand(fresh: Path) -> None:
    words = ["-0043-03-15", "Ides", "-k", "meeting"]
    done = here("add", *words, cwd=fresh)
    hint = "a date that begins with - comes last, after --: timeline add [OPTIONS] -- DATE ..."
    assert (done.code, done.err) == (2, f"error: no such option: -0\n  {hint}\n")
    assert here("add", "-k", "meeting", "--", *words[:2], cwd=fresh).code == 0


def test_an_option_without_a_value_to_look_for_is_refused(fresh: Path) -> None:
    done = here("list", "--from", "", cwd=fresh)
    assert (done.code, done.err) == (
        2,
        "error: --from is empty\n  give it a value, or leave it out\n",
    )


def test_a_closed_stream_is_no_fault(example: Path) -> None:
    program = shlex.join([sys.executable, "-c", MAIN])
    for closed in (">&-", "2>&-"):
        done = subprocess.run(  # noqa: S602 (a shell is what closes streams)
            f"{program} list -q {closed}", shell=True, cwd=example, capture_output=True, check=False
        )
        assert done.returncode == 0
        assert b"Traceback" not in done.stderr


def test_a_log_is_found_by_its_path_where_the_current_folder_is_gone(
    example: Path, tmp_path: Path
) -> None:
    program = shlex.join([sys.executable, "-c", MAIN])
    gone = tmp_path / "gone"
    gone.mkdir()
    log = shlex.quote(str(example / "events"))
    done = subprocess.run(  # noqa: S602 (a shell goes where the folder was)
        f"rmdir {shlex.quote(str(gone))}; {program} --log {log} list --ids --limit 1",
        shell=True,
        cwd=gone,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert len(done.stdout.strip()) == 16
