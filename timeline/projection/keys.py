"""What keys meant when: which key stood for which, what lay in what, when sources came out.

A key means what its declarations say. All of them may change, so that every meaning has the
times at which it was on record.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from timeline.event.fold import State
from timeline.event.types import Declared, SourceDeclared
from timeline.projection.history import (
    Claim,
    Span,
    bounds,
    clipped,
    joined,
    split,
    strongest,
)
from timeline.projection.versions import History

Key = tuple[str, str]
"""A namespace and a key in it."""
Rank = tuple[str, str]
"""Of two declarations of a key the first recorded counts: instant and id."""


class Declaration(NamedTuple):
    """What declares a key for a time, and how early that was recorded."""

    rank: Rank
    event: Declared


Declarations = dict[Key, list[Span[Declaration]]]


class Meanings(NamedTuple):
    """What declarations say that the rows of other events need.

    `shown` is the key that stands for a key, where that is another; `parents` what a key that
    stands for itself lies in; `published` the date of a source, as EDTF, by its key.
    """

    shown: dict[Key, list[Span[str]]]
    parents: dict[Key, list[Span[str]]]
    published: dict[str, list[Span[str]]]

    def standing(self, key: Key, at: int) -> str:
        """The key that stood for a key at an instant."""
        return next((value for *_, value in clipped(self.shown.get(key, ()), at, at + 1)), key[1])

    def out(self, source: str, at: int) -> str:
        """The date of a source as it was known at an instant; empty when it was not."""
        for since, until, date in self.published.get(source, ()):
            if since <= at < until:
                return date
        return ""

    def wholes(self, key: Key, since: int, until: int) -> Iterator[Span[str]]:
        """A key and all that it lay in between two instants, each once, even in a circle.

        Args:
            key: with its namespace.
            since: the first instant, in microseconds since 1970, included.
            until: the last instant, in microseconds since 1970, excluded.
        """
        span = Span(since, until, key[1])
        yield span
        above, climbing = {key[1]}, [(key[1], self._lay_in(key[0], span))]
        while climbing:
            part, wholes = climbing[-1]
            whole = next(wholes, None)
            if whole is None:
                above.remove(part)
                climbing.pop()
            elif whole.value not in above:
                yield whole
                above.add(whole.value)
                climbing.append((whole.value, self._lay_in(key[0], whole)))

    def _lay_in(self, namespace: str, part: Span[str]) -> Iterator[Span[str]]:
        return clipped(self.parents.get((namespace, part.value), ()), *part[:2])


def declarations(histories: Iterable[History]) -> Declarations:
    """Which declaration counted for each key when, in the order of the namespaces and keys."""
    claims: dict[Key, list[Claim[Declaration]]] = defaultdict(list)
    for history in histories:
        for since, until, state in history.states:
            event = state.event
            if isinstance(event, Declared) and not state.retracted_by:
                rank = _rank(state)
                key = event.EVENT, str(getattr(event, event.EVENT))
                claims[key].append(Claim(rank, Span(since, until, Declaration(rank, event))))
    return {key: strongest(claims[key]) for key in sorted(claims)}


def _rank(state: State) -> Rank:
    return state.stored.event.recorded.at, state.stored.event.id


def meanings(declared: Declarations, known: Meanings | None = None) -> Meanings:
    """What declarations mean, and with them what is known already.

    Args:
        declared: by key; all of the log, or such as change the meaning of nothing that is known.
        known: what is known of other keys.
    """
    known = known or Meanings({}, {}, {})
    found = Meanings({**known.shown, **_shown(declared)}, known.parents, known.published)
    claims = [
        claim
        for key, spans in declared.items()
        for since, until, (rank, event) in spans
        for claim in parent_claims(
            found, key, Span(since, until, getattr(event, "part_of", "")), rank
        )
    ]
    for key, spans in declared.items():
        dates = [
            Span(since, until, declaration.event.published)
            for since, until, declaration in spans
            if isinstance(declaration.event, SourceDeclared) and declaration.event.published
        ]
        if dates:
            found.published[key[1]] = joined(dates)
    return found._replace(parents={**known.parents, **parents(claims)})


ParentClaim = tuple[Key, Claim[str]]


def parent_claims(
    known: Meanings, key: Key, part_of: Span[str], rank: Rank
) -> Iterator[ParentClaim]:
    """What a `part_of` says, as of the keys that stood at the time.

    What the key itself says that stands for others goes before what those others say.

    Args:
        known: what keys mean, and meant.
        key: the one whose declaration says it.
        part_of: the key of the whole, with the time for which it is said.
        rank: of the declaration among others; the lowest goes first.
    """
    if not part_of.value:
        return
    whole = key[0], part_of.value
    ends = [*bounds(known.shown.get(key, ())), *bounds(known.shown.get(whole, ()))]
    for since, until in split(*part_of[:2], ends):
        stands, lies_in = known.standing(key, since), known.standing(whole, since)
        if stands == key[1]:
            yield key, Claim((0, *rank), Span(since, until, lies_in))
        elif stands != lies_in:
            yield (key[0], stands), Claim((1, *rank), Span(since, until, lies_in))


def parents(claims: Iterable[ParentClaim]) -> dict[Key, list[Span[str]]]:
    """What each key lay in when."""
    grouped: dict[Key, list[Claim[str]]] = defaultdict(list)
    for key, claim in claims:
        grouped[key].append(claim)
    return {key: strongest(found) for key, found in grouped.items()}


def _shown(declared: Declarations) -> dict[Key, list[Span[str]]]:
    found: dict[Key, list[Span[str]]] = {}
    for group in _one_body(declared):
        ends = {end for key in group for end in bounds(declared.get(key, ()))}
        spans: dict[Key, list[Span[str]]] = {key: [] for key in group}
        for since, until in pairwise(sorted(ends)):
            there = {
                key: standing
                for key in group
                for *_, standing in clipped(declared.get(key, ()), since, until)
            }
            for key, stands in _ends(there).items():
                if stands != key[1]:
                    spans[key].append(Span(since, until, stands))
        found |= {key: joined(times) for key, times in spans.items() if times}
    return found


def _one_body(declared: Declarations) -> Iterator[list[Key]]:
    """Groups of keys that `same_as` ties together at any time, in the order of the keys."""
    tied: dict[Key, set[Key]] = defaultdict(set)
    for key, spans in declared.items():
        for *_, declaration in spans:
            if declaration.event.same_as:
                other = key[0], declaration.event.same_as
                tied[key].add(other)
                tied[other].add(key)
    seen: set[Key] = set()
    for key in tied:
        if key not in seen:
            group, pending = {key}, [key]
            while pending:
                new = tied[pending.pop()] - group
                group |= new
                pending.extend(new)
            seen |= group
            yield sorted(group)


def _ends(declared: Mapping[Key, Declaration]) -> dict[Key, str]:
    """The key at the end of each chain of `same_as`; in a circle the one recorded first."""
    ends: dict[Key, str] = {}
    for first in declared:
        chain: dict[Key, None] = {}
        key, end = first, first[1]
        while key in declared and key not in ends and key not in chain:
            chain[key] = None
            key, end = (key[0], declared[key].event.same_as), key[1]
        if key in ends:
            end = ends[key]
        elif key in chain:
            keys = list(chain)
            circle = keys[keys.index(key) :]
            end = min(circle, key=lambda one: declared[one].rank)[1]
        ends |= dict.fromkeys(chain, end)
    return ends
