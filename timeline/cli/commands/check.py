"""`timeline check`."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
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
from timeline.views.checks.warnings import Suspect, find_suspects, place_suspects
from timeline.views.overview import events


@takes(ROWS)
def command(
    run: Run,
    *,
    strict: Annotated[
        bool, Option("--strict", help="Look for what deserves a second look, too.")
    ] = False,
    all_: Annotated[
        bool,
        Option("--all", help="With --strict: print every warning, not the first of each kind."),
    ] = False,
    output: Output,
) -> None:
    """Look for what is wrong in the log: every fault of every file, with what to do about it.

    With --strict also warnings: happenings without a source or a paragraph, or of the same date,
    title and source, actors never used, names that two share, terms used once that resemble
    another, phases that nothing is recorded or planned in, planned happenings past without an
    outcome, figures without a unit, paragraphs of sources that nothing cites, quotes that are not
    in the copy of their source or stand elsewhere in it, references to what was erased, seals of
    one name, instants of recording that no good clock gives, names of files that Windows cannot
    hold. Many warnings are grouped by kind, with the first of each; machine formats have them all.
    Exit code 1 if there is any.
    """
    session = open_log(run, quiet=output.quiet, warn=False)
    db = session.opened.db
    faults = [locate_fault(session.folder, f) for f in check(session.opened, session.folder)]
    found: list[tuple[Tier, Fault]] = [("error", fault) for fault in faults]
    suspects = find_suspects(db, session.folder, days.today()) if strict else {}
    suspected = sum(map(len, suspects.values()))
    is_text = output.format in ("table", "plain")
    is_grouped = is_text and not all_ and suspected > _FEW

    def place(several: Iterable[Suspect]) -> list[Fault]:
        placed = place_suspects(db, session.folder, several)
        return [locate_fault(session.folder, fault) for fault in placed]

    if not is_grouped:
        found += [("warning", fault) for fault in place(chain.from_iterable(suspects.values()))]
    if is_text:
        paint = output.format == "table" and look_of(output).color
        lines = [_format_fault(*one, paint=paint) for one in found]
        for kind, several in suspects.items() if is_grouped else ():
            # Lines are looked up of what is printed alone, which may be few of very many.
            first = place(heapq.nsmallest(_FIRST, several, key=itemgetter(0)))
            lines += _format_group(kind, len(several), first, paint=paint)
        deliver("\n".join(lines), output)
    else:
        as_typed = ((tier, one._replace(remedy=whole_remedy(one))) for tier, one in found)
        rows = [fault_row(tier, fault) for tier, fault in as_typed]
        emit(rows, output, _COLUMNS, cell, FIELDS, title="Faults")
    checked = wording.with_noun(events(db), "event")
    counts = [wording.with_noun(len(faults), "error") if faults else "no errors"]
    if strict:
        counts.append(wording.with_noun(suspected, "warning") if suspected else "no warnings")
    how = "; see all of them: timeline check --strict --all" if is_grouped else ""
    print_message(f"{checked}, {', '.join(counts)}{how}", quiet=output.quiet)
    if faults or suspected:
        raise Exit(1)


_FEW = 20
"""So many warnings are told in the order of the files; more are grouped."""
_FIRST = 3
"""How many of each kind are told then."""


def _format_group(kind: str, count: int, first: Sequence[Fault], *, paint: bool) -> Iterator[str]:
    """A heading with how many there are of a kind, the first of them, and how many more."""
    heading = f"{kind}: {count:,}"
    yield colours.bold(heading) if paint else heading
    yield from (_format_fault("warning", fault, paint=paint) for fault in first)
    if count > len(first):
        yield f"  and {count - len(first):,} more"


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
