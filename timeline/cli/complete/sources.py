"""Where values come from that shells complete: sources by their names in `timeline.cli.values`.

What a log knows is read from its projection as it lies there: that is never made or updated for
this.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from timeline.cli.values import Values
from timeline.log.find import current_folder, find_log
from timeline.projection.database import as_it_lies
from timeline.views import vocabulary
from timeline.views.known import Known


def find_values(values: Values, typed: str, folder: str) -> Iterable[Known] | str:
    """What a source offers, or `files` or `folders`; nothing where there is no projection yet.

    Args:
        values: the source.
        typed: the beginning of the value.
        folder: the value of --log; empty without it.
    """
    source, of = values
    if source in _OF_SHELL:
        return source
    if source in _OF_PROGRAM:
        return _OF_PROGRAM[source](of, typed)
    given = folder or os.environ.get("TIMELINE_LOG", "")
    db = as_it_lies(find_log(given and str(Path(given).expanduser()), current_folder()))
    if db is None:
        return []
    with contextlib.closing(db):
        return list(_OF_LOG[source](db, of, typed))


_OF_SHELL = ("files", "folders")


def _one_of(words: tuple[str, ...], _: str) -> Iterator[Known]:
    return map(Known, words)


def _several_of(words: tuple[str, ...], typed: str) -> Iterator[Known]:
    before, comma, _ = typed.rpartition(",")
    return (Known(f"{before}{comma}{word}") for word in words)


def _choices(of: tuple[str, ...], _: str) -> Iterator[Known]:
    from timeline.event.schema import Choice, fields_of  # noqa: PLC0415 (few ask for fields)
    from timeline.event.types import Happening  # noqa: PLC0415

    shape = fields_of(Happening)[of[0]].shape
    return map(Known, shape.values if isinstance(shape, Choice) else ())


def _optional_fields(of: tuple[str, ...], _: str) -> Iterator[Known]:
    from timeline.event.schema import fields_of  # noqa: PLC0415 (few ask for fields)
    from timeline.event.types import FIXED, TYPES  # noqa: PLC0415

    fields = fields_of(TYPES[of[0]]).values()
    return (Known(field.name, field.about) for field in fields if field.name not in FIXED)


def _states(_: tuple[str, ...], __: str) -> Iterator[Known]:
    from timeline.views.states import STATES  # noqa: PLC0415 (few ask for states)

    return map(Known, STATES)


_OF_PROGRAM: Mapping[str, Callable[[tuple[str, ...], str], Iterator[Known]]] = {
    "one of": _one_of,
    "several of": _several_of,
    "choices": _choices,
    "optional fields": _optional_fields,
    "states": _states,
}

_NAMESPACES = ("actor", "program", "place", "source")


def _any_key(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    for namespace in _NAMESPACES:
        yield from vocabulary.keys(db, namespace, typed)


def _happenings(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    yield from vocabulary.happenings(db, typed)
    yield from vocabulary.titles(db, typed)


def _anything(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    yield from _any_key(db, typed)
    yield from vocabulary.events(db, typed)
    yield from vocabulary.seals(db)


def _participations(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    role, equals, name = typed.partition("=")
    if equals:
        for one in vocabulary.keys(db, "actor", name):
            yield Known(f"{role}={one.text}", one.about)
        return
    yield from vocabulary.keys(db, "actor", typed)
    for one in vocabulary.words(db, "role"):
        yield Known(f"{one.text}=")


def _programs(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    effect, equals, name = typed.partition("=")
    for one in vocabulary.keys(db, "program", name if equals else typed):
        yield Known(f"{effect}={one.text}" if equals else one.text, one.about)


def _figures(db: sqlite3.Connection, _: str) -> Iterator[Known]:
    for one in vocabulary.measures(db):
        yield Known(f"{one.text}=")


def _items(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    field, equals, item = typed.partition("=")
    if not equals:
        yield from (Known(f"{name}=") for name in _LISTS)
    elif field in _LISTS:
        source, of = _LISTS[field]
        for one in _OF_LOG[source](db, of, item):
            yield Known(f"{field}={one.text}", one.about)


_LISTS = {
    **{namespace: Values("keys", (namespace,)) for namespace in _NAMESPACES},
    "tag": Values("tags"),
    "figure": Values("measures"),
}

_OF_LOG: Mapping[str, Callable[[sqlite3.Connection, tuple[str, ...], str], Iterator[Known]]] = {
    "keys": lambda db, of, typed: vocabulary.keys(db, of[0], typed),
    "words": lambda db, of, _: vocabulary.words(db, of[0]),
    "events": lambda db, _, typed: vocabulary.events(db, typed),
    "happenings": lambda db, _, typed: _happenings(db, typed),
    "measures": lambda db, _, __: vocabulary.measures(db),
    "offices": lambda db, _, __: vocabulary.offices(db),
    "phases": lambda db, _, __: vocabulary.phases(db),
    "queries": lambda db, _, __: vocabulary.queries(db),
    "seals": lambda db, _, __: vocabulary.seals(db),
    "tags": lambda db, _, __: vocabulary.tags(db),
    "any key": lambda db, _, typed: _any_key(db, typed),
    "anything": lambda db, _, typed: _anything(db, typed),
    "participations": lambda db, _, typed: _participations(db, typed),
    "programs": lambda db, _, typed: _programs(db, typed),
    "figures": lambda db, _, typed: _figures(db, typed),
    "items": lambda db, _, typed: _items(db, typed),
}
