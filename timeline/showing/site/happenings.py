"""The happenings of a site, read from what was picked."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from timeline.dates import edtf
from timeline.dates.edtf import Date, Hemisphere
from timeline.projection.settings import hemisphere_of
from timeline.showing.chart.content import Stretch
from timeline.showing.chart.happenings import picked
from timeline.showing.report import dates, words
from timeline.showing.report.summary import summary_paragraphs
from timeline.showing.site.content import (
    Citation,
    Happening,
    InProgram,
    Label,
    Named,
    Participant,
)
from timeline.showing.site.corrections import Corrections
from timeline.showing.site.tested import tested_days
from timeline.views.chronology import ChronologyRow, chronology, with_fields
from timeline.views.citations import quotes_of
from timeline.views.parts import ActorItem, PlaceItem, ProgramItem
from timeline.views.query import Query

_FIELDS = (
    *("date_text", "date_basis", "dated", "part_of", "outcome_of", "announced", "note", "tags"),
)
_AT_ONCE = 500


def with_parts(happenings: Iterable[Happening]) -> tuple[Happening, ...]:
    """Happenings, each with the ids of its parts and outcomes among them."""
    found = list(happenings)
    parts: dict[str, list[str]] = {}
    outcomes: dict[str, list[str]] = {}
    for one in found:
        for link, whole in ((one.part_of, parts), (one.outcome_of, outcomes)):
            if link:
                whole.setdefault(link[0], []).append(one.id)
    return tuple(
        one._replace(parts=tuple(parts.get(one.id, ())), outcomes=tuple(outcomes.get(one.id, ())))
        if one.id in parts or one.id in outcomes
        else one
        for one in found
    )


class HappeningReader:
    """Reads happenings; what many have in common is made once."""

    def __init__(
        self, db: sqlite3.Connection, query: Query, cited: Callable[[str], object]
    ) -> None:
        """For what was picked.

        Args:
            db: a projection with `picked` filled.
            query: what was asked for.
            cited: whether citations of a source, by its key, are told.
        """
        self.db = db
        self.query = query
        self.cited = cited
        self.hemisphere: Hemisphere = hemisphere_of(db)
        self.corrections = Corrections(db)
        self.names: dict[tuple[str, str], Named] = {}
        phases = "SELECT program, phase, name FROM declared_phases WHERE name IS NOT NULL"
        self.phases = {(program, phase): name for program, phase, name in db.execute(phases)}
        self.stretches: Mapping[str, tuple[Stretch, ...]] = {
            item.key: item.stretches for item in picked(db, query).items.values()
        }
        self.tested = tested_days(db, self.hemisphere)

    def read(self) -> Iterator[Happening]:
        """The happenings in the order of a chronology, without their parts and outcomes."""
        rows = iter(chronology(self.db, self.query))
        while some := list(islice(rows, _AT_ONCE)):
            fields = with_fields(self.db, some, _FIELDS)
            quotes = quotes_of(self.db, [row["id"] for row in some])
            titles = self._titles(fields)
            for row, more in zip(some, fields, strict=True):
                yield self._happening(row, more, quotes.get(row["id"], {}), titles)

    def _titles(self, fields: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
        """The titles of what happenings are part or outcome of, by id."""
        ids = {more[name] for more in fields for name in ("part_of", "outcome_of")} - {None}
        sql = "SELECT title FROM happenings WHERE id = ?"
        rows = ((id_, self.db.execute(sql, (id_,)).fetchone()) for id_ in ids)
        return {id_: words.one_line(row[0]) for id_, row in rows if row}

    def _happening(
        self,
        row: ChronologyRow,
        more: Mapping[str, Any],
        quotes: Mapping[int, str],
        titles: Mapping[str, str],
    ) -> Happening:
        date = edtf.parse(row["date"], self.hemisphere)
        seen = dates.read(row["last_seen_date"], self.hemisphere)
        announced = dates.read(more["announced"], self.hemisphere)
        day = int(seen.tested.latest_end) if seen and row["status"] == "occurred" else None
        stretches = self.stretches.get(row["id"], ())
        return Happening(
            id=row["id"],
            title=words.one_line(row["title"]),
            date=row["date"],
            words=dates.date_in_words(date, seen),
            earliest=date.tested.earliest_start,
            latest=date.tested.latest_end,
            certain=_certain(stretches),
            stretches=stretches,
            tested=self.tested[row["id"]],
            years=dates.years_of(date, day),
            kind=words.one_line(row["kind"]),
            status=row["status"],
            confidence=row["confidence"] or "",
            possible=row["match"] == "possible",
            actors=tuple(map(self._participant, row["actors"])),
            programs=tuple(map(self._in_program, row["programs"])),
            places=tuple(self._named("place", part["place"], part) for part in row["places"]),
            sources=tuple(self._citations(row, quotes)),
            figures=tuple(Label(*words.figure(item)) for item in row["figures"]),
            summary=tuple(summary_paragraphs(row["summary"])),
            remarks=tuple(words.paragraphs(more["note"])),
            tags=tuple(map(words.one_line, more["tags"] or ())),
            doubts=tuple(_doubts(date, seen, row, more)),
            date_text=words.one_line(more["date_text"]),
            date_basis=words.one_line(more["date_basis"]),
            announced=dates.date_in_words(announced) if announced else "",
            part_of=_link(more["part_of"], titles),
            outcome_of=_link(more["outcome_of"], titles),
            parts=(),
            outcomes=(),
            recorded_at=row["recorded_at"],
            recorded_by=words.one_line(row["recorded_by"]),
            amended=row["amended"],
            began=(date.tested.earliest_start, date.tested.latest_start),
            corrections=self.corrections.of(row["id"]),
            forked=row["id"] in self.corrections.forked,
        )

    def _participant(self, part: ActorItem) -> Participant:
        body = None
        if part["for"]:
            name = {"name": part["for_name"], "short": part["for_short"]}
            body = self._named("actor", part["for"], name)
        return Participant(
            self._named("actor", part["actor"], part),
            words.one_line(part["role"]),
            words.one_line(part["capacity"]),
            body,
            tuple(words.OFFICE_EFFECTS[e] for e in part["effect"] if e in words.OFFICE_EFFECTS),
        )

    def _in_program(self, part: ProgramItem) -> InProgram:
        phase = part["phase"] or ""
        return InProgram(
            self._named("program", part["program"], part),
            words.one_line(phase),
            words.one_line(self.phases.get((part["program"], phase), phase)),
            tuple(words.PROGRAM_EFFECTS[effect] for effect in part["effect"]),
        )

    def _citations(self, row: ChronologyRow, quotes: Mapping[int, str]) -> Iterator[Citation]:
        for position, part in enumerate(row["sources"]):
            if self.cited(part["source"]):
                source = self._named("source", part["source"], {"name": part["title"]})
                quote = words.one_line(quotes.get(position))
                yield Citation(source, words.one_line(part["at"]), quote)

    def _named(
        self, kind: str, key: str, said: ActorItem | PlaceItem | ProgramItem | Mapping[str, Any]
    ) -> Named:
        found = self.names.get((kind, key))
        if found is None:
            name = words.one_line(said.get("name") or key)
            found = Named(key, name, words.one_line(said.get("short")) or name)
            self.names[kind, key] = found
        return found


def _certain(stretches: Sequence[Stretch]) -> tuple[float, float] | None:
    """The first and last day on which it surely took place, of all such stretches."""
    sure = [one for one in stretches if one.look == "certain"]
    return (sure[0].first, sure[-1].last) if sure else None


def _doubts(
    date: Date, seen: Date | None, row: ChronologyRow, more: Mapping[str, Any]
) -> Iterator[str]:
    """What is uncertain of a happening, sentence by sentence."""
    told = (
        dates.doubt_of(date, seen),
        words.DATED.get(more["dated"], ""),
        words.CONFIDENCE.get(str(row["confidence"]), ""),
    )
    yield from filter(None, told)
    if row["match"] == "possible":
        yield "The date leaves open whether this belongs here."


def _link(id_: str | None, titles: Mapping[str, str]) -> tuple[str, str] | None:
    return (id_, titles[id_]) if id_ and id_ in titles else None
