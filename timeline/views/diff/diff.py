"""What changed between two projections: the same views, compared."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from timeline.base.days import iso, today
from timeline.projection.clocks import moved_between
from timeline.projection.tables import NOW
from timeline.views.diff import side as sides
from timeline.views.diff.between import between
from timeline.views.diff.compare import SAME, Change, Compared, Pairs, compare, key_of
from timeline.views.diff.happenings import Differing, compare_happenings, count_happenings
from timeline.views.diff.side import USUAL, VIEWS, Row, Rows, Seen, Side
from timeline.views.filters import enter_clocks
from timeline.views.query import Filters
from timeline.views.typed_dates import instant_of, last_day

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


class Diff(NamedTuple):
    """How two projections differ.

    `before` and `after` are as typed, `clock` what they are as of, empty when they are two logs.
    `views` are those that were compared; of two logs also `events`, those that only one holds.
    `pairs` holds the whole rows of what changed, by view; `happenings` those of happenings, where
    more than counts was wanted. `unbounded` is how many happenings on
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
    happenings: Sequence[Differing] = ()
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
        spells = sides.read_spells(db)
        old, new = old._replace(spells=spells), new._replace(spells=spells)
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

    Args:
        other: the projection of the other log.
        db: that of this one.
        filters: which happenings to look at, in both.
        views: what to compare.
        counts: only how many happenings differ is wanted, as in `diff`.
        bounded: leave out, on each side, what answers only by an open or unknown side of its date.

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
    happenings: Compared = SAME
    differing: Sequence[Differing] = ()
    if "chronology" in views:
        compared = count_happenings if counts else compare_happenings
        happenings, differing = compared(*pair, *seen, set(moved))
    pairs = {"actors": pairs_a, "programs": pairs_p, "places": pairs_l}
    return Diff(
        *("", "", "", tuple(views)),
        chronology=happenings,
        actors=_with_merged_keys(actors, "actor", new),
        programs=_with_merged_keys(programs, "program", new),
        places=places,
        events=SAME,
        pairs=pairs | {view: changed for view, (_, changed) in others.items()},
        figures=others["figures"][0],
        levels=others["levels"][0],
        offices=_offices(*others["offices"]),
        happenings=differing,
        unbounded=(old.unbounded, new.unbounded),
    )


def _offices(found: Compared, pairs: Pairs) -> Compared:
    """How offices differ, with those that ended among what is gone, as they are after.

    That one is certain, and later only possible since nobody was seen in it again, is no
    difference.
    """
    gone = [new for old, new in pairs.values() if (old["then"], new["then"]) == ("held", "ended")]
    ended = {row["key"] for row in gone}
    changed: list[Change] = [
        {"key": key, "name": change["name"], "fields": fields}
        for change in found.changed
        if (key := key_of(change)) not in ended
        and (fields := {f: pair for f, pair in change["fields"].items() if f not in _SEEN})
    ]
    return Compared(found.added, [*found.removed, *gone], changed)


_SEEN = ("match", "begun", "last_seen", "evidence")
"""What of an office changes with the day of the question alone."""


def _only(keys: Sequence[str], rows: Rows) -> Rows:
    return {key: row for key, row in rows.items() if key in keys}


def _with_merged_keys(found: Compared, namespace: str, new: Seen) -> Compared:
    """Rows that are gone, with the key and name of what they are one with after."""
    rows = new.actors if namespace == "actor" else new.programs
    removed: list[Row] = []
    for row in found.removed:
        other = new.merged.get((namespace, key_of(row)))
        name = rows[other]["name"] if other and other in rows else other
        removed.append({**row, "same_as": other, "same_as_name": name})
    return found._replace(removed=removed)
