"""No byte of what the program is given steers a terminal: every way in, on a terminal and in pipes.

What stands in the log is tested in `test_commands_output.py`, what is typed at questions in
`test_interview.py`, arbitrary command lines in `fuzz.arguments`.
"""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from support.properties import sample
from support.running import here, process
from support.terminals import on_pty

EVIL = "\x1b[31mE\u202e\x9bV"
"""A colour, a turn of direction, and a control of C1; a shell puts all of them into arguments."""
PLAIN = (
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u0645\u0643\u062a\u0628"
    " \U0001f468\u200d\U0001f469\u200d\U0001f467"
)
"""Persian with a sign that keeps letters apart, Arabic, and a family."""
STEERS = {chr(code) for code in (*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0))}
STEERS |= set(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
)


class Way(NamedTuple):
    """A way by which a text comes in: words of a command line, and more of the environment."""

    words: Sequence[str]
    env: Mapping[str, str] = {}


WAYS = [
    # names of files, and what stands in them
    Way(["list"]),
    Way(["check"]),
    Way(["status"]),
    Way(["config"]),
    Way(["import", "csv", f"{EVIL}.csv", "--dry-run"]),
    Way(["import", "csv", f"{EVIL}.csv", "--suggest"]),
    Way(["import", "csv", f"{EVIL}.csv", "--map", f"title={EVIL}", "--dry-run"]),
    Way(["import", "csv", f"none{EVIL}.csv"]),
    Way(["import", "csv", f"{EVIL}.csv", "--mapping", f"{EVIL}.yaml"]),
    Way(["import", "ical", f"{EVIL}.ics", "--dry-run", "--set", "kind=visit"]),
    Way(["import", "jsonl", f"{EVIL}.jsonl", "--dry-run"]),
    Way(["import", "markwhen", f"{EVIL}.txt", "--dry-run"]),
    Way(["import", f"x{EVIL}", "x"]),
    Way(["draft", f"{EVIL}.txt"]),
    Way(["draft", f"{EVIL}.html"]),
    Way(["draft", f"{EVIL}.csv", "--title", f"T{EVIL}"]),
    Way(["add", "--file", f"{EVIL}.yaml", "--dry-run"]),
    Way(["add", "--file", f"{EVIL}.jsonl", "--dry-run"]),
    Way(["list", "-o", f"no{EVIL}/x.csv"]),
    Way(["list", "-o", f"{EVIL}.out"]),
    Way(["export", "jsonl", "-o", f"{EVIL}.out"]),
    Way(["archive", f"x{EVIL}", f"{EVIL}.txt", "--dry-run"]),
    Way(["archive", "x", f"none{EVIL}.txt", "--reason", EVIL]),
    Way(["archive", "x", f"{EVIL}.txt", "--reason", EVIL, "--dry-run"]),
    # seals, signatures and proofs
    Way(["verify"]),
    Way(["verify", "-f", "csv"]),
    Way(["verify", "--since", EVIL]),
    Way(["verify", "--since", f"s{EVIL[-1]}"]),
    Way(["verify", "--proof", EVIL, "-o", "proof"]),
    Way(["verify", "--proof", "plain", "--since", "good", "-o", f"events/{EVIL}"]),
    Way(["verify", "--allowed-signers", f"{EVIL}.txt"]),
    Way(["verify", "--allowed-signers", f"none{EVIL}"]),
    Way(["verify", "--ca", f"{EVIL}.txt"]),
    Way(["verify", "--ca", f"none{EVIL}"]),
    Way(["list", "--as-recorded", EVIL]),
    Way(["seal", "--name", EVIL, "--dry-run"]),
    Way(["seal", "--sign", f"{EVIL}.txt", "--dry-run"]),
    Way(["seal", "--sign", f"none{EVIL}", "--dry-run"]),
    Way(["seal", "--timestamp", f"{EVIL}.txt", "--dry-run"]),
    Way(["seal", "--timestamp", f"none{EVIL}", "--dry-run"]),
    Way(["erase", EVIL, "--reason", EVIL, "--dry-run"]),
    Way(["erase", "plain", "--reason", EVIL, "--sources", "--dry-run"]),
    Way(["erase", "plain", "--yes"]),
    Way(["erase", "plain", "--reason", EVIL]),
    # words
    Way([EVIL]),
    Way(["list", f"--{EVIL}"]),
    Way(["list", f"@{EVIL}"]),
    Way(["list", "@evil"]),
    Way(["list", "--columns", EVIL]),
    Way(["list", "-f", EVIL]),
    Way(["list", "--limit", EVIL]),
    Way(["show", EVIL]),
    Way(["diff", EVIL, "2017"]),
    Way(["diff", "2016", "2017", "--against", f"x{EVIL}"]),
    Way(["diff", "2016", "2017", "--against", "HEAD"]),
    Way(["sql", f"SELECT '{EVIL}' AS \"{EVIL}\""]),
    Way(["sql", f"SELEC {EVIL}"]),
    Way(["stats", "--group-by", EVIL]),
    Way(["chart", "--title", EVIL]),
    Way(["--log", f"x{EVIL}", "list"]),
    Way(["--color", EVIL, "list"]),
    Way(["--projection", f"postgresql://u:p@127.0.0.1:1/{EVIL}", "list"]),
    Way(["completion", EVIL]),
    Way(["--complete", "bash", f"timeline list --tag {EVIL}", EVIL, "63", "80"]),
    Way(["--complete", "fish", "list", "--tag", ""]),
    Way(["--complete", "zsh", "list", "--actor", ""]),
    # surroundings
    Way(["add", "2017", "T", "-k", "visit", "--dry-run"], {"TIMELINE_BY": f"B{EVIL}"}),
    Way(["config"], {"TIMELINE_BY": f"B{EVIL}"}),
    Way(["list"], {"PAGER": f"no-pager{EVIL}"}),
    Way(["amend", "plain", "--edit"], {"EDITOR": f"no-editor{EVIL}", "VISUAL": ""}),
    Way(["list"], {"TIMELINE_LOG": f"no{EVIL}"}),
    Way(["config"], {"XDG_CONFIG_HOME": f"/no{EVIL}"}),
    Way(["config"], {"NO_COLOR": EVIL, "COLUMNS": EVIL, "LANG": EVIL}),
    Way(["add", "2017", "T", "-k", "visit", "--dry-run"], {"TIMELINE_BY": "", "USER": EVIL}),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log in a repository, and files of all kinds, which steer a terminal wherever they can."""
    made = tmp_path_factory.mktemp("evil")
    for words in (["init", "-q"], ["config", "user.name", f"G{EVIL}"]):
        subprocess.run(["git", *words], cwd=made, check=True, capture_output=True)  # noqa: S603, S607
    assert here("init", cwd=made).code == 0
    bidi = "A\u202eB"
    here("declare", "actor", bidi, "--key", "x", "-q", cwd=made)
    said = ("-k", "visit", "--tag", bidi, "-a", "host=x", "--summary", PLAIN, "--new", "-q")
    assert here("add", "2017", f"plain {PLAIN}", *said, cwd=made).code == 0
    here("declare", "source", bidi, "--key", "x", "-q", cwd=made)
    (made / "page.txt").write_text("A page")
    assert here("archive", "x", "page.txt", "-q", cwd=made).code == 0
    assert here("seal", "--name", "good", cwd=made).code == 0
    events = made / "events"
    (seal,) = (events / "seals").glob("*.yaml")
    for name in (f"{EVIL}.yaml", f"{EVIL}.sig", f"{EVIL}.tsr", f"{EVIL}.txt", EVIL):
        (seal.parent / name).write_text(
            seal.read_text().replace("name: good", 'name: "b\\e\\u202e"')
        )
    for name in (EVIL, f"{'0' * 64}{EVIL}.txt"):
        (events / "archive" / name).write_text(EVIL)
    (events / f"{EVIL}.yaml").write_text(f"schema: 1\nno\u202e: {EVIL}\n")
    with (events / "timeline.yaml").open("a") as file:
        file.write('"k\\e[31m\u202e": x\nqueries: {evil: "--kind x\u202e\\e"}\n')
    (made / f"{EVIL}.csv").write_text(f'Date,Title,"C{EVIL}",Kind\n2017,{EVIL},x,vis{EVIL}\n')
    (made / f"{EVIL}.yaml").write_text('date: "\\e2017\u202e"\nkind: "a\\e"\n"b\\e\u202e": c\n')
    (made / f"{EVIL}.jsonl").write_text(
        '{"date":"2017","kind":"visit","title":"\\u001b[31m\\u202e","\\u009b":"x"}\n'
    )
    (made / f"{EVIL}.txt").write_text(f"4 May 2017: {EVIL}\n\nThe UN{EVIL} met on 5 May 2017.\n")
    (made / f"{EVIL}.html").write_text(f"<title>{EVIL}</title><h1>{EVIL}</h1><p>4 May 2017 &#155;")
    event = f"UID:{EVIL}\nSUMMARY:{EVIL}\nDTSTART:2017x{EVIL}"
    (made / f"{EVIL}.ics").write_text(
        f"BEGIN:VCALENDAR\nX{EVIL}:y\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    return made


@pytest.mark.parametrize("way", sample(WAYS), ids=lambda way: repr(way)[:60])
def test_nothing_that_comes_in_steers_a_terminal(way: Way, folder: Path) -> None:
    env = {"TERM": "xterm", **way.env}
    shown = on_pty(*way.words, cwd=folder, height=1000, env=env)
    piped = process(*way.words, cwd=folder, env=env)
    for ran in (shown, piped):
        assert ran.code in (0, 1, 2), ran
        assert "this is a bug" not in ran.err
        assert not STEERS & set(ran.err), ran.err
        # Tabs part what completion offers.
        assert not STEERS - {"\t"} & set(ran.out), ran.out
    assert shown.out or shown.err


def test_letters_that_are_joined_or_parted_are_shown_as_they_are(folder: Path) -> None:
    first, *_ = PLAIN.split()
    for words in (["list"], ["show", "plain"], ["list", "-f", "csv"], ["export", "markwhen"]):
        assert first in on_pty(*words, cwd=folder, env={"TERM": "xterm"}).out
        out = process(*words, cwd=folder).out
        assert all(word in out for word in PLAIN.split()), words


def test_a_template_steers_no_terminal(folder: Path) -> None:
    words = ["report", "--template", f"{EVIL}.txt"]
    shown = here(*words, cwd=folder, width=100)
    assert "The UN\\x1b[31mE\\u202e\\x9bV met" in shown.out
    assert not STEERS & set(shown.out + shown.err)
    # Other programs get what the user's template says.
    assert f"The UN{EVIL} met" in here(*words, cwd=folder).out
