"""Options for the fields of events, derived from the types: one a field, by its own name."""

from collections.abc import Mapping
from typing import Any

from timeline.cli import values
from timeline.cli.flags import flag_of
from timeline.cli.parameters import SEVERAL, Group, Parameter, option
from timeline.cli.values import Values
from timeline.event import compact
from timeline.event.schema import Choice, Field, Many, Record, Scalar, fields_of
from timeline.event.types import FIXED, Event, Is

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
_VALUES = {
    "actors": values.PARTICIPATIONS,
    "programs": values.PROGRAMS,
    "phases": values.PHASES,
    "figures": values.FIGURES,
    "sources": values.keys("source"),
    "tags": values.TAGS,
    "archive": values.FILES,
}
"""What shells complete where the type of a field does not say it."""


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


def _option(field: Field) -> Parameter:
    flags = [flag_of(field), *filter(None, [_SHORT.get(field.name, "")])]
    flags += ["--programme"] if field.name == "programs" else []
    about = field.about[:1].upper() + field.about[1:] + "."
    if field.name in _EFFECTS:
        about += f" With an effect on the office: {_EFFECTS[field.name]}"
    if isinstance(field.shape, Choice):
        about = f"{about} One of {', '.join(field.shape.values)}."
    several = isinstance(field.shape, Many)
    kind, default = (SEVERAL, None) if several else (str, "")
    named, form, shown = _parameter(field), _metavar(field), _values(field)
    return option(named, kind, default, flags, about, metavar=form, values=shown)


def _values(field: Field) -> Values | None:
    """What shells complete for a field, or for an item of it."""
    item = field.shape.item if isinstance(field.shape, Many) else field.shape
    if isinstance(item, Choice):
        return values.one_of(item.values)
    if isinstance(item, Scalar):
        match item.must_be:
            case Is("key", namespace):
                return values.keys(namespace)
            case Is("word", vocabulary):
                return values.words(vocabulary)
            case Is("id"):
                return values.HAPPENINGS
    return _VALUES.get(field.name)


def _metavar(field: Field) -> str:
    if isinstance(field.shape, Many):
        return _FORMS.get(field.name, "TEXT")
    if isinstance(field.shape, Scalar):
        kinds: Mapping[str, str] = {"edtf": "DATE", "id": "ID", "key": "NAME", "word": "WORD"}
        return kinds.get(field.shape.must_be.kind, "TEXT")
    return "WORD"


def refuse_years(date: str) -> str:
    """A date as typed.

    Raises:
        EdtfError: it is EDTF of a season, such as `2020-21`, and two years may be meant.
    """
    if date[:4].isdigit() and "-" in date:
        from timeline.dates.words.reader import may_be_years, read_typed_date  # noqa: PLC0415 (rare)

        if may_be_years(date):
            read_typed_date(date)
    return date


def _read(cls: type[Event], field: Field, given: Any) -> object:
    if isinstance(field.shape, Scalar) and field.shape.must_be.kind == "edtf":
        return refuse_years(given)
    if not isinstance(field.shape, Many):
        return given
    if not isinstance(field.shape.item, Record):
        return list(given)
    form = compact.form_of(cls.EVENT, field.name)
    return [compact.read(form, text) for text in given]
