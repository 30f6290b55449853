"""How much of a source the log has taken in, paragraph by paragraph."""

# ruff: noqa: RUF001 - ranges are written with an en dash, too

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, TypedDict


class CitingEvent(TypedDict):
    """An event that cites a source."""

    id: Annotated[str, "its id"]
    event: Annotated[str, "what kind of event it is"]
    title: Annotated[str, "its title, or the name that it declares"]


class ParagraphRow(TypedDict):
    """A paragraph of a source."""

    paragraph: Annotated[int | None, "its number, from 1; null for what is cited without one"]
    events: Annotated[list[CitingEvent], "the events that cite it"]


FIELDS = tuple(ParagraphRow.__annotations__)

# No number is so long that a slip for one, or a joke, names more paragraphs than texts have.
_NUMBER = r"(?:\d{1,5}(?!\w))"
_SPAN = rf"{_NUMBER}(?:\s*(?:[-‐‑–—]|to\b)\s*{_NUMBER})?"
_PARAGRAPHS = re.compile(
    rf"\bpara(?:s|graphs?)?\.?\s*({_SPAN}(?:\s*(?:,\s*and\b|,|;|&|\band\b)\s*{_SPAN})*)",
    re.IGNORECASE | re.ASCII,
)
_RANGE = re.compile(r"(\d+)(?:\s*(?:[-‐‑–—]|to)\s*(\d+))?", re.IGNORECASE | re.ASCII)
_MOST = 10_000
"""Paragraphs that are told of a source; a text has fewer, whatever its declaration says."""


def paragraphs_named(at: str) -> Iterator[int]:
    """The paragraphs, from 1, that a citation's `at` names: `para 4`, `paras 2-3, 7 and 9`.

    `heading` and the like name none, nor does a range that runs backwards.
    """
    for found in _PARAGRAPHS.finditer(at):
        for first, last in _RANGE.findall(found.group(1)):
            yield from range(max(int(first), 1), min(int(last or first), _MOST) + 1)


def coverage(db: sqlite3.Connection, source: str) -> list[ParagraphRow]:
    """One row a paragraph of a source, with the events that cite it.

    Args:
        db: a fresh projection.
        source: its key.

    Returns:
        paragraph (from 1; None for what is cited without one), events: [{id, event, title}].
        Paragraphs are those the source declares to have, and any beyond that are cited.
    """
    found: dict[int | None, dict[str, CitingEvent]] = {}
    found.update({n: {} for n in _declared(number_of(db, source))})
    for id_, event, title, at in db.execute(_CITING, (source, source)):
        named: list[int | None] = [*paragraphs_named(at or "")]
        for paragraph in named or [None]:
            cited: CitingEvent = {"id": id_, "event": event, "title": title}
            found.setdefault(paragraph, {})[id_] = cited
    order = sorted(found, key=lambda paragraph: (paragraph is None, paragraph or 0))
    return [{"paragraph": n, "events": list(found[n].values())} for n in order]


def number_of(db: sqlite3.Connection, source: str) -> int | None:
    """How many paragraphs a source declares to have; None if it does not say."""
    row = db.execute("SELECT paragraphs FROM sources WHERE source = ?", (source,)).fetchone()
    return row[0] if row else None


def find_uncited(db: sqlite3.Connection) -> Iterator[tuple[str, str, list[int]]]:
    """Sources with paragraphs that nothing cites: the key, the id of its declaration, and those."""
    named: dict[str, set[int]] = defaultdict(set)
    for source, at in db.execute(_CITED).fetchall():
        named[source].update(paragraphs_named(at))
    query = """
        SELECT source, declared_by, paragraphs FROM sources
        WHERE paragraphs > 0 AND same_as IS NULL ORDER BY source
    """
    for source, id_, paragraphs in db.execute(query).fetchall():
        missing = [n for n in _declared(paragraphs) if n not in named[source]]
        if missing:
            yield source, id_, missing


def _declared(paragraphs: int | None) -> range:
    return range(1, min(paragraphs or 0, _MOST) + 1)


_CITING = """
    SELECT s.id, s.event, coalesce(s.body ->> 'title', s.body ->> 'name'), c.value ->> 'at'
    FROM states AS s JOIN json_each(s.body, '$.sources') AS c
    LEFT JOIN happenings AS h ON h.id = s.id
    WHERE s.retracted_by IS NULL AND (
        c.value ->> 'source' = ?
        OR c.value ->> 'source' IN (SELECT source FROM sources WHERE same_as = ?)
    )
    ORDER BY s.event <> 'happening', h.sort_from, h.sort_to, h.date, s.event, s.key, s.id
"""
_CITED = """
    SELECT DISTINCT coalesce(d.same_as, c.value ->> 'source'), c.value ->> 'at'
    FROM states AS s JOIN json_each(s.body, '$.sources') AS c
    LEFT JOIN sources AS d ON d.source = c.value ->> 'source'
    WHERE s.retracted_by IS NULL AND c.value ->> 'at' IS NOT NULL
"""
