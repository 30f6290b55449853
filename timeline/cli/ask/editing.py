"""Events recorded from the person's editor: opened, judged, shown, opened again until right.

What was typed and not recorded is never lost: its file is kept, and its path told.
"""

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import typer

from timeline.base.errors import ConflictError, Fault, Reason, TimelineError
from timeline.cli.ask import templates
from timeline.cli.ask.annotations import annotated, worded
from timeline.cli.ask.confirming import ask_about_date_details
from timeline.cli.ask.editor import Edited
from timeline.cli.session import recorder
from timeline.cli.show import preview, terminal
from timeline.cli.show.outcomes import print_amendment, print_outcomes
from timeline.cli.show.screen import say
from timeline.event.date_details import StaleDateError
from timeline.event.document import OWN, Document, read_yaml
from timeline.event.schema import Scalar, Wrong, faults_in
from timeline.event.types import Is
from timeline.projection import states
from timeline.projection.find_event import find_recorded
from timeline.projection.states import Current
from timeline.recording import amend, append
from timeline.recording.amend import Change
from timeline.recording.append import Outcome, Report, projection
from timeline.recording.change import change_to, changed
from timeline.recording.resolve import New, Word
from timeline.views.vocabulary import words

_NOTHING = "nothing was recorded"
_INTERRUPTED = 130


def record_edited(
    folder: Path,
    text: str,
    *,
    new: New,
    dry_run: bool,
    quiet: bool,
    accepted: Iterable[Word] = (),
    seen: bool = False,
) -> bool:
    """Open a text of happenings and declarations in the editor, and record what is made of it.

    On a terminal the person sees what will be recorded and says yes first. Faults are told in the
    text, which is opened again. Leaving the editor without saving records nothing.

    Args:
        folder: the log.
        text: YAML documents without id, schema and recording; comments are welcome.
        new: accept words that are unknown, and declare names that are.
        dry_run: do everything but write.
        quiet: print no notes.
        accepted: unknown words that were taken as new already.
        seen: the text is the person's own, who has seen what it says and may leave it as it is.

    Returns:
        Whether it came to recording; not if the person cancelled it.

    Raises:
        TimelineError: the editor failed, or the person gave up with faults left.
        typer.Exit: the person interrupted it.
    """
    known = tuple(accepted)

    def attempt(offered: list[Document], *, new: New, dry_run: bool) -> Report:
        by = recorder()
        return append.append(folder, offered, by, new=new, words=known, dry_run=dry_run)

    task = _Task(attempt, lambda report: preview.show_new(folder, report), "add --edit --file")
    done = _edited(text, task, new=new, dry_run=dry_run, seen=seen)
    if done:
        print_outcomes(done, dry_run=dry_run, quiet=quiet)
    return done is not None


def amend_edited(
    folder: Path,
    known: Current,
    change: Change,
    reason: str,
    *,
    new: New,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Open an event in the editor, and record what is changed in it as its amendment.

    Args:
        folder: the log.
        known: the event as it stands.
        change: what is to be changed already when it is opened.
        reason: why; it stands on top of the text.
        new: accept words that are unknown, and declare names that are.
        dry_run: do everything but write.
        quiet: print no notes.

    Raises:
        ConflictError: somebody corrected the event meanwhile.
        TimelineError: the event is retracted, the editor failed, or the person gave up with
            faults left.
        typer.Exit: the person interrupted it.
    """
    amend.refuse_retracted(known)

    settled: dict[object, Change] = {}

    def attempt(offered: list[Document], *, new: New, dry_run: bool) -> Report:
        document, reason, asked = _correction(known, offered)
        asked = asked._replace(keep=change.keep)
        correction = settled.get(asked.set.get("date"), asked)
        correction = asked._replace(
            keep=correction.keep, unset=tuple({*asked.unset, *correction.unset})
        )
        if not (correction.set or correction.unset or correction.keep or known.forked):
            return Report((Outcome(known.id, "", new=False, body=known.body),))
        # All that is wrong is told at once, and not only that there is no reason.
        missing = () if reason else (_no_reason(document),)
        by = recorder()
        try:
            report = amend.amend(
                folder,
                known,
                correction,
                reason or "?",
                by,
                offered=document,
                new=new,
                dry_run=dry_run or bool(missing),
            )
        except ConflictError:
            raise
        except StaleDateError as error:
            if not terminal.watched():
                raise TimelineError((*missing, *_located(document, error))) from error
            settled[asked.set["date"]] = ask_about_date_details(known, correction, error)
            return attempt(offered, new=new, dry_run=dry_run)
        except TimelineError as error:
            raise TimelineError((*missing, *error.faults)) from error
        if missing:
            raise TimelineError(missing)
        return report

    text = templates.of_correction(known.event, changed(known, change), reason, words_of(folder))
    task = _Task(attempt, lambda report: preview.show_change(folder, known, report))
    done = _edited(text, task, new=new, dry_run=dry_run)
    if done:
        print_amendment(done, known, dry_run=dry_run, quiet=quiet)


def _located(document: Document, error: StaleDateError) -> tuple[Fault, ...]:
    """Where a text has the first field that describes the old date."""
    (fault,) = error.faults
    return (document.fault(Wrong((error.fields[0],), fault.problem, fault.remedy)),)


def _no_reason(document: Document) -> Fault:
    wrong = Wrong(("reason",), "an amendment needs a reason", "write `reason: ...`, why")
    return document.fault(wrong)


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
    return templates.of_new({**copied, **said}, words_of(folder))


def words_of(folder: Path) -> templates.Words:
    """The kinds and roles that a log knows, for templates to name."""
    with projection(folder) as db:
        return {name: sorted(one.text for one in words(db, name)) for name in ("kind", "role")}


def _correction(known: Current, offered: list[Document]) -> tuple[Document, str, Change]:
    """The document that says how an event should be, why, and what that changes."""
    document, *others = offered
    if others:
        several = Wrong((), "a correction is one document", "remove the line --- and what it parts")
        raise TimelineError(others[0].fault(several))
    said = dict(document.body)
    reason = said.pop("reason", "")
    wrong = faults_in(Scalar(Is("text")), reason, ("reason",))
    if wrong:
        raise TimelineError(tuple(map(document.fault, wrong)))
    return document, str(reason), change_to(known, said)


class _Attempt(Protocol):
    """Records what is offered, or on a dry run says what that would do."""

    def __call__(self, offered: list[Document], *, new: New, dry_run: bool) -> Report: ...


class _Task(NamedTuple):
    """What is to be done with a text: `resume` is the command that goes on with a kept file."""

    attempt: _Attempt
    show: Callable[[Report], None]
    resume: str = ""


class _Cancelled(Exception):  # noqa: N818 (no error: the person decided so)
    pass


def _edited(
    text: str, task: _Task, *, new: New, dry_run: bool, seen: bool = False
) -> Report | None:
    """What came of a text; None when nothing was to be recorded."""
    file = Edited(text, own=seen)
    try:
        report = _until_recorded(file, task, new=new, dry_run=dry_run, seen=seen)
    except (KeyboardInterrupt, EOFError) as error:
        _leave(file, task, _NOTHING)
        raise typer.Exit(_INTERRUPTED) from error
    except _Cancelled as cancelled:
        _leave(file, task, str(cancelled))
        return None
    except TimelineError as error:
        named = any(fault.path == file.path for fault in error.faults)
        told = TimelineError((*error.faults, *_kept(file, task, needed=named)))
        told.exit_code = error.exit_code
        raise told from error
    except BaseException:
        _leave(file, task)
        raise
    if dry_run:
        _leave(file, task)
    else:
        file.remove()
    return report


def _until_recorded(file: Edited, task: _Task, *, new: New, dry_run: bool, seen: bool) -> Report:
    faults: tuple[Fault, ...] = ()
    taken: set[Reason] = set()
    while True:
        saved = file.edit()
        if not saved and faults:
            raise TimelineError(faults)
        if not saved and not seen:
            raise _Cancelled(f"left without saving; {_NOTHING}")
        try:
            judged = _judged(file, task, taken, new=new)
        except TimelineError as error:
            if any(fault.path != file.path for fault in error.faults):
                raise  # no fault of the text
            faults = error.faults
            file.write(annotated(file.text, worded(faults, asked=terminal.watched())))
            continue
        faults, seen = (), True
        choice = _asked(task, judged.report)
        if choice == "cancel":
            raise _Cancelled(_NOTHING)
        if choice == "edit":
            file.write(file.text)
            continue
        report = judged.report
        if not dry_run:
            report = task.attempt(judged.offered, new=judged.new, dry_run=False)
        return report._replace(notes=()) if choice else report


class _Judged(NamedTuple):
    """A text that may be recorded: its documents, whether unknown names are new, what it makes."""

    offered: list[Document]
    new: New
    report: Report


def _judged(file: Edited, task: _Task, taken: set[Reason], *, new: New) -> _Judged:
    """Judge a text as it was saved.

    Args:
        file: with the text.
        task: what is to be done with it.
        taken: what the person took as new in an earlier round; what is taken now is added.
        new: take all that is unknown as new.
    """
    offered, faults = read_yaml(file.text, file.path)
    faults += [one._replace(path=file.path) for one in templates.forgotten(file.text, file.opened)]
    if faults:
        raise TimelineError(tuple(sorted(faults, key=lambda fault: fault.line)))
    offered = [document for document in offered if document.body]
    if not offered:
        raise _Cancelled(f"nothing was filled in; {_NOTHING}")
    try:
        return _Judged(offered, new, task.attempt(offered, new=new, dry_run=True))
    except TimelineError as error:
        wrong = error
    left = tuple(one for one in wrong.faults if one.reason not in taken)
    if left and len(left) < len(wrong.faults):
        wrong = TimelineError(left)
    if not (terminal.watched() and all(one.reason.accept for one in left)):
        raise wrong
    try:
        report = task.attempt(offered, new="exact", dry_run=True)
    except TimelineError:
        raise wrong from None
    if left and not _taken_as_new({one.reason: one for one in left}.values()):
        raise wrong
    taken.update(one.reason for one in left)
    return _Judged(offered, new="exact", report=report)


def _taken_as_new(faults: Iterable[Fault]) -> bool:
    """Whether the person wants to record unknown names and words as new ones."""
    for fault in faults:
        say(f"{fault.problem}\n  {fault.remedy}")
    choice = _choose("Record them as new?", ("edit", "yes", "cancel"))
    if choice == "cancel":
        raise _Cancelled(_NOTHING)
    return choice == "yes"


def _asked(task: _Task, report: Report) -> str:
    """What the person says to what will be recorded; empty where nobody is asked."""
    if not (terminal.watched() and any(outcome.new for outcome in report.outcomes)):
        return ""
    task.show(report)
    return _choose("Record this?", ("yes", "edit", "cancel"))


def _choose(question: str, choices: Sequence[str]) -> str:
    from timeline.cli.ask.prompting import asker  # noqa: PLC0415 (only who asks pays for it)

    with asker() as somebody:
        return somebody.choose(question, choices)


def _leave(file: Edited, task: _Task, why: str = "") -> None:
    """Say that nothing was recorded, and where the text is if anything was typed."""
    for line in filter(None, (why, *map(str, _kept(file, task)))):
        say(line)


def _kept(file: Edited, task: _Task, *, needed: bool = False) -> tuple[Fault, ...]:
    """Where a text is kept that was not recorded; nothing where nothing was typed.

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
