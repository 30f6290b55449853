"""How `timeline diff` tells of offices: who gained one, and who lost one."""

from collections.abc import Iterator

from timeline.cli.diff.diff_line import DiffLine
from timeline.cli.show import wording
from timeline.views.diff.compare import Compared, KeyChange
from timeline.views.offices import OfficeOnRecord


def offices(found: Compared[OfficeOnRecord, OfficeOnRecord, KeyChange]) -> Iterator[DiffLine]:
    """Who gained an office, who lost one, and whose is told otherwise."""
    for row in found.added:
        yield DiffLine(_sign(row), "", _term(row))
    for row in found.removed:
        yield DiffLine("-", "", _term(row))
    for change in found.changed:
        old, new = found.pairs[change["key"]]
        yield DiffLine("~", "", f"{_term(new)} (was: {_held(old)})")


def _sign(row: OfficeOnRecord) -> str:
    """A sign: an office of which no start is on record may have been held all the while."""
    known = row["then"] != "seen" and row["start_earliest"] and row["begun"] == "certain"
    return "+" if known else "?"


def _term(row: OfficeOnRecord) -> str:
    whom = f" for {row['for_name']}" if row["for"] else ""
    return f"{row['name']}, {row['office']}{whom}: {_held(row)}"


def _held(row: OfficeOnRecord) -> str:
    """From when to when an office was held; that no end is on record is said."""
    if row["then"] == "seen":
        return f"seen in it on {wording.date(row['start'])}, no start or end on record"
    since = wording.since(row["start"]) if row["start"] else "since an unknown time"
    if row["end"]:
        return f"{since}, until {wording.end(row['end'], row['end_by'])}"
    plan = f", to end {wording.date(row['planned_end'])}" if row["planned_end"] else ""
    return f"{since}, no end on record{plan}"
