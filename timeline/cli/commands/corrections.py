"""`timeline corrections`."""

from collections.abc import Sequence
from typing import Annotated

from timeline.cli.options import FILTERS, LIMIT, ROWS
from timeline.cli.parameters import Option, takes
from timeline.cli.session import ask
from timeline.cli.show import colours, history, wording
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Output, emit
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.cli.show.tables import Column
from timeline.views.corrections import FIELDS, CorrectionRow, corrections, recorded_between
from timeline.views.query import Filters
from timeline.views.versions import Change


@takes(FILTERS, ROWS)
def command(
    run: Run,
    *,
    since: Annotated[
        str,
        Option(
            metavar="INSTANT",
            show_default=False,
            help="Recorded at this date or instant, or later.",
        ),
    ] = "",
    until: Annotated[
        str,
        Option(
            metavar="INSTANT",
            show_default=False,
            help="Recorded by the end of this date, or by this instant.",
        ),
    ] = "",
    limit: Annotated[int | None, LIMIT] = None,
    filters: Filters,
    output: Output,
) -> None:
    """Print what was corrected, with old and new values, in the order of recording.

    One row is one field that an amendment changed, or a retraction. --since and --until say when
    it was recorded. Filters choose the happenings whose corrections are told; without any, those
    of declarations and of what is retracted are told, too.
    """
    db, _, query, _ = ask(run, filters, output)
    rows = list(corrections(db, query, recorded_between(db, since, until)))

    def changed(row: CorrectionRow) -> str:
        if row["field"] is None:
            return "retracted" if row["event"] == "retraction" else "changes nothing"
        return history.change(db, row["corrects_event"], _change(row))

    columns: Sequence[Column[CorrectionRow]] = (
        Column("Recorded", lambda row: history.instant(row["recorded_at"], 16), paint=colours.date),
        Column("By", lambda row: row["recorded_by"], weight=2, from_width=100),
        Column("Of", lambda row: row["name"] or row["corrects"], weight=4, leads=True),
        Column("What", changed, weight=6, leads=True),
        Column("Why", lambda row: row["reason"] or "", weight=4),
        Column("Id", lambda row: wording.short(row["id"]), paint=colours.faint),
    )
    emit(rows[:limit], output, columns, cell, FIELDS, title="Corrections")
    made = wording.with_noun(len({row["id"] for row in rows}), "correction")
    print_message(f"{made}, {wording.shown_of(len(rows), 'row', limit)}", quiet=output.quiet)


def _change(row: CorrectionRow) -> Change:
    """A row as a change of one field: without lists of items where it is no list that changed."""
    change: Change = {"field": row["field"] or "", "old": row["old"], "new": row["new"]}
    if row["added"] is not None and row["removed"] is not None:
        change |= {"added": row["added"], "removed": row["removed"]}
    return change
