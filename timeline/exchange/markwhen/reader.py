"""markwhen: dated entries in a text (https://docs.markwhen.com).

What is taken from each is told in docs/formats-in.md.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from timeline.base import days
from timeline.base.errors import Fault
from timeline.dates.edtf import EdtfError
from timeline.event.document import Document
from timeline.event.schema import brief
from timeline.exchange.carried import KEY, exact_date, read_events
from timeline.exchange.entry import Entry, Items, Note
from timeline.exchange.markwhen.carrying import carried_by, digest, events_of
from timeline.exchange.markwhen.dates import Dates, WrittenDate, find_date
from timeline.exchange.markwhen.headings import Syntax
from timeline.exchange.markwhen.points import Manner, When
from timeline.exchange.reader_tools import (
    id_within_file,
    one_line,
    read_text,
    several_lines,
    status_of,
    title_and_summary,
)
from timeline.exchange.zones import find_zone

_COMMENT = re.compile(r"\s*//")
_PAGE = re.compile(r"\s*_-_-_break_-_-_\s*")
_PROPERTY = re.compile(r"(?!-)\s*(?P<key>[\w.-]+):(?:\s+(?P<value>.*)|\s*)")
_TAG = re.compile(r"(?:^|(?<=\s))#(?!\d+(?:\s|$))(\w+)")
_DONE = re.compile(r"\[(?P<done>[xX ]?)\]\s*")
_ZONES = ("timezone", "tz")
_TAKEN = (KEY, "id", "kind", "location", "locations", *_ZONES, "from", "to")


def begins(line: str, syntax: Syntax = Syntax()) -> bool:  # noqa: B008 (it cannot change)
    """Whether a line ends what stands before it.

    Args:
        line: of a text.
        syntax: which lines are headings there.
    """
    if _PAGE.fullmatch(line) or syntax.heading(line) or syntax.closes(line):
        return True
    return find_date(line) is not None


def is_comment(line: str) -> bool:
    """Whether a line is a comment."""
    return bool(_COMMENT.match(line))


def read(path: Path, data: BinaryIO, *, today: int | None = None) -> Items:
    """The events of a text, in their order.

    Args:
        path: the file as faults name it.
        data: its bytes, UTF-8.
        today: the number of the day that `now` means, after which what begins is planned.
    """
    text, faults = read_text(str(path), data)
    yield from faults
    if faults:
        return
    lines = re.split(r"\r\n|\n|\r", text)
    for number, line in enumerate(lines, 1):
        yield from read_events(events_of(line), str(path), number)
    reader = _Reader(path, lines, days.today() if today is None else today)
    yield from reader.entries()
    if not reader.seen and not any(map(events_of, lines)):
        remedy = "an event is a date, a colon and what happened: 2017-10-05: A meeting"
        yield Fault("no event stands in this file", remedy, str(path), 1)


class _Section(NamedTuple):
    """A section that is open; `word` is that of the old syntax by which it is closed."""

    level: int
    tags: tuple[str, ...]
    zone: dt.tzinfo | None
    word: str = ""


class _Reader:
    def __init__(self, path: Path, lines: Sequence[str], today: int) -> None:
        self.path, self.lines = path, lines
        self.at = 0
        self.today = today
        self.manner = Manner()
        self.sections: list[_Section] = []
        self.before: When | None = None
        self.named: dict[str, When] = {}
        self.seen = False
        self.syntax = Syntax.of(lines)

    def entries(self) -> Items:
        yield from self.header()
        while self.at < len(self.lines):
            line = self.lines[self.at]
            found = find_date(line)
            if found:
                self.seen = True
                yield from self.event(found)
            elif _PAGE.fullmatch(line):
                self.at += 1
                self.sections.clear()
                self.before, self.named, self.manner = None, {}, Manner()
                yield from self.header()
            else:
                self.at += 1
                yield from self.section(line)

    def header(self) -> Iterator[Fault]:
        """What stands before the first event or section of a page."""
        fenced = False
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.startswith("---"):
                self.at += 1
                if fenced:
                    return
                fenced = True
                continue
            if not fenced and begins(line, self.syntax):
                return
            self.at += 1
            found = _PROPERTY.fullmatch(line)
            if found and not is_comment(line):
                yield from self.setting(found["key"], _bare(found["value"] or ""))

    def setting(self, key: str, value: str) -> Iterator[Fault]:
        if key == "dateFormat":
            if value not in ("d/M/y", "M/d/y"):
                remedy = "write these dates as 2017-10-05; `dateFormat: d/M/y` alone is known"
                yield self.fault(self.at, "a `dateFormat` of one's own is not read", remedy)
            self.manner = self.manner._replace(day_first=value == "d/M/y")
        elif key in _ZONES and value:
            zone = _zone(value)
            if zone is None:
                yield self.fault(self.at, f"no zone {brief(value)}", _NO_ZONE)
            self.manner = self.manner._replace(zone=zone)

    def section(self, line: str) -> Iterator[Fault | Note]:
        """Open or close a section, if the line does; other lines belong to no event."""
        number = self.at
        word = self.syntax.closes(line)
        if word:
            yield from self.close(word)
            return
        found = self.syntax.heading(line)
        if found is None:
            return
        if found.word and not self.syntax.closed:
            yield Note(f"{brief(line.strip())} is read as a heading", str(self.path), number)
        title, tags = _tagged(found.title)
        if not found.word:
            self.sections = [section for section in self.sections if section.level < found.level]
        elif not self.syntax.closed:  # where none is ever closed, one ends with the next
            self.close_last(found.word)
        zone, faults = self.zone_of(self.read_properties(), number)
        yield from faults
        tags = list(filter(None, (title, *tags)))
        self.sections.append(_Section(found.level, tuple(tags), zone, found.word))

    def close(self, word: str) -> Iterator[Note]:
        """Close the innermost section of a word, and what stands open within it."""
        if not self.close_last(word):
            yield Note(f"`end{word.capitalize()}` closes nothing", str(self.path), self.at)

    def close_last(self, word: str) -> bool:
        open_ = [at for at, section in enumerate(self.sections) if section.word == word]
        if open_:
            del self.sections[open_[-1] :]
        return bool(open_)

    def zone_of(
        self, stated: Mapping[str, str], number: int
    ) -> tuple[dt.tzinfo | None, list[Fault]]:
        """The zone that properties name, else that of the section or of the file."""
        named = next((stated[key] for key in _ZONES if stated.get(key)), "")
        named = named or (stated.get("from", "") if any(key in stated for key in _ZONES) else "")
        if not named:
            outer = (section.zone for section in reversed(self.sections) if section.zone)
            return next(outer, self.manner.zone), []
        zone = _zone(named)
        return zone, [] if zone else [self.fault(number, f"no zone {brief(named)}", _NO_ZONE)]

    def read_properties(self) -> dict[str, str]:
        """The `key: value` lines that stand here, one right after the other."""
        stated: dict[str, str] = {}
        while self.at < len(self.lines):
            line = self.lines[self.at]
            found = _PROPERTY.fullmatch(line)
            if found is None or is_comment(line) or begins(line, self.syntax):
                break
            stated[found["key"]] = _bare(found["value"] or "")
            self.at += 1
        return stated

    def event(self, found: WrittenDate) -> Items:
        """The event that begins here, up to the next one; or the events that it carries."""
        first = self.at
        entry, when = self.entry(found)
        lines = self.lines[first : self.at]
        told = carried_by(lines)
        if told is None or isinstance(entry, Fault):
            yield entry
        elif told.shown == digest(lines):
            yield from read_events(told.events, str(self.path), first + 1)
        else:
            date = exact_date(told, when)
            body = {**entry.document.body, **({"date": date} if date else {})}
            yield entry._replace(document=entry.document._replace(body=body))

    def entry(self, found: WrittenDate) -> tuple[Entry | Fault, str]:
        """What the event that begins here shows, and its date in EDTF."""
        number = self.at + 1
        line = self.lines[self.at]
        self.at += 1
        stated = self.read_properties()
        described = []
        while self.at < len(self.lines) and not begins(self.lines[self.at], self.syntax):
            if not is_comment(self.lines[self.at]):
                described.append(self.lines[self.at])
            self.at += 1
        zone, faults = self.zone_of(stated, number)
        if faults:
            return faults[0], ""
        if found.every:
            remedy = "write a line for each time, or take it from a calendar in iCalendar"
            return self.fault(number, f"`{found.every}`: what repeats is not read", remedy), ""
        dates = Dates(self.today, self.manner._replace(zone=zone), self.before, self.named)
        try:
            when = dates.understood(found)
        except EdtfError as error:
            return self.fault(number, error.problem, error.remedy), ""
        self.before = when
        if stated.get("id"):
            self.named[stated["id"]] = when
        body = self.body(when, found, line[found.rest :], described, stated)
        if not body["title"]:
            return self.fault(number, "an event without a title", "write it after the colon"), ""
        body = {key: value for key, value in body.items() if value not in ("", [])}
        document = Document(body, str(self.path), start=number)
        identity = id_within_file("markwhen", str(self.path), stated.get("id", ""))
        return Entry(document, identity), when.edtf

    def body(
        self,
        when: When,
        found: WrittenDate,
        text: str,
        described: Sequence[str],
        stated: Mapping[str, str],
    ) -> dict[str, object]:
        """The draft of a happening that an event says.

        Args:
            when: its date, understood.
            found: its date as written.
            text: the rest of its first line.
            described: the lines below.
            stated: what its properties say, by their keys.
        """
        done = _DONE.match(text.strip())
        title, tags = _tagged(text.strip()[done.end() :] if done else text.strip())
        _, more = _tagged("\n".join(described))
        status = status_of(when.edtf, self.today)
        if done:
            status = "occurred" if done["done"].strip() else "planned"
        places = stated.get("location", ""), *_listed(stated.get("locations", ""))
        outer = [tag for section in self.sections for tag in section.tags]
        rest = several_lines(_dedented(described)).strip()
        notes = [f"{key}: {value}" for key, value in stated.items() if key not in _TAKEN and value]
        return {
            "date": when.edtf,
            "date_text": "" if found.text == when.edtf else one_line(found.text),
            "dated": "inferred" if when.inferred else "",
            "kind": stated.get("kind", ""),
            "status": "" if status == "occurred" else status,
            **(title_and_summary(title, rest) if title else title_and_summary(rest)),
            "places": [place for place in map(one_line, places) if place],
            "tags": list(dict.fromkeys([*outer, *tags, *more])),
            "note": "\n".join(notes),
        }

    def fault(self, number: int, problem: str, remedy: str) -> Fault:
        return Fault(problem, remedy, str(self.path), number, 0, self.lines[number - 1].strip())


_NO_ZONE = "write a name such as Asia/Bishkek, or hours such as +6"


def _tagged(text: str) -> tuple[str, list[str]]:
    """A text without the tags at its end, those within it as words; and all of its tags."""
    tags = [str(tag) for tag in _TAG.findall(text)]
    words = text.split()
    while words and re.fullmatch(r"#(?!\d+$)\w+", words[-1]):
        words.pop()
    return one_line(_TAG.sub(r"\1", " ".join(words))), tags


def _bare(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _listed(value: str) -> list[str]:
    """The items of `[a, "b"]`, or the one that stands alone."""
    if value.startswith("[") and value.endswith("]"):
        return [_bare(part) for part in re.findall(r"\s*(\"[^\"]*\"|[^,]+)", value[1:-1])]
    return [value]


def _dedented(lines: Sequence[str]) -> str:
    import textwrap  # noqa: PLC0415 (few imports need it)

    return textwrap.dedent("\n".join(lines))


def _zone(text: str) -> dt.tzinfo | None:
    """A zone by its name, or by hours east of UTC such as +6, -3 or +05:30."""
    found = re.fullmatch(r"([+-]?)(\d{1,2})(?::?(\d\d))?", text, re.ASCII)
    if found:
        after = dt.timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if after < dt.timedelta(days=1):
            return dt.timezone(-after if found[1] == "-" else after)
        return None
    return find_zone(text)
