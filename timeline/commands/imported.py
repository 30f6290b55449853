"""What an import tells: how far it is, what becomes of each entry, and a report at the end."""

import contextlib
import os
import sys
from types import TracebackType
from typing import Any, BinaryIO, Self

import typer

from timeline.commands import wording
from timeline.commands.screen import complain, put, say
from timeline.importing import Imported, Row, Wanted
from timeline.judging import What

_TOLD = 20
"""How many refused entries are told in full, and how many missing ones."""
_WORDS = {"known": "known as", "amended": "amends", "retracted": "retracts", "restored": "restores"}


class Teller:
    """Tells of entries as they are judged, above a bar of how far the file is read.

    Args:
        file: what is read, for the bar.
        wanted: how; a dry run tells of every entry.
        quiet: no bar.
    """

    def __init__(self, file: BinaryIO, wanted: Wanted, *, quiet: bool) -> None:
        self.file, self.wanted = file, wanted
        self.refused = 0
        self._bar = contextlib.nullcontext()
        size = os.fstat(file.fileno()).st_size
        if sys.stderr.isatty() and not quiet and not wanted.dry_run and size > _SOON:
            self._bar = typer.progressbar(length=size, label="reading", file=sys.stderr)  # type: ignore[assignment]
        self._shown: Any = None
        self._at = 0

    def __enter__(self) -> Self:
        self._shown = self._bar.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.__exit__(kind, error, trace)

    def told(self, row: Row) -> None:
        """Tell what became of an entry."""
        if self._shown is not None:
            at = self.file.tell()
            if at - self._at > _STEP:
                self._shown.update(at - self._at)
                self._at = at
        where = f"{row.path}:{row.line}" if row.path else ""
        if row.what == "refused":
            self.refused += 1
            if self.refused <= _TOLD or self.wanted.dry_run:
                for fault in row.faults:
                    complain(str(fault))
        elif self.wanted.dry_run:
            # The id of what is new follows from when it is recorded.
            what = "new" if row.what == "new" else f"{_WORDS[row.what]} {row.id}"
            put(f"{where}: {what}: {row.called}".removeprefix(": "))


_SOON = 1 << 20
"""A smaller file is read before a bar would be seen."""
_STEP = 1 << 16


def report(done: Imported, wanted: Wanted, *, quiet: bool) -> None:
    """Say what came of an import.

    Raises:
        typer.Exit: with code 1, if entries were refused.
    """
    for note in done.news:
        say(note, quiet=quiet)
    counts = done.counts
    refused = counts.get("refused", 0)
    if refused > _TOLD and not wanted.dry_run:
        say(f"and {refused - _TOLD:,} more refused; see all of them: --dry-run")
    _tell_missing(done, wanted, quiet=quiet)
    if done.twice:
        keys = wording.counted(done.twice, "key")
        say(f"{keys} declared in both logs; see: timeline check", quiet=quiet)
    say(_summary(done, wanted), quiet=quiet)
    if refused:
        raise typer.Exit(1)


def _tell_missing(done: Imported, wanted: Wanted, *, quiet: bool) -> None:
    if not done.missing or (wanted.retract_missing and not done.kept):
        return
    for one in done.missing[:_TOLD]:
        say(f"no longer there: {one.foreign.id}  {one.id}  {one.called}", quiet=quiet)
    if len(done.missing) > _TOLD:
        say(f"and {len(done.missing) - _TOLD:,} more no longer there", quiet=quiet)
    if done.kept:
        say("nothing was retracted: what could not be read may be what is missing")
    else:
        say("to withdraw what is no longer there: --retract-missing", quiet=quiet)


def _summary(done: Imported, wanted: Wanted) -> str:
    counts = done.counts
    told = [
        f"{counts.get('new', 0):,} new",
        *(f"{counts[w]:,} {word}" for w, word in _COUNTED if counts.get(w)),
    ]
    if done.declared:
        told.insert(1, f"{wording.counted(done.declared, 'name')} declared")
    if done.written:
        return f"imported: {', '.join(told)}"
    if wanted.dry_run:
        return f"dry run: {', '.join(told)}; nothing was recorded"
    if counts.get("refused"):
        remedy = "" if wanted.keep_going else "; correct them, or take the rest: --keep-going"
        return f"nothing was recorded: {', '.join(told)}{remedy}"
    return f"nothing to record: {', '.join(told)}"


_COUNTED: tuple[tuple[What, str], ...] = (
    ("amended", "amended"),
    ("retracted", "retracted"),
    ("restored", "restored"),
    ("known", "known already"),
    ("refused", "refused"),
)
