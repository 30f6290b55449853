"""Pages for people: one actor, program, place or source, whole.

Each is folded to the width of a terminal, when there is one.
"""

import sqlite3

from timeline.commands import wording
from timeline.commands.columns import HAPPENINGS
from timeline.commands.output import Column, page
from timeline.dates import in_words
from timeline.views.actors import history
from timeline.views.chronology import chronology
from timeline.views.filters import Asked, Filters, pick, understand

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
