"""How much two projections differ: counts by view, and of happenings by actor and program."""

from collections.abc import Iterable, Iterator, Sequence

from timeline.views.diff.compare import Diff

Row = dict[str, object]

BY = ("actors", "programs")
"""The views by whose rows happenings are counted."""
CHANGES = ("added", "removed", "changed")
_KEYS = {"actors": "actor", "programs": "program"}


def summary(found: Diff) -> list[Row]:
    """One row a view: view, added, removed, changed, and how many of those only possibly (both)."""
    rows: list[Row] = []
    for view in found.views:
        compared = found.of(view)
        counts = dict(zip(CHANGES, map(len, compared), strict=True))
        unsure = (row.get("match") == "possible" for row in compared.added + compared.removed)
        rows.append({"view": view, **counts, "possible": sum(unsure)})
    return rows


def stat(found: Diff, views: Sequence[str] = BY) -> list[Row]:
    """One row an actor and a program that is named by a happening that differs.

    Args:
        found: the diff of chronologies.
        views: `actors`, `programs` or both.

    Returns:
        view, key, name, added, removed, changed: of those happenings, how many; the most first.
        A happening that changed counts for all that it named before or after.
    """
    tally: dict[tuple[str, str], Row] = {}
    for change, rows in _touched(found):
        for view, key, name in {naming for row in rows for naming in _named(row)}:
            if view in views:
                nothing: Row = {"view": view, "key": key, "name": name}
                counts = tally.setdefault((view, key), nothing | dict.fromkeys(CHANGES, 0))
                counts[change] = int(str(counts[change])) + 1
    return sorted(tally.values(), key=_order)


def _touched(found: Diff) -> Iterator[tuple[str, Iterable[Row]]]:
    """Happenings that differ, each as what it was or is, or as both."""
    yield from (("added", (row,)) for row in found.chronology.added)
    yield from (("removed", (row,)) for row in found.chronology.removed)
    yield from (("changed", pair) for pair in found.pairs["chronology"].values())


def _named(row: Row) -> Iterator[tuple[str, str, str]]:
    for view in BY:
        parts = row[view]
        assert isinstance(parts, list)  # noqa: S101 (chronology() makes it so)
        for part in parts:
            yield view, part[_KEYS[view]], part["name"]


def _order(row: Row) -> tuple[int, int, str]:
    total = sum(int(str(row[change])) for change in CHANGES)
    return BY.index(str(row["view"])), -total, str(row["name"]).casefold()
