"""Spells: when an office was held or a phase ran, derived from what happenings did to it.

A spell begins with a happening that `starts` it and ends with one that `ends` or `cancels` it.
One that `continues` it proves that it had begun by then. A happening that only mentions it
proves its own date and no more. Design: section 4, "Terms and phases".
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from timeline.days import iso
from timeline.edtf import Bounds, Date, Match, SetOf, Single, parse

CLOSING = frozenset(("ends", "cancels"))


class Evidence(NamedTuple):
    """What one happening says of an office or phase; `effects` is empty for a mention."""

    happening: str
    date: Date
    effects: tuple[str, ...]


class Spell(NamedTuple):
    """One stretch of time in an office or phase.

    `start` and `end` are EDTF, None when not on record; `end_by` says what the end comes from:
    `recorded`, `planned` or `next-phase`. `state` is running, suspended, ended, cancelled or
    mentioned. `bounds` are those that tests use: an end not on record is at plus infinity. For
    such a spell `last_seen` is the last day for which there is evidence.
    """

    start: str | None
    end: str | None
    end_by: str | None
    state: str
    bounds: Bounds
    last_seen: float | None
    evidence: tuple[str, ...]
    proven: tuple[tuple[float, float], ...] = ()

    def on(self, day: int) -> Match:
        """Whether the spell covers a day."""
        if any(first <= day <= last for first, last in self.proven):
            return Match.CERTAIN
        start_from, start_by, end_from, end_to = self.bounds
        if not start_from <= day <= end_to:
            return Match.IMPOSSIBLE
        if self.end_by in ("recorded", "next-phase") and self.state != "mentioned":
            certain = start_by <= day < end_from
        else:
            certain = self.last_seen is not None and start_by <= day <= self.last_seen
        return Match.CERTAIN if certain else Match.POSSIBLE


class _Open:
    """A spell while it is being put together."""

    def __init__(self, start: str | None, start_from: float, start_by: float) -> None:
        self.start, self.start_from, self.start_by = start, start_from, start_by
        self.seen: list[Evidence] = []
        self.proofs: list[Evidence] = []
        self.state = "running"

    def closed(self, end: Evidence | None, state: str) -> Spell:
        last_seen = max((e.date.tested.earliest_end for e in self.proofs), default=None)
        text, ends = None, (float("inf"), float("inf"))
        if end is not None:
            text, ends = end_text(end.date), end.date.tested[2:]
        bounds = Bounds(self.start_from, self.start_by, max(ends[0], self.start_from), ends[1])
        proven = tuple((e.date.tested[1], e.date.tested[2]) for e in self.proofs)
        ids = tuple(dict.fromkeys(e.happening for e in self.seen))
        by = None if end is None else "recorded"
        return Spell(self.start, text, by, state, bounds, last_seen, ids, proven)


def spells(evidence: Iterable[Evidence], planned: Date | None = None) -> list[Spell]:
    """The spells that evidence of one office or phase amounts to, in their order.

    Args:
        evidence: in any order. What comes later in the order of dates applies to the spell that
            is running then; a second `starts` inside a running spell is further evidence of it.
            An end counts at the latest day it can have, so that "ended in 2017" follows
            "started in May 2017".
        planned: when it is declared to run; its end closes a spell that has no other.
    """
    found: list[Spell] = []
    running: _Open | None = None
    mentions: list[Evidence] = []
    for item, effect in _steps(evidence, mentions):
        if effect == "starts" and running is None:
            running = _Open(start_text(item.date), *item.date.tested[:2])
        elif running is None:
            running = _Open(_begun_by(item.date), float("-inf"), item.date.tested.latest_start)
        running.seen.append(item)
        if effect in CLOSING:
            found.append(running.closed(item, "ended" if effect == "ends" else "cancelled"))
            running = None
            continue
        running.proofs.append(item)
        if effect in ("suspends", "resumes"):
            running.state = "suspended" if effect == "suspends" else "running"
    if running is not None:
        found.append(_with_planned_end(running.closed(None, running.state), planned))
    return _with_mentions(found, mentions)


def _steps(
    evidence: Iterable[Evidence], mentions: list[Evidence]
) -> Iterable[tuple[Evidence, str]]:
    """Each effect in its turn. On one day an end comes before a start while something runs, and
    after it while nothing does. Mentions are put aside.
    """
    moments = []
    for item in evidence:
        if not item.effects:
            mentions.append(item)
            continue
        closing = all(effect in CLOSING for effect in item.effects)
        tested = item.date.tested
        day = tested.latest_end if closing else tested.earliest_start
        moments.append((day, item.happening, closing, item))
    moments.sort(key=lambda moment: moment[:2])
    running = False
    for _, same_day in groupby(moments, key=lambda moment: moment[0]):
        for _, _, _, item in sorted(same_day, key=lambda moment: moment[2] != running):
            for effect in item.effects:
                running = effect not in CLOSING
                yield item, effect


def _with_planned_end(spell: Spell, planned: Date | None) -> Spell:
    if planned is None or planned.open_end or planned.unknown_end:
        return spell
    ends = planned.tested[2:]
    bounds = spell.bounds._replace(
        earliest_end=max(ends[0], spell.bounds.earliest_start), latest_end=ends[1]
    )
    return spell._replace(end=end_text(planned), end_by="planned", bounds=bounds)


def ended_by_next(spell: Spell, following: Spell) -> Spell:
    """A spell without an end of its own, closed by the start of the phase that follows it."""
    starts = following.bounds[:2]
    bounds = spell.bounds._replace(
        earliest_end=max(starts[0], spell.bounds.earliest_start), latest_end=starts[1]
    )
    return spell._replace(
        end=following.start, end_by="next-phase", state="ended", bounds=bounds
    )


class Plan(NamedTuple):
    """What a program declares of its times: its own period, and its phases in their order."""

    period: Date | None
    phases: tuple[tuple[str, Date | None], ...]
    sequential: bool


def program_spells(evidence: Mapping[str, Sequence[Evidence]], plan: Plan) -> dict[str, list[Spell]]:
    """The spells of a program and of its phases.

    What starts or continues a phase proves that the program runs; the end of a phase says
    nothing of the program. In a sequential program the start of a phase ends those before it.

    Args:
        evidence: by phase; the program's own under the empty text.
        plan: what the program declares.

    Returns:
        Spells by phase, the program's own under the empty text; what has no evidence is absent.
    """
    own = list(evidence.get("", ()))
    for phase, items in evidence.items():
        if phase:
            own += [_implied(item) for item in items]
    planned = dict(plan.phases)
    found = {"": spells(own, plan.period)}
    for phase, items in evidence.items():
        if phase:
            found[phase] = spells(items, planned.get(phase))
    if plan.sequential:
        _close_in_sequence(found, [phase for phase, _ in plan.phases])
    return {phase: runs for phase, runs in found.items() if runs}


def _implied(item: Evidence) -> Evidence:
    proves = any(effect in ("starts", "continues", "resumes") for effect in item.effects)
    return item._replace(effects=("continues",) if proves else ())


def _close_in_sequence(found: dict[str, list[Spell]], order: Sequence[str]) -> None:
    following: Spell | None = None
    for phase in reversed(order):
        runs = [spell for spell in found.get(phase, ()) if spell.state != "mentioned"]
        if runs and following and runs[-1].end_by in (None, "planned"):
            last = found[phase].index(runs[-1])
            found[phase][last] = ended_by_next(runs[-1], following)
        following = runs[0] if runs else following


def _with_mentions(found: list[Spell], mentions: Sequence[Evidence]) -> list[Spell]:
    result = list(found)
    for item in mentions:
        tested = item.date.tested
        proof = (tested.latest_start, tested.earliest_end)
        for i, spell in enumerate(result):
            bounds = spell.bounds
            touches = (
                bounds.earliest_start <= tested.latest_end
                and tested.earliest_start <= bounds.latest_end
            )
            if touches and spell.state != "mentioned":
                result[i] = spell._replace(
                    evidence=tuple(dict.fromkeys((*spell.evidence, item.happening))),
                    proven=(*spell.proven, proof),
                )
                break
        else:
            start, end = start_text(item.date), end_text(item.date)
            alone = Spell(
                start, end, "recorded", "mentioned", tested, None, (item.happening,), (proof,)
            )
            result.append(alone)
    return sorted(result, key=lambda spell: (spell.bounds, spell.evidence))


def start_text(date: Date) -> str | None:
    """The start of a date as EDTF: of an interval its first half, of "all of" its first member."""
    if isinstance(date.node, SetOf) and date.text.startswith("{"):
        return iso(date.nominal.earliest_start) if ".." in date.text else _member(date, 0)
    first, slash, _ = date.text.partition("/")
    return (first if first not in ("", "..") else None) if slash else date.text


def end_text(date: Date) -> str | None:
    """The end of a date as EDTF: of an interval its second half, of "all of" its last member."""
    if isinstance(date.node, SetOf) and date.text.startswith("{"):
        return iso(date.nominal.latest_end) if ".." in date.text else _member(date, -1)
    _, slash, last = date.text.partition("/")
    return (last if last not in ("", "..") else None) if slash else date.text


def _member(date: Date, which: int) -> str:
    members = [parse(text) for text in date.text.strip("{}").split(",")]
    return sorted(members, key=lambda member: member.sort_key)[which].text


def _begun_by(date: Date) -> str | None:
    """The start of what was under way by a date: some day until then, as EDTF `[..X]`."""
    if isinstance(date.node, Single) and not date.qualified:
        return f"[..{date.text}]"
    day = iso(date.nominal.latest_start)
    return f"[..{day}]" if day else None
