"""Sources: what each is, and how much of the log rests on it."""

import math
import sqlite3
from pathlib import Path
from typing import Annotated, TypedDict, final

from timeline.dates import edtf
from timeline.dates.edtf import Match
from timeline.projection.settings import hemisphere_of
from timeline.views.query import Query, match_word
from timeline.views.quotations import Copies, QuoteRow, quotes_of_source


@final
class SourceRow(TypedDict):
    """A source, and how many of the picked happenings cite it."""

    source: Annotated[str, "its key"]
    title: Annotated[str, "its title"]
    publisher: Annotated[str | None, "who published it"]
    published: Annotated[str | None, "when it came out, EDTF"]
    url: Annotated[str | None, "its web address"]
    language: Annotated[str | None, "its language, such as en"]
    paragraphs: Annotated[int | None, "how many paragraphs it has"]
    archive: Annotated[str | None, "the path of a copy, from the folder of the log"]
    sha256: Annotated[str | None, "the hash of that copy"]
    happenings: Annotated[int, "how many happenings cite it"]
    unbounded: Annotated[int, "how many more match only by an open or unknown side of their dates"]
    match: Annotated[str | None, "certain or possible; null without a date filter"]
    quotes: Annotated[
        list[QuoteRow] | None, "of one source: its quotes, and where each stands in the copy"
    ]


FIELDS = tuple(SourceRow.__annotations__)


def sources(db: sqlite3.Connection, query: Query, key: str | None = None) -> list[SourceRow]:
    """One row a source, in the order of their dates, with how many picked happenings cite it.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for; with a filter, sources that nothing cites are left out.
        key: only this source.
    """
    sql = """
        SELECT s.source, s.title, s.publisher, s.published, s.url, s.language, s.paragraphs,
               s.archive, s.sha256, count(DISTINCT iif(k.unbounded, NULL, k.n)),
               count(DISTINCT iif(k.unbounded, k.n, NULL)), max(k.match)
        FROM sources AS s
        LEFT JOIN citation_rows AS c ON c.source = s.source
        LEFT JOIN picked AS k ON k.n = c.n
        WHERE s.same_as IS NULL AND (? IS NULL OR s.source = ?)
        GROUP BY s.source
    """
    rows: list[SourceRow] = []
    for source, title, publisher, published, *values, match in db.execute(sql, (key, key)):
        if key is None and match is None and (query.filtered or query.dated):
            continue
        url, language, paragraphs, archive, sha256, happenings, unbounded = values
        rows.append(
            {
                "source": source,
                "title": title,
                "publisher": publisher,
                "published": published,
                "url": url,
                "language": language,
                "paragraphs": paragraphs,
                "archive": archive,
                "sha256": sha256,
                "happenings": happenings,
                "unbounded": unbounded,
                "match": match_word(match or Match.IMPOSSIBLE, query),
                "quotes": None,
            }
        )
    hemisphere = hemisphere_of(db)
    return sorted(rows, key=lambda row: _order(row, hemisphere))


def source_with_quotes(
    db: sqlite3.Connection, folder: Path | None, query: Query, key: str
) -> SourceRow:
    """The row of one source, with its quotes.

    Args:
        db: a fresh projection with `picked` filled.
        folder: the log, which keeps copies; None where only a database is at hand.
        query: what was asked for.
        key: of the source.
    """
    (row,) = sources(db, query, key)
    row["quotes"] = quotes_of_source(db, Copies(db, folder), key)
    return row


def _order(row: SourceRow, hemisphere: edtf.Hemisphere) -> tuple[float, float, str, str]:
    """By date, what has none at the end."""
    published = row["published"]
    last = (math.inf, math.inf, "")
    key = edtf.parse(published, hemisphere).sort_key if published else last
    return *key, row["source"]


def url_of(db: sqlite3.Connection, key: str) -> str:
    """The web address of a source; empty when it has none or nothing declares it."""
    sql = "SELECT url FROM sources WHERE source = ?"
    row: tuple[str | None] | None = db.execute(sql, (key,)).fetchone()
    return (row and row[0]) or ""
