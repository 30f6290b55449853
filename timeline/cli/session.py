"""A log opened for a command: found, brought up to date, and its troubles told."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.base.errors import Fault, UsageError
from timeline.cli.paths import path_from_here
from timeline.cli.show.output import Output
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.log.find import current_folder, find_log
from timeline.projection.database import (
    Opened,
    link_at_place,
    lost_as_it_lies,
    open_fresh,
)
from timeline.projection.lost import Lost
from timeline.projection.settings import formats_of
from timeline.views import ask as views
from timeline.views.ask import Question
from timeline.views.query import Filters
from timeline.views.sealed_state import State


class Session(NamedTuple):
    """An open log; `served` says that it is asked in a database."""

    folder: Path
    opened: Opened
    served: bool = False


def recorder() -> str:
    """The name of who records."""
    from timeline.log.recorder import recorder_name  # noqa: PLC0415 (reads YAML; help and completion need none)

    return recorder_name(os.environ)


def folder_of(run: Run) -> Path:
    """The log that a command is about that does not open it to read.

    When the command is done, events that are gone from the log are told of.
    """
    folder = find_log(run.log, current_folder())
    run.call_on_close(lambda: _warn_of_lost(folder))
    return folder


def _warn_of_lost(folder: Path) -> None:
    for line in _describe_lost(folder, lost_as_it_lies(folder)):
        print_message(line)


def open_log(run: Run, *, quiet: bool = False, warn: bool = True) -> Session:
    """Open the log that a command is about; tell of rebuilding, and of files that are at fault.

    What makes an answer partial is told whatever `quiet` says.
    """
    if run.projection:
        return _open_served(run, run.projection, warn=warn)
    folder = find_log(run.log, current_folder())
    opened = open_fresh(folder)
    run.log_formats = lambda: formats_of(opened.db)
    for notice in opened.notices:
        print_message(notice, quiet=quiet)
    if link := link_at_place(folder):
        path = path_from_here(folder, str(link))
        print_message(f"{path} is a link: the projection lies elsewhere", quiet=quiet)
    if warn:
        for line in warnings(folder, opened):
            print_message(line)
    return Session(folder, opened)


def open_state(run: Run, filters: Filters, *, quiet: bool = False) -> State:
    """Open the log that a command is about in the state that filters ask about."""
    return state_of(open_log(run, quiet=quiet), filters, quiet=quiet)


def state_of(session: Session, filters: Filters, *, quiet: bool = False) -> State:
    """The state of an open log that filters ask about: as a seal fixed it, where they name one.

    How an answer may differ from that which was had when the seal was made is told.
    """
    if not filters.as_recorded:
        return State(session.opened.db, filters)
    from timeline.views import sealed_state  # noqa: PLC0415 (few ask this)

    if session.served and sealed_state.find_seal(session.opened.db, filters.as_recorded):
        problem = "a database does not hold what seals cover"
        raise UsageError(problem, "ask the log itself: leave --projection out")
    found = sealed_state.open_state(session.opened.db, filters, session.folder)
    if found.seal:
        name = found.seal.seal.name
        if found.lacking:
            events = f"{found.lacking:,} event{'s' * (found.lacking != 1)}"
            print_message(
                f"warning: the log lacks {events} that the seal {name} covers; the answer may lack"
                " them, too. See: timeline verify"
            )
        if found.resettled:
            told = f"settings differ from those sealed as {name}; answers may differ"
            print_message(told, quiet=quiet)
    return found


def _open_served(run: Run, address: str, *, warn: bool) -> Session:
    """Open what a database holds of a log; paths are as seen from beside the log."""
    from timeline import __version__  # noqa: PLC0415 (few ask a server)
    from timeline.projection.served import open_served  # noqa: PLC0415 (likewise)

    opened, folder = open_served(address, __version__)
    run.log_formats = lambda: formats_of(opened.db)
    if warn:
        for line in warnings(folder, opened):
            print_message(line)
    return Session(folder, opened, served=True)


def log_of(run: Run) -> Path | None:
    """The folder of the log that a command asks; None where it asks a database."""
    return None if run.projection else find_log(run.log, current_folder())


def ask(
    run: Run,
    filters: Filters,
    output: Output,
    *,
    namespace: str = "",
    name: str = "",
    counting: bool = True,
) -> Question:
    """Open the log, and ask it what filters and a name say; see `timeline.views.ask`.

    For people, what matches only by an open or unknown side of its date is left out, unless they
    give --unbounded.
    """
    state = open_state(run, filters, quiet=output.quiet)
    return ask_state(state, output, namespace=namespace, name=name, counting=counting)


def ask_state(
    state: State,
    output: Output,
    *,
    namespace: str = "",
    name: str = "",
    counting: bool = True,
) -> Question:
    """As `ask`, of a log that was opened already."""
    bounded = output.for_people and not state.filters.unbounded
    return views.ask(
        state.db, state.filters, namespace=namespace, name=name, bounded=bounded, counting=counting
    )


def locate_fault(folder: Path, fault: Fault) -> Fault:
    """A fault with the path of its file as seen from here."""
    return fault._replace(path=path_from_here(folder, fault.path)) if fault.path else fault


def warnings(folder: Path, opened: Opened) -> Iterator[str]:
    """What an answer may lack: a line each for what cannot be read, is at fault, and is gone."""
    if opened.unread:
        more = _others(len(opened.unread))
        first = locate_fault(folder, opened.unread[0])
        yield f"warning: {first.where}: {first.problem}{more}; the answer may lack events"
    if opened.faults:
        first = locate_fault(folder, opened.faults[0])
        more = _others(len({fault.path for fault in opened.faults}))
        yield f"warning: {first.where}: {first.problem}{more}; left out. See: timeline check"
    yield from _describe_lost(folder, opened.lost)


def _describe_lost(folder: Path, lost: Sequence[Lost]) -> Iterator[str]:
    if lost:
        first = lost[0]
        path = path_from_here(folder, first.path)
        yield (
            f"warning: {path}: the event {first.id} ({first.called}) was changed or removed"
            f"{_others(len(lost))}; the log should only grow. See: timeline check; if it is right, "
            "as after a switch of git branches, accept it: timeline rebuild"
        )


def _others(count: int) -> str:
    return f" (and {count - 1:,} more)" if count > 1 else ""
