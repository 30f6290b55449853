"""How much of a key made by hand is in drafts: recall and precision of dates and of actors.

    python tests/benchmarks/drafts.py [--missed] [FOLDER]

FOLDER is the folder of the five releases of the example log, which are no part of the repository;
without it only the texts in tests/drafting/texts are measured. The held-out texts and their key
were written before the program, and the program was not changed after a look at them.

A folder with a `key.tsv` is measured by that key instead (tests/support/keyed.py has its form):
how many of the dates are right, and how many happenings and titles can be kept. It may be a folder
of texts by others, which are no part of the repository.
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.keyed import OUTCOMES, Keyed, measure_folder
from support.measured import RELEASES, Measured, Score, measured, texts


def main(releases: Path, *, missed: bool) -> None:
    """Print a row a text, and one for each set of texts."""
    row = "| {:26} | {:>5} | {:>6} | {:>9} | {:>6} | {:>6} | {:>9} |"
    print(row.format("text", "dates", "recall", "precision", "actors", "recall", "precision"))
    print("|---|---|---|---|---|---|---|")
    for which, called in (
        ("own", "all of these"),
        ("held out", "all held out"),
        ("release", "all releases"),
    ):
        if which == "release" and not releases.is_dir():
            continue
        found = [measured(text, releases) for text in texts(which)]
        dates, actors = Score(), Score()
        for one in found:
            dates, actors = dates + one.dates, actors + one.actors
            _print(row, one, f"{one.text[:3]}..." if which == "release" else one.text)
        _print(row, Measured(called, dates, actors, ()), f"**{called}**")
        for one in found if missed else ():
            print("\n".join(f"  {one.text}: {line}" for line in one.missed))


def measure_by_key(folder: Path, *, missed: bool) -> None:
    """Print a row a text of a folder with a key, and one for all of them."""
    row = "| {:20} |" + " {:>7} |" * (len(OUTCOMES) + 3)
    print(row.format("text", *OUTCOMES, "titles", "drafted", "in key"))
    print("|---|" + "---|" * (len(OUTCOMES) + 3))
    every = measure_folder(folder)
    for one in every:
        _print_keyed(row, one)
        for note in one.notes if missed else ():
            print(f"    {note}")
    outcomes = sum((one.outcomes for one in every), Counter[str]())
    drafted, keyed = sum(one.proposals for one in every), sum(one.keyed for one in every)
    titles = sum(one.titles for one in every)
    _print_keyed(row, Keyed("**all**", outcomes, drafted, keyed, titles, ()))


def _print_keyed(row: str, one: Keyed) -> None:
    counts = [one.outcomes[outcome] for outcome in OUTCOMES]
    print(row.format(one.text, *counts, one.titles, one.proposals, one.keyed))


def _print(row: str, one: Measured, called: str) -> None:
    scores = []
    for score in (one.dates, one.actors):
        scores += [score.wanted, f"{score.recall:.0%}", f"{score.precision:.0%}"]
    print(row.format(called, *scores))


if __name__ == "__main__":
    arguments = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder = Path(arguments[0]) if arguments else RELEASES
    measure = measure_by_key if (folder / "key.tsv").exists() else main
    measure(folder, missed="--missed" in sys.argv)
