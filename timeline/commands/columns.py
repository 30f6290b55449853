"""The columns of a timeline, wherever one is printed."""

from timeline.commands import wording
from timeline.commands.output import Column

HAPPENINGS = (
    Column("Date", wording.happening_date, weight=3),
    Column("Kind", lambda row: str(row["kind"]), from_width=110),
    Column("What", wording.what, weight=6),
    Column("Who", wording.who, weight=4, from_width=90),
    Column("Id", lambda row: wording.short(row["id"])),
)
