"""What repeats in calendars: ends, exceptions, further and changed times, versions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.days import day_number
from timeline.base.errors import Fault
from timeline.exchange.entry import Entry, Note
from timeline.exchange.ical import reader

from support.reading import Found, assert_sound, bodies, reading, told

read = reading(reader.read, "c.ics")
BOGOTA = "DTSTART;TZID=America/Bogota:20210104T210000"
TOKYO = "DTSTART;TZID=Asia/Tokyo:20210104T070000"


def event(*lines: str) -> str:
    return "\n".join(("BEGIN:VEVENT", "UID:u", *lines, "END:VEVENT", ""))


def calendar(*events: str, head: str = "VERSION:2.0") -> str:
    return f"BEGIN:VCALENDAR\n{head}\n{''.join(events)}END:VCALENDAR\n"


def series(*lines: str, changed: str = "", head: str = "VERSION:2.0") -> Found:
    return read(calendar(event("SUMMARY:Talks", *lines), changed, head=head))


def days(found: Found) -> list[str]:
    return [str(body["date"])[5:10] for body in bodies(found)]


def ids(found: Found) -> list[str]:
    return [
        part.external_id.id.partition("/")[2]
        for part in found
        if isinstance(part, Entry) and part.external_id
    ]


@pytest.mark.parametrize(
    ("start", "until", "last"),
    [
        (BOGOTA, "20210106", "01-06"),
        (BOGOTA, "20210106T210000", "01-06"),
        (BOGOTA, "20210106T205959", "01-05"),
        (BOGOTA, "20210107T020000Z", "01-06"),
        (BOGOTA, "20210107T015959Z", "01-05"),
        (TOKYO, "20210106", "01-06"),
        (TOKYO, "20210106T070000", "01-06"),
        (TOKYO, "20210105T220000Z", "01-06"),
        (TOKYO, "20210105T215959Z", "01-05"),
        ("DTSTART:20210104T220000Z", "20210106", "01-06"),
        ("DTSTART:20210104T220000Z", "20210106T220000", "01-06"),
        ("DTSTART:20210104T220000", "20210106", "01-06"),
        ("DTSTART:20210104T220000", "20210106T220000Z", "01-06"),
        ("DTSTART;VALUE=DATE:20210104", "20210106", "01-06"),
        ("DTSTART;VALUE=DATE:20210104", "20210106T235959Z", "01-06"),
        ("DTSTART;TZID=Our Office:20210104T100000", "20210106", "01-06"),
    ],
)
def test_the_last_time_is_told_where_the_series_starts(start: str, until: str, last: str) -> None:
    found = series(start, f"RRULE:FREQ=DAILY;UNTIL={until}")
    assert days(found)[-1] == last


def test_a_last_day_is_that_of_the_calendar_which_tells_times_in_utc() -> None:
    found = series(
        "DTSTART:20210105T030000Z",
        "RRULE:FREQ=DAILY;UNTIL=20210106",
        head="X-WR-TIMEZONE:America/Denver",
    )
    assert days(found) == ["01-04", "01-05", "01-06"]


def test_an_end_before_the_start_leaves_one_time_and_is_noted() -> None:
    note, entry = series("DTSTART;VALUE=DATE:20210104", "RRULE:FREQ=WEEKLY;UNTIL=20201201")
    assert note == Note("UNTIL lies before DTSTART: the event is taken once", "c.ics", 7)
    assert days([entry]) == ["01-04"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", ["01-04", "01-06", "01-11"]),
        # The start is one of the times, also where it does not fit.
        ("FREQ=WEEKLY;BYDAY=FR;COUNT=3", ["01-04", "01-08", "01-15"]),
        ("freq=monthly;bymonthday=-1;count=2", ["01-04", "01-31"]),
        ("FREQ=MONTHLY;BYDAY=1MO;INTERVAL=2;COUNT=2;", ["01-04", "03-01"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1;COUNT=2", ["01-04", "01-27"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2", ["01-04", "02-29"]),
        ("RSCALE=GREGORIAN;FREQ=WEEKLY;BYDAY=MO,;COUNT=2", ["01-04", "01-11"]),
        ("", ["01-04"]),
    ],
)
def test_rules_are_followed(rule: str, expected: list[str]) -> None:
    assert days(series("DTSTART;VALUE=DATE:20210104", f"RRULE:{rule}")) == expected


def test_hours_stay_those_of_the_clock_when_it_is_put_forward() -> None:
    found = series(
        "DTSTART;TZID=Europe/Warsaw:20210327T100000",
        "DTEND;TZID=Europe/Warsaw:20210327T110000",
        "RRULE:FREQ=DAILY;COUNT=2",
    )
    assert [(body["date"], body["date_text"]) for body in bodies(found)] == [
        ("2021-03-27T10:00:00+01:00", "10:00 to 11:00, Europe/Warsaw"),
        ("2021-03-28T10:00:00+02:00", "10:00 to 11:00, Europe/Warsaw"),
    ]


@pytest.mark.parametrize(
    ("exception", "expected"),
    [
        ("EXDATE;TZID=America/Bogota:20210105T210000", ["01-04", "01-06"]),
        ("EXDATE:20210106T020000Z", ["01-04", "01-06"]),
        ("EXDATE;TZID=Asia/Tokyo:20210106T110000", ["01-04", "01-06"]),
        ("EXDATE:20210105T210000", ["01-04", "01-06"]),
        ("EXDATE;VALUE=DATE:20210105", ["01-04", "01-06"]),
        ("EXDATE:20210105T020000Z,20210106T020000Z", ["01-06"]),
        ("EXDATE:20210105T020000Z\nEXDATE:20210107T020000Z", ["01-05"]),
        ("EXDATE:20210106T030000Z", ["01-04", "01-05", "01-06"]),
        ("EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=9", ["01-05"]),
    ],
)
def test_exceptions_are_left_out_in_whatever_zone(exception: str, expected: list[str]) -> None:
    assert days(series(BOGOTA, "RRULE:FREQ=DAILY;COUNT=3", exception)) == expected


def test_further_times_have_their_own_zone_and_length() -> None:
    found = series(
        BOGOTA,
        "DURATION:PT2H",
        "RDATE;TZID=Europe/Rome:20210201T100000",
        "RDATE;VALUE=PERIOD:20210202T100000Z/PT30M,20210203T100000Z/20210203T130000Z",
        "RDATE;VALUE=DATE:20210204",
    )
    assert [(body["date"], body.get("date_text")) for body in bodies(found)] == [
        ("2021-01-04T21:00:00-05:00", "21:00 to 23:00, America/Bogota"),
        ("2021-02-01T10:00:00+01:00", "10:00 to 12:00, Europe/Rome"),
        ("2021-02-02T10:00:00Z", "10:00 to 10:30, UTC"),
        ("2021-02-03T10:00:00Z", "10:00 to 13:00, UTC"),
        ("2021-02-04", None),
    ]


def test_changed_times_take_the_place_of_theirs_in_whatever_zone_they_are_named() -> None:
    changed = (
        event("SUMMARY:Moved", "RECURRENCE-ID:20210106T020000Z", "DTSTART:20210105T150000Z")
        + event(
            *("SUMMARY:Called off", "RECURRENCE-ID;VALUE=DATE:20210106"),
            *("DTSTART;TZID=America/Bogota:20210106T210000", "STATUS:CANCELLED"),
        )
        + event("SUMMARY:Added", "RECURRENCE-ID:20210301T020000Z", "DTSTART:20210301T020000Z")
    )
    found = series(BOGOTA, "RRULE:FREQ=DAILY;COUNT=4", changed=changed)
    assert [(body["date"], body["title"], body.get("status")) for body in bodies(found)] == [
        ("2021-01-04T21:00:00-05:00", "Talks", None),
        ("2021-01-05T15:00:00Z", "Moved", None),
        ("2021-01-06T21:00:00-05:00", "Called off", "cancelled"),
        ("2021-01-07T21:00:00-05:00", "Talks", None),
        ("2021-03-01T02:00:00Z", "Added", None),
    ]
    assert ids(found)[:3] == ["20210104T210000", "20210105T210000", "20210106T210000"]


def test_what_is_said_of_a_time_that_is_left_out_is_noted() -> None:
    changed = event("SUMMARY:Moved", "RECURRENCE-ID:20210106T020000Z", "DTSTART:20210105T150000Z")
    note, *rest = series(
        BOGOTA, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20210106T020000Z", changed=changed
    )
    assert note == Note("what this says of a time that EXDATE leaves out is not taken", "c.ics", 10)
    assert days(rest) == ["01-04", "01-06"]


def test_what_is_older_than_a_series_that_has_no_such_time_is_noted() -> None:
    changed = event("SUMMARY:Old", "RECURRENCE-ID:20210105", "DTSTART:20210105", "SEQUENCE:1")
    note, *rest = series(
        "DTSTART:20210104", "RRULE:FREQ=WEEKLY;COUNT=2", "SEQUENCE:2", changed=changed
    )
    assert note == Note(
        "what this says of a time is older than the series, which has no such time", "c.ics", 10
    )
    assert days(rest) == ["01-04", "01-11"]


LATER = "RECURRENCE-ID;RANGE=THISANDFUTURE"


@pytest.mark.parametrize(
    ("master", "changed", "expected"),
    [
        (
            ["DTSTART:20210104T100000Z", "DTEND:20210104T110000Z", "RRULE:FREQ=DAILY;COUNT=4"],
            [f"{LATER}:20210106T100000Z", "DTSTART:20210106T143000Z", "DTEND:20210106T150000Z"],
            [
                ("2021-01-04T10:00:00Z", "10:00 to 11:00, UTC", "Talks"),
                ("2021-01-05T10:00:00Z", "10:00 to 11:00, UTC", "Talks"),
                ("2021-01-06T14:30:00Z", "14:30 to 15:00, UTC", "Later"),
                ("2021-01-07T14:30:00Z", "14:30 to 15:00, UTC", "Later"),
            ],
        ),
        (
            ["DTSTART;VALUE=DATE:20210104", "RRULE:FREQ=WEEKLY;COUNT=3"],
            [f"{LATER};VALUE=DATE:20210111", "DTSTART;VALUE=DATE:20210114"],
            [
                ("2021-01-04", None, "Talks"),
                ("2021-01-14", None, "Later"),
                ("2021-01-21", None, "Later"),
            ],
        ),
        (  # whole days become moments
            ["DTSTART;VALUE=DATE:20210104", "RRULE:FREQ=WEEKLY;COUNT=3"],
            [f"{LATER};VALUE=DATE:20210111", "DTSTART:20210112T090000"],
            [
                ("2021-01-04", None, "Talks"),
                ("2021-01-12T09:00:00", None, "Later"),
                ("2021-01-19T09:00:00", None, "Later"),
            ],
        ),
        (  # named in UTC, over the day on which clocks are put forward
            ["DTSTART;TZID=Europe/Rome:20210320T200000", "RRULE:FREQ=WEEKLY;COUNT=3"],
            [f"{LATER}:20210320T190000Z", "DTSTART;TZID=Europe/Rome:20210320T180000"],
            [
                ("2021-03-20T18:00:00+01:00", None, "Later"),
                ("2021-03-27T18:00:00+01:00", None, "Later"),
                ("2021-04-03T18:00:00+02:00", None, "Later"),
            ],
        ),
        (  # it goes on by a rule of its own
            ["DTSTART;VALUE=DATE:20210104", "RRULE:FREQ=DAILY;COUNT=9"],
            [f"{LATER}:20210105", "DTSTART;VALUE=DATE:20210105", "RRULE:FREQ=WEEKLY;COUNT=2"],
            [
                ("2021-01-04", None, "Talks"),
                ("2021-01-05", None, "Later"),
                ("2021-01-12", None, "Later"),
            ],
        ),
    ],
)
def test_a_change_of_this_and_all_later_times_moves_them_alike(
    master: list[str], changed: list[str], expected: list[tuple[str, Any, str]]
) -> None:
    found = series(*master, changed=event("SUMMARY:Later", *changed))
    assert [(body["date"], body.get("date_text"), body["title"]) for body in bodies(found)] == (
        expected
    )
    assert len(set(ids(found))) == len(expected)


def test_changes_of_all_later_times_follow_one_another_and_single_ones_stand() -> None:
    changed = "".join(
        event(f"SUMMARY:{title}", f"{due};VALUE=DATE:202101{day}", f"DTSTART:202101{start}")
        for title, due, day, start in (
            ("Third", LATER, "08", "08"),
            ("Second", LATER, "06", "06"),
            ("Single", "RECURRENCE-ID", "07", "20"),
        )
    )
    found = series("DTSTART:20210104", "RRULE:FREQ=DAILY;COUNT=6", changed=changed)
    assert [body["title"] for body in bodies(found)] == [
        *("Talks", "Talks", "Second", "Third", "Third", "Single"),
    ]
    assert ids(found)[-1] == "20210107"


def test_a_change_of_all_earlier_times_is_told() -> None:
    changed = event("SUMMARY:B", "RECURRENCE-ID;RANGE=THISANDPRIOR:20210105", "DTSTART:20210105")
    *rest, fault = sorted(
        series("DTSTART:20210104", "RRULE:FREQ=DAILY;COUNT=2", changed=changed),
        key=lambda part: isinstance(part, Fault),
    )
    assert told([fault]) == ["c.ics:12:34: RANGE=THISANDPRIOR is not read (`B`)"]
    assert days(rest) == ["01-04", "01-05"]


def test_a_time_without_its_series_is_a_happening() -> None:
    found = read(calendar(event("SUMMARY:A", "RECURRENCE-ID:20210105", "DTSTART:20210106")))
    assert (days(found), ids(found)) == (["01-06"], ["20210105"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SEQUENCE:1", "SEQUENCE:3"),
        ("DTSTAMP:20210101T000000Z", "SEQUENCE:1\nDTSTAMP:20200101T000000Z"),
        ("LAST-MODIFIED:20210101T000000Z", "LAST-MODIFIED:20210102T000000Z"),
        ("DTSTAMP:20210101T000000Z", "DTSTAMP:20210101T000001Z"),
    ],
)
@pytest.mark.parametrize("due", ["", "RECURRENCE-ID:20210104T100000Z\n"])
def test_the_newest_version_of_an_event_is_taken_and_others_are_noted(
    old: str, new: str, due: str
) -> None:
    first = event("SUMMARY:Old", f"{due}DTSTART:20210104T100000Z", old)
    second = event("SUMMARY:New", f"{due}DTSTART:20210105T100000Z", new)
    for text, line in ((calendar(first, second), 3), (calendar(second, first), 0)):
        entry, note = read(text)
        assert [body["title"] for body in bodies([entry])] == ["New"]
        assert isinstance(note, Note)
        assert note.text == "an older version of an event is not taken"
        assert note.line == (line or text.partition("SUMMARY:Old")[0].count("\n") - 1)


def test_the_same_event_twice_is_noted() -> None:
    one = event("SUMMARY:A", "DTSTART:20210104")
    assert read(calendar(one, one))[1] == Note("the same event stands above", "c.ics", 8)


def test_two_changes_of_one_time_are_told() -> None:
    changed = "".join(
        event(f"SUMMARY:{title}", "RECURRENCE-ID:20210104", "DTSTART:20210105") for title in "AB"
    )
    found = series("DTSTART:20210104", "RRULE:FREQ=DAILY;COUNT=1", changed=changed)
    assert told(found) == ["c.ics:16:5: the event in line 9 has this UID and RECURRENCE-ID, too"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("RRULE:FREQ=SOMETIMES", "7:7: this rule is not read: invalid 'FREQ': SOMETIMES (`Talks`)"),
        (
            "RRULE:FREQ=YEARLY;RSCALE=HEBREW;COUNT=2",
            "7:7: this rule is not read: unknown parameter 'RSCALE' (`Talks`)",
        ),
        ("RRULE:every day", "7:7: RRULE cannot be read (`Talks`)"),
        ("RRULE:FREQ=DAILY;UNTIL=SOON", "7:7: UNTIL=SOON is no date (`Talks`)"),
        ("RRULE:FREQ=DAILY;COUNT=MANY", "7:7: COUNT=MANY is not a number (`Talks`)"),
        ("RRULE:FREQ=DAILY;COUNT=2\nEXDATE:never", "8:8: EXDATE cannot be read (`Talks`)"),
        ("RDATE:20210104/P", "7:7: RDATE cannot be read (`Talks`)"),
    ],
)
def test_what_cannot_be_read_of_a_series_is_told(line: str, fault: str) -> None:
    (said,) = told(series("DTSTART:20210104", *line.split("\n")))
    assert said == f"c.ics:{fault}"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("D2 #3", ["01-04", "01-06", "01-08"]),
        ("D1", ["01-04", "01-05"]),
        ("W1 MO WE #3", ["01-04", "01-06", "01-11"]),
        ("MP1 1+ MO #2", ["01-04", "02-01"]),
        ("MP1 1- FR #2", ["01-04", "01-29"]),
        ("MD1 4 LD #3", ["01-04", "01-31", "02-04"]),
        ("YM1 1 6 #2", ["01-04", "06-04"]),
        ("YD1 4 100 #2", ["01-04", "04-10"]),
        ("D1 20210106T000000Z", ["01-04", "01-05", "01-06"]),
    ],
)
def test_rules_of_old_calendars_are_followed(rule: str, expected: list[str]) -> None:
    found = series("DTSTART:20210104T000000", f"RRULE:{rule}", head="VERSION:1.0")
    assert days(found) == expected


@pytest.mark.parametrize("rule", ["W1 0900 #3", "YM1 6 #10 W1 MO #2", "X1", "MD1 first #2"])
def test_other_rules_of_old_calendars_are_told(rule: str) -> None:
    found = series("DTSTART:20210104T000000", f"RRULE:{rule}", head="VERSION:1.0")
    assert told(found) == ["c.ics:7:7: RRULE cannot be read (`Talks`)"]


def test_an_end_of_all_that_is_asked_for_cuts_every_time() -> None:
    changed = event("SUMMARY:Late", "RECURRENCE-ID:20210105", "DTSTART:20210301")
    text = calendar(event("SUMMARY:A", "DTSTART:20210104", "RRULE:FREQ=DAILY"), changed)
    assert days(read(text, until=day_number(2021, 1, 6))) == ["01-04", "01-06"]


PIECES = st.sampled_from(
    [
        *("DTSTART:20210104", BOGOTA, "DTSTART:00010101T000000Z", "DTSTART:99991231", TOKYO),
        *("DTEND:20210105", "DTEND;TZID=X:20210104T220000", "DURATION:P9999D", "DURATION:PT1H"),
        *("RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=YEARLY;UNTIL=99991231", "RRULE:FREQ=WEEKLY"),
        *("RDATE:20210105,20210106T000000Z", "RDATE;VALUE=PERIOD:20210105T000000Z/P1D"),
        *("EXDATE:20210104", "EXRULE:FREQ=DAILY;COUNT=2", "RECURRENCE-ID:20210104"),
        *("RECURRENCE-ID;RANGE=THISANDFUTURE:20210105", "SEQUENCE:2", "STATUS:CANCELLED"),
        *("RECURRENCE-ID;RANGE=THISANDFUTURE:99991231T000000Z", "RRULE:FREQ=DAILY;UNTIL=00010101"),
    ]
)


@given(st.lists(st.lists(PIECES, max_size=5), min_size=1, max_size=3), st.sampled_from("12"))
def test_no_series_is_too_strange(events: list[list[str]], version: str) -> None:
    inner = [event("SUMMARY:A", *lines) for lines in events]
    assert_sound(read(calendar(*inner, head=f"VERSION:{version}.0"), most=20))
