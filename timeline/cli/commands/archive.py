"""`timeline archive`."""

import re
import shlex
from pathlib import Path
from typing import Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.options import REASON
from timeline.cli.parameters import Argument, takes
from timeline.cli.paths import path_from_here
from timeline.cli.recording_options import RECORDING_KNOWN, Recording
from timeline.cli.session import folder_of, recorder
from timeline.cli.show import wording
from timeline.cli.show.outcomes import print_ids
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.recording.archive import Archived, archive


@takes(RECORDING_KNOWN)
def command(
    run: Run,
    source: Annotated[
        str,
        Argument(metavar="SOURCE", show_default=False, help="A key, a title or an id."),
        values.keys("source"),
    ],
    file: Annotated[
        str,
        Argument(metavar="FILE", show_default=False, help="A file, such as a page that you saved."),
        values.FILES,
    ],
    *,
    reason: Annotated[str, REASON] = "",
    recording: Recording,
) -> None:
    """Keep the bytes of a source in the log, named by their SHA-256, and record that it has them.

    Nothing is fetched: save a web page first. Another file of the same source is kept beside the
    earlier one.
    """
    if re.match(r"https?://", file):
        problem = "archive reads files, not addresses"
        how = f"timeline archive {shlex.quote(source)} page.html"
        raise UsageError(
            problem, f"save the page (curl -o page.html {shlex.quote(file)}), then: {how}"
        )
    folder, by = folder_of(run), recorder()
    done = archive(folder, source, Path(file), by, reason=reason, dry_run=recording.dry_run)
    for note in done.report.notes:
        print_message(note, quiet=recording.quiet)
    outcome = done.report.outcomes[0]
    if outcome.new and not recording.dry_run:
        print_ids([outcome.id])
    where = path_from_here(folder, done.path)
    told = _describe(done, Path(file).name, dry_run=recording.dry_run)
    print_message(f"{told}\n  {where}", quiet=recording.quiet)
    if outcome.new and done.before:
        stays = "would stay" if recording.dry_run else "stays"
        message = f"the copy that it had before {stays}:\n  {path_from_here(folder, done.before)}"
        print_message(message, quiet=recording.quiet)


def _describe(done: Archived, name: str, *, dry_run: bool) -> str:
    size = wording.with_noun(done.size, "byte")
    if not done.report.outcomes[0].new:
        if not done.is_written:
            return f"already archived: {name} ({size}) is the copy of {done.source}"
        again = "would put back" if dry_run else "put back"
        return f"{again} the copy of {done.source}, which was missing: {name} ({size})"
    done_ = "would archive" if dry_run else "archived"
    return f"{done_} {name} ({size}) as the copy of {done.source}"
