"""Fields of events as cells of a table, and back.

A text stands as it is; a list as its items in their compact form, separated by `; `; what these
cannot say as JSON. Reading gives back exactly what was written.
"""

import functools
import json

from timeline.base.errors import TimelineError
from timeline.base.text import masked_json, unseen
from timeline.event import compact, json_text
from timeline.event.schema import Many, Record, fields_of
from timeline.event.types import TYPES


def write(event: str, name: str, value: object) -> str:
    """The cell that holds a field.

    Args:
        event: the kind of event.
        name: of the field.
        value: of the field, as events have it.
    """
    plain = _plain(event, name, value)
    try:
        if plain is not None and read(event, name, plain) == value:
            return plain
    except TimelineError:
        pass
    return masked_json(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _plain(event: str, name: str, value: object) -> str | None:
    """The cell in compact form; None where it cannot be put so."""
    if isinstance(value, list):
        form = compact.form_of(event, name)
        parts = [one if isinstance(one, str) else compact.write(form, one) for one in value]
        value = "; ".join(parts)
    if not isinstance(value, str) or unseen(value.replace("\n", "")):
        return None
    return value


def read(event: str, name: str, cell: str) -> object:
    """The value of a field in a cell.

    Args:
        event: the kind of event.
        name: of the field.
        cell: its text, without the `'` that guards it.

    Returns:
        What must not be changed, since cells with the same text may share it.

    Raises:
        UsageError: the cell holds an item that is not of the field's form.
        TimelineError: the cell begins as JSON and is none.
    """
    cls = TYPES.get(event)  # an event that there is not is told when it is recorded
    field = fields_of(cls).get(name) if cls else None
    if field is None:
        return cell
    if isinstance(field.shape, Many):
        if cell.startswith("["):
            return _json(cell)
        items = [part.strip() for part in cell.split(";") if part.strip()]
        if isinstance(field.shape.item, Record):
            form = compact.form_of(event, name)
            return [_read_item(form, item) for item in items]
        return items
    return _json(cell) if cell.startswith(('"', "{")) else cell


def _read_item(form: str, text: str) -> object:
    return _read_short_item(form, text) if len(text) <= _LONGEST else compact.read(form, text)


_LONGEST = 300
"""Longer items are not kept: they hardly come again."""
_read_short_item = functools.lru_cache(1 << 13)(compact.read)
"""The item that a text says, which nobody changes: a table has few names, many times."""


def _json(cell: str) -> object:
    found, faults = json_text.read(f'{{"cell":{cell}}}')
    if faults or len(found) != 1:
        problem = faults[0].problem if faults else "not readable as JSON: one value is meant"
        raise TimelineError(problem, "a text that begins so is written in JSON, in quotes")
    return found[0].value["cell"]
