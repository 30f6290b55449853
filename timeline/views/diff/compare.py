"""What changed between two projections: the same views, compared."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from timeline.base.days import iso, today
from timeline.projection.clocks import moved_between
from timeline.projection.tables import NOW
from timeline.views.diff import side as sides
from timeline.views.diff.between import between
from timeline.views.diff.side import USUAL, VIEWS, Content, Row, Rows, Seen, Side
from timeline.views.filters import enter_clocks
from timeline.views.query import Filters, match_word
from timeline.views.typed_dates import instant_of, last_day
from timeline.views.versions import OWN

Clock = Literal["happened", "recorded", "published"]
CLOCKS: Mapping[Clock, str] = {
    "happened": "as_of",
    "recorded": "as_recorded",
    "published": "as_published",
}
"""The clocks, and the filter that sets each."""


VIEWS_OF_LOGS = (*VIEWS, "events")
"""What can be compared of two logs."""
USUAL_OF_LOGS = (*USUAL, "events")
"""What is compared of two logs where nothing else is asked for."""


class Compared(NamedTuple):
    """How two sets of rows differ: rows only after, only before, and fields that changed.

    Items of `changed` are `{id | key, name, fields: {field: [old, new]}}`, of happenings with
    their date, and the corrections that only the side after knows.
    """

    added: list[Row]
    removed: list[Row]
    changed: list[Row]

    @property
    def differs(self) -> bool:
        """Whether there is any difference."""
        return bool(self.added or self.removed or self.changed)


SAME = Compared([], [], [])
Pairs = dict[str, tuple[Row, Row]]
"""Whole rows of what changed, before and after, by id or key."""


class Diff(NamedTuple):
    """How two projections differ.

    `before` and `after` are as typed, `clock` what they are as of, empty when they are two logs.
    `views` are those that were compared; of two logs also `events`, those that only one holds.
    `pairs` holds the whole rows of what changed, by view. `unbounded` is how many happenings on
    each side answer only by an open or unknown side of their dates, left out or not. `between` are
    happenings that nothing changed for, and that may have begun, or were planned for, between two
    days: see `timeline.views.diff.between`.
    """

    before: str
    after: str
    clock: str
    views: tuple[str, ...]
    chronology: Compared
    actors: Compared
    programs: Compared
    places: Compared
    figures: Compared
    levels: Compared
    offices: Compared
    events: Compared
    pairs: Mapping[str, Pairs]
    unbounded: tuple[int, int] = (0, 0)
    between: Sequence[Row] = ()

    def of(self, view: str) -> Compared:
        """How a view differs."""
        found: Compared = getattr(self, view)
        return found

    @property
    def differs(self) -> bool:
        """Whether anything differs, or may."""
        return any(self.of(view).differs for view in self.views) or any(
            not row["unbounded"] for row in self.between
        )


def diff(
    db: sqlite3.Connection,
    before: str,
    after: str,
    filters: Filters,
    *,
    clock: Clock = "happened",
    views: Sequence[str] = USUAL,
    counts: bool = False,
    bounded: bool = False,
) -> Diff:
    """Compare a projection as of two points on a clock.

    Args:
        db: a fresh projection.
        before: a date, as EDTF or in words, whose last day counts; on the clock of recording it
            may be an instant.
        after: likewise; empty for today, and on the clock of recording for all that is on record.
        filters: which happenings to look at, on both sides, and as of which other clocks.
        clock: whether to compare what had happened, what was on record, or what was published.
        views: what to compare.
        counts: only how many happenings differ is wanted; their rows then have no more than id
            and match.
        bounded: leave out, on each side, what answers only by an open or unknown side of its date.

    Raises:
        TimelineError: a date or name that means nothing.
    """
    if clock != "recorded":
        after = after or iso(today()) or ""
    old, new = (Side(db, _as_of(filters, clock, at), None, bounded) for at in (before, after))
    moved: Collection[str] = ()
    if clock == "recorded":
        since, until = (instant_of(db, at) if at else NOW - 1 for at in (before, after))
        moved = moved_between(db, since, until)
    else:
        for at in (before, after):
            last_day(db, at)
    if clock == "happened":
        # What happened later still tells when an office was held, so both are judged alike.
        enter_clocks(db, filters)
        judged = sides.judged(db)
        old, new = old._replace(judged=judged), new._replace(judged=judged)
    seen = sides.read_both(old, new, views)
    unsure: Sequence[Row] = ()
    if clock == "happened" and "chronology" in views:
        days = last_day(db, before), last_day(db, after)
        unsure = between(db, *seen, days, whole=not counts)
    found = _diff((old, new), seen, moved, views, counts=counts)
    return found._replace(before=before, after=after or "now", clock=clock, between=unsure)


def _as_of(filters: Filters, clock: Clock, at: str) -> Filters:
    match clock:
        case "happened":
            return filters._replace(as_of=at)
        case "recorded":
            return filters._replace(as_recorded=at)
        case "published":
            return filters._replace(as_published=at)


def against(
    other: sqlite3.Connection,
    db: sqlite3.Connection,
    filters: Filters,
    views: Sequence[str] = USUAL_OF_LOGS,
    *,
    counts: bool = False,
    bounded: bool = False,
) -> Diff:
    """Compare another log, as what was before, with this one, as what is after.

    `bounded` leaves out what answers only by an open or unknown side of its date.

    Raises:
        TimelineError: a date or name that means nothing.
    """
    sql = "SELECT DISTINCT root FROM corrections"
    corrected = {root for one in (other, db) for (root,) in one.execute(sql)}
    pair = Side(other, filters, None, bounded), Side(db, filters, None, bounded)
    seen = sides.read_both(*pair, views)
    filtered = any(side.query.filtered for side in seen if side.query)
    among = {id_ for side in seen for id_ in side.matches} if filtered else None
    found = _diff(pair, seen, corrected, views, counts=counts)
    if "events" in views:
        found = found._replace(events=_events(other, db, among))
    return found


def _events(
    other: sqlite3.Connection, db: sqlite3.Connection, among: Collection[str] | None
) -> Compared:
    """The events that only one of two logs holds; with `among`, of what is about these."""
    sql = "SELECT DISTINCT id FROM documents"
    there, here = ({id_ for (id_,) in one.execute(sql)} for one in (other, db))
    return Compared(
        sides.events(db, here - there, among), sides.events(other, there - here, among), []
    )


def _diff(
    pair: tuple[Side, Side],
    seen: tuple[Seen, Seen],
    moved: Collection[str],
    views: Sequence[str],
    *,
    counts: bool = False,
) -> Diff:
    """Compare two sides; of happenings on both only those that moved differ but in their match."""
    old, new = seen
    told = [key for key in {**old.programs, **new.programs} if key in old.picked | new.picked]
    programs, pairs_p = compare(_only(told, old.programs), _only(told, new.programs), "program")
    actors, pairs_a = compare(old.actors, new.actors, "actor")
    places, pairs_l = compare(old.places, new.places, "place")
    others = {
        view: compare(getattr(old, view), getattr(new, view), "key")
        for view in ("figures", "levels", "offices")
    }
    happenings, pairs_h = SAME, Pairs()
    if "chronology" in views:
        compared = _counted if counts else _happenings
        happenings, pairs_h = compared(*pair, *seen, set(moved))
    pairs = {"chronology": pairs_h, "actors": pairs_a, "programs": pairs_p, "places": pairs_l}
    return Diff(
        *("", "", "", tuple(views)),
        chronology=happenings,
        actors=_merged(actors, "actor", new),
        programs=_merged(programs, "program", new),
        places=places,
        events=SAME,
        pairs=pairs | {view: changed for view, (_, changed) in others.items()},
        figures=others["figures"][0],
        levels=others["levels"][0],
        offices=_offices(*others["offices"]),
        unbounded=(old.unbounded, new.unbounded),
    )


def _offices(found: Compared, pairs: Pairs) -> Compared:
    """How offices differ, with those that ended among what is gone, as they are after.

    That one is certain, and later only possible since nobody was seen in it again, is no
    difference.
    """
    gone = [new for old, new in pairs.values() if (old["then"], new["then"]) == ("held", "ended")]
    ended = {row["key"] for row in gone}
    changed = [
        change | {"fields": fields}
        for change in found.changed
        if change["key"] not in ended
        and (fields := {f: pair for f, pair in fields_of(change) if f not in _SEEN})
    ]
    return Compared(found.added, [*found.removed, *gone], changed)


_SEEN = ("match", "begun", "last_seen", "evidence")
"""What of an office changes with the day of the question alone."""


def _only(keys: Sequence[str], rows: Rows) -> Rows:
    return {key: row for key, row in rows.items() if key in keys}


def _merged(found: Compared, namespace: str, new: Seen) -> Compared:
    """Rows that are gone, with the key and name of what they are one with after."""
    names = new.actors if namespace == "actor" else new.programs
    removed = []
    for row in found.removed:
        other = new.merged.get((namespace, str(row[namespace])))
        name = names[other]["name"] if other in names else other
        removed.append(row | {"same_as": other, "same_as_name": name})
    return found._replace(removed=removed)


def _happenings(
    before: Side, after: Side, old: Seen, new: Seen, moved: set[str]
) -> tuple[Compared, Pairs]:
    """The happenings that differ; `after` is entered, and left for `before`."""
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
    pairs: Pairs = {}
    changed: list[Row] = []
    for id_ in (id_ for id_ in now if id_ in both):
        one, other = _earlier(id_, then, now[id_], old), now[id_]
        fields = _fields(one, other)
        if fields:
            pairs[id_] = one.row, other.row
            changed.append(_change(id_, one, other, fields))
    return Compared(
        [now[id_].row for id_ in now if id_ in added],
        [then[id_].row | {"retracted": withdrawn.get(id_)} for id_ in then if id_ in removed],
        changed,
    ), pairs


def _counted(
    before: Side, after: Side, old: Seen, new: Seen, moved: set[str]
) -> tuple[Compared, Pairs]:
    """As `_happenings`, without reading more of them than what tells that they differ."""
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
        [_light(id_, new) for id_ in new.matches if id_ in differ],
    ), {}


def _own(body: Mapping[str, object]) -> Row:
    return {name: value for name, value in body.items() if name not in OWN}


def _light(id_: str, seen: Seen) -> Row:
    assert seen.query is not None  # noqa: S101 (it matched there)
    return {"id": id_, "match": match_word(seen.matches[id_], seen.query)}


def _earlier(id_: str, then: Mapping[str, Content], now: Content, old: Seen) -> Content:
    """A happening as it was before; where it cannot have changed, all but how it matched."""
    if id_ in then:
        return then[id_]
    assert old.query is not None  # noqa: S101 (it matched there)
    return now._replace(row=now.row | {"match": match_word(old.matches[id_], old.query)})


def _change(id_: str, one: Content, other: Content, fields: Row) -> Row:
    row = other.row
    new = [c for key, c in other.corrections.items() if key not in one.corrections]
    said: Row = {"id": id_, "name": row["title"], "date": row["date"], "fields": fields}
    seen = {name: row[name] for name in ("last_seen", "last_seen_date")}
    return said | seen | {"corrections": new}


_OF_ROWS = (
    *("date", "kind", "status", "title", "summary", "places", "actors", "programs"),
    *("figures", "sources", "confidence"),
)
"""Fields of events that are shown as rows have them, with names and defaults."""


def _fields(old: Content, new: Content) -> Row:
    """The fields of a happening that changed, as [old, new].

    They are judged by its event as corrected: that a body it names is called otherwise, or is one
    with another now, is no change of the happening.
    """
    found: Row = {}
    if old.row["match"] != new.row["match"]:
        found["match"] = [old.row["match"], new.row["match"]]
    if old.body is new.body:
        return found
    for field in dict.fromkeys((*_OF_ROWS, *old.body, *new.body)):
        if field not in OWN and old.body.get(field) != new.body.get(field):
            found[field] = [_shown(old, field), _shown(new, field)]
    return found


def _shown(content: Content, field: str) -> object:
    if field not in _OF_ROWS:
        return content.body.get(field)
    value = content.row[field]
    if field == "sources" and isinstance(value, list):
        written = content.body.get(field)
        return [
            item | {"quote": said.get("quote")}
            for item, said in zip(value, written if isinstance(written, list) else [], strict=False)
        ]
    return value


def compare(before: Rows, after: Rows, identity: str) -> tuple[Compared, Pairs]:
    """Compare rows by their keys; of those on both sides all fields but the identity."""
    changed: list[Row] = []
    pairs: Pairs = {}
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
    return Compared(added, removed, changed), pairs


_KEYS = {"actor", "program", "place", "source"}
_NAMES = {"name", "title", "published"}
"""What an item of a list has from the declaration of its key."""
_ASIDE = {"for_name", "last_seen", "last_seen_date", "unended", "evidence"}


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


def as_json(found: Diff) -> Row:
    """The diff as the JSON of the command: plain maps and lists; None for what was left out."""
    whole: Row = {"before": found.before, "after": found.after, "clock": found.clock or None}
    known = VIEWS if found.clock else VIEWS_OF_LOGS
    compared = {view: found.of(view)._asdict() if view in found.views else None for view in known}
    return (
        whole
        | compared
        | {
            "between": list(found.between),
            "unbounded": list(found.unbounded),
        }
    )


def rows(found: Diff) -> Iterator[Row]:
    """The differences as rows: one an item that is new or gone, one a field that changed."""
    for view in found.views:
        compared = found.of(view)
        for change, items in (("added", compared.added), ("removed", compared.removed)):
            for row in items:
                said: Row = {"view": view, "change": change, "key": key_of(row)}
                said |= {"name": row.get("title") or row.get("name") or row.get("measure")}
                yield said | dict.fromkeys(("field", "before", "after")) | _match(row)
        for row in compared.changed:
            for field, (old, new) in fields_of(row):
                said = {"view": view, "change": "changed", "key": key_of(row), "name": row["name"]}
                yield said | {"field": field, "before": old, "after": new, "match": None}
    for row in found.between:
        said = {"view": "chronology", "change": "between", "key": row["id"], "name": row["title"]}
        yield said | dict.fromkeys(("field", "before", "after")) | _match(row)


def _match(row: Row) -> Row:
    return {"match": row.get("match")}


def key_of(row: Row) -> object:
    """The id or key of a row or of a change."""
    names = ("id", "key", "actor", "program", "place")
    return next(row[name] for name in names if row.get(name))


def fields_of(change: Row) -> Iterable[tuple[str, list[object]]]:
    """The fields of a change, each with [old, new]."""
    fields = change["fields"]
    assert isinstance(fields, dict)  # noqa: S101 (compare() makes it so)
    return fields.items()
