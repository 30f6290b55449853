"""`timeline draft`."""

import contextlib
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.options import OUTPUT
from timeline.cli.parameters import Argument, Option, takes
from timeline.cli.recording_options import Recording
from timeline.cli.session import open_log
from timeline.cli.show import wording
from timeline.cli.show.output import Output, deliver
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.log.folder import unwritable

if TYPE_CHECKING:
    from timeline.drafting.draft import Draft

_FILE_AND_QUIET = OUTPUT._replace(options=[o for o in OUTPUT.options if o.name != "format_"])


def _text_option(metavar: str, about: str) -> Option:
    return Option(metavar=metavar, show_default=False, help=about)


@takes(_FILE_AND_QUIET)
def command(
    run: Run,
    source: Annotated[
        str,
        Argument(
            metavar="FILE",
            show_default=False,
            help="A text, HTML page, Word document or PDF; - for standard input.",
        ),
        values.FILES,
    ],
    *,
    published: Annotated[
        str, _text_option("DATE", "When it came out, if it does not say so: words or EDTF.")
    ] = "",
    publisher: Annotated[str, _text_option("NAME", "Who published it.")] = "",
    title: Annotated[str, _text_option("TEXT", "Its title.")] = "",
    url: Annotated[str, _text_option("URL", "Where it can be read.")] = "",
    key: Annotated[
        str, _text_option("KEY", "The key to declare it with, or that the log has it under.")
    ] = "",
    language: Annotated[str, _text_option("TAG", "Its language, such as en.")] = "",
    edit: Annotated[
        bool,
        Option("--edit", help="Open it in your editor, and record what you leave there."),
    ] = False,
    output: Output,
) -> None:
    """Propose events from the text of a source, as YAML to correct and then to add.

    Proposed are the source itself and a happening for each paragraph with a date, a figure, or
    the name of an actor, program or place that the log knows. Comments say which words each
    proposal rests on, and what is a guess. Nothing is recorded: timeline add --file does that, or
    --edit once you have seen what it will be and said yes.
    """
    if edit and output.file:
        raise UsageError("a draft is edited, or written to a file, not both", _EITHER)
    if edit and run.projection:
        raise UsageError("nothing is recorded in a database", "leave --projection out")
    from timeline.drafting.draft import make_draft  # noqa: PLC0415 (help and completion need none)
    from timeline.drafting.source.source_draft import SourceDetails  # noqa: PLC0415
    from timeline.drafting.yaml_draft import format_draft  # noqa: PLC0415

    given = SourceDetails(title, publisher, published, url, key, language)
    session = open_log(run, quiet=output.quiet)
    with contextlib.closing(session.opened.db) as db:
        found = make_draft(db, *_read(source), given, session.folder)
    if edit:
        from timeline.cli.ask.edit_new import record_edited  # noqa: PLC0415 (an editor is rare)

        text = format_draft(found)
        record_edited(session.folder, text, Recording(quiet=output.quiet))
        return
    deliver(format_draft(found), output)
    _print_next_steps(found, output)


_EITHER = "write it to a file, edit that, then: timeline add --file FILE"


def _read(source: str) -> tuple[bytes, str]:
    """The bytes of a source, and its path."""
    from timeline.drafting.draft import STDIN  # noqa: PLC0415 (as above)
    from timeline.texts.read import MAX_BYTES  # noqa: PLC0415

    if source == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1), STDIN
    if re.match(r"https?://", source):
        problem = "draft reads files, not addresses"
        url = shlex.quote(source)
        remedy = f"save the page (curl -o page.html {url}), then: timeline draft page.html --url"
        raise UsageError(problem, f"{remedy} {url}")
    try:
        with Path(source).open("rb") as file:
            return file.read(MAX_BYTES + 1), source
    except OSError as error:
        raise unwritable(error, Path(source)) from error


def _print_next_steps(found: "Draft", output: Output) -> None:
    """What there is to do, on stderr."""
    proposed = wording.with_noun(len(found.proposals), "happening")
    left = (
        f", {wording.with_noun(found.undecided, 'field')} left to decide" if found.undecided else ""
    )
    print_message(f"{proposed} proposed{left}; nothing is recorded", quiet=output.quiet)
    if found.recorded_paragraphs:
        there = wording.with_noun(found.recorded_paragraphs, "paragraph")
        print_message(
            f"{there} of it in the log already, and not proposed again", quiet=output.quiet
        )
    if "language" in found.source.notes:
        print_message(
            f"its language is {found.source.body['language']}: {found.source.notes['language']}",
            quiet=output.quiet,
        )
    if found.source.date is None:
        print_message(
            "the text bears no date: draft it again with --published DATE", quiet=output.quiet
        )
    if output.file:
        print_message(
            f"  next: edit it, then timeline add --file {output.file}", quiet=output.quiet
        )
