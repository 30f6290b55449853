"""An event amended in the user's editor."""

from pathlib import Path

from timeline.base.errors import ConflictError, Fault, TimelineError
from timeline.cli.ask import templates
from timeline.cli.ask.confirming import ask_about_date_details
from timeline.cli.ask.editing import Task, record_text, words_in_log
from timeline.cli.recording_options import Recording
from timeline.cli.session import recorder
from timeline.cli.show import preview, terminal
from timeline.cli.show.outcomes import print_amendment
from timeline.event.date_details import StaleDateError
from timeline.event.document import Document
from timeline.event.schema import Scalar, Wrong, faults_in
from timeline.event.types import Is
from timeline.projection.states import Current
from timeline.recording import amend
from timeline.recording.amend import Change
from timeline.recording.append import Outcome, Report
from timeline.recording.change import change_to, changed


def amend_edited(
    folder: Path, known: Current, change: Change, reason: str, recording: Recording
) -> None:
    """Open an event in the editor, and record what is changed in it as its amendment.

    Args:
        folder: the log.
        known: the event as it stands.
        change: what is to be changed already when it is opened.
        reason: why; it stands on top of the text.
        recording: how to record it.

    Raises:
        ConflictError: another user corrected the event meanwhile.
        TimelineError: the event is retracted, the editor failed, or the user gave up with faults
            left.
        Exit: the user interrupted it.
    """
    amend.refuse_retracted(known)
    text = templates.of_correction(
        known.event, changed(known, change), reason, words_in_log(folder)
    )
    attempt = _Attempt(folder, known, change)
    task = Task(attempt, lambda report: preview.show_change(folder, known, report))
    report = record_text(text, task, recording)
    if report:
        print_amendment(report, known, dry_run=recording.dry_run, quiet=recording.quiet)


class _Attempt:
    """Records what an edited text changes in an event.

    Args:
        folder: the log.
        known: the event as it stands.
        change: what was to be changed before the text was opened; what it keeps is kept.
    """

    def __init__(self, folder: Path, known: Current, change: Change) -> None:
        self._folder, self._known, self._keep = folder, known, change.keep
        self._decided: dict[object, Change] = {}  # by the new date, until that changes again

    def __call__(self, documents: list[Document], how: Recording) -> Report:
        document, reason, change = _read_correction(self._known, documents)
        change = self._with_decisions(change._replace(keep=self._keep))
        if not (change.set or change.unset or change.keep or self._known.forked):
            return Report((Outcome(self._known.id, "", new=False, body=self._known.body),))
        # All that is wrong is reported at once, and not only that there is no reason.
        missing = () if reason else (_no_reason(document),)
        try:
            report = self._amend(document, change, reason, how)
        except ConflictError:
            raise
        except StaleDateError as error:
            if not terminal.is_watched():
                raise TimelineError((*missing, *_locate(document, error))) from error
            decided = ask_about_date_details(self._known, change, error)
            self._decided[change.set["date"]] = decided
            return self(documents, how)
        except TimelineError as error:
            raise TimelineError((*missing, *error.faults)) from error
        if missing:
            raise TimelineError(missing)
        return report

    def _with_decisions(self, change: Change) -> Change:
        """A change with what the user decided about fields that describe the old date."""
        decided = self._decided.get(change.set.get("date"), change)
        return change._replace(keep=decided.keep, unset=tuple({*change.unset, *decided.unset}))

    def _amend(self, document: Document, change: Change, reason: str, how: Recording) -> Report:
        """Record an amendment; without a reason, only look for faults."""
        return amend.amend(
            self._folder,
            self._known,
            change,
            reason or "?",
            recorder(),
            offered=document,
            new=how.new,
            dry_run=how.dry_run or not reason,
        )


def _locate(document: Document, error: StaleDateError) -> tuple[Fault, ...]:
    """Where a text has the first field that describes the old date."""
    (fault,) = error.faults
    return (document.fault(Wrong((error.fields[0],), fault.problem, fault.remedy)),)


def _no_reason(document: Document) -> Fault:
    wrong = Wrong(("reason",), "an amendment needs a reason", "write `reason: ...`, why")
    return document.fault(wrong)


def _read_correction(known: Current, documents: list[Document]) -> tuple[Document, str, Change]:
    """The document that says how an event should be, why, and what that changes."""
    document, *others = documents
    if others:
        several = Wrong((), "a correction is one document", "remove the line --- and what it parts")
        raise TimelineError(others[0].fault(several))
    said = dict(document.body)
    reason = said.pop("reason", "")
    wrong = faults_in(Scalar(Is("text")), reason, ("reason",))
    if wrong:
        raise TimelineError(tuple(map(document.fault, wrong)))
    return document, str(reason), change_to(known, said)
