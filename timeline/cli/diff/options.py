"""What `timeline diff` is asked for, and which of its options do not go together."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.options import flag
from timeline.cli.parameters import SEVERAL, Group, option
from timeline.cli.show.output import Output, columns_of
from timeline.views.diff.counts import BY
from timeline.views.diff.diff import CLOCKS, USUAL_OF_LOGS, VIEWS_OF_LOGS, Clock
from timeline.views.diff.side import PERIOD_VIEWS, USUAL, VIEWS
from timeline.views.query import Filters, option_of

_DATED = ("from_", "to", "during", "within")
_EXAMPLE = "timeline diff --periods 2017 2018"


class Wanted(NamedTuple):
    """The options of the command, and its arguments, as typed."""

    clock: str
    against: str | None
    periods: bool
    views: Sequence[str] | None
    summary: bool
    stat: bool
    ids: bool
    exit_code: bool
    before: str = ""
    after: str = ""

    def on_clock(self) -> Clock:
        """The clock to compare by.

        Raises:
            UsageError: there is no such clock.
        """
        for clock in CLOCKS:
            if clock == (self.clock or "happened"):
                return clock
        raise UsageError(f"no clock `{self.clock}`", f"one of {', '.join(CLOCKS)}")

    def shown(self) -> tuple[str, ...]:
        """The views that were asked for; all if none was.

        Raises:
            UsageError: there is no such view.
        """
        known, usual = (VIEWS, USUAL) if self.against is None else (VIEWS_OF_LOGS, USUAL_OF_LOGS)
        return tuple(columns_of(self.views or (), known, "view")) or usual

    def compared(self) -> tuple[str, ...]:
        """The views that must be compared for what is printed."""
        return ("chronology",) if self.stat or self.ids else self.shown()


OPTIONS = Group(
    "wanted",
    Wanted,
    (
        option(
            "clock",
            str,
            "",
            ["--clock"],
            "By which clock: what had happened (happened; the default), was on record (recorded)"
            " or was published (published) by the dates.",
            metavar="CLOCK",
            values=values.one_of(CLOCKS),
        ),
        option(
            "against",
            str | None,
            None,
            ["--against"],
            "Compare another log, as before, with this one, as after: a folder, else this log at"
            " a revision of its git repository.",
            metavar="DIR|REVISION",
            values=values.FOLDERS,
        ),
        flag("periods", "Put what happened in BEFORE and in AFTER side by side."),
        option(
            "views",
            SEVERAL,
            None,
            ["--view"],
            "Only chronology, actors, programs, places, figures, levels or offices (who gained and"
            " who lost one); with --against also events.",
            metavar="VIEW,...",
            values=values.several_of(VIEWS_OF_LOGS),
        ),
        flag("summary", "Print how much differs in each view."),
        flag("stat", "Count the happenings that differ by actor and program."),
        flag("ids", "Print only the ids of happenings that differ."),
        flag("exit_code", "Exit with 1 if they differ."),
    ),
)


def check(wanted: Wanted, filters: Filters, output: Output) -> None:
    """Refuse what has no answer.

    Raises:
        UsageError: options that do not go together, or a date that is missing.
    """
    for problem, remedy in _faults(wanted, filters, output):
        raise UsageError(problem, remedy)


def _faults(wanted: Wanted, filters: Filters, output: Output) -> Iterator[tuple[str, str]]:
    yield from _answers(wanted, output)
    if wanted.periods:
        yield from _periods(wanted, filters)
    elif wanted.against is not None:
        yield from _logs(wanted)
    elif not wanted.before:
        yield "missing argument 'BEFORE'", "see: timeline diff --help"
    else:
        clock = wanted.on_clock()
        if getattr(filters, CLOCKS[clock]):
            flag = option_of(CLOCKS[clock])
            yield (
                f"{flag} sets the clock by which BEFORE and AFTER are compared",
                f"leave out {flag}, or compare by another clock: --clock",
            )


def _answers(wanted: Wanted, output: Output) -> Iterator[tuple[str, str]]:
    given = [option_of(name) for name in ("ids", "stat", "summary") if getattr(wanted, name)]
    if len(given) > 1:
        yield f"{given[0]} and {given[1]} cannot be used together", "use one of them"
    if wanted.ids and output.asked not in ("", "table", "plain"):
        yield f"--ids prints only ids, not {output.asked}", "leave out one of the two"
    if wanted.ids and "chronology" not in wanted.shown():
        yield "--ids are those of happenings", "leave out --view"
    if wanted.stat and not set(wanted.shown()) & {*BY}:
        yield "--stat counts happenings by actor and program", "leave out --view, or name these"


def _periods(wanted: Wanted, filters: Filters) -> Iterator[tuple[str, str]]:
    if not (wanted.before and wanted.after):
        yield "--periods compares two periods", _EXAMPLE
    for name in ("clock", "against", "summary", "stat", "ids", "exit_code"):
        if getattr(wanted, name):
            yield f"{option_of(name)} cannot be used with --periods", "leave out one of the two"
    for name in sorted({*wanted.shown()} - {*PERIOD_VIEWS}) if wanted.views else ():
        yield f"--periods has no view {name}", f"it has {', '.join(PERIOD_VIEWS)}"
    for name in _DATED:
        if getattr(filters, name):
            yield f"{option_of(name)} and --periods both say when", "leave out one of the two"


def _logs(wanted: Wanted) -> Iterator[tuple[str, str]]:
    if wanted.before:
        remedy = f"both as of a date: --as-of {wanted.before}"
        yield f"--against compares whole logs, and takes no date: {wanted.before}", remedy
    if wanted.clock:
        remedy = "leave out --clock; both as of a date: --as-of, --as-recorded, --as-published"
        yield "--against compares whole logs, by no clock", remedy
