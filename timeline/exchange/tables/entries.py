"""Rows of a table made into entries, by a plan for its columns."""

import datetime as dt
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Self, cast

from timeline.base.advice import Advice, Remedy, call
from timeline.base.errors import Fault, TimelineError
from timeline.base.spreadsheets import unguard_cell
from timeline.event.checked import Shared
from timeline.event.document import Document
from timeline.event.schema import Many, Record, Scalar, Wrong, fields_of, likely
from timeline.event.types import TYPES
from timeline.exchange.entry import Entry, ExternalId, Items, Operation, Past
from timeline.exchange.tables import cells
from timeline.exchange.tables.days import (
    Verdict,
    day_in,
    instant_in,
    judge_column,
    span,
    two_years_in,
)
from timeline.exchange.tables.mapping import FieldSource, Order, parts_of
from timeline.exchange.tables.plan import Plan, columns_of

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
_EFFECTS = {
    "starts": ("start", "started", "begun", "began", "launched", "opened", "new"),
    "continues": ("continued", "ongoing", "running", "active", "in progress", "implementation"),
    "ends": ("ended", "end", "finished", "completed", "complete", "closed", "done"),
    "suspends": ("suspended", "paused", "on hold"),
    "resumes": ("resumed", "restarted"),
    "cancels": ("cancelled", "canceled", "stopped", "aborted"),
}
"""Words by which tables say how a program stands, and what a happening then does to it."""


class Line(NamedTuple):
    """One row of a table below its header; it counts from 1, the header included."""

    number: int
    cells: Sequence[str]


class Unreadable(str):
    """A cell that a column must not be taken from, and why; it stands there as this text."""

    __slots__ = ("fault",)
    fault: Fault

    def __new__(cls, text: str, problem: str, remedy: str) -> Self:
        """The cell."""
        made = super().__new__(cls, text)
        made.fault = Fault(problem, remedy)
        return made


def _cell(values: Mapping[str, str], column: str) -> str:
    """The text in a column of a row.

    Raises:
        TimelineError: the cell cannot be read.
    """
    text = values.get(column, "")
    if isinstance(text, Unreadable):
        raise TimelineError(text.fault)
    return text


def entries(rows: Iterable[Line | Fault], header: Sequence[str], plan: Plan, path: str) -> Items:
    """The entries in the rows of a table; empty rows are passed over.

    Args:
        rows: those below the header, or what is wrong with one.
        header: what the columns are called.
        plan: how fields are made of them.
        path: what to call the table.
    """
    ahead = _Lookahead(rows)
    maker = _Maker(header, plan, path, ahead)
    for row in ahead:
        if isinstance(row, Fault):
            yield row
        elif any(cell.strip() for cell in row.cells):
            yield maker.entry(row)


class _Lookahead:
    """Rows one after the other, of which those to come can be seen."""

    def __init__(self, rows: Iterable[Line | Fault]) -> None:
        self.rows = iter(rows)
        self.seen: deque[Line | Fault] = deque()

    def __iter__(self) -> Iterator[Line | Fault]:
        while True:
            if self.seen:
                yield self.seen.popleft()
                continue
            try:
                yield next(self.rows)
            except StopIteration:
                return

    def rest(self) -> Iterable[Line | Fault]:
        """All that are to come."""
        self.seen.extend(self.rows)
        return self.seen


class _Source(NamedTuple):
    """A way in which a field is made, the columns that it needs, and what it made of their texts.

    A text that a column has again gives the same value, which nobody changes.
    """

    made: FieldSource
    columns: tuple[str, ...]
    known: dict[str | tuple[str, ...], object]


_REMEMBERED = 1 << 12
"""So many values of a column are kept at most."""
_TEXT = frozenset({str})
_LONGEST = 300
"""Longer texts are not kept: they hardly come again."""


class _Maker:
    def __init__(self, header: Sequence[str], plan: Plan, path: str, ahead: _Lookahead) -> None:
        self.header, self.plan, self.path = header, plan, path
        self.ahead = ahead
        self.verdicts: dict[str, Verdict] = {}
        self.dates_before: dict[str, set[str]] = defaultdict(set)
        self.shapes = {n: f.shape for n, f in fields_of(TYPES[plan.event]).items()}
        self.columns = {
            name: ", ".join(dict.fromkeys(c for made in several for c in columns_of(made)))
            for name, several in plan.fields.items()
        }
        self.sources = {
            name: [_Source(made, tuple(columns_of(made)), {}) for made in several]
            for name, several in plan.fields.items()
        }
        self.now = dt.datetime.now(dt.UTC)
        self.has_unreadable = False

    def entry(self, row: Line) -> Entry:
        if any(cell.strip() for cell in row.cells[len(self.header) :]):
            draft = Document({}, self.path, start=row.number, columns=self.columns)
            problem = f"{len(row.cells)} cells, and the table has {len(self.header)} columns"
            remedy = "put a text that holds the separator in quotes"
            return Entry(draft, faults=(draft.fault(Wrong((), problem, remedy)),))
        values = dict(zip(self.header, row.cells, strict=False))
        self.has_unreadable = not _TEXT.issuperset(map(type, row.cells))
        wrongs: list[Wrong] = []
        body = self.body(values, wrongs)
        external_id = self.external_id(values, wrongs)
        past = self.past(values, wrongs)
        draft = Document(body, self.path, start=row.number, columns=self.columns)
        if not wrongs:
            return Entry(draft, external_id, past)
        unread = tuple(str(wrong.at[0]) for wrong in wrongs)
        return Entry(draft, external_id, past, tuple(map(draft.fault, wrongs)), unread)

    def body(self, values: Mapping[str, str], wrongs: list[Wrong]) -> dict[str, object]:
        """The fields that a row says; those that cannot be read are left out, with a fault."""
        body: dict[str, object] = {"event": self.plan.event}
        for name, sources in self.sources.items():
            try:
                found = [self.value(name, source, values) for source in sources]
            except TimelineError as error:
                fault = error.faults[0]
                remedy = fault.remedy
                if name == "actors":
                    remedy = _or_one_role(remedy, self.plan.fields[name], values)
                wrongs.append(Wrong((name,), fault.problem, remedy))
                continue
            if isinstance(self.shapes[name], Many):
                value: object = [one for items in found if isinstance(items, list) for one in items]
            else:
                value = next(filter(None, found), "")
            if value:
                body[name] = value
        return body

    def value(self, name: str, source: _Source, values: Mapping[str, str]) -> object:
        """What a source makes of a row, which is made once for the same texts.

        Args:
            name: of the field.
            source: one of the ways in which the mapping makes it.
            values: the cells of the row, by column.
        """
        made, columns, known = source
        first = values.get(columns[0], "") if len(columns) == 1 else ""
        key = first or tuple([values.get(column, "") for column in columns])
        found = known.get(key)
        # What a column must not be taken from looks like its text, and has to be refused.
        if found is None or self.has_unreadable:
            found = self.make_value(name, made, values)
            if isinstance(found, list):
                found = Shared(found)
            if sum(map(len, key)) <= _LONGEST and not self.has_unreadable:
                if len(known) >= _REMEMBERED:
                    known.clear()
                known[key] = found
        return found

    def make_value(self, name: str, made: FieldSource, values: Mapping[str, str]) -> object:
        """The value, or items, of a field in a row.

        Args:
            name: of the field.
            made: one of the ways in which the mapping makes it.
            values: the cells of the row, by column.
        """
        text = self.text(name, made, values)
        shape = self.shapes[name]
        if isinstance(shape, Many):
            split = made.split or ";"
            if made.form or made.with_:
                parts = [part for part in text.split(split) if part.strip()]
                assert isinstance(shape.item, Record)  # noqa: S101 (the mapping was checked)
                return [_item(made, part.strip(), shape.item) for part in parts]
            if not made.constant and not text.startswith("["):
                items = [one.strip() for one in text.split(split)]
                text = "; ".join(_meaning(made, one) for one in items if one)
            return cells.read(self.plan.event, name, text)
        return text

    def text(self, name: str, made: FieldSource, values: Mapping[str, str]) -> str:
        shape = self.shapes[name]
        kind = shape.must_be.kind if isinstance(shape, Scalar) else ""

        def cell(column: str) -> str:
            text = unguard_cell(_cell(values, column)).strip()
            if kind == "edtf" and text and not made.template:
                return self.date(column, _meaning(made, text), made.order)
            return text if isinstance(shape, Many) else _meaning(made, text)

        if made.constant:
            return made.constant
        if made.from_ or made.to:
            return span(cell(made.from_) if made.from_ else "", cell(made.to) if made.to else "")
        if made.template:
            filled = any(cell(column) for column in columns_of(made))
            text = _fill(made.template, cell, is_date=kind == "edtf") if filled else ""
            if kind == "edtf" and text:
                text = day_in(text, made.order or self.plan.order)
        else:
            text = cell(made.column)
        # What spreadsheets break over lines is one line of an event.
        return " ".join(text.split()) if kind not in ("text", "") else text.strip()

    def date(self, column: str, text: str, order: Order | None) -> str:
        """The date in a cell of a column, which is judged as a whole where a cell alone is unclear.

        Raises:
            TimelineError: it is no date, or has several readings.
        """
        if len(text) == len("2011-12") and not two_years_in(text):
            self.dates_before[column].add(text)

        def judge() -> Verdict:
            if column not in self.verdicts:
                at = self.header.index(column)
                rest = (
                    row.cells[at]
                    for row in self.ahead.rest()
                    if isinstance(row, Line) and at < len(row.cells)
                )
                self.verdicts[column] = judge_column([text, *self.dates_before[column], *rest])
            return self.verdicts[column]

        return day_in(text, order or self.plan.order, judge)

    def special(self, name: str, values: Mapping[str, str], wrongs: list[Wrong]) -> str:
        """The text in a column that is no field; empty, with a fault, if it cannot be read.

        Args:
            name: of what the column holds, such as `recorded_at`.
            values: the cells of the row, by column.
            wrongs: gets the fault.
        """
        column = getattr(self.plan.rest, name)
        try:
            return _cell(values, column).strip() if column else ""
        except TimelineError as error:
            wrongs.append(_of_column(name, error))
            return ""

    def external_id(self, values: Mapping[str, str], wrongs: list[Wrong]) -> ExternalId | None:
        """The identity of a row in the other system; a row that has none is at fault."""
        column = self.plan.rest.external_id
        if not column:
            return None
        before = len(wrongs)
        id_ = self.special("external_id", values, wrongs)
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
            at=self.instant(values, wrongs),
            by=self.special("recorded_by", values, wrongs),
            operation=self.operation(values, wrongs),
            refers_to=self.special("refers_to", values, wrongs),
            reason=self.special("reason", values, wrongs),
        )

    def instant(self, values: Mapping[str, str], wrongs: list[Wrong]) -> str:
        """When a row was recorded there; a row that does not say is at fault, if others do."""
        column, before = self.plan.rest.recorded_at, len(wrongs)
        at = self.special("recorded_at", values, wrongs)
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

    def operation(self, values: Mapping[str, str], wrongs: list[Wrong]) -> Operation:
        """What a row does; one that says something else is at fault."""
        typed = self.special("operation", values, wrongs)
        meant = (self.plan.rest.operations or {}).get(typed, typed).casefold()
        for name, words in _OPERATIONS.items():
            if not meant or meant in words:
                return cast("Operation", name)
        column = self.plan.rest.operation
        problem = f"column {column}: `{typed}` is none of add, correct and retract"
        wrongs.append(_of("operation", problem, "say in a mapping file what it means: operations"))
        return "add"


def _fill(template: str, cell: Callable[[str], str], *, is_date: bool) -> str:
    """A template with the cells of its columns.

    Args:
        template: a text with `{COLUMN}` in it.
        cell: gives the text in a column.
        is_date: whether a part that is empty or 0 is left out, with the sign before it.
    """
    filled = ""
    between = ""
    for piece in re.split(r"(\{[^{}]+\})", template):
        if not piece.startswith("{"):
            between += piece
            continue
        text = cell(piece[1:-1])
        if is_date and not text.strip("0 "):
            between = ""
            continue
        if is_date and len(text) == 1 and text.isdigit():
            text = f"0{text}"
        filled += (between if filled or not is_date else between.lstrip("-/. ")) + text
        between = ""
    return filled + between.rstrip("-/. ") if is_date else filled + between


def _of(name: str, problem: str, remedy: Remedy) -> Wrong:
    """What is wrong with a column that is no field; the problem says itself which column it is."""
    return Wrong((name,), problem, remedy)


def _of_column(name: str, error: TimelineError) -> Wrong:
    return _of(name, error.faults[0].problem, error.faults[0].remedy)


def _meaning(made: FieldSource, text: str) -> str:
    """What a text means by the table of values; itself if it is not in there."""
    found = (made.values or {}).get(text, text)
    return found if isinstance(found, str) else text


def _or_one_role(
    remedy: Remedy, several: Sequence[FieldSource], values: Mapping[str, str]
) -> Remedy:
    """A remedy, with how to give one role to all of a column of names, where there is one."""
    plain = [made.column for made in several if made.column and not (made.form or made.with_)]
    column = next((name for name in plain if "=" not in _cell(values, name)), "")
    if not column:
        return remedy
    words = f"{remedy}\n  or of a column of names, all in one role"
    if ";" in _cell(values, column):
        form = f"{{column: {column}, form: name, with: {{role: partner}}}}"
        return f"{words}: in a mapping file\n    fields: {{actors: {form}}}"
    return Advice(words, call("", map=f"actors=partner={{{column}}}"))


def _item(made: FieldSource, text: str, record: Record) -> dict[str, object]:
    """An item with parts, such as `Name:role`; parts at the end may be missing.

    Raises:
        TimelineError: a word for a status that means no effect.
    """
    form = made.form or "name"
    names = parts_of(form)
    before, *between, after = re.split(r"[a-z_]+", form)
    own = next(iter(fields_of(record.cls)))
    item: dict[str, object] = dict(made.with_ or {})
    rest = text.removeprefix(before.strip()).removesuffix(after.strip())
    for name, separator in zip(names, [*between, ""], strict=True):
        part, _, rest = rest.partition(separator) if separator else (rest, "", "")
        table = (made.values or {}).get(name)
        meant = (
            table.get(part.strip(), part.strip()) if isinstance(table, Mapping) else part.strip()
        )
        if meant:
            item[own if name == "name" else "effect" if name == "status" else name] = (
                _effect(str(meant)) if name == "status" else meant
            )
    return item


def _effect(status: str) -> str:
    """What a happening does to a program, by the word for how it stands."""
    word = status.casefold()
    for effect, words in _EFFECTS.items():
        if word == effect or word in words:
            return effect
    remedy = f"say in the mapping what it means; {likely(word, list(_EFFECTS))}"
    raise TimelineError(f"`{status}` does not say what the happening does to the program", remedy)
