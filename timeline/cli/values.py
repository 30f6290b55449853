"""Values that shells complete, to stand in the `Annotated` of an option or argument beside it.

Every command imports this module, so that it imports nothing itself before a shell asks. What a
log knows is read from its projection as it lies there: that is never made or updated for this.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

    from timeline.views.vocabulary import Known


class Place:
    """A place on a command line, and what is typed there so far.

    Args:
        command: the command, or group of commands; None before one was typed.
        parameter: the option or argument that has its value there; None where none has.
        before: what belongs to the word but not to the value, such as `--actor=`.
        typed: the beginning of the value.
        folder: the value of --log.
    """

    __slots__ = ("before", "command", "folder", "parameter", "typed")

    def __init__(
        self, command: Any, parameter: Any, *, before: str, typed: str, folder: str
    ) -> None:
        self.command, self.parameter = command, parameter
        self.before, self.typed, self.folder = before, typed, folder


class Values:
    """Where values come from: `offer` makes them for a place, or says `files` or `folders`."""

    __slots__ = ("offer",)

    def __init__(self, offer: "Callable[[Place], Iterable[Known] | str]") -> None:
        self.offer = offer


FILES = Values(lambda _: "files")
FOLDERS = Values(lambda _: "folders")


def one_of(words: Iterable[str]) -> Values:
    """One of some words."""
    return Values(lambda _: _known(words))


def several_of(words: Iterable[str]) -> Values:
    """Some words separated by commas, of which the last is completed."""

    def offer(place: Place) -> "Iterable[Known]":
        before, comma, _ = place.typed.rpartition(",")
        return _known(f"{before}{comma}{word}" for word in words)

    return Values(offer)


def _known(words: Iterable[str]) -> "Iterator[Known]":
    from timeline.views.vocabulary import Known  # noqa: PLC0415 (a shell asks; see above)

    return map(Known, words)


def choices(field: str) -> Values:
    """The words that a field of a happening may have."""

    def offer(_: Place) -> "Iterable[Known]":
        from timeline.event.schema import Choice, fields_of  # noqa: PLC0415 (a shell asks)
        from timeline.event.types import Happening  # noqa: PLC0415

        shape = fields_of(Happening)[field].shape
        return _known(shape.values if isinstance(shape, Choice) else ())

    return Values(offer)


def optional_fields(event: str) -> Values:
    """The fields that may be taken away from an event of a type."""

    def offer(_: Place) -> "Iterable[Known]":
        from timeline.event.schema import fields_of  # noqa: PLC0415 (a shell asks)
        from timeline.event.types import FIXED, TYPES  # noqa: PLC0415
        from timeline.views.vocabulary import Known  # noqa: PLC0415

        fields = fields_of(TYPES[event]).values()
        return (Known(field.name, field.about) for field in fields if field.name not in FIXED)

    return Values(offer)


def _states(_: Place) -> "Iterable[Known]":
    from timeline.views.states import STATES  # noqa: PLC0415 (a shell asks)

    return _known(STATES)


STATES = Values(_states)

Read = Callable[[Any, "sqlite3.Connection", str], "Iterable[Known]"]
"""Reads what a log knows, given `timeline.views.vocabulary`, the projection and what is typed."""


def in_log(read: Read) -> Values:
    """What a log knows; nothing where there is no projection yet."""

    def offer(place: Place) -> "Iterable[Known]":
        from timeline.log.find import current_folder, find_log  # noqa: PLC0415 (a shell asks)
        from timeline.projection.database import as_it_lies  # noqa: PLC0415
        from timeline.views import vocabulary  # noqa: PLC0415

        given = place.folder or os.environ.get("TIMELINE_LOG", "")
        db = as_it_lies(find_log(given and str(Path(given).expanduser()), current_folder()))
        if db is None:
            return []
        with contextlib.closing(db):
            return list(read(vocabulary, db, place.typed))

    return Values(offer)


def keys(namespace: str) -> Values:
    """The keys and names of actors, programs, places or sources."""
    return in_log(lambda known, db, typed: known.keys(db, namespace, typed))


def words(vocabulary: str) -> Values:
    """Kinds or roles."""
    return in_log(lambda known, db, _: known.words(db, vocabulary))


EVENTS = in_log(lambda known, db, typed: known.events(db, typed))
HAPPENINGS = in_log(lambda known, db, typed: known.happenings(db, typed))
MEASURES = in_log(lambda known, db, _: known.measures(db))
OFFICES = in_log(lambda known, db, _: known.offices(db))
PHASES = in_log(lambda known, db, _: known.phases(db))
QUERIES = in_log(lambda known, db, _: known.queries(db))
TAGS = in_log(lambda known, db, _: known.tags(db))

NAMESPACES = ("actor", "program", "place", "source")


def _any_key(known: Any, db: "sqlite3.Connection", typed: str) -> "Iterator[Known]":
    for namespace in NAMESPACES:
        yield from known.keys(db, namespace, typed)


def _anything(known: Any, db: "sqlite3.Connection", typed: str) -> "Iterator[Known]":
    yield from _any_key(known, db, typed)
    yield from known.events(db, typed)


def _participation(known: Any, db: "sqlite3.Connection", typed: str) -> "Iterator[Known]":
    role, equals, name = typed.partition("=")
    if equals:
        for one in known.keys(db, "actor", name):
            yield known.Known(f"{role}={one.text}", one.about)
        return
    yield from known.keys(db, "actor", typed)
    for one in known.words(db, "role"):
        yield known.Known(f"{one.text}=")


def _program(known: Any, db: "sqlite3.Connection", typed: str) -> "Iterator[Known]":
    effect, equals, name = typed.partition("=")
    for one in known.keys(db, "program", name if equals else typed):
        yield known.Known(f"{effect}={one.text}" if equals else one.text, one.about)


def _figure(known: Any, db: "sqlite3.Connection", _: str) -> "Iterator[Known]":
    for one in known.measures(db):
        yield known.Known(f"{one.text}=")


def _item(known: Any, db: "sqlite3.Connection", typed: str) -> "Iterator[Known]":
    field, equals, item = typed.partition("=")
    if not equals:
        yield from (known.Known(f"{name}=") for name in _LISTS)
    elif field in _LISTS:
        for one in _LISTS[field](known, db, item):
            yield known.Known(f"{field}={one.text}", one.about)


_LISTS: Mapping[str, Read] = {
    "actor": lambda known, db, typed: known.keys(db, "actor", typed),
    "program": lambda known, db, typed: known.keys(db, "program", typed),
    "place": lambda known, db, typed: known.keys(db, "place", typed),
    "source": lambda known, db, typed: known.keys(db, "source", typed),
    "tag": lambda known, db, _: known.tags(db),
    "figure": lambda known, db, _: known.measures(db),
}

ANY_KEY = in_log(_any_key)
ANYTHING = in_log(_anything)
"""What has a page of its own: an event, or a key of any kind."""
PARTICIPATIONS = in_log(_participation)
"""`ROLE=NAME`, or the name alone."""
PROGRAMS = in_log(_program)
"""A program, or `EFFECT=NAME`."""
FIGURES = in_log(_figure)
"""The beginning of `MEASURE=NUMBER`."""
ITEMS = in_log(_item)
"""`FIELD=NAME`, an item of a list in a happening."""
