"""The declaration of a source: its key, title, publisher, date and language."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from timeline.base.errors import UsageError
from timeline.base.names import fold, slug
from timeline.dates import edtf
from timeline.dates.edtf import Date, EdtfError, Hemisphere
from timeline.dates.words.printer import format_date
from timeline.dates.words.reader import read_date
from timeline.dates.words.word_table import LANGUAGES
from timeline.drafting.dates.publication import Publication, make_publication
from timeline.drafting.name_mentions import NameIndex
from timeline.drafting.source.language import detect_language, is_read
from timeline.drafting.source.masthead import Masthead, find_first_day, read_masthead
from timeline.drafting.titles import shorten
from timeline.event.schema import fault_in_text
from timeline.event.types import Is
from timeline.projection.settings import hemisphere_of
from timeline.texts.paragraphs import SourceText

_DOMAIN = re.compile(r"[@/.]([a-z0-9-]{2,})\.(?:org|int|gov|net|com|eu|[a-z]{2})\b")
_ACRONYM = re.compile(r"\b[A-Z]{3,8}\b")
_LONGEST_STEM = 24
_UNDATED = 40
"""How long a key may be that has the words of the title, for want of a date."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


_NOT_READ = (
    f"dates are read in {LANGUAGES}, other words only in English and Russian, names in any language"
)
_GUESSED = ", the first day in the head of the text: a guess"


class SourceDetails(NamedTuple):
    """What the user states about a source; empty fields are read from its text."""

    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    key: str = ""
    language: str = ""


class SourceDraft(NamedTuple):
    """The proposed declaration of a source, or the key of the one that the log has.

    Attributes:
        key: its key.
        body: the event that declares it; empty when the log has it.
        notes: by field, why it is proposed; by "", a note on the whole source.
        masthead: the paragraphs that are about the source.
        date: when it came out; None if that is not known.
        publication: the same as days, to count from.
        is_date_guessed: whether that date is a guess.
    """

    key: str
    body: Mapping[str, str]
    notes: Mapping[str, str]
    masthead: Masthead
    date: Date | None
    publication: Publication | None
    is_date_guessed: bool = False

    @property
    def known_publication(self) -> Publication | None:
        """When it came out, where that is no guess: nothing that it tells as done is later."""
        return None if self.is_date_guessed else self.publication

    @property
    def label(self) -> str:
        """The words for the source in a sentence."""
        return f"the source of {format_date(self.date)}" if self.date else "the source"


class _Known(NamedTuple):
    """A source that the log knows."""

    key: str
    title: str
    publisher: str
    published: str
    url: str
    sha256: str


def draft_source(
    db: sqlite3.Connection,
    text: SourceText,
    names: NameIndex,
    details: SourceDetails,
    copy: Mapping[str, str],
) -> SourceDraft:
    """Draft the declaration of a source from what the user states and what the text says.

    Args:
        db: a fresh projection.
        text: the text of the source.
        names: the names that the log knows.
        details: what the user states about it.
        copy: `sha256` of its bytes and, where it lies in a file, its path as `archive`.

    Raises:
        UsageError: one of the details is not valid.
    """
    _check_details(details)
    hemisphere = hemisphere_of(db)
    masthead = read_masthead(text.paragraphs)
    date, date_note = _find_date(text, masthead, details, hemisphere)
    title, title_note = _find_title(text, masthead, details)
    publisher, publisher_note = _find_publisher(text, masthead, details, names)
    notes = {"published": date_note, "title": title_note, "publisher": publisher_note}
    notes = {field: note for field, note in notes.items() if note}
    body = {
        "title": title,
        "publisher": publisher,
        "published": date.text if date else "",
        "url": details.url or text.metadata.url,
        "language": details.language or text.metadata.language or _find_language(text),
        "paragraphs": str(len(text.paragraphs)),
        **copy,
    }
    if not is_read(body["language"]):
        notes["language"] = _NOT_READ
    known = list(_read_known(db))
    same = _find_same(known, details.key, body)
    if same is not None:
        date = _choose_date(same, date, details, hemisphere)
        notes = {"": f"the log has this source as {same.key}: {same.title}"}
        return SourceDraft(same.key, {}, notes, masthead, date, _make_publication(date, hemisphere))
    key, note = _choose_key(known, details, publisher, title, body["published"])
    notes |= {"source": note} if note else {}
    body = {"event": "source", "source": key, **body}
    is_guess = date_note.endswith(_GUESSED)
    publication = _make_publication(date, hemisphere)
    return SourceDraft(key, body, notes, masthead, date, publication, is_guess)


def describe_copy(data: bytes, path: str) -> dict[str, str]:
    """The fields for the copy of a source: its path, if it has one, and the hash of its bytes."""
    where = {"archive": path} if path else {}
    return {**where, "sha256": hashlib.sha256(data).hexdigest()}


def _check_details(details: SourceDetails) -> None:
    for option, text, kind in (
        ("--key", details.key, "key"),
        ("--title", details.title, "line"),
        ("--publisher", details.publisher, "line"),
        ("--url", details.url, "line"),
    ):
        problem, remedy = fault_in_text(text, Is(kind)) if text else ("", "")
        if problem:
            raise UsageError(f"{option}: {problem}", remedy)
    if details.language and not _LANGUAGE.fullmatch(details.language):
        problem = f"--language: `{details.language}` is no language"
        raise UsageError(problem, "a language is a tag such as en or ky-Latn")


def _make_publication(date: Date | None, hemisphere: Hemisphere) -> Publication | None:
    return make_publication(date, hemisphere) if date else None


def _find_date(
    text: SourceText, masthead: Masthead, details: SourceDetails, hemisphere: Hemisphere
) -> tuple[Date | None, str]:
    """When the source came out, and a note on it: as stated, by the page, or by the text."""
    if details.published:
        try:
            return read_date(details.published, hemisphere=hemisphere), ""
        except EdtfError as error:
            fault = error.faults[0]
            raise UsageError(f"--published: {fault.problem}", fault.remedy) from None
    line = masthead.dateline or find_first_day(text.paragraphs)
    date = _parse_or_none(text.metadata.published, hemisphere)
    if date is not None:
        note = "the page says so in its head"
        if line and line.date.text != date.text:
            note += f'; its para {line.paragraph} says "{line.words}"'
        return date, note
    if line is None:
        return None, "decide: the text bears no date; draft it again with --published DATE"
    note = f'"{line.words}" in para {line.paragraph}'
    if masthead.dateline is None:
        note += _GUESSED
    return line.date, note


def _parse_or_none(text: str, hemisphere: Hemisphere) -> Date | None:
    try:
        return edtf.parse(text, hemisphere)
    except EdtfError:
        return None


def _find_title(text: SourceText, masthead: Masthead, details: SourceDetails) -> tuple[str, str]:
    """The title, and a note on it."""
    found = details.title or text.metadata.title or masthead.title
    if found:
        return shorten(found, 300), ""
    every = text.paragraphs
    first = next((one for one in every if one.number not in masthead.headings), every[0])
    start = masthead.text_starts.get(first.number, 0)
    note = "a guess: the text has no heading, these are its first words"
    return shorten(first.text[start:] or first.text), note


def _find_publisher(
    text: SourceText, masthead: Masthead, details: SourceDetails, names: NameIndex
) -> tuple[str, str]:
    """The publisher, and a note on it: as stated, by the page, or a name in the text."""
    stated = details.publisher or text.metadata.publisher
    if stated:
        return stated, ""
    heading = [text.metadata.title, masthead.title]
    heading += [one.text for one in text.paragraphs if one.number in masthead.headings]
    contacts = [one.text for one in text.paragraphs if one.number in masthead.contacts]
    domains = [label.upper() for one in contacts for label in _DOMAIN.findall(one)]
    for where, texts in (
        ("in the heading", heading),
        ("in the contacts", contacts),
        ("in an address", domains),
    ):
        found = next((name for one in texts for name in _list_bodies(names, one) if name), "")
        if found:
            return found, f"a guess: named first {where}"
    acronym = _ACRONYM.search(masthead.title) if not masthead.title.isupper() else None
    if acronym:
        return acronym.group(), "a guess: named first in the heading"
    return "", "decide: nothing that the log knows is named as the publisher"


def _list_bodies(names: NameIndex, text: str) -> Iterator[str]:
    """The names in a text that can be of a publisher: neither of persons nor of groups."""
    for one in names.find(text):
        is_body = names.types.get(one.key) not in ("person", "group")
        if one.namespace == "actor" and one.key and is_body and not one.is_partial:
            yield one.words


def _find_language(text: SourceText) -> str:
    return detect_language(" ".join(one.text for one in text.paragraphs))


def _read_known(db: sqlite3.Connection) -> Iterator[_Known]:
    query = """
        SELECT source, title, coalesce(publisher, ''), coalesce(published, ''),
               coalesce(url, ''), coalesce(sha256, '')
        FROM sources WHERE same_as IS NULL ORDER BY source
    """
    for row in db.execute(query):
        yield _Known(*row)


def _find_same(known: list[_Known], key: str, body: Mapping[str, str]) -> _Known | None:
    """Find the source of the log that this one is, by its key, hash, address, or title and date."""
    for one in known:
        if one.key == key or (one.sha256 and one.sha256 == body["sha256"]):
            return one
    if key:
        return None
    for one in known:
        by_url = one.url and one.url == body["url"]
        dates = {one.published, body["published"]} - {""}
        if by_url or (fold(one.title) == fold(body["title"]) and len(dates) < 2):
            return one
    return None


def _choose_date(
    same: _Known, read: Date | None, details: SourceDetails, hemisphere: Hemisphere
) -> Date | None:
    """The date of a source that the log has: as stated, else as the log has it, else as read."""
    if details.published or not same.published:
        return read
    return edtf.parse(same.published, hemisphere)


def _choose_key(
    known: list[_Known], details: SourceDetails, publisher: str, title: str, published: str
) -> tuple[str, str]:
    """Choose a key that no source has, with a note on a source that may be the same."""
    if details.key:
        return details.key, ""
    stem = slug(publisher, _LONGEST_STEM) or slug(title, _LONGEST_STEM) or "source"
    named = title if fold(title).startswith(fold(publisher)) else f"{publisher} {title}"
    base = f"{stem}-{slug(published)}" if published else slug(named, _UNDATED) or stem
    taken = {one.key for one in known}
    near = [
        one.key
        for one in known
        if published
        and one.published == published
        and (one.key == base or (publisher and fold(one.publisher) == fold(publisher)))
    ]
    key, count = base, 1
    while key in taken:
        count += 1
        key = f"{base}-{count}"
    if not near:
        return key, ""
    return key, f"the log has {near[0]}, of the same day; if it is this one: --key {near[0]}"
