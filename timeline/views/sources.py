"""Sources: what each is, and how much of the log rests on it."""

import math
import sqlite3

from timeline.dates import edtf
from timeline.dates.edtf import Match
from timeline.projection.settings import hemisphere_of
from timeline.views.query import Query, match_word

Row = dict[str, object]

FIELDS = (
    *("source", "title", "publisher", "published", "url", "language", "paragraphs"),
    *("archive", "sha256", "happenings", "unbounded", "match"),
)


def sources(db: sqlite3.Connection, query: Query, key: str | None = None) -> list[Row]:
    """One row a source, in the order of their dates, with how many picked happenings cite it.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for; with a filter, sources that nothing cites are left out.
        key: only this source.
    """
    sql = """
        SELECT s.source, s.title, s.publisher, s.published, s.url, s.language, s.paragraphs,
               s.archive, s.sha256, count(DISTINCT iif(k.unbounded, NULL, k.id)),
               count(DISTINCT iif(k.unbounded, k.id, NULL)), max(k.match)
        FROM sources AS s
        LEFT JOIN citations AS c ON c.source = s.source
        LEFT JOIN picked AS k ON k.id = c.happening
        WHERE s.same_as IS NULL AND (? IS NULL OR s.source = ?)
        GROUP BY s.source
    """
    rows: list[Row] = []
    for values in db.execute(sql, (key, key)):
        row = dict(zip(FIELDS, values, strict=True))
        if key is None and values[-1] is None and (query.filtered or query.dated):
            continue
        row["match"] = match_word(values[-1] or Match.IMPOSSIBLE, query)
        rows.append(row)
    hemisphere = hemisphere_of(db)
    return sorted(rows, key=lambda row: _order(row, hemisphere))


def _order(row: Row, hemisphere: edtf.Hemisphere) -> tuple[float, float, str, str]:
    """By date, what has none at the end."""
    published = row["published"]
    last = (math.inf, math.inf, "")
    key = edtf.parse(str(published), hemisphere).sort_key if published else last
    return *key, str(row["source"])


def url_of(db: sqlite3.Connection, key: str) -> str:
    """The web address of a source; empty when it has none or nothing declares it."""
    row = db.execute("SELECT url FROM sources WHERE source = ?", (key,)).fetchone()
    return str(row[0] or "") if row else ""
