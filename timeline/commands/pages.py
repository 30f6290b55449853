"""Pages for people: one actor, program, place, source or event, whole.

Each is folded to the width of a terminal, when there is one.
"""

import json
import sqlite3

from timeline.commands import history as past
from timeline.commands import wording
from timeline.commands.columns import HAPPENINGS
from timeline.commands.output import Column, Section, page
from timeline.dates import in_words
from timeline.projection.lookup import name_of, shown_key
from timeline.views.actors import history
from timeline.views.chronology import chronology
from timeline.views.filters import Asked, Filters, pick, understand
from timeline.views.identity import called_then
from timeline.views.record import parts_of

Row = dict[str, object]

_HISTORY = (
    Column("Date", wording.happening_date, weight=3),
    Column("Role", lambda row: str(row["role"])),
    Column("As", lambda row: str(row["capacity"] or ""), weight=2, from_width=110),
    Column("What", wording.what, weight=6),
    Column("Unit", lambda row: str(row["unit"]), weight=3, from_width=90),
    Column("Id", lambda row: wording.short(row["happening"])),
)
_TERMS = (
    Column("Office", lambda row: str(row["office"]), weight=3),
    Column("For", lambda row: str(row["for_name"] or ""), weight=3),
    Column("From", wording.begun, weight=3),
    Column("Until", wording.ended, weight=4),
    Column("That day", lambda row: wording.answer(row["match"])),
)
_PHASES = (
    Column("Phase", lambda row: str(row["name"] or row["phase"]), weight=4),
    Column("Key", lambda row: str(row["phase"]), from_width=90),
    Column("Planned", lambda row: wording.date(row["planned"]), weight=2),
    Column("On record", lambda row: wording.status(row["status_derived"])),
    Column("From", wording.begun, weight=3),
    Column("Until", wording.ended, weight=4),
    Column("That day", lambda row: wording.answer(row["match"])),
)


def actor_page(
    db: sqlite3.Connection, row: Row, asked: Asked, width: int | None, *, parts: bool
) -> str:
    """An actor: names, offices and history. `row` is one of `timeline.views.actors`."""
    key = str(row["actor"])
    found = [
        part | {"unit": part["name"] if part["actor"] != key else ""}
        for part in history(db, key, asked, parts=parts)
    ]
    roles = f" ({wording.joined(row['roles'])})" if row["roles"] else ""
    facts = [
        ("also", wording.joined(row["names"], "; ")),
        ("part of", wording.named(db, "actor", row["part_of"])),
        ("took part", f"{wording.took_part(row)}{roles}"),
    ]
    sections = [("Offices", _TERMS, wording.listed(row["terms"])), ("History", _HISTORY, found)]
    return page(wording.heading(row["name"], key, row["type"]), facts, sections, width)


def program_page(db: sqlite3.Connection, row: Row, filters: Filters, width: int | None) -> str:
    """A program: declared and derived side by side, its phases and its happenings.

    `row` is one of `timeline.views.programs`, made with the same filters.
    """
    key = str(row["program"])
    asked = understand(db, filters._replace(program=(key,)))
    pick(db, asked)
    since = f", {wording.since(row['since'])}" if row["since"] else ""
    until = f", until {wording.date(row['until'])}" if row["until"] else ""
    clock = "on record"
    if asked.as_of is not None:
        clock = f"as of {in_words.day_in_words(asked.as_of)}"
    who = [f"{part['name']} ({part['role']})" for part in wording.listed(row["actors"])]
    facts = [
        ("also", wording.joined(row["names"], "; ")),
        ("part of", wording.named(db, "program", row["part_of"])),
        ("who", ", ".join(who)),
        ("declared", wording.declared_by_iati(row)),
        (clock, f"{wording.program_state(row)}{since}{until}"),
    ]
    phases = wording.listed(row["phases"])
    date, kind, what, who_, id_ = HAPPENINGS
    did = Column("In the program", lambda happening: wording.in_program(happening, key), weight=3)
    source = Column("Source", wording.cited, weight=3, from_width=110)
    columns = (date, kind, what, did, source, who_._replace(from_width=160), id_)
    happenings = list(chronology(db, asked))
    sections = [("Phases", _PHASES, phases), ("Happenings", columns, happenings)]
    return page(wording.heading(row["name"], key, row["type"]), facts, sections, width)


def source_page(db: sqlite3.Connection, row: Row, filters: Filters, width: int | None) -> str:
    """A source: what it is, and the happenings that cite it, with the place in it."""
    key = str(row["source"])
    asked = understand(db, filters._replace(source=(key,)))
    pick(db, asked)
    facts = [
        ("publisher", str(row["publisher"] or "")),
        ("published", wording.date(row["published"])),
        ("url", str(row["url"] or "")),
        ("language", str(row["language"] or "")),
        ("paragraphs", str(row["paragraphs"] or "")),
    ]
    at = Column("At", lambda cited: wording.cited_at(cited, key), weight=2)
    columns = (*HAPPENINGS[:3], at, HAPPENINGS[-1])
    sections = [("Cited by", columns, list(chronology(db, asked)))]
    return page(wording.heading(row["title"], key), facts, sections, width)


def place_page(db: sqlite3.Connection, row: Row, filters: Filters, width: int | None) -> str:
    """A place: where it lies, and what happened there."""
    key = str(row["place"])
    asked = understand(db, filters._replace(place=(key,)))
    pick(db, asked)
    facts = [
        ("part of", wording.named(db, "place", row["part_of"])),
        ("coordinates", str(row["coordinates"] or "")),
    ]
    sections = [("Happenings", HAPPENINGS, list(chronology(db, asked)))]
    return page(wording.heading(row["name"], key, row["type"]), facts, sections, width)


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
    sections += [*past.fork_sections(db, whole), past.versions(db, whole)]
    title = body.get("title") or body.get("name") or whole["event"]
    return page(str(title), [*facts, *_provenance(whole)], sections, width)


def declaration_page(db: sqlite3.Connection, whole: Row, width: int | None) -> str:
    """How a key came to mean what it does: its declaration, the keys and names that it has.

    `whole` is a `record` with what `timeline.views.identity` tells of its key.
    """
    names, merged = wording.listed(whole["names"]), wording.listed(whole["merged"])
    sections = [*past.identity(names, merged), *past.fork_sections(db, whole)]
    return page("Declared", _provenance(whole), [*sections, past.versions(db, whole)], width)


def _provenance(whole: Row) -> list[tuple[str, str]]:
    facts = [
        ("id", str(whole["id"])),
        ("recorded", f"{past.instant(whole['recorded_at'], 19)} UTC by {whole['recorded_by']}"),
        ("file", str(whole["path"])),
    ]
    if whole["retracted_by"]:
        facts.append(("retracted", f"by {whole['retracted_by']}"))
    return [*facts, *past.fork_facts(whole)]


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
