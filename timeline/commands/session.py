"""A log opened for a command: found, brought up to date, and its troubles told."""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from timeline import log
from timeline.commands import preferences
from timeline.commands.output import Output
from timeline.commands.screen import say
from timeline.errors import Fault
from timeline.projection.database import Opened, open_fresh
from timeline.projection.meta import formats_of
from timeline.views.filters import Aside, Asked, Filters, pick, understand


class Session(NamedTuple):
    """An open log; `faults` have paths as a person here would write them."""

    folder: Path
    opened: Opened
    faults: tuple[Fault, ...]


def folder_of(ctx: typer.Context) -> Path:
    """The log that a command is about."""
    return log.find(ctx.obj.log, log.here())


def open_log(ctx: typer.Context, *, quiet: bool = False, warn: bool = True) -> Session:
    """Open the log that a command is about; tell of rebuilding, and of files that are at fault."""
    folder = folder_of(ctx)
    opened = open_fresh(folder)
    preferences.of_log(lambda: formats_of(opened.db))
    for notice in opened.notices:
        say(notice, quiet=quiet)
    faults = tuple(located(folder, fault) for fault in opened.faults)
    if faults and warn:
        say(warning(faults))
    return Session(folder, opened, faults)


class Question(NamedTuple):
    """What a reading command is asked: on which projection, about which key, of what was picked.

    `aside` is what was left out for people.
    """

    db: sqlite3.Connection
    key: str | None
    asked: Asked
    aside: Aside


def ask(
    ctx: typer.Context, filters: Filters, output: Output, *, namespace: str = "", name: str = ""
) -> Question:
    """Open the log, find the key that a name leads to, and pick what the filters leave.

    What matches only by an open or unknown side of its date is left out for people who did not
    ask for it.
    """
    db = open_log(ctx, quiet=output.quiet).opened.db
    bounded = output.for_people and not filters.unbounded
    asked = understand(db, filters)._replace(bounded=bounded)
    key = None
    if name:
        from timeline.projection.lookup import known_key  # noqa: PLC0415 (only a name needs it)

        key = known_key(db, namespace, name)
    return Question(db, key, asked, pick(db, asked))


def located(folder: Path, fault: Fault) -> Fault:
    """A fault with the path of its file as seen from here."""
    return fault._replace(path=shown(folder, fault.path)) if fault.path else fault


def shown(folder: Path, path: str) -> str:
    """A path below the log as seen from here."""
    try:
        return os.path.relpath(folder / path)
    except FileNotFoundError:  # the current folder is gone
        return str(folder / path)


def warning(faults: Sequence[Fault]) -> str:
    """One line about files that are at fault."""
    files = {fault.path for fault in faults}
    first = faults[0]
    more = f" (and {len(files) - 1} more)" if len(files) > 1 else ""
    return f"warning: {first.where}: {first.problem}{more}; left out. See: timeline check"
