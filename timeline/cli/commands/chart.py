"""`timeline chart`."""

from typing import Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.options import FILTERS, TO_FILE
from timeline.cli.parameters import Argument, Option, takes
from timeline.cli.session import Session, open_log, state_of
from timeline.cli.show import wording
from timeline.cli.show.output import Output, deliver, look_of, stream
from timeline.cli.show.progress import tell_if_long
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.showing.chart.content import BY, By, Chart
from timeline.showing.chart.files import format_of, refuse_nothing, write_picture
from timeline.showing.chart.make import by_of, make_chart
from timeline.views.ask import ask
from timeline.views.picked import Aside
from timeline.views.query import Filters, option_of

_EXAMPLE = "timeline chart --diff 2016 2018"


@takes(FILTERS, TO_FILE)
def command(
    run: Run,
    after: Annotated[
        str,
        Argument(
            metavar="[AFTER]",
            show_default=False,
            help="With --diff: the date to compare with; today if not given.",
        ),
    ] = "",
    *,
    by: Annotated[
        str,
        Option(
            metavar="|".join(BY),
            show_default=False,
            help="What lanes are of; program if not given.",
        ),
        values.one_of(BY),
    ] = "program",
    diff: Annotated[
        str,
        Option(
            metavar="BEFORE",
            show_default=False,
            help="Draw what changed from the end of this date to the end of AFTER.",
        ),
    ] = "",
    clock: Annotated[
        str,
        Option(
            metavar="CLOCK",
            show_default=False,
            help="With --diff: compare what had happened (happened; the default), was on record"
            " (recorded) or was published (published).",
        ),
        values.one_of(("happened", "recorded", "published")),
    ] = "",
    filters: Filters,
    output: Output,
) -> None:
    """Draw programs, their phases and happenings against time.

    The ending of --output says what is made: .svg, .pdf or .png; without it, it is drawn with
    characters as wide as the terminal is.

    What is certain is solid, what is possible is pale, what is planned is hatched; what has no end
    on record runs out. Where there is no room for all happenings, the rest is counted where it is:
    +14. By actor: who took part in which program. With --diff: + what is new, - what is gone, what
    became certain, and ~ what changed otherwise.
    """
    lanes_of = by_of(by)
    format_ = format_of(output.file) if output.file else ""
    if not diff and (after or clock):
        what = f"a second date, {after}," if after else "--clock"
        raise UsageError(f"{what} is for comparing", _EXAMPLE)
    session = open_log(run, quiet=output.quiet)
    state = state_of(session, filters, quiet=output.quiet)
    with tell_if_long("drawing ...", quiet=output.quiet):
        if diff:
            chart, aside = _differences(session, (diff, after, clock), filters, lanes_of), Aside()
        else:
            _, _, query, aside = ask(state.db, state.filters, bounded=not filters.unbounded)
            chart = make_chart(state.db, query, filters, lanes_of)
        picture = write_picture(chart, format_) if format_ else b""
    if format_:
        stream([picture], output)
    else:
        from timeline.cli.show.chart import draw_chart  # noqa: PLC0415 (pictures do without)

        refuse_nothing(chart)
        deliver(draw_chart(chart, look_of(output)), output)
    print_message(wording.with_unlisted(chart.subtitle, aside), quiet=output.quiet)


def _differences(session: Session, typed: tuple[str, str, str], filters: Filters, by: By) -> Chart:
    from timeline.showing.chart.differences import Between, diff_chart  # noqa: PLC0415 (seldom)
    from timeline.views.diff.diff import CLOCKS  # noqa: PLC0415 (likewise)

    before, after, named = typed
    clock = next((one for one in CLOCKS if one == (named or "happened")), None)
    if clock is None:
        raise UsageError(f"no clock `{named}`", f"one of {', '.join(CLOCKS)}")
    if getattr(filters, CLOCKS[clock]):
        flag = option_of(CLOCKS[clock])
        raise UsageError(
            f"{flag} sets the clock by which the two dates are compared", f"leave out {flag}"
        )
    states = [state_of(session, filters)]
    if clock == "recorded":
        states = [state_of(session, filters._replace(as_recorded=at)) for at in (before, after)]
    return diff_chart(states, Between(before, after, clock), filters, by)
