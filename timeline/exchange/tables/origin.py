"""What a row says of the system that it comes from: its id, and its recording there."""

import datetime as dt
from collections.abc import Mapping
from typing import cast

from timeline.base.advice import Remedy
from timeline.base.errors import TimelineError
from timeline.event.schema import Wrong
from timeline.exchange.entry import ExternalId, Operation, Past
from timeline.exchange.tables.days import instant_in
from timeline.exchange.tables.lines import cell_text
from timeline.exchange.tables.plan import Plan

_OPERATIONS = {
    "add": ("add", "added", "new", "create", "created", "insert", "inserted", "a", "+"),
    "correct": (
        *("correct", "corrected", "correction", "amend", "amended", "change", "changed"),
        *("update", "updated", "edit", "edited", "c", "u"),
    ),
    "retract": (
        *("retract", "retracted", "withdraw", "withdrawn", "delete", "deleted", "remove"),
        *("removed", "r", "d", "-"),
    ),
}


class OriginReader:
    """Reads the columns of a table that are no fields of events."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.now = dt.datetime.now(dt.UTC)

    def _text(self, name: str, values: Mapping[str, str], wrongs: list[Wrong]) -> str:
        """The text in a column that is no field; empty, with a fault, if it cannot be read.

        Args:
            name: of what the column holds, such as `recorded_at`.
            values: the cells of the row, by column.
            wrongs: gets the fault.
        """
        column = getattr(self.plan.rest, name)
        try:
            return cell_text(values, column).strip() if column else ""
        except TimelineError as error:
            wrongs.append(_of_column(name, error))
            return ""

    def external_id(self, values: Mapping[str, str], wrongs: list[Wrong]) -> ExternalId | None:
        """The identity of a row in the other system; a row that has none is at fault."""
        column = self.plan.rest.external_id
        if not column:
            return None
        before = len(wrongs)
        id_ = self._text("external_id", values, wrongs)
        if not id_ and len(wrongs) == before:
            remedy = "fill it in, or name no column of ids"
            wrongs.append(_of("external_id", f"column {column}: the row has no id", remedy))
        return ExternalId(self.plan.rest.scheme, id_) if id_ else None

    def past(self, values: Mapping[str, str], wrongs: list[Wrong]) -> Past | None:
        """When and how a row entered the other system; None if the table does not say."""
        rest = self.plan.rest
        if not (rest.recorded_at or rest.operation):
            return None
        return Past(
            at=self._instant(values, wrongs),
            by=self._text("recorded_by", values, wrongs),
            operation=self._operation(values, wrongs),
            refers_to=self._text("refers_to", values, wrongs),
            reason=self._text("reason", values, wrongs),
        )

    def _instant(self, values: Mapping[str, str], wrongs: list[Wrong]) -> str:
        """When a row was recorded there; a row that does not say is at fault, if others do."""
        column, before = self.plan.rest.recorded_at, len(wrongs)
        at = self._text("recorded_at", values, wrongs)
        if not at:
            if column and len(wrongs) == before:
                remedy = "fill it in, or name no column of instants"
                wrongs.append(
                    _of("recorded_at", f"column {column}: the row has no instant", remedy)
                )
            return ""
        try:
            return instant_in(at, self.plan.order, self.now)
        except TimelineError as error:
            fault = error.faults[0]
            wrongs.append(_of("recorded_at", f"column {column}: {fault.problem}", fault.remedy))
            return ""

    def _operation(self, values: Mapping[str, str], wrongs: list[Wrong]) -> Operation:
        """What a row does; one that says something else is at fault."""
        typed = self._text("operation", values, wrongs)
        meant = (self.plan.rest.operations or {}).get(typed, typed).casefold()
        for name, words in _OPERATIONS.items():
            if not meant or meant in words:
                return cast("Operation", name)
        column = self.plan.rest.operation
        problem = f"column {column}: `{typed}` is none of add, correct and retract"
        wrongs.append(_of("operation", problem, "say in a mapping file what it means: operations"))
        return "add"


def _of(name: str, problem: str, remedy: Remedy) -> Wrong:
    """What is wrong with a column that is no field; the problem says itself which column it is."""
    return Wrong((name,), problem, remedy)


def _of_column(name: str, error: TimelineError) -> Wrong:
    return _of(name, error.faults[0].problem, error.faults[0].remedy)
