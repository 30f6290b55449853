"""Spells: when an office was held or a phase ran, derived from what happenings did to it.

A spell begins with a happening that `starts` it and ends with one that `ends` or `cancels` it.
One that `continues` it proves that it had begun by then. A happening that only mentions it
proves its own date and no more. Design: section 4, "Terms and phases".
"""

import heapq
import math
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from timeline.base.days import iso
from timeline.dates.edtf import Bounds, Date, Match, SetOf, Single

CLOSING = frozenset(("ends", "cancels"))
_INF = math.inf


class Evidence(NamedTuple):
    """What one happening says of an office or phase; `effects` is empty for a mention.

    `seen` is the EDTF of the source that last saw it go on, where its end is open.
    """

    happening: str
    date: Date
    effects: tuple[str, ...]
    seen: str | None = None

    @property
    def last(self) -> str | None:
        """Until when it shows that something went on, as EDTF."""
        date = self.date
        open_end = ".." in date.text and date.open_end
        return self.seen if open_end else end_text(date) or start_text(date)

    @property
    def first(self) -> float:
        """The first day on which the happening may have been."""
        return self.date.tested.earliest_start


class Named(NamedTuple):
    """A happening that a spell rests on, of which no more is known than `Evidence.first`."""

    happening: str
    first: float


class Pause(NamedTuple):
    """A suspension or a resumption: possibly in force from a day on, and surely from another."""

    suspends: bool
    possibly_from: float
    surely_from: float


class Spell(NamedTuple):
    """One stretch of time in an office or phase.

    `start` and `end` are EDTF, None when not on record; `end_by` says what the end comes from:
    `recorded`, `planned`, `next-phase` or `last-phase`. `state` is running, suspended, ended,
    cancelled or mentioned. `bounds` are those that tests use: an end not on record is at plus
    infinity. `last_seen` is the last day for which there is evidence, `last_seen_date` the EDTF of
    that; up to `sure_until` it surely ran, once it had begun. `proven` are the bounds of dates on
    which it ran, whatever else is known, as `_proofs` has them. `first` is the first day on which
    anything of it may have happened. `items` may be left out of one that is not asked for them.
    """

    start: str | None
    end: str | None
    end_by: str | None
    state: str
    bounds: Bounds
    last_seen: float | None
    items: tuple[Evidence | Named, ...]
    proven: tuple[Bounds, ...] = ()
    sure_until: float = -_INF
    pauses: tuple[Pause, ...] = ()
    last_seen_date: str | None = None
    first: float = -_INF

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of the happenings that it rests on, each once."""
        return tuple(dict.fromkeys(item.happening for item in self.items))

    def on(self, day: int) -> Match:
        """Whether the spell covers a day."""
        start_from, start_by, _, end_to = self.bounds
        if start_by <= day <= self.sure_until:
            return Match.CERTAIN
        near = (proof for proof in self.proven if proof[0] <= day <= proof[3])
        shown = max((proof.overlaps(day, day) for proof in near), default=Match.IMPOSSIBLE)
        if self.state != "mentioned" and start_from <= day <= end_to:
            return max(shown, Match.POSSIBLE)
        return shown

    def by(self, day: int) -> "Spell | None":
        """The spell as it stood at the end of a day; None when nothing of it had happened.

        What happened later still tells when it ran, so `on` answers as before; but an end that
        was yet to come is not shown.
        """
        if self.bounds.earliest_start > day or self.first > day:
            return None
        items = tuple([item for item in self.items if item.first <= day])
        spell = self._replace(items=items)
        if self.last_seen is not None and self.last_seen > day:
            spell = spell._replace(last_seen=day, last_seen_date=_written(day))
        if self.state == "mentioned" or self.end_by == "planned":
            return spell._replace(state=self._state_by(day))
        if self.end_by is not None and self.bounds.earliest_end <= day:
            return spell
        return spell._replace(end=None, end_by=None, state=self._state_by(day))

    def _state_by(self, day: int) -> str:
        if self.state == "mentioned":
            return self.state
        return "suspended" if self.suspended(day) else "running"

    def suspended(self, day: int) -> Match:
        """Whether the last that is known of it by a day is that it was suspended."""
        for pause in reversed(self.pauses):
            if pause.possibly_from <= day:
                if not pause.suspends:
                    return Match.IMPOSSIBLE
                return Match.CERTAIN if pause.surely_from <= day else Match.POSSIBLE
        return Match.IMPOSSIBLE


def _proofs(date: Date, *, alone: bool) -> tuple[Bounds, ...]:
    """Bounds that say together what a date does of each range of days that something overlaps it.

    Of "all of" each member does; of "one of" each that it is possible, and all together when it is
    certain. Unless it stands `alone`, a date without any bound of its own says nothing against a
    start or an end on record.
    """
    tested = date.tested
    bounded = alone or tested.earliest_start > -_INF or tested.latest_end < _INF
    if date.text[0] not in "[{":
        return (tested if bounded else _surely(tested),)
    members = date.members
    if date.text[0] == "{":
        return members if bounded else tuple(map(_surely, members))
    maybe = (Bounds(one.earliest_start, _INF, -_INF, one.latest_end) for one in members)
    return (_surely(tested), *(maybe if bounded else ()))


def _surely(bounds: Bounds) -> Bounds:
    """Bounds that are overlapped where others surely are, and nowhere else."""
    _, start_by, ends_from, _ = bounds
    return Bounds(start_by, start_by, ends_from, ends_from)


class _Open:
    """A spell while it is being put together."""

    def __init__(self, start: str | None, start_from: float, start_by: float) -> None:
        self.start, self.start_from, self.start_by = start, start_from, start_by
        self.items: list[Evidence] = []
        self.proving: list[Evidence] = []
        self.pauses: list[Pause] = []

    def take(self, item: Evidence, effect: str) -> None:
        self.items.append(item)
        if effect in CLOSING:
            return
        self.proving.append(item)
        if effect in ("suspends", "resumes"):
            self.pauses.append(Pause(effect == "suspends", *item.date.tested[:2]))

    def closed(self, end: Date | None, state: str) -> Spell:
        proven = [item.date.tested for item in self.proving]
        begun_by = min([tested[1] for tested in proven], default=_INF)
        sure_until = max([tested[2] for tested in proven], default=-_INF)
        text, ends_from, ends_by = None, _INF, _INF
        if end is not None:
            text, (ends_from, ends_by) = end_text(end), end.tested[2:]
            ends_from = min(max(ends_from, self.start_from, sure_until), ends_by)
            sure_until = max(sure_until, ends_from - 1)
        start_by = min(self.start_by, begun_by, ends_by)
        newest = max(self.proving, key=_newness, default=None)
        return Spell(
            self.start,
            text,
            None if end is None else "recorded",
            state,
            Bounds(self.start_from, start_by, ends_from, ends_by),
            newest and newest.date.nominal.earliest_end,
            tuple(self.items),
            tuple([proof for item in self.proving for proof in _proofs(item.date, alone=False)]),
            sure_until,
            tuple(self.pauses),
            newest and newest.last,
            min(item.date.tested[0] for item in self.items),
        )


def _newness(item: Evidence) -> tuple[float, float]:
    """How late something was seen to go on."""
    return item.date.nominal.earliest_end, item.date.nominal.latest_end


def spells(evidence: Iterable[Evidence], planned: Date | None = None) -> list[Spell]:
    """The spells that evidence of one office or phase amounts to, in their order.

    Args:
        evidence: in any order; `in_turn` says which effect comes when. A second `starts` inside
            a running spell is further evidence of it.
        planned: when it is declared to run; its end closes a spell that has no other, unless
            the spell is known to have outlasted it.
    """
    items = list(evidence)
    found: list[Spell] = []
    running: _Open | None = None
    for item, effect in in_turn(items):
        if running is None and effect == "starts":
            running = _Open(_start_of(item.date), *item.date.tested[:2])
        elif running is None:
            running = _Open(_begun_by(item.date), -_INF, item.date.tested.latest_start)
        running.take(item, effect)
        if effect in CLOSING:
            found.append(running.closed(item.date, "ended" if effect == "ends" else "cancelled"))
            running = None
    if running is not None:
        suspended = bool(running.pauses) and running.pauses[-1].suspends
        spell = running.closed(None, "suspended" if suspended else "running")
        found.append(_with_planned_end(spell, planned))
    return _with_mentions(found, [item for item in items if not item.effects])


_TURNS = {
    "idle": ("starts", "continues", "resumes", "suspends", "ends", "cancels"),
    "running": ("continues", "suspends", "resumes", "ends", "cancels", "starts"),
    "suspended": ("resumes", "continues", "suspends", "ends", "cancels", "starts"),
}
"""Of effects that may come next, which is taken first: that which fits what there is."""


_Moment = tuple[float, float, str, int, tuple[str, ...], int]
"""An effect of a happening: the days between which it set in, the happening, which of its effects
it is, all of them, and the place of the evidence among all. It comes before what is greater."""


def _moment(item: Evidence, place: int, step: int = 0) -> _Moment:
    tested, effects = item.date.tested, item.effects
    low, high = tested[2:] if effects[step] in CLOSING else tested[:2]
    return low, high, item.happening, step, effects, place


def _following(moment: _Moment, item: Evidence) -> _Moment | None:
    """The next effect of the same happening, which cannot come before this one."""
    low, high, _, step, effects, place = moment
    if step + 1 == len(effects):
        return None
    after = _moment(item, place, step + 1)
    return max(after[0], low), max(after[1], high), *after[2:]


def in_turn(evidence: Iterable[Evidence]) -> Iterator[tuple[Evidence, str]]:
    """Each effect in its turn, in an order that the dates allow.

    Where they allow several, the one is taken in which starts and ends alternate: "ended in
    2017" follows "started in May 2017", and comes before "started in March 2017" when it ran
    already. On one day an end comes before a start while something runs, else after it.
    """
    items = [item for item in evidence if item.effects]
    waiting = sorted(_moment(item, place) for place, item in enumerate(items))
    # Nothing may come before a moment that is surely over by then: the least `high` tells.
    highest = sorted((moment[1], moment) for moment in waiting)
    ready: dict[str, list[_Moment]] = {effect: [] for effect in _TURNS["idle"]}
    done: set[tuple[int, int]] = set()
    state = "idle"
    begun = looked_at = 0
    while looked_at < len(highest):
        limit, (*_, step, _, place) = highest[looked_at]
        if (place, step) in done:
            looked_at += 1
            continue
        while begun < len(waiting) and waiting[begun][0] <= limit:
            moment = waiting[begun]
            heapq.heappush(ready[moment[4][moment[3]]], moment)
            begun += 1
        effect = next(effect for effect in _TURNS[state] if ready[effect])
        moment = heapq.heappop(ready[effect])
        *_, step, effects, place = moment
        done.add((place, step))
        if len(effects) > 1 and (following := _following(moment, items[place])):
            insort(waiting, following, begun)
            insort(highest, (following[1], following), looked_at)
        yield items[place], effect
        state = "idle" if effect in CLOSING else "suspended" if effect == "suspends" else "running"


def _with_planned_end(spell: Spell, planned: Date | None) -> Spell:
    if planned is None or math.isinf(planned.tested.latest_end):
        return spell
    ends_from, ends_by = planned.tested[2:]
    if ends_by < max(spell.sure_until, spell.bounds.earliest_start):
        return spell
    bounds = ending(spell, ends_from, ends_by)
    return spell._replace(
        end=end_text(planned),
        end_by="planned",
        bounds=bounds,
        sure_until=max(spell.sure_until, bounds.earliest_end - 1),
    )


def without_items(spell: Spell) -> Spell:
    """A spell that answers as before of which days it covers, and keeps as little as it can.

    Dates that show nothing that its bounds do not say are left out.
    """
    start_from, start_by, _, end_to = spell.bounds
    sure = (start_by, spell.sure_until) if start_by <= spell.sure_until else (_INF, -_INF)
    proven = dict.fromkeys(spell.proven)
    if spell.state != "mentioned":
        proven = dict.fromkeys(
            proof
            for proof in proven
            if proof[0] < start_from
            or proof[3] > end_to
            or ((proof[1] < sure[0] or proof[2] > sure[1]) and not _is_never(proof))
        )
    return spell._replace(items=(), proven=tuple(proven))


def _is_never(proof: Bounds) -> bool:
    """Whether no range of days surely overlaps it."""
    return proof.latest_start == _INF or proof.earliest_end == -_INF


def held_to_go_on(spell: Spell) -> Spell:
    """A spell that surely goes on after it was last seen, unless an end of it is known."""
    return spell if spell.end_by else spell._replace(sure_until=_INF)


def held_until(spell: Spell, planned: Date) -> Spell:
    """A spell held to go on until a planned end, unless it is known to have outlasted it."""
    seen = max((proof.earliest_end for proof in spell.proven), default=-_INF)
    ended = _with_planned_end(spell._replace(sure_until=seen), planned)
    return ended if ended.end_by == "planned" else spell


def ending(spell: Spell, ends_from: float, ends_by: float) -> Bounds:
    """The bounds of a spell that ends between two days, but not before it was last seen."""
    start_from, start_by, *_ = spell.bounds
    ends_from = min(max(ends_from, start_from, spell.sure_until), ends_by)
    return Bounds(start_from, min(start_by, ends_by), ends_from, ends_by)


def _with_mentions(found: list[Spell], mentions: Sequence[Evidence]) -> list[Spell]:
    """Mentions added to the first spell that they may lie in; others stand alone, by their dates.

    The spells keep their order, which uncertain dates alone would not tell.
    """
    added: list[list[Evidence]] = [[] for _ in found]
    alone: list[Spell] = []
    # Spells before the first that lasts as long as a date begins cannot touch it, nor can those
    # after which all begin when it is over.
    longest = list(accumulate((spell.bounds.latest_end for spell in found), max))
    first = list(accumulate((spell.bounds.earliest_start for spell in reversed(found)), min))[::-1]
    for item in sorted(mentions, key=lambda item: (item.date.tested, item.happening)):
        begins, _, _, ends = item.date.tested
        i = bisect_left(longest, begins)
        while i < len(found) and first[i] <= ends and not _touches(item.date, found[i]):
            i += 1
        if i < len(found) and first[i] <= ends:
            added[i].append(item)
        else:
            alone.append(_mentioned(item))
    return list(_merged(list(map(_with_items, found, added)), alone))


def _touches(date: Date, spell: Spell) -> bool:
    begins, ends = date.tested[0::3]
    first, last = spell.bounds[0::3]
    if begins > last or ends < first:
        return False
    return date.text[0] not in "[{" or date.overlaps(first, last) is not Match.IMPOSSIBLE


def _with_items(spell: Spell, items: Sequence[Evidence]) -> Spell:
    """A spell with further mentions, in their order."""
    if not items:
        return spell
    newest = max(items, key=lambda item: item.date.nominal[2])
    seen, seen_date = newest.date.nominal.earliest_end, newest.last
    if spell.last_seen is not None and seen <= spell.last_seen:
        seen, seen_date = spell.last_seen, spell.last_seen_date
    return spell._replace(
        items=(*spell.items, *items),
        proven=(*spell.proven, *(p for item in items for p in _proofs(item.date, alone=False))),
        last_seen=seen,
        last_seen_date=seen_date,
        first=min(spell.first, items[0].date.tested.earliest_start),
    )


def _merged(found: Sequence[Spell], alone: Sequence[Spell]) -> Iterator[Spell]:
    """Spells in their order, with others each before the first that has later bounds.

    Args:
        found: spells, whose order stays.
        alone: spells in the order of their bounds.
    """
    rest = iter(found)
    following = next(rest, None)
    for spell in alone:
        while following is not None and following.bounds <= spell.bounds:
            yield following
            following = next(rest, None)
        yield spell
    while following is not None:
        yield following
        following = next(rest, None)


def _mentioned(item: Evidence) -> Spell:
    date = item.date
    end = end_text(date)
    by = "recorded" if end else None
    seen = None if end else date.nominal.earliest_end
    proven = _proofs(date, alone=True)
    spell = Spell(_start_of(date), end, by, "mentioned", date.tested, seen, (item,), proven)
    return spell._replace(last_seen_date=None if end else item.last, first=date.tested[0])


def _written(day: int) -> str:
    """A day as EDTF; of years that have more than four digits, the year."""
    text = iso(day) or ""
    year = text[: -len("-01-01")]
    return text if len(year.lstrip("-")) == 4 else f"Y{year}"


def _start_of(date: Date) -> str | None:
    """When something began that has a date, as EDTF; of one that is not known, by when."""
    return start_text(date) or _begun_by(date)


def start_text(date: Date) -> str | None:
    """The start of a date as EDTF: of an interval its first half, of "all of" its first member."""
    if date.text[0] == "{" and isinstance(date.node, SetOf):
        return _member(date, date.node, -1)
    first, slash, _ = date.text.partition("/")
    return (first if first not in ("", "..") else None) if slash else date.text


def end_text(date: Date) -> str | None:
    """The end of a date as EDTF: of an interval its second half, of "all of" its last member."""
    if date.text[0] == "{" and isinstance(date.node, SetOf):
        return _member(date, date.node, 1)
    _, slash, last = date.text.partition("/")
    return (last if last not in ("", "..") else None) if slash else date.text


def _member(date: Date, node: SetOf, side: int) -> str | None:
    """The first (side -1) or last (side 1) member of an all-of set; of a range its outer day."""
    singles = [member for member in node.members if isinstance(member, Single)]
    if len(singles) != len(node.members):
        return iso(date.nominal.earliest_start if side < 0 else date.nominal.latest_end)
    texts = date.text.strip("{}").split(",")
    ends = [member.last if side > 0 else -member.first for member in singles]
    return texts[ends.index(max(ends))]


_PLAIN = frozenset("/[{?~%T")
"""Signs of which a single date without marks and a time of day has none."""


def _begun_by(date: Date) -> str | None:
    """The start of what was under way by a date: some day until then, as EDTF `[..X]`."""
    if _PLAIN.isdisjoint(date.text):
        return f"[..{date.text}]"
    latest = date.nominal.latest_start
    day = iso(date.tested.latest_start if latest == _INF else latest)
    return f"[..{day}]" if day else None
