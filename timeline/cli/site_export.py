"""`timeline export site`: what filters find, as a folder of pages."""

import os

from timeline import __version__
from timeline.base.errors import UsageError
from timeline.cli.session import open_log, state_of
from timeline.cli.show import wording
from timeline.cli.show.output import Output
from timeline.cli.show.progress import show_progress
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.showing.site.folder import check_folder, write_folder
from timeline.showing.site.gather import Options, gather
from timeline.showing.site.pages import count_files, files
from timeline.showing.time_of_making import time_of_making
from timeline.views import ask as views
from timeline.views.picked import count_picked
from timeline.views.query import Filters


def export_site(run: Run, folder: str | None, title: str, filters: Filters, output: Output) -> None:
    """Write what filters find as a site, and tell how many happenings it has.

    Args:
        run: of the command.
        folder: where to; new, empty, or with an earlier site.
        title: of the site; empty for the usual one.
        filters: of happenings.
        output: how much to tell; a site goes to no file.

    Raises:
        UsageError: no folder, one with something else in it, or a file was named.
    """
    if folder is None:
        raise UsageError("a site goes to a folder", "name one: timeline export site DIR")
    if output.file:
        raise UsageError("a site goes to no file", "leave --output out")
    check_folder(folder)
    made = time_of_making(os.environ)
    session = open_log(run, quiet=output.quiet)
    state = state_of(session, filters, quiet=output.quiet)
    found = views.ask(state.db, state.filters, bounded=not filters.unbounded)
    options = Options(__version__, title, made, None if session.served else session.folder)
    if output.quiet:
        content = gather(found, filters, options)
        write_folder(folder, files(content))
    else:
        count = count_picked(state.db)
        content = gather(found, filters, options, lambda h: show_progress(h, count, "reading"))
        write_folder(folder, show_progress(files(content), count_files(content), "writing"))
    told = wording.with_noun(len(content.happenings), "happening")
    print_message(f"{told} in {folder}/index.html", quiet=output.quiet)
