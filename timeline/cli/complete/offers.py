"""What may follow on a command line: commands, options, and their values from the log.

A shell asks while somebody types, so the projection is read as it lies there: it is never made
or brought up to date for this.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import typer

from timeline.cli.command_names import COMMANDS
from timeline.cli.complete.cursor import Place, place_of
from timeline.cli.complete.scripts import SHELLS
from timeline.log.find import current_folder, find_log
from timeline.log.formats import COLOR
from timeline.projection.database import as_it_lies
from timeline.views import vocabulary as known
from timeline.views.vocabulary import Known

FILES = "files"
FOLDERS = "folders"
Offer = Iterable[Known] | str
"""What may be typed; or that it is the path of a file, or of a folder."""
Values = Callable[[Place], Offer]


def offered(words: Sequence[str]) -> list[Known] | str:
    """What may stand in place of the last of some words, which follow the name of the program."""
    place = place_of(words)
    if place is None:
        return []
    offer = values_of(place)(place) if place.parameter else _own(place)
    return offer if isinstance(offer, str) else _beginning(offer, place)


def values_of(place: Place) -> Values:
    """Where the values of the parameter at a place come from; from nowhere if it is free text."""
    if place.parameter.startswith("--"):
        return _OPTIONS.get(place.parameter.replace("--not-", "--"), _nothing)
    return _ARGUMENTS.get(place.path, _nothing)


def _beginning(offer: Iterable[Known], place: Place) -> list[Known]:
    """What begins as typed, if nothing does what does in another case; as the whole word."""
    every = [one for one in offer if one.text.isprintable()]
    typed = place.typed.casefold()
    found = [one for one in every if one.text.startswith(place.typed)]
    found = found or [one for one in every if one.text.casefold().startswith(typed)]
    return [Known(place.before + one.text, one.about) for one in found]


def _own(place: Place) -> Iterator[Known]:
    """The commands of a group, or the options of a command."""
    command = place.command
    if hasattr(command, "list_commands") and not place.typed.startswith("-"):
        for name in command.list_commands(None):
            yield Known(name, COMMANDS.get(name, "") if not place.path else "")
        return
    for option in command.get_params(typer.Context(command, **command.context_settings)):
        for name in option.opts:
            if name.startswith("--"):
                yield Known(name, option.help or "")


def _nothing(_: Place) -> Offer:
    return ()


def _files(_: Place) -> Offer:
    return FILES


def _folders(_: Place) -> Offer:
    return FOLDERS


def _log(ask: Callable[[sqlite3.Connection, str], Iterable[Known]]) -> Values:
    """Values that a log knows, given its projection and what is typed."""

    def values(place: Place) -> Offer:
        given = place.folder or os.environ.get("TIMELINE_LOG", "")
        db = as_it_lies(find_log(given and str(Path(given).expanduser()), current_folder()))
        if db is None:
            return []
        with contextlib.closing(db):
            return list(ask(db, place.typed))

    return values


def _keys(namespace: str) -> Values:
    return _log(lambda db, typed: known.keys(db, namespace, typed))


def _words(vocabulary: str) -> Values:
    return _log(lambda db, _: known.words(db, vocabulary))


def _participation(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    """`ROLE=NAME`, or the name alone."""
    role, equals, name = typed.partition("=")
    if equals:
        for one in known.keys(db, "actor", name):
            yield Known(f"{role}={one.text}", one.about)
        return
    yield from known.keys(db, "actor", typed)
    for one in known.words(db, "role"):
        yield Known(f"{one.text}=")


def _program(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    """A program, or `EFFECT=NAME`."""
    effect, equals, name = typed.partition("=")
    for one in known.keys(db, "program", name if equals else typed):
        yield Known(f"{effect}={one.text}" if equals else one.text, one.about)


def _removed(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    """`FIELD=NAME`."""
    field, equals, item = typed.partition("=")
    if not equals:
        yield from (Known(f"{name}=") for name in _LISTS)
    elif field in _LISTS:
        for one in _LISTS[field](db, item):
            yield Known(f"{field}={one.text}", one.about)


_LISTS: Mapping[str, Callable[[sqlite3.Connection, str], Iterable[Known]]] = {
    "actor": lambda db, typed: known.keys(db, "actor", typed),
    "program": lambda db, typed: known.keys(db, "program", typed),
    "place": lambda db, typed: known.keys(db, "place", typed),
    "source": lambda db, typed: known.keys(db, "source", typed),
    "tag": lambda db, _: known.tags(db),
    "figure": lambda db, _: known.measures(db),
}


def _measure(db: sqlite3.Connection, _: str) -> Iterator[Known]:
    """The beginning of `MEASURE=NUMBER`."""
    for one in known.measures(db):
        yield Known(f"{one.text}=")


def _anything(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    """What has a page of its own: an event, or a key of any kind."""
    yield from _any_key(db, typed)
    yield from known.events(db, typed)


_NAMESPACES = ("actor", "program", "place", "source")


def _any_key(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    for namespace in _NAMESPACES:
        yield from known.keys(db, namespace, typed)


def _whole(place: Place) -> Offer:
    """What an event may be part of: a happening, or in a declaration a key of the same kind."""
    _, _, namespace = place.path.partition(" ")
    return (_keys(namespace) if namespace else _log(known.happenings))(place)


def _choice(field: str) -> Values:
    """The words that a field of an event may have, as its type says."""

    def values(place: Place) -> Offer:
        from timeline.event.schema import Choice, fields_of  # noqa: PLC0415
        from timeline.event.types import TYPES, Happening  # noqa: PLC0415 (few values need it)

        _, _, namespace = place.path.partition(" ")
        shape = fields_of(TYPES.get(namespace, Happening))[field].shape
        return map(Known, shape.values if isinstance(shape, Choice) else ())

    return values


def _unset(place: Place) -> Offer:
    from timeline.event.schema import fields_of  # noqa: PLC0415
    from timeline.event.types import FIXED, TYPES, Happening  # noqa: PLC0415 (few values need it)

    _, _, namespace = place.path.partition(" ")
    fields = fields_of(TYPES.get(namespace, Happening)).values()
    return (Known(field.name, field.about) for field in fields if field.name not in FIXED)


def _formats(_: Place) -> Offer:
    from timeline.log.formats import FORMATS  # noqa: PLC0415 (few values need it)

    return map(Known, FORMATS)


def _imported(place: Place) -> Offer:
    from timeline.exchange.reading import FORMATS  # noqa: PLC0415 (few values need it)

    return map(Known, FORMATS) if place.parameter == "format_" else FILES


def _exported(_: Place) -> Offer:
    from timeline.exchange.export import FORMATS  # noqa: PLC0415 (few values need it)

    return map(Known, FORMATS)


def _orders(_: Place) -> Offer:
    from timeline.exchange.tables.mapping import ORDERS  # noqa: PLC0415 (few values need it)

    return map(Known, ORDERS)


def _groups(_: Place) -> Offer:
    from timeline.views.groups import BY  # noqa: PLC0415 (few values need it)

    return map(Known, BY)


def _field(place: Place) -> Offer:
    from timeline.views.chronology import FIELDS  # noqa: PLC0415 (few values need it)

    return _last(place, FIELDS)


def _view(place: Place) -> Offer:
    from timeline.views.diff.compare import VIEWS_OF_LOGS  # noqa: PLC0415 (few values need it)

    return _last(place, VIEWS_OF_LOGS)


def _last(place: Place, names: Iterable[str]) -> Offer:
    """What the last of names that are separated by commas may be."""
    before, comma, _ = place.typed.rpartition(",")
    return (Known(f"{before}{comma}{name}") for name in names)


def _clocks(_: Place) -> Offer:
    from timeline.views.diff.compare import CLOCKS  # noqa: PLC0415 (few values need it)

    return map(Known, CLOCKS)


def _open_ends(_: Place) -> Offer:
    from timeline.views.query import OPEN_ENDS  # noqa: PLC0415 (few values need it)

    return map(Known, OPEN_ENDS)


def _states(_: Place) -> Offer:
    from timeline.views.states import STATES  # noqa: PLC0415 (few values need it)

    return map(Known, STATES)


_OPTIONS: Mapping[str, Values] = {
    "--actor": _log(_participation),
    "--against": _folders,
    "--archive": _files,
    "--as": lambda _: map(Known, _NAMESPACES),
    "--around": _log(known.happenings),
    "--by": _groups,
    "--clock": _clocks,
    "--color": lambda _: map(Known, COLOR),
    "--columns": _field,
    "--confidence": _choice("confidence"),
    "--dated": _choice("dated"),
    "--dates": _orders,
    "--figure": _log(_measure),
    "--file": _files,
    "--format": _formats,
    "--open-ends": _open_ends,
    "--group-by": _groups,
    "--instead": _log(known.events),
    "--kind": _words("kind"),
    "--like": _log(_anything),
    "--log": _folders,
    "--mapping": _files,
    "--measure": _log(lambda db, _: known.measures(db)),
    "--office": _log(lambda db, _: known.offices(db)),
    "--outcome-of": _log(known.happenings),
    "--output": _files,
    "--part-of": _whole,
    "--phase": _log(lambda db, _: known.phases(db)),
    "--place": _keys("place"),
    "--program": _log(_program),
    "--remove": _log(_removed),
    "--role": _words("role"),
    "--same-as": _whole,
    "--sequential": _choice("sequential"),
    "--sort": _field,
    "--source": _keys("source"),
    "--state": _states,
    "--status": _choice("status"),
    "--tag": _log(lambda db, _: known.tags(db)),
    "--type": _choice("type"),
    "--unset": _unset,
    "--view": _view,
}
_ARGUMENTS: Mapping[str, Values] = {
    "actors": _keys("actor"),
    "amend": _log(known.happenings),
    "completion": lambda _: map(Known, SHELLS),
    "declare actor": _keys("actor"),
    "declare place": _keys("place"),
    "declare program": _keys("program"),
    "declare source": _keys("source"),
    "export": _exported,
    "draft": _files,
    "figures": _log(lambda db, _: known.measures(db)),
    "import": _imported,
    "init": _folders,
    "list": _log(lambda db, _: known.queries(db)),
    "merge": _log(_any_key),
    "places": _keys("place"),
    "programs": _keys("program"),
    "retract": _log(known.events),
    "show": _log(_anything),
    "sources": _keys("source"),
}
