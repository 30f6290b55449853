"""The date that a line of markwhen begins with: single, a range, or counted from another."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from timeline.dates import edtf
from timeline.dates.edtf import EdtfError
from timeline.exchange.dates import date_error
from timeline.exchange.markwhen.points import ALL, FULL, STRICT, Manner, When, point
from timeline.exchange.markwhen.times import AMOUNTS, DAY, Span, add_amounts

_LONGEST = 300
_TO_ANOTHER = r"(?:by|before|after)\s+"
_OTHER = r"(?:!\w+(?:\.(?:start|end))?|\.(?:start|end))"
_RELATIVE = (
    rf"(?:(?:{_TO_ANOTHER})?{_OTHER}(?:\s*(?:plus\s+|\+\s*)?{AMOUNTS})?"
    rf"|(?:{_TO_ANOTHER})?(?:plus\s+|\+\s*)?{AMOUNTS})"
)
_IN_PARTS = re.compile(
    r"(?:(?P<way>by|before|after)\s+)?(?:!(?P<id>\w+))?(?:\.(?P<side>start|end))?\s*"
    rf"(?:plus\s+|\+\s*)?(?P<amounts>{AMOUNTS})?",
    re.IGNORECASE | re.ASCII,
)
_EVERY = r"(?P<every>\s+every\s[^:]*)?\s*:"


def _ranged(one: str, joined: str) -> re.Pattern[str]:
    form = rf"\s*(?P<start>{one})(?:(?:{joined})(?P<end>{one}))?{_EVERY}"
    return re.compile(form, re.IGNORECASE | re.ASCII)


_LINES = (
    _ranged(rf"{STRICT}|{_RELATIVE}|now", r"\s*/\s*"),
    _ranged(rf"{ALL}|{_RELATIVE}|now", r"\s*[-\u2013]\s*|\s+to\s+"),
)
_EDTF = re.compile(r"\s*(?P<date>[-0-9XYES~?%./,\[\]{}]+)\s*:(?=\s|$)")


_BEFORE_CHRIST = re.compile(r"\bBCE?$|\dBCE?$", re.IGNORECASE)


class WrittenDate(NamedTuple):
    """The date of a line as it is written, what is said of repeating, where the text begins."""

    start: str
    end: str
    every: str
    text: str
    rest: int


def find_date(line: str) -> WrittenDate | None:
    """The date that a line begins with, up to its colon; None if the line begins no event."""
    head = line[:_LONGEST]
    if ":" not in head:
        return None
    for form in _LINES:
        found = form.match(head)
        if found:
            start, end, every = ((found[part] or "").strip() for part in ("start", "end", "every"))
            whole = found[0].rstrip(": \t").strip()
            return WrittenDate(start, end, every, whole, found.end())
    found = _EDTF.match(head)
    if found:
        try:
            edtf.parse(found["date"])
        except EdtfError:
            return None
        return WrittenDate(found["date"], "", "", found["date"], found.end())
    return None


class Dates(NamedTuple):
    """What the dates of a file are read by.

    Args:
        today: the number of the day that `now` means.
        manner: how dates with slashes and times of day are meant.
        before: the date of the event before, if there is one.
        named: the dates of events by their ids.
    """

    today: int
    manner: Manner = Manner()
    before: When | None = None
    named: Mapping[str, When] = {}

    def understood(self, found: WrittenDate) -> When:
        """The date that a line says.

        Raises:
            EdtfError: there is no such date, or it needs what is not known.
        """
        start, end = found.start, found.end
        if start.isdigit() and _BEFORE_CHRIST.search(end):
            start = f"{start} BC"
        if start.lower() == "now":
            raise date_error(start, "`now` is another day whenever this is read", FULL)
        relative = _relative(start)
        if relative:
            return self._counted(relative, end)
        first = point(start, self.manner)
        if not end:
            return first
        last = _relative(end)
        if last:
            span = _span(first, start)
            return _inferred(Span(span.start, self._end(last, span.start)))
        return self._range(first, end)

    def _range(self, first: When, end: str) -> When:
        """From a date up to another, or up to now, which leaves it open."""
        begun = first.edtf.partition("T")[0].partition("/")[0]
        if end.lower() == "now":
            start = first.span.start if first.span else 0
            return When(edtf.parse(f"{begun}/..").text, Span(start, self._now))
        last = point(end, self.manner)
        ended = last.edtf.partition("T")[0].rpartition("/")[2]
        if first.edtf.partition("T")[0] == ended:
            return first
        span = Span(first.span.start, last.span.end) if first.span and last.span else None
        return When(edtf.parse(f"{begun}/{ended}").text, span)

    def _counted(self, first: "_Relative", end: str) -> When:
        """`2 weeks`, `after !id 2 weeks`, `1 week - 3 days`, `!a / !b`, `before !id 1 month`."""
        last = _relative(end)
        if first.backwards:
            if end and not last:
                problem = "what is counted back cannot end on a date of its own"
                raise date_error(end, problem, FULL)
            due = self._base(first, "start")
            if last:
                due = add_amounts(due, first.amounts, -1)
            return _inferred(Span(add_amounts(due, (last or first).amounts, -1), due))
        base = self._base(first, "end")
        begun = add_amounts(base, first.amounts)
        if not end:
            return _inferred(Span(base, begun))
        if last:
            return _inferred(Span(begun, self._end(last, begun)))
        if end.lower() == "now":
            return _inferred(Span(begun, self._now))
        return _inferred(Span(begun, _span(point(end, self.manner), end).end))

    @property
    def _now(self) -> int:
        return (self.today + 1) * DAY

    def _end(self, last: "_Relative", start: int) -> int:
        other = last.id or last.side
        return add_amounts(self._base(last, "start") if other else start, last.amounts)

    def _base(self, relative: "_Relative", side: str) -> int:
        """The minute that is counted from: of an event by its id, or of the one before."""
        id_ = relative.id
        if id_ and id_ not in self.named:
            remedy = f"write `id: {id_}` under one of those that stand above"
            raise date_error(id_, f"no event above has the id `{id_}`", remedy)
        when = self.named[id_] if id_ else self.before
        if when is None:
            raise date_error("", "no event stands before this to count from", FULL)
        span = _span(when, when.edtf)
        return span.start if (relative.side or side) == "start" else span.end


class _Relative(NamedTuple):
    """A date that counts from another: `before !id.start 2 weeks`."""

    backwards: bool
    id: str
    side: str
    amounts: str


def _relative(text: str) -> _Relative | None:
    found = _IN_PARTS.fullmatch(text) if text else None
    if not found or not (found["id"] or found["side"] or found["amounts"]):
        return None
    way, id_, side, amounts = (found[part] or "" for part in ("way", "id", "side", "amounts"))
    return _Relative(way.lower() in ("by", "before"), id_, side.lower(), amounts)


def _span(when: When, called: str) -> Span:
    if when.span is None:
        raise date_error(called, f"nothing can be counted from `{called}`", FULL)
    return when.span


def _inferred(span: Span) -> When:
    return When(span.edtf, span, inferred=True)
