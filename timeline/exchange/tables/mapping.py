"""How the columns of a table become fields of events, by a mapping in a YAML file.

docs/import.md describes it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from timeline.base.errors import Fault, TimelineError
from timeline.event.document import decode, read_yaml
from timeline.event.schema import OR_ONE, Field, Many, Record, Wrong, build, fields_of, likely
from timeline.event.types import DRAFTED, TYPES, Count, Is, Line

Order = Literal["dmy", "mdy", "ymd", "serial", "years"]
"""How a column writes dates in numbers.

`serial` counts days as spreadsheets do; by `years`, `2020-21` is from 2020 to 2021.
"""
ORDERS = get_args(Order)
PRECISIONS = (
    *("time", "day", "week", "month", "year", "decade", "century", "millennium"),
    *("about", "unsure"),
)
"""How exact a date may be said to be; `about` and `unsure` qualify it as it is written."""
LIKE = ("acled", "ucdp", "gtd", "casemap", "iati-csv", "plaso")
"""Formats whose mapping comes with the program."""
Names = tuple[Line, ...]
"""Names of columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSource:
    """How a field, or some items of a field that is a list, are made of a row."""

    column: Annotated[
        Names, OR_ONE, "the column that holds it; of several the first that is not empty"
    ] = ()
    template: Annotated[Line, "a text with `{COLUMN}` in it"] = ""
    constant: Annotated[Line, "the same for every row"] = ""
    from_: Annotated[Names, OR_ONE, "of a date: the column of its first day"] = ()
    to: Annotated[Names, OR_ONE, "of a date: the column of its last day"] = ()
    earliest: Annotated[
        Names, OR_ONE, "of a date that was once within a time: the column of its earliest day"
    ] = ()
    latest: Annotated[Names, OR_ONE, "the column of its latest day"] = ()
    order: Annotated[Order, "of a date: how days are written in numbers"] | None = None
    precision: Annotated[Names, OR_ONE, "of a date: the column that says how exact it is"] = ()
    precisions: (
        Annotated[
            Mapping[str, str],
            f"words of that column, and what they mean: {', '.join(PRECISIONS)}",
        ]
        | None
    ) = None
    cut: Annotated[Count, "of a text: so many characters at most"] = ""
    split: Annotated[str, Is("text"), "what stands between items; `;` if not given"] = ""
    form: Annotated[Line, "the parts of an item and what stands between, as `name:role`"] = ""
    with_: (
        Annotated[
            Mapping[str, str], "parts that every item gets: a word, or `{COLUMN}` for each row"
        ]
        | None
    ) = None
    values: (
        Annotated[
            Mapping[str, object],
            "what stands in the table, and what it means; `else`: all others, `empty`: nothing",
        ]
        | None
    ) = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The file of a mapping."""

    fields: Annotated[Mapping[str, object], "each field, and the column or how it is made"]
    header: Annotated[Count, "the row that names the columns; 0: none does, they are A, B, C"] = ""
    skip: (
        Annotated[
            Mapping[str, object],
            "columns, and what marks a row to be passed over: `*` is any text, `empty` none",
        ]
        | None
    ) = None
    external_id: Annotated[Line, "the column of the id in the other system"] = ""
    scheme: Annotated[Line, "what to call the other system in `refs`"] = ""
    recorded_at: Annotated[Line, "the column of the instant of recording"] = ""
    recorded_by: Annotated[Line, "the column of who recorded"] = ""
    operation: Annotated[Line, "the column that says add, correct or retract"] = ""
    operations: Annotated[Mapping[str, str], "words of that column, and what they mean"] | None = (
        None
    )
    refers_to: Annotated[Line, "the column of the id that is corrected or retracted"] = ""
    reason: Annotated[Line, "the column that says why"] = ""


def read_file(data: bytes, path: str) -> Columns:
    """The mapping in a YAML file.

    Raises:
        TimelineError: all that is wrong with the file.
    """
    text, faults = decode(data, path)
    found, wrongs = read_yaml(text, path) if not faults else ([], [])
    faults += wrongs
    if not faults and len(found) != 1:
        faults = [Fault("a mapping is one document", "see: docs/import.md", path)]
    if faults:
        raise TimelineError(tuple(faults))
    columns, mistaken = build(Columns, found[0].body)
    if columns is None:
        raise TimelineError(tuple(map(found[0].fault, mistaken)))
    mistaken = list(_mistaken(columns))
    if mistaken:
        raise TimelineError(tuple(map(found[0].fault, mistaken)))
    return columns


def _mistaken(columns: Columns) -> Iterator[Wrong]:
    for column, marks in (columns.skip or {}).items():
        if not all(isinstance(one, str) for one in (marks if isinstance(marks, list) else [marks])):
            yield Wrong(("skip", column), f"`{column}` must be a text, or a list", "write texts")
    event = event_of(columns)
    if event not in DRAFTED:
        yield Wrong(
            ("fields", "event"), f"rows cannot be `{event}`", f"one of {', '.join(DRAFTED)}"
        )
        return
    known = event_fields(event)
    for name, value in columns.fields.items():
        if name != "event" and name not in known:
            yield no_field(("fields", name), name, event)
            continue
        for at, one in field_sources(value, ("fields", name)):
            made, wrongs = build(FieldSource, one)
            yield from (wrong._replace(at=(*at, *wrong.at)) for wrong in wrongs)
            if made is not None:
                yield from _misused(made, name, known.get(name), at)


def no_field(at: tuple[str, ...], name: str, event: str) -> Wrong:
    """The fault of a field that events of a kind do not have.

    Args:
        at: where it stands in the mapping.
        name: of the field.
        event: the kind of event.
    """
    remedy = likely(name, list(event_fields(event)))
    return Wrong(at, f"no field `{name}` in events of the kind {event}", remedy, on_key=True)


def _misused(
    made: FieldSource, name: str, field: Field | None, at: tuple[str | int, ...]
) -> Iterator[Wrong]:
    ends = (made.from_ or made.to, made.earliest or made.latest)
    ways = [way for way in (made.column, made.template, made.constant, *ends) if way]
    if len(ways) != 1:
        remedy = "give one of column, template, constant, from and to, or earliest and latest"
        yield Wrong(at, f"`{name}` is made in {len(ways) or 'no'} ways", remedy)
    item = field.shape.item if field and isinstance(field.shape, Many) else None
    for key, parts in (("form", parts_of(made.form)), ("with", list(made.with_ or ()))):
        if parts and not isinstance(item, Record):
            yield Wrong((*at, key), f"the items of `{name}` have no parts", f"leave `{key}` out")
        elif parts and isinstance(item, Record):
            known = [*fields_of(item.cls), *(("name", "status") if key == "form" else ("status",))]
            for part in parts:
                if part not in known:
                    yield Wrong((*at, key), f"no part `{part}` in `{name}`", likely(part, known))
    for code, word in (made.precisions or {}).items():
        if word not in PRECISIONS:
            where = (*at, "precisions", code)
            yield Wrong(where, f"no precision `{word}`", likely(word, PRECISIONS))


def field_sources(
    value: object, at: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], dict[str, object]]]:
    """The ways in which a field is made, each as a map."""
    if isinstance(value, list):
        for i, one in enumerate(value):
            yield from field_sources(one, (*at, i))
    elif isinstance(value, dict):
        yield at, value
    else:
        key = "template" if "{" in str(value) else "column"
        yield at, {key: value}


def marks_of(columns: Columns) -> dict[str, tuple[str, ...]]:
    """The texts that mark rows to be skipped, by the column in which they stand."""
    return {
        column: tuple(map(str, marks)) if isinstance(marks, list) else (str(marks),)
        for column, marks in (columns.skip or {}).items()
    }


def event_of(columns: Columns) -> str:
    """The kind of event that rows are."""
    said = columns.fields.get("event", "happening")
    return str(said.get("constant") if isinstance(said, dict) else said)


def parts_of(form: str) -> list[str]:
    """The names of the parts in a form such as `name:role`."""
    return re.findall(r"[a-z_]+", form)


def event_fields(event: str) -> dict[str, Field]:
    """The fields that rows can fill: not those that only a log gives."""
    return {
        n: f
        for n, f in fields_of(TYPES[event]).items()
        if n not in ("schema", "id", "event", "recorded")
    }
