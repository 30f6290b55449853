"""Events to rows: what each table of the projection holds."""

import functools
import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from timeline.base.days import iso
from timeline.dates import edtf
from timeline.event.fold import target_of
from timeline.projection import dates
from timeline.projection.history import Span, bounds, joined, split
from timeline.projection.keys import Key, Meanings
from timeline.projection.numbers import Place
from timeline.projection.reaches import reach
from timeline.projection.search_text import text_of
from timeline.projection.tables import NOW
from timeline.projection.versions import History

Values = tuple[object, ...]
"""A row in the order of the columns of its table."""
Parts = tuple[Sequence[Values], ...]
"""Of each of the tables `OF_HAPPENING`, rows without the number of the happening."""


class Version(NamedTuple):
    """A version of a happening: where it stands among others, its row and those of its parts.

    The rows lack the number of the happening, which they begin with.
    """

    place: Place
    row: Values
    parts: Parts


def stored_json(value: object) -> str:
    """A value as JSON, as short as it can be written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def standing_rows(history: History) -> Iterator[Values]:
    """The rows of `standing_versions` of an event that is no correction."""
    for since, until, state in history.states:
        event = state.event
        yield (
            event.id,
            event.EVENT,
            getattr(event, event.EVENT, None),
            len(state.applied),
            state.retracted_by or None,
            state.forked,
            None if state.heads == (event.id,) else stored_json(state.heads),
            stored_json(state.body) if state.applied else None,
            since,
            until,
        )


def correction_rows(history: History) -> Iterator[Values]:
    """The rows of `corrections_versions` of an event that is no correction."""
    for corrected in history.corrections:
        event = corrected.stored.event
        for since, until, (ordinal, retraction) in corrected.places:
            yield (
                event.id,
                corrected.root,
                target_of(event),
                event.EVENT,
                str(corrected.stored.body.get("reason", "")),
                event.recorded.at,
                event.recorded.by,
                ordinal,
                retraction or None,
                since,
                until,
            )


_Told = tuple[tuple[float, float, str], Values, Parts]
"""A version without its times: its sort key, its row, and those of its parts."""
_Body = Mapping[str, Any]
"""A happening as stored, which has been checked."""


class HappeningRows:
    """Makes the rows of happenings, as of the instant `at`.

    Args:
        known: what keys mean, those of the log or all that these happenings name.
        hemisphere: for the seasons 21 to 24.
    """

    def __init__(self, known: Meanings, hemisphere: edtf.Hemisphere) -> None:
        self.known = known
        self.hemisphere = hemisphere
        self.at = 0
        self.key = self._standing if known.shown else _as_it_is
        self.days = functools.lru_cache(1 << 14)(self._days)
        self.turns = {key: tuple(bounds(spans)) for key, spans in known.published.items()}

    def versions(self, history: History) -> list[Version]:
        """The versions of a happening, in the order of time."""
        spans: list[Span[_Told]] = []
        for since, until, state in history.states:
            if not state.retracted_by:
                spans += self._told_between(state.body, len(state.applied), since, until)
        return _placed(history.states[0].value.event.id, spans)

    def versions_of(self, body: _Body, since: int) -> list[Version]:
        """The versions of a happening that nothing corrects, in the order of time.

        Args:
            body: of the happening.
            since: the instant of its recording, in microseconds since 1970.
        """
        return _placed(body["id"], self._told_between(body, 0, since, NOW))

    def _told_between(self, body: _Body, amended: int, since: int, until: int) -> list[Span[_Told]]:
        found = []
        for first, last in split(since, until, self._turns_of(body)):
            self.at = first
            found.append(Span(first, last, self._told(body, amended)))
        return found

    def _turns_of(self, body: _Body) -> list[int]:
        """When what a happening refers to changed its meaning."""
        shown, turns = self.known.shown, self.turns
        found = [at for part in body.get("sources", ()) for at in turns.get(part["source"], ())]
        for key in _named(body) if shown else ():
            for since, until, stands in shown.get(key, ()):
                found += (since, until, *(turns.get(stands, ()) if key[0] == "source" else ()))
        return found

    def _standing(self, namespace: str, key: str) -> str:
        return self.known.standing((namespace, key), self.at)

    def date(self, text: str) -> edtf.Date:
        """A date as this log means it."""
        return edtf.parse(text, self.hemisphere)

    def _days(self, text: str) -> Values:
        """Of a date the columns `earliest` to `latest_day`."""
        first, *_, last = self.date(text).nominal
        return iso(first), iso(last), stored_day(first), stored_day(last)

    def _told(self, body: _Body, amended: int) -> _Told:
        text, recorded = body["date"], body["recorded"]
        occurred = body.get("status", "occurred") == "occurred"
        date = self.date(text)
        out, recording = self._dates_of_sources(body), self.date(recorded["at"][:10])
        evidence = dates.evidence(date, out, recording, occurred=occurred)
        if evidence.last_seen is not None:
            date = date.seen_until(evidence.last_seen)
        told_by = evidence.told_by
        tested = date.tested if told_by is None else date.tested_told_by(told_by)
        counts = tested[:2] if occurred else self._announced(body)
        sort_from, sort_to, _ = sort_key = date.sort_key
        get = body.get
        row: Values = (
            body["id"],
            text,
            *self.days(text),
            sort_from,
            sort_to,
            *tested,
            reach(tested.earliest_start, tested.latest_end),
            *counts,
            *evidence,
            recorded["at"],
            recorded["by"],
            amended,
            body["kind"],
            get("status", "occurred"),
            body["title"],
            get("summary"),
            get("date_text"),
            get("date_basis"),
            get("dated"),
            get("part_of"),
            get("outcome_of"),
            get("announced"),
            get("confidence"),
            get("note"),
        )
        return sort_key, row, self._parts(body)

    def _dates_of_sources(self, body: _Body) -> Sequence[edtf.Date]:
        found = []
        for citation in body.get("sources", ()):
            source = citation["source"]
            out = self.known.out(self.key("source", source), self.at)
            out = out or self.known.out(source, self.at)
            if out:
                found.append(self.date(out))
        return found

    def _announced(self, body: _Body) -> tuple[float, float]:
        if "announced" in body:
            tested = self.date(body["announced"]).tested
            return tested.earliest_start, tested.latest_start
        out = [date.tested for date in self._dates_of_sources(body)]
        if out:
            # It was known once any of them was out, whichever that was.
            return min(d.earliest_start for d in out), min(d.latest_end for d in out)
        day = self.date(body["recorded"]["at"][:10]).earliest
        return day, day

    def _parts(self, body: _Body) -> Parts:
        key, get = self.key, body.get
        return (
            [
                (
                    position,
                    key("actor", part["actor"]),
                    part["role"],
                    part.get("capacity"),
                    key("actor", part["for"]) if "for" in part else None,
                    _effect(part.get("effect")),
                )
                for position, part in enumerate(get("actors", ()))
            ],
            [
                (
                    position,
                    key("program", part["program"]),
                    part.get("phase"),
                    _effect(part.get("effect")),
                )
                for position, part in enumerate(get("programs", ()))
            ],
            [(i, key("place", place)) for i, place in enumerate(get("places", ()))],
            [*enumerate(get("tags", ()))],
            [
                (
                    position,
                    figure["measure"],
                    _number(figure["value"]),
                    figure.get("unit"),
                    figure.get("bound", "exact"),
                    figure.get("type", "actual"),
                    stored_json(figure["by"]) if "by" in figure else None,
                )
                for position, figure in enumerate(get("figures", ()))
            ],
            [
                (position, key("source", part["source"]), part.get("at"), part.get("quote"))
                for position, part in enumerate(get("sources", ()))
            ],
            [(text_of(body),)],
        )


def _placed(id_: str, spans: Sequence[Span[_Told]]) -> list[Version]:
    return [
        Version(Place(*sort_key, id_, since), (*row, since, until), parts)
        for since, until, (sort_key, row, parts) in (joined(spans) if len(spans) > 1 else spans)
    ]


def _as_it_is(_: str, key: str) -> str:
    return key


def _effect(effects: str | Sequence[str] | None) -> str:
    if effects is None:
        return "[]"
    return stored_json((effects,) if isinstance(effects, str) else effects)


def _number(text: str) -> int | float:
    """A number as SQLite can hold it; what is larger than that is the largest."""
    if "." not in text and len(text) < 19:
        return int(text)
    largest = sys.float_info.max
    return min(max(float(text), -largest), largest)


def _named(body: _Body) -> Iterator[Key]:
    """The keys that a happening names."""
    for part in body.get("actors", ()):
        yield "actor", part["actor"]
        yield "actor", part.get("for", "")
    for program in body.get("programs", ()):
        yield "program", program["program"]
    for place in body.get("places", ()):
        yield "place", place
    for citation in body.get("sources", ()):
        yield "source", citation["source"]


def stored_day(day: float) -> int | None:
    """A day number as it is stored: None for an end that is open or unknown."""
    return int(day) if math.isfinite(day) else None
