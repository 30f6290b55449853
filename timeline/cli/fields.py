"""Options for the fields of events, derived from the types: one a field, by its own name."""

import inspect
from collections.abc import Mapping
from typing import Any

from timeline.cli.flags import flag_of
from timeline.cli.options import Group, option
from timeline.event import compact
from timeline.event.schema import Choice, Field, Many, Record, Scalar, fields_of
from timeline.event.types import FIXED, Event

_SHORT = {
    "kind": "-k",
    "actors": "-a",
    "programs": "-p",
    "figures": "-g",
    "sources": "-s",
    "places": "-l",
}
_FORMS = {
    "actors": '"ROLE=NAME | CAPACITY | FOR"',
    "programs": '"[EFFECT=]NAME | PHASE"',
    "figures": '"MEASURE=[about|over|at most] VALUE UNIT | TYPE"',
    "sources": '"KEY@PARAGRAPH"',
    "refs": "SCHEME=ID",
    "identifiers": "SCHEME=ID",
    "phases": '"KEY=NAME | PLANNED"',
    "names": '"NAME | LANG | DURING"',
    "places": "NAME",
}
_EFFECTS = {"actors": "{actor: NAME, role: ROLE, capacity: OFFICE, effect: starts}."}
"""What a compact item cannot say, and how it is said."""


def options_of(cls: type[Event], *, but: tuple[str, ...] = ()) -> Group:
    """The options that say the fields of an event, as one parameter `said`.

    Args:
        cls: the type of event.
        but: fields that the command takes otherwise.
    """
    fields = [f for f in fields_of(cls).values() if f.name not in (*FIXED, *but)]

    def said(**given: Any) -> dict[str, object]:
        return {f.name: _read(cls, f, given[_parameter(f)]) for f in fields if given[_parameter(f)]}

    return Group("said", said, [_option(field) for field in fields])


def _parameter(field: Field) -> str:
    return f"said_{field.attribute}"


def _option(field: Field) -> inspect.Parameter:
    flags = [flag_of(field), *filter(None, [_SHORT.get(field.name, "")])]
    flags += ["--programme"] if field.name == "programs" else []
    about = field.about[:1].upper() + field.about[1:] + "."
    if field.name in _EFFECTS:
        about += f" With an effect on the office: {_EFFECTS[field.name]}"
    if isinstance(field.shape, Many):
        form = _FORMS.get(field.name, "TEXT")
        return option(_parameter(field), list[str] | None, None, flags, about, metavar=form)
    if isinstance(field.shape, Choice):
        about = f"{about} One of {', '.join(field.shape.values)}."
    return option(_parameter(field), str, "", flags, about, metavar=_metavar(field))


def _metavar(field: Field) -> str:
    if isinstance(field.shape, Scalar):
        kinds: Mapping[str, str] = {"edtf": "DATE", "id": "ID", "key": "NAME", "word": "WORD"}
        return kinds.get(field.shape.must_be.kind, "TEXT")
    return "WORD"


def _read(cls: type[Event], field: Field, given: Any) -> object:
    if not isinstance(field.shape, Many):
        return given
    if not isinstance(field.shape.item, Record):
        return list(given)
    form = compact.form_of(cls.EVENT, field.name)
    return [compact.read(form, text) for text in given]
