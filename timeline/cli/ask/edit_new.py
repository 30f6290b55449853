"""New events recorded from the user's editor."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from timeline.cli.ask import templates
from timeline.cli.ask.editing import Task, record_text, words_in_log
from timeline.cli.recording_options import Recording
from timeline.cli.session import recorder
from timeline.cli.show import preview
from timeline.cli.show.outcomes import print_outcomes
from timeline.event.document import OWN, Document
from timeline.projection import states
from timeline.projection.find_event import find_recorded
from timeline.recording import append
from timeline.recording.append import Report, projection
from timeline.recording.resolve import Word


def record_edited(
    folder: Path,
    text: str,
    recording: Recording,
    *,
    accepted: Iterable[Word] = (),
    seen: bool = False,
) -> bool:
    """Open a text of happenings and declarations in the editor, and record what is made of it.

    On a terminal the user sees what will be recorded and says yes first. Faults are written into
    the text, which is opened again. Leaving the editor without saving records nothing.

    Args:
        folder: the log.
        text: YAML documents without id, schema and recording; comments are welcome.
        recording: how to record it.
        accepted: unknown words that the user accepted as new before.
        seen: the user wrote the text and has seen what it says, and may leave it as it is.

    Returns:
        Whether something was recorded; not if the user cancelled it.

    Raises:
        TimelineError: the editor failed, or the user gave up with faults left.
        Exit: the user interrupted it.
    """
    known = tuple(accepted)

    def attempt(documents: list[Document], how: Recording) -> Report:
        by, new, dry_run = recorder(), how.new, how.dry_run
        return append.append(folder, documents, by, new=new, words=known, dry_run=dry_run)

    task = Task(attempt, lambda report: preview.show_new(folder, report), "add --edit --file")
    report = record_text(text, task, recording, seen=seen)
    if report:
        print_outcomes(report, dry_run=recording.dry_run, quiet=recording.quiet)
    return report is not None


def text_of_new(folder: Path, said: Mapping[str, object], like: str = "") -> str:
    """The text of a new event to fill in.

    Args:
        folder: the log.
        said: what is known of it already.
        like: an event to begin with a copy of: an id, its beginning, or words of a title.

    Raises:
        TimelineError: there is no such event, or it is a correction.
    """
    copied: dict[str, object] = {}
    if like:
        with projection(folder) as db:
            body = states.current(db, find_recorded(db, like)).body
        copied = {key: body[key] for key in body if key not in OWN}
        if copied["event"] == "happening":
            del copied["event"]
    return templates.of_new({**copied, **said}, words_in_log(folder))
