"""Calendars that are exported: read by the library icalendar, and taken back."""

import datetime as dt
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import Log
from timeline.base.days import day_number
from timeline.base.errors import Fault, UsageError
from timeline.event.document import claim
from timeline.exchange.entry import Entry, WholeEvent
from timeline.exchange.ical import reader
from timeline.exchange.ical.texts import escape, fold, unescape

from support.bodies import EVENTS, LINES, TEXTS
from support.exports import (
    Exported,
    assert_comes_back,
    collected_dates,
    contains,
    material_of,
    of_dates,
    written,
)
from support.helpers import happening
from support.reading import reading, told
from support.running import here

read = reading(reader.read, "x.ics")


def components(exported: Exported) -> dict[str, Any]:
    """The components of a calendar by their ids, as the library reads them."""
    calendar = icalendar.Calendar.from_ical(exported.data)
    assert not calendar.errors
    return {str(one["UID"]).partition("@")[0]: one for one in calendar.subcomponents}


def day(date: dt.date) -> int:
    assert not isinstance(date, dt.datetime)
    return day_number(date.year, date.month, date.day)


def test_no_date_becomes_sharper() -> None:
    exported, dates = of_dates("ical", collected_dates())
    found = components(exported)
    assert set(found) == set(dates)
    for id_, date in dates.items():
        one = found[id_]
        if one.name == "VJOURNAL":
            assert "DTSTART" not in one
            assert exported.lost(id_) == "in words", date
            continue
        first, last = day(one["DTSTART"].dt), day(one["DTEND"].dt) - 1
        assert contains(first, last, date), date
        exact = (first, last) == date.tested[::3] and exported.lost(id_) == ""
        assert exact or exported.lost(id_) == "widened", date


def test_whole_days_are_said_as_they_are_and_others_in_words_too() -> None:
    exported, dates = of_dates("ical", ["2017-06-01", "2011-10-04/2011-10-05", "2017-22"])
    day_, days, summer = (components(exported)[id_] for id_ in dates)
    assert [str(one["SUMMARY"]) for one in (day_, days, summer)] == [
        "Visit 0",
        "Visit 1",
        "Visit 2 (summer 2017)",
    ]
    assert (days["DTSTART"].dt, days["DTEND"].dt) == (dt.date(2011, 10, 4), dt.date(2011, 10, 6))
    assert [exported.lost(id_) for id_ in dates] == ["", "", "widened"]


def test_seasons_are_those_of_the_hemisphere_and_come_back_by_either() -> None:
    material = material_of([happening("2017-22")])._replace(hemisphere="south")
    exported = written("ical", material)
    (one,) = components(exported).values()
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (dt.date(2017, 12, 1), dt.date(2018, 3, 1))
    (entry,) = read(exported.text.replace("SUMMARY:A visit", "SUMMARY:A long visit"))
    assert isinstance(entry, Entry)
    assert entry.document.body["date"] == "2017-22"


def test_what_has_no_end_is_a_journal_entry_without_a_date() -> None:
    exported, dates = of_dates("ical", ["2017/.."])
    (one,) = components(exported).values()
    assert (one.name, str(one["SUMMARY"])) == ("VJOURNAL", "Visit 0 (since 2017)")
    assert [exported.lost(id_) for id_ in dates] == ["in words"]


@pytest.mark.parametrize(
    ("status", "stated"),
    [("occurred", "CONFIRMED"), ("planned", "TENTATIVE"), ("cancelled", "CANCELLED")],
)
def test_a_status_is_that_of_calendars(status: str, stated: str) -> None:
    exported = written("ical", material_of([happening("2017-06-01", status=status)]))
    assert [str(one["STATUS"]) for one in components(exported).values()] == [stated]
    assert not [loss for loss in exported.losses if loss.field == "status"]


def test_what_was_postponed_is_told_in_words() -> None:
    exported = written("ical", material_of([happening("2017-06-01", status="postponed")]))
    ((id_, one),) = components(exported).items()
    assert "STATUS" not in one
    assert str(one["SUMMARY"]) == "A visit (postponed)"
    assert exported.lost(id_, "status") == "in words"


def test_what_calendars_have_no_property_for_is_in_the_description() -> None:
    body = happening(
        "2017-06-01",
        summary="Of the school.",
        places=["osh"],
        actors=[{"actor": "unodc", "role": "host", "capacity": "Head", "for": "un"}],
        programs=[{"program": "strive", "phase": "one"}],
        figures=[{"measure": "cars", "value": "3", "bound": "about", "type": "target"}],
        sources=[{"source": "news", "at": "para 3"}],
        confidence="likely",
        note="mine",
    )
    declared = {"source": {"news": {"url": "https://example.org/news"}}}
    exported = written("ical", material_of([body], declared))
    ((id_, one),) = components(exported).items()
    assert str(one["DESCRIPTION"]) == (
        "Of the school.\n\nWhen: 1 June 2017\nKind: visit\nWhere: osh\n"
        "Who: unodc, Head (host)\nProgram: strive, one\nFigures: cars: about 3 (target)\n"
        "Confidence: likely\nSources: news, para 3 <https://example.org/news>"
    )
    assert exported.lost(id_, "figures") == "in words"
    assert exported.lost(id_, "note") == "left out"
    assert exported.lost(id_, "summary") == ""


@given(st.lists(EVENTS, min_size=1, max_size=2, unique_by=lambda body: str(body["id"])))
def test_events_come_back_as_they_were(bodies: list[dict[str, Any]]) -> None:
    found = read(written("ical", material_of(bodies)).text)
    assert all(isinstance(one, WholeEvent) for one in found), found
    assert [claim(one.document.body) for one in found if isinstance(one, WholeEvent)] == [
        claim(body) for body in bodies
    ]


@given(LINES | TEXTS)
def test_texts_and_folded_lines_are_read_as_they_were_written(text: str) -> None:
    assert unescape(escape(text)) == text
    lines = fold(f"SUMMARY:{escape(text)}")
    assert all(len(line.encode()) <= 75 for line in lines.split("\r\n"))
    event = icalendar.Event.from_ical(f"BEGIN:VEVENT\r\n{lines}END:VEVENT\r\n")
    assert isinstance(event, icalendar.Event)
    assert str(event["SUMMARY"]) == text


def test_the_example_log_comes_back_as_it_was(copy: Path, tmp_path: Path) -> None:
    assert_comes_back("ical", copy, tmp_path)
    again = here("import", "ical", str(copy / "x.ical"), cwd=copy)
    assert again.err == "nothing to record: 0 new, 330 known already\n"


def test_what_somebody_changed_counts_and_the_exact_date_with_it() -> None:
    (body,) = material_of([happening("2017-22", "A visit", tags=["school"])]).happenings
    text = written("ical", material_of([body.body])).text
    (entry,) = read(text.replace("SUMMARY:A visit", "SUMMARY:A long visit"))
    assert isinstance(entry, Entry)
    assert entry.document.body["title"] == "A long visit (summer 2017)"
    assert entry.document.body["date"] == "2017-22"
    assert (entry.document.body["kind"], entry.document.body["tags"]) == ("visit", ["school"])
    (entry,) = read(text.replace("DTSTART;VALUE=DATE:20170601", "DTSTART;VALUE=DATE:20170602"))
    assert isinstance(entry, Entry)
    assert entry.document.body["date"] == "2017-06-02/2017-08-31"


def test_a_changed_entry_without_a_date_is_a_fault() -> None:
    text = written("ical", material_of([happening("2017/..")])).text
    found = read(text.replace("SUMMARY:A visit", "SUMMARY:A long visit"))
    assert told(found) == ["x.ics:5: an entry without a date was changed since it was exported"]
    assert [str(one.remedy) for one in found if isinstance(one, Fault)] == ["correct it in the log"]


@pytest.mark.parametrize("carried", ["{", "[]", "{}", '{"date":"x","shown":"","events":[]}', "9"])
def test_what_others_put_there_is_passed_over(carried: str) -> None:
    (entry,) = read(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:s\nDTSTART:20170601\n"
        f"X-TIMELINE:{escape(carried)}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert isinstance(entry, Entry)
    assert entry.document.body["date"] == "2017-06-01"


def test_the_same_from_python(log: Log, example: Path) -> None:
    data, losses = log.export("ical", during="2017", kind="training")
    ran = here("export", "ical", "--during", "2017", "--kind", "training", cwd=example)
    assert data.decode() == ran.out
    assert {loss.outcome for loss in losses if loss.field == "date"} == {"widened"}
    with pytest.raises(UsageError, match="no format `ics` to export"):
        log.export("ics")
