"""The quotes of sources, each with where it stands in the copy that the log keeps."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypedDict

from timeline.base.errors import Fault, TimelineError
from timeline.log import archive
from timeline.log.folder import unreadable
from timeline.views.coverage import paragraphs_named

if TYPE_CHECKING:  # only a copy that is read pays for its readers
    from timeline.texts.quotes import Anchor, QuotableText

Found = Literal[
    "found",
    "several",
    "elsewhere",
    "not before or after",
    "not found",
    "not archived",
    "unreadable",
]


class Selector(TypedDict):
    """Where a quote stands, as a TextQuoteSelector of the W3C Web Annotation Data Model."""

    exact: Annotated[str, "the words of the copy"]
    prefix: Annotated[str, "what stands before them"]
    suffix: Annotated[str, "what stands after them"]


class QuoteRow(TypedDict):
    """A quote of a source."""

    id: Annotated[str, "the event that quotes it"]
    event: Annotated[str, "what kind of event it is"]
    title: Annotated[str, "its title, or the name that it declares"]
    at: Annotated[str | None, "where the event says that it stands"]
    quote: Annotated[str, "the words"]
    found: Annotated[
        str,
        "found, several (nothing says which), elsewhere (in another paragraph), not before or after"
        " (the prefix or suffix does not fit), not found, not archived, or unreadable",
    ]
    paragraphs: Annotated[list[int], "the paragraphs of the copy in which it begins"]
    selector: Annotated[Selector | None, "the place, with what is before and after it"]


class CitedQuote(NamedTuple):
    """A quote as an event has it.

    Attributes:
        source: the key that is cited.
        at: where in it; empty if not said.
        quote: the words.
        prefix: words before them, if given.
        suffix: words after them, if given.
        id: of the event.
        event: what kind it is.
        title: its title, or the name that it declares.
        position: of the citation in the list of the event.
    """

    source: str
    at: str
    quote: str
    prefix: str
    suffix: str
    id: str = ""
    event: str = ""
    title: str = ""
    position: int = 0


class Place(NamedTuple):
    """Where a quote stands: how it was found, and every place that may be meant."""

    found: Found
    anchors: "Sequence[Anchor]" = ()


class Copies:
    """The copies of sources that a log keeps, as texts; each is read once.

    Args:
        db: a projection.
        folder: the log; None where only a database is at hand, which has no copies.
    """

    def __init__(self, db: sqlite3.Connection, folder: Path | None) -> None:
        self._folder = folder
        self._texts: dict[str, QuotableText | Fault] = {}
        rows = db.execute("SELECT source, same_as, archive FROM sources").fetchall()
        own = {source: path for source, _, path in rows if archive.is_in_archive(path or "")}
        self._paths = {
            source: own.get(source) or own.get(same_as)
            for source, same_as, _ in rows
            if source in own or same_as in own
        }

    def path(self, source: str) -> str:
        """Where the copy of a source lies below the log; empty if the log keeps none."""
        return self._paths.get(source) or ""

    def text(self, path: str) -> "QuotableText | Fault":
        """The text of a copy, or why it cannot be read."""
        if self._folder is None:
            return Fault("copies of sources are in the log, not in a database", "ask the log")
        if path not in self._texts:
            self._texts[path] = _read(self._folder, path)
        return self._texts[path]

    def selector(self, cited: CitedQuote) -> Selector | None:
        """The one place where a quote stands, if it is known."""
        return selector_of(self.locate(cited))

    def locate(self, cited: CitedQuote) -> Place:
        """Where a quote stands."""
        path = self.path(cited.source)
        if not path:
            return Place("not archived")
        text = self.text(path)
        if isinstance(text, Fault):
            return Place("unreadable")
        return locate(text, cited)


def _read(folder: Path, path: str) -> "QuotableText | Fault":
    from timeline.texts.quotes import QuotableText  # noqa: PLC0415 (as above)
    from timeline.texts.read import MAX_BYTES, read_source  # noqa: PLC0415 (likewise)

    try:
        with archive.open_kept(folder, path) as file:
            data = file.read(MAX_BYTES + 1)
        return QuotableText(read_source(data, path, as_declared=True).paragraphs)
    except FileNotFoundError:
        remedy = "copy it from another copy of the log, or archive the same file once more"
        return Fault("the copy is missing", remedy, path)
    except OSError as error:
        return unreadable(error, path)
    except TimelineError as error:
        return error.faults[0]


def locate(text: "QuotableText", cited: CitedQuote) -> Place:
    """Where a quote stands in a text; what the event says of its place tells several apart."""
    every = text.find(cited.quote)
    if not every:
        return Place("not found")
    fit = every
    if cited.prefix or cited.suffix:
        fit = text.find(cited.quote, cited.prefix, cited.suffix)
        if not fit:
            return Place("not before or after", every)
    named = set(paragraphs_named(cited.at))
    there = [one for one in fit if named & set(range(one.first, one.last + 1))]
    if named:
        return Place("found", there) if there else Place("elsewhere", fit)
    return Place("found" if len(fit) == 1 else "several", fit)


def quotes_of_source(db: sqlite3.Connection, copies: Copies, source: str) -> list[QuoteRow]:
    """The quotes of a source, in the order of the happenings' dates, with where each stands.

    Args:
        db: a fresh projection.
        copies: of the log.
        source: its key.
    """
    return [_row(cited, copies.locate(cited)) for cited in cited_quotes(db, source)]


def selector_of(place: Place) -> Selector | None:
    """The place of a quote; None where it is not known, or which of several is meant."""
    if place.found not in ("found", "elsewhere"):
        return None
    first = place.anchors[0]
    return {"exact": first.exact, "prefix": first.prefix, "suffix": first.suffix}


def _row(cited: CitedQuote, place: Place) -> QuoteRow:
    return {
        "id": cited.id,
        "event": cited.event,
        "title": cited.title,
        "at": cited.at or None,
        "quote": cited.quote,
        "found": place.found,
        "paragraphs": [one.first for one in place.anchors],
        "selector": selector_of(place),
    }


def cited_quotes(db: sqlite3.Connection, source: str = "") -> list[CitedQuote]:
    """The quotes of events as they stand, happenings in the order of their dates first.

    Args:
        db: a fresh projection.
        source: only those of this source, and of keys that are the same; all if empty.
    """
    keys = [key for (key,) in db.execute(_KEYS, (source,))] if source else []
    asked = {"source": source, "keys": json.dumps([source, *keys])}
    found: list[CitedQuote] = []
    which = "source = :source" if source else "true"
    for sql in (_OF_HAPPENINGS.format(which), _OF_DECLARATIONS):
        for id_, event, title, text in db.execute(sql, asked):
            body: Mapping[str, Any] = json.loads(text)
            found += _quotes(id_, event, title or "", body, {source, *keys} if source else set())
    return found


def corrections_quotes(db: sqlite3.Connection) -> list[CitedQuote]:
    """The quotes on which corrections rest that stand."""
    sql = """
        SELECT DISTINCT d.id, d.event, d.body FROM corrections AS c
        JOIN documents AS d ON d.id = c.id
        WHERE c.retracted_by IS NULL AND d.body -> 'sources' IS NOT NULL ORDER BY d.id
    """
    found: list[CitedQuote] = []
    for id_, event, text in db.execute(sql):
        found += _quotes(id_, event, "", json.loads(text), set())
    return found


def earlier_copies(db: sqlite3.Connection, source: str) -> list[str]:
    """The copies that a source had before the one that it has now, the newest first."""
    sql = """
        SELECT path FROM (
            SELECT d.body ->> 'archive' AS path, 0 AS ordinal FROM documents AS d WHERE d.id = :id
            UNION ALL
            SELECT d.body ->> '$.set.archive', c.ordinal FROM corrections AS c
            JOIN documents AS d ON d.id = c.id WHERE c.root = :id AND c.retracted_by IS NULL
        ) WHERE path IS NOT NULL GROUP BY path ORDER BY max(ordinal) DESC
    """
    row = db.execute(
        "SELECT declared_by, archive FROM sources WHERE source = ?", (source,)
    ).fetchone()
    id_, now = row or ("", "")
    paths = [str(path) for (path,) in db.execute(sql, {"id": id_})]
    return [path for path in paths if path != now and archive.is_in_archive(path)]


def cited_quote(cited: Mapping[str, Any]) -> CitedQuote:
    """The quote of a citation as an event has it; `quote` is empty if it has none."""
    source, *said = (str(cited.get(n, "")) for n in ("source", "at", "quote", "prefix", "suffix"))
    at, quote, prefix, suffix = said
    return CitedQuote(source, at, quote, prefix, suffix)


def _quotes(
    id_: str, event: str, title: str, body: Mapping[str, Any], keys: set[str]
) -> Iterator[CitedQuote]:
    for position, cited in enumerate(body.get("sources", ())):
        if cited.get("quote") and (not keys or cited["source"] in keys):
            yield cited_quote(cited)._replace(id=id_, event=event, title=title, position=position)


_KEYS = "SELECT source FROM sources WHERE same_as = ?"
_OF_HAPPENINGS = """
    SELECT h.id, 'happening', h.title, s.body FROM happenings AS h JOIN states AS s ON s.id = h.id
    WHERE h.n IN (SELECT n FROM citation_rows WHERE quote IS NOT NULL AND {})
    ORDER BY h.sort_from, h.sort_to, h.date, h.id
"""
_OF_DECLARATIONS = """
    SELECT s.id, s.event, coalesce(s.body ->> 'title', s.body ->> 'name'), s.body FROM states AS s
    WHERE s.key IS NOT NULL AND s.retracted_by IS NULL AND EXISTS (
        SELECT 1 FROM json_each(s.body, '$.sources') AS c
        WHERE c.value ->> 'quote' IS NOT NULL AND (
            :source = '' OR c.value ->> 'source' IN (SELECT value FROM json_each(:keys))
        )
    )
    ORDER BY s.event, s.key, s.id
"""
