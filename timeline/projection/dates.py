"""Dates of happenings as tests take them: an open end until last seen, a start by what tells of it.

Texts of sources bound what they tell: it had begun by the day on which the newest of them came
out. Design: section 3, "What is told as done had begun" and "An open end is not eternal".
"""

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from timeline.dates import edtf


class Evidence(NamedTuple):
    """What the sources of a happening, or its recording, say of its date.

    `last_seen` is a day number, until which an open end is certain, and `last_seen_date` the EDTF
    that it comes from; both are None where no end is open. `told_by` is the day number by which it
    had begun; None where it is not told as done.
    """

    last_seen: int | None = None
    last_seen_date: str | None = None
    told_by: int | None = None


def evidence(
    date: edtf.Date, published: Iterable[edtf.Date], recorded: edtf.Date, *, occurred: bool
) -> Evidence:
    """What the sources of a happening, or its recording, say of its date.

    Args:
        date: of the happening.
        published: when its sources came out; marks widen them. What is open does not count.
        recorded: the day of its recording, which counts where no source has a known day.
        occurred: it is told as done.
    """
    out = list(published)
    told_by = None
    if occurred:
        ends = (one.tested.latest_end for one in out)
        told_by = int(max(filter(math.isfinite, ends), default=recorded.latest))
    if not date.open_end:
        return Evidence(told_by=told_by)
    begun = (one for one in out if math.isfinite(one.tested.earliest_start))
    newest = max(begun, key=lambda one: one.tested[0::3], default=recorded)
    return Evidence(int(newest.tested.earliest_start), newest.text, told_by)


def date_of(
    text: str, last_seen: int | None, told_by: int | None, hemisphere: edtf.Hemisphere
) -> edtf.Date:
    """The date of a happening as tests take it.

    Args:
        text: EDTF.
        last_seen: the day until which its open end is certain; None for no limit.
        told_by: the day by which it had begun; None where that is not known.
        hemisphere: for the seasons 21 to 24.
    """
    date = edtf.parse(text, hemisphere)
    seen = date if last_seen is None else date.seen_until(last_seen)
    return seen if told_by is None else seen.told_by(told_by)


STORED = """
    h.date, h.last_seen, h.told_by, h.earliest_day, h.latest_day,
    h.starts_from, h.starts_by, h.ends_from, h.ends_by
"""
"""The columns of a happening `h` that `stored_date` makes its date of."""


def stored_date(stored: Sequence[Any], hemisphere: edtf.Hemisphere) -> edtf.Date:
    """The date of a happening as tests take it, by its bounds, which are not formed again.

    Args:
        stored: the columns of `STORED`.
        hemisphere: for the seasons 21 to 24.
    """
    text, last_seen, told_by, earliest, latest, *tested = stored
    if last_seen is not None:  # `--open-ends held` gives it another end
        return date_of(text, last_seen, told_by, hemisphere)
    single = "/" not in text and text[0] not in "[{"
    return edtf.Date.of_bounds(
        text,
        edtf.Bounds._make(tested),
        edtf.Bounds(earliest, latest, earliest, latest) if single else None,
        partial(date_of, text, None, told_by, hemisphere),
    )
