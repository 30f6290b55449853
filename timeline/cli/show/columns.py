"""The columns of a timeline, wherever one is printed."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from timeline.cli.show import colours, wording
from timeline.cli.show.tables import Column, Row
from timeline.dates.words.printer import shorten_months
from timeline.views.query import NO_ACTORS, ActorQuery

if TYPE_CHECKING:
    from timeline.views.chronology import ChronologyRow

RowT = TypeVar("RowT", bound=Row)


def of_dates(
    header: str,
    text: Callable[[RowT], str],
    *,
    weight: int = 0,
    from_width: int = 0,
    paint: colours.Paint = str,
    leads: bool = False,
) -> Column[RowT]:
    """A column of dates in words, which have short months where there is no room for long ones.

    Args:
        header: what stands over it.
        text: the words of a row.
        weight: as in `Column`, and so are the others.
        from_width: see there.
        paint: see there.
        leads: see there.
    """

    def brief(row: RowT) -> str:
        return shorten_months(text(row))

    return Column(header, text, weight, from_width, paint, leads=leads, brief=brief)


_DATE: Column[Row] = of_dates(
    "Date", wording.happening_date, weight=3, paint=colours.date, leads=True
)
_WHAT: Column[Row] = Column("What", wording.what, weight=6, paint=colours.what, leads=True)
_KIND: "Column[ChronologyRow]" = Column("Kind", lambda row: row["kind"], from_width=110)
_ID: "Column[ChronologyRow]" = Column(
    "Id", lambda row: wording.short(row["id"]), paint=colours.faint
)


def happenings(query: ActorQuery = NO_ACTORS) -> "tuple[Column[ChronologyRow], ...]":
    """Those of a table; who was asked for is told first."""
    who: Column[ChronologyRow] = Column(
        "Who",
        partial(wording.who, query=query),
        weight=4,
        brief=partial(wording.who, query=query, brief=True),
    )
    return (_DATE, _KIND, _WHAT, who, _ID)


HAPPENINGS = happenings()
"""Those of a table in which nobody was asked for."""
BLOCKS: "tuple[Column[ChronologyRow], ...]" = (
    *(_DATE, _WHAT, _KIND),
    Column("Where", wording.where),
    Column("Who", wording.all_actors),
    Column("Program", wording.programs),
    Column("Figures", wording.figures),
    Column("Sources", wording.sources),
    _ID,
)
"""Those of blocks, where there is room for all that a happening says in few words."""
