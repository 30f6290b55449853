"""The shape of events, derived from their types, and the check against it."""

import datetime as dt
import functools
import re
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING
from dataclasses import fields as dataclass_fields
from typing import Annotated, Literal, NamedTuple, TypeVar, get_args, get_origin

from timeline.base.advice import Remedy
from timeline.base.errors import MAX_FAULTS, Reason
from timeline.base.text import called, unfit
from timeline.dates import edtf
from timeline.event.types import ABOUT_LOG, FIXED, TYPES, Amendment, Event, Is, Name

Path = tuple[str | int, ...]
"""Where in a document: keys of maps and positions in lists, from the top."""

T = TypeVar("T")

LONGEST_LINE = 1_000
"""How many characters a title, a name and the like may have."""


class Wrong(NamedTuple):
    """One fault in a document; `on_key` when the key is at fault and not its value."""

    at: Path
    problem: str
    remedy: Remedy = ""
    on_key: bool = False
    reason: Reason = Reason()


class Scalar(NamedTuple):
    """A text of a certain kind."""

    must_be: Is


class Choice(NamedTuple):
    """One of a few words."""

    values: tuple[str, ...]


class Record(NamedTuple):
    """A map with known keys; `short` is the key whose text may stand for the whole."""

    cls: type
    short: str = ""


class Many(NamedTuple):
    """A list; `or_one` when a single item may stand without the list."""

    item: "Shape"
    or_one: bool = False


OR_ONE = Is("or one")
"""Marks a list of which one item may stand without the list."""


class FreeMap(NamedTuple):
    """A map whose keys are free; its values are texts, or anything when `deep`."""

    deep: bool


Shape = Scalar | Choice | Record | Many | FreeMap


class Field(NamedTuple):
    """One key of a document."""

    name: str
    attribute: str
    shape: Shape
    required: bool
    about: str


_fields: dict[type, dict[str, Field]] = {}


def fields_of(cls: type) -> dict[str, Field]:
    """The keys of an event or of one of its records, by name, in their order in files."""
    if cls not in _fields:
        _fields[cls] = _derive(cls)
    return _fields[cls]


def _derive(cls: type) -> dict[str, Field]:
    hints = typing.get_type_hints(cls, include_extras=True)
    order = dataclass_fields(cls)
    if issubclass(cls, Event):
        head = [field for field in order if field.name in ("schema", "id", "event")]
        tail = [field for field in order if field.name in ("note", "refs", "tags", "recorded")]
        tail.sort(key=lambda field: field.name == "recorded")
        order = (*head, *(field for field in order if field not in head + tail), *tail)
    found = {}
    for field in order:
        name = field.name.removesuffix("_")
        shape, about = _shape(hints[field.name])
        required = field.default is MISSING
        found[name] = Field(name, field.name, shape, required, about)
    return found


def _shape(hint: object) -> tuple[Shape, str]:
    if isinstance(hint, types.UnionType) or get_origin(hint) is typing.Union:
        return _shape(next(part for part in get_args(hint) if part is not types.NoneType))
    about, notes = "", []
    if get_origin(hint) is Annotated:
        hint, *notes = get_args(hint)
        about = next((note for note in notes if isinstance(note, str)), "")
        must_be = next((note for note in notes if isinstance(note, Is) and note != OR_ONE), None)
        if must_be:
            return Scalar(must_be), about
    if get_origin(hint) is Literal:
        return Choice(get_args(hint)), about
    if get_origin(hint) is tuple:
        item, _ = _shape(get_args(hint)[0])
        return Many(item, or_one=isinstance(item, Choice) or OR_ONE in notes), about
    if isinstance(hint, type):
        return Record(hint, short="name" if hint is Name else ""), about
    return FreeMap(deep=get_args(hint)[1] is object), about


def build(cls: type[T], body: Mapping[str, object]) -> tuple[T | None, list[Wrong]]:
    """The typed event or record of a document, or everything that is wrong with it.

    Args:
        cls: a type of `timeline.event.types`.
        body: texts, lists and maps, without empty values.

    Returns:
        The object and no faults, or None and at least one fault, in the order of the keys.
    """
    faults: list[Wrong] = []
    made = _record(cls, body, (), faults)
    if isinstance(made, Amendment):
        faults += _amendment_rules(made)
    return (None, faults) if faults else (typing.cast("T", made), faults)


def faults_in(shape: Shape, value: object, at: Path) -> list[Wrong]:
    """What is wrong with a value that must be of a shape; `at` is where it stands."""
    faults: list[Wrong] = []
    _value(shape, value, at, faults)
    return faults


def _record(cls: type, body: Mapping[str, object], at: Path, faults: list[Wrong]) -> object:
    known = fields_of(cls)
    before = len(faults)
    values: dict[str, object] = {}
    meant: set[str] = set()
    for key, value in body.items():
        field = known.get(key)
        if field is not None:
            values[field.attribute] = _value(field.shape, value, (*at, key), faults)
        elif len(faults) < MAX_FAULTS:
            faults.append(_unknown_key(key, list(known), (*at, key)))
            meant.update(nearest(key, list(known)))
    faults.extend(
        _missing(cls, field, at)
        for field in known.values()
        if field.required and field.name not in body and field.name not in meant
    )
    return None if len(faults) > before else cls(**values)


def _missing(cls: type, field: Field, at: Path) -> Wrong:
    remedy = f"write `{field.name}: ...`, {field.about}"
    if issubclass(cls, Event):
        named = f"a{'n' if cls.EVENT[0] in 'aeiou' else ''} {cls.EVENT}"
        if field.name in ("schema", "id", "recorded"):
            remedy = "restore the file (git checkout), or record the event with `timeline`"
    elif not at:
        named = "the file"
    else:
        named = f"an item of `{_last(at)}`" if isinstance(at[-1], int) else f"`{_last(at)}`"
    reason = Reason("missing", field.name)
    return Wrong((*at, field.name), f"{named} needs `{field.name}`", remedy, reason=reason)


def _unknown_key(key: str, known: Sequence[str], at: Path) -> Wrong:
    close = nearest(key, known)
    remedy = f"did you mean `{close[0]}`?" if close else f"known here are {', '.join(known)}"
    return Wrong(at, f"unknown key {brief(key)}", remedy, on_key=True)


def brief(value: object) -> str:
    """A value as a message names it."""
    if not isinstance(value, str):
        return _what(value)
    return f"`{value}`" if len(value) <= _BRIEF else f"`{value[:_BRIEF]}…`"


_BRIEF = 60


def nearest(word: str, known: Sequence[str], count: int = 1) -> list[str]:
    """The known words most like `word`, best first, at most `count`, possibly none."""
    import difflib  # noqa: PLC0415 (only a mistake pays for the import)

    if len(word) > _LONGEST_WORD:
        return []
    lowered = {name.casefold(): name for name in reversed(known)}
    close = difflib.get_close_matches(word.casefold(), list(lowered), n=count, cutoff=0.6)
    return [lowered[name] for name in close]


_LONGEST_WORD = 200


def likely(word: str, known: Sequence[str]) -> str:
    """What to say of a word that is none of some: the one most like it, or else all of them."""
    close = nearest(word, known)
    return f"did you mean {close[0]}?" if close else f"one of {', '.join(known)}"


def _value(shape: Shape, value: object, at: Path, faults: list[Wrong]) -> object:
    match shape:
        case Scalar(must_be):
            faults += _scalar_faults(must_be, value, at)
        case Choice(values):
            if value not in values:
                faults.append(_no_choice(values, value, at))
        case Many(item, or_one):
            return _items(item, value, at, faults, or_one=or_one)
        case Record(cls, short):
            return _record_or_text(cls, short, value, at, faults)
        case FreeMap(deep):
            faults += _free_map_faults(value, at, deep=deep)
    return value


def _items(
    item: Shape, value: object, at: Path, faults: list[Wrong], *, or_one: bool
) -> tuple[object, ...]:
    if isinstance(value, list):
        return tuple(_value(item, part, (*at, i), faults) for i, part in enumerate(value))
    if or_one:
        return (_value(item, value, at, faults),)
    faults.append(_no_list(item, value, at))
    return ()


def _record_or_text(cls: type, short: str, value: object, at: Path, faults: list[Wrong]) -> object:
    if isinstance(value, str) and short:
        value = {short: value}
    if isinstance(value, dict):
        return _record(cls, value, at, faults)
    faults.append(_no_record(cls, value, at))
    return None


def _scalar_faults(must_be: Is, value: object, at: Path) -> Iterator[Wrong]:
    if isinstance(value, str):
        problem, remedy = fault_in_text(value, must_be)
        if problem:
            yield Wrong(at, problem, remedy, reason=Reason(kind=must_be.kind))
    else:
        remedy = "write one text; put one that starts with [ or { in quotes"
        yield Wrong(at, f"`{_last(at)}` must be a text, not {_what(value)}", remedy)


def _no_choice(values: Sequence[str], value: object, at: Path) -> Wrong:
    close = nearest(value, values) if isinstance(value, str) else []
    remedy = f"did you mean `{close[0]}`?" if close else f"one of {', '.join(values)}"
    problem = f"`{_last(at)}` cannot be {brief(value)}"
    return Wrong(at, problem, remedy, reason=Reason(kind="choice"))


def _no_list(item: Shape, value: object, at: Path) -> Wrong:
    inner = f"{{{_required(item.cls)}}}" if isinstance(item, Record) else "..."
    problem = f"`{_last(at)}` must be a list, not {_what(value)}"
    return Wrong(at, problem, f"write `{_last(at)}: [{inner}]`, or a line `- {inner}` for each")


def _no_record(cls: type, value: object, at: Path) -> Wrong:
    must = "must hold maps" if isinstance(at[-1], int) else "must be a map"
    problem = f"`{_last(at)}` {must}, not {_what(value)}"
    return Wrong(at, problem, f"write {{{_required(cls)}}}")


def _required(cls: type) -> str:
    return ", ".join(f"{field.name}: ..." for field in fields_of(cls).values() if field.required)


def _free_map_faults(value: object, at: Path, *, deep: bool) -> Iterator[Wrong]:
    if not isinstance(value, dict):
        yield Wrong(at, f"`{_last(at)}` must be a map, not {_what(value)}", "write {key: value}")
        return
    for inner, part in walk(value, at):
        problem = ""
        if isinstance(part, str):
            problem = _unfit_character(part)
        elif isinstance(part, dict):
            problem = next(filter(None, map(_unfit_character, part)), "")
        if problem:
            yield Wrong(inner, problem, _WITHOUT)
        elif not (isinstance(part, str) or deep or inner == at):
            yield Wrong(
                inner, f"`{_last(inner)}` must be a text, not {_what(part)}", "write a text"
            )


def walk(value: object, at: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every value inside a value, itself first, each with its path."""
    yield at, value
    if isinstance(value, dict):
        for key, part in value.items():
            yield from walk(part, (*at, key))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from walk(part, (*at, i))


def _last(at: Path) -> str:
    return str(next((part for part in reversed(at) if isinstance(part, str)), "the event"))


def _what(value: object) -> str:
    names: dict[type, str] = {list: "a list", dict: "a map", str: "a text"}
    return names.get(type(value), "that")


def _amendment_rules(event: Amendment) -> list[Wrong]:
    found = []
    if not event.set and not event.unset and len(event.after) < 2:
        found.append(Wrong((), "an amendment needs `set` or `unset`", "say what it changes"))
    known = [*FIXED, *amendable()]
    named: list[tuple[Path, str]] = [(("set", key), key) for key in event.set or {}]
    named += [(("unset", i), key) for i, key in enumerate(event.unset)]
    for at, key in named:
        if key in FIXED:
            remedy = "retract the event and record it anew"
            found.append(Wrong(at, f"{brief(key)} cannot be amended", remedy, on_key=True))
        elif key not in known:
            found.append(_unknown_key(key, amendable(), at))
    return found


@functools.cache
def amendable() -> tuple[str, ...]:
    """The names of fields that an amendment may name; whether it applies, its event tells."""
    kinds = [cls for name, cls in TYPES.items() if name not in ABOUT_LOG]
    names = dict.fromkeys(name for cls in kinds for name in fields_of(cls))
    return tuple(name for name in names if name not in FIXED)


_WITHOUT = "write the text without it"
_PATTERNS = {
    "key": (
        re.compile(r"[a-z0-9][a-z0-9-]{0,63}"),
        "a key",
        "up to 64 of a-z, 0-9 and -, such as osce-2011-10-04",
    ),
    "id": (re.compile(r"[0-9a-hjkmnp-tv-z]{16}"), "an id", "16 of 0-9 and a-z without i, l, o, u"),
    "instant": (
        re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z", re.ASCII),
        "an instant",
        "such as 2026-11-22T09:30:00.000000Z",
    ),
    # What has no more digits is kept whole by SQLite, and by whatever reads our JSON.
    "number": (
        re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII),
        "a number",
        "such as 250 or 12.5, without signs between the digits",
    ),
    "count": (re.compile(r"\d{1,9}", re.ASCII), "a whole number", "such as 12"),
    "sha256": (re.compile(r"[0-9a-f]{64}"), "a SHA-256", "64 lower-case hexadecimal digits"),
    "coordinates": (
        re.compile(
            r"-?(?:90(?:\.0+)?|[0-8]?\d(?:\.\d+)?), ?"
            r"-?(?:180(?:\.0+)?|(?:1[0-7]\d|\d?\d)(?:\.\d+)?)",
            re.ASCII,
        ),
        "a latitude and a longitude",
        "in degrees, such as 42.87, 74.59",
    ),
    # Free of the signs that part compact items. Vowel signs, as in Hindi, are no `\w`.
    "word": (
        re.compile(r"\w(?:[^\x00-\x1f!-,./:-@\[-^`{-\x7f]{0,62}[^\x00-/:-@\[-^`{-\x7f])?"),
        "a word",
        "letters, digits, spaces and hyphens, such as training or co-organiser",
    ),
}


def pattern(kind: str) -> str:
    """The regular expression that a whole text of a kind matches; empty for a kind without one."""
    return _PATTERNS[kind][0].pattern if kind in _PATTERNS else ""


def fault_in_text(text: str, must_be: Is) -> tuple[str, str]:
    """What is wrong with a text that must be of a kind, and the remedy; both empty if nothing."""
    problem = _unfit_character(text)
    if problem:
        return problem, _WITHOUT
    if must_be.kind == "text":
        return "", ""
    if must_be.kind == "edtf":
        return _fault_in_date(text)
    if "\n" in text:
        return "this must be one line", "longer text goes into `summary` or `note`"
    return _fault_in_line(text) if must_be.kind == "line" else _fault_in_pattern(text, must_be.kind)


def _fault_in_line(text: str) -> tuple[str, str]:
    if not text.strip():
        return "this is blank", "write what it is, or leave it out"
    if len(text) > LONGEST_LINE:
        return f"longer than {LONGEST_LINE:,} characters", "put the rest into `summary` or `note`"
    return "", ""


def _fault_in_date(text: str) -> tuple[str, str]:
    try:
        edtf.parse(text)
    except edtf.EdtfError as error:
        return error.problem, error.remedy
    return "", ""


def _fault_in_pattern(text: str, kind: str) -> tuple[str, str]:
    pattern, name, example = _PATTERNS[kind]
    if pattern.fullmatch(text) and (kind != "instant" or _is_instant(text)):
        return "", ""
    if kind == "number":
        from timeline.event.amounts import decimal_comma  # noqa: PLC0415 (only a slip pays for it)

        if meant := decimal_comma(text):
            return (
                f"{brief(text)} has a decimal comma, or points between thousands",
                f"write {meant}",
            )
    return f"{brief(text)} is not {name}", example


def _is_instant(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _unfit_character(text: str) -> str:
    found = unfit(text)
    return f"a character that cannot be stored: {called(found.group())}" if found else ""
