"""`timeline add`."""

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from timeline.base.errors import TimelineError, UsageError
from timeline.cli import values
from timeline.cli.ask.confirming import record_or_ask
from timeline.cli.fields import options_of, refuse_years
from timeline.cli.options import EDIT
from timeline.cli.parameters import Argument, Option, takes
from timeline.cli.recording_options import RECORDING, Recording
from timeline.cli.session import folder_of, recorder
from timeline.cli.show import terminal
from timeline.cli.show.outcomes import print_outcomes
from timeline.cli.show.run import Run
from timeline.event.types import Happening
from timeline.log.folder import unwritable

if TYPE_CHECKING:
    from timeline.event.document import Document
    from timeline.recording.append import Report

_SAID = options_of(Happening, but=("date", "title"))


@takes(_SAID, RECORDING)
def command(
    run: Run,
    date: Annotated[
        str, Argument(metavar="[DATE]", show_default=False, help="When: words or EDTF.")
    ] = "",
    title: Annotated[
        str, Argument(metavar="[TITLE]", show_default=False, help="What, on one line.")
    ] = "",
    *,
    file: Annotated[
        str,
        Option(
            "--file",
            metavar="FILE",
            show_default=False,
            help="Events to append instead, as YAML documents or JSON (a list, or one a line), "
            "without id, schema and recorded, at most 16 MiB; - for standard input.",
        ),
        values.FILES,
    ] = "",
    edit: Annotated[bool, EDIT] = False,
    like: Annotated[
        str,
        Option(
            "--like",
            metavar="ID",
            show_default=False,
            help="Write it in your editor, beginning with a copy of this event.",
        ),
        values.ANYTHING,
    ] = "",
    said: dict[str, object],
    recording: Recording,
) -> None:
    """Append a happening, or many events from a file, all of them or none.

    The date may be in words ("summer 2017", "4-5 October 2011", "since 2020"); how it was
    understood is echoed. Names of actors, programs, places and sources may be any that are
    known. The id of what was recorded is printed; what is recorded already is not recorded
    again.

    On a terminal, without anything else, it asks for one thing after the other, and offers what
    is known while you type. With --edit it opens your editor on all that a happening may say.
    Both show what they will record, and record it after a yes.
    """
    folder = folder_of(run)
    if file and (date or title or said or like):
        problem = "an event is given by --file or by the other options, not by both"
        raise UsageError(problem, "leave out --file, or the others")
    if edit or like:
        _edit(folder, file, {"date": date, "title": title, **said}, like, recording)
    elif not (file or date or title or said) and terminal.can_ask():
        from timeline.cli.ask.interview import interview_user  # noqa: PLC0415 (its library is slow)

        interview_user(folder, recording)
    else:
        offered = _documents(file) if file else [_from_options(date, title, said)]
        _record(folder, offered, recording)


def _edit(
    folder: Path, file: str, said: dict[str, object], like: str, recording: Recording
) -> None:
    """Open a file of events, or what the options say of one, in the user's editor."""
    from timeline.cli.ask import edit_new  # noqa: PLC0415 (an editor is rare)

    known = {name: value for name, value in said.items() if value}
    text = _text(file) if file else edit_new.text_of_new(folder, known, like)
    edit_new.record_edited(folder, text, recording)


def _record(folder: Path, offered: "list[Document]", recording: Recording) -> None:
    from timeline.recording import append  # noqa: PLC0415 (reads YAML; help and completion need none)

    by = recorder()

    def record(how: Recording) -> "Report":
        return append.append(folder, offered, by, new=how.new, dry_run=how.dry_run)

    report = record_or_ask(record, recording)
    print_outcomes(report, dry_run=recording.dry_run, quiet=recording.quiet)


def _from_options(date: str, title: str, said: dict[str, object]) -> "Document":
    from timeline.event.document import Document  # noqa: PLC0415 (as above)

    missing = [name for name, value in (("DATE", date), ("TITLE", title)) if not value.strip()]
    if missing:
        raise UsageError(
            f"add needs {' and '.join(missing)}",
            'such as: timeline add "4-5 October 2011" "Workshop on community policing" -k workshop',
        )
    if "kind" not in said:
        raise UsageError("add needs a kind", "such as -k workshop or -k training")
    return Document({"event": "happening", "date": refuse_years(date), "title": title, **said})


def _documents(file: str) -> list["Document"]:
    from timeline.event.document import read_input  # noqa: PLC0415 (as above)

    path, data = _read(file)
    found, faults = read_input(data, path)
    if faults:
        raise TimelineError(tuple(faults))
    if not found:
        raise TimelineError(f"{path}: no event in it", "see: timeline add --help")
    return found


def _text(file: str) -> str:
    from timeline.event.document import decode  # noqa: PLC0415 (as above)
    from timeline.event.yaml_text import MAX_INPUT  # noqa: PLC0415

    path, data = _read(file)
    text, faults = decode(data, path, MAX_INPUT)
    if faults:
        raise TimelineError(tuple(faults))
    return text


def _read(file: str) -> tuple[str, bytes]:
    """What a file is called in messages, and what is in it, up to a byte more than may be."""
    from timeline.event.yaml_text import MAX_INPUT  # noqa: PLC0415 (as above)

    path = "<stdin>" if file == "-" else file
    try:
        with (
            contextlib.nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as f
        ):
            return path, f.read(MAX_INPUT + 1)
    except OSError as error:
        raise unwritable(error, Path(file)) from error
