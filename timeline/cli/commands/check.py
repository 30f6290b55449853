"""`timeline check`."""

from collections.abc import Sequence
from typing import Annotated

from timeline.base import days
from timeline.base.errors import Fault
from timeline.cli.exits import Exit
from timeline.cli.options import ROWS
from timeline.cli.parameters import Option, takes
from timeline.cli.session import locate_fault, open_log
from timeline.cli.show import colours, wording
from timeline.cli.show.advice import fault_text, whole_remedy
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Output, deliver, emit, look_of
from timeline.cli.show.run import Run
from timeline.cli.show.screen import make_safe, print_message
from timeline.cli.show.tables import Column
from timeline.views.checks.errors import check
from timeline.views.checks.fault_rows import FIELDS, FaultRow, Tier, fault_row
from timeline.views.checks.warnings import warnings
from timeline.views.overview import events


@takes(ROWS)
def command(
    run: Run,
    *,
    strict: Annotated[
        bool, Option("--strict", help="Look for what deserves a second look, too.")
    ] = False,
    output: Output,
) -> None:
    """Look for what is wrong in the log: every fault of every file, with what to do about it.

    With --strict also warnings: happenings without a source or a paragraph, or of the same date,
    title and source, actors never used, names that two share, terms used once that resemble
    another, phases that nothing is recorded or planned in, planned happenings past without an
    outcome, figures without a unit, paragraphs of sources that nothing cites, instants of
    recording that no good clock gives, names of files that Windows cannot hold. Exit code 1 if
    there is any.
    """
    session = open_log(run, quiet=output.quiet, warn=False)
    db = session.opened.db
    faults = [locate_fault(session.folder, f) for f in check(session.opened, session.folder)]
    found: list[tuple[Tier, Fault]] = [("error", fault) for fault in faults]
    if strict:
        suspect = warnings(db, session.folder, days.today())
        found += [("warning", locate_fault(session.folder, fault)) for fault in suspect]
    if output.format in ("table", "plain"):
        paint = output.format == "table" and look_of(output).color
        deliver("\n".join(_format_fault(*one, paint=paint) for one in found), output)
    else:
        as_typed = ((tier, one._replace(remedy=whole_remedy(one))) for tier, one in found)
        rows = [fault_row(tier, fault) for tier, fault in as_typed]
        emit(rows, output, _COLUMNS, cell, FIELDS, title="Faults")
    checked = wording.with_noun(events(db), "event")
    counts = [wording.with_noun(len(faults), "error") if faults else "no errors"]
    if strict:
        suspected = len(found) - len(faults)
        counts.append(wording.with_noun(suspected, "warning") if suspected else "no warnings")
    print_message(f"{checked}, {', '.join(counts)}", quiet=output.quiet)
    if found:
        raise Exit(1)


def _format_fault(tier: str, fault: Fault, *, paint: bool) -> str:
    if tier == "warning":
        fault = fault._replace(problem=f"warning: {fault.problem}")
    text, where = make_safe(fault_text(fault)), make_safe(fault.where)
    if not paint:
        return text
    rest = text[len(where) :].removeprefix(": ")
    return f"{colours.bold(f'{where}:')} {colours.message(rest)}" if where else rest


def _where(row: FaultRow) -> str:
    return ":".join(str(part) for part in (row["path"], row["line"], row["column"]) if part)


_COLUMNS: Sequence[Column[FaultRow]] = (
    Column("Tier", lambda row: row["tier"]),
    Column("Where", _where),
    Column("Problem", lambda row: row["problem"]),
    Column("Remedy", lambda row: row["remedy"]),
)
"""Of Markdown and HTML; on a screen each fault is told with the line that it is in."""
