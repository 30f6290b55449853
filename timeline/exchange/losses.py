"""What an export could not say as the log does: values, counted and listed, never hidden."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from timeline.base.spreadsheets import guard_cell

Outcome = Literal["widened", "in words", "left out"]
"""What became of a value: said with more room than it has, only in words, or not at all."""


class Loss(NamedTuple):
    """A value that a format cannot say: of which event, in which field, and what became of it.

    `log` is what the log says; `export` what the export says, or why it says nothing.
    """

    id: str
    field: str
    outcome: Outcome
    log: str = ""
    export: str = ""


class Saying(NamedTuple):
    """How a format says a field: where, and what becomes of it there."""

    where: str
    outcome: Literal["whole"] | Outcome = "whole"


Sayings = Mapping[str, Saying]
"""How a format says fields of happenings; one that it does not name is left out."""


class Losses:
    """The losses of an export, collected while it is written."""

    def __init__(self) -> None:
        self.all: list[Loss] = []

    def add(self, id_: str, field: str, outcome: Outcome, log: str = "", export: str = "") -> None:
        """Note a loss."""
        self.all.append(Loss(id_, field, outcome, log, export))

    def note_fields(self, body: Mapping[str, Any], sayings: Sayings) -> None:
        """Note the fields of an event that a format only puts into words, or leaves out."""
        for field, value in body.items():
            if (field, value) == ("status", "occurred"):
                continue  # which is so without a word
            saying = sayings.get(field, _NOWHERE)
            if saying.outcome != "whole" and field not in _OF_THE_LOG and field != "date":
                self.add(
                    str(body["id"]),
                    field,
                    saying.outcome,
                    _as_text(value),
                    saying.where.replace("`", ""),
                )


_NOWHERE = Saying("", "left out")
_OF_THE_LOG = ("schema", "id", "event", "recorded")


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    import json  # noqa: PLC0415 (few fields are lists)

    return json.dumps(value, ensure_ascii=False)


def summarize(losses: Iterable[Loss]) -> str:
    """How many losses there are, on one line: dates first, then other fields; empty if none."""
    counts = Counter((loss.outcome, loss.field) for loss in losses)
    dates = [
        f"{count:,} {outcome}" for outcome in _ORDER if (count := counts.pop((outcome, "date"), 0))
    ]
    if dates:
        first, *rest = dates
        number, _, outcome = first.partition(" ")
        noun = "date" if number == "1" else "dates"
        dates = [", ".join((f"{number} {noun} {outcome}", *rest))]
    for outcome in _ORDER:
        fields = sorted(field for of, field in counts if of == outcome)
        if fields:
            told = ", ".join(f"{field} {counts[outcome, field]:,}" for field in fields)
            dates.append(f"{outcome}: {told}")
    return "; ".join(dates)


_ORDER: tuple[Outcome, ...] = ("widened", "in words", "left out")


def csv_lines(losses: Iterable[Loss]) -> Iterator[str]:
    """The list of losses as CSV (RFC 4180, with LF), the names of the columns first."""
    yield ",".join(Loss._fields) + "\n"
    for loss in losses:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(map(guard_cell, loss))
        yield out.getvalue()
