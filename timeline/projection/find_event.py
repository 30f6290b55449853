"""From an id, the beginning of one, or words of a title to an event."""

import re
import sqlite3
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from timeline.base.advice import Advice, Remedy, call
from timeline.base.names import fold
from timeline.event.types import DECLARATIONS
from timeline.projection.lookup import Unknown, declared_by, find_key, or_raise
from timeline.projection.nearest import Texts, words_of


class Candidate(NamedTuple):
    """An event that may be meant."""

    id: str
    date: str
    title: str


def find_event(db: sqlite3.Connection, typed: str) -> str:
    """The id of the event that an id, the beginning of one, or words of a title lead to.

    Raises:
        TimelineError: no event, or several, which the remedy lists.
    """
    return or_raise(find_event_or(db, typed))


class Titles:
    """The titles of a log, by their words."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    @cached_property
    def live(self) -> "_Titled":
        """Of what stands."""
        return _Titled(self.db, _LIVE)

    @cached_property
    def retracted(self) -> "_Titled":
        """Of what was withdrawn."""
        return _Titled(self.db, _RETRACTED)


class _Titled:
    def __init__(self, db: sqlite3.Connection, query: str) -> None:
        self.found = [Candidate(*row) for row in db.execute(query)]
        self.texts = Texts(one.title for one in self.found)

    def called(self, words: set[str]) -> list[Candidate]:
        return [self.found[i] for i in self.texts.with_all(words)]

    def like(self, words: set[str]) -> str:
        first, count = self.texts.with_any(words, _CANDIDATES)
        return _lines([self.found[i] for i in first], count)


def find_event_or(
    db: sqlite3.Connection, typed: str, titles: Titles | None = None
) -> str | Unknown:
    """As `find_event`, with the failure as a value.

    Args:
        db: a projection.
        typed: an id, the beginning of one, or words of a title.
        titles: those of the log, if the caller has them.
    """
    lowered = typed.strip().lower()
    if _ID_SIGNS.fullmatch(lowered) and (found := _by_id(db, lowered)):
        return found
    if not (words := words_of(typed)):
        return Unknown(
            "no event: nothing was given to find one by", "give an id, or words of a title"
        )
    titles = titles or Titles(db)
    for matches in (titles.live.called(words), titles.retracted.called(words)):
        exact = [c for c in matches if fold(c.title) == fold(typed)]
        if len(exact or matches) == 1:
            return (exact or matches)[0].id
        if matches:
            problem = f"{len(matches)} titles hold the words `{typed}`"
            return Unknown(problem, _list(matches), several=True)
    some = titles.live.like(words)
    see: Remedy = Advice("see them", call("list"))
    remedy = f"titles with one of the words:\n{some}" if some else see
    return Unknown(f"no event has the id `{typed}`, or these words in its title", remedy)


def find_recorded(db: sqlite3.Connection, typed: str) -> str:
    """The id of what is declared by a key, name or alias, else of an event, as `find_event` has it.

    Raises:
        TimelineError: nothing, or several events, which the remedy lists.
    """
    return _declaration(db, typed) or find_event(db, typed)


def _declaration(db: sqlite3.Connection, typed: str) -> str | None:
    """The id of the declaration of a key, name or alias; None if there is none, or several."""
    found = [(name, find_key(db, name, typed)) for name in DECLARATIONS]
    keys = [(name, key) for name, key in found if isinstance(key, str)]
    return declared_by(db, *keys[0]) if len(keys) == 1 else None


def _by_id(db: sqlite3.Connection, beginning: str) -> str | Unknown | None:
    """The id of the event whose id begins so; None if there never was one."""
    range_ = (beginning, f"{beginning}~")
    query = "SELECT DISTINCT id FROM documents WHERE id >= ? AND id < ? ORDER BY id"
    ids = [str(id_) for (id_,) in db.execute(query, range_)]
    if len(ids) == 1:
        return ids[0]
    if ids:
        shown = [candidate(db, id_) for id_ in ids]
        problem = f"{len(ids)} events have ids that begin with `{beginning}`"
        return Unknown(problem, _list(shown), several=True)
    query = "SELECT recorded_at FROM main.documents WHERE id >= ? AND id < ?"
    row = db.execute(query, range_).fetchone()
    if row is None:
        return _seal(db, range_) or _erased(db, beginning)
    problem = f"no event has the id `{beginning}` as of then"
    return Unknown(problem, f"it is on record since {row[0][:19]}Z")


def _seal(db: sqlite3.Connection, range_: tuple[str, str]) -> Unknown | None:
    """That an id is that of a seal, which nothing corrects; None if it is not."""
    query = "SELECT id, body ->> 'name' FROM log_events WHERE event = 'seal' AND id >= ? AND id < ?"
    row = db.execute(query, range_).fetchone()
    if row is None:
        return None
    return Unknown(f"{row[0]} is the seal {row[1]}, and seals are not corrected", "make another")


def _erased(db: sqlite3.Connection, beginning: str) -> Unknown | None:
    """That the event whose id begins so was erased; None if none was."""
    if not db.execute("SELECT 1 FROM log_events WHERE event = 'erasure' LIMIT 1").fetchone():
        return None
    from timeline.projection.erasures import read_erased  # noqa: PLC0415 (few logs have any)

    found = [one for id_, one in read_erased(db).items() if id_.startswith(beginning)]
    if len(found) != 1:
        return None
    problem = f"{found[0].id} was {found[0].told}"
    return Unknown(problem, "its content is gone for good; what stays is its erasure", erased=True)


_CANDIDATES = 8
_ID_SIGNS = re.compile("[0-9a-hjkmnp-tv-z]{4,16}")
"""An id, or as much of its beginning as is taken for one."""

_LIVE = "SELECT id, date, title FROM happenings ORDER BY n"


_RETRACTED = """
    SELECT id, body ->> 'date', body ->> 'title' FROM states
    WHERE event = 'happening' AND retracted_by IS NOT NULL ORDER BY id
"""


def title_of(db: sqlite3.Connection, id_: str) -> str:
    """The title of a happening as it stands; empty when it is none, or is retracted."""
    row: tuple[str] | None = db.execute(
        "SELECT title FROM happenings WHERE id = ?", (id_,)
    ).fetchone()
    return row[0] if row else ""


def candidate(db: sqlite3.Connection, id_: str) -> Candidate:
    """What to call an event that the log holds, as it was recorded."""
    query = """
        SELECT id, coalesce(body ->> 'date', event),
               coalesce(body ->> 'title', body ->> 'name', body ->> 'reason')
        FROM documents WHERE id = ?
    """
    return Candidate(*db.execute(query, (id_,)).fetchone())


def _list(candidates: Sequence[Candidate]) -> str:
    return f"which of these?\n{_lines(candidates[:_CANDIDATES], len(candidates))}"


def _lines(first: Sequence[Candidate], count: int) -> str:
    shown = [f"    {c.id}  {c.date}  {c.title}" for c in first]
    if count > len(first):
        shown.append(f"    and {count - len(first)} more")
    return "\n".join(shown)
