"""What a view is asked for: the filters as typed, and the same understood."""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from timeline.dates import edtf
from timeline.dates.edtf import Bounds, Match
from timeline.views.clause import Clause


class ActorQuery(NamedTuple):
    """The actors, roles and offices that filters name; nobody where they name none."""

    keys: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()

    def matches(self, part: Mapping[str, object]) -> bool:
        """Whether a participation, as a chronology has it, is one that is queried."""
        if self.keys and not {part["actor"], part["for"]} & self.keys:
            return False
        if self.roles and part["role"] not in self.roles:
            return False
        if self.offices and (part["capacity"] or part["role"]) not in self.offices:
            return False
        return self != NO_ACTORS


NO_ACTORS = ActorQuery()


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


class Test(NamedTuple):
    """A test of dates: whether they overlap days, or lie within them; both days are included."""

    name: Literal["overlaps", "within"]
    first: float
    last: float

    def of(self, date: edtf.Date | Bounds) -> Match:
        """The answer for a date."""
        test = date.within if self.name == "within" else date.overlaps
        return test(self.first, self.last)


class Query(NamedTuple):
    """Filters with their names and dates understood.

    `filtered` says that something other than a clock chooses among happenings, `dated` that a
    date was asked for, so that rows match certainly or possibly. `span` are the days, both
    included, that dates asked for leave. `around` is the id of the happening whose context was
    asked for, empty where it is that of a date; `measures` are the measures. `held` says that what
    has no end on record goes on, `bounded` that what matches only by an open or unknown side of
    its date is left out. `ranges` are the days, both included, that dates asked for and the
    happened clock look at. `rows` are the rows that answer of tables of which not all do, `actors`
    are the actors, roles and offices that were named.
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
    actors: ActorQuery = NO_ACTORS


def match_word(match: int | None, query: Query) -> str | None:
    """How a row answers: `certain` or `possible`; None when no date was asked for."""
    return Match(match).word if query.dated and match is not None else None
