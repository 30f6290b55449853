"""The parts of a text that are about the source itself: its heading, dateline and contacts.

Nothing in them is proposed as a happening; `source_draft` reads from them what the source is.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.dates.edtf import Date, EdtfError, Single
from timeline.dates.vocabulary import WEEKDAYS
from timeline.dates.words.reader import read_date
from timeline.dates.words.tokens import normalise
from timeline.dates.words.word_table import WORDS
from timeline.drafting.sentences import split_sentences
from timeline.texts.paragraphs import Paragraph

_HEAD = 8
"""How many paragraphs at the top are searched for a dateline."""
_FEW_WORDS = 12
"""A paragraph of at most so many words, without a full stop, is a heading or a line of data."""
_LABEL = re.compile(
    r"(?:press|news|media)\s+(?:release|statement|note)|statement|news|for\s+immediate\s+release"
    r"|communiqu[eé]|пресс-?\s?релиз|новости|сообщение|[*_=~#\s-]+",
    re.IGNORECASE,
)
_MONTH = r"[^\W\d_]{3,9}\.?"
_WEEKDAY = (
    rf"(?i:{'|'.join(WEEKDAYS)})|(?i:понедельник|вторник|среда|четверг|пятница"
    "|суббота|воскресенье)"
)
_DATE = (
    rf"(?:(?:(?:{_WEEKDAY}),?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}"
    rf"(?:\s+(?:г\.|года))?|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{1,2}/\d{1,2}/\d{4})"
)
_DATE_LABEL = (
    r"(?:published|posted|issued|released|updated|date|дата|опубликовано)(?:\s+on)?\s*:?\s*"
)
_PLACE = r"(?:[^\W\d_][\w.'’-]*(?:[,\s]+[^\W\d_][\w.'’-]*){0,4})"
_ALONE = re.compile(
    rf"(?:{_DATE_LABEL})?(?:(?P<place>{_PLACE})[,\s]+)??\b(?P<date>{_DATE})"
    r"(?:,?\s+(?:-\s+)?\d{1,2}[:.]\d{2}(?:\s*[ap]m)?)?[.\s]*",
    re.IGNORECASE,
)
_BEFORE_TEXT = re.compile(
    rf"(?P<place>{_PLACE})?[,\s(/|]*\b(?P<date>{_DATE})\s*[)\s]*"
    r"(?:,\s*[A-Z]{3,20}\s*)?(?:(?:[.:/|]|-{1,2})\s+|[–—]\s*)"
)
_MONTH_BEFORE_TEXT = re.compile(
    rf"(?P<place>{_PLACE}),\s*(?P<date>{_MONTH}\s+\d{{4}})\s*(?:-{{1,2}}\s|[–—])\s*"
)
_INSIDE = re.compile(_DATE)
_SHORT_MONTH = rf"(?:{'|'.join(word for word, (kind, _) in WORDS.items() if kind == 'M')})\b\.?"
_BARE_DATE = re.compile(
    rf"(?:[-–•*|]\s*)?(?:{_DATE}|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_SHORT_MONTH}(?:\s+\d{{1,2}}\b)?"
    rf"(?:,?\s+\d{{4}}\b|\s*[:–-]\s|$)|\d{{4}}(?:\s*[:–-]\s|$)|\d{{1,2}}/\d{{4}}\b"
    r"|\d{1,2}:\d{2}\b)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[-–•*·|]\s")
_CHRONOLOGY = 3
"""How many different paragraphs that are or begin with a date make a chronology."""
_CONTACT = re.compile(
    r"(?:for\s+)?(?:more|further|additional|all)\s+(?:information|details|inquiries|enquiries)\b.*\b"
    r"(?:contact|visit|available|from|call|write)\b|for\s+(?:all\s+)?(?:media\s+)?(?:inquiries|enquiries)\b"
    r"|(?:media\s+|press\s+)?contacts?(?:\s+(?:for|person)\b.*)?\s*:|photos?\s+.*\bavailable\b"
    r"|(?:дополнительная\s+информация|контакты|контактное\s+лицо)\b",
    re.IGNORECASE,
)
_CONTACT_DATA = re.compile(
    r"\+\d[\d\s()-]{7,}|\b(?:tel|phone|mob|fax|тел|моб)\b\.?|e-?mail|@|\[at\]|whatsapp|https?://",
    re.IGNORECASE,
)
_ENDED_FIRST = re.compile(r"[.!?…:;,]$")
_ENDED = re.compile(r"[.!?…:;,»”\"'’)]$")


class Dateline(NamedTuple):
    """The words of a source for when and where it came out; `end` is the index behind them."""

    paragraph: int
    end: int
    place: str
    date: Date
    words: str


class Masthead(NamedTuple):
    """The paragraphs that are about the source, by their numbers.

    Attributes:
        title: the title; empty if there is none.
        text_starts: for each paragraph that begins with the dateline, the index of its text.
        headings: the paragraphs that are headings.
        contacts: the paragraphs with contacts.
        dateline: the dateline.
    """

    title: str
    text_starts: Mapping[int, int]
    headings: frozenset[int]
    contacts: frozenset[int]
    dateline: Dateline | None


def read_masthead(paragraphs: Sequence[Paragraph]) -> Masthead:
    """Find the heading, the dateline and the contacts."""
    dateline = _find_dateline(paragraphs)
    contacts = _find_contacts(paragraphs)
    headings = {one.number for one in paragraphs if _is_heading(one)} - contacts
    text_starts = {line.paragraph: line.end for line in _find_datelines(paragraphs, dateline)}
    alone = {
        number for number, end in text_starts.items() if end >= len(paragraphs[number - 1].text)
    }
    alone |= {
        one.number
        for one in paragraphs[:_HEAD]
        if not one.row and not one.place and _is_date_line(one.text)
    }
    headings |= alone
    body = (one.number for one in paragraphs if one.number not in headings)
    first = next(body, len(paragraphs) + 1)
    title = ""
    for one in paragraphs[: first - 1]:
        if (
            one.number not in alone
            and not _LABEL.fullmatch(one.text)
            and not _is_date_alone(one.text)
            and len(one.text) > len(title)
        ):
            title = one.text if not title or len(title.split()) < 4 else title
    return Masthead(title, text_starts, frozenset(headings), frozenset(contacts), dateline)


def _is_date_line(text: str) -> bool:
    """Whether a paragraph is a date with at most a label and a place."""
    found = _ALONE.fullmatch(normalise(text))
    return found is not None and _like_place(found["place"] or "")


def _is_date_alone(text: str) -> bool:
    """Whether a heading says no more than a date: "2013", "JUNE 2018", "2012-2013"."""
    date = _BARE_DATE.match(normalise(text))
    return not re.search(r"[^\W\d_]", text) or bool(date and date.end() >= len(text.rstrip(" :.")))


def _is_heading(one: Paragraph) -> bool:
    if one.heading or _LABEL.fullmatch(one.text):
        return True
    if one.row or one.place:
        return False
    text = normalise(one.text)
    dated = _BARE_DATE.match(text)
    if _ITEM.match(text) or (dated and dated.end() < len(text)):
        return False
    short = len(one.text.split()) <= _FEW_WORDS or one.number == 1
    if one.number == 1 and len(split_sentences(one.text)) > 1:
        return False
    has_day = one.number > 1 and _INSIDE.search(text)
    ended = _ENDED_FIRST if one.number == 1 else _ENDED
    return short and not ended.search(one.text) and not has_day


def _find_contacts(paragraphs: Sequence[Paragraph]) -> set[int]:
    """The numbers of paragraphs with contacts, and of the lines of data that continue them."""
    found: set[int] = set()
    for one in paragraphs[1:]:
        short = len(one.text.split()) <= _FEW_WORDS
        data = _CONTACT_DATA.search(one.text)
        text = normalise(one.text)
        is_entry = one.row or one.place or _ITEM.match(text) or _BARE_DATE.match(text)
        if is_entry and not _CONTACT.match(one.text):
            continue
        goes_on = one.number - 1 in found and not _ENDED.search(one.text)
        if _CONTACT.match(one.text) or (short and (data or goes_on)):
            found.add(one.number)
    return found


def _find_dateline(paragraphs: Sequence[Paragraph]) -> Dateline | None:
    """Find a paragraph that is or begins with a date, at the top; otherwise one at the end.

    Where many paragraphs are dates or begin with one, they are the headings and entries of a
    chronology: then one of them is about the source only if it has a label, a place, or no text.
    """
    entries = _list_entries(paragraphs)
    for one in paragraphs[:_HEAD]:
        if one.row or one.place in ("term", "description"):
            continue
        found = _read_dateline(one)
        is_entry = one.number in entries and not _is_followed_by_heading(paragraphs, one)
        if found and not is_entry:
            return found
    for one in paragraphs[:-3:-1]:
        if one.row or one.place or one.number in entries:
            continue
        whole = _ALONE.fullmatch(normalise(one.text))
        date = whole and _read_date(whole["date"])
        if whole and date:
            return Dateline(one.number, len(one.text), whole["place"] or "", date, whole["date"])
    return None


def _list_entries(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """The numbers of paragraphs that are or begin with a date, where they are a chronology.

    Days alone, other dates alone, and entries with a text are forms; there are three of one.
    """
    found: set[int] = set()
    begun = [(one, _BARE_DATE.match(normalise(one.text))) for one in paragraphs]
    alone = [one for one, date in begun if date and date.end() >= len(one.text)]
    days = [one for one in alone if _INSIDE.search(normalise(one.text))]
    entries = [one for one, date in begun if date and one not in alone]
    for form in (days, [one for one in alone if one not in days], entries):
        if len({one.text for one in form}) >= _CHRONOLOGY:
            found |= {one.number for one in form}
    return frozenset(found)


def _is_followed_by_heading(paragraphs: Sequence[Paragraph], one: Paragraph) -> bool:
    """Whether a paragraph is a date alone, and no text for it follows."""
    if not _ALONE.fullmatch(normalise(one.text)) or one.number == len(paragraphs):
        return False
    behind = paragraphs[one.number]
    return behind.heading or bool(_BARE_DATE.match(normalise(behind.text))) or _is_heading(behind)


def _find_datelines(
    paragraphs: Sequence[Paragraph], dateline: Dateline | None
) -> Iterator[Dateline]:
    """The dateline, and those that repeat it: pages also show the date above the text."""
    if dateline is None:
        return
    yield dateline
    for one in paragraphs[:_HEAD]:
        found = _read_dateline(one)
        if found and one.number != dateline.paragraph and found.date.text == dateline.date.text:
            yield found


def _read_dateline(one: Paragraph) -> Dateline | None:
    text = normalise(one.text)
    whole = _ALONE.fullmatch(text)
    found = whole or _BEFORE_TEXT.match(text) or _MONTH_BEFORE_TEXT.match(text)
    if not found or not _like_place(found["place"] or ""):
        return None
    date = _read_date(found["date"], to_the_day=found.re is not _MONTH_BEFORE_TEXT)
    in_a_chronology = not whole and not found["place"] and text[found.end("date")] == ":"
    if date is None or in_a_chronology:
        return None
    return Dateline(one.number, found.end(), found["place"] or "", date, found["date"])


def _like_place(place: str) -> bool:
    """Whether words can be a place: "Lake region", but not "Power failure of"."""
    last = place.rsplit(maxsplit=1)[-1].lower() if place.strip() else ""
    return not place or (
        place[0].isupper() and len(place) <= _LONGEST_PLACE and last not in _PREPOSITIONS
    )


_LONGEST_PLACE = 40
_PREPOSITIONS = frozenset(
    ("of", "on", "in", "at", "for", "from", "to", "by", "and", "since", "until", "the")
)


def _read_date(words: str, *, to_the_day: bool = True) -> Date | None:
    """Read a date with its year; it must be known to the day if `to_the_day`."""
    try:
        date = read_date(re.sub(r"(?<=\d\.)\s(?=\d)", "", words), today=0)
    except EdtfError:
        return None
    exact = isinstance(date.node, Single) and bool(date.node.day or not to_the_day)
    return date if exact else None


def find_first_day(paragraphs: Sequence[Paragraph]) -> Dateline | None:
    """Find the first day that the head of a text names, as in minutes: `Held on 14 May 2019`.

    It is not a dateline: the paragraph may tell of a happening.
    """
    entries = _list_entries(paragraphs)
    for one in paragraphs[:_HEAD]:
        if one.row or one.place or one.number in entries:
            continue
        found = _INSIDE.search(normalise(one.text))
        date = _read_date(found.group()) if found else None
        if found and date and len(one.text.split()) <= _FEW_WORDS:
            return Dateline(one.number, 0, "", date, found.group())
    return None
