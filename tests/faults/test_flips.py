"""A projection of which any byte changed is not believed: the answer is that of one made anew."""

import random
from pathlib import Path

import pytest

from timeline.projection import stamp

from support.faults import WHOLE, make_base, tell
from support.helpers import later
from support.running import here

STAMPS = ("as it was", "put again", "gone")
"""What becomes of the stamp; put again, nothing but SQLite's own structure tells of the change."""


@WHOLE
@pytest.mark.parametrize("stamped", STAMPS)
def test_a_flipped_byte_of_the_projection_changes_no_answer(
    place: Path, stamped: str, *, whole: bool
) -> None:
    base = make_base(place)
    with later():
        true = here("list", "-f", "json", cwd=base)
    database = base / ".timeline" / "events.db"
    kept = database.read_bytes()
    chance = random.Random(2)  # noqa: S311
    flips = 1_000 if whole else 40
    wrong = 0
    places = [*range(min(100, flips // 4)), *(chance.randrange(len(kept)) for _ in range(flips))]
    for at in places[:flips]:
        flipped = bytearray(kept)
        flipped[at] ^= 1 << chance.randrange(8)
        database.write_bytes(flipped)
        if stamped == "put again":
            stamp.put(database, base / "events")
        if stamped == "gone":
            stamp.file_of(database).unlink()
        ran = here("list", "-f", "json", cwd=base)
        assert ran.code == 0, at
        wrong += ran.out != true.out
        assert stamped == "put again" or not wrong, at
    tell(f"flipped bytes, stamp {stamped}", flips)
    tell(f"wrong answers, stamp {stamped}", wrong)
