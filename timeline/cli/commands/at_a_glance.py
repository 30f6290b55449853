"""`timeline` alone."""

import math
from collections.abc import Iterator

from timeline.base import days
from timeline.cli.paths import path_from_here
from timeline.cli.session import open_log
from timeline.cli.show import colours, wording
from timeline.cli.show.layout import hang_text
from timeline.cli.show.output import Output, deliver, look_of
from timeline.cli.show.run import Run
from timeline.cli.show.screen import make_safe
from timeline.dates import edtf
from timeline.views.overview import Overview
from timeline.views.overview import overview as view
from timeline.views.sealed import sealed_row

_OVERDUE_SHOWN = 3
_MARGIN = 43
"""Where it is said what a command does."""
_WIDE = 80
"""From which width on there is room for that beside the command."""


def overview(run: Run) -> None:
    """Print the log at a glance, with commands to go on with."""
    session = open_log(run)
    found = view(session.opened.db, days.today())
    look = look_of(Output())
    bold, faint = (colours.bold, colours.faint) if look.color else (str, str)
    heading = make_safe(f"{path_from_here(session.folder, '')}: {wording.log_contents(found)}")
    lines = [bold(line) for line in hang_text("", heading, 0, look.width)]
    sealed = sealed_row(session.opened.db, session.folder)
    facts = [*_facts(found), *([("sealed:", wording.sealed(sealed))] if sealed else [])]
    for label, text in facts:
        lines += hang_text(f"  {label}", make_safe(text), len("  recorded: "), look.width)
    lines.append("")
    for command, does in _next(found):
        if look.width and look.width < _WIDE:
            lines += [f"  {command}", *map(faint, hang_text("", does, 6, look.width))]
            continue
        first, *rest = hang_text(f"  {command}", does, _MARGIN, look.width)
        lines += [first[:_MARGIN] + faint(first[_MARGIN:]), *map(faint, rest)]
    deliver("\n".join(lines), Output())


def _facts(found: Overview) -> Iterator[tuple[str, str]]:
    for label, row in (("first:", found["first"]), ("last:", found["last"])):
        if row:
            yield label, f"{wording.date(row['date'])}  {row['title']}"
    if recorded := found["recorded"]:
        yield "recorded:", f"{recorded['at'][:10]} by {recorded['by']}, most recently"
    if overdue := found["overdue"]:
        counted = wording.with_noun(len(overdue), "planned happening")
        yield "overdue:", f"{counted} without an outcome"
        for row in overdue[:_OVERDUE_SHOWN]:
            when, id_ = wording.date(row["date"]), wording.short(row["id"])
            yield "", f"{when}  {row['title']}  {id_}"


def _next(found: Overview) -> list[tuple[str, str]]:
    add = ("timeline add", "record something; it asks you")
    years = _years(found)
    if not years:
        draft = ("timeline draft FILE --edit", "record what a press release tells")
        if found["happenings"]:
            return [("timeline list", "see the timeline"), add, draft]
        return [add, draft, ("timeline import csv FILE", "take in a spreadsheet")]
    first, last = years
    before = first if first < last else max(first - 1, 0)
    return [
        (f"timeline list --during {last:04}", "what happened then, certainly or possibly"),
        (f"timeline diff {before:04} {last:04}", "what changed between the ends of two years"),
        add,
    ]


def _years(found: Overview) -> tuple[int, int] | None:
    """The years of the first and of the last happening, as people type them."""
    years: list[int] = []
    for row in (found["first"], found["last"]):
        if row:
            date = edtf.parse(row["date"]).nominal
            ends = (date.earliest_start, date.latest_end)
            years += [days.civil(int(day))[0] for day in ends if not math.isinf(day)]
    typed = [year for year in years if 0 <= year <= _LAST_YEAR]
    return (min(typed), max(typed)) if typed else None


_LAST_YEAR = 9999
"""The last that is written without a sign or letter before it."""
