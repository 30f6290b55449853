"""Rows of a table made into entries, by a plan for its columns."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from timeline.base.errors import Fault, TimelineError
from timeline.base.names import key_of
from timeline.base.spreadsheets import unguard_cell
from timeline.event.checked import Shared
from timeline.event.document import Document
from timeline.event.schema import Many, Record, Scalar, Wrong, fields_of
from timeline.event.types import TYPES
from timeline.exchange.entry import Entry, Items, Note
from timeline.exchange.tables import cells
from timeline.exchange.tables.cell_texts import cut, fill, listed_meaning, meaning_of
from timeline.exchange.tables.days import (
    Verdict,
    day_in,
    judge_column,
    span,
    two_years_in,
    within,
)
from timeline.exchange.tables.forms import advise_on_form, advise_to_skip
from timeline.exchange.tables.items import put_part, read_item
from timeline.exchange.tables.lines import Line, Lookahead, cell_text, without_hidden
from timeline.exchange.tables.mapping import PRECISIONS, FieldSource, Order
from timeline.exchange.tables.origin import OriginReader
from timeline.exchange.tables.plan import Plan, columns_in, columns_of
from timeline.exchange.tables.precision import at_precision
from timeline.exchange.tables.skipping import skipper


def entries(rows: Iterable[Line | Fault], header: Sequence[str], plan: Plan, path: str) -> Items:
    """The entries in the rows of a table; empty rows are passed over.

    Args:
        rows: those below the header, or what is wrong with one.
        header: what the columns are called.
        plan: how fields are made of them.
        path: what to call the table.
    """
    ahead = Lookahead(rows)
    maker = _Maker(header, plan, path, ahead)
    is_skipped = skipper(header, plan)
    for row in ahead:
        if isinstance(row, Fault):
            yield row
        elif why := is_skipped(row):
            yield Note(f"skipped: {why}", path, row.number)
        elif any(cell.strip() for cell in row.cells):
            yield maker.entry(row)
            yield from (Note(text, path, row.number) for text in maker.left_out)


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
    def __init__(self, header: Sequence[str], plan: Plan, path: str, ahead: Lookahead) -> None:
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
        self.origin = OriginReader(plan)
        self.has_unreadable = False
        self.left_out: list[str] = []

    def entry(self, row: Line) -> Entry:
        """The entry of a row; `left_out` then says which items it lacks, and why."""
        self.left_out = []
        if any(cell.strip() for cell in row.cells[len(self.header) :]):
            draft = Document({}, self.path, start=row.number, columns=self.columns)
            problem = f"{len(row.cells)} cells, and the table has {len(self.header)} columns"
            remedy = "put a text that holds the separator in quotes"
            return Entry(draft, faults=(draft.fault(Wrong((), problem, remedy)),))
        values = dict(zip(self.header, row.cells, strict=False))
        self.has_unreadable = not _TEXT.issuperset(map(type, row.cells))
        wrongs: list[Wrong] = []
        body = self.body(values, wrongs)
        external_id = self.origin.external_id(values, wrongs)
        past = self.origin.past(values, wrongs)
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
                fault = advise_on_form(error.faults[0], name, self.plan.fields[name], values)
                if name == "date":
                    fault = advise_to_skip(fault, self.plan.fields[name], values)
                kind = fault.reason.kind or "form"
                reason = fault.reason._replace(kind=kind)
                wrongs.append(Wrong((name,), fault.problem, fault.remedy, reason=reason))
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
            before = len(self.left_out)
            found = self.make_value(name, made, values)
            if isinstance(found, list):
                found = Shared(found)
            is_whole = len(self.left_out) == before
            if sum(map(len, key)) <= _LONGEST and is_whole and not self.has_unreadable:
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
        shape = self.shapes[name]
        if not isinstance(shape, Many):
            return self.text(name, made, values)
        if made.template and not made.template.startswith("["):
            parts = made.template.split(made.split or ";")
            return [one for part in parts for one in self.filled(name, made, part, values)]
        text = self.text(name, made, values)
        split = made.split or ";"
        if made.form or made.with_:
            parts = [part for part in text.split(split) if part.strip()]
            assert isinstance(shape.item, Record)  # noqa: S101 (the mapping was checked)
            items = [
                self.item(name, made, part.strip(), shape.item, values, place=(i, len(parts)))
                for i, part in enumerate(parts)
            ]
            return list(filter(None, items))
        if not made.constant and not text.startswith("["):
            texts = [one.strip() for one in text.split(split)]
            text = "; ".join(filter(None, (meaning_of(made, one) for one in texts if one)))
        return cells.read(self.plan.event, name, text)

    def filled(
        self, name: str, made: FieldSource, template: str, values: Mapping[str, str]
    ) -> list[object]:
        """The items that a template says of a row; one that lacks a part is left out."""
        columns = columns_in(template)
        empty = [column for column in columns if not cell_text(values, column).strip()]
        if columns and len(empty) == len(columns):
            return []

        def cell(column: str) -> str:
            return meaning_of(made, without_hidden(unguard_cell(cell_text(values, column))))

        text = meaning_of(made, fill(template, cell).strip())
        try:
            found = cells.read(self.plan.event, name, text)
        except TimelineError:
            if not empty:
                raise
            self.leave_out(name, empty)
            return []
        return found if isinstance(found, list) else []

    def item(
        self,
        name: str,
        made: FieldSource,
        text: str,
        record: Record,
        values: Mapping[str, str],
        *,
        place: tuple[int, int],
    ) -> dict[str, object] | None:
        """An item with parts of its text and of other columns; None if one that it needs is empty.

        Args:
            name: of the field.
            made: how the mapping makes it.
            text: of the item.
            record: the parts that items have.
            values: the cells of the row, by column.
            place: which of how many items of the row it is; a column of as many texts has one each.

        Raises:
            TimelineError: a word for a status that means no effect.
        """
        item = read_item(made, text, record)
        empty = []
        for part, given in (made.with_ or {}).items():
            columns = columns_in(given)
            filled = fill(given, lambda column: _nth(cell_text(values, column), made, place))
            if columns and not any(cell_text(values, column).strip() for column in columns):
                filled = ""
            put_part(made, item, part, filled if columns else given, record)
            empty += columns if not filled else []
        needed = {field.name for field in fields_of(record.cls).values() if field.required}
        own = next(iter(fields_of(record.cls)))
        if own not in item and not made.constant:
            return None
        if empty and needed - item.keys():
            self.leave_out(name, empty)
            return None
        return item

    def leave_out(self, name: str, empty: Sequence[str]) -> None:
        """Note that an item of a field is left out, since columns of it are empty."""
        self.left_out.append(f"left out of {name}, since {' and '.join(empty)} is empty")

    def text(self, name: str, made: FieldSource, values: Mapping[str, str]) -> str:
        """The text that a source makes of a row."""
        shape = self.shapes[name]
        kind = shape.must_be.kind if isinstance(shape, Scalar) else ""

        def cell(column: str) -> str:
            text = without_hidden(unguard_cell(cell_text(values, column)))
            if kind == "edtf" and not made.template:
                meant = meaning_of(made, text)
                return self.date(column, meant, made.order) if meant else ""
            return text if isinstance(shape, Many) else meaning_of(made, text)

        text = self.assemble(made, cell, is_date=kind == "edtf")
        if made.precision and text:
            text = self.at_precision(made, text, values)
        if kind == "key" and name == self.plan.event:
            text = key_of(text)
        # What spreadsheets break over lines is one line of an event.
        text = " ".join(text.split()) if kind not in ("text", "") else text.strip()
        return cut(text, int(made.cut)) if made.cut else text

    def assemble(self, made: FieldSource, cell: Callable[[str], str], *, is_date: bool) -> str:
        """The text of a source, of what stands in its columns."""

        def first(columns: Sequence[str]) -> str:
            return next(filter(None, map(cell, columns)), "")

        if made.constant:
            return made.constant
        if made.earliest or made.latest:
            return within(first(made.earliest), first(made.latest))
        if made.from_ or made.to:
            return span(first(made.from_), first(made.to))
        if not made.template:
            return first(made.column)
        filled = any(map(cell, columns_in(made.template)))
        text = fill(made.template, cell, is_date=is_date) if filled else ""
        return day_in(text, made.order or self.plan.order) if is_date and text else text

    def at_precision(self, made: FieldSource, text: str, values: Mapping[str, str]) -> str:
        """A date as exact as the column of its precision says.

        Raises:
            TimelineError: the column holds a word whose meaning is not known.
        """
        said = [(column, cell_text(values, column).strip()) for column in made.precision]
        column, code = next((one for one in said if one[1]), said[0])
        meant = listed_meaning(made.precisions or {}, code)
        if meant and meant not in PRECISIONS:
            remedy = f"say in the mapping what it means: precisions: {{{code}: month}}"
            raise TimelineError(f"column {column}: `{code}` is no precision", remedy)
        return at_precision(text, meant) if meant else text

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


def _nth(text: str, made: FieldSource, place: tuple[int, int]) -> str:
    """The text of a cell for one of several items: its own, if there are as many; else all."""
    text = without_hidden(unguard_cell(text))
    i, count = place
    parts = text.split(made.split or ";") if count > 1 else ()
    return parts[i].strip() if len(parts) == count else text
