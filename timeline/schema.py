"""The shape of events, derived from the types in `timeline.event`, and the check against it."""

import re
import types
import typing
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING
from dataclasses import fields as dataclass_fields
from typing import Annotated, Literal, NamedTuple, TypeVar, get_args, get_origin

from timeline import edtf
from timeline.event import FIXED, TYPES, Amendment, Event, Is, Name

Path = tuple[str | int, ...]
"""Where in a document: keys of maps and positions in lists, from the top."""

T = TypeVar("T")


class Wrong(NamedTuple):
    """One fault in a document; `on_key` when the key is at fault and not its value."""

    at: Path
    problem: str
    remedy: str = ""
    on_key: bool = False


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
    about = ""
    if get_origin(hint) is Annotated:
        hint, *notes = get_args(hint)
        about = next((note for note in notes if isinstance(note, str)), "")
        must_be = next((note for note in notes if isinstance(note, Is)), None)
        if must_be:
            return Scalar(must_be), about
    if get_origin(hint) is Literal:
        return Choice(get_args(hint)), about
    if get_origin(hint) is tuple:
        item, _ = _shape(get_args(hint)[0])
        return Many(item, or_one=isinstance(item, Choice)), about
    if isinstance(hint, type):
        return Record(hint, short="name" if hint is Name else ""), about
    return FreeMap(deep=get_args(hint)[1] is object), about


def build(cls: type[T], body: Mapping[str, object]) -> tuple[T | None, list[Wrong]]:
    """The typed event or record of a document, or everything that is wrong with it.

    Args:
        cls: a type of `timeline.event`.
        body: texts, lists and maps, without empty values.

    Returns:
        The object and no faults, or None and at least one fault, in the order of the keys.
    """
    faults: list[Wrong] = []
    made = _record(cls, body, (), faults)
    if isinstance(made, Amendment):
        faults += _amendment_rules(made)
    return (None, faults) if faults else (typing.cast("T", made), faults)


def _record(cls: type, body: Mapping[str, object], at: Path, faults: list[Wrong]) -> object:
    known = fields_of(cls)
    before = len(faults)
    values: dict[str, object] = {}
    for key, value in body.items():
        field = known.get(key)
        if field is None:
            faults.append(_unknown_key(key, list(known), (*at, key)))
        else:
            values[field.attribute] = _value(field.shape, value, (*at, key), faults)
    named = _called(cls)
    faults.extend(
        Wrong(at, f"{named} needs `{field.name}`: {field.about}")
        for field in known.values()
        if field.required and field.name not in body
    )
    return None if len(faults) > before else cls(**values)


def _called(cls: type) -> str:
    if issubclass(cls, Event):
        return f"a{'n' if cls.EVENT[0] in 'aeiou' else ''} {cls.EVENT}"
    return "this"


def _unknown_key(key: str, known: Sequence[str], at: Path) -> Wrong:
    close = nearest(key, known)
    remedy = f"did you mean `{close[0]}`?" if close else f"known here are {', '.join(known)}"
    return Wrong(at, f"unknown key `{key}`", remedy, on_key=True)


def nearest(word: str, known: Sequence[str], count: int = 1) -> list[str]:
    """The known words most like `word`, best first, at most `count`, possibly none."""
    import difflib  # noqa: PLC0415 (only a mistake pays for the import)

    lowered = {name.casefold(): name for name in reversed(known)}
    close = difflib.get_close_matches(word.casefold(), list(lowered), n=count, cutoff=0.6)
    return [lowered[name] for name in close]


def _value(shape: Shape, value: object, at: Path, faults: list[Wrong]) -> object:  # noqa: PLR0911
    match shape:
        case Scalar(must_be):
            if not isinstance(value, str):
                faults.append(Wrong(at, f"`{_last(at)}` must be a text, not {_what(value)}"))
                return ""
            problem, remedy = fault_in_text(value, must_be)
            if problem:
                faults.append(Wrong(at, problem, remedy))
            return value
        case Choice(values):
            if value not in values:
                close = nearest(value, values) if isinstance(value, str) else []
                shown = f"`{value}`" if isinstance(value, str) else _what(value)
                faults.append(
                    Wrong(
                        at,
                        f"`{_last(at)}` cannot be {shown}",
                        f"did you mean `{close[0]}`?" if close else f"one of {', '.join(values)}",
                    )
                )
            return value
        case Many(item, or_one):
            if not isinstance(value, list):
                if or_one:
                    return (_value(item, value, at, faults),)
                faults.append(Wrong(at, f"`{_last(at)}` must be a list, not {_what(value)}"))
                return ()
            return tuple(_value(item, part, (*at, i), faults) for i, part in enumerate(value))
        case Record(cls, short):
            if isinstance(value, str) and short:
                value = {short: value}
            if not isinstance(value, dict):
                remedy = f"known keys are {', '.join(fields_of(cls))}"
                problem = f"`{_last(at)}` must hold maps, not {_what(value)}"
                faults.append(Wrong(at, problem, remedy))
                return None
            return _record(cls, value, at, faults)
        case FreeMap(deep):
            if not isinstance(value, dict):
                faults.append(Wrong(at, f"`{_last(at)}` must be a map, not {_what(value)}"))
                return None
            for inner, part in walk(value, at):
                problem = _unfit_characters(part) if isinstance(part, str) else ""
                if not isinstance(part, str) and not deep and inner != at:
                    problem = f"`{_last(inner)}` must be a text, not {_what(part)}"
                if problem:
                    faults.append(Wrong(inner, problem))
            return value


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
    if not event.set and not event.unset:
        found.append(Wrong((), "an amendment needs `set` or `unset`", "say what it changes"))
    known = list(dict.fromkeys(name for cls in TYPES.values() for name in fields_of(cls)))
    named: list[tuple[Path, str]] = [(("set", key), key) for key in event.set or {}]
    named += [(("unset", i), key) for i, key in enumerate(event.unset)]
    for at, key in named:
        if key in FIXED:
            remedy = "retract the event and record it anew"
            found.append(Wrong(at, f"`{key}` cannot be amended", remedy, on_key=True))
        elif key not in known:
            found.append(_unknown_key(key, [name for name in known if name not in FIXED], at))
    return found


_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_PATTERNS = {
    "key": (re.compile(r"[a-z0-9][a-z0-9-]{0,63}"), "a key", "such as osce-2011-10-04"),
    "id": (re.compile(r"[0-9a-hjkmnp-tv-z]{16}"), "an id", "16 lower-case letters and digits"),
    "instant": (
        re.compile(
            r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
            r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z"
        ),
        "an instant",
        "such as 2026-11-22T09:30:00.000000Z",
    ),
    "number": (re.compile(r"-?\d+(?:\.\d+)?"), "a number", "such as 250 or 12.5"),
    "count": (re.compile(r"\d{1,9}"), "a whole number", "such as 12"),
    "sha256": (re.compile(r"[0-9a-f]{64}"), "a SHA-256", "64 lower-case hexadecimal digits"),
    "coordinates": (
        re.compile(r"-?\d{1,2}(?:\.\d+)?, ?-?\d{1,3}(?:\.\d+)?"),
        "a latitude and a longitude",
        "such as 42.87, 74.59",
    ),
    "word": (re.compile(r"\w(?:[\w -]{0,62}\w)?"), "a word", "such as training or co-organiser"),
}


def fault_in_text(text: str, must_be: Is) -> tuple[str, str]:
    """What is wrong with a text that must be of a kind, and the remedy; both empty if nothing."""
    unfit = _unfit_characters(text)
    if unfit:
        return unfit, "write the text without it"
    if must_be.kind == "text":
        return "", ""
    if must_be.kind == "edtf":
        try:
            edtf.parse(text)
        except edtf.EdtfError as error:
            return error.faults[0].problem, error.faults[0].remedy
        return "", ""
    if "\n" in text:
        return "this must be one line", "put longer text into `summary` or `note`"
    if must_be.kind == "line":
        return "", ""
    pattern, called, example = _PATTERNS[must_be.kind]
    if not pattern.fullmatch(text):
        return f"`{text}` is not {called}", example
    return "", ""


def _unfit_characters(text: str) -> str:
    if text.isascii() and text.isprintable():
        return ""
    found = _UNFIT.search(text)
    if not found:
        return ""
    code = ord(found.group())
    name = unicodedata.name(found.group(), "control character")
    return f"a character that cannot be stored: U+{code:04X} {name.lower()}"
