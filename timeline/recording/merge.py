"""Two keys made one: what was recorded of either is told of the one that is shown."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.base.advice import SAY_WHY, Advice, Call, call
from timeline.base.errors import TimelineError, UsageError
from timeline.base.names import fold
from timeline.event.document import Document
from timeline.event.types import DECLARATIONS
from timeline.projection.lookup import Unknown, declared_by, find_key, shown_by, shown_key
from timeline.projection.states import Current, current
from timeline.projection.uses import count_uses
from timeline.recording import amend, append
from timeline.recording.amend import Change
from timeline.recording.append import Outcome, Report, projection


class Merged(NamedTuple):
    """What came of a merge: the two keys, how many events name the first, and what was recorded.

    `parting` is the call that parts them again; the outcome of `report` is not `new` when they
    were one before.
    """

    namespace: str
    key: str
    into: str
    events: int
    parting: Call | None
    report: Report


def merge(
    folder: Path,
    key: str,
    into: str,
    reason: str,
    by: str,
    *,
    kind: str = "",
    dry_run: bool = False,
) -> Merged:
    """Record that two keys mean the same: on the declaration of the first, or by declaring it.

    Args:
        folder: the log.
        key: the key, or a name, of what is the same as another.
        into: that other, which is shown from now on.
        reason: why.
        by: who records.
        kind: actor, program, place or source, where both are known as several of these.
        dry_run: do everything but write.

    Raises:
        ConflictError: another user corrected the declaration meanwhile.
        TimelineError: names of nothing, or of different kinds; or the first is the same as
            another already.
        UsageError: one key twice, no reason, or no such kind.
    """
    _refuse_misuse(key, into, reason, kind)
    with projection(folder) as db:
        namespace, gone, stays = _pair(db, key, into, (kind,) if kind else DECLARATIONS)
        known = _declaration(db, namespace, gone)
        before = shown_key(db, namespace, gone)
        _refuse_circle(db, namespace, gone, into)
        events = count_uses(db, namespace, gone)
        if before == stays:
            said = Report((Outcome(known.id if known else "", "", new=False, body={}),))
            return Merged(namespace, gone, stays, events, None, said)
        if before != gone:
            part = Advice("or part the two first", _parting(db, namespace, gone))
            remedy = Advice("merge that one", call("merge", before, stays, reason=...), part)
            raise TimelineError(f"{gone} is the same as {before} already", remedy)
    if known is None:
        offered = _declared(namespace, gone, stays, reason)
        said = append.append(folder, [offered], by, dry_run=dry_run)
        undo = call("declare", namespace, gone, unset="same_as", reason=...)
    else:
        change = Change({"same_as": stays})
        said = amend.amend(folder, known, change, reason, by, dry_run=dry_run)
        undo = call("retract", said.outcomes[0].id, reason=...)
    return Merged(namespace, gone, stays, events, undo, said)


def _refuse_misuse(key: str, into: str, reason: str, kind: str) -> None:
    if not reason.strip():
        raise UsageError("a merge needs a reason", SAY_WHY)
    if fold(key) == fold(into):
        raise UsageError(f"`{key}` twice", "give the key that goes, and the one that stays")
    if kind and kind not in DECLARATIONS:
        raise UsageError(f"no kind of key `{kind}`", f"one of {', '.join(DECLARATIONS)}")


def _pair(
    db: sqlite3.Connection, key: str, into: str, namespaces: Sequence[str]
) -> tuple[str, str, str]:
    """The one namespace in which both names mean something, and their keys there."""
    own = {namespace: _own_key(db, namespace, key) for namespace in namespaces}
    shown = {namespace: find_key(db, namespace, into) for namespace in namespaces}
    gone = {namespace: k for namespace, k in own.items() if not isinstance(k, Unknown)}
    stays = {namespace: k for namespace, k in shown.items() if not isinstance(k, Unknown)}
    if not gone:
        raise _unknown(key, {n: k for n, k in own.items() if n in stays or not stays})
    if not stays:
        raise _unknown(into, {n: k for n, k in shown.items() if n in gone})
    both = [namespace for namespace in gone if namespace in stays]
    if not both:
        problem = f"`{key}` is {_kinds(gone)}, and `{into}` is {_kinds(stays)}"
        raise TimelineError(problem, "two keys of one kind can be made one")
    if len(both) > 1:
        remedy = Advice("or", call("", as_=both[-1]))
        for namespace in reversed(both[:-1]):
            remedy = Advice("or", call("", as_=namespace), remedy)
        remedy = remedy._replace(words="say which")
        raise TimelineError(f"`{key}` and `{into}` are each {_kinds(both)}", remedy)
    return both[0], gone[both[0]], stays[both[0]]


def _own_key(db: sqlite3.Connection, namespace: str, typed: str) -> str | Unknown:
    """The key that was typed, also where another is shown for it, or that a name leads to."""
    if declared_by(db, namespace, typed):
        return typed
    found = find_key(db, namespace, typed)
    return typed if isinstance(found, Unknown) and count_uses(db, namespace, typed) else found


def _unknown(typed: str, tried: Mapping[str, str | Unknown]) -> TimelineError:
    unknown = [found for found in tried.values() if isinstance(found, Unknown)]
    near = [found for found in unknown if found.near]
    if len(near or unknown) == 1:
        (found,) = near or unknown
        return TimelineError(found.problem, found.remedy)
    remedy = "\n  ".join(str(found.remedy) for found in near)
    see = Advice("see what is", call("actors"))
    return TimelineError(f"nothing is called `{typed}`", remedy or see)


def _kinds(namespaces: Sequence[str] | Mapping[str, str]) -> str:
    return " and ".join(f"a{'n' if name[0] == 'a' else ''} {name}" for name in namespaces)


def _declaration(db: sqlite3.Connection, namespace: str, key: str) -> Current | None:
    id_ = declared_by(db, namespace, key)
    return current(db, id_) if id_ else None


def _refuse_circle(db: sqlite3.Connection, namespace: str, gone: str, into: str) -> None:
    """The key that is shown cannot go into one that it is shown for."""
    if into != gone and shown_key(db, namespace, into) == gone:
        parting = _parting(db, namespace, into)
        remedy = Advice(f"to have {into} shown, part them first", parting)
        raise TimelineError(f"{into} is the same as {gone} already, which is shown", remedy)


def _parting(db: sqlite3.Connection, namespace: str, key: str) -> Call:
    """The call that parts a key from the one that is shown for it."""
    query = """
        SELECT c.id FROM corrections AS c JOIN documents AS d ON d.id = c.id
        WHERE c.root = ? AND c.retracted_by IS NULL AND d.body -> 'set' ->> 'same_as' IS NOT NULL
        ORDER BY c.ordinal DESC LIMIT 1
    """
    row = db.execute(query, (declared_by(db, namespace, key),)).fetchone()
    if row:
        return call("retract", row[0], reason=...)
    known = _declaration(db, namespace, key)
    name = (known.body.get("name") or known.body.get("title")) if known else key
    return call("declare", namespace, str(name), key=key, unset="same_as", reason=...)


def _declared(namespace: str, key: str, into: str, reason: str) -> Document:
    """The declaration of a key that events name, and that has none."""
    said = {
        "event": namespace,
        namespace: key,
        shown_by(namespace): key,
        "same_as": into,
        "note": reason,
    }
    return Document(dict(said))
