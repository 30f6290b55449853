"""Which happenings a question is about: filters and the happened clock.

`pick` puts the answer into the temporary table `picked`; every view is then plain SQL over it.
What people type becomes a parameter, never SQL.
"""

import math
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from timeline.base import days
from timeline.base.errors import TimelineError, UsageError
from timeline.dates import edtf
from timeline.dates.edtf import Bounds, Match
from timeline.projection import clocks
from timeline.projection.clocks import Clocks
from timeline.projection.dates import date_of
from timeline.projection.history import DAY
from timeline.projection.settings import hemisphere_of, open_ends_of
from timeline.views.asked_for import NOBODY, AskedFor, asked_for
from timeline.views.conditions import NAMES, Clause, How, clauses, row_conditions, spelled
from timeline.views.context import WINDOW, Around, around


class Filters(NamedTuple):
    """What a reading command is asked for, as typed.

    `from_`, `to`, `during`, `within` and the clocks `as_of`, `as_recorded` and `as_published` are
    EDTF or words; `as_recorded` may be an instant. `around` is a date, an id or words of a title,
    and `window` how far before and after it, such as 30d. `open_ends` says until when that is
    certain which has begun and has no end on record: until last `seen`, or `held` to go on; empty
    for what the log's settings say. `unbounded` lists for people, too, what matches only because a
    side of its date is open or unknown.

    Of names and words those of one field are alternatives, or with `all_match` must all be there;
    a field whose name begins with `not_` names what must not be. `actor` holds names, or
    `ROLE=NAME` for one participation; with `role` and `office`, these are those actors'; likewise
    `program`, `phase` and `state`: the state that the program is in, as of `as_of`. `source` may be
    `KEY@5` for a paragraph. Parts of a named body, program or place, and what somebody did for a
    body, are included unless `no_parts`. `text` holds words that follow each other, `words` such
    that must all be there.
    """

    from_: str = ""
    to: str = ""
    during: str = ""
    within: str = ""
    around: str = ""
    window: str = ""
    certain: bool = False
    actor: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    program: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    confidence: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    not_actor: tuple[str, ...] = ()
    not_role: tuple[str, ...] = ()
    not_program: tuple[str, ...] = ()
    not_phase: tuple[str, ...] = ()
    not_office: tuple[str, ...] = ()
    not_state: tuple[str, ...] = ()
    not_place: tuple[str, ...] = ()
    not_kind: tuple[str, ...] = ()
    not_status: tuple[str, ...] = ()
    not_tag: tuple[str, ...] = ()
    not_source: tuple[str, ...] = ()
    not_measure: tuple[str, ...] = ()
    not_confidence: tuple[str, ...] = ()
    not_text: tuple[str, ...] = ()
    all_match: bool = False
    overdue: bool = False
    no_parts: bool = False
    as_of: str = ""
    as_recorded: str = ""
    as_published: str = ""
    open_ends: str = ""
    unbounded: bool = False


OPEN_ENDS = ("seen", "held")
"""Until when that is certain which has begun and has no end on record."""


def option_of(field: str) -> str:
    """The option of the command line that sets a field: `--not-actor`, `--from`."""
    return f"--{field.strip('_').replace('_', '-')}"


Test = Callable[[edtf.Date | Bounds], Match]


class Asked(NamedTuple):
    """Filters with their names and dates understood.

    `filtered` says that something other than a clock chooses among happenings, `dated` that a
    date was asked for, so that rows match certainly or possibly. `span` are the days, both
    included, that dates asked for leave. `around` is the id of the happening whose context was
    asked for, empty where it is that of a date; `measures` are the measures. `held` says that what
    has no end on record goes on, `bounded` that what matches only by an open or unknown side of
    its date is left out. `ranges` are the days, both included, that dates asked for and the
    happened clock look at. `rows` are the rows that answer of tables of which not all do, `first`
    are the actors that were asked for.
    """

    clauses: tuple[Clause, ...]
    tests: tuple[Test, ...]
    ranges: tuple[tuple[float, float], ...]
    as_of: int | None
    certain: bool
    filtered: bool
    dated: bool
    span: tuple[float, float] = (-math.inf, math.inf)
    around: str | None = None
    measures: tuple[str, ...] = ()
    held: bool = False
    bounded: bool = False
    rows: Mapping[str, Clause] = MappingProxyType({})
    first: AskedFor = NOBODY


def last_day(db: sqlite3.Connection, typed: str) -> int:
    """The last day of a date as typed: what "as of 2016" and "to 2016" mean.

    Raises:
        TimelineError: the text is no date, or it has no last day.
    """
    date = _read(typed, hemisphere_of(db))
    if math.isinf(date.latest):
        raise TimelineError(f"`{typed}` has no last day", "give a date such as 2016 or 2016-06-30")
    return int(date.latest)


def days_of(db: sqlite3.Connection, typed: str) -> tuple[float, float]:
    """The first and the last day of a date as typed, infinite where it is open.

    Raises:
        TimelineError: the text is no date.
    """
    date = _read(typed, hemisphere_of(db))
    return date.earliest, date.latest


def instant_of(db: sqlite3.Connection, typed: str) -> int:
    """The last microsecond of an instant or a date as typed, as `instants_of` gives it."""
    return instants_of(db, typed)[1]


def instants_of(db: sqlite3.Connection, typed: str) -> tuple[int, int]:
    """The first and the last microsecond (since 1970, UTC) of an instant or a date as typed.

    An instant is `2026-11-22T09:30`, with or without seconds, their fractions and a zone; without
    a zone it is in UTC.

    Raises:
        TimelineError: the text is neither, or the date has no last day.
    """
    found = _INSTANT.fullmatch(typed.strip())
    if not found:
        last = last_day(db, typed)
        first = days_of(db, typed)[0]
        return (int(max(first, _NO_DAY)) * DAY), clocks.end_of(last)
    day, hour, minute, second, fraction, zone = found.groups()
    of_day = (int(hour) * 60 + int(minute)) * 60 + int(second or 0)
    ahead = (int(zone[1:3]), int(zone[-2:])) if zone not in (None, "Z", "z") else (0, 0)
    if max(int(hour), ahead[0]) > 23 or max(int(minute), int(second or 0), ahead[1]) > 59:
        raise TimelineError(f"`{typed}` is no instant", "write 2026-11-22T09:30:00Z")
    micros = (last_day(db, day) * 86_400 + of_day) * 1_000_000
    # What is not written is as late as it can be: of 09:30 all of its minute counts.
    rest = 10 ** (6 - len(fraction)) if fraction else 1_000_000 if second else 60_000_000
    micros += int((fraction or "").ljust(6, "0"))
    offset = (ahead[0] * 60 + ahead[1]) * 60_000_000
    micros += offset if zone and zone[0] == "-" else -offset
    return micros, micros + rest - 1


_NO_DAY = -(10**6)
"""A day before anything was recorded, in place of the first of a date that has none."""
_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?"
    r"([Zz]|[+-]\d\d:?\d\d)?"
)


def enter_clocks(db: sqlite3.Connection, filters: Filters) -> None:
    """Let the connection answer as of the clocks that filters name, and as of no others.

    Raises:
        TimelineError: a date or an instant that means nothing.
        UsageError: no way to take open ends.
    """
    if filters.open_ends and filters.open_ends not in OPEN_ENDS:
        raise UsageError(f"no --open-ends `{filters.open_ends}`", " or ".join(OPEN_ENDS))
    held = (filters.open_ends or open_ends_of(db)) == "held"
    recorded = instant_of(db, filters.as_recorded) if filters.as_recorded else None
    published = last_day(db, filters.as_published) if filters.as_published else None
    clocks.enter(db, Clocks(recorded, published, held))


def one_day(db: sqlite3.Connection, typed: str) -> int:
    """The day that was typed.

    Raises:
        TimelineError: the text is no date, or not of one day.
    """
    date = _read(typed, hemisphere_of(db))
    if date.earliest != date.latest:
        raise TimelineError(f"`{typed}` is not one day", "give a day such as 2016-06-30")
    return int(date.earliest)


def span_of(db: sqlite3.Connection, typed: str) -> tuple[int, int]:
    """The first and the last day of a day, month or year that was typed.

    Raises:
        TimelineError: the text is no date, or it is open on a side.
    """
    first, last = days_of(db, typed)
    if math.isinf(first) or math.isinf(last):
        problem = f"`{typed}` is open on a side"
        raise TimelineError(problem, "give a day, a month or a year such as 2016")
    return int(first), int(last)


def understand(db: sqlite3.Connection, filters: Filters) -> Asked:
    """Resolve what was typed, and enter its clocks.

    Raises:
        TimelineError: a name or date that means nothing, with the nearest that does.
    """
    filters = _storable(filters)
    enter_clocks(db, filters)
    as_of = last_day(db, filters.as_of) if filters.as_of else None
    how = How(parts=not filters.no_parts, day=as_of)
    conditions = list(_conditions(db, filters, how))
    context = _context(db, filters)
    ranges = list(_ranges(db, filters))
    if context:
        ranges.append((context.first, context.last, "overlaps"))
    conditions += [
        Clause("h.starts_from <= ? AND h.ends_by >= ?", (last, first)) for first, last, _ in ranges
    ]
    filtered = bool(conditions)
    if as_of is not None:
        conditions.append(Clause("h.counts_from <= ?", (as_of,)))
    first, last = sorted(
        (
            max((first for first, *_ in ranges), default=-math.inf),
            min((last for _, last, _ in ranges), default=math.inf),
        )
    )
    return Asked(
        tuple(conditions),
        tuple(_test(name, first, last) for first, last, name in ranges),
        tuple(_looked_at(ranges, as_of)),
        as_of,
        filters.certain,
        filtered,
        dated=bool(ranges) or as_of is not None,
        span=(first, last),
        around=context.id if context else None,
        measures=tuple(spelled(db, "measure", filters.measure)) if filters.measure else (),
        held=clocks.is_held(db),
        rows=row_conditions(db, {name: getattr(filters, name) for name in NAMES}, how),
        first=asked_for(db, filters),
    )


def _looked_at(
    ranges: Sequence[tuple[float, float, str]], as_of: int | None
) -> Iterator[tuple[float, float]]:
    yield from ((first, last) for first, last, _ in ranges)
    if as_of is not None:
        yield -math.inf, as_of


def _storable(filters: Filters) -> Filters:
    """Filters in which nothing is left that no text of the log holds and SQLite would not take."""
    return Filters._make(
        tuple(map(_clean, value)) if isinstance(value, tuple) else _clean(value)
        for value in filters
    )


def _clean(typed: str | bool) -> str | bool:
    if isinstance(typed, bool) or typed.isascii():
        return typed
    return typed.encode(errors="replace").decode()


def _test(name: str, first: float, last: float) -> Test:
    if name == "within":
        return lambda date: date.within(first, last)
    return lambda date: date.overlaps(first, last)


def _ranges(db: sqlite3.Connection, filters: Filters) -> Iterator[tuple[float, float, str]]:
    if filters.from_ or filters.to:
        first = days_of(db, filters.from_)[0] if filters.from_ else -math.inf
        last = days_of(db, filters.to)[1] if filters.to else math.inf
        if first > last:
            problem = f"--from {filters.from_} is later than --to {filters.to}"
            raise UsageError(problem, "no day lies between them")
        yield first, last, "overlaps"
    for typed, name in ((filters.during, "overlaps"), (filters.within, "within")):
        if typed:
            yield *days_of(db, typed), name


def _read(typed: str, hemisphere: edtf.Hemisphere) -> edtf.Date:
    from timeline.dates import words as date_words  # noqa: PLC0415 (only a date filter needs it)

    return date_words.read(typed, hemisphere=hemisphere)


def _context(db: sqlite3.Connection, filters: Filters) -> Around | None:
    if filters.window and not filters.around:
        problem = "--window is how far around a happening to look"
        raise UsageError(problem, "name it: --around ID --window 30d")
    if not filters.around:
        return None
    return around(db, filters.around, filters.window or WINDOW, hemisphere_of(db))


def _conditions(db: sqlite3.Connection, filters: Filters, how: How) -> Iterator[Clause]:
    """What filters by names, words and texts ask for."""
    wanted, unwanted = (
        {name: getattr(filters, f"{before}{name}") for name in NAMES} for before in ("", "not_")
    )
    yield from clauses(db, wanted, unwanted, how, all_match=filters.all_match)
    yield from clauses(db, {"text": filters.words}, {}, how, all_match=True)
    if filters.overdue and filters.as_of:
        day = last_day(db, filters.as_of)
        yield overdue(day + 1, day)
    elif filters.overdue:
        yield overdue(days.today())


def overdue(today: int, as_of: int | None = None) -> Clause:
    """The condition that something planned was surely over before a day, without an outcome.

    Args:
        today: the day.
        as_of: only what may have happened by the end of this day is an outcome.
    """
    sql = """
        h.status = 'planned' AND h.ends_by < ? AND NOT EXISTS (
            SELECT 1 FROM happenings AS o WHERE o.outcome_of = h.id AND o.counts_from <= ?
        )
    """
    return Clause(sql, (today, math.inf if as_of is None else as_of))


_PICKED = """
    CREATE TEMP TABLE picked (
        ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, match INTEGER NOT NULL,
        unbounded INTEGER NOT NULL DEFAULT 0
    )
"""


class Aside(NamedTuple):
    """How many happenings match only by a side of their dates that is open or unknown.

    Those `before` begin at an open or unknown time, which alone reaches the days asked for; those
    `after` end at one.
    """

    before: int = 0
    after: int = 0


def pick(db: sqlite3.Connection, asked: Asked) -> Aside:
    """Fill the temporary table `picked` with the happenings asked for, in order of their dates.

    Its `match` is 2 for what certainly answers and 1 for what possibly does; `unbounded` is 1 for
    what does so only by an open or unknown side of its date.

    Returns:
        How many of those were left out, as `asked.bounded` says.
    """
    where = " AND ".join(f"({clause.sql})" for clause in asked.clauses) or "1"
    values = [value for clause in asked.clauses for value in clause.values]
    query = f"""
        SELECT h.id, h.date, h.last_seen, h.told_by,
               h.starts_from, h.starts_by, h.ends_from, h.ends_by, h.counts_from, h.counts_by
        FROM happenings AS h WHERE {where}
        ORDER BY h.sort_from, h.sort_to, h.date, h.id
    """  # noqa: S608 (the conditions are fixed texts with ? for values)
    nothing_picked(db)
    hemisphere = hemisphere_of(db)
    db.execute("BEGIN")
    db.executemany(
        "INSERT INTO picked (id, match, unbounded) VALUES (?, ?, ?)",
        _matching(db.execute(query, values), asked, hemisphere),
    )
    aside = Aside()
    if asked.bounded and asked.ranges:
        query = "SELECT count(*) FROM picked WHERE unbounded = ?"
        aside = Aside._make(db.execute(query, (side,)).fetchone()[0] for side in _SIDES)
        db.execute("DELETE FROM picked WHERE unbounded")
    db.execute("COMMIT")
    return aside


def nothing_picked(db: sqlite3.Connection) -> None:
    """Make the temporary table `picked`, empty."""
    db.execute("DROP TABLE IF EXISTS temp.picked")
    db.execute(_PICKED)


def picked(db: sqlite3.Connection) -> int:
    """How many happenings were picked."""
    return int(db.execute("SELECT count(*) FROM picked").fetchone()[0])


def _matching(
    rows: sqlite3.Cursor, asked: Asked, hemisphere: edtf.Hemisphere
) -> Iterator[tuple[str, int, int]]:
    for id_, text, last_seen, told_by, *numbers, counts_from, counts_by in rows:
        match = Match.CERTAIN
        seen = None if asked.held and told_by is not None else last_seen
        if asked.tests:
            date = tested(text, seen, told_by, numbers, hemisphere)
            match = min(test(date) for test in asked.tests)
        if asked.as_of is not None and counts_by > asked.as_of:
            match = min(match, Match.POSSIBLE)
        if match is Match.CERTAIN:
            yield id_, int(match), 0
        elif match is Match.POSSIBLE and not asked.certain:
            unbounded = 0
            if told_by is None and asked.as_of is not None and math.isinf(counts_from):
                unbounded = _BEFORE
            elif math.isinf(numbers[0]) or math.isinf(numbers[3]):
                date = date_of(text, seen, told_by, hemisphere)
                unbounded = unbounded_side(date, _of(asked, planned=told_by is None))
            yield id_, int(match), unbounded


_SIDES = _BEFORE, _AFTER = 1, 2
"""The side of a date by which alone it matches: its beginning or its end is open or unknown."""


def _of(asked: Asked, *, planned: bool) -> Sequence[tuple[float, float]]:
    """The days that its date is asked about: a plan is there as of when it was announced."""
    return asked.ranges[:-1] if planned and asked.as_of is not None else asked.ranges


def unbounded_side(date: edtf.Date, ranges: Iterable[tuple[float, float]]) -> int:
    """By which open or unknown side alone a date that possibly matches does so; 0 by none.

    It is by such a side alone where no day of a range lies between two days that the date names.
    """
    for first, last in ranges:
        if not date.names_day_in(first, last):
            return _AFTER if date.names_day_in(-math.inf, first) else _BEFORE
    return 0


def tested(
    text: str,
    last_seen: int | None,
    told_by: int | None,
    numbers: Sequence[float],
    hemisphere: edtf.Hemisphere,
) -> edtf.Date | Bounds:
    """What to test of a happening: its four bounds, or the members of a set.

    Args:
        text: its date.
        last_seen: the day until which its open end is certain.
        told_by: the day by which it had begun.
        numbers: starts_from, starts_by, ends_from and ends_by.
        hemisphere: for the seasons 21 to 24.
    """
    if text[0] not in "[{":
        return Bounds(*numbers)
    return date_of(text, last_seen, told_by, hemisphere)


def match_word(match: int | None, asked: Asked) -> str | None:
    """How a row answers: `certain` or `possible`; None when no date was asked for."""
    return Match(match).word if asked.dated and match is not None else None
