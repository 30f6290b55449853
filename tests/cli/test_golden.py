"""What commands print on the example log, compared with files.

After a change on purpose: `UPDATE_GOLDENS=1 pytest tests/cli/test_golden.py`, and read the diff.
"""

import os
import shlex
from pathlib import Path

import pytest

from support.running import here

FOLDER = Path(__file__).parent / "golden"
COMMANDS = {
    "at-a-glance": "timeline",
    "list-2017": "timeline list --during 2017",
    "list-july-2017": "timeline list --from 2017-07-01 --to 2017-07-31",
    "list-july-2017-certain": "timeline list --from 2017-07-01 --to 2017-07-31 --certain",
    "list-ministry-csv": 'timeline list --actor "Ministry of Interior" --format csv',
    "list-trainer-json": "timeline list --actor trainer=moi-kg --format json",
    "list-planned": "timeline list --status planned",
    "list-columns": "timeline list --place bishkek --columns date,title,actors,sources",
    "list-plain": "timeline list --kind training --format plain",
    "list-markdown": "timeline list --kind training --format markdown",
    "list-yaml": "timeline list --kind training --limit 1 --format yaml",
    "list-tsv": "timeline list --kind training --format tsv",
    "list-jsonl": "timeline list --kind launch --format jsonl",
    "list-unknown": "timeline list --kind trainng",
    "show-event": 'timeline show "inspectors trained"',
    "show-event-json": 'timeline show "prospects roundtable" --format json',
    "show-event-plain": 'timeline show "inspectors trained" --format plain',
    "show-event-markdown": 'timeline show "prospects roundtable" --format markdown',
    "show-source-html": "timeline show undp-2022-02-18 --format html",
    "show-place": "timeline show prison-47",
    "show-ambiguous": "timeline show workshop",
    "actors-csv": "timeline actors --during 2018 --format csv",
    "actors-one": 'timeline actors "Interior Ministry"',
    "actors-one-json": "timeline actors ceim-service --format json",
    "programs": "timeline programs",
    "programs-2019": "timeline programs --as-of 2019-01-01",
    "programs-phase": "timeline programs strive-asia-kg --as-of 2021-10-01",
    "programs-phase-json": "timeline programs strive-asia-kg --as-of 2021-10-01 --format json",
    "sources": "timeline sources",
    "sources-one": "timeline sources osce-2011-10-04",
    "sources-coverage": "timeline sources osce-2011-10-04 --coverage",
    "sources-coverage-json": "timeline sources osce-2011-10-04 --coverage --format json",
    "sources-coverage-csv": "timeline sources osce-2011-10-04 --coverage --format csv",
    "figures": "timeline figures",
    "figures-one": 'timeline figures "length of the event"',
    "figures-json": "timeline figures --place kochkor --format json",
    "figures-csv": "timeline figures --during 2018 --format csv",
    "figures-unknown": "timeline figures officers",
    "places": "timeline places",
    "places-one": "timeline places prison-47",
    "places-as-of-json": "timeline places bishkek --as-of 2017-06-30 --format json",
    "places-csv": "timeline places --during 2011 --format csv",
    "diff": "timeline diff 2016 2018",
    "diff-csv": "timeline diff 2020 2021 --program strive-asia-kg --format csv",
    "diff-json": "timeline diff 2016 2018 --kind training --format json",
    "diff-stat": "timeline diff 2016 2018 --stat",
    "diff-periods": 'timeline diff --periods 2017 2018 --actor "Interior Ministry"',
    "diff-none": "timeline diff 2018 2018 --exit-code",
    "check": "timeline check",
    "check-strict": "timeline check --strict",
    "check-strict-json": "timeline check --strict --format json",
}
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
