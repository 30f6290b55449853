"""Declaring what a key means: a key that is known is amended, not declared again."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.errors import UsageError
from timeline.base.names import key_of
from timeline.event.document import Document
from timeline.projection.lookup import Unknown, declared_by, find_key, shown_by
from timeline.projection.states import Current, current
from timeline.recording import amend, append
from timeline.recording.amend import Change
from timeline.recording.append import Report, projection
from timeline.recording.change import change_of
from timeline.recording.resolve import New


class Declaration(NamedTuple):
    """A declaration to record: a new one, or a change to the one that the key has.

    `known` is the declaration that stands, which is amended; None where the key is new.
    """

    namespace: str
    key: str
    name: str
    fields: Mapping[str, object]
    known: Current | None = None
    change: Change = Change({})


def prepare_declaration(
    folder: Path,
    namespace: str,
    name: str,
    fields: Mapping[str, object],
    *,
    key: str = "",
    unset: Sequence[str] = (),
) -> Declaration:
    """Find out whether a key is declared already, and what is to be recorded of it.

    Args:
        folder: the log.
        namespace: actor, program, place or source.
        name: the name to show; of a source its title. Without a key it may be any name that is
            known, whose declaration is then meant, and which stays as it is.
        fields: what else the declaration says; where it is amended, items are added to lists.
        key: the key; made from the name if not given.
        unset: fields to take away where it is amended.

    Raises:
        TimelineError: the log cannot be read whole.
        UsageError: no key can be made of the name, or no declaration has such a field.
    """
    chosen, shown = key or _make_key(namespace, name), shown_by(namespace)
    with projection(folder) as db:
        known = _find_declaration(db, namespace, chosen, "" if key else name)
        if known is None:
            return Declaration(namespace, chosen, name, fields)
        aliased = shown == "name" and not key
        said = fields if aliased else {shown: name, **fields}
        change = change_of(db, known, said, unset=unset)
    return Declaration(namespace, chosen, name, fields, known, change)


def record_declaration(
    folder: Path,
    declaration: Declaration,
    by: str,
    *,
    reason: str = "",
    new: New = False,
    dry_run: bool = False,
) -> Report:
    """Record a declaration, or the amendment of the one that stands.

    Args:
        folder: the log.
        declaration: what `prepare_declaration` gives.
        by: who records.
        reason: why it is amended; "declared again" if not given.
        new: accept words that are unknown, and declare names that are.
        dry_run: do everything but write.

    Returns:
        One outcome; it is not `new` where all of it is on record already.

    Raises:
        ConflictError: the declaration was corrected since it was prepared.
        TimelineError: it would be no valid event; nothing was recorded.
    """
    namespace, key, name, fields, known, change = declaration
    if known is not None:
        why = reason.strip() or "declared again"
        return amend.amend(folder, known, change, why, by, new=new, dry_run=dry_run)
    body = {"event": namespace, namespace: key, shown_by(namespace): name, **fields}
    return append.append(folder, [Document(body)], by, new=new, dry_run=dry_run)


def _make_key(namespace: str, name: str) -> str:
    key = key_of(name)
    if not key:
        problem = f"no key can be made of the {namespace}'s name `{name}`"
        raise UsageError(problem, Advice("give one", call("", key="KEY")))
    return key


def _find_declaration(
    db: sqlite3.Connection, namespace: str, key: str, name: str
) -> Current | None:
    """The live declaration of a key, else of what a name leads to; None if there is none."""
    id_ = declared_by(db, namespace, key)
    if id_ is None and name:
        found = find_key(db, namespace, name)
        if not isinstance(found, Unknown):
            id_ = declared_by(db, namespace, found)
    return current(db, id_) if id_ else None
