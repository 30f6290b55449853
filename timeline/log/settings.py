"""The settings that all who share a log have: `timeline.yaml` in its folder."""

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias, get_args

from timeline.base.errors import Fault
from timeline.dates.edtf import Hemisphere
from timeline.event.document import read_yaml
from timeline.event.schema import (
    Choice,
    FreeMap,
    Many,
    Path,
    Scalar,
    Shape,
    Wrong,
    brief,
    faults_in,
    likely,
    nearest,
)
from timeline.event.types import KINDS, ROLES, SCHEMA_VERSION, Is
from timeline.event.yaml_text import write
from timeline.log.formats import COLOR, OF_COMMANDS

OpenEnds: TypeAlias = Literal["seen", "held"]
"""Until when that is certain which has begun and has no end on record: last seen, or for good."""
SHARED: Mapping[str, Shape] = {
    "schema": Scalar(Is("line")),
    "hemisphere": Choice(get_args(Hemisphere)),
    "kinds": Many(Scalar(Is("word", "kind"))),
    "roles": Many(Scalar(Is("word", "role"))),
    "open_ends": Choice(get_args(OpenEnds)),
    "queries": FreeMap(deep=False),
    "formats": FreeMap(deep=False),
}
"""What may stand in a log's `timeline.yaml`."""
OWN: Mapping[str, Shape] = {
    "by": Scalar(Is("line")),
    "color": Choice(COLOR),
    "pager": Scalar(Is("line")),
    "formats": FreeMap(deep=False),
}
"""What may stand in a person's own `config.yaml`."""
_HEADER = """\
# This file marks its folder as a log. Everybody who shares the log shares these settings.
# hemisphere: north or south, for spring, summer, autumn and winter.
# open_ends: seen or held; until when that is certain which has no end on record.
# kinds, roles: words that are known before the log uses them; those it uses are known too.
# queries: options to use again as @NAME; under it, lines such as `trainings: --kind training`.
# formats: the format of a command that is given none; under it, lines such as `list: plain`.
"""


class Settings(NamedTuple):
    """The settings of a log."""

    hemisphere: Hemisphere = "north"
    kinds: tuple[str, ...] = KINDS
    roles: tuple[str, ...] = ROLES
    queries: Mapping[str, str] = {}
    formats: Mapping[str, str] = {}
    open_ends: OpenEnds = "seen"


def starter() -> str:
    """The settings file of a new log."""
    return _HEADER + write(
        {"schema": "1", "hemisphere": "north", "kinds": list(KINDS), "roles": list(ROLES)}
    )


_ONE = "remove the line --- and what it parts"


def read(text: str, path: str) -> tuple[Settings, list[Fault]]:
    """The settings in a file, and what is wrong with it; a faulty setting has its default."""
    good, faults = values(text, path)
    good.pop("schema", None)
    made = {key: tuple(value) if isinstance(value, list) else value for key, value in good.items()}
    return Settings(**made), faults  # type: ignore[arg-type]


def values(text: str, path: str) -> tuple[dict[str, object], list[Fault]]:
    """The settings of a log that its file states and that are not at fault, and all faults."""
    documents, faults = read_yaml(text, path)
    good: dict[str, object] = {}
    for document in documents[:1]:
        good, wrongs = check(document.body, SHARED)
        faults += map(document.fault, wrongs)
    faults += [one.fault(Wrong((), "the settings are one document", _ONE)) for one in documents[1:]]
    return good, faults


def check(
    stated: Mapping[str, object], shapes: Mapping[str, Shape]
) -> tuple[dict[str, object], list[Wrong]]:
    """The settings that are not at fault, and what is wrong with the others.

    Args:
        stated: what a file states.
        shapes: `SHARED` or `OWN`.
    """
    good: dict[str, object] = {}
    faults: list[Wrong] = []
    for key, value in stated.items():
        wrongs = _wrongs(key, value, shapes)
        faults += wrongs
        if isinstance(value, dict) and key in shapes:
            faulty = {wrong.at[1:2] for wrong in wrongs}
            good[key] = {name: said for name, said in value.items() if (name,) not in faulty}
        elif not wrongs:
            good[key] = value
    return good, faults


def _wrongs(key: str, value: object, shapes: Mapping[str, Shape]) -> list[Wrong]:
    if key not in shapes:
        return [Wrong((key,), f"unknown setting {brief(key)}", _instead(key, shapes), on_key=True)]
    if key == "schema" and value != SCHEMA_VERSION:
        problem = f"settings of schema {brief(value)}; this timeline reads {SCHEMA_VERSION}"
        return [Wrong((key,), problem, "upgrade timeline")]
    wrongs = faults_in(shapes[key], value, (key,))
    if isinstance(value, dict) and key in _OF_ITEMS:
        wrongs += [wrong for name, said in value.items() for wrong in _OF_ITEMS[key](name, said)]
    if key == "pager" and isinstance(value, str) and not wrongs:
        wrongs += _wrong_words((key,), value)
    return wrongs


def _instead(key: str, shapes: Mapping[str, Shape]) -> str:
    if key in SHARED:
        return "all who share a log share it: it stands in the log's timeline.yaml"
    if key in OWN:
        return "it is each user's own: it stands in their config.yaml"
    close = nearest(key, list(shapes))
    return f"did you mean `{close[0]}`?" if close else f"known are {', '.join(shapes)}"


def _wrong_query(name: str, query: object) -> Iterator[Wrong]:
    at = ("queries", name)
    if not re.fullmatch(r"\w[\w-]*", name):
        remedy = "letters, digits and hyphens, such as training-2017"
        yield Wrong(at, f"{brief(name)} is no name for a query", remedy, on_key=True)
    if isinstance(query, str):
        yield from _wrong_words(at, query)


def _wrong_words(at: Path, text: str) -> Iterator[Wrong]:
    try:
        shlex.split(text)
    except ValueError:
        problem = "a quote that does not end, or a \\ at the end"
        yield Wrong(at, problem, "write the options as you would type them")


def _wrong_format(name: str, value: object) -> Iterator[Wrong]:
    at = ("formats", name)
    if name not in OF_COMMANDS:
        problem = f"{brief(name)} is no command that prints in formats"
        yield Wrong(at, problem, likely(name, list(OF_COMMANDS)), on_key=True)
    elif isinstance(value, str) and value not in OF_COMMANDS[name]:
        yield Wrong(at, f"`{name}` has no format {brief(value)}", likely(value, OF_COMMANDS[name]))


_OF_ITEMS: Mapping[str, Callable[[str, object], Iterator[Wrong]]] = {
    "queries": _wrong_query,
    "formats": _wrong_format,
}
