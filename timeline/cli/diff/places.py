"""How `timeline diff` tells of places."""

from collections.abc import Iterator
from typing import Literal

from timeline.cli.diff.diff_line import DiffLine, count, sign_of_new
from timeline.cli.show import wording
from timeline.views.diff.compare import Compared, KeyChange
from timeline.views.places import PlaceRow

_DECLARED: tuple[Literal["type", "part_of", "coordinates"], ...] = (
    "type",
    "part_of",
    "coordinates",
)
_DATES: tuple[Literal["first", "last"], ...] = ("first", "last")


def places(found: Compared[PlaceRow, PlaceRow, KeyChange]) -> Iterator[DiffLine]:
    """Places where something happened for the first time, or more."""
    for row in found.added:
        yield DiffLine(sign_of_new(row["match"]), "", f"{row['name']}: {count(row)}")
    for row in found.removed:
        yield DiffLine("-", "", f"{row['name']}: {count(row)}")
    for key, (old, new) in found.pairs.items():
        told = list(_changes(old, new)) or list(_dates(old, new))
        yield DiffLine("~", "", f"{new['name'] or key}: {'; '.join(told)}")


def _changes(old: PlaceRow, new: PlaceRow) -> Iterator[str]:
    before, after = wording.participations(old), wording.participations(new)
    if old["name"] != new["name"]:
        yield f"was called {old['name']}"
    if before != after:
        yield f"{before} → {after} happenings"
    for field in _DECLARED:
        if old[field] != new[field]:
            name = field.replace("_", " ")
            yield f"{name}: {old[field] or 'none'} → {new[field] or 'none'}"
    if old["names"] != new["names"]:
        yield "other names"


def _dates(old: PlaceRow, new: PlaceRow) -> Iterator[str]:
    for field in _DATES:
        if old[field] != new[field]:
            before, after = (wording.date(row[field]) or "none" for row in (old, new))
            yield f"{field}: {before} → {after}"
