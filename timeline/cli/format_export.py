"""`timeline export` to the formats of other programs, and what is lost on the way."""

from pathlib import Path

from timeline.base.errors import UsageError
from timeline.cli.output_file import check_place
from timeline.cli.session import ask, log_of
from timeline.cli.show import wording
from timeline.cli.show.output import Output, require_file, stream
from timeline.cli.show.progress import show_progress
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.exchange.losses import Losses, csv_lines, summarize
from timeline.exchange.writing import BINARY, WRITERS, write
from timeline.views.exporting import is_whole, material
from timeline.views.picked import count_picked
from timeline.views.query import Filters


def export_format(run: Run, format_: str, filters: Filters, loss: str, output: Output) -> None:
    """Write what filters find in a format, tell what it could not say, and list that in a file.

    Args:
        run: of the command.
        format_: one of `WRITERS`.
        filters: of happenings.
        loss: the file for the list; empty for none.
        output: where to.

    Raises:
        UsageError: the format is no text, and no file is named; one file for both; or the list
            cannot be where it is to be, and nothing is written.
    """
    if loss and output.file and Path(loss).resolve() == Path(output.file).resolve():
        problem = "--loss and --output name one file"
        raise UsageError(problem, "name another for one of them")
    if loss:
        check_place(loss)
    if format_ in BINARY:
        require_file(output, format_)
    machine = output._replace(format_="jsonl")
    db, _, query, _ = ask(run, filters._replace(unbounded=True), machine)
    losses = Losses()
    count = count_picked(db)
    found = material(db, query, whole=is_whole(filters), folder=log_of(run))
    if not output.quiet:
        found = found._replace(happenings=show_progress(found.happenings, count, "exporting"))
    stream(write(format_, found, losses), output)
    if loss:
        stream(csv_lines(losses.all), Output(file=loss, quiet=True))
    counted = wording.with_noun(count, "happening")
    print_message(f"{counted} as {WRITERS[format_].name}", quiet=output.quiet)
    if losses.all:
        hint = "" if loss else "; --loss FILE lists them"
        print_message(summarize(losses.all) + hint, quiet=output.quiet)
