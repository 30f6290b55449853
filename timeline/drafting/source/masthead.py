"""The parts of a source that tell of itself: its heading, its dateline, its contacts.

Nothing in them is proposed as a happening. What they say of the source is in `origin`.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.dates.edtf import Date, EdtfError, Single
from timeline.dates.words.reader import read_date
from timeline.dates.words.tokens import normalise
from timeline.drafting.sentences import sentences
from timeline.drafting.source.text import Paragraph

_HEAD = 8
"""Paragraphs among which a dateline is looked for, from the top."""
_FEW_WORDS = 12
"""A paragraph of no more, without an end, is a heading or a line of data."""
_LABEL = re.compile(
    r"(?:press|news|media)\s+(?:release|statement|note)|statement|news|for\s+immediate\s+release"
    r"|communiqu[eé]|пресс-?\s?релиз|новости|сообщение|[*_=~#\s-]+",
    re.IGNORECASE,
)
_MONTH = r"[^\W\d_]{3,9}\.?"
_WEEKDAY = (
    "(?i:mon|tues|wednes|thurs|fri|satur|sun)day|(?i:понедельник|вторник|среда|четверг|пятница"
    "|суббота|воскресенье)"
)
_DATE = (
    rf"(?:(?:(?:{_WEEKDAY}),?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}"
    rf"(?:\s+(?:г\.|года))?|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{1,2}/\d{1,2}/\d{4})"
)
_SAID_OF_DATE = (
    r"(?:published|posted|issued|released|updated|date|дата|опубликовано)(?:\s+on)?\s*:?\s*"
)
_PLACE = r"(?:[^\W\d_][\w.'’-]*(?:[,\s]+[^\W\d_][\w.'’-]*){0,4})"
_ALONE = re.compile(
    rf"(?:{_SAID_OF_DATE})?(?:(?P<place>{_PLACE})[,\s]+)??\b(?P<date>{_DATE})"
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
_ENDED = re.compile(r"[.!?…:;,»”\"'’)]$")


class Dateline(NamedTuple):
    """Where a source says when and where it came out; `end` is where its text goes on."""

    paragraph: int
    end: int
    place: str
    date: Date
    words: str


class Masthead(NamedTuple):
    """The paragraphs that tell of the source, by their numbers.

    `title` is empty where none of them is one. `dated` are the paragraphs that begin with the
    dateline, and where their text goes on.
    """

    title: str
    dated: Mapping[int, int]
    headings: frozenset[int]
    contacts: frozenset[int]
    dateline: Dateline | None


def read_masthead(paragraphs: Sequence[Paragraph]) -> Masthead:
    """Which paragraphs are heading, dateline and contacts."""
    dateline = _dateline(paragraphs)
    contacts = _contacts(paragraphs)
    headings = {one.number for one in paragraphs if _is_heading(one)} - contacts
    dated = {line.paragraph: line.end for line in _datelines(paragraphs, dateline)}
    alone = {number for number, end in dated.items() if end >= len(paragraphs[number - 1].text)}
    alone |= {one.number for one in paragraphs[:_HEAD] if _ALONE.fullmatch(normalise(one.text))}
    headings |= alone
    body = (one.number for one in paragraphs if one.number not in headings)
    first = next(body, len(paragraphs) + 1)
    title = ""
    for one in paragraphs[: first - 1]:
        if (
            one.number not in alone
            and not _LABEL.fullmatch(one.text)
            and len(one.text) > len(title)
        ):
            title = one.text if not title or len(title.split()) < 4 else title
    return Masthead(title, dated, frozenset(headings), frozenset(contacts), dateline)


def _is_heading(one: Paragraph) -> bool:
    if one.heading or _LABEL.fullmatch(one.text):
        return True
    short = len(one.text.split()) <= _FEW_WORDS or one.number == 1
    if one.number == 1 and len(sentences(one.text)) > 1:
        return False
    return short and not _ENDED.search(one.text) and not _INSIDE.search(normalise(one.text))


def _contacts(paragraphs: Sequence[Paragraph]) -> set[int]:
    """What tells whom to ask, from there to the end as long as it is lines of data."""
    found: set[int] = set()
    for one in paragraphs[1:]:
        short = len(one.text.split()) <= _FEW_WORDS
        data = _CONTACT_DATA.search(one.text)
        goes_on = one.number - 1 in found and not _ENDED.search(one.text)
        if _CONTACT.match(one.text) or (short and (data or goes_on)):
            found.add(one.number)
    return found


def _dateline(paragraphs: Sequence[Paragraph]) -> Dateline | None:
    """A paragraph that is a date, or begins with one; at the top, else at the end."""
    for one in paragraphs[:_HEAD]:
        found = _at_start(one)
        if found:
            return found
    for one in paragraphs[:-3:-1]:
        whole = _ALONE.fullmatch(normalise(one.text))
        date = whole and _read(whole["date"])
        if whole and date:
            return Dateline(one.number, len(one.text), whole["place"] or "", date, whole["date"])
    return None


def _datelines(paragraphs: Sequence[Paragraph], dateline: Dateline | None) -> Iterator[Dateline]:
    """The dateline, and those that repeat it: pages show the date above the text as well."""
    if dateline is None:
        return
    yield dateline
    for one in paragraphs[:_HEAD]:
        found = _at_start(one)
        if found and one.number != dateline.paragraph and found.date.text == dateline.date.text:
            yield found


def _at_start(one: Paragraph) -> Dateline | None:
    text = normalise(one.text)
    whole = _ALONE.fullmatch(text)
    found = whole or _BEFORE_TEXT.match(text) or _MONTH_BEFORE_TEXT.match(text)
    if not found or not _like_place(found["place"] or ""):
        return None
    date = _read(found["date"], to_the_day=found.re is not _MONTH_BEFORE_TEXT)
    in_a_chronology = not whole and not found["place"] and text[found.end("date")] == ":"
    if date is None or in_a_chronology:
        return None
    return Dateline(one.number, found.end(), found["place"] or "", date, found["date"])


def _like_place(place: str) -> bool:
    return not place or (place[0].isupper() and len(place) <= 40)


def _read(words: str, *, to_the_day: bool = True) -> Date | None:
    """A date with its year, known to the day unless a month will do."""
    try:
        date = read_date(re.sub(r"(?<=\d\.)\s(?=\d)", "", words), today=0)
    except EdtfError:
        return None
    exact = isinstance(date.node, Single) and bool(date.node.day or not to_the_day)
    return date if exact else None


def first_day(paragraphs: Sequence[Paragraph]) -> Dateline | None:
    """The first day that the head of a text names, as minutes do: `Held on 14 May 2019`.

    It is no dateline: the paragraph may tell of a happening.
    """
    for one in paragraphs[:_HEAD]:
        found = _INSIDE.search(normalise(one.text))
        date = _read(found.group()) if found else None
        if found and date and len(one.text.split()) <= _FEW_WORDS:
            return Dateline(one.number, 0, "", date, found.group())
    return None
