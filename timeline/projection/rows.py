"""Events to rows: what each table of the projection holds."""

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

from timeline.base.days import iso
from timeline.dates import edtf
from timeline.event.fold import State, target_of
from timeline.event.types import Happening
from timeline.projection import dates
from timeline.projection.declared import Row, declared_rows
from timeline.projection.history import Span, bounds, joined, split
from timeline.projection.keys import Declarations, Key, Meanings, out_at
from timeline.projection.search_text import text_of
from timeline.projection.versions import Corrected, History

Rows = dict[str, list[Row]]
"""Rows by table; those that are kept in versions by the name without `_versions`."""


def rows(
    histories: Iterable[History],
    declared: Declarations,
    known: Meanings,
    hemisphere: edtf.Hemisphere,
) -> Rows:
    """The derived rows of events.

    Args:
        histories: of every event that is no correction.
        declared: the declarations among them.
        known: what keys mean, those that these events declare and all others that they name.
        hemisphere: for the seasons 21 to 24.
    """
    found: Rows = defaultdict(list)
    happenings = _Happenings(known, hemisphere)
    for history in histories:
        found["states"].extend(_state(span) for span in history.states)
        for corrected in history.corrections:
            found["corrections"].extend(_correction(corrected))
        if isinstance(history.states[0].value.event, Happening):
            for table, row in happenings.rows(history):
                found[table].append(row)
    for table, row in declared_rows(declared, known, hemisphere):
        found[table].append(row)
    return found


def stored_json(value: object) -> str:
    """A value as JSON, as short as it can be written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _state(span: Span[State]) -> Row:
    since, until, state = span
    event = state.event
    return {
        "id": event.id,
        "event": event.EVENT,
        "key": getattr(event, event.EVENT, None),
        "amended": len(state.applied),
        "retracted_by": state.retracted_by or None,
        "forked": state.forked,
        "heads": stored_json(state.heads),
        "body": stored_json(state.body),
        "known_from": since,
        "known_until": until,
    }


def _correction(corrected: Corrected) -> Iterator[Row]:
    event = corrected.stored.event
    for since, until, (ordinal, retraction) in corrected.places:
        yield {
            "id": event.id,
            "root": corrected.root,
            "target": target_of(event),
            "event": event.EVENT,
            "reason": str(corrected.stored.body.get("reason", "")),
            "recorded_at": event.recorded.at,
            "recorded_by": event.recorded.by,
            "ordinal": ordinal,
            "retracted_by": retraction or None,
            "known_from": since,
            "known_until": until,
        }


class _Happenings:
    """Makes the rows of happenings, as of the instant `at`."""

    def __init__(self, known: Meanings, hemisphere: edtf.Hemisphere) -> None:
        self.known = known
        self.hemisphere = hemisphere
        self.at = 0

    def rows(self, history: History) -> Iterator[tuple[str, Row]]:
        for since, until, told in joined(self._versions(history)):
            for table, items in told:
                for row in items:
                    yield table, row | {"known_from": since, "known_until": until}

    def _versions(self, history: History) -> Iterator[Span[list[tuple[str, list[Row]]]]]:
        for since, until, state in history.states:
            event = state.event
            assert isinstance(event, Happening)  # noqa: S101 (filtered by the caller)
            if not state.retracted_by:
                for first, last in split(since, until, self._moved(event)):
                    self.at = first
                    yield Span(first, last, list(self._told(event, len(state.applied))))

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
        return edtf.parse(text, self.hemisphere)

    def _told(self, event: Happening, amended: int) -> Iterator[tuple[str, list[Row]]]:
        occurred = event.status == "occurred"
        date = self.date(event.date)
        recorded = self.date(event.recorded.at[:10])
        evidence = dates.evidence(date, self._dates_of_sources(event), recorded, occurred=occurred)
        date = dates.date_of(event.date, evidence.last_seen, evidence.told_by, self.hemisphere)
        counts = date.tested[:2] if occurred else self._announced(event)
        sort_from, sort_to, _ = date.sort_key
        row: Row = {
            "id": event.id,
            "date": event.date,
            "earliest": iso(date.nominal.earliest_start),
            "latest": iso(date.nominal.latest_end),
            "earliest_day": stored_day(date.nominal.earliest_start),
            "latest_day": stored_day(date.nominal.latest_end),
            "sort_from": sort_from,
            "sort_to": sort_to,
            "starts_from": date.tested.earliest_start,
            "starts_by": date.tested.latest_start,
            "ends_from": date.tested.earliest_end,
            "ends_by": date.tested.latest_end,
            "counts_from": counts[0],
            "counts_by": counts[1],
            **evidence._asdict(),
            "recorded_at": event.recorded.at,
            "recorded_by": event.recorded.by,
            "amended": amended,
        }
        for name in _PLAIN:
            row[name] = getattr(event, name) or None
        yield "happenings", [row]
        yield "texts", [{"happening": event.id, "folded": text_of(event)}]
        for table, items in self._parts(event):
            rows: list[Row] = [
                {"happening": event.id, "position": i, **item} for i, item in enumerate(items)
            ]
            yield table, rows

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

    def _parts(self, event: Happening) -> Iterator[tuple[str, list[Row]]]:
        yield "happening_places", [{"place": self._key("place", key)} for key in event.places]
        yield "happening_tags", [{"tag": tag} for tag in event.tags]
        people: list[Row] = []
        for part in event.actors:
            actor = self._key("actor", part.actor)
            whom = self._key("actor", part.for_) if part.for_ else ""
            office: Row = {"role": part.role, "capacity": part.capacity or None}
            effect = stored_json(part.effect)
            people.append({"actor": actor, **office, "for": whom or None, "effect": effect})
        yield "participations", people
        parts: list[Row] = []
        for place in event.programs:
            program = self._key("program", place.program)
            effect = stored_json(place.effect)
            parts.append({"program": program, "phase": place.phase or None, "effect": effect})
        yield "program_parts", parts
        figures: list[Row] = []
        for figure in event.figures:
            by = stored_json(figure.by) if figure.by else None
            value = _number(figure.value)
            kind = {"bound": figure.bound, "type": figure.type}
            counted = {"measure": figure.measure, "value": value, "unit": figure.unit or None}
            figures.append({**counted, **kind, "by": by})
        yield "happening_figures", figures
        yield (
            "citations",
            [
                {
                    "source": self._key("source", c.source),
                    "at": c.at or None,
                    "quote": c.quote or None,
                }
                for c in event.sources
            ],
        )


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
