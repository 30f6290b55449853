"""What stood on record when: values, each with the instants between which it stood.

Instants are microseconds since 1970 (UTC). A span holds from `since` to before `until`; of spans
of one thing no two overlap.
"""

import functools
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from timeline.base.days import day_number, iso

DAY = 86_400_000_000
"""The microseconds of a day."""
V = TypeVar("V")
H = TypeVar("H", bound=Hashable)


class Span(NamedTuple, Generic[V]):
    """A value that stood on record from an instant to before another, `NOW` if it still does."""

    since: int
    until: int
    value: V


class Claim(NamedTuple, Generic[V]):
    """A span that stands unless one of a lower rank does."""

    rank: tuple[object, ...]
    span: Span[V]


def instant(text: str) -> int:
    """The microsecond of an instant as events hold it: `2026-11-22T09:30:00.000000Z`."""
    seconds = (int(text[11:13]) * 60 + int(text[14:16])) * 60 + int(text[17:19])
    return _midnight(text[:10]) + seconds * 1_000_000 + int(text[20:26])


@functools.lru_cache(1 << 12)
def _midnight(day: str) -> int:
    return day_number(int(day[:4]), int(day[5:7]), int(day[8:])) * DAY


def written(micros: int) -> str:
    """The text of an instant; undoes `instant`."""
    day, rest = divmod(micros, DAY)
    seconds, fraction = divmod(rest, 1_000_000)
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{iso(day)}T{hour:02}:{minute:02}:{second:02}.{fraction:06}Z"


def joined(spans: Iterable[Span[V]]) -> list[Span[V]]:
    """Spans in their order, those that touch and have one value as one."""
    found: list[Span[V]] = []
    for span in spans:
        if found and found[-1].until == span.since and found[-1].value == span.value:
            found[-1] = found[-1]._replace(until=span.until)
        else:
            found.append(span)
    return found


def clipped(spans: Iterable[Span[V]], since: int, until: int) -> Iterator[Span[V]]:
    """What of spans lies between two instants.

    Args:
        spans: of any values, each without its end.
        since: the first instant, in microseconds since 1970, included.
        until: the last instant, in microseconds since 1970, excluded.
    """
    for span in spans:
        if span.since < until and span.until > since:
            yield Span(max(span.since, since), min(span.until, until), span.value)


def split(since: int, until: int, at: Iterable[int]) -> Iterable[tuple[int, int]]:
    """The time between two instants, parted at those of some others that lie in it.

    Args:
        since: the first instant, in microseconds since 1970, included.
        until: the last instant, in microseconds since 1970, excluded.
        at: the instants to part it at; those outside are left aside.
    """
    inner = [instant for instant in at if since < instant < until]
    if not inner:
        return ((since, until),)
    inner = sorted(set(inner))
    return zip([since, *inner], [*inner, until], strict=True)


def bounds(spans: Iterable[Span[V]]) -> Iterator[int]:
    """Where spans begin and end."""
    for span in spans:
        yield span.since
        yield span.until


def strongest(claims: Sequence[Claim[V]]) -> list[Span[V]]:
    """Of claims that may overlap, at any time the one of the lowest rank."""
    if len(claims) == 1:
        return [claims[0].span]
    ordered = sorted(claims, key=lambda claim: claim.rank)
    ends = sorted({end for claim in claims for end in claim.span[:2]})
    found = []
    for since, until in pairwise(ends):
        standing = (c.span for c in ordered if c.span.since <= since and c.span.until >= until)
        span = next(standing, None)
        if span is not None:
            found.append(Span(since, until, span.value))
    return joined(found)


def spent(spans: Iterable[Span[H]]) -> dict[H, list[Span[None]]]:
    """Per value, when it stood."""
    found: dict[H, list[Span[None]]] = {}
    for since, until, value in sorted(spans, key=lambda span: span.since):
        found.setdefault(value, []).append(Span(since, until, None))
    return {value: joined(times) for value, times in found.items()}
