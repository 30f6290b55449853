"""A text opened in the user's editor, checked, shown, and opened again until it is recorded.

What was typed and not recorded is never lost: its file is kept, and its path reported.
"""

import shlex
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.base.errors import Fault, Reason, TimelineError
from timeline.cli.ask import templates
from timeline.cli.ask.annotations import annotate, reword_faults
from timeline.cli.ask.editor import EditedFile
from timeline.cli.exits import Exit
from timeline.cli.recording_options import Recording
from timeline.cli.show import terminal
from timeline.cli.show.advice import remedy_text
from timeline.cli.show.screen import print_message
from timeline.event.document import Document, read_yaml
from timeline.recording.append import Report, projection
from timeline.views.vocabulary import words

_NOTHING = "nothing was recorded"
_INTERRUPTED = 130


def words_in_log(folder: Path) -> templates.Words:
    """The kinds and roles that a log knows, for templates to name."""
    with projection(folder) as db:
        return {name: sorted(one.text for one in words(db, name)) for name in ("kind", "role")}


class Task(NamedTuple):
    """What is to be done with a text.

    `attempt` records documents, or on a dry run reports what that would do; `show` prints what
    will be recorded; `resume` is the command that goes on with a kept file.
    """

    attempt: Callable[[list[Document], Recording], Report]
    show: Callable[[Report], None]
    resume: str = ""


class _Cancelled(Exception):  # noqa: N818 (no error: the user decided so)
    pass


def record_text(
    text: str, task: Task, recording: Recording, *, seen: bool = False
) -> Report | None:
    """Open a text in the editor until it is recorded; None if the user cancels that.

    Args:
        text: to begin with.
        task: what is to be done with it.
        recording: how to record it.
        seen: the user wrote the text and has seen what it says, and may leave it as it is.

    Raises:
        TimelineError: the editor failed, or the user gave up with faults left.
        Exit: the user interrupted it.
    """
    file = EditedFile(text, own=seen)
    try:
        report = _edit_until_recorded(file, task, recording, seen=seen)
    except (KeyboardInterrupt, EOFError) as error:
        _leave(file, task, _NOTHING)
        raise Exit(_INTERRUPTED) from error
    except _Cancelled as cancelled:
        _leave(file, task, str(cancelled))
        return None
    except TimelineError as error:
        named = any(fault.path == file.path for fault in error.faults)
        told = TimelineError((*error.faults, *_keep_typed(file, task, needed=named)))
        told.exit_code = error.exit_code
        raise told from error
    except BaseException:
        _leave(file, task)
        raise
    if recording.dry_run:
        _leave(file, task)
    else:
        file.remove()
    return report


def _edit_until_recorded(
    file: EditedFile, task: Task, recording: Recording, *, seen: bool
) -> Report:
    faults: tuple[Fault, ...] = ()
    taken: set[Reason] = set()
    while True:
        saved = file.edit()
        if not saved and faults:
            raise TimelineError(faults)
        if not saved and not seen:
            raise _Cancelled(f"left without saving; {_NOTHING}")
        try:
            trial = _try_to_record(file, task, taken, recording)
        except TimelineError as error:
            if any(fault.path != file.path for fault in error.faults):
                raise  # no fault of the text
            faults = error.faults
            file.write(annotate(file.text, reword_faults(faults, asked=terminal.is_watched())))
            continue
        faults, seen = (), True
        choice = _ask_what_to_do(task, trial.report)
        if choice == "cancel":
            raise _Cancelled(_NOTHING)
        if choice == "edit":
            file.write(file.text)
            continue
        report = trial.report
        if not recording.dry_run:
            report = task.attempt(trial.documents, trial.how._replace(dry_run=False))
        return report._replace(notes=()) if choice else report


class _Trial(NamedTuple):
    """A text that can be recorded: its documents, how to record them, the report of a dry run."""

    documents: list[Document]
    how: Recording
    report: Report


def _try_to_record(
    file: EditedFile, task: Task, taken: set[Reason], recording: Recording
) -> _Trial:
    """Record a text, as it was saved, on a dry run.

    Args:
        file: with the text.
        task: what is to be done with it.
        taken: the reasons of faults that the user settled before; those of now are added.
        recording: how the user wants it.
    """
    how = recording._replace(dry_run=True)
    documents, faults = read_yaml(templates.quote_texts(file.text), file.path)
    faults += [
        one._replace(path=file.path)
        for one in templates.find_commented_fields(file.text, file.opened)
    ]
    if faults:
        raise TimelineError(tuple(sorted(faults, key=lambda fault: fault.line)))
    documents = [document for document in documents if document.body]
    if not documents:
        raise _Cancelled(f"nothing was filled in; {_NOTHING}")
    try:
        return _Trial(documents, how, task.attempt(documents, how))
    except TimelineError as error:
        wrong = error
    left = tuple(one for one in wrong.faults if one.reason not in taken)
    if left and len(left) < len(wrong.faults):
        wrong = TimelineError(left)
    if not (terminal.is_watched() and all(one.reason.accept for one in left)):
        raise wrong
    try:
        how = how._replace(new="exact")
        report = task.attempt(documents, how)
    except TimelineError:
        raise wrong from None
    if left and not _confirm_new({one.reason: one for one in left}.values()):
        raise wrong
    taken.update(one.reason for one in left)
    return _Trial(documents, how, report)


def _confirm_new(faults: Iterable[Fault]) -> bool:
    """Ask whether to record unknown names and words as new ones."""
    for fault in faults:
        print_message(f"{fault.problem}\n  {remedy_text(fault.remedy)}")
    choice = _choose("Record them as new?", ("edit", "yes", "cancel"))
    if choice == "cancel":
        raise _Cancelled(_NOTHING)
    return choice == "yes"


def _ask_what_to_do(task: Task, report: Report) -> str:
    """Ask what to do with what will be recorded; empty where no terminal is there to ask on."""
    if not (terminal.is_watched() and any(outcome.new for outcome in report.outcomes)):
        return ""
    task.show(report)
    return _choose("Record this?", ("yes", "edit", "cancel"))


def _choose(question: str, choices: Sequence[str]) -> str:
    from timeline.cli.ask.prompting import open_asker  # noqa: PLC0415 (only who asks pays for it)

    with open_asker() as asker:
        return asker.choose(question, choices)


def _leave(file: EditedFile, task: Task, why: str = "") -> None:
    """Report that nothing was recorded, and where the text is if anything was typed."""
    for line in filter(None, (why, *map(str, _keep_typed(file, task)))):
        print_message(line)


def _keep_typed(file: EditedFile, task: Task, *, needed: bool = False) -> tuple[Fault, ...]:
    """Keep a text that was not recorded, and say where; nothing where nothing was typed.

    Args:
        file: that it is in.
        task: what was to be done with it.
        needed: keep it in any case, since messages point into it.
    """
    if not (needed or file.typed):
        file.remove()
        return ()
    file.keep()
    resume = f"go on with it: timeline {task.resume} {shlex.quote(file.path)}"
    return (Fault(f"what was typed is kept in {file.path}", resume if task.resume else ""),)
