"""Content lines of calendars as programs write them: folded, encoded, without a calendar around."""

import base64
from typing import Any

import pytest

from timeline.exchange.entry import Entry, Note
from timeline.exchange.ical import reader

from support.reading import bodies, reading, told

read = reading(reader.read, "c.ics")


def calendar(*lines: str, version: str = "2.0") -> str:
    event = "\r\n".join(("BEGIN:VEVENT", "DTSTART:20210104", *lines, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\r\nVERSION:{version}\r\n{event}\r\nEND:VCALENDAR\r\n"


def one(*lines: str, version: str = "2.0") -> dict[str, Any]:
    (body,) = bodies(read(calendar(*lines, version=version)))
    return body


@pytest.mark.parametrize("title", ["Заседание совета", "Élèves à l'école", "会議と会議"])
def test_a_line_folded_within_a_character_is_whole(title: str) -> None:
    raw = title.encode()
    for at in range(1, len(raw)):
        folded = raw[:at] + b"\r\n " + raw[at:]
        (entry,) = read(calendar("SUMMARY:@").encode().replace(b"@", folded))
        assert bodies([entry])[0]["title"] == title


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_event_without_a_calendar_is_read_whatever_ends_its_lines(end: str, mark: str) -> None:
    lines = ("BEGIN:VEVENT", "UID:{0}", "SUMMARY:{0}", "DTSTART:20210104", "END:VEVENT")
    found = read(mark + end.join(line.format(name) for name in "AB" for line in lines))
    assert [body["title"] for body in bodies(found)] == ["A", "B"]
    assert [part.document.start for part in found if isinstance(part, Entry)] == [1, 6]


def test_an_event_without_a_calendar_that_is_cut_off_is_told() -> None:
    assert told(read("BEGIN:VEVENT\nSUMMARY:A\n")) == [
        "c.ics:1: the file ends within VEVENT: it is not whole"
    ]


def test_utf_16_with_its_mark_is_read() -> None:
    (body,) = bodies(read(calendar("SUMMARY:Заседание").encode("utf-16")))
    assert body["title"] == "Заседание"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=C3=89t=C3=A9", "Été"),
        ("SUMMARY;CHARSET=UTF-8;QUOTED-PRINTABLE:=C3=89t=C3=A9", "Été"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:=C3=89t=\r\n=C3=\r\n=A9", "Été"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:a word=\r\n and another=\r\n", "a word and another"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:=C9t=E9", "Été"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Ét=C3=A9", "Été"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:1 =3D 1\\; yes, C:=5Cnew", "1 = 1; yes, C:\\new"),
        (f"SUMMARY;ENCODING=BASE64:{base64.b64encode('Été'.encode()).decode()}", "Été"),
        (f"SUMMARY;ENCODING=B;VALUE=TEXT:{base64.b64encode(b'A, b').decode()}", "A, b"),
    ],
)
def test_encoded_texts_are_read(line: str, title: str) -> None:
    assert one(line, version="1.0")["title"] == title
    assert one(line)["title"] == title


def test_other_properties_of_an_old_calendar_are_read() -> None:
    said = one(
        "SUMMARY:A long",
        " title",
        "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:One=0D=0Atwo",
        "CATEGORIES:MEETING;BUSINESS",
        "LOCATION;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Osch=2C B=C3=BCro",
        version="1.0",
    )
    assert said == {
        "date": "2021-01-04",
        "title": "A long title",
        "summary": "One\ntwo",
        "tags": ["MEETING", "BUSINESS"],
        "places": ["Osch, Büro"],
    }


def test_a_line_in_the_charset_that_it_names_is_read() -> None:
    text = calendar("SUMMARY;CHARSET=windows-1251:Заседание").encode("cp1251")
    assert bodies(read(text))[0]["title"] == "Заседание"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "SUMMARY;ENCODING=QUOTED-PRINTABLE:=C9t=E9",
            "c.ics:5:35: SUMMARY is not UTF-8 (`=C9t=E9`)",
        ),
        (
            "SUMMARY;CHARSET=X-9;ENCODING=QUOTED-PRINTABLE:=C9",
            "c.ics:5:47: SUMMARY is not X-9 (`=C9`)",
        ),
        ("SUMMARY;ENCODING=BASE64:w*", "c.ics:5:25: SUMMARY is not BASE64 (`w*`)"),
    ],
)
def test_a_text_that_is_not_in_its_encoding_is_told(line: str, fault: str) -> None:
    assert told(read(calendar(line))) == [fault]


def test_names_in_parameters_are_read_with_what_is_escaped() -> None:
    said = one("SUMMARY:A", "ORGANIZER;CN=\"O^'Brien^', Aida\":mailto:a@example.org")
    assert said["actors"] == [{"actor": 'O"Brien", Aida', "role": "organiser"}]


def test_what_stands_within_an_event_says_nothing_of_it() -> None:
    said = one(
        *("SUMMARY:A", "BEGIN:VLOCATION", "SUMMARY:B", "DESCRIPTION:c", "END:VLOCATION"),
        "DESCRIPTION:d",
    )
    assert (said["title"], said["summary"]) == ("A", "d")


def test_other_components_are_noted() -> None:
    text = calendar("SUMMARY:A").replace(
        "BEGIN:VEVENT", "BEGIN:VFREEBUSY\r\nUID:x\r\nEND:VFREEBUSY\r\nBEGIN:VEVENT"
    )
    assert read(text)[0] == Note("`VFREEBUSY` is not taken", "c.ics", 3)


def test_a_calendar_that_calls_off_and_other_statuses() -> None:
    text = calendar("SUMMARY:A").replace("VERSION:2.0", "METHOD:CANCEL")
    assert bodies(read(text))[0]["status"] == "cancelled"
    assert one("SUMMARY:A", "STATUS:Tentative")["status"] == "planned"
    note, entry = read(calendar("SUMMARY:A", "STATUS:DONE"))
    assert note == Note("STATUS `DONE` is not known", "c.ics", 6)
    assert "status" not in bodies([entry])[0]


@pytest.mark.parametrize(
    ("times", "date"),
    [
        ("DTSTART;VALUE=DATE:20210105T000000", "2021-01-05"),
        ("DTSTART:2021-01-05T10:00:00Z", "2021-01-05T10:00:00Z"),
        ("DTSTART:20210105T100000+0300", "2021-01-05T10:00:00+03:00"),
        ("DTSTART:20161231T235960Z", "2016-12-31T23:59:59Z"),
        ("DTSTART:20210105T100000\r\nDTEND:", "2021-01-05T10:00:00"),
    ],
)
def test_times_are_read_as_programs_write_them(times: str, date: str) -> None:
    text = calendar("SUMMARY:A").replace("DTSTART:20210104", times)
    assert [body["date"] for body in bodies(read(text))] == [date]
