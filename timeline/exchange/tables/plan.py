"""What is made of the columns of a table: by a mapping, by options, or by what they are called."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.errors import UsageError
from timeline.base.names import fold, key_of
from timeline.event.schema import build, likely
from timeline.event.types import DRAFTED
from timeline.exchange.tables.mapping import (
    Columns,
    FieldSource,
    Order,
    event_fields,
    event_of,
    field_sources,
    no_field,
)


class MappingOptions(NamedTuple):
    """What options say of a mapping: columns by field, constants by field, and the rest."""

    columns: Mapping[str, str] = {}
    constants: Mapping[str, str] = {}
    external_id: str = ""
    recorded_at: str = ""
    operation: str = ""
    refers_to: str = ""
    order: Order | None = None
    skip: Mapping[str, str] = {}


class Plan(NamedTuple):
    """A whole mapping: which event a row is, and how each field of it is made."""

    event: str
    fields: Mapping[str, tuple[FieldSource, ...]]
    rest: Columns
    order: Order | None = None


SPECIAL = ("external_id", "recorded_at", "recorded_by", "operation", "refers_to", "reason")
"""Keys of a mapping that are a column, and no field."""


def make_plan(
    columns: Columns | None,
    given: MappingOptions,
    header: Sequence[str],
    fit: Callable[[Plan, Sequence[str]], Plan] = lambda plan, _: plan,
) -> Plan:
    """The mapping of a table with some columns.

    Args:
        columns: of a mapping file.
        given: by options, which go before the file.
        header: what the columns are called.
        fit: makes a mapping fit the columns before options go over it.

    Raises:
        UsageError: a column that the table does not have, or a field that events do not.
    """
    rest = columns or Columns(fields={})
    event = given.constants.get("event") or event_of(rest)
    if event not in DRAFTED:
        raise UsageError(f"rows cannot be `{event}`", f"one of {', '.join(DRAFTED)}")
    fields: dict[str, tuple[FieldSource, ...]] = {}
    special = {given.external_id.rpartition("=")[2], *given[3:6]}
    free = [column for column in header if column not in special]
    for name, column in _matching(event, free) if columns is None else ():
        fields[name] = (_column_or_template(column),)
    for name, value in rest.fields.items():
        if name != "event":
            fields[name] = tuple(_made(one) for _, one in field_sources(value, ()))
    rest = _with_options(rest, given, header, automatic=columns is None)
    fitted = fit(Plan(event, fields, rest), header)
    fields, rest = dict(fitted.fields), fitted.rest
    for name, column in given.columns.items():
        fields[_known(name, event)] = (_column_or_template(column),)
    for name, value in given.constants.items():
        if name != "event":
            # What a row says itself goes before; to a list it is added.
            fields[_known(name, event)] = (*fields.get(name, ()), FieldSource(constant=value))
    found = Plan(event, fields, rest, given.order)
    _check_columns(found, header)
    return found


def _column_or_template(text: str) -> FieldSource:
    return FieldSource(template=text) if "{" in text else FieldSource(column=(text,))


def _made(one: dict[str, object]) -> FieldSource:
    made, _ = build(FieldSource, one)
    assert made is not None  # noqa: S101 (the file was checked)
    return made


def _known(name: str, event: str) -> str:
    if name not in event_fields(event):
        wrong = no_field((), name, event)
        raise UsageError(wrong.problem, wrong.remedy)
    return name


def _matching(event: str, header: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Columns that are called like a field, like one item of it, or as many tables call it.

    Year, month and day are a date together, as a text with columns in braces, where no column is
    called a date or when: that says it more exactly.
    """
    called = {fold(column).replace("_", " "): column for column in reversed(header)}
    has_date = any({"date", "when"} & set(name.split()) for name in called)
    if "year" in called and not has_date:
        parts = [called.pop(one) for one in ("year", "month", "day") if one in called]
        called["date"] = "-".join(f"{{{part}}}" for part in parts)
    for name in event_fields(event):
        words = name.replace("_", " ")
        # A column `Ref` holds the number of a row more often than identifiers elsewhere.
        one = words.removesuffix("s") if name != "refs" else words
        for spelling in (words, one, *_CALLED.get(name, ())):
            if spelling in called:
                yield name, called[spelling]
                break


_CALLED = {
    "date": ("when", "day"),
    "title": ("what", "headline", "activity"),
    "kind": ("type", "category"),
    "places": ("where", "location"),
    "summary": ("description", "details"),
    "note": ("remark", "remarks", "comment", "comments"),
}
"""What tables often call a field that has no column of its own name."""


def _with_options(
    rest: Columns, given: MappingOptions, header: Sequence[str], *, automatic: bool
) -> Columns:
    """The columns that are no fields: of options, else of the file.

    Those that are called `external id` and, beside it, `recorded by` and `reason` are found without
    being named; a column `Operation` may be anything.
    """
    called = {fold(column).replace(" ", "_"): column for column in reversed(header)}
    said = {name: getattr(rest, name) for name in Columns.__slots__}
    for name in ("recorded_at", "operation", "refers_to"):
        said[name] = getattr(given, name) or said[name]
    scheme, equals, column = given.external_id.partition("=")
    if given.external_id:
        said["external_id"] = column if equals else scheme
        said["scheme"] = scheme if equals else said["scheme"]
    if given.skip:
        said["skip"] = {**(said["skip"] or {}), **given.skip}
    if automatic:
        said["external_id"] = said["external_id"] or called.get("external_id", "")
        said["recorded_by"] = called.get("recorded_by", "") if said["recorded_at"] else ""
        said["reason"] = called.get("reason", "") if said["operation"] else ""
    said["scheme"] = said["scheme"] or key_of(said["external_id"])
    for name in ("operation", "refers_to"):
        if said[name] and not said["external_id"]:
            remedy = Advice("name the column of the id there", call("", external_id="COLUMN"))
            raise UsageError(f"`{name}` needs an external id", remedy)
    return Columns(**said)


def _check_columns(found: Plan, header: Sequence[str]) -> None:
    wanted = [
        (name, column)
        for name, several in found.fields.items()
        for made in several
        for column in columns_of(made)
    ]
    wanted += [(name, getattr(found.rest, name)) for name in SPECIAL if getattr(found.rest, name)]
    wanted += [("skip", column) for column in found.rest.skip or ()]
    for name, column in wanted:
        if column not in header:
            raise UsageError(f"no column `{column}`, for {name}", _likely_column(column, header))
        if header.count(column) > 1:
            problem = f"{header.count(column)} columns are called `{column}`, needed for {name}"
            raise UsageError(problem, "rename all but one")


def _likely_column(column: str, header: Sequence[str]) -> str:
    return likely(column, [one for one in dict.fromkeys(header) if one])


def columns_of(made: FieldSource) -> list[str]:
    """The columns that a field is made of."""
    ends = (*made.from_, *made.to, *made.earliest, *made.latest)
    texts = (made.template, *(made.with_ or {}).values())
    filled = [column for text in texts for column in columns_in(text)]
    return list(dict.fromkeys((*made.column, *ends, *filled, *made.precision)))


def columns_in(template: str) -> list[str]:
    """The columns that a text with `{COLUMN}` in it names."""
    return re.findall(r"\{([^{}]+)\}", template)


def describe_columns(found: Plan) -> list[str]:
    """Which column each field is made of, as `date = Day`, unless it is called so itself."""
    columns = {
        name: [c for made in several for c in columns_of(made)]
        for name, several in found.fields.items()
    }
    columns |= {name: [getattr(found.rest, name)] for name in SPECIAL if getattr(found.rest, name)}
    shown = {name: ", ".join(dict.fromkeys(used)) for name, used in columns.items() if used}
    return [f"{name} = {used}" for name, used in shown.items() if fold(used) != name]


def unused_columns(found: Plan, header: Sequence[str]) -> list[str]:
    """The columns of which nothing is taken."""
    used = {
        column
        for several in found.fields.values()
        for made in several
        for column in columns_of(made)
    }
    used |= {getattr(found.rest, name) for name in SPECIAL}
    return [column for column in dict.fromkeys(header) if column and column not in used]
