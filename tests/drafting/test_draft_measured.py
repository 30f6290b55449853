"""How much drafts find of what a person finds: no less than was reached.

The key was written before the program; docs/draft.md says by which rules.
"""

import pytest

from support.measured import RELEASES, Score, measured, texts

REACHED = {
    "own": (1.0, 0.98, 1.0, 1.0),
    "held out": (0.97, 0.97, 0.96, 1.0),
    "release": (0.95, 1.0, 0.91, 0.93),
}
"""Recall and precision of dates, then of actors, rounded down to a hundredth."""


@pytest.mark.parametrize("which", REACHED)
def test_drafts_find_no_less_than_they_did(which: str) -> None:
    if which == "release" and not RELEASES.is_dir():
        pytest.skip("the releases are no part of the repository")
    found = [measured(text) for text in texts(which)]
    dates, actors = Score(), Score()
    for one in found:
        dates, actors = dates + one.dates, actors + one.actors
    reached = (dates.recall, dates.precision, actors.recall, actors.precision)
    missed = [f"{one.text}: {line}" for one in found for line in one.missed]
    assert all(now >= floor for now, floor in zip(reached, REACHED[which], strict=True)), missed
