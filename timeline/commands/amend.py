"""`timeline amend`."""

import sqlite3
from typing import Annotated

import typer

from timeline import compact, correcting
from timeline.commands.fields import options_of
from timeline.commands.options import QUIET, takes
from timeline.commands.output import Output
from timeline.commands.recorded import DRY_RUN, NEW, REASON, recorder
from timeline.commands.screen import put, say
from timeline.commands.session import folder_of
from timeline.correcting import Change, Current
from timeline.errors import TimelineError, UsageError
from timeline.event import TYPES, Happening
from timeline.projection.database import open_fresh
from timeline.projection.lookup import find_event, known_key
from timeline.recording import Report
from timeline.schema import fields_of, nearest

_SAID = options_of(Happening)
_LISTED = {"actor": "actors", "program": "programs", "place": "places", "source": "sources"}
_PLAIN = {"tag": "tags", "figure": "figures"}


@takes(_SAID, QUIET)
def command(
    ctx: typer.Context,
    event: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            show_default=False,
            help="An id or its beginning, or words of a title that no other has.",
        ),
    ],
    *,
    reason: Annotated[str, REASON] = "",
    remove: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=NAME",
            help="Take an item out of a list: actor=NAME, program=NAME, place=NAME, source=NAME, "
            "tag=WORD, figure=MEASURE.",
        ),
    ] = None,
    unset: Annotated[
        list[str] | None, typer.Option(metavar="FIELD", help="Take a whole field away.")
    ] = None,
    new: Annotated[bool, NEW] = False,
    dry_run: Annotated[bool, DRY_RUN] = False,
    said: dict[str, object],
    output: Output,
) -> None:
    """Correct a happening: what is given replaces what stood there, items are added to lists.

    The correction is an event of its own, with the reason; what stood there before can be seen
    with `timeline show`.
    """
    if not reason.strip():
        raise UsageError("an amendment needs a reason", 'say why: --reason "..."')
    folder = folder_of(ctx)
    db = open_fresh(folder).db
    known = correcting.current(db, find_event(db, event))
    if known.event != "happening":
        key = known.body[known.event]
        problem = f"{known.id} declares the {known.event} {key}"
        raise UsageError(
            problem, f"correct it: timeline declare {known.event} NAME --key {key} ..."
        )
    change = change_of(known, said, unset or [])
    for item in remove or []:
        change = _without(db, known, change, item)
    db.close()
    if not (change.set or change.unset):
        raise UsageError("nothing to correct was given", "see: timeline amend --help")
    report = correcting.amend(folder, known, change, reason, recorder(), new=new, dry_run=dry_run)
    tell_change(report, known, dry_run=dry_run, quiet=output.quiet)


def change_of(known: Current, said: dict[str, object], unset: list[str]) -> Change:
    """The correction that options ask for: texts replace, items are added to what is there.

    Raises:
        UsageError: a field to unset that the event cannot have.
    """
    fields = fields_of(TYPES[known.event])
    for name in unset:
        if name not in fields:
            close = nearest(name, list(fields))
            remedy = f"did you mean {close[0]}?" if close else f"one of {', '.join(fields)}"
            raise UsageError(f"no field `{name}` in events of the kind {known.event}", remedy)
    values: dict[str, object] = {}
    for name, value in said.items():
        before = known.body.get(name) if name not in unset else None
        both = isinstance(value, list) and isinstance(before, list)
        values[name] = [*before, *value] if both else value  # type: ignore[misc]
    return Change(values, tuple(name for name in unset if name not in values))


def _without(db: sqlite3.Connection, known: Current, change: Change, item: str) -> Change:
    field, equals, name = (part.strip() for part in item.partition("="))
    listed = _LISTED.get(field) or _PLAIN.get(field)
    if not equals or listed is None:
        forms = ", ".join(f"{name}=..." for name in (*_LISTED, *_PLAIN))
        raise UsageError(f"`{item}` does not say what to take out", f"one of {forms}")
    wanted = known_key(db, field, name) if field in _LISTED else name
    value = change.set.get(listed, known.body.get(listed, []))
    items = value if isinstance(value, list) else []
    kept = [part for part in items if _named(part, field) != wanted]
    if len(kept) == len(items):
        told = ", ".join(_told(listed, part) for part in items) or "none"
        raise TimelineError(f"{known.id} has no {field} {wanted}", f"it has: {told}")
    if kept:
        return change._replace(set={**change.set, listed: kept})
    left = {key: part for key, part in change.set.items() if key != listed}
    return Change(left, (*change.unset, listed))


def _named(part: object, field: str) -> object:
    key = "measure" if field == "figure" else field
    return part.get(key) if isinstance(part, dict) else part


def _told(listed: str, part: object) -> str:
    if not isinstance(part, dict):
        return str(part)
    return compact.write(listed, {"bound": "exact", "type": "actual", **part})


def tell_change(report: Report, known: Current, *, dry_run: bool, quiet: bool) -> None:
    """Print the id of an amendment, or that there was nothing to amend."""
    for note in report.notes:
        say(note, quiet=quiet)
    outcome = report.outcomes[0]
    if not outcome.new:
        say(f"nothing to correct: {known.id} says so already", quiet=quiet)
    elif dry_run:
        say(f"would amend {known.id}", quiet=quiet)
    else:
        put(outcome.id)
