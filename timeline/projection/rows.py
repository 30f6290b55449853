"""Events to rows: what each table of the projection holds."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline import edtf
from timeline.days import day_number, iso
from timeline.event import (
    DECLARATIONS,
    ActorDeclared,
    Declared,
    Happening,
    PlaceDeclared,
    ProgramDeclared,
    SourceDeclared,
)
from timeline.fold import Folded, State, Stored, in_order, target_of
from timeline.names import fold as fold_name
from timeline.projection.evidence import Office, spell_fields
from timeline.spells import Spell

Row = dict[str, object]
Rows = dict[str, list[Row]]
"""Rows by table."""


class Vocabulary(NamedTuple):
    """The kinds and roles that a log's settings name."""

    kinds: Sequence[str]
    roles: Sequence[str]


class Known(NamedTuple):
    """What declarations say that the rows of other events need, by namespace and key.

    `shown` is the key that stands for a key, `parents` what a shown key lies in, `published` the
    date of a source by its key.
    """

    shown: dict[tuple[str, str], str]
    parents: dict[tuple[str, str], str]
    published: dict[str, edtf.Date]


def rows(
    folded: Folded,
    events: Iterable[Stored],
    vocabulary: Vocabulary,
    hemisphere: edtf.Hemisphere,
    known: Known | None = None,
) -> Rows:
    """The derived rows of events; the words are those of these events and of the vocabulary.

    Args:
        folded: the events with their corrections applied.
        events: the events, each once.
        vocabulary: words that are known besides those the events use.
        hemisphere: for the seasons 21 to 24.
        known: what is declared already, when the events are not the whole log.
    """
    projected = _Rows(folded, hemisphere, known or Known({}, {}, {}))
    for state in folded.states.values():
        projected.state(state)
    projected.corrections(events)
    declared = [s for s in folded.states.values() if s.event.EVENT in DECLARATIONS]
    declared = [state for state in declared if not state.retracted_by]
    projected.declarations(sorted(declared, key=_recorded))
    happened = [s for s in folded.states.values() if s.event.EVENT == "happening"]
    for state in happened:
        if not state.retracted_by:
            projected.happening(state)
    projected.words(vocabulary)
    return projected.tables


def _recorded(state: State) -> tuple[str, str]:
    return state.stored.event.recorded.at, state.stored.event.id


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class _Rows:
    def __init__(self, folded: Folded, hemisphere: edtf.Hemisphere, known: Known) -> None:
        self.tables: Rows = defaultdict(list)
        self.folded = folded
        self.hemisphere = hemisphere
        self.shown, self.parents, self.published = known
        self.named: set[tuple[str, str, str]] = set()

    def date(self, text: str) -> edtf.Date:
        return edtf.parse(text, self.hemisphere)

    def state(self, state: State) -> None:
        event = state.event
        self.tables["states"].append(
            {
                "id": event.id,
                "event": event.EVENT,
                "key": getattr(event, event.EVENT, None),
                "amended": len(state.applied),
                "retracted_by": state.retracted_by or None,
                "forked": state.forked,
                "heads": _json(state.heads),
                "body": _json(state.body),
            }
        )

    def corrections(self, events: Iterable[Stored]) -> None:
        by_root: dict[str, list[Stored]] = defaultdict(list)
        for stored in events:
            root = self.folded.roots.get(stored.event.id)
            if root:
                by_root[root].append(stored)
        for root, found in by_root.items():
            for ordinal, stored in enumerate(in_order(found), 1):
                event = stored.event
                self.tables["corrections"].append(
                    {
                        "id": event.id,
                        "root": root,
                        "target": target_of(event),
                        "event": event.EVENT,
                        "reason": str(stored.body.get("reason", "")),
                        "recorded_at": event.recorded.at,
                        "recorded_by": event.recorded.by,
                        "ordinal": ordinal,
                        "retracted_by": self.folded.dead.get(event.id),
                    }
                )

    def declarations(self, states: Sequence[State]) -> None:
        first: dict[tuple[str, str], Declared] = {}
        for state in states:
            event = state.event
            assert isinstance(event, Declared)  # noqa: S101 (filtered by the caller)
            first.setdefault((event.EVENT, getattr(event, event.EVENT)), event)
        for namespace, key in first:
            self.shown[namespace, key] = _shown(namespace, key, first)
        for (namespace, key), event in first.items():
            self._declared(namespace, key, event)
        for (namespace, key), event in first.items():
            if not isinstance(event, SourceDeclared) and event.part_of:
                add_parent(self.parents, namespace, key, self.shown, event.part_of)
        for namespace, key in first:
            for whole in _upward((namespace, key), self.parents):
                self.tables["parts"].append({"namespace": namespace, "whole": whole, "part": key})

    def _key(self, namespace: str, key: str) -> str:
        return self.shown.get((namespace, key), key)

    def _declared(self, namespace: str, key: str, event: Declared) -> None:
        shown = self.shown[namespace, key]
        row: Row = {
            namespace: key,
            "same_as": shown if shown != key else None,
            "note": event.note or None,
            "declared_by": event.id,
        }
        match event:
            case SourceDeclared():
                for name in ("title", "publisher", "published", "url", "language"):
                    row[name] = getattr(event, name) or None
                row |= {"archive": event.archive or None, "sha256": event.sha256 or None}
                row["paragraphs"] = int(event.paragraphs) if event.paragraphs else None
                if event.published:
                    self.published[key] = self.date(event.published)
                self._names(namespace, shown, [(event.title, "", "")], key)
            case ActorDeclared() | PlaceDeclared() | ProgramDeclared():
                whole = self._key(namespace, event.part_of) if event.part_of else None
                row |= {"name": event.name, "type": event.type, "part_of": whole}
                others = [(name.name, name.lang, name.during) for name in event.names]
                self._names(namespace, shown, [(event.name, "", ""), *others], key)
                if isinstance(event, PlaceDeclared):
                    row["coordinates"] = event.coordinates or None
                if isinstance(event, ProgramDeclared):
                    self._program(key, event, row)
        self.tables[f"{namespace}s"].append(row)

    def _program(self, key: str, event: ProgramDeclared, row: Row) -> None:
        row |= {"period": event.period or None, "status": event.status}
        row["sequential"] = event.sequential == "true"
        for ordinal, phase in enumerate(event.phases, 1):
            said = {"phase": phase.phase, "name": phase.name or None}
            said["planned"] = phase.planned or None
            self.tables["declared_phases"].append({"program": key, "ordinal": ordinal, **said})
        for position, part in enumerate(event.actors):
            actor = self._key("actor", part.actor)
            self.tables["program_actors"].append(
                {"program": key, "position": position, "actor": actor, "role": part.role}
            )

    def _names(
        self, namespace: str, shown: str, names: Iterable[tuple[str, str, str]], key: str
    ) -> None:
        for name, lang, during in [(key, "", ""), *names]:
            # Two keys that are one may bear the same name.
            if (namespace, shown, name) not in self.named:
                self.named.add((namespace, shown, name))
                row: Row = {"namespace": namespace, "folded": fold_name(name), "key": shown}
                row |= {"name": name, "lang": lang or None, "during": during or None}
                self.tables["names"].append(row)

    def happening(self, state: State) -> None:
        event = state.event
        assert isinstance(event, Happening)  # noqa: S101 (filtered by the caller)
        date, last_seen = self._seen(event)
        counts = date.tested[:2] if event.status == "occurred" else self._announced(event)
        sort_from, sort_to, _ = date.sort_key
        row: Row = {
            "id": event.id,
            "date": event.date,
            "earliest": iso(date.nominal.earliest_start),
            "latest": iso(date.nominal.latest_end),
            "sort_from": sort_from,
            "sort_to": sort_to,
            "starts_from": date.tested.earliest_start,
            "starts_by": date.tested.latest_start,
            "ends_from": date.tested.earliest_end,
            "ends_by": date.tested.latest_end,
            "counts_from": counts[0],
            "counts_by": counts[1],
            "last_seen": last_seen,
            "recorded_at": event.recorded.at,
            "recorded_by": event.recorded.by,
            "amended": len(state.applied),
        }
        for name in _PLAIN:
            row[name] = getattr(event, name) or None
        self.tables["happenings"].append(row)
        for table, items in self._parts(event):
            self.tables[table].extend(
                {"happening": event.id, "position": i, **item} for i, item in enumerate(items)
            )

    def _seen(self, event: Happening) -> tuple[edtf.Date, int | None]:
        date = self.date(event.date)
        if not date.open_end:
            return date, None
        last_seen = int(max(self._sourced(event), default=_day(event.recorded.at)))
        return date.seen_until(last_seen), last_seen

    def _sourced(self, event: Happening) -> Iterator[float]:
        for published in self._dates_of_sources(event):
            if published.earliest != float("-inf"):
                yield published.earliest

    def _dates_of_sources(self, event: Happening) -> Iterator[edtf.Date]:
        for citation in event.sources:
            for key in (self._key("source", citation.source), citation.source):
                if key in self.published:
                    yield self.published[key]
                    break

    def _announced(self, event: Happening) -> tuple[float, float]:
        if event.announced:
            tested = self.date(event.announced).tested
            return tested.earliest_start, tested.latest_start
        dates = [date.tested for date in self._dates_of_sources(event)]
        if dates:
            # It was known once any of them was out, whichever that was.
            return min(d.earliest_start for d in dates), min(d.latest_end for d in dates)
        day = _day(event.recorded.at)
        return day, day

    def _parts(self, event: Happening) -> Iterator[tuple[str, list[Row]]]:
        yield "happening_places", [{"place": self._key("place", key)} for key in event.places]
        yield "happening_tags", [{"tag": tag} for tag in event.tags]
        people: list[Row] = []
        for part in event.actors:
            actor = self._key("actor", part.actor)
            whom = self._key("actor", part.for_) if part.for_ else ""
            office: Row = {"role": part.role, "capacity": part.capacity or None}
            effect = _json(part.effect)
            people.append({"actor": actor, **office, "for": whom or None, "effect": effect})
        yield "participations", people
        parts: list[Row] = []
        for place in event.programs:
            program = self._key("program", place.program)
            effect = _json(place.effect)
            parts.append({"program": program, "phase": place.phase or None, "effect": effect})
        yield "program_parts", parts
        figures: list[Row] = []
        for figure in event.figures:
            by = _json(figure.by) if figure.by else None
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

    def words(self, vocabulary: Vocabulary) -> None:
        known = [("kind", word) for word in vocabulary.kinds]
        known += [("role", word) for word in vocabulary.roles]
        known += [("kind", str(row["kind"])) for row in self.tables["happenings"]]
        known += [("role", str(row["role"])) for row in self.tables["participations"]]
        known += [("role", str(row["role"])) for row in self.tables["program_actors"]]
        self.tables["words"] = [
            {"vocabulary": vocabulary_, "word": word} for vocabulary_, word in dict.fromkeys(known)
        ]


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


def _shown(namespace: str, key: str, declared: Mapping[tuple[str, str], Declared]) -> str:
    """The key that stands for a key: the end of its `same_as`; in a circle the first recorded."""
    seen = [key]
    while True:
        event = declared.get((namespace, seen[-1]))
        following = event.same_as if event else ""
        if not following or (namespace, following) not in declared:
            return seen[-1]
        if following in seen:
            circle = seen[seen.index(following) :]
            return min(circle, key=lambda k: list(declared).index((namespace, k)))
        seen.append(following)


def add_parent(
    parents: dict[tuple[str, str], str],
    namespace: str,
    key: str,
    shown: Mapping[tuple[str, str], str],
    part_of: str,
) -> None:
    """Note what a key lies in. What the shown key itself says goes before what its others say."""
    whole = shown.get((namespace, part_of), part_of)
    stands = shown.get((namespace, key), key)
    if stands == key:
        parents[namespace, key] = whole
    elif stands != whole:
        parents.setdefault((namespace, stands), whole)


def _upward(start: tuple[str, str], parents: Mapping[tuple[str, str], str]) -> list[str]:
    """A key and all that it lies in, each once, even where `part_of` runs in a circle."""
    namespace, key = start
    found = [key]
    while (key := parents.get((namespace, key), "")) and key not in found:
        found.append(key)
    return found


def _day(instant: str) -> int:
    return day_number(int(instant[:4]), int(instant[5:7]), int(instant[8:10]))


def spell_rows(
    programs: Mapping[str, Mapping[str, Sequence[Spell]]],
    offices: Mapping[Office, Sequence[Spell]],
    hemisphere: edtf.Hemisphere,
) -> Iterator[Row]:
    """The rows of the table of spells."""
    for program, phases in programs.items():
        for phase, runs in phases.items():
            for ordinal, spell in enumerate(runs, 1):
                row: Row = {"subject": "program", "key": program, "office": phase, "for": ""}
                yield row | {"ordinal": ordinal} | _stored(spell, hemisphere)
    for office, runs in offices.items():
        for ordinal, spell in enumerate(runs, 1):
            row = {"subject": "actor", "key": office.actor, "office": office.office}
            row |= {"for": office.whom, "ordinal": ordinal}
            yield row | _stored(spell, hemisphere)


def _stored(spell: Spell, hemisphere: edtf.Hemisphere) -> Row:
    return spell_fields(spell, hemisphere) | {"evidence": _json(spell.evidence)}
