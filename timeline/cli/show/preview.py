"""What is about to be recorded, shown before it is: on stderr, since it is not data yet."""

import contextlib
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from timeline.cli.paths import path_from_here
from timeline.cli.show import history, terminal, wording
from timeline.cli.show.columns import HAPPENINGS
from timeline.cli.show.layout import Fact, Page, draw_page
from timeline.cli.show.record_pages import event_page, facts_of
from timeline.cli.show.screen import print_message
from timeline.cli.show.tables import Row, draw_table
from timeline.event.types import DECLARATIONS
from timeline.projection.preview import foresee
from timeline.projection.states import Current
from timeline.recording.append import Report, projection
from timeline.views.event import event_detail
from timeline.views.versions import changes_of

_PAGES = 3
"""Up to how many events are shown whole; of more, a line each."""
_COLUMNS = HAPPENINGS[:3]


def show_new(folder: Path, report: Report) -> None:
    """Show what a report says is new: happenings as `show` will have them, of many a line each.

    Declarations have a line each, unless there is nothing else.
    """
    new = [outcome.body for outcome in report.outcomes if outcome.new]
    happenings = [body for body in new if body["event"] == "happening"]
    whole = happenings or new
    with projection(folder) as db:
        foresee(db, (*new, *(outcome.body for outcome in report.declared)))
        if len(whole) <= _PAGES:
            for body in whole:
                print_page(page(db, body))
        elif happenings:
            print_drawn(f"\n{draw_table(happenings, _COLUMNS, terminal.look_of_stderr())}\n")
    for body in new:
        if body not in happenings and (happenings or len(whole) > _PAGES):
            print_message(f"new {_declares(body)}")
    for note in dict.fromkeys(report.notes):  # which tell of what is declared on the way
        print_message(note)
    for outcome in report.outcomes:
        if not outcome.new:
            print_message(f"already recorded as {outcome.id}")


def page(db: sqlite3.Connection, body: Row) -> Page:
    """An event that is not recorded yet, as a page."""
    event = str(body["event"])
    heading = str(body["title"]) if event == "happening" else _declares(body)
    return Page(heading, facts_of(db, event, body))


def _declares(body: Row) -> str:
    event = str(body["event"])
    named = str(body.get("title") or body.get("name"))
    return f"{event}: {wording.heading(named, str(body[event]), str(body.get('type') or ''))}"


def show_change(folder: Path, known: Current, report: Report) -> None:
    """Show what an amendment changes, field by field, and why."""
    body = report.outcomes[0].body
    fields, unset = body.get("set"), body.get("unset")
    set_ = fields if isinstance(fields, Mapping) else {}
    gone = unset if isinstance(unset, Sequence) else ()
    after = {key: known.body[key] for key in known.body if key not in gone} | dict(set_)
    with projection(folder) as db:
        foresee(db, (one.body for one in report.declared))
        facts = [
            Fact("change", history.change(db, known.event, row))
            for row in changes_of(known.body, after)
        ]
    called = known.body.get("title") or known.body.get("name")
    print_page(Page(f"Correction of {called}", [*facts, Fact("reason", str(body["reason"]))]))
    for note in report.notes:
        print_message(note)


def show_recorded(folder: Path, db: sqlite3.Connection, id_: str) -> None:
    """Show an event that the log holds."""
    whole = event_detail(db, id_)
    shown_page = event_page(db, {**whole, "path": path_from_here(folder, whole["path"])})
    if whole["event"] in DECLARATIONS:
        shown_page = shown_page._replace(heading=_declares(whole["body"]))
    print_page(shown_page)


def print_page(page_: Page) -> None:
    """Print a page on stderr, with a line of space before and after it."""
    print_drawn(f"\n{draw_page(page_, terminal.look_of_stderr())}\n")


def print_drawn(text: str) -> None:
    """Print on stderr what is safe already, and may have colours."""
    sys.stdout.flush()
    with contextlib.suppress(OSError):  # as for all that is not data
        sys.stderr.write(f"{text}\n")
