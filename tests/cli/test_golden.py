"""What commands print on the example log, compared with files.

After a change on purpose: `UPDATE_GOLDENS=1 pytest tests/cli/test_golden.py`, and read the diff.
"""

import os
import shlex
from pathlib import Path

import pytest

from support.running import here
from support.sample_commands import COMMANDS

FOLDER = Path(__file__).parent / "golden"
WIDTHS = {
    "list-2017": (60, 80, 100),
    "programs-phase": (80,),
    "diff": (80,),
    "diff-periods": (80, 120),
    "actors-one": (100,),
    "sources-coverage": (80,),
    "figures": (60, 80, 120),
    "places": (60, 80, 120),
    "sources": (60, 200),
    "programs": (120,),
    "at-a-glance": (60,),
}
CASES = [(name, 0) for name in COMMANDS]
CASES += [(name, width) for name, widths in WIDTHS.items() for width in widths]


@pytest.mark.parametrize(("name", "width"), CASES)
def test_the_output_is_the_one_on_file(name: str, width: int, example: Path) -> None:
    done = here(*shlex.split(COMMANDS[name])[1:], cwd=example, width=width)
    shown = f"$ {COMMANDS[name]}\n{done.out}"
    shown += f"--- stderr\n{done.err}" if done.err else ""
    shown += f"--- exit code {done.code}\n" if done.code else ""
    shown = shown.replace(str(example), "FOLDER")
    expected = FOLDER / f"{name}{f'-{width}' if width else ''}.txt"
    if os.environ.get("UPDATE_GOLDENS"):
        FOLDER.mkdir(exist_ok=True)
        expected.write_text(shown, encoding="utf-8", newline="")
    assert shown == expected.read_bytes().decode()


def test_every_file_is_the_output_of_some_command() -> None:
    names = {f"{name}{f'-{width}' if width else ''}" for name, width in CASES}
    assert {path.stem for path in FOLDER.glob("*")} == names
