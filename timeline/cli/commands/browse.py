"""`timeline browse`."""

from typing import Annotated

from timeline.cli.options import FILTERS
from timeline.cli.parameters import Option, takes
from timeline.cli.session import ask
from timeline.cli.show.output import Output
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.views.query import Filters

_PORT = 8001


@takes(FILTERS)
def command(
    run: Run,
    *,
    port: Annotated[
        int, Option(metavar="NUMBER", help="Listen on this port; 0 for any that is free.")
    ] = _PORT,
    show: Annotated[bool, Option("--open", help="Open the browser.")] = False,
    filters: Filters,
) -> None:
    """Browse the log with Datasette, on this machine alone, until Ctrl-C.

    There are tables of happenings, actors, programs, places, sources and what ties them together,
    to filter, to search and to ask in SQL. They are a copy of what the filters and clocks find,
    made when the command starts; nothing in it can be changed.
    """
    from timeline.showing.browse import serve, tables  # noqa: PLC0415 (an extra)
    from timeline.showing.chart.files import write_picture  # noqa: PLC0415 (help does without)
    from timeline.showing.chart.make import by_of, make_chart  # noqa: PLC0415 (likewise)

    serve.import_libraries()
    listening = serve.listen(port)
    with listening, serve.folder_for_copy() as folder:
        db, _, query, _ = ask(run, filters, Output())
        path = folder / f"{serve.DATABASE}.db"
        tables.copy_answer(db, query, path)
        chart = make_chart(db, query, filters, by_of("program"))
        address = f"http://{serve.HOST}:{listening.getsockname()[1]}/{serve.DATABASE}"

        def announce() -> None:
            print_message(f"browse at {address} (Ctrl-C ends it)")
            if show:
                import webbrowser  # noqa: PLC0415 (few ask for it)

                webbrowser.open(address)

        picture = write_picture(chart, "svg") if chart.lanes else b""
        serve.serve(path, listening, picture, announce)
