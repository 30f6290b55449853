"""How much of a key made by hand is in drafts: recall and precision of dates and of actors.

    python tests/benchmarks/drafts.py [--missed] [RELEASES]

RELEASES is the folder of the five releases of the example log, which are no part of the
repository; without it only the texts in tests/drafting/texts are measured. The held-out texts and
their key were written before the program, and the program was not changed after a look at them.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

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


def _print(row: str, one: Measured, called: str) -> None:
    scores = []
    for score in (one.dates, one.actors):
        scores += [score.wanted, f"{score.recall:.0%}", f"{score.precision:.0%}"]
    print(row.format(called, *scores))


if __name__ == "__main__":
    arguments = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder = Path(arguments[0]) if arguments else RELEASES
    main(folder, missed="--missed" in sys.argv)
