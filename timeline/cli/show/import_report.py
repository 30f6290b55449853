"""What an import tells: how far it is, what becomes of each entry, and a report at the end."""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple

from timeline.base.advice import Remedy
from timeline.base.errors import Fault
from timeline.cli.exits import Exit
from timeline.cli.show import wording
from timeline.cli.show.advice import fault_text
from timeline.cli.show.screen import print_data, print_error, print_message
from timeline.exchange.entry import Note
from timeline.recording.imports.entries import What
from timeline.recording.imports.take_in import Imported, Row, Wanted

_TOLD = 20
"""How many kinds of faults are told, and how many missing entries."""
_WORDS = {"known": "known as", "amended": "amends", "retracted": "retracts", "restored": "restores"}


@contextlib.contextmanager
def report_entries(file: BinaryIO, wanted: Wanted, *, quiet: bool) -> Iterator["EntryReporter"]:
    """Tell of entries as they are judged, under a bar of how far a large file is read.

    Args:
        file: what is read.
        wanted: how; a dry run tells of every entry, and has no bar.
        quiet: no bar.
    """
    size = os.fstat(file.fileno()).st_size
    if sys.stderr.isatty() and not quiet and not wanted.dry_run and size > _SOON:
        import typer  # noqa: PLC0415 (only a bar needs it)

        with typer.progressbar(length=size, label="reading", file=sys.stderr) as bar:
            yield EntryReporter(file, wanted, bar)
    else:
        yield EntryReporter(file, wanted, None)


class EntryReporter:
    """Tells of entries as they are judged; see `telling`."""

    def __init__(self, file: BinaryIO, wanted: Wanted, bar: Any) -> None:
        self.file, self.wanted, self.bar = file, wanted, bar
        self.refusals = Refusals()
        self._at = 0

    def told(self, row: Row) -> None:
        """Tell what became of an entry."""
        if self.bar is not None:
            at = self.file.tell()
            if at - self._at > _STEP:
                self.bar.update(at - self._at)
                self._at = at
        where = f"{row.path}:{row.line}" if row.path else ""
        if row.what == "refused":
            for fault in row.faults:
                self.refusals.add(fault)
        elif self.wanted.dry_run:
            # The id of what is new follows from when it is recorded.
            what = "new" if row.what == "new" else f"{_WORDS[row.what]} {row.id}"
            called = f"{row.called}, {row.date}" if row.date else row.called
            print_data(f"{where}: {what}: {called}".removeprefix(": "))


_SOON = 1 << 20
"""A smaller file is read before a bar would be seen."""
_STEP = 1 << 16


class _RepeatedFault(NamedTuple):
    """A fault, and the other lines that it stands in."""

    fault: Fault
    others: list[int]


class Refusals:
    """Why entries were refused: what is wrong with many of them alike is told once.

    Faults of one kind differ in the text that stands in the file. Some are told each; of many the
    first is, with the lines of the others.
    """

    def __init__(self) -> None:
        self._kinds: dict[tuple[str, str, Remedy], dict[tuple[str, Remedy], _RepeatedFault]] = {}
        self._kept = 0
        self._lines: dict[tuple[str, str, Remedy], list[int]] = {}

    def add(self, fault: Fault) -> None:
        """Keep a fault, or that it came again."""
        text = (fault.problem, fault.remedy)
        kind = (fault.path, fault.reason.kind, "") if fault.reason.kind else (fault.path, *text)
        same = self._kinds.setdefault(kind, {})
        self._lines.setdefault(kind, []).append(fault.line)
        if text in same:
            if fault.line != same[text].fault.line:
                same[text].others.append(fault.line)
        elif self._kept < _KEPT:
            same[text] = _RepeatedFault(fault, [])
            self._kept += 1

    def tell(self, most: int) -> None:
        """Say what is wrong, so many kinds of faults at most."""
        shown = _LINES if most < _KEPT else _KEPT
        found = [(kind, same) for kind, same in self._kinds.items() if same]
        for kind, same in found[:most]:
            if len(same) <= _EACH:
                for fault, others in same.values():
                    _tell_fault(fault, f"also in {_list_lines(others, shown)}" if others else "")
            else:
                first = next(iter(same.values())).fault
                others = self._lines[kind][1:]
                _tell_fault(first, f"likewise in {_list_lines(others, shown)}")
        told = {kind for kind, _ in found[:most]}
        more = sum(len(lines) for kind, lines in self._lines.items() if kind not in told)
        if more:
            how = "; see all of them: --dry-run" if most < _KEPT else ""
            print_message(f"and {more:,} more faults{how}")


def _tell_fault(fault: Fault, also: str) -> None:
    problem = f"{fault.problem} ({also})" if also else fault.problem
    print_error(fault_text(fault._replace(problem=problem)))


def _list_lines(lines: Sequence[int], most: int) -> str:
    """Some lines by their numbers, and how many more."""
    shown, more = list(dict.fromkeys(lines))[:most], len(set(lines)) - most
    return f"{', '.join(map(str, shown))}{f' and {more:,} more' if more > 0 else ''}"


def _name_other_lines(lines: Sequence[int]) -> str:
    """In which other lines a note stands."""
    return f" (also in {_list_lines(lines, _LINES)})" if lines else ""


_EACH = 3
"""How many faults of one kind are told each."""
_KEPT = 1_000
"""How many kinds of faults are kept at most."""
_LINES = 5


def print_report(done: Imported, wanted: Wanted, refusals: Refusals, *, quiet: bool) -> None:
    """Say what came of an import.

    Raises:
        Exit: with code 1, if entries were refused.
    """
    _tell_notes(done, quiet=quiet)
    for note in done.news[:_TOLD] if done.written or wanted.dry_run else ():
        print_message(note, quiet=quiet)
    if len(done.news) > _TOLD and (done.written or wanted.dry_run):
        print_message(f"and {len(done.news) - _TOLD:,} more new names and words", quiet=quiet)
    counts = done.counts
    refusals.tell(_KEPT if wanted.dry_run else _TOLD)
    _tell_missing(done, wanted, quiet=quiet)
    if done.twice:
        keys = wording.with_noun(done.twice, "key")
        print_message(f"{keys} declared in both logs; see: timeline check", quiet=quiet)
    if done.completed and (done.written or wanted.dry_run):
        print_message(_describe_completed(done.completed), quiet=quiet)
    print_message(_summary(done, wanted), quiet=quiet)
    if counts.get("refused"):
        raise Exit(1)


def _tell_notes(done: Imported, *, quiet: bool) -> None:
    """Say what the reader noted of the file: of each kind the first, and how many more."""
    same: dict[str, list[Note]] = {}
    for note in done.notes:
        same.setdefault(note.text, []).append(note)
    for text, (first, *others) in list(same.items())[:_TOLD]:
        also = _name_other_lines([note.line for note in others])
        print_message(f"{first.path}:{first.line}: {text}{also}", quiet=quiet)
    if len(same) > _TOLD:
        print_message(f"and {len(same) - _TOLD:,} more notes", quiet=quiet)


def _tell_missing(done: Imported, wanted: Wanted, *, quiet: bool) -> None:
    if not done.missing or (wanted.retract_missing and not done.kept):
        return
    for one in done.missing[:_TOLD]:
        print_message(f"no longer there: {one.external_id.id}  {one.id}  {one.called}", quiet=quiet)
    if len(done.missing) > _TOLD:
        print_message(f"and {len(done.missing) - _TOLD:,} more no longer there", quiet=quiet)
    if done.kept:
        print_message("nothing was retracted: what could not be read may be what is missing")
    else:
        print_message("to withdraw what is no longer there: --retract-missing", quiet=quiet)


def _describe_completed(count: int) -> str:
    rows = "1 refused row was" if count == 1 else f"{count:,} refused rows were"
    return f"{rows} recorded after all, with later rows that correct what was wrong"


def _summary(done: Imported, wanted: Wanted) -> str:
    counts = done.counts
    told = [
        f"{counts.get('new', 0):,} new",
        *(f"{counts[w]:,} {word}" for w, word in _COUNTED if counts.get(w)),
    ]
    if done.declared:
        told.insert(1, f"{wording.with_noun(done.declared, 'name')} declared")
    if done.written:
        return f"imported: {', '.join(told)}"
    if wanted.dry_run:
        return f"dry run: {', '.join(told)}; nothing was recorded"
    if counts.get("refused"):
        rest = any(count for what, count in counts.items() if what not in ("refused", "known"))
        helps = rest and not wanted.keep_going
        remedy = "; correct them, or take the rest: --keep-going" if helps else ""
        return f"nothing was recorded: {', '.join(told)}{remedy}"
    return f"nothing to record: {', '.join(told)}"


_COUNTED: tuple[tuple[What, str], ...] = (
    ("amended", "amended"),
    ("retracted", "retracted"),
    ("restored", "restored"),
    ("known", "known already"),
    ("refused", "refused"),
)
