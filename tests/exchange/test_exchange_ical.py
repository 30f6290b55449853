import inspect
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.advice import Advice, call
from timeline.base.days import day_number
from timeline.base.errors import Fault, UsageError
from timeline.exchange.entry import Entry, ExternalId, Note
from timeline.exchange.ical import reader

from support.reading import Found, assert_sound, bodies, reading, told

read = reading(reader.read, "c.ics")


def calendar(*events: str) -> str:
    inner = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{inner}END:VCALENDAR\n"


def one(event: str) -> dict[str, Any]:
    (body,) = bodies(read(calendar("UID:u1\nSUMMARY:A meeting\n" + event)))
    return body


def dates(found: Found) -> list[object]:
    return [part.document.body["date"] if isinstance(part, Entry) else part for part in found]


@pytest.mark.parametrize(
    ("times", "date"),
    [
        ("DTSTART;VALUE=DATE:20171004", "2017-10-04"),
        ("DTSTART;VALUE=DATE:20171004\nDTEND;VALUE=DATE:20171005", "2017-10-04"),
        ("DTSTART;VALUE=DATE:20171004\nDTEND;VALUE=DATE:20171006", "2017-10-04/2017-10-05"),
        ("DTSTART;VALUE=DATE:20171004\nDTEND;VALUE=DATE:20171004", "2017-10-04"),
        ("DTSTART;VALUE=DATE:20171004\nDURATION:P3D", "2017-10-04/2017-10-06"),
        ("DTSTART:20171004", "2017-10-04"),
        ("DTSTART:20171004T200000", "2017-10-04T20:00:00"),
        ("DTSTART:20171004T200000Z", "2017-10-04T20:00:00Z"),
        ("DTSTART;TZID=Asia/Bishkek:20171004T003000", "2017-10-04T00:30:00+06:00"),
        ("DTSTART;TZID=Central Asia Standard Time:20171004T003000", "2017-10-04T00:30:00+06:00"),
        ("DTSTART;TZID=Nowhere:20171004T003000", "2017-10-04T00:30:00"),
        ("DTSTART;TZID=Africa/Monrovia:19000101T100000", "1900-01-01T10:00:00"),
        ("DTSTART:20171004T200000\nDTEND:20171005T000000", "2017-10-04T20:00:00"),
        ("DTSTART:20171004T200000\nDTEND:20171005T010000", "2017-10-04/2017-10-05"),
        ("DTSTART:20171004T200000\nDURATION:P1DT1H", "2017-10-04/2017-10-05"),
        ("DTSTART:20171004T200000\nDURATION:PT0S", "2017-10-04T20:00:00"),
    ],
)
def test_the_written_days_count_and_the_end_of_days_is_left_out(times: str, date: str) -> None:
    assert one(times)["date"] == date


@pytest.mark.parametrize(
    ("times", "date", "hours"),
    [
        ("DTSTART:20171004T190000Z", "2017-10-05T01:00:00+06:00", None),
        (
            "DTSTART:20171004T170000Z\nDTEND:20171004T180000Z",
            "2017-10-04T23:00:00+06:00",
            "23:00 to 00:00, Asia/Bishkek",
        ),
        ("DTSTART;TZID=Europe/London:20171204T190000", "2017-12-04T19:00:00Z", None),
        ("DTSTART;VALUE=DATE:20171004", "2017-10-04", None),
        ("DTSTART:20171004T190000", "2017-10-04T19:00:00", None),
    ],
)
def test_times_in_utc_are_told_in_the_zone_that_the_calendar_names(
    times: str, date: str, hours: str | None
) -> None:
    text = calendar(f"UID:1\nSUMMARY:s\n{times}")
    (body,) = bodies(read(text.replace("VERSION:2.0", "X-WR-TIMEZONE:Asia/Bishkek")))
    assert (body["date"], body.get("date_text")) == (date, hours)


def test_a_zone_of_the_calendar_that_is_not_known_is_noted() -> None:
    text = calendar("UID:1\nSUMMARY:s\nDTSTART:20171004T190000Z")
    note, entry = read(text.replace("VERSION:2.0", "X-WR-TIMEZONE:Nowhere"))
    assert note == Note("no zone `Nowhere`: times in UTC stay in UTC", "c.ics", 2)
    assert dates([entry]) == ["2017-10-04T19:00:00Z"]


def test_the_first_moment_is_told_in_no_zone_before_it() -> None:
    text = calendar("UID:1\nSUMMARY:s\nDTSTART:00010101T000000Z")
    (body,) = bodies(read(text.replace("VERSION:2.0", "X-WR-TIMEZONE:America/New_York")))
    assert body["date"] == "0001-01-01T00:00:00Z"


def test_hours_are_kept_as_they_are_worded() -> None:
    said = one("DTSTART;TZID=Asia/Bishkek:20171004T100000\nDTEND;TZID=Asia/Bishkek:20171004T113000")
    assert (said["date"], said["date_text"]) == (
        "2017-10-04T10:00:00+06:00",
        "10:00 to 11:30, Asia/Bishkek",
    )
    assert one("DTSTART:20171004T220000\nDURATION:PT4H")["date_text"] == "22:00 to 2017-10-05 02:00"
    assert "date_text" not in one("DTSTART:20171004T220000")


def test_what_an_event_tells_is_taken_with_names_and_without_addresses() -> None:
    text = r"""
UID:u1@example
DTSTART;VALUE=DATE:20171004
SUMMARY:A meeting\, in
  two parts
DESCRIPTION:First.\nSecond <b>bold</b>\; and <a href="https://example.org/x">a link</a>
LOCATION:Hotel A\, Bishkek
CATEGORIES:Police,Youth
CATEGORIES:Youth
URL:https://example.org/1
ORGANIZER;CN=Aida K.:mailto:aida@example.org
ATTENDEE;CN="Bek, B.";ROLE=CHAIR:mailto:bek@example.org
ATTENDEE;CN=Aida K.:mailto:aida@example.org
ATTENDEE;CN=cholpon@example.org:mailto:cholpon@example.org
ATTENDEE;CN=Dinara;PARTSTAT=DECLINED:mailto:d@example.org
ATTENDEE;CN=Room 5;CUTYPE=ROOM:mailto:r@example.org
ATTENDEE;CN=Emil;ROLE=NON-PARTICIPANT:mailto:e@example.org
ATTENDEE;CN=Farida;ROLE=OPT-PARTICIPANT:mailto:f@example.org
BEGIN:VALARM
TRIGGER:-PT10M
DESCRIPTION:Wake up
END:VALARM
"""
    (found,) = read(calendar(text).replace("\n", "\r\n"))
    assert isinstance(found, Entry)
    assert found.external_id == ExternalId("ical", "u1@example")
    assert found.document.body == {
        "date": "2017-10-04",
        "title": "A meeting, in two parts",
        "summary": "First. Second **bold**; and [a link](https://example.org/x)",
        "places": ["Hotel A, Bishkek"],
        "actors": [
            {"actor": "Aida K.", "role": "organiser"},
            {"actor": "Bek, B.", "role": "facilitator"},
            {"actor": "Farida", "role": "participant"},
        ],
        "refs": [{"scheme": "url", "id": "https://example.org/1"}],
        "tags": ["Police", "Youth"],
    }
    assert (found.document.path, found.document.start) == ("c.ics", 3)


def test_a_place_that_is_an_address_is_a_reference() -> None:
    said = one("DTSTART:20171004\nLOCATION:https://example.org/room")
    assert "places" not in said
    assert said["refs"] == [{"scheme": "url", "id": "https://example.org/room"}]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("DTSTART:20171004", None),
        ("DTSTART:20171004\nSTATUS:CONFIRMED", None),
        ("DTSTART:20171004\nSTATUS:TENTATIVE", "planned"),
        ("DTSTART:20171004\nSTATUS:cancelled", "cancelled"),
        ("DTSTART:20261125\nSTATUS:CONFIRMED", None),
        ("DTSTART:20261126\nSTATUS:CONFIRMED", "planned"),
    ],
)
def test_the_status_is_that_stated_and_what_is_to_come_is_planned(
    said: str, status: str | None
) -> None:
    assert one(said).get("status") == status


def test_a_zone_that_the_file_defines_is_known() -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:Own 1\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
    zone += "TZOFFSETFROM:+0500\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\nEND:VCALENDAR\n"
    event = "UID:1\nSUMMARY:s\nDTSTART;TZID=Own 1:20260301T100000"
    found = read(calendar(event).replace("END:VCALENDAR\n", zone))
    assert dates(found) == ["2026-03-01T10:00:00+05:30"]


def test_what_repeats_is_taken_each_time_with_its_exceptions() -> None:
    rule = "UID:u\nSUMMARY:Weekly\nDTSTART;VALUE=DATE:20260301\nRRULE:FREQ=WEEKLY;COUNT=4\n"
    moved = "UID:u\nSUMMARY:Moved\nRECURRENCE-ID;VALUE=DATE:20260315\nDTSTART;VALUE=DATE:20260316"
    found = read(calendar(rule + "EXDATE;VALUE=DATE:20260308", moved))
    assert dates(found) == ["2026-03-01", "2026-03-16", "2026-03-22"]
    assert [part.external_id for part in found if isinstance(part, Entry)] == [
        ExternalId("ical", f"u/{day}") for day in ("20260301", "20260315", "20260322")
    ]
    lines = [part.document.start for part in found if isinstance(part, Entry)]
    assert lines == [3, 10, 3]


def test_further_dates_of_an_event_are_taken() -> None:
    said = "UID:u\nSUMMARY:s\nDTSTART:20260301T100000Z\nRDATE:20260305T100000Z"
    assert dates(read(calendar(said))) == ["2026-03-01T10:00:00Z", "2026-03-05T10:00:00Z"]


def test_what_repeats_without_end_is_taken_up_to_today_and_told() -> None:
    said = "UID:u\nSUMMARY:s\nDTSTART;VALUE=DATE:20261118\nRRULE:FREQ=WEEKLY"
    *found, fault = read(calendar(said))
    assert dates(found) == ["2026-11-18", "2026-11-25"]
    assert fault == Fault(
        "this repeats without end; what is to come after today is left out",
        Advice("say until when", call("", until="DATE")),
        "c.ics",
        7,
        7,
        "RRULE:FREQ=WEEKLY",
    )
    found = read(calendar(said), until=day_number(2026, 12, 3))
    assert dates(found) == ["2026-11-18", "2026-11-25", "2026-12-02"]


def test_what_repeats_is_taken_a_thousand_times_at_most() -> None:
    assert inspect.signature(reader.read).parameters["most"].default == 1000
    said = "UID:u\nSUMMARY:s\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY;COUNT=41"
    *found, fault = read(calendar(said), most=40)
    assert (len(found), str(dates(found)[-1])) == (40, "2020-02-09")
    assert isinstance(fault, Fault)
    assert fault.problem == "this repeats more than 40 times; the rest is left out"
    assert len(read(calendar(said.replace("41", "40")), most=40)) == 40


BROKEN = [
    ("SUMMARY:Talks", "c.ics:3: an event without DTSTART (`Talks`)"),
    ("DTSTART:20171004", "c.ics:3: an event without SUMMARY"),
    (
        "SUMMARY:Talks\nDTSTART:20171301",
        "c.ics:6:9: DTSTART cannot be read (`Talks`)",
    ),
    (
        "SUMMARY:Talks\nDTSTART:20171004\nDTEND:20171003",
        "c.ics:7:7: an event that ends before it begins (`Talks`)",
    ),
    (
        "SUMMARY:Talks\nDTSTART:20171004T100000Z\nDTEND:20171004T090000Z",
        "c.ics:7:7: an event that ends before it begins (`Talks`)",
    ),
    (
        "SUMMARY:Talks\nDTSTART:20171004\nDTSTART:20171005",
        "c.ics:6:9: an event with several DTSTART (`Talks`)",
    ),
    (
        "SUMMARY:Talks\nDTSTART:20171004\nDURATION:long",
        "c.ics:7:10: DURATION cannot be read (`Talks`)",
    ),
    (
        "SUMMARY:Talks\nDTSTART:20171004\nRRULE:FREQ=SECONDLY;COUNT=3",
        "c.ics:7:7: what repeats every second or minute is not read (`Talks`)",
    ),
]


@pytest.mark.parametrize(("event", "fault"), BROKEN)
def test_a_broken_event_is_told_with_its_place_and_passed_over(event: str, fault: str) -> None:
    good = "UID:2\nSUMMARY:Good\nDTSTART:20171004"
    found = read(calendar(f"UID:1\n{event}", good))
    assert told(found) == [fault]
    assert [part.document.body["title"] for part in found if isinstance(part, Entry)] == ["Good"]


def test_two_events_of_one_identity_are_told() -> None:
    said = "UID:u\nSUMMARY:{}\nDTSTART:20171004"
    found = read(calendar(said.format("a"), said.format("b")))
    assert [type(part) for part in found] == [Entry, Fault]
    assert str(found[1]).startswith("c.ics:9:5: the event in line 3 has this UID, too\n")


def test_events_without_identity_are_taken_without_one() -> None:
    found = read(calendar("SUMMARY:a\nDTSTART:20171004", "SUMMARY:b\nDTSTART:20171004"))
    assert [part.external_id for part in found if isinstance(part, Entry)] == [None, None]


FILES = [
    (b"", "c.ics: nothing stands in this file"),
    (b" \n", "c.ics: nothing stands in this file"),
    (b"hello", "c.ics:1: no calendar: BEGIN:VCALENDAR is missing"),
    (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "c.ics:1: nothing stands in this calendar"),
    (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n",
        "c.ics:2: the file ends within VEVENT: it is not whole",
    ),
    (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n",
        "c.ics:3: END:VCALENDAR where END:VEVENT is due",
    ),
    ("BEGIN:VCALENDAR\nX:Ж\n".encode("cp1251"), "c.ics:2:3: not UTF-8"),
    (b"x" * (reader.MOST + (64 << 20)), "c.ics: larger than 67,108,864 bytes"),
]


@pytest.mark.parametrize(("data", "fault"), FILES)
def test_a_file_that_is_no_whole_calendar_is_told(data: bytes, fault: str) -> None:
    assert told(read(data)) == [fault]


def test_a_byte_order_mark_is_passed_over_and_tasks_are_noted() -> None:
    text = "\ufeff" + calendar("UID:1\nSUMMARY:s\nDTSTART:20171004")
    text = text.replace("BEGIN:VEVENT", "BEGIN:VTODO\nSUMMARY:do\nEND:VTODO\nBEGIN:VEVENT")
    note, entry = read(text)
    assert note == Note("`VTODO` is not taken", "c.ics", 3)
    assert dates([entry]) == ["2017-10-04"]


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(UsageError) as raised:
        read("")
    assert str(raised.value) == (
        "iCalendar files need a library that is not installed\n"
        "  pip install 'timeline-ledger[ical]'"
    )


LINES = st.sampled_from(
    [
        *("BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "SUMMARY:s", "UID:1"),
        *("BEGIN:VALARM", "END:VALARM", "DTSTART:20171004", "DTSTART:20171004T100000Z", "X"),
        *("DTSTART;TZID=Asia/Bishkek:20171004T100000", "DTEND:20171004", "DTEND:20171005T1000"),
        *("RRULE:FREQ=YEARLY;COUNT=3", "RRULE:FREQ=YEARLY", "RRULE:x", "EXDATE:20181004", " x"),
        *("RECURRENCE-ID:20181004", "RDATE:20190101", "DURATION:P1D", "DURATION:-P1D", ":", ";="),
        *("ATTENDEE;CN=\x00:x", "STATUS:A", "LOCATION", "CATEGORIES:,", "RDATE;VALUE=PERIOD:1/2"),
    ]
)


@given(st.binary() | st.lists(LINES, max_size=25).map(lambda lines: "\n".join(lines).encode()))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    assert_sound(read(data))


@given(st.lists(LINES, max_size=12))
def test_no_event_is_too_strange(lines: list[str]) -> None:
    inner = [line for line in lines if "VCALENDAR" not in line and "VEVENT" not in line]
    assert_sound(read(calendar("\n".join(inner))))
