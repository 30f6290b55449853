"""The happenings that differ between two sides, as rows or as no more than counts take."""

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple, TypedDict

from timeline.views.chronology import ChronologyRow
from timeline.views.diff import side as sides
from timeline.views.diff.compare import Compared, HappeningChange, KeyChange
from timeline.views.diff.side import Content, RetractionNote, Row, Seen, Side
from timeline.views.filters import enter_clocks


class Differing(NamedTuple):
    """A happening that differs, as it was before and as it is after, where it is there."""

    change: Literal["added", "removed", "changed"]
    rows: tuple[ChronologyRow, ...]


class RemovedHappening(ChronologyRow):
    """A happening that is only on the side before."""

    retracted: Annotated[RetractionNote | None, "what withdrew it"]


class HappeningMatch(TypedDict):
    """A happening that is only on one side; all that is told of it where counts are wanted."""

    id: str
    match: str | None


ComparedHappenings = Compared[ChronologyRow, RemovedHappening, HappeningChange]
CountedHappenings = Compared[HappeningMatch, HappeningMatch, KeyChange]


def compare_happenings(
    before: Side, after: Side, old: Seen, new: Seen, moved: set[str]
) -> tuple[ComparedHappenings, list[Differing]]:
    """The happenings that differ; `after` is entered, and left for `before`.

    Args:
        before: the side before.
        after: the side after.
        old: what the side before answers.
        new: what the side after answers.
        moved: the ids of those that may have changed; others differ at most in their match.
    """
    added, removed = (
        new.matches.keys() - old.matches.keys(),
        old.matches.keys() - new.matches.keys(),
    )
    both = old.matches.keys() & new.matches.keys()
    moved &= both
    shifted = {id_ for id_ in both if old.matches[id_] is not new.matches[id_]}
    now = sides.contents(after.db, new, added | moved | shifted)
    withdrawn = sides.retractions(after.db, removed)
    enter_clocks(before.db, before.filters)
    then = sides.contents(before.db, old, removed | moved)
    differing = [
        *(Differing("added", (now[id_].row,)) for id_ in now if id_ in added),
        *(Differing("removed", (then[id_].row,)) for id_ in then if id_ in removed),
    ]
    changed: list[HappeningChange] = []
    for id_ in (id_ for id_ in now if id_ in both):
        one, other = _earlier(id_, then, now[id_], old), now[id_]
        fields = _fields(one, other)
        if fields:
            differing.append(Differing("changed", (one.row, other.row)))
            changed.append(_change(one, other, fields))
    gone: list[RemovedHappening] = [
        {**then[id_].row, "retracted": withdrawn.get(id_)} for id_ in then if id_ in removed
    ]
    return Compared([now[id_].row for id_ in now if id_ in added], gone, changed), differing


def count_happenings(
    before: Side, after: Side, old: Seen, new: Seen, moved: set[str]
) -> CountedHappenings:
    """As `compare_happenings`, reading no more of them than what tells that they differ.

    Args:
        before: the side before.
        after: the side after.
        old: what the side before answers.
        new: what the side after answers.
        moved: the ids of those that may have changed; others differ at most in their match.
    """
    both = old.matches.keys() & new.matches.keys()
    moved &= both
    now = sides.bodies(after.db, moved)
    enter_clocks(before.db, before.filters)
    then = sides.bodies(before.db, moved)
    differ = {id_ for id_ in moved if _own(then[id_]) != _own(now[id_])}
    differ |= {id_ for id_ in both if old.matches[id_] is not new.matches[id_]}
    return Compared(
        [_light(id_, new) for id_ in new.matches if id_ not in both],
        [_light(id_, old) for id_ in old.matches if id_ not in both],
        [{"key": id_, "name": id_, "fields": {}} for id_ in new.matches if id_ in differ],
    )


def _own(body: Row) -> Row:
    from timeline.views.versions import OWN  # noqa: PLC0415 (only what was corrected needs it)

    return {name: value for name, value in body.items() if name not in OWN}


def _light(id_: str, seen: Seen) -> HappeningMatch:
    return {"id": id_, "match": seen.match_word(id_)}


def _earlier(id_: str, then: Mapping[str, Content], now: Content, old: Seen) -> Content:
    """A happening as it was before; where it cannot have changed, all but how it matched."""
    if id_ in then:
        return then[id_]
    return now._replace(row={**now.row, "match": old.match_word(id_)})


def _change(one: Content, other: Content, fields: dict[str, list[object]]) -> HappeningChange:
    row = other.row
    return {
        "id": row["id"],
        "name": row["title"],
        "date": row["date"],
        "fields": fields,
        "last_seen": row["last_seen"],
        "last_seen_date": row["last_seen_date"],
        "corrections": [
            note for key, note in other.corrections.items() if key not in one.corrections
        ],
    }


_OF_ROWS = (
    *("date", "kind", "status", "title", "summary", "places", "actors", "programs"),
    *("figures", "sources", "confidence"),
)
"""Fields of events that are shown as rows have them, with names and defaults."""


def _fields(old: Content, new: Content) -> dict[str, list[object]]:
    """The fields of a happening that changed, as [old, new].

    They are judged by its event as corrected: that a body it names is called otherwise, or is one
    with another now, is no change of the happening.
    """
    found: dict[str, list[object]] = {}
    if old.row["match"] != new.row["match"]:
        found["match"] = [old.row["match"], new.row["match"]]
    if old.body is new.body:
        return found
    from timeline.views.versions import OWN  # noqa: PLC0415 (only what was corrected needs it)

    for field in dict.fromkeys((*_OF_ROWS, *old.body, *new.body)):
        if field not in OWN and old.body.get(field) != new.body.get(field):
            found[field] = [_shown(old, field), _shown(new, field)]
    return found


def _shown(content: Content, field: str) -> object:
    if field not in _OF_ROWS:
        return content.body.get(field)
    if field == "sources":
        written = content.body.get(field)
        cited = written if isinstance(written, list) else []
        return [
            {
                **item,
                "quote": said.get("quote"),
                **{name: said[name] for name in ("prefix", "suffix") if name in said},
            }
            for item, said in zip(content.row["sources"], cited, strict=False)
        ]
    row: Row = content.row
    return row[field]
