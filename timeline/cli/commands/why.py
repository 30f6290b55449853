"""`timeline show ID --why`."""

import sqlite3

from timeline.base.errors import UsageError
from timeline.cli.show import wording
from timeline.cli.show.layout import Fact, Page, Section
from timeline.cli.show.output import Output, emit_one, emit_pages
from timeline.cli.show.tables import Column
from timeline.projection.find_event import title_of
from timeline.views.query import Filters

_COLUMNS = (
    Column("Asked", lambda row: str(row["option"] or ""), weight=2),
    Column("Match", lambda row: str(row["match"])),
    Column("Because", lambda row: str(row["because"]), weight=3),
)
_ANSWERS = {
    "certain": "yes",
    "possible": "possibly",
    "no": "no",
}


def refuse_filters(filters: Filters) -> None:
    """Refuse to show one event with filters, which could not change anything of it.

    Raises:
        UsageError: something other than a clock was asked for.
    """
    clocks = dict.fromkeys(("as_of", "as_recorded", "as_published", "open_ends"), "")
    if filters._replace(**clocks) != Filters():  # type: ignore[arg-type]
        problem = "an event is shown whole, whatever filters say"
        raise UsageError(problem, "to learn whether they keep it: --why")


def tell_why(db: sqlite3.Connection, id_: str, filters: Filters, output: Output) -> None:
    """Print why a happening is, or is not, in the answer to a question, with no clock entered."""
    from timeline.views.why import explain_answer  # noqa: PLC0415 (`show` does without)

    title = title_of(db, id_) or "retracted"
    found = explain_answer(db, filters, id_)
    if not output.for_people:
        emit_one(found, output)
        return
    reasons = wording.listed(found["reasons"])
    decided = wording.joined(found["decided_by"]) or ("" if reasons else "nothing was asked for")
    said = ": ".join(filter(None, (_ANSWERS[str(found["answer"])], decided)))
    facts = [Fact("in the answer", said)]
    emit_pages([Page(f"{title} ({id_})", facts, [Section("Why", _COLUMNS, reasons)])], output)
