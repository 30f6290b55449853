"""What the place of a paragraph says of its date: headings, rows, terms and the entries before it.

Every paragraph is read in the order of the text. A heading that is a date ("1998", "JUNE 2017")
stands over what follows, up to the next one; the date in a cell stands for its row; a term for its
description. An entry such as "Aug. 19: ..." takes its year, and "09:17 - ..." its day, from what
stands over it, or else from the entry before. Where that leaves two readings, there is no date.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.dates import edtf
from timeline.dates.edtf import EdtfError, Single
from timeline.drafting.dates.date_mentions import DateMention, find_dates
from timeline.drafting.dates.leads import Lead, read_lead
from timeline.drafting.dates.publication import Publication, iso
from timeline.drafting.dates.setting import NO_SETTING, Carried, Setting
from timeline.drafting.dates.years import (
    Entry,
    YearChoice,
    add_year,
    check_not_after,
    find_direction,
    follow,
    place_series,
    read_span,
    read_year,
)
from timeline.drafting.sentences import find_future_words
from timeline.drafting.source.masthead import Masthead
from timeline.texts.paragraphs import Paragraph

_MARKED = re.compile(r"(#{1,6})\s")
_UNMARKED = 9
"""The level of a heading that no page marks."""
_BACK_MATTER = re.compile(
    r"(?:see also|sources?|references?|notes?|footnotes?|further reading|external links|links"
    r"|bibliography|background|summary|conclusions?|outlook|about\b.*|acknowledge?ments?|appendix"
    r"|annex|contacts?|источники|примечания|ссылки|литература)\W*$",
    re.IGNORECASE,
)
_VERSION = re.compile(r"[\s(\[]*v?\d+(?:\.\d+)+[\w.-]*[\s)\]:–-]*")
_OF_SOURCE = "the year is not written; it is the last one before the source"
_PREPOSITION = re.compile(r"(?:on|in|by|during|from|since|until|в|во|с|до|к|на)\s", re.IGNORECASE)
_ITEM = re.compile(r"(?:[-–—•*·]|\d{1,3}[.)])\s")
_NO_DAY = "its day is not written; it may be that of the source"
_MOST_READINGS = 3
_MIDNIGHT = 6
"""Hours; times of day that go back by more may be of the next day."""


class _Over(NamedTuple):
    """A date that stands over paragraphs, its level as a heading, and 1 to 4 for year to time."""

    carried: Carried
    level: int
    rank: int


def read_settings(
    paragraphs: Sequence[Paragraph], masthead: Masthead, publication: Publication | None
) -> Mapping[int, Setting]:
    """Read what stands over each paragraph, by its number.

    Args:
        paragraphs: all of the text.
        masthead: the paragraphs that are about the source itself.
        publication: when the source came out, where that is sure: nothing told is later.
    """
    return _Reader(paragraphs, masthead, publication).read()


class _Reader:
    """Goes through a text once; what it has read so far is in its fields."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], masthead: Masthead, publication: Publication | None
    ) -> None:
        self._paragraphs = paragraphs
        self._masthead = masthead
        self._publication = publication
        self._is_marked = any(one.level or _MARKED.match(one.text) for one in paragraphs)
        self._years = frozenset(_list_bare_years(paragraphs))
        self._leads = {one.number: lead for one in paragraphs if (lead := self._read_lead(one))}
        entries = [
            Entry(lead.edtf, lead.partial)
            for lead in self._leads.values()
            if lead.is_set_off and (lead.edtf or lead.partial)
        ]
        self._direction = find_direction([one for one in entries if one.partial or _lies(one.edtf)])
        has_years = any(lead.edtf for lead in self._leads.values())
        self._without_years = {} if has_years else self._place_without_years()
        self._last_heading = max(self._list_date_headings(), default=0)
        self._title = self._read_title()
        self._over: list[_Over] = []
        self._doubt = ""
        self._before: Carried | None = None  # the date of the entry before
        self._time = ""  # the time of day of the entry before
        self._midnight = False
        self._zone = "Z" if _says_utc(paragraphs) else ""
        self._rowspan: tuple[Carried, int] | None = None
        self._term: Carried | None = None
        self._columns: list[str] = []  # the names of the columns of a table

    def read(self) -> dict[int, Setting]:
        found: dict[int, Setting] = {}
        rows: dict[int, list[Paragraph]] = {}
        for one in self._paragraphs:
            rows.setdefault(one.row, []).append(one)
        for one in self._paragraphs:
            if one.number in self._skipped:
                continue
            if one.row:
                cells = rows[one.row]
                if one is cells[0]:
                    found.update(self._read_row(cells))
                continue
            self._rowspan = None
            if one.place != "description":
                self._term = None
            found[one.number] = self._read_paragraph(one)
        return found

    @property
    def _skipped(self) -> frozenset[int]:
        return frozenset(self._masthead.text_starts) | self._masthead.contacts

    def _read_lead(self, one: Paragraph) -> Lead | None:
        if one.number in self._skipped or one.text == self._masthead.title:
            return None
        lead = read_lead(one.text)
        if lead is None and one.number in self._years:
            year = one.text[:4]
            lead = Lead(year, "", 0, "", year, len(year) + 1, is_alone=False, is_set_off=True)
        if lead is None or not _PREPOSITION.match(lead.words):
            return lead
        if one.place == "item" or _ITEM.match(one.text):
            return lead._replace(is_set_off=True)
        return lead if lead.edtf else None

    def _list_date_headings(self) -> Iterator[int]:
        for number, lead in self._leads.items():
            if lead.is_alone and lead.has_date:
                yield number

    def _read_title(self) -> Carried | None:
        """The date in the title of the text, if there is one and it has a year."""
        for one in self._paragraphs:
            if one.text == self._masthead.title:
                dates = [date for date in find_dates(one.text, None) if date.edtf]
                if len(dates) == 1 and read_year(dates[0].edtf) is not None:
                    return Carried(dates[0].edtf, dates[0].words, one.number)
                return None
        return None

    def _read_paragraph(self, one: Paragraph) -> Setting:
        lead = self._leads.get(one.number)
        level = self._level(one)
        is_heading = bool(level) or one.number in self._masthead.headings
        date = self._read_heading_date(one, lead, is_heading=is_heading)
        if date is not None:
            self._put_over(one, date, level)
            return Setting(is_heading=True)
        if is_heading and one.text != self._masthead.title:
            self._end(one, level)
            return NO_SETTING
        if lead is None:
            return self._set(one, None)
        choice, source = self._complete(lead, one.text[lead.end :], one.number)
        if choice is None:
            return self._set(one, None)
        mention = self._mention(lead, choice, source)
        self._remember(lead, choice, one)
        return self._set(one, mention, lead)

    def _set(
        self, one: Paragraph, mention: DateMention | None, lead: Lead | None = None
    ) -> Setting:
        over = self._term or (self._over[-1].carried if self._over else None)
        doubt = "" if self._term else self._doubt
        year = over
        if mention is not None and mention.edtf:
            year = Carried(mention.edtf, mention.words, one.number)
        elif year is None and self._publication is None:
            year = self._title
        return Setting(
            lead=mention,
            text_start=lead.end if lead and mention else 0,
            over=over,
            doubt=doubt,
            year=year,
            is_entry=bool(mention and lead and _is_entry(lead)),
        )

    def _level(self, one: Paragraph) -> int:
        marked = _MARKED.match(one.text)
        return one.level or (len(marked[1]) if marked else 0)

    def _read_heading_date(
        self, one: Paragraph, lead: Lead | None, *, is_heading: bool
    ) -> Carried | None:
        """The date that a heading stands for; None if it is not one that has a date."""
        if one.text == self._masthead.title:
            return None
        if lead is not None and lead.is_alone:
            choice, _ = self._complete(lead, "", one.number)
            self._time = lead.time or self._time
            return Carried(choice.edtf, lead.words, one.number) if choice else None
        if not is_heading:
            return None
        dates = [date for date in find_dates(one.text, None) if date.edtf and not date.vague]
        if len(dates) != 1:
            return None
        (date,) = dates
        before, behind = one.text[: date.start].lstrip("# "), one.text[date.end :]
        at_an_end = not re.search(r"\w", before) or not re.search(r"\w", behind)
        stands = at_an_end and (self._level(one) or _VERSION.fullmatch(before + behind))
        return Carried(date.edtf, date.words, one.number) if stands else None

    def _put_over(self, one: Paragraph, date: Carried, level: int) -> None:
        if one.place == "term":
            self._term = date if date.edtf else None
            return
        if not date.edtf:
            self._over = [over for over in self._over if over.rank < _CLOCK]
            self._doubt = f"{date.place} has more than one reading"
            return
        rank = _rank(date.edtf)
        level = level or _UNMARKED + rank
        self._over = [over for over in self._over if over.level < level and over.rank < rank]
        if rank == _CLOCK and not any(over.rank == _CLOCK - 1 for over in self._over):
            day = date._replace(edtf=date.edtf[:10])
            self._over.append(_Over(day, level - 1, _CLOCK - 1))
        self._over.append(_Over(date, level, rank))
        self._doubt = ""
        self._before = date
        if rank < _CLOCK:
            self._time, self._midnight = date.edtf.partition("T")[2], False

    def _end(self, one: Paragraph, level: int) -> None:
        """End what stands over the text at a heading that is no date."""
        if level:
            self._over = [over for over in self._over if over.level < level]
        elif not self._is_marked and _BACK_MATTER.match(one.text):
            self._over = []
        elif not self._is_marked and self._over and one.number > self._last_heading:
            texts = [other.text for other in self._paragraphs]
            if texts.count(one.text) == 1:
                self._doubt = f'the heading "{one.text}" in para {one.number} stands between'

    def _complete(
        self, lead: Lead, text: str, number: int
    ) -> tuple[YearChoice | None, Carried | None]:
        """The date of a lead, and what its year, month or day is carried from."""
        choice: YearChoice | None
        source: Carried | None = None
        if lead.edtf:
            choice = YearChoice(lead.edtf)
        elif lead.partial:
            choice, source = self._choose_year(lead.partial, number)
        elif lead.day:
            choice, source = self._choose_month(lead.day)
        else:
            choice, source = self._choose_day()
        if choice is None:
            return None, None
        if not lead.edtf and not find_future_words(text):
            choice = check_not_after(choice, lead.partial, self._publication)
        if lead.has_date:
            self._time, self._midnight = "", False
        if lead.time and choice.edtf:
            choice = self._add_time(choice, lead.time)
        return choice, source

    def _choose_year(self, partial: str, number: int) -> tuple[YearChoice | None, Carried | None]:
        rank = 3 if re.search(r"\d", partial) else 2
        over = next((one.carried for one in reversed(self._over) if one.rank < rank), None)
        if over is not None:
            return self._choose_year_under(partial, over), over
        before = self._before or self._title
        if number in self._without_years:
            before = None
        if before is None:
            return self._choose_year_of_source(partial, number), None
        direction = self._direction if self._before else 0
        if before is self._title and (found := read_year(before.edtf)) is not None:
            date = add_year(partial, found)
            return (YearChoice(date.text) if date else None), before
        return follow(partial, before.edtf, direction), before

    def _choose_year_under(self, partial: str, over: Carried) -> YearChoice | None:
        """The year of a heading; where that is of several years, the date in each of them."""
        span = read_span(over.edtf)
        if span is None:
            return None
        years = range(int(iso(span.first)[:4]), int(iso(span.last)[:4]) + 1)
        dates = [date.text for year in years if (date := add_year(partial, year))]
        there = read_span(dates[0]) if dates else None
        if len(years) == 1 and there and there.last < span.first:
            later = add_year(partial, years[0] + 1)
            readings = (*dates, *([later.text] if later else []))
            return YearChoice("", readings, why="that begins later in the year")
        if self._doubt or len(dates) > 1:
            readings = tuple(dates) if len(dates) <= _MOST_READINGS else ()
            return YearChoice("", readings, why=self._doubt or "that is more than one year")
        return YearChoice(dates[0]) if dates else None

    def _choose_year_of_source(self, partial: str, number: int) -> YearChoice | None:
        """The last year in which it was not after the source, if the entries are in that order."""
        if self._publication is None:
            return None
        if number in self._without_years:
            return YearChoice(self._without_years[number], why=_OF_SOURCE)
        year = int(iso(self._publication.last)[:4])
        found = [date.text for at in (year, year - 1) if (date := add_year(partial, at))]
        why = "no year is written, nor does the order of the entries show it"
        return YearChoice("", tuple(sorted(found)), why=why) if found else None

    def _place_without_years(self) -> dict[int, str]:
        """The dates of entries by number, where none of them has a year."""
        if self._publication is None:
            return {}
        some = {
            number: lead.partial
            for number, lead in self._leads.items()
            if lead.partial and lead.is_set_off
        }
        texts = {one.number: one.text for one in self._paragraphs}
        coming = [bool(find_future_words(texts[number])) for number in some]
        found = place_series(list(some.values()), coming, self._publication) if some else []
        return dict(zip(some, found, strict=False))

    def _choose_month(self, day: int) -> tuple[YearChoice | None, Carried | None]:
        over = self._term or (self._over[-1].carried if self._over else None)
        if over is None or not re.fullmatch(r"\d{4}-(?:0\d|1[0-2])(?:-\d\d)?", over.edtf):
            return None, None
        date = f"{over.edtf[:7]}-{day:02d}"
        return (YearChoice(date) if _lies(date) else None), over

    def _choose_day(self) -> tuple[YearChoice | None, Carried | None]:
        near = (self._term, self._over[-1].carried if self._over else None, self._before)
        for one in (*near, self._title):
            if one is not None and re.fullmatch(r"\d{4}-\d\d-\d\d(?:T.*)?", one.edtf):
                return YearChoice(one.edtf[:10]), one
        source = self._publication
        if source is None or source.day is None:
            return YearChoice("", why="its day is not written"), None
        return YearChoice(iso(source.day), why=_NO_DAY), None

    def _add_time(self, choice: YearChoice, time: str) -> YearChoice:
        """Add a time of day; after midnight there are two days that it may be of."""
        back = int(self._time[:2] or 0) - int(time[:2])
        self._midnight = self._midnight or (bool(self._time) and back > _MIDNIGHT)
        time = time if time.endswith("Z") else f"{time}{self._zone}"
        moment = f"{choice.edtf}T{time}"
        if choice.why == _NO_DAY:
            return YearChoice("", (moment,), why=_NO_DAY)
        if not self._midnight:
            return choice._replace(edtf=moment)
        span = read_span(choice.edtf)
        following = f"{iso(span.first + 1)}T{time}" if span else ""
        why = "the times before it are later, so it may be of the next day"
        return YearChoice("", (moment, following), why=why)

    def _mention(self, lead: Lead, choice: YearChoice, source: Carried | None) -> DateMention:
        why = choice.why
        if source is not None:
            part = "day" if not lead.has_date else "month" if lead.day else "year"
            why = f"the {part} is that of {source.place}"
            if choice.shift:
                side = "after" if choice.shift > 0 else "before"
                why = f"the year {side} that of {source.place}, by the order of the entries"
            if choice.why:
                why = f"{why}; {choice.why}"
        return DateMention(
            0,
            lead.end,
            lead.words,
            choice.edtf,
            why,
            choice.readings,
            stated=not choice.shift,
            is_carried=source is not None or bool(why),
        )

    def _remember(self, lead: Lead, choice: YearChoice, one: Paragraph) -> None:
        exact = re.fullmatch(r"\d{4}-\d\d.*", choice.edtf)
        stands = lead.has_date and (lead.is_set_off or exact)
        if stands and choice.edtf and _lies(choice.edtf):
            same = self._before and self._before.edtf[:10] == choice.edtf[:10]
            self._time = self._time if same else ""
            self._midnight = self._midnight and bool(same)
            self._before = Carried(choice.edtf, lead.words, one.number)
        if lead.time:
            self._time = lead.time

    def _read_row(self, cells: Sequence[Paragraph]) -> Iterator[tuple[int, Setting]]:
        """Read the cells of a row: those that are dates alone stand for it."""
        if all(one.place == "title" for one in cells):
            self._columns = [one.text for one in cells]
            yield from ((one.number, Setting(is_heading=True)) for one in cells)
            return
        row: Carried | None = None
        mention: DateMention | None = None
        dated: list[int] = []
        columns: list[int] = []
        for column, one in enumerate(cells):
            lead = self._leads.get(one.number)
            if lead is None or not lead.is_alone or not (lead.has_date or lead.time):
                continue
            joined = _join(mention, lead)
            if mention is not None and joined is None:
                if lead.edtf and lead.edtf != mention.edtf and len(columns) == 1:
                    mention = self._join_two(mention, lead, (*columns, column), len(cells))
                    columns.append(column)
                    dated.append(one.number)
                continue
            choice, source = self._complete(joined or lead, "", one.number)
            if choice is None:
                continue
            mention = self._mention(joined or lead, choice, source)
            columns = [column]
            dated.append(one.number)
            self._remember(joined or lead, choice, one)
            row = Carried(choice.edtf, mention.words, one.number)
            if one.spans > 1:
                self._rowspan = row, cells[0].row + one.spans - 1
        over = self._over[-1].carried if self._over else None
        if mention is None and self._rowspan is not None:
            held, last = self._rowspan
            over = held if cells[0].row <= last else over
        for one in cells:
            yield (
                one.number,
                Setting(
                    lead=mention,
                    over=over,
                    doubt=self._doubt,
                    year=row or over,
                    is_entry=mention is not None,
                    is_heading=one.number in dated,
                ),
            )

    def _join_two(
        self, first: DateMention, lead: Lead, columns: Sequence[int], width: int
    ) -> DateMention:
        """The date of a row of which two cells are dates: from one to the other, or either."""
        names = [self._columns[at] for at in columns] if len(self._columns) == width else []
        span = f"{first.edtf}/{lead.edtf}"
        if names and _FROM.match(names[0]) and _TO.match(names[1]) and _lies(span):
            return first._replace(words=f"{first.words} | {lead.words}", edtf=span)
        readings = (first.edtf, lead.edtf)
        why = "two cells of the row are dates"
        return first._replace(edtf="", readings=readings, why=why, is_carried=True)


_FROM = re.compile(r"(?:from|start|begin|began|opened|since)", re.IGNORECASE)
_TO = re.compile(r"(?:to\b|until|till|end|finish|closed)", re.IGNORECASE)


def _says_utc(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a text says that its times of day are UTC, and names no other zone."""
    heads = [one.text for one in paragraphs if len(one.text) <= _LONGEST_REMARK]
    return any(map(_UTC.search, heads)) and not any(map(_OTHER_ZONE.search, heads))


_LONGEST_REMARK = 200
_UTC = re.compile(r"\b(?:times?|timeline)\b[^.]{0,40}\b(?:UTC|GMT)\b", re.IGNORECASE)
_OTHER_ZONE = re.compile(r"\b(?:[ECMP][SD]T|CES?T|EES?T|BST|IST|MSK|Eastern|Pacific)\b")


def _is_entry(lead: Lead) -> bool:
    """Whether a date is set off from the text behind it, and no part of a sentence."""
    return lead.is_set_off and not _PREPOSITION.match(lead.words)


def _join(mention: DateMention | None, lead: Lead) -> Lead | None:
    """The lead of a cell with the date of the cell before it, if it is a part of that."""
    if mention is None or not mention.edtf or lead.edtf:
        return None
    words = f"{mention.words} {lead.words}"
    is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", mention.edtf)
    if lead.time and not lead.has_date and is_day:
        return lead._replace(edtf=mention.edtf, words=words)
    if lead.partial and re.fullmatch(r"\d{4}", mention.edtf):
        date = add_year(lead.partial, int(mention.edtf))
        return lead._replace(edtf=date.text, partial="", words=words) if date else None
    if lead.day and re.fullmatch(r"\d{4}-\d\d", mention.edtf):
        date_text = f"{mention.edtf}-{lead.day:02d}"
        return lead._replace(edtf=date_text, day=0, words=words) if _lies(date_text) else None
    return None


def _lies(date: str) -> bool:
    """Whether a date is one and lies between two days."""
    try:
        return read_span(date) is not None
    except EdtfError:
        return False


def _rank(date: str) -> int:
    """1 for a year or more, 2 for a month or season, 3 for a day, 4 for a time of one."""
    node = edtf.parse(date).node if date else None
    if not isinstance(node, Single):
        span = read_span(date) if date else None
        return 3 if span and span.last - span.first < 28 else 1
    if node.day:
        return _CLOCK if node.time else _CLOCK - 1
    return 2 if node.month or node.season else 1


_CLOCK = 4


def _list_bare_years(paragraphs: Sequence[Paragraph]) -> Iterator[int]:
    """The numbers of paragraphs that begin with a year and no sign, where the years are in order.

    "1912 Archaeology is added" begins with a year, if there are three of its kind.
    """
    found = [(int(one.text[:4]), one.number) for one in paragraphs if _BARE_YEAR.match(one.text)]
    years = [year for year, _ in found]
    if len(found) >= _FEWEST_YEARS and years in (sorted(years), sorted(years, reverse=True)):
        yield from (number for _, number in found)


_BARE_YEAR = re.compile(r"(?:1[0-9]|20)\d\d\s+[A-ZА-ЯЁ]")
_FEWEST_YEARS = 3
