"""Pages for people: what is told of one actor, program, place or source, whole."""

import sqlite3

from timeline.cli.show import colours, wording
from timeline.cli.show.columns import HAPPENINGS, happenings
from timeline.cli.show.layout import Fact, Page, Section
from timeline.cli.show.record_pages import facts_of
from timeline.cli.show.tables import Column
from timeline.dates.words.printer import format_day
from timeline.projection.lookup import declared_by
from timeline.views.actors import history
from timeline.views.ask import ask
from timeline.views.chronology import chronology
from timeline.views.event import body_of
from timeline.views.offices import people
from timeline.views.query import Filters, Query

Row = dict[str, object]

_HISTORY = (
    Column("Date", wording.happening_date, weight=3, paint=colours.date, leads=True),
    Column("Role", lambda row: str(row["role"])),
    Column("As", lambda row: str(row["own_office"]), weight=2, from_width=110),
    Column("What", wording.what, weight=6, paint=colours.what, leads=True),
    Column("Through", lambda row: str(row["by"]), weight=3, from_width=90),
    Column("Id", lambda row: wording.short(row["happening"]), paint=colours.faint),
)
_TERMS = (
    Column("Office", lambda row: str(row["office"]), weight=3),
    Column("For", lambda row: str(row["for_name"] or ""), weight=3),
    Column("From", wording.begun, weight=3),
    Column("Until", wording.ended, weight=4),
    Column("That day", lambda row: wording.answer(row["match"])),
)
_PEOPLE = (
    Column("Who", lambda row: str(row["name"]), weight=4, leads=True),
    *_TERMS,
)
_PHASES = (
    Column("Phase", lambda row: str(row["name"] or row["phase"]), weight=4),
    Column("Key", lambda row: str(row["phase"]), from_width=90),
    Column("Planned", lambda row: wording.date(row["planned"]), weight=2),
    Column("On record", wording.phase_status),
    Column("From", wording.begun, weight=3),
    Column("Until", wording.ended, weight=4),
    Column("That day", lambda row: wording.answer(row["match"])),
)


def _ask(db: sqlite3.Connection, filters: Filters) -> tuple[Query, Fact]:
    """The query that filters make, for people; with what it leaves out, as a fact of the page."""
    found = ask(db, filters, bounded=not filters.unbounded)
    return found.query, Fact("not listed", wording.left_out(found.aside).removeprefix("and "))


def actor_page(db: sqlite3.Connection, row: Row, query: Query, *, parts: bool) -> Page:
    """An actor: names, offices and history. `row` is one of `timeline.views.actors`."""
    key = str(row["actor"])
    found = [part | _by(part, key) for part in history(db, key, query, parts=parts)]
    roles = f" ({wording.joined(row['roles'])})" if row["roles"] else ""
    through = f", {row['through_offices']} of them through its offices"
    facts = [
        Fact("also", wording.joined(row["names"], "; ")),
        Fact("part of", wording.named(db, "actor", row["part_of"])),
        Fact(
            "took part",
            f"{wording.took_part(row)}{roles}{through if row['through_offices'] else ''}",
        ),
        Fact("in programs", ", ".join(map(_in_program, wording.listed(row["programs"])))),
        *rest(db, "actor", key),
    ]
    sections = [
        Section("Offices", _TERMS, wording.listed(row["terms"])),
        Section("Its people", _PEOPLE, people(db, query, key, parts=parts)),
        Section("History", _HISTORY, found),
    ]
    return Page(wording.heading(row["name"], key, row["type"]), facts, sections)


def _in_program(row: wording.Row) -> str:
    return f"{row['name']} ({row['role']})"


def _by(part: Row, key: str) -> Row:
    """Through whom an actor took part: a part of it, or who holds an office."""
    if part["through"]:
        whom = str(part["for_name"]) if part["for"] != key else ""
        office = ", ".join(filter(None, (str(part["capacity"] or ""), whom)))
        return {"own_office": "", "by": ", ".join(filter(None, (str(part["name"]), office)))}
    unit = part["name"] if part["actor"] != key else ""
    return {"own_office": wording.office(part), "by": unit}


def program_page(db: sqlite3.Connection, row: Row, filters: Filters) -> Page:
    """A program: declared and derived side by side, its phases and its happenings.

    `row` is one of `timeline.views.programs`, made with the same filters.
    """
    key = str(row["program"])
    query, unlisted = _ask(db, filters._replace(program=(key,)))
    since = f", {wording.since(row['since'])}" if row["since"] else ""
    until = f", until {wording.date(row['until'])}" if row["until"] else ""
    clock = "on record"
    if query.as_of is not None:
        clock = f"as of {format_day(query.as_of)}"
    who = [f"{part['name']} ({part['role']})" for part in wording.listed(row["actors"])]
    facts = [
        Fact("also", wording.joined(row["names"], "; ")),
        Fact("part of", wording.named(db, "program", row["part_of"])),
        Fact("who", ", ".join(who)),
        Fact("declared", wording.declared_by_iati(row)),
        Fact(clock, f"{wording.program_state(row)}{since}{until}"),
        unlisted,
        *rest(db, "program", key),
    ]
    phases = wording.listed(row["phases"])
    date, kind, what, who_, id_ = happenings(query.actors)
    did = Column("In the program", lambda happening: wording.in_program(happening, key), weight=3)
    source = Column("Source", wording.cited_keys, weight=3, from_width=110)
    columns = (date, kind, what, did, source, who_._replace(from_width=160), id_)
    found = list(chronology(db, query))
    sections = [Section("Phases", _PHASES, phases), Section("Happenings", columns, found)]
    return Page(wording.heading(row["name"], key, row["type"]), facts, sections)


def source_page(db: sqlite3.Connection, row: Row, filters: Filters) -> Page:
    """A source: what it is, and the happenings that cite it, with the place in it."""
    key = str(row["source"])
    query, unlisted = _ask(db, filters._replace(source=(key,)))
    facts = [
        Fact("publisher", str(row["publisher"] or "")),
        Fact("published", wording.date(row["published"])),
        Fact("url", str(row["url"] or ""), str(row["url"] or "")),
        Fact("language", str(row["language"] or "")),
        Fact("paragraphs", str(row["paragraphs"] or "")),
        unlisted,
        *rest(db, "source", key),
    ]
    at = Column("At", lambda cited: wording.cited_at(cited, key), weight=2)
    columns = (*HAPPENINGS[:3], at, HAPPENINGS[-1])
    sections = [Section("Cited by", columns, list(chronology(db, query)))]
    return Page(wording.heading(row["title"], key), facts, sections)


def place_page(db: sqlite3.Connection, row: Row, filters: Filters) -> Page:
    """A place: where it lies, and what happened there."""
    key = str(row["place"])
    query, unlisted = _ask(db, filters._replace(place=(key,)))
    facts = [
        Fact("also", wording.joined(row["names"], "; ")),
        Fact("part of", wording.named(db, "place", row["part_of"])),
        Fact("coordinates", str(row["coordinates"] or "")),
        unlisted,
        *rest(db, "place", key),
    ]
    sections = [Section("Happenings", happenings(query.actors), list(chronology(db, query)))]
    return Page(wording.heading(row["name"], key, row["type"]), facts, sections)


_SAID = {
    "actor": ("names", "type", "part_of"),
    "program": ("names", "type", "part_of", "period", "status", "phases", "actors"),
    "place": ("names", "type", "part_of", "coordinates"),
    "source": ("publisher", "published", "url", "language", "paragraphs"),
}
"""Fields of declarations that a page says in its own way."""


def rest(db: sqlite3.Connection, namespace: str, key: str) -> list[Fact]:
    """What a declaration says besides, field by field: its note, its sources and the like."""
    id_ = declared_by(db, namespace, key)
    body = body_of(db, id_) if id_ else {}
    left = {name: value for name, value in body.items() if name not in _SAID[namespace]}
    return facts_of(db, namespace, left)
