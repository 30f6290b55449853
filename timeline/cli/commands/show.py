"""`timeline show`."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.options import FILTERS, OUTPUT
from timeline.cli.parameters import Argument, Option, takes
from timeline.cli.paths import path_from_here
from timeline.cli.session import Session, open_log, state_of
from timeline.cli.show import wording
from timeline.cli.show.history import settling_commands
from timeline.cli.show.layout import Fact, Page, Section
from timeline.cli.show.output import Output, emit_one, emit_pages
from timeline.cli.show.pages import actor_page, place_page, program_page, source_page
from timeline.cli.show.record_pages import declaration_page, event_page
from timeline.cli.show.run import Run
from timeline.cli.show.tables import Column
from timeline.projection.find_event import find_event, title_of
from timeline.views.ask import ask
from timeline.views.event import EventDetail, event_detail
from timeline.views.filters import enter_clocks
from timeline.views.query import Filters, Query
from timeline.views.thing import EVENT, SEAL, KeyRow, declaration_detail, find_thing, key_row

if TYPE_CHECKING:
    from timeline.views.why import ReasonRow


@takes(FILTERS, OUTPUT)
def command(
    run: Run,
    name: Annotated[
        str,
        Argument(
            metavar="NAME",
            show_default=False,
            help="An id or its beginning, words of a title, a key, name or alias.",
        ),
        values.ANYTHING,
    ],
    *,
    why: Annotated[
        bool,
        Option("--why", help="Say why a happening is, or is not, in the answer to filters."),
    ] = False,
    filters: Filters,
    output: Output,
) -> None:
    """Show one event, actor, program, place, source or seal, whole, and how it came to be so."""
    session = open_log(run, quiet=output.quiet)
    if why:
        _explain(session, name, filters, output)
        return
    state = state_of(session, filters, quiet=output.quiet)
    db, filters = state.db, state.filters
    enter_clocks(db, filters)
    namespace, found = find_thing(db, name)
    if namespace == SEAL:
        _refuse_filters(filters)
        _print_seal(session, found, output)
        return
    if namespace == EVENT:
        _refuse_filters(filters)
        whole = event_detail(db, found)
        whole["path"] = path_from_here(session.folder, whole["path"])
        if output.for_people:
            emit_pages([event_page(db, whole)], output)
        else:
            emit_one(_with_remedy(whole), output)
        return
    query = ask(db, filters, namespace=namespace, name=found).query
    folder = None if run.projection else session.folder
    row = key_row(db, namespace, found, query, parts=not filters.no_parts, folder=folder)
    declaration = declaration_detail(db, namespace, found)
    if declaration:
        declaration["path"] = path_from_here(session.folder, declaration["path"])
    if not output.for_people:
        told = _with_remedy(declaration) if declaration else {}
        emit_one({**row, "declaration": told}, output)
        return
    pages = [_page(db, row, filters, query)]
    pages += [declaration_page(db, declaration)] if declaration else []
    emit_pages(pages, output)


def _print_seal(session: Session, id_: str, output: Output) -> None:
    """Print what a seal covers, and by which digest it is known."""
    from timeline.views.seals import seal_detail  # noqa: PLC0415 (few ask for seals)

    seal = seal_detail(session.opened.db, session.folder, id_)
    seal["path"] = path_from_here(session.folder, seal["path"])
    if not output.for_people:
        emit_one(seal, output)
        return
    covers = wording.with_noun(seal["covers"], "event")
    missing = f", {seal['missing']:,} of them not in the log" if seal["missing"] else ""
    facts = [
        Fact("digest", seal["digest"]),
        Fact("sealed", f"{seal['recorded_at']} by {seal['recorded_by']}"),
        Fact("covers", f"{covers}{missing}"),
        Fact("builds on", ", ".join(seal["previous"])),
        Fact("settings", "as now" if seal["same_settings"] else "not those of now"),
        Fact("sources", ", ".join(seal["sources"])),
        Fact("file", seal["path"]),
    ]
    emit_pages([Page(f"{seal['name']} ({seal['id']}, seal)", facts)], output)


def _with_remedy(whole: EventDetail) -> Mapping[str, object]:
    """A record for machines: of a fork also the commands that settle it."""
    fork = whole["fork"]
    return {**whole, "fork": {**fork, "settle": settling_commands(whole)}} if fork else whole


def _page(db: sqlite3.Connection, row: KeyRow, filters: Filters, query: Query) -> Page:
    if "terms" in row:
        return actor_page(db, row, query, parts=not filters.no_parts)
    if "phases" in row:
        return program_page(db, row, filters)
    if "publisher" in row:
        return source_page(db, row, filters)
    return place_page(db, row, filters)


_REASONS: "Sequence[Column[ReasonRow]]" = (
    Column("Asked", lambda row: row["option"] or "", weight=2),
    Column("Match", lambda row: row["match"]),
    Column("Because", lambda row: row["because"], weight=3),
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


def _explain(session: Session, name: str, filters: Filters, output: Output) -> None:
    """Print why a happening is, or is not, in the answer to a question, with no clock entered."""
    from timeline.views.why import explain_in_state  # noqa: PLC0415 (`show` does without)

    db = session.opened.db
    enter_clocks(db, Filters())
    namespace, key = find_thing(db, name)
    id_ = key if namespace == EVENT else find_event(db, name)
    title = title_of(db, id_) or "retracted"
    found = explain_in_state(state_of(session, filters, quiet=output.quiet), filters, id_)
    if not output.for_people:
        emit_one(found, output)
        return
    reasons = found["reasons"]
    decided = ", ".join(found["decided_by"]) or ("" if reasons else "nothing was asked for")
    said = ": ".join(filter(None, (_ANSWERS[found["answer"]], decided)))
    facts = [Fact("in the answer", said)]
    emit_pages([Page(f"{title} ({id_})", facts, [Section("Why", _REASONS, reasons)])], output)
