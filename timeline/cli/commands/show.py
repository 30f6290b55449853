"""`timeline show`."""

import sqlite3
from typing import Annotated

import typer

from timeline.base.errors import TimelineError
from timeline.cli.commands.why import refuse_filters, tell_why
from timeline.cli.options import FILTERS, OUTPUT, takes
from timeline.cli.session import Session, open_log, shown
from timeline.cli.show.history import settling
from timeline.cli.show.layout import Page
from timeline.cli.show.output import Output, emit_one, emit_pages
from timeline.cli.show.pages import actor_page, place_page, program_page, source_page
from timeline.cli.show.record_pages import declaration_page, event_page
from timeline.event.types import DECLARATIONS
from timeline.projection.find_event import find_event, find_event_or
from timeline.projection.lookup import Unknown, declared_by, find_key
from timeline.views.actors import actors
from timeline.views.event import record
from timeline.views.filters import enter_clocks, understand
from timeline.views.identity import merged, names
from timeline.views.offices import detail
from timeline.views.picked import pick
from timeline.views.places import places
from timeline.views.programs import programs
from timeline.views.query import Filters, Query
from timeline.views.sources import sources

Row = dict[str, object]


@takes(FILTERS, OUTPUT)
def command(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            show_default=False,
            help="An id or its beginning, words of a title, a key, name or alias.",
        ),
    ],
    *,
    why: Annotated[
        bool,
        typer.Option("--why", help="Say why a happening is, or is not, in the answer to filters."),
    ] = False,
    filters: Filters,
    output: Output,
) -> None:
    """Show one event, actor, program, place or source, whole: what it says, and how it came to."""
    session = open_log(ctx, quiet=output.quiet)
    db = session.opened.db
    enter_clocks(db, Filters() if why else filters)
    namespace, found = _find(db, name)
    if why:
        tell_why(db, found if namespace == "event" else find_event(db, name), filters, output)
        return
    if namespace == "event":
        refuse_filters(filters)
        whole = _located(session, record(db, found))
        if output.for_people:
            emit_pages([event_page(db, whole)], output)
        else:
            emit_one(_with_remedy(whole), output)
        return
    query = understand(db, filters)
    pick(db, query)
    row = _row(db, namespace, found, query, parts=not filters.no_parts)
    declaration = declared_by(db, namespace, found)
    whole = _located(session, record(db, declaration)) if declaration else {}
    known = {"names": names(db, namespace, found), "merged": merged(db, namespace, found)}
    if not output.for_people:
        emit_one(row | {"declaration": whole and _with_remedy(whole | known)}, output)
        return
    pages = [_page(db, namespace, row, filters, query)]
    pages += [declaration_page(db, whole | known)] if whole else []
    emit_pages(pages, output)


def _find(db: sqlite3.Connection, name: str) -> tuple[str, str]:
    """What a name leads to: a key of one of the four kinds, else an event."""
    tried = [(namespace, find_key(db, namespace, name)) for namespace in DECLARATIONS]
    for namespace, found in tried:
        if not isinstance(found, Unknown):
            return namespace, found
    event = find_event_or(db, name)
    if not isinstance(event, Unknown):
        return "event", event
    near = [n.remedy for n in (event, *dict(tried).values()) if isinstance(n, Unknown) and n.near]
    remedy = "\n  ".join(near) or event.remedy
    raise TimelineError(f"nothing is called `{name}`", remedy)


def _located(session: Session, whole: Row) -> Row:
    return whole | {"path": shown(session.folder, str(whole["path"]))}


def _with_remedy(whole: Row) -> Row:
    """A record for machines: of a fork also the commands that settle it."""
    fork = whole["fork"]
    return whole | {"fork": fork | {"settle": settling(whole)}} if isinstance(fork, dict) else whole


def _row(db: sqlite3.Connection, namespace: str, key: str, query: Query, *, parts: bool) -> Row:
    match namespace:
        case "actor":
            return actors(db, query, key, parts=parts)[0] | detail(db, query, key, parts=parts)
        case "program":
            return programs(db, query, key)[0]
        case "source":
            return sources(db, query, key)[0]
        case _:
            return places(db, query, key, parts=parts)[0]


def _page(db: sqlite3.Connection, namespace: str, row: Row, filters: Filters, query: Query) -> Page:
    match namespace:
        case "actor":
            return actor_page(db, row, query, parts=not filters.no_parts)
        case "program":
            return program_page(db, row, filters)
        case "source":
            return source_page(db, row, filters)
        case _:
            return place_page(db, row, filters)
