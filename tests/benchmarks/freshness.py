"""What it costs to see that nothing changed, and to append one event and see it.

python tests/benchmarks/freshness.py --happenings 100000 --keep DIR
"""

import argparse
import itertools
import shutil
import time
from pathlib import Path

from scaling.logs import PROGRAM, Recipe, make_log
from scaling.measure import Command, Compared, compare, run
from scaling.peers import make_repository

_LIST = (PROGRAM, "list", "--during", "2017", "--limit", "50")
_NUMBERS = itertools.count(time.time_ns())


def _settled(home: Path) -> Path:
    """The folder of a log of which the projection is made, and no file is young any more."""
    run(Command(_LIST, home))
    time.sleep(1.1)
    run(Command(_LIST, home))
    return home


def _appending(home: Path) -> Command:
    title = f"Meeting {next(_NUMBERS)}"
    return Command((PROGRAM, "add", "3 May 2017", title, "-k", "meeting"), home)


def _copy(log: Path) -> Path:
    """A log of its own to append to, its files as they are."""
    home = log.parent.with_name(f"{log.parent.name}.appended")
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(log.parent, home, ignore=shutil.ignore_patterns(".git", ".timeline"))
    return _settled(home)


def _report(what: str, found: Compared, goal: float) -> None:
    peer = found.peer or found.ours
    wall = found.ours.wall / peer.wall
    print(f"{what:55} {found.ratio:5.2f} x CPU {wall:5.2f} x wall, goal {goal}")


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--happenings", type=int, default=100_000, metavar="N")
    parser.add_argument("--keep", type=Path, required=True, metavar="DIR")
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    for loose in (True, False):
        where = "loose files" if loose else "packs"
        log = make_log(Recipe(asked.happenings, loose=loose), asked.keep)
        home = _copy(log)
        plain = Command(_LIST, home)
        if loose:
            make_repository(home)
            status = Command(("git", "status", "--short"), home)
            _report(f"no change, {where}, to git status", compare(plain, status, asked.runs), 3)
        for pause, when in ((0, "at once"), (1.1, "a second later")):

            def append(home: Path = home, pause: float = pause) -> None:
                run(_appending(home))
                time.sleep(pause)

            after = compare(plain._replace(before=append), plain, asked.runs)
            _report(f"list after an append {when}, {where}, to list", after, 1.5)
        _report(
            f"append, {where}, to list",
            compare(_appending(home), plain, 1, warm=False),
            float("nan"),
        )


if __name__ == "__main__":
    main()
