"""Spells of programs and of their phases, which tell of each other.

What happens to a phase shows that the program is under way; the next phase ends the one before, and
the last one the program. Design: section 4, "Terms and phases".
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from timeline.dates.edtf import Bounds, Date
from timeline.event.spells import Evidence, Spell, ending, spells

_PROVING = frozenset(("starts", "continues", "suspends", "resumes", "ends"))
"""What happens to a phase, but for its cancelling, shows that the program is under way."""
_OVER = ("ended", "cancelled")


class Plan(NamedTuple):
    """What a program declares of its times: its own period, and its phases in their order.

    `not_before` is the first day on which the program that it is part of can have begun.
    """

    period: Date | None
    phases: tuple[tuple[str, Date | None], ...]
    sequential: bool
    not_before: float = -math.inf


def program_spells(
    evidence: Mapping[str, Sequence[Evidence]], plan: Plan
) -> dict[str, list[Spell]]:
    """The spells of a program and of its phases.

    What starts, continues or ends a phase shows that the program is under way then. In a
    sequential program the start of a phase ends those before it. When all phases have ended, so
    has the program; and no part begins before its whole.

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
    _close_with_phases(found, planned)
    _begin_with_whole(found, plan.not_before)
    return {phase: runs for phase, runs in found.items() if runs}


def _implied(item: Evidence) -> Evidence:
    happening, date, effects, seen = item
    proves = effects and not _PROVING.isdisjoint(effects)
    return Evidence(happening, date, ("continues",) if proves else (), seen)


def _close_in_sequence(found: dict[str, list[Spell]], order: Sequence[str]) -> None:
    later: list[Spell] = []
    for phase in reversed(order):
        runs = found.get(phase, [])
        for i, spell in enumerate(runs):
            if spell.state != "mentioned" and spell.end_by in (None, "planned"):
                following = _following(spell, later)
                runs[i] = ended_by_next(spell, following) if following else spell
        later += [spell for spell in runs if spell.state != "mentioned"]


def _following(spell: Spell, later: Sequence[Spell]) -> Spell | None:
    """The first spell of a later phase that can have begun after a spell was last carried on."""
    begun = max(item.first for item in spell.items if isinstance(item, Evidence) and item.effects)
    able = [other for other in later if other.bounds.latest_start >= begun]
    return min(able, key=lambda other: other.bounds[1::-1], default=None)


def ended_by_next(spell: Spell, following: Spell) -> Spell:
    """A spell without an end of its own, closed by the start of the phase that follows it."""
    bounds = ending(spell, *following.bounds[:2])
    return spell._replace(
        end=following.start,
        end_by="next-phase",
        state="ended",
        bounds=bounds,
        sure_until=max(spell.sure_until, bounds.earliest_end - 1),
    )


def _close_with_phases(found: dict[str, list[Spell]], declared: Iterable[str]) -> None:
    """Let a program without an end of its own end with the last of its phases, if all have ended.

    One that is known to have outlasted them goes on.
    """
    own = found[""]
    last = next((i for i in reversed(range(len(own))) if own[i].state != "mentioned"), None)
    if last is None or own[last].end_by == "recorded":
        return
    ended = [_last(found.get(phase, ())) for phase in {*found, *declared} - {""}]
    ends = [spell for spell in ended if spell and spell.state in _OVER]
    if not ends or len(ends) < len(ended):
        return
    ends_from, ends_by = (max(spell.bounds[side] for spell in ends) for side in (2, 3))
    if ends_by < max(own[last].sure_until, own[last].bounds.earliest_start):
        return
    final = max(ends, key=lambda spell: spell.bounds[:1:-1])
    bounds = ending(own[last], ends_from, ends_by)
    own[last] = own[last]._replace(
        end=final.end,
        end_by="last-phase",
        state="ended",
        bounds=bounds,
        sure_until=max(own[last].sure_until, bounds.earliest_end - 1),
    )


def _last(runs: Sequence[Spell]) -> Spell | None:
    """The last spell in which something is more than mentioned."""
    return next((spell for spell in reversed(runs) if spell.state != "mentioned"), None)


def _begin_with_whole(found: dict[str, list[Spell]], not_before: float) -> None:
    """Let nothing begin before the program can have, nor the program before its whole."""
    found[""] = [_not_before(spell, not_before) for spell in found[""]]
    first = found[""][0].bounds.earliest_start if found[""] else not_before
    for phase in found.keys() - {""}:
        found[phase] = [_not_before(spell, first) for spell in found[phase]]


def _not_before(spell: Spell, day: float) -> Spell:
    start_from, start_by, end_from, end_by = spell.bounds
    begin = min(day, start_by)
    if spell.state == "mentioned" or begin <= start_from:
        return spell
    return spell._replace(bounds=Bounds(begin, start_by, max(begin, end_from), end_by))
