"""`timeline chart`."""

from typing import Annotated

from timeline.cli import values
from timeline.cli.options import FILTERS, TO_FILE
from timeline.cli.parameters import Option, takes
from timeline.cli.session import open_log
from timeline.cli.show import wording
from timeline.cli.show.output import Output, deliver, look_of, stream
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.showing.chart.content import BY
from timeline.showing.chart.files import format_of, refuse_nothing, write_picture
from timeline.showing.chart.make import by_of, make_chart
from timeline.views.ask import ask
from timeline.views.query import Filters


@takes(FILTERS, TO_FILE)
def command(
    run: Run,
    *,
    by: Annotated[
        str,
        Option(
            metavar="|".join(BY), show_default=False, help="Lanes of these; program if not given."
        ),
        values.one_of(BY),
    ] = "program",
    filters: Filters,
    output: Output,
) -> None:
    """Draw programs, their phases and happenings against time.

    The ending of --output says what is made: .svg, .pdf or .png; without it, it is drawn with
    characters as wide as the terminal is.

    What is certain is solid, what is possible is pale, what is planned is hatched; what has no end
    on record runs out. Where there is no room for all happenings, the rest is counted where it is:
    +14. By actor: who took part in which program.
    """
    lanes_of = by_of(by)
    format_ = format_of(output.file) if output.file else ""
    db = open_log(run, quiet=output.quiet).opened.db
    _, _, query, aside = ask(db, filters, bounded=not filters.unbounded)
    chart = make_chart(db, query, filters, lanes_of)
    if format_:
        stream([write_picture(chart, format_)], output)
    else:
        from timeline.cli.show.chart import draw_chart  # noqa: PLC0415 (pictures do without)

        refuse_nothing(chart)
        deliver(draw_chart(chart, look_of(output)), output)
    print_message(wording.with_unlisted(chart.subtitle, aside), quiet=output.quiet)
