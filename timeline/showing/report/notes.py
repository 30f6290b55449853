"""The footnotes of a report, numbered as they come, and the sources that they lead to."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from timeline.dates.edtf import Hemisphere
from timeline.showing.report import dates
from timeline.showing.report.content import Listed, Note, Source
from timeline.showing.report.words import one_line, place_in_source


class Citation(NamedTuple):
    """A place in a source that something rests on."""

    source: str
    at: str | None
    quote: str | None


class _Declared(NamedTuple):
    """A source as notes tell it."""

    publisher: str
    title: str
    published: str
    url: str


class Notes:
    """The footnotes of a report as it is made; sources are numbered as they are first cited."""

    def __init__(self, db: sqlite3.Connection, hemisphere: Hemisphere, *, published: bool) -> None:
        """Read what sources are.

        Args:
            db: a projection, with its clocks entered.
            hemisphere: for dates of sources.
            published: whether only sources count that were out by the day asked for.
        """
        self.notes: list[Note] = []
        self._declared = _read_sources(db, hemisphere)
        self._only_declared = published
        self._numbers: dict[str, int] = {}
        self._cited: dict[str, list[Listed]] = {}

    def add(self, citations: Iterable[Citation]) -> tuple[int, ...]:
        """The numbers of new notes, one for each source of some citations, in their order."""
        found = []
        for source, places in self._by_source(citations).items():
            number = len(self.notes) + 1
            publisher, title, published, url = self._source(source)
            first = source not in self._cited
            self._cited.setdefault(source, [])
            self.notes.append(
                Note(number, self.number(source), publisher, title, published, url, places, first)
            )
            found.append(number)
        return tuple(found)

    def cite(self, citations: Iterable[Citation], entry: Listed) -> None:
        """Let sources list a happening that cites them, with where in them."""
        for source, places in self._by_source(citations).items():
            remarks = (places,) if places else ()
            self._cited.setdefault(source, []).append(entry._replace(remarks=remarks))

    def refer(self, citations: Iterable[Citation]) -> tuple[str, ...]:
        """Short references to sources by their numbers: `source 3, paragraph 12`."""
        return tuple(
            f"source {self.number(source)}" + (f", {places}" if places else "")
            for source, places in self._by_source(citations).items()
        )

    def number(self, source: str) -> int:
        """The number of a source, which is a new one where it was not cited before."""
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def sources(self) -> tuple[Source, ...]:
        """The sources that have a number, in its order, each with what cites it."""
        return tuple(
            Source(number, *self._source(source), tuple(self._cited.get(source, ())))
            for source, number in self._numbers.items()
        )

    def _source(self, key: str) -> _Declared:
        return self._declared.get(key) or _Declared("", key, "", "")

    def _by_source(self, citations: Iterable[Citation]) -> Mapping[str, str]:
        found: dict[str, list[tuple[str | None, str | None]]] = {}
        for source, at, quote in citations:
            if source in self._declared or not self._only_declared:
                found.setdefault(source, []).append((at, quote))
        return {source: place_in_source(places) for source, places in found.items()}


def _read_sources(db: sqlite3.Connection, hemisphere: Hemisphere) -> dict[str, _Declared]:
    query = "SELECT source, title, publisher, published, url FROM sources"
    found = {}
    for source, title, publisher, published, url in db.execute(query):
        date = dates.read(published, hemisphere)
        words = dates.date_in_words(date) if date else ""
        texts = map(one_line, (publisher, title, words, url))
        found[source] = _Declared(*texts)
    return found
