"""Pages for people about what is in the log: one event whole, or what declares a key."""

import json
import sqlite3

from timeline.cli.show import history, wording
from timeline.cli.show.columns import HAPPENINGS
from timeline.cli.show.layout import Fact, Page, Section
from timeline.projection.lookup import name_of, shown_key
from timeline.views.event import EventDetail, parts_of
from timeline.views.identity import names_on
from timeline.views.sources import url_of
from timeline.views.thing import DeclarationDetail

_OWN = ("schema", "id", "event", "recorded", "title", "name", "date", "set", "unset")
"""Fields that an event's page tells in its own way."""


def event_page(db: sqlite3.Connection, whole: EventDetail) -> Page:
    """An event: what it says now, its parts, its versions and its fork, of an `event_detail`."""
    body = whole["body"]
    columns = (HAPPENINGS[0], HAPPENINGS[2], HAPPENINGS[-1])
    sections = [Section("Parts", columns, parts_of(db, whole["id"]))]
    sections += [*history.fork_sections(db, whole), history.versions(db, whole)]
    title = body.get("title") or body.get("name") or whole["event"]
    facts = [*facts_of(db, whole["event"], body), *_provenance(whole)]
    return Page(str(title), facts, sections)


def facts_of(db: sqlite3.Connection, event: str, body: wording.Row) -> list[Fact]:
    """What an event says, field by field, with names for keys; `body` may not be recorded yet."""
    facts: list[Fact] = []
    if "date" in body:
        facts.append(Fact("date", f"{wording.date(body['date'])} ({body['date']})"))
    for name, value in body.items():
        if name not in (*_OWN, event):
            facts += _field_facts(db, name, value, body)
    return facts


def declaration_page(db: sqlite3.Connection, whole: DeclarationDetail) -> Page:
    """How a key came to mean what it does: its declaration, the keys and names that it has."""
    sections = [
        *history.identity(whole["names"], whole["merged"]),
        *history.fork_sections(db, whole),
    ]
    return Page("Declared", _provenance(whole), [*sections, history.versions(db, whole)])


def _provenance(whole: EventDetail) -> list[Fact]:
    facts = [
        Fact("id", whole["id"]),
        Fact(
            "recorded", f"{history.instant(whole['recorded_at'], 19)} UTC by {whole['recorded_by']}"
        ),
        Fact("file", whole["path"]),
    ]
    if whole["retracted_by"]:
        facts.append(Fact("retracted", f"by {whole['retracted_by']}"))
    return [*facts, *history.fork_facts(whole)]


def _field_facts(db: sqlite3.Connection, name: str, value: object, body: wording.Row) -> list[Fact]:
    """A field in words: one fact, or one an item of a list."""
    label = name.replace("_", " ")
    if isinstance(value, list):
        return [
            Fact(
                label,
                wording.item(db, name, part) + _names_then(db, name, part, body),
                _url(db, name, part),
            )
            for part in value
        ]
    if name in ("part_of", "outcome_of", "amends", "retracts", "instead"):
        return [Fact(label, wording.event(db, str(value)))]
    return [Fact(label, _plain(value), str(value) if name == "url" else "")]


def _url(db: sqlite3.Connection, name: str, item: object) -> str:
    """The address of what an item of a list refers to, if it has one."""
    if name == "sources" and isinstance(item, dict):
        return url_of(db, str(item["source"]))
    return ""


def _names_then(db: sqlite3.Connection, field: str, item: object, body: wording.Row) -> str:
    """What else an actor is, or was called when it took part."""
    if field != "actors" or not isinstance(item, dict) or "date" not in body:
        return ""
    own = str(item["actor"])
    key = shown_key(db, "actor", own)
    told = f"; the same as {wording.name_and_key(db, 'actor', key)}" if key != own else ""
    names = names_on(db, "actor", key, str(body["date"]))
    others = [name for name in names if name != name_of(db, "actor", own)]
    return f"{told}; then called {' or '.join(others)}" if others else told


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
