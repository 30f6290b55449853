"""The times of an event that repeats (RFC 5545, 3.8.5): by rules, further dates, and exceptions."""

import datetime as dt
import heapq
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.base import days
from timeline.exchange.ical.event import Event, PropertyError
from timeline.exchange.ical.old_rules import modern_rule
from timeline.exchange.ical.rules import Rule, RuleError
from timeline.exchange.ical.times import (
    Time,
    TimeError,
    day_of,
    duration_value,
    in_zone,
    is_aware,
    naive,
    time_value,
)


class Occurrence(NamedTuple):
    """One time of a series: what tells it, when it takes place, and when it was to begin."""

    event: Event
    time: Time
    due: dt.date


def repeats(event: Event) -> bool:
    """Whether an event takes place more than once, or is one time of such."""
    return event.recurrence is not None or any(map(event.block.has, ("RRULE", "RDATE", "EXRULE")))


class Series:
    """An event that repeats, with the times that were changed.

    Args:
        master: the event that says how it repeats.
        changed: what was said of single times, or of one and all after it.

    `left_out` is what was said of times that an exception takes away; `outdated`, once its times
    were asked for, of times that a newer version of the series no longer has.

    Raises:
        PropertyError: how it repeats cannot be read.
    """

    def __init__(self, master: Event, changed: Sequence[Event] = ()) -> None:
        self.master = master
        self.start = master.time.start
        self.outdated: list[Event] = []
        self.rules = self._rules("RRULE")
        self._excluded_rules = self._rules("EXRULE")
        self._excluded, self._excluded_days = self._exceptions()
        self._added = dict(self._further_times())
        self._changed: dict[dt.datetime, Event] = {}
        self._changed_days: dict[dt.date, Event] = {}
        self._later: list[tuple[dt.datetime, Event]] = []
        for event in changed:
            self._take(event)
        self._later.sort(key=lambda pair: pair[0])
        self.left_out = [
            event
            for key, event in self._changed.items()
            if key in self._excluded or key.date() in self._excluded_days
        ]

    @property
    def ends(self) -> bool:
        """Whether it does by what its rules say."""
        return all(rule.ends for rule in self.rules)

    def _rules(self, name: str) -> list[Rule]:
        found = self.master.block.properties(name)
        return [self._rule(rule.value) for rule in found if rule.value.strip()]

    def _rule(self, text: str) -> Rule:
        around = self.master.around
        try:
            text = modern_rule(text) if around.old else text
            return Rule(text, self.start, around.zones, around.zone)
        except RuleError as error:
            raise PropertyError("RRULE", str(error)) from None

    def key(self, at: dt.date) -> dt.datetime:
        """By what a time of the series is known: what a clock shows where the series starts."""
        if is_aware(at) and is_aware(self.start) and isinstance(self.start, dt.datetime):
            zone = self.start.tzinfo
            at = in_zone(at, zone) if zone else at
        return naive(at if isinstance(self.start, dt.datetime) else day_of(at))

    def _take(self, event: Event) -> None:
        due = event.recurrence
        if due is None:
            return
        if event.and_later:
            self._later.append((self.key(due), event))
        elif isinstance(self.start, dt.datetime) and not isinstance(due, dt.datetime):
            self._changed_days[due] = event
        else:
            self._changed[self.key(due)] = event

    def _exceptions(self) -> tuple[set[dt.datetime], set[dt.date]]:
        """The times that are left out, and the days on which all are."""
        times: set[dt.datetime] = set()
        whole: set[dt.date] = set()
        for at in _values(self.master, "EXDATE"):
            if isinstance(self.start, dt.datetime) and not isinstance(at, dt.datetime):
                whole.add(at)
            else:
                times.add(self.key(at))
        return times, whole

    def _further_times(self) -> Iterator[tuple[dt.datetime, Time]]:
        """The times beside the rules, by their keys."""
        for found in self.master.block.properties("RDATE"):
            for text in filter(str.strip, re.split("[,;]", found.value)):
                begun, _, ended = text.partition("/")
                params = found.params
                try:
                    start = time_value(begun, params, self.master.around.zones)
                    if not ended:
                        yield self.key(start), self.master.time.moved_to(start)
                    elif ended.strip().upper().startswith("P"):
                        yield self.key(start), Time(start, duration_value(ended).after(start))
                    else:
                        end = time_value(ended, params, self.master.around.zones)
                        yield self.key(start), Time(start, end)
                except (TimeError, OverflowError):
                    raise PropertyError("RDATE", "RDATE cannot be read") from None

    def occurrences(self, last: int | None) -> Iterator[Occurrence]:
        """The times of the series, by when each was to begin.

        Args:
            last: the number of the day after which none begins; None for no such day.

        Raises:
            PropertyError: a rule cannot be followed.
        """
        used = set(map(id, self.left_out))
        for key, time in self._planned(last):
            event = self._changed.get(key) or self._changed_days.get(key.date())
            if event is not None:
                if id(event) in used:
                    continue
                used.add(id(event))
                yield Occurrence(event, event.time, self._due(key))
                continue
            later = [pair for pair in self._later if pair[0] <= key]
            if not later:
                yield Occurrence(self.master, time, self._due(key))
            elif not repeats_by_itself(later[-1][1]):
                event = later[-1][1]
                yield Occurrence(event, self._moved(event, time.start), self._due(key))
        yield from self._rest(used, last)

    def _planned(self, last: int | None) -> Iterator[tuple[dt.datetime, Time]]:
        """When the series was to take place, before what was said of single times."""
        until = None
        if last is not None:
            until = dt.datetime.combine(_date(last), dt.time(23, 59, 59))
        excluded = set(self._excluded)
        try:
            for rule in self._excluded_rules:
                excluded.update((naive(self.start), *rule.times(until)))
            explicit = {
                naive(self.start): self.master.time,
                **self._added,
                **{key: None for key, _ in self._later},
            }
            before: dt.datetime | None = None
            rules = (rule.times(until) for rule in self.rules)
            for key in heapq.merge(sorted(explicit), *rules):
                if key == before or (until is not None and key > until):
                    continue
                before = key
                if key in excluded or key.date() in self._excluded_days:
                    continue
                yield key, explicit.get(key) or self.master.time.moved_to(self._due(key))
        except RuleError as error:
            raise PropertyError("RRULE", str(error)) from None
        except OverflowError:
            return  # up to the year 9999

    def _due(self, key: dt.datetime) -> dt.date:
        if isinstance(self.start, dt.datetime):
            return key.replace(tzinfo=self.start.tzinfo)
        return key.date()

    def _moved(self, event: Event, start: dt.date) -> Time:
        """When a time takes place after all from one on were moved as that one was."""
        due, begun = event.recurrence, event.time.start
        if due is None:
            return event.time
        if not isinstance(begun, dt.datetime) or not isinstance(start, dt.datetime):
            by = naive(begun) - naive(day_of(due))
            moved = naive(day_of(start)) + by
            if isinstance(begun, dt.datetime):
                return event.time.moved_to(moved.replace(tzinfo=begun.tzinfo))
            return event.time.moved_to(moved.date())
        zone = begun.tzinfo
        if zone is not None and is_aware(begun):
            due, start = in_zone(due, zone), in_zone(start, zone)
        shifted = naive(start) + (naive(begun) - naive(due))
        return event.time.moved_to(shifted.replace(tzinfo=zone))

    def _rest(self, used: set[int], last: int | None) -> Iterator[Occurrence]:
        """What was said of times that the series has not, and series that go on from one."""
        for event in (*self._changed.values(), *self._changed_days.values()):
            if id(event) in used:
                continue
            if event.sequence < self.master.sequence:
                self.outdated.append(event)
            elif last is None or event.time.first <= last:
                due = event.recurrence or event.time.start
                yield Occurrence(event, event.time, self._due(self.key(due)))
        ends = [key for key, _ in self._later[1:]]
        for at, (_, event) in enumerate(self._later):
            if repeats_by_itself(event):
                for one in Series(event).occurrences(last):
                    if at >= len(ends) or self.key(one.due) < ends[at]:
                        yield one._replace(due=self._due(self.key(one.due)))


def repeats_by_itself(event: Event) -> bool:
    """Whether an event says how it repeats."""
    return event.block.has("RRULE") or event.block.has("RDATE")


def _date(day: int) -> dt.date:
    year, month, of_month = days.civil(day)
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month, of_month) if year >= 1 else dt.date.min


def _values(event: Event, name: str) -> Iterator[dt.date]:
    """The days and moments of a property with several, which may stand several times."""
    for found in event.block.properties(name):
        for text in filter(str.strip, re.split("[,;]", found.value)):
            try:
                yield time_value(text, found.params, event.around.zones)
            except TimeError:
                raise PropertyError(name, f"{name} cannot be read") from None
