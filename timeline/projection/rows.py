"""Events to rows: what each table of the projection holds."""

import json
import math
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.base.days import iso
from timeline.dates import edtf
from timeline.event.fold import target_of
from timeline.event.types import Happening
from timeline.projection import dates
from timeline.projection.history import Span, bounds, joined, split
from timeline.projection.keys import Key, Meanings, out_at
from timeline.projection.numbers import Place
from timeline.projection.reaches import reach
from timeline.projection.search_text import text_of
from timeline.projection.versions import History

Values = tuple[object, ...]
"""A row in the order of the columns of its table."""
Part = tuple[str, list[Values]]
"""A table of parts of happenings, and rows of it without the number of the happening."""


class Version(NamedTuple):
    """A version of a happening: where it stands among others, its row and those of its parts.

    The rows lack the number of the happening, which they begin with.
    """

    place: Place
    row: Values
    parts: tuple[Part, ...]


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


_Told = tuple[tuple[float, float, str], Values, tuple[Part, ...]]
"""A version without its times: its sort key, its row, and those of its parts."""


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

    def versions(self, history: History) -> Iterator[Version]:
        """The versions of a happening, in the order of time."""
        for since, until, (sort_key, row, parts) in joined(self._versions(history)):
            place = Place(*sort_key, history.states[0].value.event.id, since)
            yield Version(place, (*row, since, until), parts)

    def _versions(self, history: History) -> Iterator[Span[_Told]]:
        for since, until, state in history.states:
            event = state.event
            assert isinstance(event, Happening)  # noqa: S101 (filtered by the caller)
            if not state.retracted_by:
                for first, last in split(since, until, self._moved(event)):
                    self.at = first
                    yield Span(first, last, self._told(event, len(state.applied)))

    def _moved(self, event: Happening) -> Iterator[int]:
        """When what a happening refers to changed its meaning."""
        if self.known.shown:
            for key in _named(event):
                yield from bounds(self.known.shown.get(key, ()))
        cited = {citation.source for citation in event.sources}
        shown = {
            stands
            for source in cited
            for *_, stands in self.known.shown.get(("source", source), ())
        }
        yield from out_at(self.known, cited | shown)

    def _key(self, namespace: str, key: str) -> str:
        known = self.known
        return known.standing((namespace, key), self.at) if known.shown else key

    def date(self, text: str) -> edtf.Date:
        """A date as this log means it."""
        return edtf.parse(text, self.hemisphere)

    def _told(self, event: Happening, amended: int) -> _Told:
        occurred = event.status == "occurred"
        date = self.date(event.date)
        recorded = self.date(event.recorded.at[:10])
        evidence = dates.evidence(date, self._dates_of_sources(event), recorded, occurred=occurred)
        date = dates.date_of(event.date, evidence.last_seen, evidence.told_by, self.hemisphere)
        tested, nominal = date.tested, date.nominal
        counts = tested[:2] if occurred else self._announced(event)
        sort_from, sort_to, _ = date.sort_key
        row: Values = (
            event.id,
            event.date,
            iso(nominal.earliest_start),
            iso(nominal.latest_end),
            stored_day(nominal.earliest_start),
            stored_day(nominal.latest_end),
            sort_from,
            sort_to,
            *tested,
            reach(tested.earliest_start, tested.latest_end),
            *counts,
            *evidence,
            event.recorded.at,
            event.recorded.by,
            amended,
            *(getattr(event, name) or None for name in _PLAIN),
        )
        return date.sort_key, row, tuple(self._parts(event))

    def _dates_of_sources(self, event: Happening) -> Iterator[edtf.Date]:
        for citation in event.sources:
            for key in (self._key("source", citation.source), citation.source):
                out = self.known.out(key, self.at)
                if out:
                    yield self.date(out)
                    break

    def _announced(self, event: Happening) -> tuple[float, float]:
        if event.announced:
            tested = self.date(event.announced).tested
            return tested.earliest_start, tested.latest_start
        dates = [date.tested for date in self._dates_of_sources(event)]
        if dates:
            # It was known once any of them was out, whichever that was.
            return min(d.earliest_start for d in dates), min(d.latest_end for d in dates)
        day = self.date(event.recorded.at[:10]).earliest
        return day, day

    def _parts(self, event: Happening) -> Iterator[Part]:
        key = self._key
        people: list[Values] = []
        for position, part in enumerate(event.actors):
            whom = key("actor", part.for_) if part.for_ else None
            office = part.role, part.capacity or None, whom
            people.append((position, key("actor", part.actor), *office, _effect(part.effect)))
        yield "participation_rows", people
        yield (
            "program_part_rows",
            [
                (i, key("program", p.program), p.phase or None, _effect(p.effect))
                for i, p in enumerate(event.programs)
            ],
        )
        places: list[Values] = [(i, key("place", place)) for i, place in enumerate(event.places)]
        yield "happening_place_rows", places
        tags: list[Values] = [(i, tag) for i, tag in enumerate(event.tags)]
        yield "happening_tag_rows", tags
        figures: list[Values] = []
        for position, figure in enumerate(event.figures):
            by = stored_json(figure.by) if figure.by else None
            counted = figure.measure, _number(figure.value), figure.unit or None
            figures.append((position, *counted, figure.bound, figure.type, by))
        yield "happening_figure_rows", figures
        yield (
            "citation_rows",
            [
                (i, key("source", c.source), c.at or None, c.quote or None)
                for i, c in enumerate(event.sources)
            ],
        )
        yield "text_rows", [(text_of(event),)]


def _effect(effects: Sequence[str]) -> str:
    return stored_json(effects) if effects else "[]"


def _number(text: str) -> int | float:
    """A number as SQLite can hold it; what is larger than that is the largest."""
    if "." not in text and len(text) < 19:
        return int(text)
    largest = sys.float_info.max
    return min(max(float(text), -largest), largest)


_PLAIN = (
    *("kind", "status", "title", "summary", "date_text", "date_basis", "dated"),
    *("part_of", "outcome_of", "announced", "confidence", "note"),
)
"""Fields that a row has as the event does, in the order of its last columns."""


def _named(event: Happening) -> Iterator[Key]:
    """The keys that a happening names."""
    for part in event.actors:
        yield "actor", part.actor
        yield "actor", part.for_
    for program in event.programs:
        yield "program", program.program
    for place in event.places:
        yield "place", place
    for citation in event.sources:
        yield "source", citation.source


def stored_day(day: float) -> int | None:
    """A day number as it is stored: None for an end that is open or unknown."""
    return int(day) if math.isfinite(day) else None
