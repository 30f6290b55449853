"""Places in a source, as citations name them and as the user asks for them."""

import json
import sqlite3
from collections.abc import Iterable

from timeline.base.errors import UsageError
from timeline.base.names import fold
from timeline.views.coverage import paragraphs_named


def find_citations(db: sqlite3.Connection, source: str, typed: str) -> list[str]:
    """What citations of a source say of where they point, of those that point to a place.

    Args:
        db: a fresh projection.
        source: its key.
        typed: a paragraph or several (`5`, `3-5`, `para 3`), or a place as it is cited (`page 7`).

    Returns:
        Every `at` that names one of the paragraphs, in a range or alone, or the place itself.

    Raises:
        UsageError: no place was typed.
    """
    if not typed:
        problem = f"the source {source}@ names no paragraph"
        raise UsageError(problem, f"such as {source}@5; for the whole source, leave out the @")
    sought = _paragraphs(typed)
    query = "SELECT DISTINCT at FROM citations WHERE source = ? AND at IS NOT NULL ORDER BY at"
    return [
        at
        for (at,) in db.execute(query, (source,))
        if sought & _paragraphs(at) or fold(at) == fold(typed)
    ]


def quotes_of(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, dict[int, str]]:
    """The quotes of citations, by happening and by the place of the citation in its list.

    Args:
        db: a projection.
        ids: of happenings.
    """
    query = """
        SELECT happening, position, quote FROM citations
        WHERE quote IS NOT NULL AND happening IN (SELECT value FROM json_each(?))
    """
    found: dict[str, dict[int, str]] = {}
    for id_, position, quote in db.execute(query, (json.dumps(list(ids)),)):
        found.setdefault(id_, {})[position] = quote
    return found


def _paragraphs(text: str) -> set[int]:
    named = f"para {text}" if text[:1].isdigit() else text
    return set(paragraphs_named(named))
