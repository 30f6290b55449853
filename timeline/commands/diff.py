"""`timeline diff`."""

from collections.abc import Iterator
from typing import Annotated

import typer

from timeline import days
from timeline.commands import wording
from timeline.commands.layout import hanging
from timeline.commands.machine import as_csv, as_json, cell, compact_json
from timeline.commands.options import FILTERS_BUT_CLOCKS, OUTPUT, takes
from timeline.commands.output import Output, deliver, width_of
from timeline.commands.screen import safe, say
from timeline.commands.session import open_log
from timeline.views.diff import Compared, Diff, diff
from timeline.views.diff import as_json as diff_json
from timeline.views.filters import Filters

Row = dict[str, object]

_NOT_TOLD = ("possible", "terms", "last", "count")


@takes(FILTERS_BUT_CLOCKS, OUTPUT)
def command(
    ctx: typer.Context,
    before: Annotated[
        str, typer.Argument(metavar="BEFORE", show_default=False, help="A date; its end counts.")
    ],
    after: Annotated[
        str,
        typer.Argument(metavar="[AFTER]", show_default=False, help="A date; today if not given."),
    ] = "",
    *,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 if they differ.")
    ] = False,
    filters: Filters,
    output: Output,
) -> None:
    """Compare what had happened by the end of one date with what had by the end of another.

    Happenings, actors, programs and the totals of figures: + what is new, - what is gone, ~ what
    changed, ? what is only possibly there by then.
    """
    session = open_log(ctx, quiet=output.quiet)
    found = diff(session.opened.db, before, after or days.iso(days.today()) or "", filters)
    match output.format:
        case "json":
            deliver(as_json(diff_json(found)), output)
        case "jsonl":
            deliver("\n".join(compact_json(row) for row in _rows(found)), output)
        case "csv":
            deliver(as_csv(_rows(found), _CSV, cell), output)
        case _:
            width = width_of(output)
            lines = [part for line in _lines(found) for part in _shown(line, width)]
            deliver("\n".join(lines), output)
            say(_summary(found), quiet=output.quiet)
    if exit_code and found.differs:
        raise typer.Exit(1)


_CSV = ("view", "change", "key", "name", "field", "before", "after", "match")
_VIEWS = ("chronology", "actors", "programs", "figures")


def _rows(found: Diff) -> Iterator[Row]:
    """The differences as rows: one an item that is new or gone, one a field that changed."""
    for view in _VIEWS:
        compared: Compared = getattr(found, view)
        for change, items in (("added", compared.added), ("removed", compared.removed)):
            for row in items:
                key = row.get("id") or row.get("key") or row.get("actor") or row.get("program")
                name = row.get("title") or row.get("name") or row.get("measure")
                nothing = {"field": None, "before": None, "after": None}
                said = {"view": view, "change": change, "key": key, "name": name}
                yield said | nothing | {"match": row.get("match")}
        for row in compared.changed:
            fields = row["fields"]
            assert isinstance(fields, dict)  # noqa: S101 (compare() makes it so)
            for field, (old, new) in fields.items():
                said = {"view": view, "change": "changed", "key": row.get("id") or row["key"]}
                said |= {"name": row["name"], "field": field, "before": old, "after": new}
                yield said | {"match": None}


def _lines(found: Diff) -> Iterator[str]:
    sections = (
        ("Happenings", _happenings(found.chronology)),
        ("Programs", _programs(found.programs)),
        ("Actors", _actors(found.actors)),
        ("Figures", _figures(found.figures)),
    )
    first = True
    for title, lines in sections:
        told = list(lines)
        if told:
            yield from () if first else ("",)
            yield title
            yield from told
            first = False


def _shown(line: str, width: int | None) -> list[str]:
    """A line made safe, and folded so that the signs at the beginning of items stand out."""
    label, text = line[:_MARGIN], safe(line[_MARGIN:])
    if not label.startswith(" "):
        return [safe(line)]
    return hanging(label, text, _MARGIN, width)


_MARGIN = len("  + ")


def _sign(row: Row, sign: str) -> str:
    return "?" if row.get("match") == "possible" else sign


def _happenings(found: Compared) -> Iterator[str]:
    dates = [wording.date(r["date"], r["last_seen"]) for r in found.added + found.removed]
    width = min(max(map(len, dates), default=0), 24)
    for sign, rows in (("+", found.added), ("-", found.removed)):
        for row in rows:
            when = wording.date(row["date"], row["last_seen"])
            what, id_ = wording.what(row), wording.short(row["id"])
            yield f"  {_sign(row, sign)} {when:{width}}  {what}  {id_}"
    for row in found.changed:
        yield f"  ~ {row['name']}  {wording.short(row['id'])}: {_changes(row)}"


def _programs(found: Compared) -> Iterator[str]:
    for row in found.changed:
        fields = row["fields"]
        assert isinstance(fields, dict)  # noqa: S101 (compare() makes it so)
        yield f"  ~ {row['name']}: {_state_change(fields) or _changes(row)}"


def _state_change(fields: dict[str, list[object]]) -> str:
    old_status, new_status = fields.get("status_derived", [None, None])
    old_phase, new_phase = fields.get("phase", [None, None])
    old, new = old_phase or old_status, new_phase or new_status
    if not (old or new):
        return ""
    new_since = fields.get("since", [None, None])[1]
    since = f", {wording.since(new_since)}" if new and new_since else ""
    sure = " (possibly)" if fields.get("match", [None, None])[1] == "possible" else ""
    return f"{wording.status(old) or 'no phase'} → {wording.status(new) or 'no phase'}{sure}{since}"


def _actors(found: Compared) -> Iterator[str]:
    for row in found.added:
        roles = ", ".join(map(str, _list(row["roles"])))
        times = wording.counted(
            int(str(row["happenings"])) or int(str(row["possible"])), "happening"
        )
        yield f"  {_sign(row, '+')} {row['name']}: {roles} ({times})"
    for row in found.removed:
        yield f"  - {row['name']}"
    for row in found.changed:
        told = _changes(row)
        if told:
            yield f"  ~ {row['name']}: {told}"


def _figures(found: Compared) -> Iterator[str]:
    for sign, rows in (("+", found.added), ("-", found.removed)):
        for row in rows:
            shown = wording.figure({**row, "value": row["total"]})
            yield f"  {_sign(row, sign)} {row['measure']}: {shown}"
    for row in found.changed:
        yield f"  ~ {row['name']}: {_changes(row)}"


def _changes(row: Row) -> str:
    fields = row["fields"]
    assert isinstance(fields, dict)  # noqa: S101 (compare() makes it so)
    told = []
    for field, (old, new) in fields.items():
        if field in _NOT_TOLD:
            continue
        if isinstance(old, list) and isinstance(new, list):
            gained = [str(part) for part in new if part not in old]
            lost = [str(part) for part in old if part not in new]
            told += [f"{field} + {', '.join(gained)}"] if gained else []
            told += [f"{field} - {', '.join(lost)}"] if lost else []
        else:
            told.append(f"{field} {_value(field, old)} → {_value(field, new)}")
    return "; ".join(told)


def _value(field: str, value: object) -> str:
    if value is None:
        return "none"
    return wording.date(value) if field in ("first", "last", "since", "until") else str(value)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _summary(found: Diff) -> str:
    if not found.differs:
        return f"no difference between the end of {found.before} and that of {found.after}"
    parts = []
    for view in _VIEWS:
        compared: Compared = getattr(found, view)
        counts = [
            f"{sign}{len(items)}" for sign, items in zip("+-~", compared, strict=True) if items
        ]
        parts += [f"{view} {' '.join(counts)}"] if counts else []
    return f"from the end of {found.before} to the end of {found.after}: {', '.join(parts)}"
