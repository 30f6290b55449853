"""Rows of one view on two sides, compared field by field."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Generic, NamedTuple, TypedDict, TypeVar, final

from timeline.views.diff.side import CorrectionNote, Row


@final
class KeyChange(TypedDict):
    """A row of a view that has changed."""

    key: Annotated[str, "the key of the row"]
    name: Annotated[object, "its name"]
    fields: Annotated[dict[str, list[object]], "the fields that changed, each as [old, new]"]


@final
class HappeningChange(TypedDict):
    """A happening that has changed."""

    id: Annotated[str, "its id"]
    name: Annotated[str, "its title"]
    date: Annotated[str, "when, EDTF"]
    fields: Annotated[dict[str, list[object]], "the fields that changed, each as [old, new]"]
    last_seen: Annotated[str | None, "the day until which an open end is certain"]
    last_seen_date: Annotated[str | None, "the date that this day comes from, EDTF"]
    corrections: Annotated[list[CorrectionNote], "the corrections that only the side after knows"]


Change = KeyChange | HappeningChange
RowT = TypeVar("RowT", bound=Row)
AddedT_co = TypeVar("AddedT_co", bound=Row, covariant=True)
RemovedT_co = TypeVar("RemovedT_co", bound=Row, covariant=True)
ChangeT_co = TypeVar("ChangeT_co", bound=Change, covariant=True)


class Compared(NamedTuple, Generic[AddedT_co, RemovedT_co, ChangeT_co]):
    """How two sets of rows differ: rows only after, rows only before, and what changed.

    `pairs` holds the whole rows of what changed, before and after, by key; of happenings it is
    empty.
    """

    added: Sequence[AddedT_co]
    removed: Sequence[RemovedT_co]
    changed: Sequence[ChangeT_co]
    pairs: Mapping[str, tuple[AddedT_co, AddedT_co]] = {}

    @property
    def differs(self) -> bool:
        """Whether there is any difference."""
        return bool(self.added or self.removed or self.changed)


AnyCompared = Compared[Row, Row, Change]
"""How rows of any view differ."""


def compare(
    before: Mapping[str, RowT], after: Mapping[str, RowT], identity: str
) -> Compared[RowT, RowT, KeyChange]:
    """Compare rows by their keys; of those on both sides all fields but the identity.

    Args:
        before: rows by key.
        after: likewise.
        identity: the field that holds the key.
    """
    changed: list[KeyChange] = []
    pairs: dict[str, tuple[RowT, RowT]] = {}
    for key, new in after.items():
        old = before.get(key)
        if old is None or old == new:
            continue
        told = (field for field in new if field != identity and field not in _ASIDE)
        differ = (f for f in told if comparable(old[f]) != comparable(new[f]))
        fields = {f: [old[f], new[f]] for f in differ}
        if fields:
            pairs[key] = old, new
            changed.append({"key": key, "name": new.get("name") or key, "fields": fields})
    added = [row for key, row in after.items() if key not in before]
    removed = [row for key, row in before.items() if key not in after]
    return Compared(added, removed, changed, pairs)


_KEYS = {"actor", "program", "place", "source"}
_NAMES = {"name", "short", "title", "published"}
"""What an item of a list has from the declaration of its key."""
_ASIDE = {"for_name", "for_short", "last_seen", "last_seen_date", "unended", "evidence"}


def comparable(value: object) -> object:
    """A value as it is compared: of what is in lists by key, not by what the key is called.

    How a term, phase or program stands is compared without the day until which it was last seen,
    which is never later than the day of the question, and without the happenings that it rests on,
    which differ themselves.
    """
    if isinstance(value, list):
        return [comparable(part) for part in value]
    if isinstance(value, dict):
        left_out = _ASIDE | _NAMES if _KEYS & value.keys() else _ASIDE
        return {name: part for name, part in value.items() if name not in left_out}
    return value


def key_of(row: Row) -> str:
    """The id or key of a row or of a change."""
    keys = map(row.get, ("id", "key", "actor", "program", "place"))
    return next(key for key in keys if key and isinstance(key, str))
