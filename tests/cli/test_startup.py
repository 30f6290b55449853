"""Which modules start-up loads; how long they take is for tests/benchmarks."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.helpers import later
from support.running import MAIN, environment, here

HEAVY = {
    *(
        "typer",
        "tabulate",
        "wcwidth",
        "rich",
        "prompt_toolkit",
        "sqlite_utils",
        "yaml",
        "hypothesis",
    ),
    *("hypothesis", "anyascii", "platformdirs", "shutil", "subprocess"),
}
"""What no reading command needs when nothing has changed."""
LARGE = {"inspect", "dataclasses", "ast", "html", "textwrap"}
"""What the shortest need as little: modules of Python that load many others."""
COMMAND = {"timeline.cli.options", "timeline.cli.commands", "timeline.cli.show.tables"}
"""What belongs to commands."""
_CODE = f"""
import sys
try:
    {MAIN}
except SystemExit:
    print(*sys.modules, file=sys.stderr)
"""


def loaded(*words: str, cwd: Path, **env: str) -> set[str]:
    """The modules that a command line loads."""
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", _CODE, *words],
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture(scope="module")
def settled(example: Path) -> Path:
    """The example log, whose files have been looked at since they were young enough to change."""
    with later():
        here("list", "-q", cwd=example)
    return example


READING = [
    ["list", "--during", "2017", "--actor", "Ministry of Interior"],
    ["list", "-f", "json"],
    ["list", "-f", "csv"],
    ["actors"],
    ["actors", "Interior Ministry"],
    ["programs", "strive-asia-kg", "--as-of", "2021-10-01"],
    ["sources"],
    ["show", "adopted for 2017-2022"],
    ["diff", "2016", "2018"],
    ["status"],
    [],
]


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_reading_loads_nothing_heavy_when_nothing_changed(words: list[str], settled: Path) -> None:
    assert not loaded(*words, cwd=settled) & HEAVY


def test_ones_own_settings_load_nothing_heavy(settled: Path, tmp_path: Path) -> None:
    (tmp_path / "timeline").mkdir()
    text = "by: Aida K.\ncolor: never\npager: less -R\nformats:\n  list: json\n"
    (tmp_path / "timeline" / "config.yaml").write_text(text)
    assert not loaded("list", cwd=settled, XDG_CONFIG_HOME=str(tmp_path)) & HEAVY


def test_a_filtered_list_loads_nothing_large(settled: Path) -> None:
    assert not loaded("list", "--during", "2017", cwd=settled) & (HEAVY | LARGE)


def test_the_version_loads_no_command_and_no_database(settled: Path) -> None:
    others = {"sqlite3", "json"} | COMMAND
    assert not loaded("--version", cwd=settled) & (HEAVY | LARGE | others)


@pytest.mark.parametrize(
    "words",
    [["li"], ["list", "--"], ["list", "--actor", "mi"], ["show", ""], ["add", "--kind", "tr"]],
    ids=" ".join,
)
def test_a_completion_loads_no_command(words: list[str], settled: Path) -> None:
    found = loaded("--complete", "zsh", *words, cwd=settled)
    assert not found & (HEAVY | LARGE | COMMAND)


def test_help_and_errors_are_those_of_typer(settled: Path) -> None:
    assert "typer" in loaded("list", "--help", cwd=settled)
    assert "typer" in loaded("list", "--no-such-option", cwd=settled)
