"""Erasing: erasures enter the log first, then what they erase is removed from its files.

From the first step on, what is erased counts as erased everywhere, so that whoever dies in between
leaves nothing but files that are named until the same is done again.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from timeline.base import system
from timeline.base.advice import SAY_WHY
from timeline.base.errors import Fault, TimelineError, UsageError
from timeline.event import document
from timeline.event.document import Document
from timeline.log.removal import Removed, remove_copies, remove_events
from timeline.projection import database, served
from timeline.recording.append import Outcome, Report, instants, projection, write
from timeline.recording.erase_plan import Item, Plan, find_erasable, plan, refuse_repeating

_MOST = 16 << 20
"""So much of a file that is no event is searched."""


class Erased(NamedTuple):
    """What came of erasing an event.

    Attributes:
        plan: what goes.
        outcomes: the erasures, that of the event itself first; none that was recorded before.
        removed: the files and packs that what is erased was removed from.
        sources: the kept copies of sources that were removed, by their paths below the log.
        strays: files below the log that are no events, and name the event or repeat its title.
        new: whether anything was erased or removed that was not so before.
    """

    plan: Plan
    outcomes: tuple[Outcome, ...]
    removed: Removed
    sources: tuple[str, ...]
    strays: tuple[str, ...]
    new: bool


def prepare(folder: Path, event: str, *, sources: bool = False) -> Plan:
    """What goes when an event is erased, for the user to look at.

    Args:
        folder: the log.
        event: an id, its beginning, words of a title; or the key or name of a declaration.
        sources: the kept copies of sources go, too, that nothing else cites.

    Raises:
        TimelineError: no such event, or one that is not erased; see `erase_plan.plan`.
    """
    with projection(folder) as db:
        return plan(db, folder, find_erasable(db, event), sources=sources)


def erase(
    folder: Path, id_: str, reason: str, by: str, *, sources: bool = False, dry_run: bool = False
) -> Erased:
    """Erase an event with its corrections and copies; what was begun before is finished.

    Args:
        folder: the log.
        id_: of the event, as `prepare` finds it.
        reason: why, without what is erased; it is needed unless all was erased before.
        by: who records.
        sources: as `prepare` was given it.
        dry_run: do everything but write.

    Raises:
        TimelineError: the event is not erased, or the system refused: where the erasures are in
            the log already, the same is to be done again.
        UsageError: no reason was given, or one that repeats the title.
    """
    with projection(folder, locked=not dry_run) as db:
        now = plan(db, folder, id_, sources=sources)
        if now.erased is None and not (reason.strip() or dry_run):
            raise UsageError("an erasure needs a reason", SAY_WHY)
        refuse_repeating(now, reason)
        reason = reason.strip() or (now.erased.reason if now.erased else "")
        outcomes = tuple(_erasures(now, reason, by)) if reason else ()
        is_new = bool(now.items or now.places or now.copies)
        if dry_run:
            return Erased(now, outcomes, Removed(), (), (), is_new)
        removed = Removed()
        copies: tuple[str, ...] = ()
        if is_new:
            outcomes = write(folder, Report(outcomes)).outcomes
            removed = remove_events(folder, now.files, now.digests.__contains__)
            copies = remove_copies(folder, now.copies)
    _forget(folder)
    strays = tuple(_strays(folder, now))
    return Erased(now, outcomes, removed, copies, strays, is_new)


def _forget(folder: Path) -> None:
    """Delete what was computed of the log, or copied from a server, when it had what is erased.

    Raises:
        TimelineError: the system does not let it be deleted.
    """
    left = dict(database.renew(folder))
    try:
        served.remove_copies()
    except OSError as error:
        left[Path(os.fsdecode(error.filename))] = error
    faults = (
        Fault(f"may still hold what was erased: {system.reason(error)}", _FINISH, str(path))
        for path, error in left.items()
    )
    if found := tuple(faults):
        raise TimelineError(found)


_FINISH = "set this right and do the same again"


def _erasures(now: Plan, reason: str, by: str) -> Iterator[Outcome]:
    recorded = instants(by)
    for item in now.items:
        copies = sorted(now.copies) if item is now.items[0] else []
        yield _erasure(item, copies, reason, next(recorded))


def _erasure(item: Item, copies: list[str], reason: str, recorded: Mapping[str, str]) -> Outcome:
    said = {
        "event": "erasure",
        "erases": item.id,
        "digest": item.digest,
        "claim": item.claim,
        "reason": reason,
        "after": list(item.after),
        "sources": copies,
    }
    body = document.complete(said, recorded)
    event, faults = document.event_of(Document(body))
    if event is None:
        raise TimelineError(tuple(faults))
    return Outcome(event.id, "", new=True, body=body)


def _strays(folder: Path, gone: Plan) -> Iterator[str]:
    """Files that are no events, as editors leave them, and hold an id or a title of what went."""
    words = [one.encode() for one in (gone.id, *(i.id for i in gone.items))]
    words += [title.encode() for title in gone.titles if " " in title]
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _NOT_SEARCHED)
        for name in sorted(names):
            path = Path(parent, name)
            if not name.endswith(".yaml") and _holds(path, words):
                yield path.relative_to(folder).as_posix()


_NOT_SEARCHED = (".git", "seals")


def _holds(path: Path, words: list[bytes]) -> bool:
    try:
        if path.is_symlink() or not path.is_file():
            return False
        with path.open("rb") as file:
            data = file.read(_MOST)
    except OSError:
        return False
    return any(word in data for word in words)
