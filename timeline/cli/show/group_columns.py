"""The columns of happenings counted in groups."""

from collections.abc import Sequence

from timeline.cli.show import wording
from timeline.cli.show.columns import of_dates
from timeline.cli.show.tables import Column
from timeline.views.grouping import TIMES
from timeline.views.groups import GroupRow


def of_groups(by: str, wanted: Sequence[str] = ()) -> list[Column[GroupRow]]:
    """The columns of happenings counted in groups, or those wanted.

    Where groups are times, the first and the last happening of each say little.
    """
    columns: dict[str, Column[GroupRow]] = {
        "key": Column("Key", lambda row: row["key"] or ""),
        "name": Column(by.capitalize(), lambda row: row["name"] or f"no {by}", weight=5),
        "happenings": Column("Happenings", wording.participations),
        "possible": Column("Possible", lambda row: str(row["possible"])),
        "unbounded": Column("Unbounded", lambda row: str(row["unbounded"])),
        "first": of_dates("First", lambda row: wording.date(row["first"]), weight=3, from_width=70),
        "last": of_dates("Last", lambda row: wording.date(row["last"]), weight=3),
    }
    usual = ("name", "happenings") if by in TIMES else ("name", "happenings", "first", "last")
    return [columns[name] for name in wanted or usual]
