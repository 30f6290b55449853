"""`timeline export`."""

from itertools import chain
from typing import Annotated

from timeline import __version__
from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.common_options import DATABASES
from timeline.cli.options import FILTERS, ROWS
from timeline.cli.parameters import Argument, Option, takes
from timeline.cli.session import ask, open_log, open_state
from timeline.cli.show import wording
from timeline.cli.show.output import Output, stream
from timeline.cli.show.progress import show_progress
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.exchange.export import FORMATS, count_selected, read_selected, select_events
from timeline.exchange.writing import WRITERS
from timeline.projection.clocks import instant_row
from timeline.projection.spell_rows import derive
from timeline.projection.tables import schema, version_of
from timeline.views.exporting import is_whole
from timeline.views.filters import enter_clocks
from timeline.views.query import Filters, option_of
from timeline.views.typed_dates import instant_of

_FILE = ROWS._replace(options=[o for o in ROWS.options if o.name != "format_"])


_ALL = (*FORMATS, *WRITERS, "site", "parquet", "postgresql://...")


@takes(FILTERS, _FILE)
def command(
    run: Run,
    format_: Annotated[
        str,
        Argument(
            metavar="FORMAT", show_default=False, help=f"{', '.join(_ALL[:-1])} or {_ALL[-1]}"
        ),
        values.one_of(_ALL[:-1]),
    ],
    folder: Annotated[
        str | None,
        Argument(metavar="[DIR]", show_default=False, help="For site and parquet: a new folder."),
        values.FOLDERS,
    ] = None,
    *,
    loss: Annotated[
        str,
        Option(
            metavar="FILE",
            show_default=False,
            help="List in this file, as CSV, what the format could not say as the log does.",
        ),
        values.FILES,
    ] = "",
    title: Annotated[
        str,
        Option(metavar="TEXT", show_default=False, help="Of a site; Timeline if not given."),
    ] = "",
    filters: Filters,
    output: Output,
) -> None:
    """Print events whole, with ids and recording, so that `timeline import` takes them back.

    Without filters these are all events. With filters they are the happenings found and what
    these need: their corrections, the declarations of what they name, and the happenings that
    they are part or outcome of. The same events give the same bytes, wherever they lie.

    The formats of other programs hold the happenings found. No date becomes sharper: what a format
    cannot say is widened, put into words or left out, counted, and listed with --loss.

    As a site, the happenings found become a folder of pages that link to each other: a page for
    each happening, year, program, actor, place and source. It opens by a double click, and lies on
    any server. An earlier site in that folder is replaced.

    As parquet, the tables and views that `timeline sql` asks go into a folder for DuckDB and
    Spark; with --as-recorded they answer as the log was then. There are no filters.

    With the address of a PostgreSQL server, postgresql://USER@HOST/DATABASE, they go into that
    database: of what is there already, only what has changed since is written.
    """
    _refuse_misplaced(format_, title, output)
    if format_ == "parquet":
        _refuse_loss(format_, loss)
        _export_parquet(run, folder, filters, output)
        return
    if format_ == "site":
        _refuse_loss("a site", loss)
        from timeline.cli.site_export import export_site  # noqa: PLC0415 (as below)

        export_site(run, folder, title, filters, output)
        return
    if format_.startswith(DATABASES):
        _refuse_loss("a database", loss)
        _export_postgresql(run, format_, folder, filters, output)
        return
    if format_ not in (*FORMATS, *WRITERS):
        raise UsageError(f"no format `{format_}` to export", f"one of {', '.join(_ALL)}")
    if folder is not None:
        raise UsageError(f"{format_} goes to no folder", f"write it to a file: -o {folder}")
    if format_ in WRITERS:
        from timeline.cli.format_export import export_format  # noqa: PLC0415 (as below)

        export_format(run, format_, filters, loss, output)
        return
    _refuse_loss(format_, loss)
    machine = output._replace(format_=format_)
    db = ask(run, filters._replace(unbounded=True), machine).db
    select_events(db, whole=is_whole(filters))
    count = count_selected(db)
    events = read_selected(db)
    if not output.quiet:
        events = show_progress(events, count, "exporting")
    if format_ == "jsonl":
        from timeline.exchange import jsonl  # noqa: PLC0415 (each format pays for itself)

        stream(map(jsonl.write, events), output)
    else:
        from timeline.exchange.tables import own_csv  # noqa: PLC0415

        lines = own_csv.write(events, own_csv.columns_of(db))
        stream(chain(["\ufeff"], lines) if output.bom else lines, output)
    print_message(wording.with_noun(count, "event"), quiet=output.quiet)


def _export_parquet(run: Run, folder: str | None, filters: Filters, output: Output) -> None:
    from timeline.exchange.engines import parquet  # noqa: PLC0415
    from timeline.log.outside import new_folder  # noqa: PLC0415 (as above)

    if folder is None:
        raise UsageError("parquet goes to a folder", "name a new one: timeline export parquet DIR")
    _refuse_filters("parquet", filters._replace(as_recorded=""), output)
    parquet.import_libraries()
    state = open_state(run, filters, quiet=output.quiet)
    db, at = state.db, state.filters.as_recorded
    enter_clocks(db, state.filters)
    derive(db)
    recorded = instant_of(db, at) if at else None
    with new_folder(folder) as aside:
        count = parquet.write(db, aside, instant_row(recorded))
    print_message(f"{wording.with_noun(count, 'event')} in {folder}", quiet=output.quiet)


def _export_postgresql(
    run: Run, address: str, folder: str | None, filters: Filters, output: Output
) -> None:
    from timeline.exchange.engines.postgresql import writing  # noqa: PLC0415 (as above)
    from timeline.exchange.engines.postgresql.layout import Writer, number  # noqa: PLC0415

    if folder is not None:
        raise UsageError("a database goes to no folder", f"leave {folder} out")
    _refuse_filters("a database", filters, output)
    with writing.writing(address) as link:
        # Not before: what another who exports had to be waited for may be in the log by now.
        session = open_log(run, quiet=output.quiet)
        layout = number(version_of(schema()))
        writer = Writer(__version__, layout, session.folder.resolve().name)
        done = writing.export(link, session.opened.db, writer)
    events = f"{wording.with_noun(done.events, 'event')} in the database {done.database}"
    print_message(events if done.changed else f"{events}, as before", quiet=output.quiet)


def _refuse_misplaced(format_: str, title: str, output: Output) -> None:
    named = format_.partition(":")[0]  # of an address its scheme alone: it may hold a password
    if output.bom and format_ != "csv":
        raise UsageError(f"--bom is for csv, not {named}", "leave it out")
    if title and format_ != "site":
        raise UsageError(f"--title is for a site, not {named}", "leave it out")


def _refuse_filters(what: str, filters: Filters, output: Output) -> None:
    if filters != Filters():
        name = next(n for n, v in filters._asdict().items() if v != getattr(Filters(), n))
        raise UsageError(
            f"{what} holds all that the log does: {option_of(name)} has no effect",
            "leave it out, and ask there",
        )
    if output.file:
        raise UsageError(f"{what} goes to no file", "leave --output out")


def _refuse_loss(format_: str, loss: str) -> None:
    if loss:
        problem = f"{format_} says all that the log does: --loss has no effect"
        raise UsageError(problem, "leave it out")
