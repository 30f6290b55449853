"""`timeline show`."""

import sqlite3
from typing import Annotated

import typer

from timeline.cli.commands.why import refuse_filters, tell_why
from timeline.cli.options import FILTERS, OUTPUT, takes
from timeline.cli.session import Session, open_log, shown
from timeline.cli.show.history import settling
from timeline.cli.show.layout import Page
from timeline.cli.show.output import Output, emit_one, emit_pages
from timeline.cli.show.pages import actor_page, place_page, program_page, source_page
from timeline.cli.show.record_pages import declaration_page, event_page
from timeline.projection.find_event import find_event
from timeline.views.ask import ask
from timeline.views.event import event_detail
from timeline.views.filters import enter_clocks
from timeline.views.query import Filters, Query
from timeline.views.thing import EVENT, declaration_detail, find_thing, key_row

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
    namespace, found = find_thing(db, name)
    if why:
        tell_why(db, found if namespace == EVENT else find_event(db, name), filters, output)
        return
    if namespace == EVENT:
        refuse_filters(filters)
        whole = _located(session, event_detail(db, found))
        if output.for_people:
            emit_pages([event_page(db, whole)], output)
        else:
            emit_one(_with_remedy(whole), output)
        return
    query = ask(db, filters).query
    row = key_row(db, namespace, found, query, parts=not filters.no_parts)
    declaration = declaration_detail(db, namespace, found)
    whole = declaration and _located(session, declaration)
    if not output.for_people:
        emit_one(row | {"declaration": whole and _with_remedy(whole)}, output)
        return
    pages = [_page(db, namespace, row, filters, query)]
    pages += [declaration_page(db, whole)] if whole else []
    emit_pages(pages, output)


def _located(session: Session, whole: Row) -> Row:
    return whole | {"path": shown(session.folder, str(whole["path"]))}


def _with_remedy(whole: Row) -> Row:
    """A record for machines: of a fork also the commands that settle it."""
    fork = whole["fork"]
    return whole | {"fork": fork | {"settle": settling(whole)}} if isinstance(fork, dict) else whole


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
