"""What an erasure takes with it: an event, its copies and corrections, and where all of it lies."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.errors import TimelineError, UsageError
from timeline.event.types import CORRECTIONS, DECLARATIONS
from timeline.log import archive
from timeline.log.files import split_place
from timeline.log.folder import unreadable
from timeline.projection.documents import CLAIMED
from timeline.projection.erasures import (
    Erased,
    LeftOut,
    pairs_of_corrections,
    read_erased,
    read_left_out,
)
from timeline.projection.find_event import find_recorded
from timeline.projection.lookup import shown_key
from timeline.projection.states import current
from timeline.recording.retract import refuse_in_use


class Item(NamedTuple):
    """An event to erase; `after` is what it comes after, of a correction that is erased alone."""

    id: str
    event: str
    digest: str
    claim: str
    after: tuple[str, ...] = ()


class Staying(NamedTuple):
    """A kept source that stays: `citing` other events cite it, or it is that of `other`, too."""

    source: str
    citing: int = 0
    other: str = ""


class Mention(NamedTuple):
    """An event that stays and repeats the title of what is erased."""

    id: str
    event: str
    place: str


class Plan(NamedTuple):
    """What goes when an event is erased.

    `items` still need erasures; there are none where all was erased before. `erased` is by which
    erasure, or by that of what it corrects or repeats; then no reason is needed. `digests`
    are of all that goes. `places` are where these events lie, as `timeline.log.files` has it,
    `copies` the kept sources that go, by their SHA-256, and `staying` those that do not. `titles`
    are what the event was called, and `mentions` who else calls it so.
    """

    id: str
    called: str
    items: tuple[Item, ...]
    erased: Erased | None
    digests: frozenset[str]
    places: tuple[str, ...]
    copies: Mapping[str, str]
    staying: tuple[Staying, ...]
    titles: tuple[str, ...]
    mentions: tuple[Mention, ...]

    @property
    def corrections(self) -> int:
        """How many corrections go with the event."""
        return sum(one.event in CORRECTIONS and one.id != self.id for one in self.items)

    @property
    def duplicates(self) -> int:
        """How many copies of the event go that were recorded as events of their own."""
        return sum(one.event not in CORRECTIONS and one.id != self.id for one in self.items)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that hold what goes, below the log."""
        return tuple(dict.fromkeys(split_place(place)[0] for place in self.places))


def find_erasable(db: sqlite3.Connection, typed: str) -> str:
    """The id of what is to be erased: of an event, a declaration, or of what is erased already.

    Args:
        db: a fresh projection.
        typed: an id, its beginning, words of a title; or the key or name of a declaration.

    Raises:
        TimelineError: nothing, or several events; or a seal or an erasure.
    """
    lowered = typed.strip().lower()
    if len(lowered) >= _SHORTEST:
        range_ = (lowered, f"{lowered}~")
        ids = {id_ for query in _BEGINNING for (id_,) in db.execute(query, range_)}
        if len(ids) == 1:
            return str(ids.pop())
    about = db.execute(_ABOUT_LOG, (typed.strip(), lowered)).fetchone()
    if about and (about[1] == typed.strip() or len(lowered) >= _SHORTEST):
        event = about[0]
        problem = f"{about[2]} is a{'n' if event[0] == 'e' else ''} {event}, and stays"
        raise TimelineError(problem, "happenings, declarations and corrections can be erased")
    return find_recorded(db, typed)


_SHORTEST = 4
_BEGINNING = (
    "SELECT DISTINCT id FROM document_rows WHERE id >= ? AND id < ?",
    "SELECT DISTINCT id FROM left_out WHERE id >= ? AND id < ?",
    """
    SELECT DISTINCT body ->> 'erases' FROM log_events
    WHERE event = 'erasure' AND body ->> 'erases' >= ? AND body ->> 'erases' < ?
    """,
)
_ABOUT_LOG = """
    SELECT event, body ->> 'name', id FROM log_events
    WHERE body ->> 'name' = ?1 OR substr(id, 1, length(?2)) = ?2
"""


def plan(db: sqlite3.Connection, folder: Path, id_: str, *, sources: bool = False) -> Plan:
    """What goes when an event is erased.

    With an event go its corrections, and copies of it that were recorded as events of their own.

    Args:
        db: a fresh projection.
        folder: the log.
        id_: the event, or what was erased already.
        sources: the kept copies of sources go, too, that nothing else cites.

    Raises:
        TimelineError: it is a retraction; or a declaration of a key that others name.
    """
    erased, left_out = read_erased(db), read_left_out(db)
    ids = _with_corrections(db, left_out, _copies_of(db, left_out, erased, id_))
    known = _events(db, left_out, ids)
    own = known.get(id_)
    if own and id_ not in erased and not any(one.id == id_ for one in left_out):
        _refuse(db, own, ids)
    alone = own is not None and own.event in CORRECTIONS
    items = tuple(
        item._replace(after=tuple(_after(db, one)) if alone else ())
        for one, item in sorted(known.items(), key=lambda pair: pair[0] != id_)
        if one not in erased
    )
    copies, staying = _sources(db, folder, ids, asked=sources)
    gone = {sha256 for one in ids if one in erased for sha256 in erased[one].sources}
    copies |= {one.sha256: one.path for one in _kept(folder) if one.sha256 in gone}
    titles = tuple(_titles(db, ids))
    return Plan(
        id_,
        titles[0] if titles else "",
        items,
        _erasure_of(id_, erased, left_out),
        frozenset(item.digest for item in known.values()),
        tuple(_places(db, left_out, ids)),
        copies,
        staying,
        titles,
        tuple(_mentions(db, ids, titles)),
    )


def _erasure_of(
    id_: str, erased: Mapping[str, Erased], left_out: Iterable[LeftOut]
) -> Erased | None:
    """By which erasure an event was erased, or what it corrects or repeats; None if by none."""
    out = {one.id: one for one in left_out}
    claims = {one.claim: one for one in erased.values()}
    while id_ not in erased and (one := out.get(id_)):
        if same := claims.get(one.claim):
            return same
        id_ = one.target
    return erased.get(id_)


def _copies_of(
    db: sqlite3.Connection, left_out: Iterable[LeftOut], erased: Mapping[str, Erased], id_: str
) -> set[str]:
    """The ids of all events that make the claim of one."""
    query = "SELECT lower(hex(claim)) FROM document_rows WHERE id = ?"
    claims = {str(claim) for (claim,) in db.execute(query, (id_,))}
    claims |= {one.claim for one in left_out if one.id == id_}
    if id_ in erased:
        claims.add(erased[id_].claim)
    found = {id_, *(one.id for one in left_out if one.claim in claims)}
    for claim in claims:
        found.update(one for (one,) in db.execute(CLAIMED, (bytes.fromhex(claim),)))
    return found


def _with_corrections(
    db: sqlite3.Connection, left_out: Iterable[LeftOut], ids: Collection[str]
) -> set[str]:
    """Events, what corrects them, what corrects that, and so on."""
    correcting: dict[str, list[str]] = defaultdict(list)
    for one, target in pairs_of_corrections(db):
        correcting[target].append(one)
    for out in left_out:
        correcting[out.target].append(out.id)
    found, pending = set(ids), [*ids]
    while pending:
        new = [one for one in correcting.get(pending.pop(), ()) if one not in found]
        found.update(new)
        pending += new
    return found


def _events(
    db: sqlite3.Connection, left_out: Iterable[LeftOut], ids: Collection[str]
) -> dict[str, Item]:
    """What files hold of some events, by their ids."""
    query = """
        SELECT id, event, lower(hex(digest)), lower(hex(claim)) FROM document_rows
        WHERE id IN (SELECT value FROM json_each(?)) ORDER BY recorded_at, id
    """
    found = {row[0]: Item(*row) for row in db.execute(query, (json.dumps(sorted(ids)),))}
    for one in left_out:
        if one.id in ids:
            found[one.id] = Item(one.id, one.event, one.digest, one.claim)
    return found


def _places(
    db: sqlite3.Connection, left_out: Iterable[LeftOut], ids: Collection[str]
) -> Iterator[str]:
    query = """
        SELECT located FROM documents WHERE id IN (SELECT value FROM json_each(?))
        ORDER BY path, line
    """
    yield from (place for (place,) in db.execute(query, (json.dumps(sorted(ids)),)))
    yield from (one.place for one in left_out if one.id in ids)


def _refuse(db: sqlite3.Connection, own: Item, leaving: Collection[str]) -> None:
    """Refuse to erase what would let others say something else, or mean nothing.

    Raises:
        TimelineError: it is such a one.
    """
    if own.event == "retraction":
        row = db.execute("SELECT root FROM corrections WHERE id = ?", (own.id,)).fetchone()
        if row:
            problem = f"{own.id} is a retraction: without it {row[0]} would stand again"
            remedy = Advice("erase what it withdraws; it goes with it", call("erase", row[0]))
            raise TimelineError(problem, remedy)
    if own.event in DECLARATIONS:
        now = current(db, own.id)
        if not now.retracted_by:
            refuse_in_use(db, now, leaving)


def _after(db: sqlite3.Connection, id_: str) -> Iterator[str]:
    """What a correction comes after, besides what it corrects."""
    row = db.execute("SELECT body FROM documents WHERE id = ?", (id_,)).fetchone()
    body = json.loads(row[0]) if row else {}
    yield from body.get("after", ())


def _titles(db: sqlite3.Connection, ids: Collection[str]) -> list[str]:
    """What events were called, the newest first: their titles and names, and those set later."""
    query = """
        SELECT coalesce(body -> 'set' ->> 'title', body -> 'set' ->> 'name',
            body ->> 'title', body ->> 'name')
        FROM documents WHERE id IN (SELECT value FROM json_each(?))
        ORDER BY recorded_at DESC, id
    """
    rows = db.execute(query, (json.dumps(sorted(ids)),))
    return list(dict.fromkeys(title for (title,) in rows if title))


def repeated(titles: Sequence[str], text: str) -> str:
    """A title that a text repeats; empty if it repeats none. One word alone may mean anything."""
    folded = text.casefold()
    return next((one for one in titles if " " in one and one.casefold() in folded), "")


def _mentions(
    db: sqlite3.Connection, ids: Collection[str], titles: Sequence[str]
) -> Iterator[Mention]:
    """The events that stay and repeat a title word for word."""
    quoted = [json.dumps(one, ensure_ascii=False)[1:-1] for one in titles if " " in one]
    if not quoted:
        return
    query = """
        SELECT id, event, min(located) FROM documents
        WHERE EXISTS (SELECT 1 FROM json_each(?1) AS t WHERE instr(body, t.value))
            AND id NOT IN (SELECT value FROM json_each(?2))
        GROUP BY id ORDER BY 3
    """
    given = json.dumps(quoted), json.dumps(sorted(ids))
    yield from (Mention(*row) for row in db.execute(query, given))


def refuse_repeating(plan_: Plan, reason: str) -> None:
    """Refuse a reason that repeats the title of what is erased, since it stays in the log.

    Raises:
        UsageError: it does.
    """
    if repeated(plan_.titles, reason):
        problem = "the reason repeats the title that is to be erased"
        raise UsageError(problem, "it stays in the log: say why without repeating what goes")


def _kept(folder: Path) -> list[archive.KeptFile]:
    try:
        return list(archive.kept_files(folder))
    except OSError as error:
        raise TimelineError(unreadable(error, str(folder / archive.FOLDER))) from error


def _sources(
    db: sqlite3.Connection, folder: Path, ids: Collection[str], *, asked: bool
) -> tuple[dict[str, str], tuple[Staying, ...]]:
    """The copies that go of sources that events cite or declare, and those that stay.

    A copy goes where nothing but what is erased cites its source.
    """
    if not asked:
        return {}, ()
    kept = {one.sha256: one.path for one in _kept(folder)}
    copies: dict[str, str] = {}
    staying: list[Staying] = []
    keys = _keys_of_sources(db, ids)
    for key in keys:
        hashes = [sha256 for sha256 in _hashes(db, key) if sha256 in kept]
        if not hashes:
            continue
        citing = _count_citing(db, key, ids)
        if citing:
            staying.append(Staying(key, citing))
            continue
        for sha256 in hashes:
            if other := _other(db, key, sha256, keys):
                staying.append(Staying(key, other=other))
            else:
                copies[sha256] = kept[sha256]
    return copies, tuple(staying)


def _keys_of_sources(db: sqlite3.Connection, ids: Collection[str]) -> list[str]:
    """The keys of the sources that events cite, or declare."""
    found: dict[str, None] = {}
    query = "SELECT body FROM documents WHERE id IN (SELECT value FROM json_each(?))"
    for (text,) in db.execute(query, (json.dumps(sorted(ids)),)):
        body = json.loads(text)
        found |= dict.fromkeys(_cited(body))
        if body["event"] == "source":
            found[str(body["source"])] = None
    return list(found)


def _cited(body: Mapping[str, object]) -> Iterator[str]:
    """The keys of sources that an event cites, be it in what it sets."""
    for part in (body, body.get("set")):
        cited = part.get("sources") if isinstance(part, Mapping) else None
        for one in cited if isinstance(cited, list) else ():
            if isinstance(one, Mapping):
                yield str(one["source"])


def _hashes(db: sqlite3.Connection, key: str) -> list[str]:
    """The SHA-256 of all copies that the declaration of a source has ever named."""
    query = """
        SELECT DISTINCT sha256 FROM main.sources_versions WHERE source = ? AND sha256 IS NOT NULL
    """
    return [sha256 for (sha256,) in db.execute(query, (key,))]


def _other(db: sqlite3.Connection, key: str, sha256: str, leaving: Collection[str]) -> str:
    """Another source that has the same copy; empty if none has that stays."""
    query = """
        SELECT DISTINCT source FROM main.sources_versions
        WHERE sha256 = ? AND source <> ? ORDER BY source
    """
    found = (other for (other,) in db.execute(query, (sha256, key)))
    return next((str(other) for other in found if other not in leaving), "")


def _count_citing(db: sqlite3.Connection, key: str, ids: Collection[str]) -> int:
    """How many events that stay cite a source, by any key that is the same."""
    shown = shown_key(db, "source", key)
    rows = db.execute("SELECT source FROM sources WHERE source = ?1 OR same_as = ?1", (shown,))
    same = {key, shown, *(one for (one,) in rows)}
    found = set()
    for one in same:
        query = "SELECT id, body FROM documents WHERE instr(body, ?)"
        for id_, text in db.execute(query, (f'"{one}"',)):
            if id_ not in ids and one in _cited(json.loads(text)):
                found.add(id_)
    return len(found)
