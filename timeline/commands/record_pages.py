"""Pages for people about what is in the log: one event whole, or what declares a key."""

import json
import sqlite3

from timeline.commands import history, wording
from timeline.commands.columns import HAPPENINGS
from timeline.commands.output import Section, page
from timeline.projection.lookup import name_of, shown_key
from timeline.views.identity import called_then
from timeline.views.record import parts_of

Row = dict[str, object]

_OWN = ("schema", "id", "event", "recorded", "title", "name", "date", "set", "unset")
"""Fields that an event's page tells in its own way."""


def event_page(db: sqlite3.Connection, whole: Row, width: int | None) -> str:
    """An event: what it says now, its parts, its versions and its fork. `whole` is a `record`."""
    body = whole["body"]
    assert isinstance(body, dict)  # noqa: S101 (record() makes it so)
    facts = [("date", f"{wording.date(body['date'])} ({body['date']})")] if "date" in body else []
    for name, value in body.items():
        if name not in (*_OWN, whole["event"]):
            label = name.replace("_", " ")
            facts += [(label, text) for text in _texts(db, name, value, body)]
    columns = (HAPPENINGS[0], HAPPENINGS[2], HAPPENINGS[-1])
    sections: list[Section] = [("Parts", columns, parts_of(db, str(whole["id"])))]
    sections += [*history.fork_sections(db, whole), history.versions(db, whole)]
    title = body.get("title") or body.get("name") or whole["event"]
    return page(str(title), [*facts, *_provenance(whole)], sections, width)


def declaration_page(db: sqlite3.Connection, whole: Row, width: int | None) -> str:
    """How a key came to mean what it does: its declaration, the keys and names that it has.

    `whole` is a `record` with what `timeline.views.identity` tells of its key.
    """
    names, merged = wording.listed(whole["names"]), wording.listed(whole["merged"])
    sections = [*history.identity(names, merged), *history.fork_sections(db, whole)]
    return page("Declared", _provenance(whole), [*sections, history.versions(db, whole)], width)


def _provenance(whole: Row) -> list[tuple[str, str]]:
    facts = [
        ("id", str(whole["id"])),
        ("recorded", f"{history.instant(whole['recorded_at'], 19)} UTC by {whole['recorded_by']}"),
        ("file", str(whole["path"])),
    ]
    if whole["retracted_by"]:
        facts.append(("retracted", f"by {whole['retracted_by']}"))
    return [*facts, *history.fork_facts(whole)]


def _texts(db: sqlite3.Connection, name: str, value: object, body: wording.Row) -> list[str]:
    """A field in words: one text, or one an item of a list."""
    if isinstance(value, list):
        return [wording.item(db, name, part) + _then(db, name, part, body) for part in value]
    refers = name in ("part_of", "outcome_of", "amends", "retracts", "instead")
    return [wording.event(db, str(value)) if refers else _plain(value)]


def _then(db: sqlite3.Connection, field: str, item: object, body: wording.Row) -> str:
    """What else an actor is, or was called when it took part."""
    if field != "actors" or not isinstance(item, dict) or "date" not in body:
        return ""
    own = str(item["actor"])
    key = shown_key(db, "actor", own)
    told = f"; the same as {wording.named(db, 'actor', key)}" if key != own else ""
    names = called_then(db, "actor", key, str(body["date"]))
    others = [name for name in names if name != name_of(db, "actor", own)]
    return f"{told}; then called {' or '.join(others)}" if others else told


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
