"""A diff as machine formats have it: whole, or a row a difference."""

from collections.abc import Iterator
from typing import Annotated, NotRequired, TypedDict

from timeline.views.chronology import ChronologyRow
from timeline.views.diff.compare import AnyCompared, key_of
from timeline.views.diff.diff import Diff
from timeline.views.diff.side import Row


class DiffRow(TypedDict):
    """A difference: what is new or gone, or a field that changed."""

    view: Annotated[str, "the view that it is in"]
    change: Annotated[str, "added, removed, changed or between"]
    key: Annotated[str, "the id or key of what differs"]
    name: Annotated[object, "its title, name or measure"]
    field: Annotated[str | None, "the field that changed"]
    before: Annotated[object, "its value before"]
    after: Annotated[object, "its value after"]
    match: Annotated[object, "of what is new or gone: certain or possible"]


FIELDS = tuple(DiffRow.__annotations__)


class WholeDiff(TypedDict):
    """A diff: of each view that was compared what was added, removed and changed."""

    before: Annotated[str, "the date, instant or log before"]
    after: Annotated[str, "the one after"]
    clock: Annotated[str | None, "happened, recorded or published; null between two logs"]
    chronology: Annotated[dict[str, object] | None, "of happenings"]
    actors: Annotated[dict[str, object] | None, "of actors"]
    programs: Annotated[dict[str, object] | None, "of programs"]
    figures: Annotated[dict[str, object] | None, "of the totals of actual figures"]
    places: Annotated[dict[str, object] | None, "of places"]
    levels: Annotated[dict[str, object] | None, "of levels"]
    offices: Annotated[dict[str, object] | None, "of offices"]
    events: Annotated[NotRequired[dict[str, object] | None], "of two logs: events that one has"]
    between: Annotated[
        list[ChronologyRow], "what may have begun between two days, or was planned for then"
    ]
    unbounded: Annotated[list[int], "how many match only by an open or unknown side, on each side"]


class _Events(TypedDict, total=False):
    events: dict[str, object] | None


def as_json(found: Diff) -> WholeDiff:
    """The diff as the JSON of the command: plain maps and lists; None for what was left out."""
    events: _Events = {} if found.clock else {"events": _view(found, "events")}
    return {
        "before": found.before,
        "after": found.after,
        "clock": found.clock or None,
        "chronology": _view(found, "chronology"),
        "actors": _view(found, "actors"),
        "programs": _view(found, "programs"),
        "figures": _view(found, "figures"),
        "places": _view(found, "places"),
        "levels": _view(found, "levels"),
        "offices": _view(found, "offices"),
        **events,
        "between": list(found.between),
        "unbounded": list(found.unbounded),
    }


def _view(found: Diff, view: str) -> dict[str, object] | None:
    if view not in found.views:
        return None
    compared = found.of(view)
    return {
        "added": compared.added,
        "removed": compared.removed,
        "changed": compared.changed,
    }


def diff_rows(found: Diff) -> Iterator[DiffRow]:
    """The differences as rows: one an item that is new or gone, one a field that changed."""
    for view in found.views:
        yield from _view_rows(view, found.of(view))
    for row in found.between:
        yield _whole_row("chronology", "between", row)


def _view_rows(view: str, compared: AnyCompared) -> Iterator[DiffRow]:
    for change, items in (("added", compared.added), ("removed", compared.removed)):
        for row in items:
            yield _whole_row(view, change, row)
    for changed in compared.changed:
        for field, (old, new) in changed["fields"].items():
            yield {
                "view": view,
                "change": "changed",
                "key": key_of(changed),
                "name": changed["name"],
                "field": field,
                "before": old,
                "after": new,
                "match": None,
            }


def _whole_row(view: str, change: str, row: Row) -> DiffRow:
    return {
        "view": view,
        "change": change,
        "key": key_of(row),
        "name": row.get("title") or row.get("name") or row.get("measure"),
        "field": None,
        "before": None,
        "after": None,
        "match": row.get("match"),
    }
