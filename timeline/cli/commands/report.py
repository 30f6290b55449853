"""`timeline report`."""

import os
import sys
from pathlib import Path
from typing import Annotated

from timeline import __version__
from timeline.base.errors import UsageError
from timeline.base.system import reason
from timeline.cli import values
from timeline.cli.options import FILTERS, TO_FILE
from timeline.cli.parameters import Option, takes
from timeline.cli.session import open_log, state_of
from timeline.cli.show.output import Output, deliver, stream
from timeline.cli.show.progress import tell_if_long
from timeline.cli.show.run import Run
from timeline.cli.show.screen import make_safe, print_message
from timeline.showing.report.formats import format_of, write_report
from timeline.showing.report.gather import BY, Options, make_report
from timeline.showing.time_of_making import time_of_making
from timeline.views.ask import ask
from timeline.views.picked import count_picked
from timeline.views.query import Filters


@takes(FILTERS, TO_FILE)
def command(
    run: Run,
    *,
    by: Annotated[
        str,
        Option(
            metavar="|".join(BY), show_default=False, help="Part it by this; year if not given."
        ),
        values.one_of(BY),
    ] = "year",
    title: Annotated[
        str, Option(metavar="TEXT", show_default=False, help="Its title; Chronology if not given.")
    ] = "",
    chart: Annotated[
        bool, Option("--chart", help="Draw a chart of programs in it; not in Markdown.")
    ] = False,
    template: Annotated[
        str,
        Option(metavar="FILE", show_default=False, help="A Jinja template that makes Markdown."),
        values.FILES,
    ] = "",
    print_template: Annotated[
        bool, Option("--print-template", help="Print the usual template, to be changed.")
    ] = False,
    filters: Filters,
    output: Output,
) -> None:
    """Write a chronology for readers, in which every statement leads to its source by a footnote.

    The ending of --output says the format: .md, .html, .pdf or .docx; Markdown without a file.
    Dates are in words, and no sharper than the log. At the end stand what is planned, what is
    uncertain and why, what has no source, who took part, the sources, and the digest of the log.
    The same log gives the same bytes; a time of making is told only if SOURCE_DATE_EPOCH gives it.
    """
    if print_template:
        from timeline.showing.report.markdown import template as usual  # noqa: PLC0415 (nothing else needs it)

        deliver(usual(), output)
        return
    format_ = format_of(output.file)
    made = time_of_making(os.environ)
    text = _read(template) if template else ""
    session = open_log(run, quiet=output.quiet)
    state = state_of(session, filters, quiet=output.quiet)
    found = ask(state.db, state.filters, bounded=not filters.unbounded)
    count = count_picked(state.db)
    if format_ == "pdf" and count > _MANY:
        needs = f"{count:,} entries as PDF take about {count * _ENTRY / 1000:.1f} GB of memory"
        print_message(f"{needs}; .html and .docx take less", quiet=output.quiet)
    with tell_if_long(f"writing {count:,} entries ...", quiet=output.quiet):
        folder = None if session.served else session.folder
        options = Options(__version__, by, title, made, chart, folder)
        report = make_report(found, filters, options)
        written = write_report(report, format_, (text, template))
    if output.file:
        stream([written], output)
    else:
        text = written.decode()
        # A template of the user's may hold anything.
        deliver(make_safe(text) if sys.stdout.isatty() else text, output)


_MANY = 1000
"""From so many entries on a PDF takes more memory than one expects."""
_ENTRY = 0.7
"""Megabytes that typst takes to set an entry."""


def _read(file: str) -> str:
    """The text of a template.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return Path(file).read_text("utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {reason(error)}", "name another file") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file} is no text in UTF-8", "name another file") from None
