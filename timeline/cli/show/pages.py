"""Pages for people: what is told of one actor, program, place or source, whole."""

import sqlite3
from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from timeline.cli.show import colours, wording
from timeline.cli.show.columns import HAPPENINGS, happenings, of_dates
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.views.actors import ActorRow, DeclaredRole, Participation, Person, Term
    from timeline.views.chronology import ChronologyRow
    from timeline.views.places import PlaceRow
    from timeline.views.programs import PhaseRow, ProgramRow
    from timeline.views.quotations import QuoteRow
    from timeline.views.sources import SourceRow


def _history(key: str) -> "Sequence[Column[Participation]]":
    """The columns of what an actor took part in."""
    return (
        of_dates("Date", wording.happening_date, weight=3, paint=colours.date, leads=True),
        Column("Role", lambda row: row["role"]),
        Column("As", partial(_own_office, key), weight=2, from_width=110),
        Column("What", wording.what, weight=6, paint=colours.what, leads=True),
        Column("Through", partial(_through, key), weight=3, from_width=90),
        Column("Id", lambda row: wording.short(row["happening"]), paint=colours.faint),
    )


def _own_office(_: str, row: "Participation") -> str:
    """The office in which an actor itself, or a part of it, took part."""
    return "" if row["through"] else wording.office(row)


def _through(key: str, row: "Participation") -> str:
    """Through whom an actor took part: a part of it, or who holds an office."""
    if not row["through"]:
        return row["name"] if row["actor"] != key else ""
    whom = row["for_name"] if row["for"] != key else ""
    office = ", ".join(filter(None, (row["capacity"], whom)))
    return ", ".join(filter(None, (row["name"], office)))


_TERMS: "Sequence[Column[Term]]" = (
    Column("Office", lambda row: row["office"], weight=3),
    Column("For", lambda row: row["for_name"] or "", weight=3),
    of_dates("From", wording.beginning, weight=3),
    of_dates("Until", wording.ending, weight=4),
    Column("That day", lambda row: wording.answer(row["match"])),
)
_PEOPLE: "Sequence[Column[Person]]" = (
    Column("Who", lambda row: row["name"], weight=4, leads=True),
    *_TERMS,
)
_PHASES: "Sequence[Column[PhaseRow]]" = (
    Column("Phase", lambda row: row["name"] or row["phase"], weight=4),
    Column("Key", lambda row: row["phase"], from_width=90),
    of_dates("Planned", lambda row: wording.date(row["planned"]), weight=2),
    Column("On record", wording.phase_status),
    of_dates("From", wording.beginning, weight=3),
    of_dates("Until", wording.ending, weight=4),
    Column("That day", lambda row: wording.answer(row["match"])),
)


_QUOTES: "Sequence[Column[QuoteRow]]" = (
    Column("Words", lambda row: " ".join(row["quote"].split()), weight=5, leads=True),
    Column("Cited at", lambda row: row["at"] or "", weight=1),
    Column("In the copy", wording.place_of_quote, weight=2),
    Column("Id", lambda row: wording.short(row["id"]), paint=colours.faint),
)


def _ask(db: sqlite3.Connection, filters: Filters) -> tuple[Query, Fact]:
    """The query that filters make, for people; with what it leaves out, as a fact of the page."""
    found = ask(db, filters, bounded=not filters.unbounded)
    return found.query, Fact("not listed", wording.unlisted(found.aside).removeprefix("and "))


class _InTime(Protocol):
    """Rows in the order of time, or the last one first; they are made as they are taken."""

    def __call__(self, *, reverse: bool) -> "Iterator[Any]": ...


def _in_time(
    heading: str, columns: "Sequence[Column[Any]]", rows: _InTime, limit: int | None
) -> Section:
    """A table of rows in the order of time, with a limit of so many, the newest."""
    if limit is None:
        return Section(heading, columns, list(rows(reverse=False)))
    newest = list(islice(rows(reverse=True), limit + 1))
    if len(newest) > limit:
        heading = f"{heading}, the newest {limit:,}"
    return Section(heading, columns, newest[:limit][::-1])


def actor_page(
    db: sqlite3.Connection,
    row: "ActorRow",
    query: Query,
    *,
    parts: bool,
    limit: int | None = None,
) -> Page:
    """An actor: names, offices and history. `row` is one of `timeline.views.actors`.

    With a `limit`, so much of the history is told, the newest.
    """
    key = row["actor"]
    found = partial(history, db, key, query, parts=parts)
    roles = f" ({', '.join(row['roles'])})" if row["roles"] else ""
    through = f", {row['through_offices']} of them through its offices"
    facts = [
        Fact("also", "; ".join(row["names"])),
        Fact("part of", wording.name_and_key(db, "actor", row["part_of"])),
        Fact(
            "took part",
            f"{wording.participations(row)}{roles}{through if row['through_offices'] else ''}",
        ),
        Fact("in programs", ", ".join(map(_in_program, row["programs"]))),
        *other_facts(db, "actor", key),
    ]
    sections = [
        Section("Offices", _TERMS, row["terms"]),
        Section("Its people", _PEOPLE, people(db, query, key, parts=parts)),
        _in_time("History", _history(key), found, limit),
    ]
    return Page(wording.heading(row["name"], key, row["type"]), facts, sections)


def _in_program(row: "DeclaredRole") -> str:
    return f"{row['name']} ({row['role']})"


def program_page(
    db: sqlite3.Connection, row: "ProgramRow", filters: Filters, limit: int | None = None
) -> Page:
    """A program: declared and derived side by side, its phases and its happenings.

    `row` is one of `timeline.views.programs`, made with the same filters. With a `limit`, so many
    of the happenings are told, the newest.
    """
    key = row["program"]
    query, unlisted = _ask(db, filters._replace(program=(key,)))
    since = f", {wording.since(row['since'])}" if row["since"] else ""
    until = f", until {wording.date(row['until'])}" if row["until"] else ""
    clock = "on record"
    if query.as_of is not None:
        clock = f"as of {format_day(query.as_of)}"
    who = [f"{part['name']} ({part['role']})" for part in row["actors"]]
    facts = [
        Fact("also", "; ".join(row["names"])),
        Fact("part of", wording.name_and_key(db, "program", row["part_of"])),
        Fact("who", ", ".join(who)),
        Fact("declared", wording.declared_iati_status(row)),
        Fact(clock, f"{wording.program_state(row)}{since}{until}"),
        unlisted,
        *other_facts(db, "program", key),
    ]
    phases = row["phases"]
    date, kind, what, who_, id_ = happenings(query.actors)
    did: Column[ChronologyRow] = Column(
        "In the program", lambda happening: wording.in_program(happening, key), weight=3
    )
    source = Column("Source", wording.source_keys, weight=3, from_width=110)
    columns: tuple[Column[ChronologyRow], ...] = (
        date,
        kind,
        what,
        did,
        source,
        who_._replace(from_width=160),
        id_,
    )
    found = _in_time("Happenings", columns, partial(chronology, db, query), limit)
    sections = [Section("Phases", _PHASES, phases), found]
    return Page(wording.heading(row["name"], key, row["type"]), facts, sections)


def source_page(
    db: sqlite3.Connection, row: "SourceRow", filters: Filters, limit: int | None = None
) -> Page:
    """A source: what it is, and the happenings that cite it, with the place in it.

    With a `limit`, so many of them are told, the newest.
    """
    key = row["source"]
    query, unlisted = _ask(db, filters._replace(source=(key,)))
    facts = [
        Fact("publisher", row["publisher"] or ""),
        Fact("published", wording.date(row["published"])),
        Fact("url", row["url"] or "", row["url"] or ""),
        Fact("language", row["language"] or ""),
        Fact("paragraphs", str(row["paragraphs"] or "")),
        unlisted,
        *other_facts(db, "source", key),
    ]
    at: Column[ChronologyRow] = Column(
        "At", lambda cited: wording.places_in_source(cited, key), weight=2
    )
    columns: tuple[Column[ChronologyRow], ...] = (*HAPPENINGS[:3], at, HAPPENINGS[-1])
    sections = [
        _in_time("Cited by", columns, partial(chronology, db, query), limit),
        Section("Quotes", _QUOTES, row["quotes"] or []),
    ]
    return Page(wording.heading(row["title"], key), facts, sections)


def place_page(
    db: sqlite3.Connection, row: "PlaceRow", filters: Filters, limit: int | None = None
) -> Page:
    """A place: where it lies, and what happened there, with a `limit` so much, the newest."""
    key = row["place"]
    query, unlisted = _ask(db, filters._replace(place=(key,)))
    facts = [
        Fact("also", "; ".join(row["names"])),
        Fact("part of", wording.name_and_key(db, "place", row["part_of"])),
        Fact("coordinates", row["coordinates"] or ""),
        unlisted,
        *other_facts(db, "place", key),
    ]
    columns, rows = happenings(query.actors), partial(chronology, db, query)
    sections = [_in_time("Happenings", columns, rows, limit)]
    return Page(wording.heading(row["name"], key, row["type"]), facts, sections)


_SAID = {
    "actor": ("names", "type", "part_of"),
    "program": ("names", "type", "part_of", "period", "status", "phases", "actors"),
    "place": ("names", "type", "part_of", "coordinates"),
    "source": ("publisher", "published", "url", "language", "paragraphs"),
}
"""Fields of declarations that a page says in its own way."""


def other_facts(db: sqlite3.Connection, namespace: str, key: str) -> list[Fact]:
    """What a declaration says besides, field by field: its note, its sources and the like."""
    id_ = declared_by(db, namespace, key)
    body = body_of(db, id_) if id_ else {}
    left = {name: value for name, value in body.items() if name not in _SAID[namespace]}
    return facts_of(db, namespace, left)
