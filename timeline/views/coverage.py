"""How much of a source the log has taken in, paragraph by paragraph."""

# ruff: noqa: RUF001 - ranges are written with an en dash, too

import re
import sqlite3
from collections.abc import Iterator

Row = dict[str, object]

_PARAGRAPHS = re.compile(r"\bpara(?:s|graphs?)?\.?\s+(\d[\d\s,–-]*)", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_LONGEST = 10_000
"""Paragraphs that one citation may name; a source has fewer."""


def paragraphs_named(at: str) -> Iterator[int]:
    """The paragraphs that a citation's `at` names: `para 4`, `paras 2-3, 7`. Others are none."""
    for found in _PARAGRAPHS.finditer(at):
        for first, last in _RANGE.findall(found.group(1)):
            start, stop = int(first), int(last or first)
            yield from range(start, min(stop, start + _LONGEST) + 1)


def coverage(db: sqlite3.Connection, source: str) -> list[Row]:
    """One row a paragraph of a source, with the events that cite it.

    Args:
        db: a fresh projection.
        source: its key.

    Returns:
        paragraph (from 1; None for what is cited without one), events: [{id, event, title}].
        Paragraphs are those the source declares to have, and any beyond that are cited.
    """
    declared = db.execute("SELECT paragraphs FROM sources WHERE source = ?", (source,)).fetchone()
    found: dict[int | None, dict[str, Row]] = {}
    found.update({n + 1: {} for n in range(declared[0] or 0)})
    for id_, event, title, at in db.execute(_CITING, (source, source)):
        named: list[int | None] = [*paragraphs_named(at or "")]
        for paragraph in named or [None]:
            cited: Row = {"id": id_, "event": event, "title": title}
            found.setdefault(paragraph, {})[id_] = cited
    order = sorted(found, key=lambda paragraph: (paragraph is None, paragraph or 0))
    return [{"paragraph": n, "events": list(found[n].values())} for n in order]


_CITING = """
    SELECT s.id, s.event, coalesce(s.body ->> 'title', s.body ->> 'name'), c.value ->> 'at'
    FROM states AS s, json_each(s.body, '$.sources') AS c
    WHERE s.retracted_by IS NULL AND (
        c.value ->> 'source' = ?
        OR c.value ->> 'source' IN (SELECT source FROM sources WHERE same_as = ?)
    )
    ORDER BY s.event <> 'happening', s.body ->> 'date', s.id
"""
