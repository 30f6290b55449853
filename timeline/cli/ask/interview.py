"""A happening asked for on a terminal, shown, and recorded after a yes."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.base.errors import TimelineError
from timeline.cli.ask import templates
from timeline.cli.ask.edit_new import record_edited
from timeline.cli.ask.editing import words_in_log
from timeline.cli.ask.prompting import Asker, open_asker
from timeline.cli.ask.questions import Item, Questions
from timeline.cli.exits import Exit
from timeline.cli.recording_options import Recording
from timeline.cli.session import recorder
from timeline.cli.show import preview
from timeline.cli.show.advice import error_text
from timeline.cli.show.outcomes import print_outcomes
from timeline.cli.show.screen import print_message
from timeline.event import yaml_text
from timeline.event.document import Document
from timeline.recording import append
from timeline.recording.append import Report, projection
from timeline.recording.resolve import New, Word

_INTERRUPTED = 130
_HOW = """\
A new happening: Enter skips, and in the end all of it can be edited.
Ctrl-C goes back from an indented question, and at others gives up."""


class _Answers(NamedTuple):
    """What the user answered: a happening, its new declarations, and words new to the log."""

    happening: Item
    declared: Sequence[Item]
    words: frozenset[Word]

    @property
    def documents(self) -> list[Document]:
        """All of it, to be recorded in this order."""
        return [*map(Document, self.declared), Document({"event": "happening", **self.happening})]

    @property
    def cited(self) -> str:
        """The first source that the happening cites."""
        sources = self.happening.get("sources")
        return str(sources[0]["source"]) if isinstance(sources, list) else ""


def interview_user(folder: Path, recording: Recording) -> None:
    """Ask for happenings until the user has no more, and record each after a yes.

    Args:
        folder: the log.
        recording: how to record them; what it accepts as new is not asked about.

    Raises:
        TimelineError: one could not be recorded.
        Exit: the user interrupted it.
    """
    more, cited = "", ""
    with open_asker() as asker:
        print_message(_HOW, quiet=recording.quiet)
        try:
            while True:
                told = _ask_for_happening(folder, asker, cited, new=recording.new)
                if not _record(folder, asker, told, recording):
                    return
                more, cited = "more ", told.cited
                if not asker.confirm("Another happening?"):
                    return
        except (KeyboardInterrupt, EOFError) as error:
            print_message(f"nothing {more}was recorded")
            raise Exit(_INTERRUPTED) from error


def _ask_for_happening(folder: Path, asker: Asker, cited: str, *, new: New) -> _Answers:
    with projection(folder) as db:
        questions = Questions(db, asker, new=new)
        happening = questions.happening(cited)
        return _Answers(happening, questions.declared, frozenset(questions.resolver.words))


def _record(folder: Path, asker: Asker, told: _Answers, recording: Recording) -> bool:
    """Record what was told, after a yes; whether there may be another one."""

    def attempt(*, dry_run: bool) -> Report:
        by, words = recorder(), told.words
        # What is new in it was taken as such by the user, name by name.
        return append.append(folder, told.documents, by, new="exact", words=words, dry_run=dry_run)

    dry_run = recording.dry_run
    choices: tuple[str, ...] = ("yes", "edit", "cancel")
    try:
        preview.show_new(folder, attempt(dry_run=True))
    except TimelineError as error:
        print_message(error_text(error))
        choices = ("edit", "cancel")
    choice = "yes" if dry_run and "yes" in choices else asker.choose("Record this?", choices)
    recorded = choice == "yes"
    if choice == "cancel":
        print_message("nothing was recorded")
    elif choice == "edit":
        recorded = record_edited(
            folder,
            _text(folder, told),
            recording._replace(new=False),
            accepted=told.words,
            seen="yes" in choices,
        )
    else:
        *declared, happening = (report := attempt(dry_run=dry_run)).outcomes
        report = report._replace(outcomes=(happening,), declared=tuple(declared), notes=())
        print_outcomes(report, dry_run=dry_run, quiet=recording.quiet)
    return recorded and not dry_run


def _text(folder: Path, told: _Answers) -> str:
    """What was told, to be edited."""
    declared = "".join(f"{yaml_text.write(body)}---\n" for body in told.declared)
    return declared + templates.of_new(told.happening, words_in_log(folder))
