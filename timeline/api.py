"""The library: a log opened from Python, with what the commands do.

from timeline import Log

log = Log("events")
for row in log.chronology(actor="Interior Ministry", during="2017"):
    print(row["date"], row["title"])
"""

import contextlib
import datetime as dt
import functools
import os
import sqlite3
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, cast

from timeline import __version__
from timeline.base.days import today
from timeline.base.errors import Fault, PartialAnswerWarning, TimelineError, UsageError
from timeline.drafting.draft import make_draft
from timeline.drafting.source.source_draft import SourceDetails
from timeline.drafting.yaml_draft import format_draft
from timeline.event.document import Document, tidy_map
from timeline.event.types import DECLARATIONS
from timeline.exchange.export import read_selected, select_events
from timeline.exchange.losses import Loss, Losses
from timeline.exchange.reading import ReadOptions, open_file
from timeline.exchange.writing import WRITERS, write
from timeline.log import folder as folders
from timeline.log import settings
from timeline.log.find import current_folder, find_log
from timeline.log.recorder import recorder_name
from timeline.log.revision import other_log
from timeline.projection import database, states
from timeline.projection.find_event import find_event, find_recorded
from timeline.projection.kept_open import KeptOpen
from timeline.projection.lookup import known_key
from timeline.recording import amend as correcting
from timeline.recording import append as recording
from timeline.recording import archive as archiving
from timeline.recording import erase as erasing
from timeline.recording import merge as merging
from timeline.recording import retract as retracting
from timeline.recording import seal as sealing
from timeline.recording.amend import Change
from timeline.recording.append import Outcome
from timeline.recording.archive import Archived
from timeline.recording.declare import prepare_declaration, record_declaration
from timeline.recording.erase import Erased
from timeline.recording.imports import take_in as importing
from timeline.recording.imports.take_in import Imported, Wanted
from timeline.recording.imports.take_in import Row as ImportedRow
from timeline.recording.pack import Packed, pack
from timeline.recording.resolve import New
from timeline.recording.seal import Sealed
from timeline.showing.chart import files as chart_files
from timeline.showing.chart.differences import Between, diff_chart
from timeline.showing.chart.make import by_of, make_chart
from timeline.showing.page.chronology import write_page
from timeline.showing.report import formats as report_formats
from timeline.showing.report.gather import Options, make_report
from timeline.showing.site import folder as site_folder
from timeline.showing.site.gather import Options as SiteOptions
from timeline.showing.site.gather import gather as gather_site
from timeline.showing.site.pages import files as site_files
from timeline.showing.time_of_making import time_of_making
from timeline.trust.verify import Verified, verify
from timeline.views import actors as actor_view
from timeline.views import chronology as chronology_view
from timeline.views import corrections as correction_view
from timeline.views import figures as figure_view
from timeline.views import groups as group_view
from timeline.views import offices as office_view
from timeline.views import places as place_view
from timeline.views import programs as program_view
from timeline.views import sources as source_view
from timeline.views import sql as sql_view
from timeline.views import state_groups as state_group_view
from timeline.views.actors import ActorRow
from timeline.views.ask import Question, ask
from timeline.views.checks.errors import check, fault_of_lost
from timeline.views.checks.warnings import warnings as find_warnings
from timeline.views.chronology import ChronologyRow
from timeline.views.copies_compared import ChangedParagraph, compare_copy
from timeline.views.corrections import CorrectionRow
from timeline.views.coverage import ParagraphRow, coverage
from timeline.views.diff import diff as diff_view
from timeline.views.diff import periods as period_view
from timeline.views.diff.machine import WholeDiff, as_json
from timeline.views.diff.side_by_side import SideBySide, side_by_side
from timeline.views.event import event_detail
from timeline.views.exporting import is_whole, material
from timeline.views.figures import FigureRow, TotalRow
from timeline.views.filters import enter_clocks
from timeline.views.grouping import STATES_BY, group_of
from timeline.views.groups import GroupRow
from timeline.views.offices import HeldOffice
from timeline.views.places import PlaceRow
from timeline.views.programs import ProgramRow
from timeline.views.query import Filters
from timeline.views.sealed_state import State, open_state
from timeline.views.seals import seal_detail
from timeline.views.sources import SourceRow
from timeline.views.state_groups import StateGroupRow
from timeline.views.states import filter_by_state, without_states
from timeline.views.status import Status, status
from timeline.views.thing import EVENT, SEAL, declaration_detail, find_thing, key_row
from timeline.views.typed_dates import one_day, span_of
from timeline.views.why import Explanation, explain_in_state

_CALLER = 6
"""How many calls lie between a question and what it opens."""


Method = TypeVar("Method", bound=Callable[..., Any])


def _asking_again(method: Method) -> Method:
    """A question that is asked once more if damage of the projection may be why it failed."""

    @functools.wraps(method)
    def answer(log: "Log", *args: Any, **kwargs: Any) -> Any:
        try:
            return method(log, *args, **kwargs)
        except database.SUSPICIOUS:
            if not database.condemn(log.folder):
                raise
        return method(log, *args, **kwargs)

    return cast(Method, answer)


class Log:
    """A log of events.

    Filters are those of the command line by their own names (`actor`, `during`, `as_of`, ...;
    `from_` for --from); each is a text, or a list of texts that are alternatives. Years and days
    may be numbers and `datetime.date`; None is as if nothing was given.

    Args:
        folder: the log. Without it, TIMELINE_LOG, else the nearest `events` from here upward.
        by: who records. Without it, as on the command line.

    Raises:
        TimelineError: what may be the log cannot be read.
        UsageError: there is no log.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None, by: str = "") -> None:
        given = os.fspath(folder) if folder else os.environ.get("TIMELINE_LOG")
        self.folder = find_log(given, current_folder())
        self.by = by
        self._kept = KeptOpen(self.folder)

    @classmethod
    def create(cls, folder: str | os.PathLike[str], by: str = "") -> "Log":
        """Make a new log, as `timeline init` does, and open it.

        Raises:
            TimelineError: it is a log already, or cannot be written.
        """
        folders.create(Path(folder), settings.starter())
        return cls(folder, by)

    def append(
        self,
        *events: Mapping[str, object],
        new: New = False,
        dry_run: bool = False,
    ) -> tuple[Outcome, ...]:
        """Record events, all of them or none, as `timeline add --file` does.

        Args:
            events: each with the keys of docs/format.md, without id, schema and recorded; a
                happening unless `event` says otherwise.
            new: accept unknown words, and declare unknown names; `"exact"` also those that
                resemble known ones.
            dry_run: do everything but write.

        Returns:
            An outcome an event: its id, and whether it is new or was there already.

        Raises:
            TimelineError: faults in the events, all of them.
        """
        offered = [Document(_body(event)) for event in events]
        report = recording.append(
            self.folder, offered, self._recorder(), new=new, dry_run=dry_run, kept=self._kept
        )
        return report.outcomes

    def amend(
        self,
        event: str,
        reason: str,
        set: Mapping[str, object] | None = None,  # noqa: A002 (the key of an amendment)
        unset: str | Iterable[str] = (),
        *,
        keep: str | Iterable[str] = (),
        new: New = False,
        dry_run: bool = False,
    ) -> Outcome:
        """Correct an event: `set` gives fields whole, lists included; `unset` takes fields away.

        Args:
            event: an id, its beginning, words of a title; or the key or name of a declaration.
            reason: why.
            set: fields and their new values.
            unset: the name of a field, or several.
            keep: likewise, of fields that describe the date, and still hold with a new one.
            new: accept unknown words, and declare unknown names, as in `append`.
            dry_run: do everything but write.

        Raises:
            ConflictError: the event was corrected meanwhile.
            TimelineError: no such event, or the result would be none.
        """
        with self._projection() as db:
            known = states.current(db, find_recorded(db, event))
        change = Change(_body(set or {}), _names(unset), _names(keep))
        by = self._recorder()
        return correcting.amend(
            self.folder, known, change, reason, by, new=new, dry_run=dry_run
        ).outcomes[0]

    def declare(
        self,
        kind: str,
        name: str,
        *,
        key: str = "",
        reason: str = "",
        unset: str | Iterable[str] = (),
        new: New = False,
        dry_run: bool = False,
        **fields: object,
    ) -> Outcome:
        """Declare what a key means, as `timeline declare` does; a key that is known is amended.

        Args:
            kind: actor, program, place or source.
            name: the name to show; of a source its title. Without a key it may be any name that
                is known, whose declaration is then amended.
            key: lower-case letters, digits and hyphens; made from the name if not given.
            reason: why it is amended.
            unset: where it is amended: the name of a field to take away, or several.
            new: accept unknown words, and declare unknown names, as in `append`.
            dry_run: do everything but write.
            fields: what else it says, by the keys of docs/format.md. Where it is amended, these
                replace what stood there, and items are added to lists.

        Returns:
            The declaration or its amendment; not `new` where all of it is on record already.

        Raises:
            ConflictError: the declaration was corrected meanwhile.
            TimelineError: it would be no valid event.
            UsageError: no such kind, no key can be made of the name, or no such field.
        """
        if kind not in DECLARATIONS:
            raise UsageError(f"no kind of key `{kind}`", f"one of {', '.join(DECLARATIONS)}")
        declaration = prepare_declaration(
            self.folder, kind, name, _body(fields), key=key, unset=_names(unset)
        )
        return record_declaration(
            self.folder, declaration, self._recorder(), reason=reason, new=new, dry_run=dry_run
        ).outcomes[0]

    def retract(
        self, event: str, reason: str, instead: str = "", *, dry_run: bool = False
    ) -> Outcome:
        """Withdraw an event, or lift a retraction by retracting it.

        Args:
            event: an id, its beginning, words of a title; or the key or name of a declaration.
            reason: why.
            instead: the event that stands in its place: an id, its beginning, words of a title.
            dry_run: do everything but write.

        Raises:
            ConflictError: the event was corrected meanwhile.
            TimelineError: no such event, or none to stand in its place.
        """
        with self._projection() as db:
            known = states.target(db, find_recorded(db, event))
            other = find_event(db, instead) if instead else ""
        by = self._recorder()
        return retracting.retract(
            self.folder, known, reason, by, instead=other, dry_run=dry_run
        ).outcomes[0]

    def erase(
        self, event: str, reason: str = "", *, sources: bool = False, dry_run: bool = False
    ) -> Erased:
        """Remove an event for good with its corrections, as `timeline erase` does.

        Erasures stay in its place. What was begun before, or came back by a merge, is finished.

        Args:
            event: an id, its beginning, words of a title; or the key or name of a declaration.
            reason: why, without what is erased, since it stays; needed unless it was erased before.
            sources: remove also the kept copies of sources that nothing else cites.
            dry_run: do everything but write.

        Raises:
            TimelineError: no such event, one that has to stay, or the system refused.
            UsageError: no reason was given, or one that repeats the title.
        """
        found = erasing.prepare(self.folder, event)
        by = self._recorder()
        return erasing.erase(self.folder, found.id, reason, by, sources=sources, dry_run=dry_run)

    def last_recorded(self) -> str | None:
        """The id of what `by` recorded last and still stands; None where there is none."""
        with self._projection() as db:
            return states.newest(db, self._recorder())

    def merge(
        self, key: str, into: str, reason: str, kind: str = "", *, dry_run: bool = False
    ) -> Outcome:
        """Make two keys one: what was recorded of either is told of `into`.

        Args:
            key: the key, or a name, of what is the same as another.
            into: that other, which is shown.
            reason: why.
            kind: actor, program, place or source, where both are known as several of these.
            dry_run: do everything but write.

        Raises:
            ConflictError: the declaration was corrected meanwhile.
            TimelineError: no such keys of one kind.
        """
        by = self._recorder()
        merged = merging.merge(self.folder, key, into, reason, by, kind=kind, dry_run=dry_run)
        return merged.report.outcomes[0]

    def archive(
        self,
        source: str,
        file: str | os.PathLike[str],
        reason: str = "",
        *,
        dry_run: bool = False,
    ) -> Archived:
        """Keep the bytes of a source in the log, as `timeline archive` does.

        Args:
            source: its key or title, or the id of its declaration.
            file: the path of the file.
            reason: why; that a copy is kept, if not given.
            dry_run: do everything but write.

        Returns:
            Where the copy lies below the log, and what was recorded.

        Raises:
            TimelineError: no such source, or nothing that can be kept.
        """
        by = self._recorder()
        return archiving.archive(
            self.folder, source, Path(file), by, reason=reason, dry_run=dry_run
        )

    def seal(self, name: str = "", *, dry_run: bool = False) -> Sealed:
        """Fix the state of the log, as `timeline seal` does.

        Args:
            name: what to call the seal; `seal-1`, `seal-2` and so on if not given.
            dry_run: do everything but write.

        Returns:
            The new seal, or the newest, where it covers all and no other name is given.

        Raises:
            TimelineError: the log holds nothing, a file of it is at fault, or the name is taken.
            UsageError: the name would be taken for a day or an id.
        """
        return sealing.seal(self.folder, self._recorder(), name, dry_run=dry_run)

    def verify(self, since: str = "") -> Verified:
        """Verify that the log is what was recorded and sealed, as `timeline verify` does.

        Args:
            since: the seal whose state the log must still hold: a name, an id or a digest; all
                seals without it.

        Raises:
            TimelineError: there is no such seal, or several.
        """
        return verify(self.folder, since)

    def take_in(
        self,
        format_: str,
        file: str | os.PathLike[str],
        asked: ReadOptions = ReadOptions(),  # noqa: B008 (it cannot change)
        wanted: Wanted = Wanted(),  # noqa: B008
        told: Callable[[ImportedRow], None] = lambda _: None,
    ) -> Imported:
        """Take in a file of another program or log, as `timeline import` does.

        Args:
            format_: csv, xlsx, jsonl and so on.
            file: its path.
            asked: how it is to be read: a mapping and the like.
            wanted: how it is to be recorded: `new`, `dry_run`, `keep_going` and so on.
            told: is given what became of each entry, and why it was refused.

        Returns:
            How many entries became what; `written` says whether anything was recorded.

        Raises:
            OSError: the file cannot be opened.
            TimelineError: it cannot be read at all.
        """
        with Path(file).open("rb") as data:
            found = open_file(format_, Path(file), data, asked).items
            return importing.take_in(self.folder, found, self._recorder(), wanted, told)

    def draft(self, file: str | os.PathLike[str], given: SourceDetails = SourceDetails()) -> str:  # noqa: B008
        """Events proposed from the text of a source, as `timeline draft` prints them.

        Args:
            file: its path; plain text or HTML.
            given: what the text does not say of itself, such as when it was published.

        Returns:
            YAML with comments, to be corrected by somebody and then appended.

        Raises:
            OSError: the file cannot be opened.
            TimelineError: it is no text, or too large.
        """
        data = Path(file).read_bytes()
        with self._projection() as db:
            return format_draft(make_draft(db, data, os.fspath(file), given, self.folder))

    def events(self, **filters: Any) -> Iterator[dict[str, object]]:
        """Whole events, with id and recording, as `timeline export jsonl` writes them.

        Args:
            filters: which happenings, with what they need; all events without any.
        """
        with self._ask(_filters(filters)) as (db, _, _, _):
            select_events(db, whole=is_whole(_filters(filters)))
            yield from read_selected(db)

    @_asking_again
    def export(self, format_: str, **filters: Any) -> tuple[bytes, tuple[Loss, ...]]:
        """Happenings in a format of other programs, as `timeline export` writes them, and losses.

        Args:
            format_: ical and so on.
            filters: which happenings; all without any.

        Returns:
            The whole file, and what it could not say as the log does.

        Raises:
            TimelineError: a filter that means nothing.
            UsageError: no such format.
        """
        if format_ not in WRITERS:
            raise UsageError(f"no format `{format_}` to export", f"one of {', '.join(WRITERS)}")
        whole = _filters(filters)
        losses = Losses()
        with self._ask(whole._replace(unbounded=True)) as (db, _, query, _):
            found = material(db, query, whole=is_whole(whole), folder=self.folder)
            parts = write(format_, found, losses)
            data = b"".join(p if isinstance(p, bytes) else p.encode() for p in parts)
        return data, tuple(losses.all)

    def pack(self, *, dry_run: bool = False) -> Packed:
        """Put the events that have files of their own into one file, as `timeline pack` does."""
        return pack(self.folder, dry_run=dry_run)

    @_asking_again
    def chronology(self, **filters: Any) -> list[ChronologyRow]:
        """The timeline: one row a happening, with the fields of `timeline list --format json`."""
        with self._ask(_filters(filters)) as (db, _, query, _):
            return list(chronology_view.chronology(db, query))

    @_asking_again
    def actors(self, name: str = "", **filters: Any) -> list[ActorRow]:
        """The actors, or the one of a name, with the fields of `timeline actors --format json`."""
        with self._ask(_filters(filters), "actor", name) as (db, key, query, _):
            parts = not filters.get("no_parts")
            if key:
                return [office_view.actor_detail(db, query, key, parts=parts)]
            return actor_view.actors(db, query, parts=parts)

    @_asking_again
    def offices(self, on: str | int | dt.date, name: str = "", **filters: Any) -> list[HeldOffice]:
        """Who held which office on a day, or in a month or year, as `timeline actors --on` says.

        Args:
            on: a day, a month or a year.
            name: only what this actor held, and what was held for it.
            filters: which offices, by what they are known from.
        """
        with self._ask(_filters(filters), "actor", name) as (db, key, query, _):
            days = span_of(db, _typed(on))
            return office_view.holders(db, query, days, key, parts=not filters.get("no_parts"))

    @_asking_again
    def programs(self, name: str = "", **filters: Any) -> list[ProgramRow]:
        """The programs, or the one of a name, as `timeline programs --format json` has them."""
        whole = _filters(filters)
        with self._ask(without_states(whole), "program", name) as (db, key, query, _):
            return filter_by_state(db, program_view.programs(db, query, key), whole)

    @_asking_again
    def counts(
        self, by: str, on: str | dt.date = "", **filters: Any
    ) -> list[GroupRow] | list[StateGroupRow]:
        """How much is in each group, as `timeline stats --by GROUP --on DAY --format json` has it.

        Args:
            by: year, month, actor and so on; phase, office or state as of a day.
            on: the day, of phases, offices and states.
            filters: which happenings to look at.

        Raises:
            TimelineError: a group, date or filter that means nothing.
        """
        with self._ask(_filters(filters)) as (db, _, query, _):
            state = next((one for one in STATES_BY if one == by.lower()), None)
            if state:
                day = one_day(db, _typed(on)) if on else query.as_of
                return state_group_view.state_groups(db, query, state, day)
            chosen = group_of(by, STATES_BY)
            return group_view.groups(db, query, chosen, parts=not filters.get("no_parts"))

    @_asking_again
    def corrections(
        self, since: str | dt.date = "", until: str | dt.date = "", **filters: Any
    ) -> list[CorrectionRow]:
        """What was corrected, with old and new values, as `timeline corrections` has it.

        Args:
            since: a date or an instant of recording, included.
            until: likewise.
            filters: of which happenings.
        """
        with self._ask(_filters(filters)) as (db, _, query, _):
            span = correction_view.recorded_between(db, _typed(since), _typed(until))
            return list(correction_view.corrections(db, query, span))

    @_asking_again
    def sources(self, name: str = "", **filters: Any) -> list[SourceRow]:
        """The sources, or the one of a name, as `timeline sources --format json` has them."""
        with self._ask(_filters(filters), "source", name) as (db, key, query, _):
            if key:
                return [source_view.source_with_quotes(db, self.folder, query, key)]
            return source_view.sources(db, query)

    @_asking_again
    def coverage(self, source: str, **clocks: Any) -> list[ParagraphRow]:
        """The paragraphs of a source, each with the events that cite it.

        As `timeline sources NAME --coverage` has them.

        Args:
            source: its key or title.
            clocks: `as_recorded`, for what cited it then.

        Raises:
            TimelineError: no such source.
        """
        with self._state(_filters(clocks)) as (db, filters, *_):
            enter_clocks(db, filters)
            return coverage(db, known_key(db, "source", source))

    @_asking_again
    def compare(
        self, source: str, file: str | os.PathLike[str], **clocks: Any
    ) -> list[ChangedParagraph]:
        """The paragraphs of a source's copy that are not as they were in a newer one.

        As `timeline sources NAME --compare FILE` has them: each with the events that rest on it,
        and with its quotes that are gone.

        Args:
            source: its key or title.
            file: the path of the newer copy.
            clocks: `as_recorded`, for the copy and the events of then.

        Raises:
            OSError: the file cannot be opened.
            TimelineError: no such source, no copy of it is kept, or one of the two is no text.
        """
        data = Path(file).read_bytes()
        with self._projection() as db:
            enter_clocks(db, _filters(clocks))
            key = known_key(db, "source", source)
            return compare_copy(db, self.folder, key, data, os.fspath(file)).rows

    @_asking_again
    def places(self, name: str = "", **filters: Any) -> list[PlaceRow]:
        """The places, or the one of a name, as `timeline places --format json` has them."""
        with self._ask(_filters(filters), "place", name) as (db, key, query, _):
            parts = not filters.get("no_parts")
            return place_view.places(db, query, key, parts=parts)

    @_asking_again
    def figures(self, measure: str = "", **filters: Any) -> list[FigureRow]:
        """The figures, or those of one measure, as `timeline figures --format json` has them."""
        with self._ask(_filters({"measure": measure or None, **filters})) as (db, _, query, _):
            return list(figure_view.figures(db, query, query.measures))

    @_asking_again
    def totals(self, measure: str = "", **filters: Any) -> list[TotalRow]:
        """What figures of the type actual add up to, as `timeline figures` tells it at the end."""
        with self._ask(_filters({"measure": measure or None, **filters})) as (db, _, query, _):
            return figure_view.totals(db, query.measures)

    @_asking_again
    def show(self, name: str, **filters: Any) -> dict[str, Any]:
        """One event, actor, program, place or source whole, as `timeline show` does.

        Of an event: as it stands, as recorded, and every correction of it. Of a key: its row, and
        its `declaration` with the names and keys that it has. Paths are below the log.

        Args:
            name: an id or its beginning, words of a title, a key, name or alias.
            filters: what is told of a key; of an event only clocks count, such as `as_recorded`.

        Raises:
            TimelineError: nothing is called so.
        """
        with self._state(_filters(filters)) as (db, asked, *_):
            enter_clocks(db, asked)
            namespace, found = find_thing(db, name)
            if namespace == SEAL:
                return {**seal_detail(db, self.folder, found)}
            if namespace == EVENT:
                return {**event_detail(db, found)}
            query = ask(db, asked).query
            parts = not asked.no_parts
            row = key_row(db, namespace, found, query, parts=parts, folder=self.folder)
            return {**row, "declaration": declaration_detail(db, namespace, found) or {}}

    @_asking_again
    def why(self, event: str, **filters: Any) -> Explanation:
        """Why a happening is, or is not, in the answer to filters, as `timeline show --why` has it.

        Args:
            event: an id, its beginning, or words of a title.
            filters: of the question.

        Raises:
            TimelineError: no such happening, or a filter that means nothing.
        """
        with self._projection() as db:
            enter_clocks(db, Filters())
            found, asked = find_event(db, event), _filters(filters)
            with self._state_of(db, asked) as state:
                return explain_in_state(state, asked, found)

    @_asking_again
    def diff(
        self,
        before: str | int | dt.date,
        after: str | int | dt.date = "",
        clock: diff_view.Clock = "happened",
        **filters: Any,
    ) -> WholeDiff:
        """What changed between two points on a clock, as `timeline diff --format json` has it.

        Args:
            before: a date, as EDTF or in words, whose end counts; or an instant of recording.
            after: likewise; today, or all that is on record, if not given.
            clock: happened, recorded or published.
            filters: which happenings to look at; not the one that sets the clock.

        Raises:
            TimelineError: a date or filter that means nothing.
        """
        field = diff_view.CLOCKS[clock]
        if field in filters:
            raise TimelineError(
                f"a diff has no filter `{field}`", "its two dates are what it is as of"
            )
        dates = _typed(before), _typed(after)
        asked = _filters(filters)
        with self._states(asked, dates, clock) as states:
            two = states if clock == "recorded" else ()
            whole = asked if two else states[0].filters
            found = diff_view.diff(states[0].db, *dates, whole, clock=clock, states=two)
            return as_json(found)

    @_asking_again
    def diff_against(self, other: str | os.PathLike[str], **filters: Any) -> WholeDiff:
        """What this log has beyond another, and lacks, as `timeline diff --against` has it.

        Args:
            other: the folder of a log, else a revision of this log in git.
            filters: which happenings to look at.

        Raises:
            TimelineError: no such log, or a filter that means nothing.
        """
        named = os.fspath(other)
        asked = _filters(filters)
        with other_log(self.folder, named) as folder, self._state(asked) as this:
            with (
                contextlib.closing(database.open_aside(folder).db) as db,
                _state_in(db, asked, folder) as theirs,
            ):
                found = diff_view.against(theirs, this)
            return as_json(found._replace(before=named, after=str(self.folder)))

    @_asking_again
    def periods(
        self, first: str | int | dt.date, second: str | int | dt.date, **filters: Any
    ) -> SideBySide:
        """What happened in each of two periods, as `timeline diff --periods` has it.

        Args:
            first: a period, as EDTF or in words.
            second: likewise.
            filters: which happenings to look at; not `during`.

        Raises:
            TimelineError: a date or filter that means nothing.
        """
        with self._state(_filters(filters)) as state:
            typed = _typed(first), _typed(second)
            return side_by_side(period_view.periods(state.db, typed, state.filters))

    @_asking_again
    def report(
        self,
        format_: str = "markdown",
        *,
        by: str = "year",
        title: str = "",
        template: str = "",
        chart: bool = False,
        **filters: Any,
    ) -> bytes:
        """A chronology with footnotes, as `timeline report` writes it to a file.

        What matches only by an open or unknown side of its date is left out, as in all that is for
        people, unless `unbounded` is set.

        Args:
            format_: markdown, html, pdf or docx.
            by: what it is parted by: year or program.
            title: its title; `Chronology` if empty.
            template: the text of a Jinja template that makes Markdown; the usual one if empty.
            chart: whether a chart of programs is drawn in it.
            filters: which happenings, and as of which clocks.

        Raises:
            TimelineError: a filter that means nothing, or the template cannot be used.
            UsageError: no such format, or a library is not installed.
        """
        asked = _filters(filters)
        made = time_of_making(os.environ)
        with self._state(asked) as (db, filters_, *_):
            found = ask(db, filters_, bounded=not asked.unbounded)
            content = make_report(
                found, asked, Options(__version__, by, title, made, chart, self.folder)
            )
        return report_formats.write_report(content, format_, (template, ""))

    @_asking_again
    def site(self, folder: str | os.PathLike[str], title: str = "", **filters: Any) -> int:
        """Write the timeline as a folder of pages, as `timeline export site` does.

        What matches only by an open or unknown side of its date is left out, as in all that is for
        people, unless `unbounded` is set.

        Args:
            folder: a new or empty one, or an earlier site, which is replaced.
            title: of the site; `Timeline` if empty.
            filters: which happenings, and as of which clocks.

        Returns:
            How many files it has.

        Raises:
            TimelineError: a filter that means nothing, or the system refused.
            UsageError: the folder lies in a log, or holds something else.
        """
        asked = _filters(filters)
        made = time_of_making(os.environ)
        site_folder.check_folder(os.fspath(folder))
        with self._state(asked) as (db, filters_, *_):
            found = ask(db, filters_, bounded=not asked.unbounded)
            content = gather_site(found, asked, SiteOptions(__version__, title, made, self.folder))
        return site_folder.write_folder(os.fspath(folder), site_files(content))

    @_asking_again
    def page(self, title: str = "Timeline", **filters: Any) -> str:
        """The timeline as a page for a browser, as `timeline list -o x.html` writes it.

        Args:
            title: its heading.
            filters: which happenings, and as of which clocks.

        Raises:
            TimelineError: a filter that means nothing.
        """
        asked = _filters(filters)
        with self._state(asked) as (db, filters_, *_):
            query = ask(db, filters_, bounded=not asked.unbounded).query
            rows = list(chronology_view.chronology(db, query))
            told = f"{len(rows):,} happening{'s' * (len(rows) != 1)}"
            return write_page(db, query, rows, title, told, by_year=True)

    @_asking_again
    def chart(
        self,
        by: str = "program",
        format_: str = "svg",
        *,
        diff: str | int | dt.date = "",
        after: str | int | dt.date = "",
        clock: diff_view.Clock = "happened",
        **filters: Any,
    ) -> bytes:
        """A picture of what happened, or of what changed, as `timeline chart -o FILE` writes it.

        Args:
            by: what its lanes are of: program, actor or kind.
            format_: svg, pdf or png.
            diff: the first of two dates to compare; all that matches is drawn without it.
            after: the other; today, or all that is on record, if not given.
            clock: of the two dates: happened, recorded or published.
            filters: which happenings to draw.

        Raises:
            TimelineError: a date or filter that means nothing, or no happening matches.
            UsageError: no such lanes or format, or a library is not installed.
        """
        lanes_of, format_ = by_of(by), chart_files.checked(format_)
        asked = _filters(filters)
        between = Between(_typed(diff), _typed(after), clock)
        at = (between.before, between.after)
        with self._states(asked, at, clock if between.before else "happened") as states:
            if between.before:
                chart = diff_chart(states, between, asked, lanes_of)
            else:
                db, filters_, *_ = states[0]
                query = ask(db, filters_, bounded=not asked.unbounded).query
                chart = make_chart(db, query, asked, lanes_of)
            return chart_files.write_picture(chart, format_)

    @_asking_again
    def sql(self, statement: str, *, seconds: float = 30, **clocks: Any) -> list[dict[str, object]]:
        """The rows that a query of the projection gives, as `timeline sql` does.

        Args:
            statement: one query in SQL; it can change nothing.
            seconds: how long it may take.
            clocks: `as_recorded` and the like.

        Raises:
            TimelineError: it takes too long or gives too much.
            UsageError: it is no query, or would do something else than read.
        """
        with self._state(_filters(clocks)) as (db, filters, *_):
            enter_clocks(db, filters)
            return list(sql_view.sql(db, statement, seconds).rows)

    @_asking_again
    def status(self) -> Status:
        """What the log holds, and where it is, as `timeline status --format json` has it."""
        opened = database.open_fresh(self.folder)
        with contextlib.closing(opened.db):
            return status(opened, self.folder, today())

    @_asking_again
    def check(self) -> list[Fault]:
        """Everything that is wrong in the log; paths are below its folder."""
        opened = database.open_fresh(self.folder)
        with contextlib.closing(opened.db):
            return check(opened, self.folder)

    @_asking_again
    def warnings(self) -> list[Fault]:
        """What deserves a second look, as `timeline check --strict` tells it besides."""
        with self._projection() as db:
            return find_warnings(db, self.folder, today())

    def _recorder(self) -> str:
        return self.by or recorder_name(os.environ)

    def _projection(self) -> contextlib.closing[sqlite3.Connection]:
        opened = database.open_fresh(self.folder)
        for fault in (*opened.unread, *map(fault_of_lost, opened.lost)):
            warnings.warn(str(fault), PartialAnswerWarning, stacklevel=_CALLER)
        return contextlib.closing(opened.db)

    @contextlib.contextmanager
    def _ask(self, filters: Filters, namespace: str = "", name: str = "") -> Iterator[Question]:
        """The log asked what filters say, of the key that a name leads to."""
        with self._state(filters) as state:
            yield ask(state.db, state.filters, namespace=namespace, name=name)

    @contextlib.contextmanager
    def _state(self, filters: Filters) -> Iterator[State]:
        """The state of the log that filters ask about; `as_recorded` may name a seal."""
        with self._projection() as db, self._state_of(db, filters) as state:
            yield state

    def _state_of(self, db: sqlite3.Connection, filters: Filters) -> "_StateContext":
        return _state_in(db, filters, self.folder)

    @contextlib.contextmanager
    def _states(
        self, filters: Filters, dates: tuple[str, str], clock: diff_view.Clock
    ) -> Iterator[Sequence[State]]:
        """The state that filters ask about; on the clock of recording those of two dates."""
        with self._projection() as db, contextlib.ExitStack() as stack:
            wanted = [filters]
            if clock == "recorded":
                wanted = [filters._replace(as_recorded=at) for at in dates]
            yield [stack.enter_context(self._state_of(db, one)) for one in wanted]


_StateContext = contextlib.AbstractContextManager[State]


@contextlib.contextmanager
def _state_in(db: sqlite3.Connection, filters: Filters, folder: Path) -> Iterator[State]:
    """The state of a log that filters ask about, closed where it was made for this alone."""
    state = open_state(db, filters, folder)
    if state.seal and state.lacking:
        name = state.seal.seal.name
        problem = f"the log lacks {state.lacking:,} of the events that the seal {name} covers"
        warnings.warn(problem, PartialAnswerWarning, stacklevel=_CALLER)
    try:
        yield state
    finally:
        if state.made:
            state.db.close()


def _names(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _body(event: Mapping[str, object]) -> dict[str, object]:
    return tidy_map({str(key).removesuffix("_"): _plain(value) for key, value in event.items()})


def _plain(value: object) -> object:
    """A value with numbers and days as the texts that a document has.

    Raises:
        TimelineError: a value that no document has.
    """
    match value:
        case None | str() | bool():
            return value
        case Mapping():
            return {str(key): _plain(part) for key, part in value.items()}
        case list() | tuple():
            return [_plain(part) for part in value]
        case int() | float() | Decimal():
            return str(value)
        case dt.date():
            return value.isoformat()
    kind = type(value).__name__
    raise TimelineError(
        f"a value of type {kind} cannot be recorded", "give texts, numbers, days, lists and maps"
    )


def _filters(given: Mapping[str, Any]) -> Filters:
    unknown = set(given) - set(Filters._fields)
    if unknown:
        problem = f"no filter `{min(unknown)}`"
        raise TimelineError(problem, f"known are {', '.join(Filters._fields)}")
    defaults = Filters._field_defaults
    values: dict[str, Any] = {}
    for name, value in given.items():
        if value is None:
            continue
        if isinstance(defaults[name], bool):
            values[name] = bool(value)
        elif isinstance(defaults[name], tuple):
            several = isinstance(value, Iterable) and not isinstance(value, str)
            values[name] = tuple(map(_typed, value)) if several else (_typed(value),)
        else:
            values[name] = _typed(value)
    return Filters(**values)


def _typed(value: object) -> str:
    """What a user would type for a value: a day as ISO writes it, a number in digits."""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
