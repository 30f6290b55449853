"""Questions from Python: a method for each view of a log."""

import contextlib
import datetime as dt
import os
from pathlib import Path
from typing import Any

from timeline.api.given import as_typed, filters_of
from timeline.api.opened import Opened, asking_again, state_in
from timeline.base.days import today
from timeline.base.errors import TimelineError
from timeline.log.revision import other_log
from timeline.projection import database
from timeline.projection.find_event import find_event
from timeline.projection.lookup import known_key
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
from timeline.views.ask import ask
from timeline.views.chronology import ChronologyRow
from timeline.views.copies_compared import ChangedParagraph, compare_copy
from timeline.views.corrections import CorrectionRow
from timeline.views.coverage import ParagraphRow, coverage
from timeline.views.diff import diff as diff_view
from timeline.views.diff import periods as period_view
from timeline.views.diff.machine import WholeDiff, as_json
from timeline.views.diff.side_by_side import SideBySide, side_by_side
from timeline.views.event import event_detail
from timeline.views.figures import FigureRow, TotalRow
from timeline.views.filters import enter_clocks
from timeline.views.grouping import STATES_BY, group_of
from timeline.views.groups import GroupRow
from timeline.views.offices import HeldOffice
from timeline.views.places import PlaceRow
from timeline.views.programs import ProgramRow
from timeline.views.query import Filters
from timeline.views.seals import seal_detail
from timeline.views.sources import SourceRow
from timeline.views.state_groups import StateGroupRow
from timeline.views.states import filter_by_state, without_states
from timeline.views.status import Status, status
from timeline.views.thing import EVENT, SEAL, declaration_detail, find_thing, key_row
from timeline.views.typed_dates import one_day, span_of
from timeline.views.why import Explanation, explain_in_state


class Answers(Opened):
    """What a log answers to Python, as the commands do."""

    @asking_again
    def chronology(self, **filters: Any) -> list[ChronologyRow]:
        """The timeline: one row a happening, with the fields of `timeline list --format json`."""
        with self._ask(filters_of(filters)) as (db, _, query, _):
            return list(chronology_view.chronology(db, query))

    @asking_again
    def actors(self, name: str = "", **filters: Any) -> list[ActorRow]:
        """The actors, or the one of a name, with the fields of `timeline actors --format json`."""
        with self._ask(filters_of(filters), "actor", name) as (db, key, query, _):
            parts = not filters.get("no_parts")
            if key:
                return [office_view.actor_detail(db, query, key, parts=parts)]
            return actor_view.actors(db, query, parts=parts)

    @asking_again
    def offices(self, on: str | int | dt.date, name: str = "", **filters: Any) -> list[HeldOffice]:
        """Who held which office on a day, or in a month or year, as `timeline actors --on` says.

        Args:
            on: a day, a month or a year.
            name: only what this actor held, and what was held for it.
            filters: which offices, by what they are known from.
        """
        with self._ask(filters_of(filters), "actor", name) as (db, key, query, _):
            days = span_of(db, as_typed(on))
            return office_view.holders(db, query, days, key, parts=not filters.get("no_parts"))

    @asking_again
    def programs(self, name: str = "", **filters: Any) -> list[ProgramRow]:
        """The programs, or the one of a name, as `timeline programs --format json` has them."""
        whole = filters_of(filters)
        with self._ask(without_states(whole), "program", name) as (db, key, query, _):
            return filter_by_state(db, program_view.programs(db, query, key), whole)

    @asking_again
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
        with self._ask(filters_of(filters)) as (db, _, query, _):
            state = next((one for one in STATES_BY if one == by.lower()), None)
            if state:
                day = one_day(db, as_typed(on)) if on else query.as_of
                return state_group_view.state_groups(db, query, state, day)
            chosen = group_of(by, STATES_BY)
            return group_view.groups(db, query, chosen, parts=not filters.get("no_parts"))

    @asking_again
    def corrections(
        self, since: str | dt.date = "", until: str | dt.date = "", **filters: Any
    ) -> list[CorrectionRow]:
        """What was corrected, with old and new values, as `timeline corrections` has it.

        Args:
            since: a date or an instant of recording, included.
            until: likewise.
            filters: of which happenings.
        """
        with self._ask(filters_of(filters)) as (db, _, query, _):
            span = correction_view.recorded_between(db, as_typed(since), as_typed(until))
            return list(correction_view.corrections(db, query, span))

    @asking_again
    def sources(self, name: str = "", **filters: Any) -> list[SourceRow]:
        """The sources, or the one of a name, as `timeline sources --format json` has them."""
        with self._ask(filters_of(filters), "source", name) as (db, key, query, _):
            if key:
                return [source_view.source_with_quotes(db, self.folder, query, key)]
            return source_view.sources(db, query)

    @asking_again
    def coverage(self, source: str, **clocks: Any) -> list[ParagraphRow]:
        """The paragraphs of a source, each with the events that cite it.

        As `timeline sources NAME --coverage` has them.

        Args:
            source: its key or title.
            clocks: `as_recorded`, for what cited it then.

        Raises:
            TimelineError: no such source.
        """
        with self._state(filters_of(clocks)) as (db, filters, *_):
            enter_clocks(db, filters)
            return coverage(db, known_key(db, "source", source))

    @asking_again
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
            enter_clocks(db, filters_of(clocks))
            key = known_key(db, "source", source)
            return compare_copy(db, self.folder, key, data, os.fspath(file)).rows

    @asking_again
    def places(self, name: str = "", **filters: Any) -> list[PlaceRow]:
        """The places, or the one of a name, as `timeline places --format json` has them."""
        with self._ask(filters_of(filters), "place", name) as (db, key, query, _):
            parts = not filters.get("no_parts")
            return place_view.places(db, query, key, parts=parts)

    @asking_again
    def figures(self, measure: str = "", **filters: Any) -> list[FigureRow]:
        """The figures, or those of one measure, as `timeline figures --format json` has them."""
        with self._ask(filters_of({"measure": measure or None, **filters})) as (db, _, query, _):
            return list(figure_view.figures(db, query, query.measures))

    @asking_again
    def totals(self, measure: str = "", **filters: Any) -> list[TotalRow]:
        """What figures of the type actual add up to, as `timeline figures` tells it at the end."""
        with self._ask(filters_of({"measure": measure or None, **filters})) as (db, _, query, _):
            return figure_view.totals(db, query.measures)

    @asking_again
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
        with self._state(filters_of(filters)) as (db, asked, *_):
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

    @asking_again
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
            found, asked = find_event(db, event), filters_of(filters)
            with self._state_of(db, asked) as state:
                return explain_in_state(state, asked, found)

    @asking_again
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
        dates = as_typed(before), as_typed(after)
        asked = filters_of(filters)
        with self._states(asked, dates, clock) as states:
            two = states if clock == "recorded" else ()
            whole = asked if two else states[0].filters
            found = diff_view.diff(states[0].db, *dates, whole, clock=clock, states=two)
            return as_json(found)

    @asking_again
    def diff_against(self, other: str | os.PathLike[str], **filters: Any) -> WholeDiff:
        """What this log has beyond another, and lacks, as `timeline diff --against` has it.

        Args:
            other: the folder of a log, else a revision of this log in git.
            filters: which happenings to look at.

        Raises:
            TimelineError: no such log, or a filter that means nothing.
        """
        named = os.fspath(other)
        asked = filters_of(filters)
        with other_log(self.folder, named) as folder, self._state(asked) as this:
            with (
                contextlib.closing(database.open_aside(folder).db) as db,
                state_in(db, asked, folder) as theirs,
            ):
                found = diff_view.against(theirs, this)
            return as_json(found._replace(before=named, after=str(self.folder)))

    @asking_again
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
        with self._state(filters_of(filters)) as state:
            typed = as_typed(first), as_typed(second)
            return side_by_side(period_view.periods(state.db, typed, state.filters))

    @asking_again
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
        with self._state(filters_of(clocks)) as (db, filters, *_):
            enter_clocks(db, filters)
            return list(sql_view.sql(db, statement, seconds).rows)

    @asking_again
    def status(self) -> Status:
        """What the log holds, and where it is, as `timeline status --format json` has it."""
        opened = database.open_fresh(self.folder)
        with contextlib.closing(opened.db):
            return status(opened, self.folder, today())
