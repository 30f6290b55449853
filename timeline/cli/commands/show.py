"""`timeline show`."""

import sqlite3
from typing import Annotated

import typer

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.options import FILTERS, OUTPUT, takes
from timeline.cli.paths import path_from_here
from timeline.cli.session import Session, open_log
from timeline.cli.show import wording
from timeline.cli.show.history import settling
from timeline.cli.show.layout import Fact, Page, Section
from timeline.cli.show.output import Output, emit_one, emit_pages
from timeline.cli.show.pages import actor_page, place_page, program_page, source_page
from timeline.cli.show.record_pages import declaration_page, event_page
from timeline.cli.show.tables import Column
from timeline.projection.find_event import find_event, title_of
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
        values.ANYTHING,
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
        _print_reasons(db, found if namespace == EVENT else find_event(db, name), filters, output)
        return
    if namespace == EVENT:
        _refuse_filters(filters)
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
    return whole | {"path": path_from_here(session.folder, str(whole["path"]))}


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


_REASONS = (
    Column("Asked", lambda row: str(row["option"] or ""), weight=2),
    Column("Match", lambda row: str(row["match"])),
    Column("Because", lambda row: str(row["because"]), weight=3),
)
_ANSWERS = {
    "certain": "yes",
    "possible": "possibly",
    "no": "no",
}


def _refuse_filters(filters: Filters) -> None:
    """Refuse to show one event with filters, which could not change anything of it.

    Raises:
        UsageError: something other than a clock was asked for.
    """
    clocks = dict.fromkeys(("as_of", "as_recorded", "as_published", "open_ends"), "")
    if filters._replace(**clocks) != Filters():  # type: ignore[arg-type]
        problem = "an event is shown whole, whatever filters say"
        raise UsageError(problem, "to learn whether they keep it: --why")


def _print_reasons(db: sqlite3.Connection, id_: str, filters: Filters, output: Output) -> None:
    """Print why a happening is, or is not, in the answer to a question, with no clock entered."""
    from timeline.views.why import explain_answer  # noqa: PLC0415 (`show` does without)

    title = title_of(db, id_) or "retracted"
    found = explain_answer(db, filters, id_)
    if not output.for_people:
        emit_one(found, output)
        return
    reasons = wording.listed(found["reasons"])
    decided = wording.joined(found["decided_by"]) or ("" if reasons else "nothing was asked for")
    said = ": ".join(filter(None, (_ANSWERS[str(found["answer"])], decided)))
    facts = [Fact("in the answer", said)]
    emit_pages([Page(f"{title} ({id_})", facts, [Section("Why", _REASONS, reasons)])], output)
