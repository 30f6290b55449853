"""How `timeline diff` tells what may lie between two days."""

from collections.abc import Iterator, Sequence

from timeline.cli.diff.diff_line import DiffLine
from timeline.cli.show import wording
from timeline.views.chronology import ChronologyRow
from timeline.views.diff.between import UnsureHappening


def between(rows: Sequence[ChronologyRow]) -> Iterator[DiffLine]:
    """What may have begun in between, or was planned for then; what may be any time is counted."""
    for row in rows:
        if not row["unbounded"]:
            date = wording.date(row["date"], row["last_seen"])
            yield DiffLine("?", date, wording.what(row), wording.short(row["id"]))
    more = sum(row["unbounded"] for row in rows)
    if more:
        yield DiffLine("?", "", f"and {more:,} that may have been at any time before or after")


def unsure(rows: Sequence[UnsureHappening]) -> str:
    """How much may lie in between, in words; empty for nothing."""
    bounded = [row for row in rows if not row["unbounded"]]
    planned = sum(row["status"] == "planned" for row in bounded)
    begun, open_ = len(bounded) - planned, len(rows) - len(bounded)
    told = (
        (begun, "may have begun in between"),
        (planned, "planned for the time between"),
        (open_, "may have been at any time before or after"),
    )
    return ", ".join(f"{count:,} {words}" for count, words in told if count)
