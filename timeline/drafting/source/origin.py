"""What a source is: its title, publisher, date, language and key, or the key that it has."""

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
from timeline.drafting.dates.anchor import Anchor, anchor_of
from timeline.drafting.mentions import Names
from timeline.drafting.source.language import language_of
from timeline.drafting.source.masthead import Masthead, first_day, read_masthead
from timeline.drafting.source.text import Text
from timeline.drafting.titles import cut
from timeline.event.schema import fault_in_text
from timeline.event.types import Is
from timeline.projection.settings import hemisphere_of

_DOMAIN = re.compile(r"[@/.]([a-z0-9-]{2,})\.(?:org|int|gov|net|com|eu|[a-z]{2})\b")
_ACRONYM = re.compile(r"\b[A-Z]{3,8}\b")
_LONGEST_STEM = 24
_UNDATED = 40
"""How long a key may be that has the words of the title, for want of a date."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


class Given(NamedTuple):
    """What the person says of the source; what is empty is read from it."""

    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    key: str = ""
    language: str = ""


class Origin(NamedTuple):
    """What a source is.

    `body` declares it, and is empty when the log has it; `notes` say why a field is proposed, or,
    under "", what else there is to say. `date` is when it came out, where that is known.
    """

    key: str
    body: Mapping[str, str]
    notes: Mapping[str, str]
    masthead: Masthead
    date: Date | None
    anchor: Anchor | None

    @property
    def in_words(self) -> str:
        """What to call the source in a sentence."""
        return f"the source of {format_date(self.date)}" if self.date else "the source"


class _Known(NamedTuple):
    """A source that the log has."""

    key: str
    title: str
    publisher: str
    published: str
    url: str
    sha256: str


def origin_of(
    db: sqlite3.Connection, text: Text, names: Names, given: Given, copy: Mapping[str, str]
) -> Origin:
    """What a source is, by what is given and what it says.

    Args:
        db: a fresh projection.
        text: the source.
        names: those the log knows.
        given: what the person says of it.
        copy: `sha256` of its bytes and, where it lies in a file, that as `archive`.

    Raises:
        UsageError: something given is not what it must be.
    """
    _check(given)
    hemisphere = hemisphere_of(db)
    masthead = read_masthead(text.paragraphs)
    notes: dict[str, str] = {}
    date = _published(text, masthead, given, notes, hemisphere)
    title = _title(text, masthead, given, notes)
    publisher = _publisher(text, masthead, given, names, notes)
    body = {
        "title": title,
        "publisher": publisher,
        "published": date.text if date else "",
        "url": given.url or text.hints.url,
        "language": given.language or text.hints.language or _language(text),
        "paragraphs": str(len(text.paragraphs)),
        **copy,
    }
    known = list(_known(db))
    same = _same(known, given.key, body)
    if same is not None:
        date = _date_of(same, date, given, hemisphere)
        notes = {"": f"the log has this source as {same.key}: {same.title}"}
        return Origin(same.key, {}, notes, masthead, date, _anchor(date, hemisphere))
    key, note = _key(known, given, publisher, title, body["published"])
    notes |= {"source": note} if note else {}
    body = {"event": "source", "source": key, **body}
    return Origin(key, body, notes, masthead, date, _anchor(date, hemisphere))


def copy_of(data: bytes, path: str) -> dict[str, str]:
    """The fields that say where the copy of a source lies, and what its bytes are."""
    where = {"archive": path} if path else {}
    return {**where, "sha256": hashlib.sha256(data).hexdigest()}


def _check(given: Given) -> None:
    for option, text, kind in (
        ("--key", given.key, "key"),
        ("--title", given.title, "line"),
        ("--publisher", given.publisher, "line"),
        ("--url", given.url, "line"),
    ):
        problem, remedy = fault_in_text(text, Is(kind)) if text else ("", "")
        if problem:
            raise UsageError(f"{option}: {problem}", remedy)
    if given.language and not _LANGUAGE.fullmatch(given.language):
        problem = f"--language: `{given.language}` is no language"
        raise UsageError(problem, "a language is a tag such as en or ky-Latn")


def _anchor(date: Date | None, hemisphere: Hemisphere) -> Anchor | None:
    return anchor_of(date, hemisphere) if date else None


def _published(
    text: Text, masthead: Masthead, given: Given, notes: dict[str, str], hemisphere: Hemisphere
) -> Date | None:
    if given.published:
        try:
            return read_date(given.published, hemisphere=hemisphere)
        except EdtfError as error:
            fault = error.faults[0]
            raise UsageError(f"--published: {fault.problem}", fault.remedy) from None
    line = masthead.dateline or first_day(text.paragraphs)
    if text.hints.published:
        try:
            date = edtf.parse(text.hints.published, hemisphere)
        except EdtfError:
            pass
        else:
            notes["published"] = "the page says so in its head"
            if line and line.date.text != date.text:
                notes["published"] += f'; its para {line.paragraph} says "{line.words}"'
            return date
    if line is None:
        notes["published"] = "decide: the text bears no date; draft it again with --published DATE"
        return None
    notes["published"] = f'"{line.words}" in para {line.paragraph}'
    if masthead.dateline is None:
        notes["published"] += ", the first day in the head of the text: a guess"
    return line.date


def _title(text: Text, masthead: Masthead, given: Given, notes: dict[str, str]) -> str:
    found = given.title or text.hints.title or masthead.title
    if found:
        return cut(found, 300)
    notes["title"] = "a guess: the text has no heading, these are its first words"
    every = text.paragraphs
    first = next((one for one in every if one.number not in masthead.headings), every[0])
    start = masthead.dated.get(first.number, 0)
    return cut(first.text[start:] or first.text)


def _publisher(
    text: Text, masthead: Masthead, given: Given, names: Names, notes: dict[str, str]
) -> str:
    if given.publisher or text.hints.publisher:
        return given.publisher or text.hints.publisher
    heading = [text.hints.title, masthead.title]
    heading += [one.text for one in text.paragraphs if one.number in masthead.headings]
    contacts = [one.text for one in text.paragraphs if one.number in masthead.contacts]
    domains = [label.upper() for one in contacts for label in _DOMAIN.findall(one)]
    for where, texts in (
        ("in the heading", heading),
        ("in the contacts", contacts),
        ("in an address", domains),
    ):
        for one in texts:
            found = next(filter(None, (_body(names, one))), "")
            if found:
                notes["publisher"] = f"a guess: named first {where}"
                return found
    acronym = _ACRONYM.search(masthead.title) if not masthead.title.isupper() else None
    if acronym:
        notes["publisher"] = "a guess: named first in the heading"
        return acronym.group()
    notes["publisher"] = "decide: nothing that the log knows is named as the publisher"
    return ""


def _body(names: Names, text: str) -> Iterator[str]:
    """The names of bodies in a text: neither persons nor groups publish."""
    for one in names.find(text):
        is_body = names.types.get(one.key) not in ("person", "group")
        if one.namespace == "actor" and one.key and is_body and not one.short:
            yield one.words


def _language(text: Text) -> str:
    return language_of(" ".join(one.text for one in text.paragraphs))


def _known(db: sqlite3.Connection) -> Iterator[_Known]:
    query = """
        SELECT source, title, coalesce(publisher, ''), coalesce(published, ''),
               coalesce(url, ''), coalesce(sha256, '')
        FROM sources WHERE same_as IS NULL ORDER BY source
    """
    for row in db.execute(query):
        yield _Known(*row)


def _same(known: list[_Known], key: str, body: Mapping[str, str]) -> _Known | None:
    """The source of the log that this one is: named by its key, or the same by what it holds."""
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


def _date_of(same: _Known, read: Date | None, given: Given, hemisphere: Hemisphere) -> Date | None:
    """When a source that the log has came out: as given, as the log has it, or as it says."""
    if given.published or not same.published:
        return read
    return edtf.parse(same.published, hemisphere)


def _key(
    known: list[_Known], given: Given, publisher: str, title: str, published: str
) -> tuple[str, str]:
    """A key that no source has, and what to say of it."""
    if given.key:
        return given.key, ""
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
