"""The seals of a log as its projection has them, and the events that they cover.

Of the log itself no more is read than the lists of what seals cover; whether its files are what was
sealed is for `timeline.trust.verify`.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

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
            leaves = read_leaves(folder, link.seal, link.place, findings)
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


class Cover(NamedTuple):
    """How far seals reach in what is on record.

    `events` are how many of the events on record they cover, `unsealed` how many they do not, and
    `missing` how many they cover that are not on record. Seals are left out.
    """

    events: int
    unsealed: int
    missing: int

    @property
    def is_exact(self) -> bool:
        """Whether what is on record is what was sealed: no event more, and none less."""
        return not (self.unsealed or self.missing)


def cover_of(folder: Path, chain: Chain, heads: Iterable[Link], events: set[str]) -> Cover:
    """How far seals reach.

    Args:
        folder: the log.
        chain: its seals.
        heads: those that are asked about, which cover what those before them do.
        events: the leaves of what is on record, seals left out.

    Raises:
        TimelineError: what they cover cannot be read.
    """
    covered = covered_leaves(folder, chain, heads).keys() - own_leaves(chain)
    return Cover(len(covered & events), len(events - covered), len(covered - events))


def own_leaves(chain: Chain) -> set[str]:
    """The leaves of the seals themselves."""
    return {link.leaf for link in chain.links.values()}


def leaves_on_record(db: sqlite3.Connection) -> set[str]:
    """The leaves of the events on record by the clocks that are entered, seals left out."""
    return set(_leaves(db, "SELECT id || ' ' || digest FROM documents"))


def _leaves(db: sqlite3.Connection, query: str) -> Iterator[str]:
    return (leaf for (leaf,) in db.execute(query))
