"""The columns of a timeline, wherever one is printed."""

from timeline.commands import colours, wording
from timeline.commands.tables import Column

_DATE = Column("Date", wording.happening_date, weight=3, paint=colours.date, leads=True)
_WHAT = Column("What", wording.what, weight=6, paint=colours.what, leads=True)
_KIND = Column("Kind", lambda row: str(row["kind"]), from_width=110)
_ID = Column("Id", lambda row: wording.short(row["id"]), paint=colours.faint)

HAPPENINGS = (_DATE, _KIND, _WHAT, Column("Who", wording.who, weight=4, from_width=90), _ID)
"""Those of a table."""
BLOCKS = (
    *(_DATE, _WHAT, _KIND),
    Column("Where", wording.where),
    Column("Who", wording.everybody),
    Column("Program", wording.programs),
    Column("Figures", wording.figures),
    Column("Sources", wording.cited),
    _ID,
)
"""Those of blocks, where there is room for all that a happening says in few words."""
