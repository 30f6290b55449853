"""What was picked in groups, with how many happenings are in each: certainly, and possibly."""

import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, NamedTuple, TypedDict

from timeline.base.advice import Advice, call
from timeline.base.days import civil, day_number, iso
from timeline.base.errors import UsageError
from timeline.dates.edtf import Bounds, Hemisphere, Match, parse
from timeline.projection.dates import date_of
from timeline.projection.reaches import ANY_REACH, REACHES, reach
from timeline.projection.settings import hemisphere_of
from timeline.views.clause import ANY
from timeline.views.counts import NOTHING, Counts, count_named
from timeline.views.grouping import MONTHS_OF, By
from timeline.views.picked import is_everything, tested_date
from timeline.views.query import Query


class GroupRow(TypedDict):
    """A group of happenings."""

    key: Annotated[str | None, "its key, of a time EDTF; null for what is in no group"]
    name: Annotated[str | None, "its name; null for what is in no group"]
    happenings: Annotated[int, "how many happenings are certainly in it"]
    possible: Annotated[int, "how many more possibly are"]
    unbounded: Annotated[int, "how many more match only by an open or unknown side of their dates"]
    first: Annotated[str | None, "the date of the first, EDTF"]
    last: Annotated[str | None, "the date of the last, EDTF"]


FIELDS = tuple(GroupRow.__annotations__)
_LESS = call("", from_=..., to=...)
_MOST = 10_000
"""Over how many periods one happening is counted."""
_TABLES = {
    "actor": "participation_rows",
    "program": "program_part_rows",
    "place": "happening_place_rows",
}


def groups(db: sqlite3.Connection, query: Query, by: By, *, parts: bool = True) -> list[GroupRow]:
    """One row a group that something picked is in, with the fields of `FIELDS`.

    A happening is counted in every group that it belongs to, as often as the filter for that group
    would find it: in each period that it overlaps, certainly or possibly, for each actor, program
    or place that it names.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for. Of periods those are told that its dates leave; time without an
            end is counted as far as something that was picked begins or ends.
        by: what makes a group.
        parts: count what names a part of an actor, program or place for the whole, too.

    Returns:
        Periods in order of time, all else with the most happenings first, what has none
        of the kind asked for at the end with None for its key and name. `key` of a time is EDTF.
        `happenings` are the certain ones, `unbounded` those that belong to it only by an open or
        unknown side of their dates, and do not count as possible; `first` and `last` are the
        dates of the certain ones, or of the possible ones where nothing is certain.

    Raises:
        UsageError: a happening that spans too many periods, or months of a year beyond 9999.
    """
    match by:
        case "year" | "quarter" | "month" | "day":
            return list(_times(db, query, by))
        case "kind":
            found = count_named(db, by, parts=False, occurred=False)
            return sorted(
                (_row(kind, kind, counted) for kind, counted in found.items()), key=_order
            )
        case _:
            among = query.rows.get(_TABLES[by], ANY)
            found = count_named(db, by, parts=parts, occurred=False, among=among)
            from timeline.projection.lookup import shown_names  # noqa: PLC0415 (only these need it)

            names = shown_names(db, by)
            rows = [_row(key, names.get(key, key), counted) for key, counted in found.items()]
            return sorted(rows, key=_order) + list(_without(db, _TABLES[by]))


def named(rows: Iterable[GroupRow]) -> int:
    """How many groups there are, without the one of what is in none."""
    return sum(row["key"] is not None for row in rows)


def _row(key: str | None, name: str | None, counted: Counts) -> GroupRow:
    return {
        "key": key,
        "name": name,
        "happenings": counted.certain,
        "possible": counted.possible,
        "unbounded": counted.unbounded,
        "first": counted.first,
        "last": counted.last,
    }


def _order(row: GroupRow) -> tuple[int, int, str, str]:
    name, key = row["name"] or "", row["key"] or ""
    return -row["happenings"], -row["possible"], name.casefold(), key


def _without(db: sqlite3.Connection, table: str) -> Iterator[GroupRow]:
    """The row of what names no actor, program or place."""
    sql = f"""
        SELECT count(*), min(k.n), max(k.n), k.match, k.unbounded FROM picked AS k
        WHERE NOT EXISTS (SELECT 1 FROM {table} AS x WHERE x.n = k.n)
        GROUP BY k.match, k.unbounded
    """  # noqa: S608 (our own names)
    count = _Count()
    for row in db.execute(sql).fetchall():
        many = _Many(*row)
        count.add(Match.IMPOSSIBLE if many.unbounded else Match(many.match), many)
    if count.by_match:
        yield _row(None, None, count.counts(_dates_of(db, count.told)))


class _Count:
    """Counts happenings, and keeps the numbers of the first and the last one.

    `Match.IMPOSSIBLE` stands for those that answer only by an open or unknown side of their dates.
    """

    def __init__(self) -> None:
        self.by_match: dict[Match, tuple[int, int, int]] = {}

    def add(self, match: Match, many: "_Many") -> None:
        count, first, last = self.by_match.get(match, (0, many.first, many.last))
        self.by_match[match] = count + many.number, min(first, many.first), max(last, many.last)

    @property
    def told(self) -> tuple[int, int]:
        """The numbers of the first and the last: of the certain ones, if there are any."""
        order = (Match.CERTAIN, Match.POSSIBLE, Match.IMPOSSIBLE)
        return next(self.by_match[match][1:] for match in order if match in self.by_match)

    def counts(self, dates: Mapping[int, str]) -> Counts:
        unbounded, possible, certain = (self.by_match.get(match, (0,))[0] for match in Match)
        first, last = (dates[n] for n in self.told)
        return Counts(certain, possible, first, last, (), unbounded=unbounded)


class _Many(NamedTuple):
    """Picked happenings that are alike: how many, and the first and the last of their numbers."""

    number: int
    first: int
    last: int
    match: int
    unbounded: int


class _Dated(NamedTuple):
    """Picked happenings of one date, and its four bounds."""

    many: _Many
    date: str
    last_seen: int | None
    told_by: int | None
    bounds: tuple[float, ...]


class _Span(NamedTuple):
    """Picked happenings from some first to some last day, all of whose dates lie between."""

    first: float
    last: float
    many: _Many


def _times(db: sqlite3.Connection, query: Query, by: By) -> Iterator[GroupRow]:
    """Most dates lie in one period, which their first and last day tell, as an index has them."""
    hemisphere = hemisphere_of(db)
    months = MONTHS_OF[by]
    if is_everything(query):
        spans = list(_spans_of_all(db, months))
    else:
        spans = [_Span(start, end, _Many._make(many)) for start, end, *many in db.execute(_SPANS)]
    finite = [span[:2] for span in spans if not (math.isinf(span[0]) or math.isinf(span[1]))]
    endless = {span[:2] for span in spans}.difference(finite)
    dated = _read_dates(db, endless)
    first, last = _horizon([*finite, *(one.bounds for one in dated)], query)
    period_of = _Periods(months).__getitem__
    found: defaultdict[int, _Count] = defaultdict(_Count)
    across: set[tuple[float, float]] = set()
    for start, end, alike in spans:
        if not (first <= start and end <= last) or period_of(start) != period_of(end):
            across.add((start, end))
            continue
        match = _within(alike, query)
        if match is not None:
            found[period_of(start)].add(match, alike)
    dated += _read_dates(db, across - endless)
    for one in sorted(dated, key=lambda one: one.many.first):
        low = period_of(min(max(one.bounds[0], first), last))
        high = period_of(min(max(one.bounds[3], first), last))
        if high - low >= _MOST:
            problem = f"`{one.date}` spans more than {_MOST:,} {by}s"
            raise UsageError(problem, Advice("ask for less of the time", _LESS))
        for period, match in _matches(one, range(low, high + 1), months, query, hemisphere):
            found[period].add(match, one.many)
    dates = _dates_of(db, {n for count in found.values() for n in count.told})
    for period, count in sorted(found.items()):
        yield _row(_key(period, by), _name(period, by), count.counts(dates))


_SPANS = """
    SELECT starts_from, ends_by, count(*), min(n), max(n), match, unbounded
    FROM picked_happenings GROUP BY reach, starts_from, ends_by, match, unbounded
"""


def _spans_of_all(db: sqlite3.Connection, months: int) -> Iterator[_Span]:
    """All happenings as spans: those that lie in a period as one, of others each span.

    An index has them by how far their dates reach and by their first days, so that what lies in
    a period is counted in one go. Periods of no months are days, which are spans already.
    """
    for reaching in (*REACHES, ANY_REACH):
        day = -math.inf
        if not months:
            yield from _read_spans(db, _CROSSING, (reaching, day, math.inf, day))
            continue
        if reaching == ANY_REACH:
            yield from _read_spans(db, _CROSSING, (reaching, day, day, day))
        while (start := db.execute(_NEXT_START, (reaching, day)).fetchone()[0]) is not None:
            day = _days(_period(start, months), months)[1]
            yield from _read_spans(db, _INSIDE, (reaching, start, day, day))
            if reaching:
                yield from _read_spans(db, _CROSSING, (reaching, start, day, day))


def _read_spans(
    db: sqlite3.Connection, sql: str, values: tuple[float, float, float, float]
) -> Iterator[_Span]:
    for first, last, *many in db.execute(sql, values):
        if last is not None:
            yield _Span(first, last, _Many._make((*many, Match.CERTAIN, 0)))


_NEXT_START = "SELECT min(starts_from) FROM happenings WHERE reach = ? AND starts_from > ?"
_INSIDE = """
    SELECT ?2, max(ends_by), count(*), min(n), max(n) FROM happenings
    WHERE reach = ?1 AND starts_from BETWEEN ?2 AND ?3 AND ends_by <= ?4
"""
_CROSSING = """
    SELECT starts_from, ends_by, count(*), min(n), max(n) FROM happenings
    WHERE reach = ?1 AND starts_from BETWEEN ?2 AND ?3 AND ends_by > ?4
    GROUP BY starts_from, ends_by
"""


def _within(many: _Many, query: Query) -> Match | None:
    """How what lies in one period, all bounds of its date, is counted in it; None if it is not."""
    if many.match == Match.CERTAIN:
        return Match.CERTAIN
    if query.certain or (many.unbounded and query.bounded):
        return None
    return Match.IMPOSSIBLE if many.unbounded else Match.POSSIBLE


def _read_dates(db: sqlite3.Connection, spans: Iterable[tuple[float, float]]) -> list[_Dated]:
    """The dates of what was picked that may be from some first day to some last day."""
    wanted = [(reach(*span), *span) for span in spans]
    if not wanted:
        return []
    db.execute("DROP TABLE IF EXISTS temp.spans")
    db.execute(
        "CREATE TEMP TABLE spans (reach, first, last, PRIMARY KEY (reach, first, last))"
        " WITHOUT ROWID"
    )
    db.execute("BEGIN")
    db.executemany("INSERT INTO spans VALUES (?, ?, ?)", wanted)
    db.execute("COMMIT")
    return [
        _Dated(_Many(*row[:5]), row[5], row[6], row[7], tuple(row[8:]))
        for row in db.execute(_DATES).fetchall()
    ]


_DATES = """
    SELECT count(*), min(n), max(n), match, unbounded, date, last_seen, told_by,
           starts_from, starts_by, ends_from, ends_by
    FROM picked_happenings
    WHERE (reach, starts_from, ends_by) IN (SELECT reach, first, last FROM spans)
    GROUP BY match, unbounded, date, last_seen, told_by, starts_from, starts_by, ends_from, ends_by
"""


def _dates_of(db: sqlite3.Connection, numbers: Iterable[int]) -> Mapping[int, str]:
    sql = "SELECT n, date FROM happenings WHERE n IN (SELECT value FROM json_each(?))"
    return dict(db.execute(sql, (json.dumps([*numbers]),)).fetchall())


def _matches(
    one: _Dated, periods: range, months: int, query: Query, hemisphere: Hemisphere
) -> Iterator[tuple[int, Match]]:
    """The periods that happenings of a date are counted in, and how, as `_Count` takes it."""
    seen = None if query.held and one.told_by is not None else one.last_seen
    date = tested_date(one.date, seen, one.told_by, one.bounds, hemisphere)
    named = (-math.inf, math.inf)
    if any(map(math.isinf, one.bounds)):
        named = date_of(one.date, seen, one.told_by, hemisphere).named_range
        certain_ends = one.bounds[1:3]
        if query.bounded and isinstance(date, Bounds) and all(map(math.isfinite, certain_ends)):
            # Beyond the days that it names it answers only by a side that is open or unknown.
            periods = _overlapping(periods, named, months)
    for period in periods:
        days = _days(period, months)
        match = min(Match(one.many.match), date.overlaps(*days))
        if match is Match.CERTAIN:
            yield period, match
        elif match is Match.POSSIBLE and not query.certain:
            beyond = named[0] > days[1] or named[1] < days[0]
            if not (one.many.unbounded or beyond):
                yield period, match
            elif not query.bounded:
                yield period, Match.IMPOSSIBLE


def _overlapping(periods: range, days: tuple[float, float], months: int) -> range:
    """Those of some periods that have some of the days of a range."""
    first, last = days
    start = periods.start if math.isinf(first) else _period(first, months)
    stop = periods.stop if math.isinf(last) else _period(last, months) + 1
    return range(max(periods.start, start), min(periods.stop, stop))


def _horizon(bounds: Iterable[Sequence[float]], query: Query) -> tuple[float, float]:
    """Between which days periods are told: where something begins or ends, as the dates asked."""
    ends = [bound for one in bounds for bound in one if not math.isinf(bound)]
    first, last = query.span
    return (
        min(max(min(ends, default=0), first), last),
        min(max(max(ends, default=0), first), last),
    )


class _Periods(dict[float, int]):
    """The numbers of the periods in which days lie, found out when a day is first met."""

    def __init__(self, months: int) -> None:
        super().__init__()
        self._months = months

    def __missing__(self, day: float) -> int:
        self[day] = _period(day, self._months)
        return self[day]


def _period(day: float, months: int) -> int:
    """The number of the period, of so many months, in which a day lies; of a day its own."""
    if not months:
        return int(day)
    year, month, _ = civil(int(day))
    return (year * 12 + month - 1) // months


def _days(period: int, months: int) -> tuple[int, int]:
    """The first and the last day of a period."""
    if not months:
        return period, period
    (year, month), (next_year, next_month) = (
        divmod(number * months, 12) for number in (period, period + 1)
    )
    return day_number(year, month + 1, 1), day_number(next_year, next_month + 1, 0)


def between(before: str, after: str, by: By) -> range:
    """The numbers of the periods between two, which are given by their keys.

    Args:
        before: the key of the period before, EDTF.
        after: that of the one after; neither is included.
        by: of what kind the periods are.
    """
    first, last = (_period(parse(key).earliest, MONTHS_OF[by]) for key in (before, after))
    return range(first + 1, last)


def nothing(period: int, by: By) -> GroupRow:
    """The row of a period, given by its number, in which there is nothing."""
    return _row(_key(period, by), _name(period, by), NOTHING)


def _key(period: int, by: By) -> str:
    if by == "day":
        return _four_digits(iso(period) or "", by)
    if by == "month":
        year, month = divmod(period, 12)
        return _four_digits(f"{'-' * (year < 0)}{abs(year):04}-{month + 1:02}", by)
    year, quarter = (period, None) if by == "year" else divmod(period, 4)
    written = f"{'-' * (year < 0)}{abs(year):04}" if abs(year) <= _LAST_YEAR else f"Y{year}"
    return written if quarter is None else f"{written}-{_QUARTERS[quarter]}"


def _four_digits(key: str, by: By) -> str:
    """A month or day as EDTF, which has none of years beyond four digits.

    Raises:
        UsageError: it is of such a year.
    """
    if len(key.removeprefix("-").partition("-")[0]) > len(str(_LAST_YEAR)):
        problem = f"there are no {by}s of years beyond {_LAST_YEAR}"
        remedy = Advice("group by year, or ask for less of the time", _LESS)
        raise UsageError(problem, remedy)
    return key


def _name(period: int, by: By) -> str:
    """The period in words: `2017`, `Q1 2017`, `July 2017`, `44 BC`."""
    from timeline.dates.words.printer import format_date  # noqa: PLC0415 (only times need it)

    if by != "quarter":
        return format_date(parse(_key(period, by)))
    year, quarter = divmod(period, 4)
    return f"Q{quarter + 1} {format_date(parse(_key(year, 'year')))}"


_LAST_YEAR = 9999
_QUARTERS = (33, 34, 35, 36)
"""The first, second, third and fourth quarter of a year, as EDTF numbers them."""
