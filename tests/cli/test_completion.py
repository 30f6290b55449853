"""Completion: what is offered where on a command line, and how real shells insert it."""

import contextlib
import json
import os
import pty
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import completion_table
import pytest

from timeline.cli.command_names import COMMANDS
from timeline.cli.complete import offers, scripts, sources
from timeline.cli.find_command import find_command
from timeline.cli.parameters import CommandGroup, Parameter
from timeline.event.types import DECLARATIONS, ROLES
from timeline.views import vocabulary

from support.helpers import complete as happened
from support.helpers import happening
from support.running import MAIN, columns, environment, here

FREE = {
    "--keep",
    "--skip",
    "--replace",
    *(
        "--announced",
        "--as-of",
        "--as-published",
        "--during",
        "--from",
        "--on",
        "--period",
        "--published",
        "--since",
        "--to",
    ),
    *(
        "--within",
        "--date",
        "--diff",
        "--date-basis",
        "--date-text",
        "--language",
        "--limit",
        "--name",
    ),
    *(
        "--note",
        "--paragraphs",
        "--port",
        "--reason",
        "--sha256",
        "--summary",
        "--timeout",
        "--title",
    ),
    *(
        "--coordinates",
        "--key",
        "--short",
        "--publisher",
        "--ref",
        "--identifier",
        "--url",
        "--text",
    ),
    "--window",
    *("--map", "--set", "--external-id", "--recorded-at", "--operation", "--refers-to"),
    *("--port", "--encoding", "--header", "--sheet", "--until"),
}
"""Options whose values no log can know."""
QUOTED = 'O\'Brien & "Sons" $5 `x`'
CYRILLIC = "Министерство внутренних дел"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a log of names that are not easily typed."""
    made = tmp_path_factory.mktemp("completion")
    here("init", cwd=made)
    for key, name in (
        ("mvd", CYRILLIC),
        ("obrien", QUOTED),
        ("moi", "Ministry of Interior"),
        ("moj", "Ministry of Justice"),
    ):
        assert here("declare", "actor", name, "--key", key, cwd=made).code == 0
    here("declare", "program", "Peace: a beginning", "--phase", "first=First steps", cwd=made)
    here("declare", "place", "Osh", cwd=made)
    here("declare", "source", "A release", "--key", "release-2017", cwd=made)
    said = ["-a", "organiser=moi", "-g", "participants=60 person", "--tag", "police"]
    assert here("add", "2017", "A visit: to Osh", "-k", "visit", *said, cwd=made).code == 0
    assert here("list", cwd=made).code == 0
    return made


def texts(*words: str, cwd: Path) -> list[str] | str:
    """What is offered for the last of some words."""
    with contextlib.chdir(cwd):
        found = offers.find_offers(words)
    return found if isinstance(found, str) else [one.text for one in found]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ch", ["chart", "check"]),
        ("declare ", list(DECLARATIONS)),
        ("declare pro", ["program"]),
        ("list --ki", ["--kind"]),
        ("list --kind works", ["workshop", "works"]),
        ("list --kind=vis", ["--kind=visit"]),
        ("add -k vis", ["visit"]),
        ("add -kvis", []),
        ("retract --dry-run moi", []),
        ("list --role orga", ["organiser"]),
        ("list --actor ", ["mvd", "obrien", "moi", "moj", *(f"{role}=" for role in ROLES)]),
        ("list --actor mo", ["moi", "moj"]),
        ("list --actor organiser=mo", ["organiser=moi", "organiser=moj"]),
        ("list --actor=organiser=moj", ["--actor=organiser=moj"]),
        ("add -a speaker=mv", ["speaker=mvd"]),
        ("list --program pe", ["peace-a-beginning"]),
        ("list --programme pe", ["peace-a-beginning"]),
        ("add -p starts=pe", ["starts=peace-a-beginning"]),
        ("list --phase ", ["first"]),
        ("list --place ", ["osh"]),
        ("places --no-parts o", ["osh"]),
        ("list --source rel", ["release-2017"]),
        ("list --tag ", ["police"]),
        ("list --measure ", ["participants"]),
        ("add -g part", ["participants="]),
        ("figures ", ["participants"]),
        ("list --status ", ["planned", "occurred", "postponed", "cancelled"]),
        ("declare program --status f", ["finalisation"]),
        ("declare actor --type p", ["person"]),
        ("declare actor --part-of moj", ["moj"]),
        ("list --confidence l", ["likely"]),
        ("list --format js", ["json", "jsonl"]),
        ("list --columns date,tit", ["date,title"]),
        ("diff --view actors,prog", ["actors,programs"]),
        ("diff --clock re", ["recorded"]),
        ("list --sort lat", ["latest"]),
        ("stats --by y", ["year"]),
        ("amend --unset conf", ["confidence"]),
        ("add --edit --like rel", ["release-2017"]),
        ("amend --edit --remove act", ["actor="]),
        ("amend --remove act", ["actor="]),
        ("amend --remove actor=mv", ["actor=mvd"]),
        ("amend --remove nothing=m", []),
        ("actors mo", ["moi", "moj"]),
        ("declare actor mo", ["moi", "moj"]),
        ("show rel", ["release-2017"]),
        ("programmes pe", ["peace-a-beginning"]),
        ("completion ", ["bash", "zsh", "fish"]),
        ("import j", ["jsonl"]),
        ("import csv x", "files"),
        ("import csv x --dates d", ["dmy"]),
        ("export c", ["csv"]),
        ("list -o ev", "files"),
        ("list --output=ev", "files"),
        ("--log ", "folders"),
        ("init ", "folders"),
        ("-- li", ["list"]),
        ("actors -- mo", ["moi", "moj"]),
        ("list --limit 3", []),
        ("diff 20", []),
        ("frobnicate --", []),
        ("declare frobnicate ", []),
        ("list --frobnicate=x", []),
    ],
)
def test_what_is_offered(line: str, expected: list[str] | str, folder: Path) -> None:
    found = texts(*line.split(" "), cwd=folder)
    assert sorted(found) == sorted(expected)


def test_names_are_offered_once_something_of_them_is_typed(folder: Path) -> None:
    assert texts("list", "--actor", "Min", cwd=folder) == [
        "Ministry of Interior",
        "Ministry of Justice",
    ]
    assert texts("list", "--actor", "Мин", cwd=folder) == [CYRILLIC]


def test_another_case_is_offered_where_nothing_has_the_same(folder: Path) -> None:
    assert texts("list", "--actor", "MINISTRY OF J", cwd=folder) == ["Ministry of Justice"]
    assert texts("list", "--kind", "VIS", cwd=folder) == ["visit"]


def test_ids_are_offered_with_their_dates_and_titles(folder: Path) -> None:
    ids = here("list", "--ids", cwd=folder).lines
    with contextlib.chdir(folder):
        assert offers.find_offers(["amend", ""]) == [(ids[0], "2017  A visit: to Osh")]
        assert offers.find_offers(["amend", ids[0][:3].upper()]) == [
            (ids[0], "2017  A visit: to Osh")
        ]
    assert ids[0] in texts("show", ids[0][:4], cwd=folder)


def test_events_that_are_no_happenings_are_offered_to_be_retracted(folder: Path) -> None:
    actor = here("show", "moi", "-f", "json", cwd=folder).json["declaration"]["id"]
    assert texts("retract", actor[:5], cwd=folder) == [actor]
    assert texts("amend", actor[:5], cwd=folder) == []


def test_saved_questions_are_offered_by_their_names(copy: Path) -> None:
    with (copy / "events" / "timeline.yaml").open("a") as file:
        file.write("queries: {mine: --kind law, ours: --kind visit}\n")
    assert here("list", cwd=copy).code == 0
    assert texts("list", "@", cwd=copy) == ["@mine", "@ours"]
    assert texts("list", "training", "@m", cwd=copy) == ["@mine"]


def test_the_options_of_a_command_are_offered_with_their_help(folder: Path) -> None:
    found = texts("status", "", cwd=folder)
    assert found == ["--format", "--output", "--quiet", "--help"]
    with contextlib.chdir(folder):
        assert offers.find_offers(["check", "--str"]) == [
            ("--strict", "Look for what deserves a second look, too.")
        ]


def test_the_log_that_is_named_is_asked(folder: Path, tmp_path: Path) -> None:
    log = str(folder / "events")
    assert texts("--log", log, "actors", "mv", cwd=tmp_path) == ["mvd"]
    assert texts(f"--log={log}", "actors", "mv", cwd=tmp_path) == ["mvd"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TIMELINE_LOG", log)
        assert texts("actors", "mv", cwd=tmp_path) == ["mvd"]


def test_of_many_the_first_and_the_last_are_offered(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a shell inserts no more than what all have in common."""
    monkeypatch.setattr(vocabulary, "_MOST", 2)
    assert texts("actors", "m", cwd=folder) == ["moi", "mvd"]
    assert texts("actors", "Министерство", cwd=folder) == [CYRILLIC]


def test_no_question_of_a_shell_reads_a_whole_table(folder: Path) -> None:
    ledger = folder / ".timeline" / "events.db"
    with contextlib.closing(sqlite3.connect(ledger)) as db:
        asked: list[str] = []
        db.set_trace_callback(asked.append)
        for source, find in sources._OF_LOG.items():  # noqa: SLF001
            for typed in ("", "k", "actor=", "starts=p"):
                list(find(db, ("role",) if source == "words" else ("actor",), typed))
        db.set_trace_callback(None)
        assert len(asked) > len(sources._OF_LOG)  # noqa: SLF001
        for query in asked:
            for *_, step in db.execute(f"EXPLAIN QUERY PLAN {query}"):
                assert not re.match("SCAN (?!one|found|declared_phases|d USING INDEX)", step), query
                assert "TEMP B-TREE FOR ORDER" not in step, query


def parameters() -> Iterator[Parameter]:
    """What every command takes."""
    for name in COMMANDS:
        command = find_command(name)
        inner = command.commands.values() if isinstance(command, CommandGroup) else [command]
        for one in inner:
            assert one is not None
            yield from one.parameters


def long_name(option: Parameter) -> str:
    return next(name for name in option.flags if name.startswith("--"))


def test_every_option_is_completed_or_known_to_be_free() -> None:
    options = [one for one in parameters() if one.flags]
    free = {long_name(one) for one in options if not (one.is_flag or one.values)}
    assert {name.replace("--not-", "--") for name in free} <= FREE
    assert {long_name(one) for one in options} >= FREE


def test_the_table_is_what_commands_declare() -> None:
    made = completion_table.render()
    assert completion_table.FILE.read_text() == made, "run: python docs/generate.py"


def complete(*args: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", MAIN, "--complete", *args],
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        text=True,
        check=False,
    )


def test_completion_makes_no_projection(clone: Path) -> None:
    done = complete("zsh", "list", "--kind", "", cwd=clone)
    assert (done.returncode, done.stdout, done.stderr) == (0, "words\n", "")
    assert not (clone / ".timeline").exists()


@pytest.mark.parametrize("command", ["show", "amend", "retract"])
def test_words_of_a_title_are_completed(command: str, fresh: Path) -> None:
    here("add", "2017", "Training of inspectors in Osh", "-k", "training", cwd=fresh)
    here("add", "2018", "Report on inspectors", "-k", "publication", cwd=fresh)
    assert here("list", cwd=fresh).code == 0
    done = complete("zsh", command, "inspectors i", cwd=fresh)
    assert done.stdout == "words\ninspectors in Osh\t2017\n"
    assert complete("zsh", command, "Insp", cwd=fresh).stdout == (
        "words\nInspectors\t2018\nInspectors in Osh\t2017\n"
    )
    assert (
        complete(
            "bash", f"timeline {command} 'inspectors in", "inspectors in", "9", "80", cwd=fresh
        ).stdout
        == "words\ninspectors in Osh\n"
    )


def test_completion_reads_the_projection_as_it_lies_there(copy: Path) -> None:
    assert here("list", cwd=copy).code == 0
    before = (copy / ".timeline" / "events.db").read_bytes()
    body = happened(happening(kind="flight"))
    (copy / "events" / "flight.yaml").write_text(json.dumps(body))
    assert "flight" not in complete("zsh", "list", "--kind", "fl", cwd=copy).stdout
    assert (copy / ".timeline" / "events.db").read_bytes() == before


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["zsh"],
        ["bash"],
        ["bash", "timeline list"],
        ["tcsh", "list", ""],
        ["zsh", "list", "--kind", ""],
        ["bash", "", "", "9", "80"],
        ["bash", "timeline list --kind ", "", "9", "none"],
    ],
)
def test_no_error_is_ever_shown_to_somebody_who_types(args: list[str], tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "timeline.yaml").touch()
    (tmp_path / ".timeline").mkdir()
    (tmp_path / ".timeline" / "events.db").write_bytes(b"no database")
    done = complete(*args, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_log_commands_and_options_are_completed_all_the_same(tmp_path: Path) -> None:
    assert texts("lis", cwd=tmp_path) == ["list"]
    assert texts("list", "--format", "t", cwd=tmp_path) == ["table", "tsv"]
    assert complete("fish", "list", "--actor", "", cwd=tmp_path).stdout == ""


def test_bash_lists_what_things_mean_within_the_width_of_the_terminal(example: Path) -> None:
    for width in (40, 80):
        said = ("timeline show m", "m", "63", str(width))
        kind, *lines = complete("bash", *said, cwd=example).stdout.splitlines()
        assert kind == "words"
        assert any(re.match(r"moi-kg +Ministry of Inter", line) for line in lines)
        assert all(columns(line) < width for line in lines)


@pytest.mark.parametrize("shell", scripts.SHELLS)
def test_the_script_of_a_shell_is_printed_with_how_to_use_it(shell: str, tmp_path: Path) -> None:
    done = here("completion", shell, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out == scripts.script(shell)
    assert f"timeline completion {shell}" in done.out[:400]


def test_another_shell_is_refused(tmp_path: Path) -> None:
    error = "error: no completion for the shell `tcsh`\n  one of bash, zsh, fish\n"
    assert here("completion", "tcsh", cwd=tmp_path) == (2, "", error)


START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
PREPARE = {
    "bash": "source <(timeline completion bash); ",
    "zsh": "autoload -Uz compinit; compinit -u -D; source <(timeline completion zsh); ",
    "fish": "timeline completion fish | source; ",
}
ECHO = {  # `timeline` prints what it is called with, unless the shell asks what may be typed
    "bash": 'timeline() { test "$1" = --complete && command timeline "$@" || printf \'<%s>\' '
    '"$@" ENTERED; }',
    "fish": 'function timeline; test "$argv[1]" = --complete; and command timeline $argv; '
    "or printf '<%s>' $argv ENTERED; end",
}
DEADLINE = 60
"""Seconds until a shell that says nothing is given up."""


class Shell:
    """A shell on a terminal, with completion, in which `timeline` prints its arguments."""

    def __init__(self, name: str, folder: Path) -> None:
        installed = Path(sys.executable).parent
        env = environment(HOME=str(folder), TERM="xterm", LC_ALL="C.UTF-8", PS1="$ ")
        env["PATH"] = f"{installed}:{env['PATH']}"
        self._process, self._terminal = pty.fork()
        if not self._process:
            os.chdir(folder)
            os.execvpe(name, START[name], env)  # noqa: S606 (the shells that we test)
        self.type(f"{PREPARE[name]}{ECHO.get(name, ECHO['bash'])}; printf '<%s>' ENTER''ED\n")
        self.shown()

    def type(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    def shown(self) -> list[str]:
        """What `timeline` was called with, once it was."""
        read = b""
        end = time.monotonic() + DEADLINE
        while b"<ENTERED>" not in read and time.monotonic() < end:
            if select.select([self._terminal], [], [], 0.1)[0]:
                read += os.read(self._terminal, 65536)
        text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", read.decode())
        called = re.search(r"((?:<[^<>]*>)*)<ENTERED>", text)
        assert called, text
        return re.findall(r"<([^<>]*)>", called[1])

    def close(self) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._terminal)


@pytest.fixture(scope="module", params=scripts.SHELLS)
def shell(request: pytest.FixtureRequest, folder: Path) -> Iterator[Shell]:
    # Where changes are judged all shells are there; a person who tests may lack some.
    if not shutil.which(request.param) and not os.environ.get("CI"):
        pytest.skip(f"{request.param} is not installed")
    started = Shell(request.param, folder)
    yield started
    started.close()


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("li\t", ["list"]),
        ("list --ki\tvis\t", ["list", "--kind", "visit"]),
        ("list --actor mv\t", ["list", "--actor", "mvd"]),
        ("list --actor Мин\t", ["list", "--actor", CYRILLIC]),
        ('list --actor "Мин\t', ["list", "--actor", CYRILLIC]),
        ("list --actor 'Мин\t", ["list", "--actor", CYRILLIC]),
        ("list --actor O\t", ["list", "--actor", QUOTED]),
        ('list --actor "O\t', ["list", "--actor", QUOTED]),
        ("list --actor 'O\t", ["list", "--actor", QUOTED]),
        ("list --actor M\tJ\t", ["list", "--actor", "Ministry of Justice"]),
        ("list --actor=Ministry\\ of\\ I\t", ["list", "--actor=Ministry of Interior"]),
        ("list --actor organis\tmoj\t", ["list", "--actor", "organiser=moj"]),
        ('list --actor "organiser=M\tJ\t', ["list", "--actor", "organiser=Ministry of Justice"]),
        ("list --program Peace\t", ["list", "--program", "Peace: a beginning"]),
        ("list --output eve\t", ["list", "--output", "events"]),
        ("list --output=eve\t", ["list", "--output=events"]),
        ("init eve\t", ["init", "events"]),
    ],
)
def test_a_shell_inserts_what_the_program_then_gets(
    typed: str, called: list[str], shell: Shell
) -> None:
    shell.type(f"timeline {typed}\n")
    assert [word.removesuffix("/") for word in shell.shown()] == called
