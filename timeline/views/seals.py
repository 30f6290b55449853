"""The seals of a log as its projection has them, and the events that they cover.

Of the log itself no more is read than the lists of what seals cover; whether its files are what was
sealed is for `timeline.trust.verify`.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, NamedTuple, TypedDict

from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, TimelineError
from timeline.event.fold import event_in
from timeline.event.types import Seal
from timeline.log.folder import SETTINGS
from timeline.trust.chain import Chain, Link, read_leaves
from timeline.trust.finding import Finding

VERIFY = Advice("find out what is wrong", call("verify"))
"""What to do where a log does not hold all that its seals cover."""


def has_seals(db: sqlite3.Connection) -> bool:
    """Whether a log holds any seal."""
    return db.execute("SELECT 1 FROM log_events WHERE event = 'seal'").fetchone() is not None


def read_seals(db: sqlite3.Connection) -> Chain:
    """The seals of a log in the order of recording, without the leaves that each covers."""
    query = """
        SELECT e.body, lower(hex(e.digest)), f.path, e.line
        FROM log_events AS e JOIN files AS f ON f.file = e.file
        WHERE e.event = 'seal' ORDER BY e.recorded_at, e.id, f.path
    """
    links: dict[str, Link] = {}
    for text, digest, path, line in db.execute(query):
        event, _ = event_in(text)
        if isinstance(event, Seal):
            place = f"{path}:{line}" if line else path
            links.setdefault(event.id, Link(event, digest, place, None))
    return Chain(links)


def settings_hash(db: sqlite3.Connection) -> str:
    """The SHA-256 of the settings of a log; empty where it has none."""
    row = db.execute("SELECT sha256 FROM files WHERE path = ?", (SETTINGS,)).fetchone()
    return str(row[0]) if row else ""


def covered_leaves(folder: Path, chain: Chain, heads: Iterable[Link]) -> dict[str, Link]:
    """The leaves that seals cover with those before them, each with the first seal that does.

    Args:
        folder: the log.
        chain: its seals, as `read_seals` has them.
        heads: the seals.

    Raises:
        TimelineError: a list of leaves or a seal before them is lost, or is not what was sealed.
    """
    return _with_leaves(folder, chain, heads).covered(heads)


def _with_leaves(folder: Path, chain: Chain, heads: Iterable[Link]) -> Chain:
    """The seals that others build on, and these, with their leaves."""
    wanted = {one.seal.id: one for head in heads for one in chain.back_from(head)}
    links: dict[str, Link] = {}
    for id_, link in chain.links.items():
        if id_ in wanted:
            findings: list[Finding] = []
            leaves = read_leaves(folder, link.seal, link.place, findings, with_root=False)
            lost = [one for one in link.seal.previous if one not in chain.links]
            if leaves is None or lost:
                raise TimelineError(_cannot_tell(link, findings, lost))
            links[id_] = link._replace(leaves=leaves)
    return Chain(links)


def _cannot_tell(link: Link, findings: list[Finding], lost: list[str]) -> Fault:
    if findings:
        return Fault(f"{findings[0].kind}: {findings[0].problem}", VERIFY, findings[0].path)
    problem = f"the seal {lost[0]}, on which the seal {link.seal.name} builds, is lost"
    return Fault(problem, VERIFY)


class Sealing(NamedTuple):
    """How what is on record is sealed.

    `link` is the newest seal, or where `exact` the newest that covers what is on record, no event
    more and none less but for erased ones. `events` are how many of the events on record seals
    cover, `unsealed` how many they do not. Seals are left out.
    """

    link: Link
    events: int
    unsealed: int
    exact: bool


def sealing_of(db: sqlite3.Connection, folder: Path) -> Sealing | None:
    """How what is on record by the clocks that are entered is sealed; None where there is no seal.

    Raises:
        TimelineError: what seals cover cannot be read.
    """
    if not has_seals(db):
        return None
    found = read_seals(db)
    chain = _with_leaves(folder, found, found.heads)
    aside, events = own_leaves(chain) | erased_leaves(db), leaves_on_record(db)
    links = [*chain.links.values()]
    for link in reversed(links):
        if _most(chain, link) < len(events):
            continue
        if chain.covered([link]).keys() - aside == events:
            return Sealing(link, len(events), 0, exact=True)
    sealed = len(chain.covered(chain.heads).keys() & events)
    return Sealing(links[-1], sealed, len(events) - sealed, exact=False)


def _most(chain: Chain, link: Link) -> int:
    """How many leaves a seal covers at most, with those before it; these seals are left out."""
    return sum(len(one.leaves or ()) - len(one.seal.previous) for one in chain.back_from(link))


def erased_leaves(db: sqlite3.Connection) -> set[str]:
    """The leaves of what was erased."""
    query = "SELECT body ->> 'erases', body ->> 'digest' FROM log_events WHERE event = 'erasure'"
    return {f"{id_} {digest}" for id_, digest in db.execute(query)}


def own_leaves(chain: Chain) -> set[str]:
    """The leaves of the seals themselves."""
    return {link.leaf for link in chain.links.values()}


def leaves_on_record(db: sqlite3.Connection) -> set[str]:
    """The leaves of the events on record by the clocks that are entered, seals left out."""
    return set(_leaves(db, "SELECT id || ' ' || digest FROM documents"))


def _leaves(db: sqlite3.Connection, query: str) -> Iterator[str]:
    return (leaf for (leaf,) in db.execute(query))


class SealDetail(TypedDict):
    """A seal whole."""

    id: Annotated[str, "its id"]
    name: Annotated[str, "its name"]
    digest: Annotated[str, "its digest, which somebody else keeps: SHA-256, in hexadecimal"]
    root: Annotated[str, "the root of the tree over its leaves"]
    recorded_at: Annotated[str, "when it was made, UTC"]
    recorded_by: Annotated[str, "by whom"]
    covers: Annotated[int, "how many events it covers with the seals before it, seals left out"]
    new: Annotated[int, "how many leaves it is the first to cover, earlier seals among them"]
    missing: Annotated[int, "how many of the events that it covers are not in the log"]
    previous: Annotated[list[str], "the seals it builds on, by their ids"]
    same_settings: Annotated[bool, "whether the settings are those that it covers"]
    sources: Annotated[list[str], "the copies of sources that it is the first to cover, by SHA-256"]
    path: Annotated[str, "where it lies below the log"]


def seal_detail(db: sqlite3.Connection, folder: Path, id_: str) -> SealDetail:
    """A seal whole.

    Args:
        db: a fresh projection.
        folder: the log.
        id_: of the seal.

    Raises:
        TimelineError: what it covers cannot be read.
    """
    chain = read_seals(db)
    link = chain.links[id_]
    covered = covered_leaves(folder, chain, [link]).keys() - own_leaves(chain)
    there = set(_leaves(db, "SELECT id || ' ' || digest FROM main.documents"))
    about_log = "SELECT id || ' ' || lower(hex(digest)) FROM log_events"
    there |= set(_leaves(db, about_log))
    seal = link.seal
    return {
        "id": seal.id,
        "name": seal.name,
        "digest": link.digest,
        "root": seal.root,
        "recorded_at": seal.recorded.at,
        "recorded_by": seal.recorded.by,
        "covers": len(covered),
        "new": int(seal.count),
        "missing": len(covered - there),
        "previous": list(seal.previous),
        "same_settings": seal.settings == settings_hash(db),
        "sources": list(seal.sources),
        "path": link.place,
    }
