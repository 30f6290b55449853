"""What changed between two projections: the same views, compared."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Literal, NamedTuple

from timeline.base.advice import call
from timeline.base.days import iso, today
from timeline.projection.clocks import moved_between
from timeline.projection.tables import NOW
from timeline.views.actors import ActorFields
from timeline.views.chronology import ChronologyRow
from timeline.views.clause import Numbers
from timeline.views.diff import side as sides
from timeline.views.diff.between import UnsureHappening, count_between, read_between
from timeline.views.diff.compare import AnyCompared, Change, Compared, KeyChange, RowT, compare
from timeline.views.diff.happenings import (
    ComparedHappenings,
    CountedHappenings,
    Differing,
    compare_happenings,
    count_happenings,
)
from timeline.views.diff.side import USUAL, VIEWS, EventNote, Seen, Side
from timeline.views.diff.two_days import changing_between, depends_on_day
from timeline.views.figures import TotalRow
from timeline.views.filters import enter_clocks
from timeline.views.levels import LevelRow
from timeline.views.offices import OfficeOnRecord
from timeline.views.places import PlaceRow
from timeline.views.programs import ProgramFields
from timeline.views.query import Filters
from timeline.views.sealed_state import State
from timeline.views.typed_dates import comparing, instant_of, last_day

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


class RemovedActor(ActorFields):
    """An actor that is only on the side before."""

    same_as: Annotated[str | None, "the key of what it is one with after"]
    same_as_name: Annotated[str | None, "the name of that one"]


class RemovedProgram(ProgramFields):
    """A program that is only on the side before."""

    same_as: Annotated[str | None, "the key of what it is one with after"]
    same_as_name: Annotated[str | None, "the name of that one"]


ComparedOffices = Compared[OfficeOnRecord, OfficeOnRecord, KeyChange]


class Diff(NamedTuple):
    """How two projections differ.

    `before` and `after` are as typed, `clock` what they are as of, empty when they are two logs.
    `views` are those that were compared; of two logs also `events`, those that only one holds.
    `happenings` holds the whole rows of happenings that differ; where only counts were wanted it
    and `chronology` are empty, `counted` has their ids, and `differing` the keys of rows of other
    views that changed and were not read. `unbounded` is how many happenings on
    each side answer only by an open or unknown side of their dates, left out or not. `unsure` are
    happenings that nothing changed for, and that may have begun, or were planned for, between two
    days: see `timeline.views.diff.between`; `between` are their rows, unless only counts were
    wanted.
    """

    before: str
    after: str
    clock: str
    views: tuple[str, ...]
    chronology: ComparedHappenings
    actors: Compared[ActorFields, RemovedActor, KeyChange]
    programs: Compared[ProgramFields, RemovedProgram, KeyChange]
    places: Compared[PlaceRow, PlaceRow, KeyChange]
    figures: Compared[TotalRow, TotalRow, KeyChange]
    levels: Compared[LevelRow, LevelRow, KeyChange]
    offices: ComparedOffices
    events: Compared[EventNote, EventNote, KeyChange]
    happenings: Sequence[Differing] = ()
    counted: CountedHappenings | None = None
    differing: Mapping[str, Collection[str]] = {}
    unbounded: tuple[int, int] = (0, 0)
    unsure: Sequence[UnsureHappening] = ()
    between: Sequence[ChronologyRow] = ()

    def of(self, view: str) -> AnyCompared:
        """How a view differs."""
        if view == "chronology" and self.counted is not None:
            return self.counted
        found: AnyCompared = getattr(self, view)
        more = self.differing.get(view)
        if not more:
            return found
        unread: list[Change] = [{"key": key, "name": key, "fields": {}} for key in sorted(more)]
        return found._replace(changed=[*found.changed, *unread])

    @property
    def differs(self) -> bool:
        """Whether anything differs, or may."""
        return any(self.of(view).differs for view in self.views) or any(
            not row["unbounded"] for row in self.unsure
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
    states: Sequence[State] = (),
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
        states: the two states of the log that are compared on the clock of recording, where
            `before` or `after` may name a seal.

    Raises:
        TimelineError: a date or name that means nothing.
    """
    given = before, after
    if clock != "recorded":
        after = after or iso(today()) or ""
    typed = before, after or "now"
    if any(state.made for state in states):
        pair = [Side(state.db, state.filters, None, bounded) for state in states]
        found = _of_two((pair[0], pair[1]), views, counts=counts)
        return found._replace(before=typed[0], after=typed[1], clock=clock)
    if states:
        before, after = (state.filters.as_recorded for state in states)
    old, new = (Side(db, as_of(filters, clock, at), None, bounded) for at in (before, after))
    moved: Collection[str] = ()
    if clock == "recorded":
        since, until = (instant_of(db, at) if at else NOW - 1 for at in (before, after))
        moved = moved_between(db, since, until)
        if _is_plain(filters):
            old, new = (one._replace(changing=_those(moved)) for one in (old, new))
    else:
        with comparing(call("diff", *filter(None, given), clock="recorded")):
            days = last_day(db, before), last_day(db, after)
    if clock == "happened":
        # What happened later still tells when an office was held, so both are judged alike.
        enter_clocks(db, filters)
        old, new = _of_days((old, new), sorted(days), light=counts and "offices" not in views)
    seen = sides.read_both(old, new, views)
    unsure: Mapping[str, UnsureHappening] = {}
    if clock == "happened" and "chronology" in views:
        unsure = count_between(db, *seen, days)
    between = [] if counts else read_between(db, seen[1], unsure)
    found = _diff((old, new), seen, moved, views, counts=counts)
    return found._replace(
        before=typed[0],
        after=typed[1],
        clock=clock,
        unsure=list(unsure.values()),
        between=between,
    )


def _of_days(pair: tuple[Side, Side], days: Sequence[int], *, light: bool) -> Iterator[Side]:
    """Two sides of one projection as of two days, its clocks entered.

    With `light`, no more is read than tells which rows differ.
    """
    first, last = days
    db, filters = pair[0][:2]
    changing = None if depends_on_day(filters) else changing_between(db, first, last)
    if light and changing:
        for side in pair:
            yield side._replace(changing=changing, days=(first, last))
        return
    spells = sides.read_spells(db)
    for side in pair:
        yield side._replace(spells=spells, changing=changing)


def _is_plain(filters: Filters) -> bool:
    """Whether filters choose by nothing that a later record may have changed."""
    plain = filters._replace(as_of="", open_ends="", certain=False, unbounded=False, no_parts=False)
    return plain == Filters()


def _those(ids: Collection[str]) -> Numbers:
    sql = "SELECT n FROM happenings WHERE id IN (SELECT value FROM json_each(?))"
    return Numbers(sql, (json.dumps([*ids]),))


def as_of(filters: Filters, clock: Clock, at: str) -> Filters:
    """Filters with a clock set to a date or an instant."""
    match clock:
        case "happened":
            return filters._replace(as_of=at)
        case "recorded":
            return filters._replace(as_recorded=at)
        case "published":
            return filters._replace(as_published=at)


def against(
    other: State,
    this: State,
    views: Sequence[str] = USUAL_OF_LOGS,
    *,
    counts: bool = False,
    bounded: bool = False,
) -> Diff:
    """Compare another log, as what was before, with this one, as what is after.

    Args:
        other: the projection of the other log, and which happenings to look at in it.
        this: likewise of this one.
        views: what to compare.
        counts: only how many happenings differ is wanted, as in `diff`.
        bounded: leave out, on each side, what answers only by an open or unknown side of its date.

    Raises:
        TimelineError: a date or name that means nothing.
    """
    pair = (
        Side(other.db, other.filters, None, bounded),
        Side(this.db, this.filters, None, bounded),
    )
    return _of_two(pair, views, counts=counts)


def _of_two(pair: tuple[Side, Side], views: Sequence[str], *, counts: bool) -> Diff:
    """Compare two sides of which each may have a projection of its own."""
    sql = "SELECT DISTINCT root FROM corrections"
    corrected = {root for one in pair for (root,) in one.db.execute(sql)}
    seen = sides.read_both(*pair, views)
    filtered = any(side.query.filtered for side in seen if side.query)
    among = {id_ for side in seen for id_ in side.matches} if filtered else None
    found = _diff(pair, seen, corrected, views, counts=counts)
    if "events" in views:
        found = found._replace(events=_events(pair[0].db, pair[1].db, among))
    return found


def _events(
    other: sqlite3.Connection, db: sqlite3.Connection, among: Collection[str] | None
) -> Compared[EventNote, EventNote, KeyChange]:
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
    happenings: ComparedHappenings = Compared([], [], [])
    differing: Sequence[Differing] = ()
    counted: CountedHappenings | None = None
    if "chronology" in views and counts:
        counted = count_happenings(*pair, *seen, set(moved))
    elif "chronology" in views:
        happenings, differing = compare_happenings(*pair, *seen, set(moved))
    return Diff(
        *("", "", "", tuple(views)),
        chronology=happenings,
        actors=_actors(compare(old.actors, new.actors, "actor"), new),
        programs=_programs(
            compare(_only(told, old.programs), _only(told, new.programs), "program"), new
        ),
        places=compare(old.places, new.places, "place"),
        events=Compared([], [], []),
        figures=compare(old.figures, new.figures, "key"),
        levels=compare(old.levels, new.levels, "key"),
        offices=_offices(compare(old.offices, new.offices, "key")),
        happenings=differing,
        counted=counted,
        differing={f"{name}s": keys for name, keys in new.told.differing.items()}
        if new.told
        else {},
        unbounded=(old.unbounded, new.unbounded),
    )


def _offices(found: ComparedOffices) -> ComparedOffices:
    """How offices differ, with those that ended among what is gone, as they are after.

    That one is certain, and later only possible since nobody was seen in it again, is no
    difference.
    """
    gone = [
        new for old, new in found.pairs.values() if (old["then"], new["then"]) == ("held", "ended")
    ]
    ended = {row["key"] for row in gone}
    changed: list[KeyChange] = [
        {"key": change["key"], "name": change["name"], "fields": fields}
        for change in found.changed
        if change["key"] not in ended
        and (fields := {f: pair for f, pair in change["fields"].items() if f not in _SEEN})
    ]
    return Compared(found.added, [*found.removed, *gone], changed, found.pairs)


_SEEN = ("match", "begun", "last_seen", "evidence")
"""What of an office changes with the day of the question alone."""


def _only(keys: Sequence[str], rows: Mapping[str, RowT]) -> Mapping[str, RowT]:
    return {key: row for key, row in rows.items() if key in keys}


def _actors(
    found: Compared[ActorFields, ActorFields, KeyChange], new: Seen
) -> Compared[ActorFields, RemovedActor, KeyChange]:
    """How actors differ; those that are gone with the key and name of what they are one with."""
    removed: list[RemovedActor] = []
    for row in found.removed:
        other = new.merged.get(("actor", row["actor"]))
        name = new.actors[other]["name"] if other and other in new.actors else other
        removed.append({**row, "same_as": other, "same_as_name": name})
    return Compared(found.added, removed, found.changed, found.pairs)


def _programs(
    found: Compared[ProgramFields, ProgramFields, KeyChange], new: Seen
) -> Compared[ProgramFields, RemovedProgram, KeyChange]:
    """How programs differ; those that are gone with the key and name of what they are one with."""
    removed: list[RemovedProgram] = []
    for row in found.removed:
        other = new.merged.get(("program", row["program"]))
        name = new.programs[other]["name"] if other and other in new.programs else other
        removed.append({**row, "same_as": other, "same_as_name": name})
    return Compared(found.added, removed, found.changed, found.pairs)
