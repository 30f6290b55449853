"""`timeline export`."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.options import FILTERS, OUTPUT
from timeline.cli.parameters import Argument, takes
from timeline.cli.session import ask
from timeline.cli.show import wording
from timeline.cli.show.output import Output, stream
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.exchange.export import FORMATS, read_selected, select_events
from timeline.views.query import Filters

_FILE = OUTPUT._replace(options=[o for o in OUTPUT.options if o.name != "format_"])


@takes(FILTERS, _FILE)
def command(
    run: Run,
    format_: Annotated[
        str,
        Argument(metavar="FORMAT", show_default=False, help=f"{' or '.join(FORMATS)}."),
        values.one_of(FORMATS),
    ],
    *,
    filters: Filters,
    output: Output,
) -> None:
    """Print events whole, with ids and recording, so that `timeline import` takes them back.

    Without filters these are all events. With filters they are the happenings found and what
    these need: their corrections, the declarations of what they name, and the happenings that
    they are part or outcome of. The same events give the same bytes, wherever they lie.
    """
    if format_ not in FORMATS:
        raise UsageError(f"no format `{format_}` to export", f"one of {', '.join(FORMATS)}")
    db = ask(run, filters._replace(unbounded=True), output).db
    select_events(
        db, whole=filters._replace(as_recorded="", open_ends="", unbounded=False) == Filters()
    )
    counter = _Counter(read_selected(db))
    if format_ == "jsonl":
        from timeline.exchange import jsonl  # noqa: PLC0415 (each format pays for itself)

        stream(map(jsonl.write, counter), output)
    else:
        from timeline.exchange.tables import own_csv  # noqa: PLC0415

        stream(own_csv.write(counter, own_csv.columns_of(db)), output)
    print_message(wording.with_noun(counter.count, "event"), quiet=output.quiet)


class _Counter:
    """Events as they pass, counted."""

    def __init__(self, events: Iterator[dict[str, object]]) -> None:
        self.events = events
        self.count = 0

    def __iter__(self) -> Iterator[Mapping[str, object]]:
        for event in self.events:
            self.count += 1
            yield event
