"""From a question to a projection to what a report says."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Literal, NamedTuple

from timeline.base.errors import UsageError
from timeline.dates import edtf
from timeline.dates.edtf import Date
from timeline.projection.settings import hemisphere_of
from timeline.showing.chart.content import Chart
from timeline.showing.chart.make import make_chart
from timeline.showing.report import dates, words
from timeline.showing.report.actors import actors_of
from timeline.showing.report.closing import closing_facts, newest_recording
from timeline.showing.report.content import (
    Detail,
    Entry,
    Listed,
    Pointer,
    Report,
    Section,
    Statement,
)
from timeline.showing.report.notes import Citation, Notes
from timeline.showing.report.programs import ProgramWords
from timeline.showing.report.scope import scope_of
from timeline.showing.report.summary import summary_paragraphs
from timeline.views.ask import Question
from timeline.views.chronology import ChronologyRow, chronology, with_fields
from timeline.views.citations import quotes_of
from timeline.views.query import Filters

By = Literal["year", "program"]
BY: tuple[By, ...] = ("year", "program")
"""What a report can be parted by."""
TITLE = "Chronology"
_NO_PROGRAM = "No programme"
_FIELDS = ("date_text", "date_basis", "dated", "part_of", "outcome_of", "announced", "note")
_AT_ONCE = 500


class Options(NamedTuple):
    """How a report is made, beside its filters.

    `by` is what it is parted by, `title` its title, empty for the usual one; `version` is that of
    the program, and `made` the time of making in seconds since 1970, None where none is to be told.
    `chart` says that a chart of programmes is drawn in it. `folder` is the log, to tell how it is
    sealed.
    """

    version: str

    by: str = "year"
    title: str = ""
    made: int | None = None
    chart: bool = False
    folder: Path | None = None


class _Happening(NamedTuple):
    """A happening as it was read, with its date."""

    row: ChronologyRow
    more: Mapping[str, Any]
    cited: tuple[Citation, ...]
    date: Date
    words: str
    last_seen: Date | None


def make_report(question: Question, filters: Filters, options: Options) -> Report:
    """The content of a report.

    Args:
        question: the answer to the filters.
        filters: as typed.
        options: how it is made.

    Raises:
        UsageError: it cannot be parted so.
    """
    if options.by not in BY:
        raise UsageError(f"a report goes by no `{options.by}`", f"one of {', '.join(BY)}")
    return _Maker(question, filters, options).make()


class _Maker:
    """Makes one report: numbers notes and sources in the order in which they are read."""

    def __init__(self, question: Question, filters: Filters, options: Options) -> None:
        self.db = question.db
        self.question = question
        self.filters = filters
        self.options = options
        self.hemisphere = hemisphere_of(self.db)
        self.notes = Notes(self.db, self.hemisphere, published=bool(filters.as_published))
        self.programs = ProgramWords(self.db)
        self.happenings = list(self._read())
        self.by_id = {one.row["id"]: one for one in self.happenings}
        self.outcomes: dict[str, list[_Happening]] = {}
        for one in self.happenings:
            if planned := one.more["outcome_of"]:
                self.outcomes.setdefault(planned, []).append(one)
        self.placed: dict[str, tuple[Entry, str]] = {}

    def make(self) -> Report:
        """The report."""
        by_program = self.options.by == "program"
        sections = tuple(self._program_sections() if by_program else self._year_sections())
        for one in self.happenings:
            self.notes.cite(one.cited, self._listed(one))
        scope = scope_of(self.db, self.filters)
        rows = [one.row for one in self.happenings]
        return Report(
            title=words.one_line(self.options.title) or TITLE,
            scope=scope.words,
            lead=tuple(self._lead(rows)),
            sections=sections,
            notes=tuple(self.notes.notes),
            actors=tuple(actors_of(self.db, rows, self.notes)),
            sources=self.notes.sources(),
            planned=tuple(self._planned()),
            uncertain=tuple(self._uncertain()),
            unsourced=tuple(
                self._listed(one) for one in self.happenings if not self._is_sourced(one)
            ),
            closing=tuple(
                closing_facts(
                    self.db, scope, self.options.version, self.options.made, self.options.folder
                )
            ),
            made=self.options.made,
            recorded=newest_recording(self.db),
            chart=self._chart(),
        )

    def _chart(self) -> Chart | None:
        """The chart, if it is wanted and has anything to show."""
        if not (self.options.chart and self.happenings):
            return None
        return make_chart(self.db, self.question.query, self.filters, "program")

    def _read(self) -> Iterator[_Happening]:
        rows = iter(chronology(self.db, self.question.query))
        while some := list(islice(rows, _AT_ONCE)):
            fields = with_fields(self.db, some, _FIELDS)
            quotes = quotes_of(self.db, [row["id"] for row in some])
            for row, more in zip(some, fields, strict=True):
                yield self._happening(row, more, quotes.get(row["id"], {}))

    def _happening(
        self, row: ChronologyRow, more: Mapping[str, Any], quotes: Mapping[int, str]
    ) -> _Happening:
        date = edtf.parse(row["date"], self.hemisphere)
        seen = dates.read(row["last_seen_date"], self.hemisphere)
        cited = tuple(
            Citation(part["source"], part["at"], quotes.get(position))
            for position, part in enumerate(row["sources"])
        )
        return _Happening(row, more, cited, date, dates.date_in_words(date, seen), seen)

    def _lead(self, rows: Sequence[ChronologyRow]) -> Iterator[str]:
        counts = {
            status: sum(row["status"] == status for row in rows)
            for status in ("occurred", "planned", "postponed", "cancelled")
        }
        told = [f"{counts['occurred']:,} of what took place"] if counts["occurred"] else []
        told += [
            f"{number:,} of what {'is' if status == 'planned' else 'was'} {status}"
            for status, number in counts.items()
            if number and status != "occurred"
        ]
        entries = words.count_of(len(rows), "entry")
        if len(told) == 1:
            entries += f", {'all ' if len(rows) > 1 else ''}{told[0].partition(' ')[2]}"
        elif told:
            entries += f": {words.join_and(told)}"
        yield f"This chronology has {entries}."
        possible = sum(row["match"] == "possible" for row in rows)
        if possible:
            yield (
                f"Of {words.count_of(possible, 'entry')} the date leaves open whether "
                f"{'it belongs' if possible == 1 else 'they belong'} here; this is said of each."
            )
        if aside := words.left_out(sum(self.question.aside)):
            yield aside
        if rows and self.options.by == "year":
            yield "Entries stand under the year in which they began, or may have begun."
        if rows:
            yield (
                "Dates say as much as the sources do, and no more. A number leads to the note that"
                " names the source of a statement, and the place in it."
            )

    def _year_sections(self) -> Iterator[Section]:
        found: dict[dates.Years, list[_Happening]] = {}
        for one in self.happenings:
            seen = one.last_seen
            day = int(seen.tested.latest_end) if seen and one.row["status"] == "occurred" else None
            found.setdefault(dates.years_of(one.date, day), []).append(one)
        for years in sorted(found):
            yield Section(
                years.heading,
                (),
                tuple(self._place(one, years.heading) for one in found[years]),
            )

    def _program_sections(self) -> Iterator[Section]:
        found: dict[str, list[_Happening]] = {}
        for one in self.happenings:
            keys = dict.fromkeys(part["program"] for part in one.row["programs"])
            for key in keys or [""]:
                found.setdefault(key, []).append(one)
        alone = found.pop("", [])
        for key, happenings in found.items():
            name = self.programs.name(key)
            about = [
                Statement(text, self.notes.add(cited)) for text, cited in self.programs.about(key)
            ]
            entries = tuple(self._place(one, name) for one in happenings)
            yield Section(name, tuple(about), entries)
        if alone:
            yield Section(_NO_PROGRAM, (), tuple(self._place(one, _NO_PROGRAM) for one in alone))

    def _place(self, one: _Happening, heading: str) -> Entry | Pointer:
        """A happening in full; where it stands in full already, where to find it."""
        id_ = one.row["id"]
        if id_ in self.placed:
            entry, where = self.placed[id_]
            return Pointer(id_, entry.date, entry.title, where)
        entry = self._entry(one)
        self.placed[id_] = entry, heading
        return entry

    def _entry(self, one: _Happening) -> Entry:
        row = one.row
        notes = self.notes.add(one.cited)
        tags = [words.TAGS.get(str(row[name]), "") for name in ("status", "confidence")]
        remarks = []
        if row["match"] == "possible":
            remarks.append("The date leaves open whether this belongs here.")
        if not notes:
            remarks.append("No source is on record.")
        return Entry(
            row["id"],
            words.sentence(one.words),
            tuple(filter(None, tags)),
            Statement(words.one_line(row["title"]), notes),
            tuple(Statement(text, notes) for text in summary_paragraphs(row["summary"])),
            tuple(Detail(*detail) for detail in self._details(one, notes)),
            tuple(remarks),
        )

    def _details(
        self, one: _Happening, notes: tuple[int, ...]
    ) -> Iterator[tuple[str, Statement, str]]:
        row = one.row
        for label, text in words.participants(row["actors"]):
            yield label, Statement(text, notes), ""
        if row["places"]:
            places = [words.one_line(part["name"]) for part in row["places"]]
            label = "Places" if len(places) > 1 else "Place"
            yield label, Statement("; ".join(places), notes), ""
        programs = [words.program(part, self.programs.phases) for part in row["programs"]]
        if programs:
            label = "Programmes" if len(programs) > 1 else "Programme"
            yield label, Statement("; ".join(programs), notes), ""
        for item in row["figures"]:
            label, text = words.figure(item)
            yield label, Statement(text, notes), ""
        yield from self._relations(one, notes)
        if announced := dates.read(one.more["announced"], self.hemisphere):
            yield "Announced", Statement(dates.date_in_words(announced), notes), ""
        for text in words.paragraphs(one.more["note"]):
            yield "Remark", Statement(text, notes), ""

    def _relations(
        self, one: _Happening, notes: tuple[int, ...]
    ) -> Iterator[tuple[str, Statement, str]]:
        for field, label in (("part_of", "Part of"), ("outcome_of", "Outcome of")):
            id_ = one.more[field]
            if id_ and (title := self._title(id_)):
                yield label, Statement(title, notes), id_ if id_ in self.by_id else ""

    def _title(self, id_: str) -> str:
        if id_ in self.by_id:
            return words.one_line(self.by_id[id_].row["title"])
        row = self.db.execute("SELECT title FROM happenings WHERE id = ?", (id_,)).fetchone()
        return words.one_line(row[0]) if row else ""

    def _listed(self, one: _Happening, *remarks: str) -> Listed:
        row = one.row
        return Listed(
            row["id"],
            one.words,
            words.one_line(row["title"]),
            tuple(filter(None, remarks)),
        )

    def _is_sourced(self, one: _Happening) -> bool:
        return bool(self.placed[one.row["id"]][0].title.notes)

    def _planned(self) -> Iterator[Listed]:
        for one in self.happenings:
            if one.row["status"] not in ("planned", "postponed"):
                continue
            came = self.outcomes.get(one.row["id"], [])
            outcomes = [
                f"Outcome: {words.one_line(other.row['title'])} ({other.words})." for other in came
            ]
            announced = dates.read(one.more["announced"], self.hemisphere)
            told = f"Announced {dates.when_in_words(announced)}." if announced else ""
            state = "Postponed." if one.row["status"] == "postponed" else ""
            none = "" if came else "No outcome is on record."
            yield self._listed(one, state, told, *outcomes, none)

    def _uncertain(self) -> Iterator[Listed]:
        for one in self.happenings:
            more = one.more
            doubt = dates.doubt_of(one.date, one.last_seen)
            inferred = words.DATED.get(more["dated"], "")
            confidence = words.CONFIDENCE.get(str(one.row["confidence"]), "")
            if doubt or inferred or confidence:
                text = words.one_line(more["date_text"])
                worded = f"In the words of the source: “{text}”." if text else ""
                basis = words.one_line(more["date_basis"])
                yield self._listed(one, doubt, inferred, worded, basis, confidence)
