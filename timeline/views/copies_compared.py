"""A newer copy of a source beside the one that is kept: what changed, and what rests on it."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple, TypedDict

from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, TimelineError
from timeline.texts.comparing import ParagraphChange, compare
from timeline.texts.likeness import differences
from timeline.texts.quotes import QuotableText
from timeline.texts.read import read_source
from timeline.views.coverage import CitingEvent, coverage
from timeline.views.quotations import CitedQuote, Copies, cited_quotes


class ChangedWords(TypedDict):
    """A place in which a paragraph differs, with some words beside it."""

    old: Annotated[str, "the words of the copy"]
    new: Annotated[str, "those of the newer one"]


class RestingEvent(CitingEvent):
    """An event that rests on a paragraph."""

    quoted: Annotated[bool, "whether its quote stands in the paragraph of the copy"]


class LostQuote(CitingEvent):
    """A quote that stood in a paragraph, and is not in the newer copy."""

    quote: Annotated[str, "the words"]


class ChangedParagraph(TypedDict):
    """A paragraph that is not as it was."""

    change: Annotated[
        str,
        "changed, removed, added, moved, renumbered (the same otherwise), or same (where a quote"
        " goes on into another paragraph)",
    ]
    paragraph: Annotated[int | None, "its number in the copy that the log keeps"]
    new_paragraph: Annotated[int | None, "its number in the newer copy"]
    old: Annotated[str | None, "its text in the copy that the log keeps"]
    new: Annotated[str | None, "its text in the newer copy"]
    differences: Annotated[list[ChangedWords], "of one that changed: the words"]
    events: Annotated[list[RestingEvent], "the events that cite it, or quote it"]
    lost_quotes: Annotated[list[LostQuote], "its quotes that are not in the newer copy"]


FIELDS = tuple(ChangedParagraph.__annotations__)


class Comparison(NamedTuple):
    """What became of the paragraphs of a source.

    Attributes:
        rows: those that are not as they were, in the order of the newer copy.
        unchanged: how many are, whatever their numbers.
        unplaced: the events that cite the source without a paragraph and without a quote in it.
    """

    rows: list[ChangedParagraph]
    unchanged: int
    unplaced: Sequence[CitingEvent]


def compare_copy(
    db: sqlite3.Connection, folder: Path, source: str, data: bytes, path: str
) -> Comparison:
    """Compare a newer copy of a source with the one that the log keeps.

    Args:
        db: a fresh projection.
        folder: the log.
        source: the key of the source.
        data: the bytes of the newer copy.
        path: its name in errors; its ending may say that it is HTML.

    Raises:
        TimelineError: the log keeps no copy, or one of the two is no text that can be read.
    """
    copies = Copies(db, folder)
    kept = copies.path(source)
    if not kept:
        remedy = Advice("keep the file from which it was recorded", call("archive", source, "FILE"))
        raise TimelineError(f"no copy of {source} is kept", remedy)
    old = copies.text(kept)
    if isinstance(old, Fault):
        raise TimelineError(old)
    new = QuotableText(read_source(data, path, as_declared=True).paragraphs)
    changes = compare(old.paragraphs, new.paragraphs)
    resting = _Resting(db, source, old, new)
    rows = [resting.row(one) for one in changes]
    rows = [row for row in rows if row["change"] != "same" or row["lost_quotes"]]
    unchanged = sum(one.kind == "same" for one in changes)
    return Comparison(rows, unchanged, resting.unplaced)


class _Resting:
    """What rests on each paragraph of a copy."""

    def __init__(
        self, db: sqlite3.Connection, source: str, old: QuotableText, new: QuotableText
    ) -> None:
        self._cited: dict[int | None, dict[str, RestingEvent]] = defaultdict(dict)
        self._lost: dict[int, list[LostQuote]] = defaultdict(list)
        for row in coverage(db, source):
            for one in row["events"]:
                self._cited[row["paragraph"]][one["id"]] = {**one, "quoted": False}
        placed = set()
        for cited in cited_quotes(db, source):
            event = _event(cited)
            numbers = {n for one in old.find(cited.quote) for n in range(one.first, one.last + 1)}
            numbers = self._named(cited, numbers)
            for number in numbers:
                self._cited[number][cited.id] = {**event, "quoted": True}
                placed.add(cited.id)
            if numbers and not new.find(cited.quote):
                self._lost[min(numbers)].append({**event, "quote": cited.quote})
        bare: Mapping[str, CitingEvent] = self._cited.get(None, {})
        self.unplaced = [one for id_, one in bare.items() if id_ not in placed]

    def _named(self, cited: CitedQuote, numbers: set[int]) -> set[int]:
        """The paragraphs in which a quote is meant: those that the event names, if it is there."""
        named = {n for n in numbers if cited.id in self._cited.get(n, {})} if cited.at else set()
        return named or numbers

    def row(self, change: ParagraphChange) -> ChangedParagraph:
        """A paragraph that is not as it was."""
        old, new = change.old, change.new
        number = old.number if old else None
        events = self._cited.get(number, {}) if number else {}
        words = differences(old.text, new.text) if old and new else []
        return {
            "change": _told(change),
            "paragraph": number,
            "new_paragraph": new.number if new else None,
            "old": old.text if old else None,
            "new": new.text if new else None,
            "differences": [{"old": one.old, "new": one.new} for one in words],
            "events": list(events.values()),
            "lost_quotes": self._lost.get(number, []) if number else [],
        }


def _told(change: ParagraphChange) -> str:
    old, new = change.old, change.new
    if change.kind == "same" and old and new and old.number != new.number:
        return "renumbered"
    return change.kind


def _event(cited: CitedQuote) -> CitingEvent:
    return {"id": cited.id, "event": cited.event, "title": cited.title}
