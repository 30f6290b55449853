"""Zones of calendars: what is known of them, and what is kept in words."""

from pathlib import Path
from typing import Any

import pytest

from timeline.exchange.entry import Note
from timeline.exchange.ical import reader

from support.reading import bodies, reading, told
from support.running import process

read = reading(reader.read, "c.ics")

OWN = """\
BEGIN:VTIMEZONE
TZID:{}
BEGIN:STANDARD
DTSTART:19701025T040000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0400
TZOFFSETTO:+0330
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T030000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0330
TZOFFSETTO:+0400
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(*lines: str, head: str = "VERSION:2.0", zones: str = "") -> str:
    event = "\n".join(("BEGIN:VEVENT", "UID:u", "SUMMARY:Talks", *lines, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\n{head}\n{zones}{event}\nEND:VCALENDAR\n"


def one(*lines: str, **more: str) -> dict[str, Any]:
    (body,) = bodies(read(calendar(*lines, **more)))
    return body


@pytest.mark.parametrize(
    ("start", "end", "date", "words"),
    [
        (
            "TZID=Europe/Paris:20190301T220000",
            "TZID=America/Montreal:20190302T003000",
            "2019-03-01/2019-03-02",
            "22:00, Europe/Paris, to 2019-03-02 00:30, America/Montreal",
        ),
        (
            "TZID=Europe/Paris:20190301T100000",
            "TZID=Europe/London:20190301T101500",
            "2019-03-01T10:00:00+01:00",
            "10:00, Europe/Paris, to 10:15, Europe/London",
        ),
        (
            "TZID=Asia/Seoul:20190301T190000",
            "TZID=America/Vancouver:20190301T120000",
            "2019-03-01T19:00:00+09:00",
            "19:00, Asia/Seoul, to 12:00, America/Vancouver",
        ),
        (
            "TZID=Pacific/Auckland:20190302T010000",
            "TZID=America/Los_Angeles:20190301T160000",
            "2019-03-02T01:00:00+13:00",
            "01:00, Pacific/Auckland, to 2019-03-01 16:00, America/Los_Angeles",
        ),
        (
            "TZID=Our Office:20190301T100000",
            "TZID=Europe/Paris:20190301T110000",
            "2019-03-01T10:00:00",
            "10:00, Our Office, to 11:00, Europe/Paris",
        ),
        (
            "X=1:20190301T100000",
            "TZID=Europe/Paris:20190301T110000",
            "2019-03-01T10:00:00",
            "10:00, no zone, to 11:00, Europe/Paris",
        ),
        (
            "TZID=Europe/Paris:20190301T100000",
            "X=1:20190301T100000Z",
            "2019-03-01T10:00:00+01:00",
            "10:00, Europe/Paris, to 10:00, UTC",
        ),
    ],
)
def test_start_and_end_have_each_its_zone(start: str, end: str, date: str, words: str) -> None:
    said = one(f"DTSTART;{start}", f"DTEND;{end}")
    assert (said["date"], said["date_text"]) == (date, words)


def test_an_event_that_ends_before_it_begins_by_two_zones_is_told() -> None:
    text = calendar(
        "DTSTART;TZID=America/New_York:20190301T100000", "DTEND;TZID=Europe/Paris:20190301T150000"
    )
    assert told(read(text)) == ["c.ics:7:25: an event that ends before it begins (`Talks`)"]


@pytest.mark.parametrize(
    "name", ["(UTC+06:00) Astana", "Customized Time Zone 3", "localtime", "Mars/Olympus", "+25:00"]
)
def test_the_name_of_a_zone_that_is_not_known_is_kept(name: str) -> None:
    said = one(f'DTSTART;TZID="{name}":20190301T100000')
    assert (said["date"], said["date_text"]) == ("2019-03-01T10:00:00", f"10:00, {name}")
    said = one(f'DTSTART;TZID="{name}":20190301T100000', "DURATION:PT90M")
    assert said["date_text"] == f"10:00 to 11:30, {name}"


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("America/New York", "2019-07-01T10:00:00-04:00"),
        ("Asia/Almaty", "2019-07-01T10:00:00+06:00"),
        ("Eastern Standard Time", "2019-07-01T10:00:00-04:00"),
        ("Russian Standard Time", "2019-07-01T10:00:00+03:00"),
        ("/citadel.org/20070227_1/Europe/Vienna", "2019-07-01T10:00:00+02:00"),
        ("/freeassociation.sourceforge.net/Europe/Vienna", "2019-07-01T10:00:00+02:00"),
        ('"Europe/Vienna"', "2019-07-01T10:00:00+02:00"),
        ("GMT+0530", "2019-07-01T10:00:00+05:30"),
        ("UTC-3", "2019-07-01T10:00:00-03:00"),
        ("UTC", "2019-07-01T10:00:00Z"),
        ("(GMT+01:00) Rome", "2019-07-01T10:00:00"),
    ],
)
def test_a_zone_goes_by_the_names_that_programs_give_it(name: str, date: str) -> None:
    assert one(f"DTSTART;TZID={name}:20190701T100000")["date"] == date


@pytest.mark.parametrize("name", ["Own Time", "(UTC+03:30) Tehran", "Etc/Own"])
def test_a_zone_that_the_file_defines_is_known_by_its_name(name: str) -> None:
    lines = [f'{at};TZID="{name}":2019{day}' for at, day in (("DTSTART", "0701T100000"),)]
    said = one(*lines, "DURATION:PT1H", zones=OWN.format(name))
    assert (said["date"], said["date_text"]) == (
        "2019-07-01T10:00:00+04:00",
        f"10:00 to 11:00, {name}",
    )


def test_two_files_may_define_a_zone_differently() -> None:
    other = OWN.replace("+0330", "+0130").replace("+0400", "+0200")
    text = 'DTSTART;TZID="Own":20190701T100000'
    assert one(text, zones=OWN.format("Own"))["date"] == "2019-07-01T10:00:00+04:00"
    assert one(text, zones=other.format("Own"))["date"] == "2019-07-01T10:00:00+02:00"


def test_a_zone_whose_definition_is_broken_is_kept_in_words() -> None:
    broken = "BEGIN:VTIMEZONE\nTZID:Own\nEND:VTIMEZONE\n"
    said = one("DTSTART;TZID=Own:20190701T100000", zones=broken)
    assert (said["date"], said["date_text"]) == ("2019-07-01T10:00:00", "10:00, Own")


@pytest.mark.parametrize(
    "head",
    [
        "X-WR-TIMEZONE:Asia/Tashkent",
        "X-WR-TIMEZONE;VALUE=TEXT:Asia/Tashkent",
        'X-WR-TIMEZONE;X-A="b:c";VALUE=TEXT: Asia/Tashkent',
        "x-wr-timezone:West Asia Standard Time",
        "X-WR-TIMEZONE:/vendor.org/Asia/Tashkent",
    ],
)
def test_the_zone_of_the_calendar_is_found_however_it_is_written(head: str) -> None:
    assert one("DTSTART:20190630T210000Z", head=head)["date"] == "2019-07-01T02:00:00+05:00"


def test_each_calendar_of_a_file_has_its_own_zone() -> None:
    first = calendar("DTSTART:20190630T210000Z", head="X-WR-TIMEZONE:Asia/Tokyo")
    second = calendar("DTSTART:20190630T210000Z").replace("UID:u", "UID:v")
    assert [body["date"] for body in bodies(read(first + second))] == [
        "2019-07-01T06:00:00+09:00",
        "2019-06-30T21:00:00Z",
    ]


def test_a_moment_in_utc_with_a_zone_is_told_in_that() -> None:
    said = one("DTSTART;TZID=Asia/Bishkek:20190630T210000Z")
    assert said["date"] == "2019-07-01T03:00:00+06:00"


def test_the_offset_of_an_old_calendar_is_noted() -> None:
    text = calendar("DTSTART:20010701T100000", head="VERSION:1.0\nTZ:-05")
    note, entry = read(text)
    assert note == Note("TZ `-05` is not taken: times stay without a zone", "c.ics", 3)
    assert bodies([entry])[0]["date"] == "2001-07-01T10:00:00"


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "UTC", "Asia/Tokyo"])
def test_the_zone_of_the_machine_does_not_matter(zone: str, fresh: Path) -> None:
    times = "DTSTART;TZID=America/Bogota:20190304T210000", "RRULE:FREQ=DAILY;UNTIL=20190305"
    (fresh / "c.ics").write_text(calendar(*times), encoding="utf-8")
    words = ("import", "ical", "c.ics", "--set", "kind=meeting", "--dry-run")
    assert process(*words, cwd=fresh, env={"TZ": zone}).out == (
        "c.ics:3: new: Talks, 2019-03-04T21:00:00-05:00\n"
        "c.ics:3: new: Talks, 2019-03-05T21:00:00-05:00\n"
    )
