"""`timeline amend`."""

from pathlib import Path
from typing import Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.ask.confirming import ask_about_date_details, record_or_ask
from timeline.cli.fields import options_of
from timeline.cli.options import EDIT, EVENT, REASON
from timeline.cli.parameters import Option, takes
from timeline.cli.recording_options import RECORDING, Recording
from timeline.cli.session import folder_of, recorder
from timeline.cli.show import terminal
from timeline.cli.show.outcomes import print_amendment
from timeline.cli.show.run import Run
from timeline.event.date_details import OF_DATE, StaleDateError
from timeline.event.types import Happening
from timeline.projection import states
from timeline.projection.find_event import find_recorded
from timeline.projection.states import Current
from timeline.recording import amend
from timeline.recording.amend import Change
from timeline.recording.append import Report, projection
from timeline.recording.change import change_of

_SAID = options_of(Happening)


@takes(_SAID, RECORDING)
def command(
    run: Run,
    event: Annotated[str, EVENT, values.HAPPENINGS],
    *,
    reason: Annotated[str, REASON] = "",
    remove: Annotated[
        list[str] | None,
        Option(
            metavar="FIELD=NAME",
            help="Take an item out of a list: actor=NAME, program=NAME, place=NAME, source=NAME, "
            "tag=WORD, figure=MEASURE.",
        ),
        values.ITEMS,
    ] = None,
    replace: Annotated[
        list[str] | None,
        Option(
            metavar="FIELD=OLD=NEW",
            help="Put another actor, program, place or source in the place of one, with its role "
            "and all.",
        ),
    ] = None,
    unset: Annotated[
        list[str] | None,
        Option(metavar="FIELD", help="Take a whole field away."),
        values.optional_fields("happening"),
    ] = None,
    keep: Annotated[
        list[str] | None,
        Option(
            metavar="FIELD",
            help="When the date is corrected: a field that still holds (date_text, date_basis, "
            "dated).",
        ),
    ] = None,
    edit: Annotated[bool, EDIT] = False,
    said: dict[str, object],
    recording: Recording,
) -> None:
    """Correct a happening: what is given replaces what stood there, items are added to lists.

    The correction is an event of its own, with the reason; what stood there before can be seen
    with `timeline show`. With --edit it is corrected as a text, of which only what was changed is
    recorded; then it may be a declaration, too, named by its key.
    """
    if not (reason.strip() or edit):
        raise UsageError("an amendment needs a reason", 'say why: --reason "..."')
    folder = folder_of(run)
    with projection(folder) as db:
        known = states.current(db, find_recorded(db, event))
        if known.event != "happening" and not edit:
            raise _declaration_error(known)
        change = change_of(
            db, known, said, unset=unset or [], remove=remove or [], replace=replace or []
        )
        change = change._replace(keep=_check_kept(known, keep or []))
    if edit:
        from timeline.cli.ask.edit_amendment import amend_edited  # noqa: PLC0415 (an editor is rare)

        amend_edited(folder, known, change, reason, recording)
        return
    if not (change.set or change.unset or change.keep or known.forked):
        raise UsageError("nothing to correct was given", "see: timeline amend --help")
    _record(folder, known, change, reason, recording)


def _record(
    folder: Path, known: Current, change: Change, reason: str, recording: Recording
) -> None:
    by = recorder()

    def record(change: Change) -> Report:
        return record_or_ask(
            lambda how: amend.amend(
                folder, known, change, reason, by, new=how.new, dry_run=how.dry_run
            ),
            recording,
        )

    try:
        report = record(change)
    except StaleDateError as error:
        if not terminal.can_ask():
            raise
        report = record(ask_about_date_details(known, change, error))
    print_amendment(report, known, dry_run=recording.dry_run, quiet=recording.quiet)


def _check_kept(known: Current, names: list[str]) -> tuple[str, ...]:
    for name in names:
        if name not in OF_DATE:
            raise UsageError(f"--keep does not apply to `{name}`", f"one of {', '.join(OF_DATE)}")
        if name not in known.body:
            raise UsageError(f"{known.id} has no {name} to keep", "leave it out")
    return tuple(names)


def _declaration_error(known: Current) -> UsageError:
    key = known.body[known.event]
    remedy = f"correct it: timeline declare {known.event} NAME --key {key} ..."
    remedy += f"\n  or in an editor: timeline amend {known.id} --edit"
    return UsageError(f"{known.id} declares the {known.event} {key}", remedy)
