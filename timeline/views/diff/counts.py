"""How much two projections differ: counts by view, and of happenings by actor and program."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, TypedDict

from timeline.views.chronology import ChronologyRow
from timeline.views.diff.diff import Diff


class SummaryRow(TypedDict):
    """How much differs in a view."""

    view: Annotated[str, "the view"]
    added: Annotated[int, "how many rows are new"]
    removed: Annotated[int, "how many are gone"]
    changed: Annotated[int, "how many changed"]
    possible: Annotated[int, "how many of the new and the gone are only possible"]


class StatRow(TypedDict):
    """How many happenings that differ name an actor or a program."""

    view: Annotated[str, "actors or programs"]
    key: Annotated[str, "its key"]
    name: Annotated[str, "its name"]
    added: Annotated[int, "how many of them are new"]
    removed: Annotated[int, "how many are gone"]
    changed: Annotated[int, "how many changed"]


BY = ("actors", "programs")
"""The views by whose rows happenings are counted."""
CHANGES: tuple[Literal["added", "removed", "changed"], ...] = ("added", "removed", "changed")


def summary(found: Diff) -> list[SummaryRow]:
    """How much differs, one row a view."""
    rows: list[SummaryRow] = []
    for view in found.views:
        compared = found.of(view)
        whole = (*compared.added, *compared.removed)
        rows.append(
            {
                "view": view,
                "added": len(compared.added),
                "removed": len(compared.removed),
                "changed": len(compared.changed),
                "possible": sum(row.get("match") == "possible" for row in whole),
            }
        )
    return rows


def stat(found: Diff, views: Sequence[str] = BY) -> list[StatRow]:
    """One row an actor and a program that is named by a happening that differs.

    Args:
        found: the diff of chronologies.
        views: `actors`, `programs` or both.

    Returns:
        Rows with the most happenings first. A happening that changed counts for all that it named
        before or after.
    """
    counts: dict[tuple[str, str], StatRow] = {}
    for change, rows in found.happenings:
        for view, key, name in {naming for row in rows for naming in _named(row)}:
            if view in views:
                row = counts.setdefault((view, key), _nothing(view, key, name))
                row[change] += 1
    return sorted(counts.values(), key=_order)


def _nothing(view: str, key: str, name: str) -> StatRow:
    return {"view": view, "key": key, "name": name, "added": 0, "removed": 0, "changed": 0}


def _named(row: ChronologyRow) -> Iterator[tuple[str, str, str]]:
    for actor in row["actors"]:
        yield "actors", actor["actor"], actor["name"]
    for program in row["programs"]:
        yield "programs", program["program"], program["name"]


def _order(row: StatRow) -> tuple[int, int, str]:
    total = row["added"] + row["removed"] + row["changed"]
    return BY.index(row["view"]), -total, row["name"].casefold()
