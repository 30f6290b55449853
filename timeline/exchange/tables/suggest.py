"""The mapping by which a table would be read, as a file with comments to be changed."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from timeline.base.names import fold
from timeline.base.text import masked, masked_json
from timeline.event.schema import fields_of
from timeline.exchange.tables.csv import Table
from timeline.exchange.tables.lines import Line
from timeline.exchange.tables.mapping import Columns, FieldSource, event_fields
from timeline.exchange.tables.plan import Plan, columns_of, unused_columns

_SAMPLE = 200
"""How many rows are looked at."""
_SHOWN, _WIDTH = 3, 24
"""How many texts of a column are shown, and how much of each."""


def suggest_mapping(table: Table, plan: Plan) -> str:
    """A mapping file: how the fields would be made, what is needed still, and what is left over.

    Args:
        table: what is to be read; its first rows are used up.
        plan: what is made of its columns.
    """
    rows = [row.cells for row in islice(table.rows, _SAMPLE) if isinstance(row, Line)]
    samples = {
        column: list(dict.fromkeys(text for row in rows if (text := " ".join(_at(row, i).split()))))
        for i, column in enumerate(table.header)
        if column
    }
    fields = dict(plan.fields)
    guessed: set[str] = set()
    if plan.event == "happening":
        for name, column in _guesses(fields, table.header, samples):
            fields = {name: (column,), **fields}
            guessed.add(name)
    lines = ["fields:"]
    if plan.event != "happening":
        lines.append(f"  event: {plan.event}")
    for name, several in fields.items():
        lines += _field(name, several, samples, is_guess=name in guessed)
    for name, field in event_fields(plan.event).items():
        if field.required and name not in fields:
            lines.append(f"  # {name} is needed, {field.about}: a column, or the same for all:")
            lines.append(f"  # {name}: {{constant: ...}}")
    lines += _rest(plan.rest)
    if left := unused_columns(plan._replace(fields=fields), table.header):
        lines.append("# Columns of which nothing is taken, and what stands in them:")
        lines += [f"#   {masked(column)}: {_shown(samples[column])}" for column in left]
    return "\n".join(lines) + "\n"


def _at(row: Sequence[str], i: int) -> str:
    return row[i] if i < len(row) else ""


def _field(
    name: str,
    several: Sequence[FieldSource],
    samples: Mapping[str, Sequence[str]],
    *,
    is_guess: bool,
) -> Iterator[str]:
    """The lines of a field; a list of ways has one for each."""
    if len(several) > 1:
        yield f"  {name}:"
    for made in several:
        texts = [text for column in columns_of(made) for text in samples.get(column, ())]
        order = _order_of(texts) if name == "date" and not made.order else ""
        whole = _with_order(made, order) if order in ("dmy", "mdy") else made
        start = "  -" if len(several) > 1 else f"  {name}:"
        said = f"  # {'a guess: ' if is_guess else ''}{_shown(texts)}" if texts else ""
        yield f"{start} {_source(whole)}{said}"
        if order == "unclear":
            yield "  # Day or month first? Say it: order: dmy, or order: mdy"


def _with_order(made: FieldSource, order: str) -> FieldSource:
    given = {name: getattr(made, name) for name in FieldSource.__slots__}
    return FieldSource(**{**given, "order": order})


def _source(made: FieldSource) -> str:
    """A way to make a field, in one line of YAML."""
    given = {
        name: getattr(made, field.attribute)
        for name, field in fields_of(FieldSource).items()
        if getattr(made, field.attribute)
    }
    if list(given) == ["column"] and len(made.column) == 1:
        return _text(made.column[0])
    return _text(made.template) if list(given) == ["template"] else _flow(given)


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_text(k)}: {_flow(v)}' for k, v in value.items())}}}"
    if isinstance(value, tuple | list):
        one = _flow(value[0])
        return one if len(value) == 1 else f"[{', '.join(map(_flow, value))}]"
    return _text(str(value))


_PLAIN = re.compile(r"[^\W\d_](?:[\w ()./+-]*[\w).])?")


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return masked_json(json.dumps(text, ensure_ascii=False))


def _rest(rest: Columns) -> Iterator[str]:
    for name, field in fields_of(Columns).items():
        value = getattr(rest, field.attribute)
        if name != "fields" and value:
            yield f"{name}: {_flow(value)}"


def _shown(texts: Sequence[str]) -> str:
    """Some texts of a column, so that a reader knows it."""
    short = [text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…" for text in texts[:_SHOWN]]
    return masked("; ".join(short)) if short else "empty"


_IN_NUMBERS = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-](?:[0-9]{4}|[0-9]{2})\b")


def _order_of(texts: Sequence[str]) -> str:
    """What comes first in dates in numbers, as a day above 12 shows: dmy, mdy or unclear."""
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := _IN_NUMBERS.match(text))]
    if not pairs:
        return ""
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    return "unclear" if day_first == month_first else "dmy" if day_first else "mdy"


def _guesses(
    fields: Mapping[str, object], header: Sequence[str], samples: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, FieldSource]]:
    """How the title and the date may be made, where no column is called like them."""
    taken = {
        column
        for several in fields.values()
        for made in _listed(several)
        for column in columns_of(made)
    }
    date = None if "date" in fields else _guess_date(header) or _dated(samples, taken)
    taken |= set(columns_of(date)) if date else set()
    if "title" not in fields:
        texts = {column: found for column, found in samples.items() if column not in taken}
        longest = max(texts, key=lambda column: _mean_length(texts[column]), default="")
        if longest and _mean_length(texts[longest]) > _SHORT:
            yield "title", FieldSource(column=(longest,))
    if date:
        yield "date", date


def _listed(several: object) -> Sequence[FieldSource]:
    return several if isinstance(several, tuple) else ()


_SHORT = 8
"""A column of shorter texts is hardly one of titles."""


def _mean_length(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts) if texts else 0


_DATED = re.compile(
    r".{0,20}\b(?:1[5-9]|20)[0-9]{2}\b.{0,20}|[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2}"
)


def _dated(samples: Mapping[str, Sequence[str]], taken: set[str]) -> FieldSource | None:
    """The first column all of whose texts look like dates."""
    for column, texts in samples.items():
        if column not in taken and texts and all(map(_DATED.fullmatch, texts)):
            return FieldSource(column=(column,))
    return None


def _guess_date(header: Sequence[str]) -> FieldSource | None:
    """How a date may be made of columns that are called as dates often are."""
    called = {fold(column).replace("_", " "): column for column in reversed(header) if column}
    first, last = _column_of(called, _STARTS), _column_of(called, _ENDS)
    if first:
        return FieldSource(from_=(first,), to=(last,) if last else ())
    dated = [column for name, column in called.items() if "date" in name.split()]
    return FieldSource(column=(dated[0],)) if dated else None


_STARTS = ("start", "start date", "date from", "from", "begin", "began", "started", "first day")
_ENDS = ("end", "end date", "date to", "to", "until", "ended", "finish", "last day")


def _column_of(called: Mapping[str, str], names: Sequence[str]) -> str:
    return next((called[name] for name in names if name in called), "")
