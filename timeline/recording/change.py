"""What a person asks to correct in an event, as the change to record."""

import sqlite3
from collections.abc import Mapping, Sequence

from timeline.base.advice import Advice, call
from timeline.base.errors import TimelineError, UsageError
from timeline.event import compact
from timeline.event.fold import change_body
from timeline.event.schema import fields_of, likely, walk
from timeline.event.types import FIXED, TYPES
from timeline.projection.lookup import known_key
from timeline.projection.states import Current
from timeline.recording.amend import Change

_LISTED = {
    "actor": "actors",
    "program": "programs",
    "place": "places",
    "source": "sources",
    "tag": "tags",
    "figure": "figures",
}
"""Lists of which an item can be taken out, by what names the item."""
_FREE = ("tag", "figure")
"""Of these, items that are named by a text of their own and not by a key."""


def change_of(
    db: sqlite3.Connection,
    known: Current,
    said: Mapping[str, object],
    *,
    unset: Sequence[str] = (),
    remove: Sequence[str] = (),
    replace: Sequence[str] = (),
) -> Change:
    """The change that is asked for: texts replace, list items are added to what stays there.

    Args:
        db: a fresh projection, for names.
        known: the event as it stands.
        said: fields with new texts, or with items to add.
        unset: fields to take away.
        remove: items to take out of lists first, each as `actor=NAME`, `tag=WORD` and the like.
        replace: names to put in the place of others, each as `actor=OLD=NEW`.

    Raises:
        TimelineError: an item to take out that is not there.
        UsageError: a field that the event cannot have, or an item that is not of that form.
    """
    fields = fields_of(TYPES[known.event])
    for name in unset:
        if name not in fields:
            problem = f"no field `{name}` in events of the kind {known.event}"
            raise UsageError(problem, likely(name, list(fields)))
    left = {name: value for name, value in known.body.items() if name not in unset}
    changed = dict.fromkeys(
        (
            *(_take_out(db, known, left, item) for item in remove),
            *(_replace(db, known, left, item) for item in replace),
        )
    )
    values = {name: left[name] for name in changed if left[name]}
    for name, value in said.items():
        before = left.get(name)
        both = isinstance(value, list) and isinstance(before, list)
        values[name] = _added(name, before, value) if both else value  # type: ignore[arg-type]
    gone = [name for name in (*unset, *changed) if name not in values]
    return Change(values, tuple(dict.fromkeys(gone)))


def changed(known: Current, change: Change) -> dict[str, object]:
    """The body of an event as a change would make it."""
    return change_body(known.body, change.set, change.unset)


def change_to(known: Current, said: Mapping[str, object]) -> Change:
    """The change that makes an event say what the user wants it to say, whole.

    Args:
        known: the event as it stands.
        said: what it shall say, without the fields that no correction changes.
    """
    fields = {name: value for name, value in said.items() if known.body.get(name) != value}
    gone = [name for name in known.body if name not in said and name not in FIXED]
    return Change(fields, tuple(gone))


def _added(field: str, before: Sequence[object], items: Sequence[object]) -> list[object]:
    """A list with items added, none twice.

    A phase takes the place of the one of its key, and what is said of a name that of the name.
    """
    found = list(before)
    for item in items:
        same = [i for i, old in enumerate(found) if _called(field, old) == _called(field, item)]
        if not same:
            found.append(item)
        elif isinstance(item, dict):
            found[same[0]] = item
    return found


def _called(field: str, item: object) -> object:
    """What tells an item from the others of its list."""
    key = _TOLD_BY.get(field)
    return item.get(key) if key and isinstance(item, dict) else item


_TOLD_BY = {"phases": "phase", "names": "name"}


def _take_out(db: sqlite3.Connection, known: Current, body: dict[str, object], item: str) -> str:
    """Take one item out of a list of the body; the list's name."""
    field, equals, name = (part.strip() for part in item.partition("="))
    listed = _LISTED.get(field)
    if not equals or listed is None:
        forms = ", ".join(f"{name}=..." for name in _LISTED)
        raise UsageError(f"`{item}` does not say what to take out", f"one of {forms}")
    wanted = name if field in _FREE else known_key(db, field, name)
    value = body.get(listed, [])
    items = value if isinstance(value, list) else []
    kept = [part for part in items if _named(part, field) != wanted]
    if len(kept) == len(items):
        told = ", ".join(_told(listed, part) for part in items) or "none"
        raise TimelineError(f"{known.id} has no {field} {wanted}", f"it has: {told}")
    body[listed] = kept
    return listed


def _replace(db: sqlite3.Connection, known: Current, body: dict[str, object], item: str) -> str:
    """Put one key in the place of another wherever a list of the body has it; the list's name."""
    field, *names = (part.strip() for part in item.split("="))
    listed = _LISTED.get(field)
    if len(names) != 2 or not all(names) or listed is None or field in _FREE:
        forms = ", ".join(f"{name}=OLD=NEW" for name in _LISTED if name not in _FREE)
        raise UsageError(f"`{item}` does not say what to replace", f"one of {forms}")
    old, new = names[0], known_key(db, field, names[1])
    if not any(part == old for _, part in walk(body.get(listed, []))):
        old = known_key(db, field, old)
    before = body.get(listed, [])
    body[listed] = _put(before, field, old, new)
    if body[listed] == before:
        raise TimelineError(
            f"{known.id} has no {field} {old}", Advice("see", call("show", known.id))
        )
    return listed


def _put(value: object, field: str, old: str, new: str) -> object:
    """A list of keys or items with another key in the place of one."""
    if not isinstance(value, list):
        return value
    names = (field, "for") if field == "actor" else (field,)
    return [
        {name: new if name in names and part == old else part for name, part in item.items()}
        if isinstance(item, dict)
        else new
        if item == old
        else item
        for item in value
    ]


def _named(part: object, field: str) -> object:
    key = "measure" if field == "figure" else field
    return part.get(key) if isinstance(part, dict) else part


def _told(listed: str, part: object) -> str:
    if not isinstance(part, dict):
        return str(part)
    return compact.write(listed, {"bound": "exact", "type": "actual", **part})
