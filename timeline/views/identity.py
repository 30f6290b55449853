"""What a key stands for: the keys that are the same, and the names they brought, over time."""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Annotated, TypedDict

from timeline.dates import edtf
from timeline.dates.edtf import Match
from timeline.event.fold import Stored
from timeline.projection.settings import hemisphere_of
from timeline.views.versions import Past, read_past


class MergedKey(TypedDict):
    """A key that is the same as the one that is shown."""

    key: Annotated[str, "the key"]
    name: Annotated[str, "its name, in its own declaration"]
    recorded_at: Annotated[str, "since when it is the same"]
    recorded_by: Annotated[str, "who recorded that"]
    reason: Annotated[str | None, "why"]
    id: Annotated[str, "the id of the event that made it so"]


class NameRow(TypedDict):
    """A name of a key, or of one that is the same."""

    name: Annotated[str, "the name"]
    lang: Annotated[str | None, "its language"]
    during: Annotated[str | None, "when it was in use, EDTF"]
    key: Annotated[str, "the key under which it was declared"]
    recorded_at: Annotated[str, "when it was recorded, UTC"]
    recorded_by: Annotated[str, "who recorded it"]
    id: Annotated[str, "the id of the event that brought it"]


def merged_keys(db: sqlite3.Connection, namespace: str, key: str) -> list[MergedKey]:
    """One row a key that is the same as a key that is shown, by when it became so.

    Args:
        db: a fresh projection.
        namespace: actor, program, place or source.
        key: the key that is shown.
    """
    query = f"""
        SELECT {namespace}, declared_by FROM {namespace}s WHERE same_as = ? ORDER BY {namespace}
    """  # noqa: S608 (own names)
    rows = [
        _merge(str(other), read_past(db, id_))
        for other, id_ in db.execute(query, (key,)).fetchall()
    ]
    return sorted(rows, key=lambda row: (row["recorded_at"], row["key"]))


def _merge(key: str, event: Past) -> MergedKey:
    """The event since which a declaration says that its key is the same as another."""
    made, body = event.root, event.root.body
    for step, after in event.steps():
        if after.body.get("same_as") != body.get("same_as"):
            made = step
        body = after.body
    recorded = made.event.recorded
    return {
        "key": key,
        "name": str(body.get("name") or body.get("title")),
        "recorded_at": recorded.at,
        "recorded_by": recorded.by,
        "reason": _text(made.body.get("reason") or made.body.get("note")),
        "id": made.event.id,
    }


def _text(value: object) -> str | None:
    return str(value) if value else None


def names(db: sqlite3.Connection, namespace: str, key: str) -> list[NameRow]:
    """One row a name that declarations give a key, or a key that is the same.

    Args:
        db: a fresh projection.
        namespace: actor, program, place or source.
        key: the key that is shown.

    Returns:
        Rows in the order in which the names were recorded. Of a name that is said several times,
        the first that says a language or a time.
    """
    query = f"""
        SELECT {namespace}, declared_by FROM {namespace}s
        WHERE {namespace} = ?1 OR same_as = ?1 ORDER BY same_as IS NOT NULL, {namespace}
    """  # noqa: S608 (own names)
    found: dict[str, NameRow] = {}
    for own, id_ in db.execute(query, (key,)).fetchall():
        for row in _names(str(own), read_past(db, id_)):
            before = found.get(row["name"])
            if before is None or not (before["lang"] or before["during"]):
                found[row["name"]] = row
    return sorted(found.values(), key=lambda row: row["recorded_at"])


def _names(key: str, event: Past) -> list[NameRow]:
    """The names of a declaration as it stands, each with the event since which it has it."""
    since: dict[tuple[str, str, str], Stored] = {}
    for made, after in event.steps():
        since = {name: since.get(name) or made for name in _said(after.body)}
    return [
        {
            "name": name,
            "lang": lang or None,
            "during": during or None,
            "key": key,
            "recorded_at": made.event.recorded.at,
            "recorded_by": made.event.recorded.by,
            "id": made.event.id,
        }
        for (name, lang, during), made in since.items()
    ]


def _said(body: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """The names that a declaration gives: each with its language and time."""
    others = body.get("names")
    items = [body.get("name") or body.get("title"), *(others if isinstance(others, list) else [])]
    for item in items:
        said = item if isinstance(item, dict) else {"name": item}
        yield str(said["name"]), str(said.get("lang", "")), str(said.get("during", ""))


def names_on(db: sqlite3.Connection, namespace: str, key: str, date: str) -> list[str]:
    """The names that a key surely had on a date, by their own dates; but for the one shown.

    Args:
        db: a fresh projection.
        namespace: actor, program, place or source.
        key: the key that is shown.
        date: EDTF.
    """
    query = """
        SELECT name, during FROM names
        WHERE namespace = ? AND key = ? AND during IS NOT NULL ORDER BY name
    """
    hemisphere = hemisphere_of(db)
    happened = edtf.parse(date, hemisphere)
    found: list[str] = []
    for name, during in db.execute(query, (namespace, key)):
        used = edtf.parse(during, hemisphere)
        if happened.within(used.earliest, used.latest) is Match.CERTAIN:
            found.append(str(name))
    return found
