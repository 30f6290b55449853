"""`timeline erase`."""

import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.exits import Exit
from timeline.cli.options import EVENT, REASON
from timeline.cli.parameters import Option, takes
from timeline.cli.paths import path_from_here
from timeline.cli.recording_options import RECORDING_KNOWN, Recording
from timeline.cli.session import folder_of, recorder
from timeline.cli.show import terminal, wording
from timeline.cli.show.outcomes import print_ids
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.recording.append import projection
from timeline.recording.erase import Erased, erase, prepare
from timeline.recording.erase_plan import Plan


@takes(RECORDING_KNOWN)
def command(
    run: Run,
    event: Annotated[str, EVENT, values.EVENTS],
    *,
    reason: Annotated[str, REASON] = "",
    sources: Annotated[
        bool,
        Option(
            "--sources",
            help="Remove also the kept copies of its sources that nothing else cites.",
        ),
    ] = False,
    yes: Annotated[bool, Option("--yes", "-y", help="Do not ask.")] = False,
    recording: Recording,
) -> None:
    """Remove an event for good, with its corrections, from every file of the log.

    In its place stays an erasure: its id, its hash, when, by whom and why. The reason stays, so it
    must not repeat what is removed. Seals show the gap and stay valid; the same event is refused
    when it comes again. Do the same again where a copy came back by a merge, or the computer
    stopped in between: that needs no reason. What git, clones and backups hold is not removed.
    """
    folder, by = folder_of(run), recorder()
    known = prepare(folder, event, sources=sources)
    if known.items and not recording.dry_run:
        reason = _confirm(folder, known, event, reason, yes=yes)
    done = erase(folder, known.id, reason, by, sources=sources, dry_run=recording.dry_run)
    if not done.new:
        assert known.erased is not None  # noqa: S101 (else it would be new)
        message = f"{known.id} is erased already, by {known.erased.erasure}"
        print_message(message, quiet=recording.quiet)
        return
    if recording.dry_run:
        for line in _foresee(folder, known):
            print_message(line, quiet=recording.quiet)
        return
    if done.outcomes:
        print_ids([outcome.id for outcome in done.outcomes])
    for line in _report(folder, done):
        print_message(line, quiet=recording.quiet)


def _confirm(folder: Path, known: Plan, typed: str, reason: str, *, yes: bool) -> str:
    """Have the user look at what goes, and say why; the reason.

    Raises:
        Exit: the user says no.
        UsageError: nobody can be asked, and it was not said that this is not needed.
    """
    needs_reason = known.erased is None and not reason.strip()
    why = "" if known.erased else '--reason "..." '
    how = f"timeline erase {shlex.quote(typed)} {why}--yes"
    if yes and needs_reason:
        raise UsageError(f"an erasure needs a reason; it is of {_called(known)}", f"say why: {how}")
    if yes:
        return reason
    if not terminal.can_ask():
        problem = f"erase asks first, and nobody can be asked here; it is of {_called(known)}"
        raise UsageError(problem, f"if it is to go for good: {how}")
    _show(folder, known)
    return _ask(reason, needs_reason=needs_reason)


def _called(known: Plan) -> str:
    return f"{known.id}: {known.called}" if known.called else known.id


def _show(folder: Path, known: Plan) -> None:
    """Show the event as it stands, and what goes with it."""
    if not known.erased:
        from timeline.cli.show.preview import show_recorded  # noqa: PLC0415 (only a terminal shows)

        with projection(folder) as db:
            show_recorded(folder, db, known.id)
    for line in _foresee(folder, known):
        print_message(line)
    print_message("the reason stays in the log: it must not repeat what is erased")


def _ask(reason: str, *, needs_reason: bool) -> str:
    from timeline.cli.ask.prompting import open_asker  # noqa: PLC0415 (its library is slow)

    try:
        with open_asker() as asker:
            if asker.confirm("Erase it for good?"):
                while needs_reason and not reason.strip():
                    reason = asker.ask("Reason", "why; it stays in the log")
                return reason
    except (KeyboardInterrupt, EOFError) as error:
        print_message("nothing was erased")
        raise Exit(130) from error
    print_message("nothing was erased")
    raise Exit


def _foresee(folder: Path, known: Plan) -> Iterator[str]:
    """What would go, a line each."""
    yield f"would erase {_called(known)}{_with(known)}"
    for path in known.files:
        yield f"  from {path_from_here(folder, path)}"
    for path in sorted(known.copies.values()):
        yield f"  would remove the kept source {path_from_here(folder, path)}"
    yield from _staying(known)
    yield from _mentioning(folder, known)


def _with(known: Plan) -> str:
    """What goes with the event, in words."""
    parts = []
    if known.corrections:
        parts.append(wording.with_noun(known.corrections, "correction"))
    if known.duplicates:
        parts.append(wording.with_noun(known.duplicates, "duplicate"))
    return f" with {' and '.join(parts)}" if parts else ""


def _report(folder: Path, done: Erased) -> Iterator[str]:
    """What went and what did not; the title is not repeated."""
    known = done.plan
    parts = []
    if done.removed.files:
        parts.append(wording.with_noun(len(done.removed.files), "file"))
    if done.removed.packs:
        parts.append(wording.with_noun(len(done.removed.packs), "pack"))
    where = f", from {' and '.join(parts)}" if parts else ""
    yield f"erased {known.id}{_with(known)}{where}"
    if done.sources:
        yield f"removed {wording.with_noun(len(done.sources), 'kept source')}"
    yield from _staying(known)
    yield from _mentioning(folder, known)
    if done.strays:
        yield "no events, and left alone: files that name it or repeat its title"
        yield from _first([path_from_here(folder, path) for path in done.strays])
    if _in_git(folder):
        yield "git has it in its history still, and so have clones and backups: docs/erase.md"


def _staying(known: Plan) -> Iterator[str]:
    for one in known.staying:
        if one.other:
            yield f"the kept copy of {one.source} stays: it is that of {one.other}, too"
            continue
        events = wording.with_noun(one.citing, "other event")
        cite = "cite" if one.citing > 1 else "cites"
        yield f"the kept copy of {one.source} stays: {events} {cite} it"


def _mentioning(folder: Path, known: Plan) -> Iterator[str]:
    if known.mentions:
        yield "other events repeat its title; look at them"
        yield from _first(
            [f"{one.id}  {path_from_here(folder, one.place)}" for one in known.mentions]
        )


_MOST = 10


def _first(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines[:_MOST])
    if len(lines) > _MOST:
        yield f"  and {len(lines) - _MOST:,} more"


def _in_git(folder: Path) -> bool:
    real = Path(os.path.realpath(folder))
    return any((parent / ".git").exists() for parent in (real, *real.parents))
