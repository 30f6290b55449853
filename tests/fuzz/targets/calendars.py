"""Calendars: iCalendar, with series, zones and the rules of vCalendar 1.0."""

from collections.abc import Sequence

from timeline.base.days import day_number
from timeline.exchange.reading import ReadOptions

from fuzz.target import Target, choose, prefixed
from fuzz.targets import importing

_UNTIL = day_number(2022, 1, 1)


def _run(data: bytes) -> None:
    way, data = choose(data, 3)
    if way == 2:  # an event in a calendar that is right
        data = (
            b"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n"
            + data
            + b"\nEND:VEVENT\nEND:VCALENDAR\n"
        )
    importing.read_and_take("ical", data, ReadOptions(until=_UNTIL if way == 1 else None))


_EVENTS = (
    "UID:1\nSUMMARY:Talks\nLOCATION:Osh\nDTSTART;TZID=Asia/Bishkek:20171004T100000\nDURATION:PT1H",
    "UID:2\nSUMMARY:A\\, b\nDTSTART;VALUE=DATE:20171004\nDTEND:20171006\nSTATUS:CONFIRMED\nURL:http://x.y",
    (
        "UID:3\nSUMMARY:A\nDTSTART:20210104T100000Z\nRRULE:FREQ=WEEKLY;COUNT=4;BYDAY=MO,TU\n"
        "EXDATE:20210111T100000Z\nRDATE:20210201T100000Z\nDESCRIPTION:<b>x</b>\\nlong\n  text"
    ),
    "UID:3\nSUMMARY:B\nRECURRENCE-ID;RANGE=THISANDFUTURE:20210104T100000Z\nDTSTART:20210104T120000Z",
    "UID:4\nSUMMARY:A\nDTSTART:20210104T000000\nRRULE:FREQ=YEARLY;UNTIL=20250101;BYMONTH=1;BYSETPOS=-1;BYDAY=FR",
    (
        'SUMMARY:A\nATTENDEE;CN=Bek;ROLE=CHAIR:mailto:b@example.org\nORGANIZER;CN="A;B":x\nDTSTART:20210104\n'
        "CATEGORIES:a,b\nX-TIMELINE-DATE:2017-22\nSEQUENCE:2\nCLASS:PRIVATE\nGEO:42.8;74.6"
    ),
    "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=D0=9E=\n=D1=88\nDTSTART:20210104T000000\nRRULE:D1 #3",
)
_ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:19701025T040000\nRRULE:FREQ=YEARLY;BYMONTH=10;"
    "BYDAY=-1SU\nTZOFFSETFROM:+0400\nTZOFFSETTO:+0330\nEND:STANDARD\nEND:VTIMEZONE\n"
)


def _seeds() -> Sequence[bytes]:
    whole = [
        f"BEGIN:VCALENDAR\nVERSION:{version}\n{_ZONE}BEGIN:VEVENT\n{event}\nEND:VEVENT\n"
        f"BEGIN:VTODO\nSUMMARY:x\nEND:VTODO\nEND:VCALENDAR\n".replace("Asia/Bishkek", zone).encode()
        for event in _EVENTS
        for version, zone in (("2.0", "Own"), ("1.0", "Asia/Bishkek"))
    ]
    both = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in _EVENTS)
    whole.append(f"BEGIN:VCALENDAR\r\n{both}END:VCALENDAR\r\n".encode())
    return prefixed(
        [(way, one) for one in whole for way in (0, 1)] + [(2, e.encode()) for e in _EVENTS]
    )


_WORDS = (
    *(
        b"BEGIN:VEVENT\n",
        b"END:VEVENT\n",
        b"BEGIN:VALARM\n",
        b"DTSTART:",
        b"DTEND:",
        b"DURATION:",
        b"RRULE:",
    ),
    *(
        b"FREQ=DAILY",
        b"FREQ=SECONDLY",
        b"FREQ=HOURLY",
        b";COUNT=",
        b";UNTIL=",
        b";INTERVAL=0",
        b";INTERVAL=9999999",
    ),
    *(
        b";BYDAY=",
        b";BYMONTHDAY=31",
        b";BYMONTH=2",
        b";BYWEEKNO=53",
        b";BYYEARDAY=-366",
        b";BYSETPOS=-1",
        b";WKST=SU",
    ),
    *(
        b";BYHOUR=24",
        b";BYMINUTE=60",
        b";BYEASTER=0",
        b"EXDATE:",
        b"RDATE;VALUE=PERIOD:",
        b"RECURRENCE-ID:",
    ),
    *(
        b"20210104T000000Z",
        b"99991231",
        b"00010101T000000",
        b"20210230",
        b";TZID=Own",
        b";TZID=../../x",
        b";TZID=/",
    ),
    *(
        b";TZID=America/New_York",
        b"P1DT2H",
        b"-P1W",
        b"P99999999999D",
        b"TZOFFSETTO:+9999",
        b"\\n",
        b"\\,",
        b"\r\n ",
    ),
    *(
        b";CN=",
        b'"',
        b"^n",
        b"=3D",
        b"ENCODING=BASE64;",
        b"CHARSET=utf-7;",
        b"STATUS:CANCELLED",
        b"SEQUENCE:-1",
    ),
    *(
        b"X-TIMELINE-DATE:",
        b"mailto:",
        b"D1 #3",
        b"MP1 1+ MO #0",
        b"YD1 366 #99",
        b"W1 MO 0900 20210101T000000",
    ),
)
TARGET = Target("calendars", _run, _seeds, _WORDS)
