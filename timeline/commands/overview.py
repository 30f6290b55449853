"""`timeline` alone."""

import typer

from timeline import days
from timeline.commands import wording
from timeline.commands.screen import put
from timeline.commands.session import open_log, shown
from timeline.views.overview import overview as view

_OVERDUE_SHOWN = 3


def overview(ctx: typer.Context) -> None:
    """Print the log at a glance, with commands to go on with."""
    session = open_log(ctx)
    found = view(session.opened.db, days.today())
    put(f"{shown(session.folder, '')}: {contents(found)}")
    for label in ("first", "last"):
        row = found[label]
        if isinstance(row, dict):
            put(f"  {label + ':':10}{wording.date(row['date'])}  {row['title']}")
    recorded = found["recorded"]
    if isinstance(recorded, dict):
        put(f"  recorded: {str(recorded['at'])[:10]} by {recorded['by']}, most recently")
    overdue = wording.listed(found["overdue"])
    if overdue:
        put(f"  overdue:  {wording.counted(len(overdue), 'planned happening')} without an outcome")
        for row in overdue[:_OVERDUE_SHOWN]:
            put(
                f"            {wording.date(row['date'])}  {row['title']}  {wording.short(row['id'])}"
            )
    put("")
    for command, does in _next(bool(found["happenings"])):
        put(f"  {command:<44}{does}")


def contents(found: dict[str, object]) -> str:
    """What a log holds, in one line."""
    kinds = ("happening", "actor", "program", "place", "source", "correction")
    counts = [(int(str(found[f"{kind}s"])), kind) for kind in kinds]
    parts = ", ".join(wording.counted(count, kind) for count, kind in counts if count)
    return wording.counted(int(str(found["events"])), "event") + (f" ({parts})" if parts else "")


def _next(filled: bool) -> list[tuple[str, str]]:
    if filled:
        return [
            ("timeline list --during 2017", "what happened then, certainly or possibly"),
            ("timeline diff 2016 2018", "what changed between the ends of two years"),
            ('timeline add "4-5 October 2011" "..."', "record something (timeline add --help)"),
        ]
    return [
        ("timeline declare source TITLE --key KEY", "say what you read it in"),
        ('timeline add "4-5 October 2011" "..."', "record something (timeline add --help)"),
        ("timeline list", "see the timeline"),
    ]
