"""The folder of a proof, for somebody else to check."""

import sqlite3
from typing import NamedTuple

from timeline.event.types import DRAFTED
from timeline.log.outside import new_folder
from timeline.projection.find_event import find_event
from timeline.showing.proof import names
from timeline.showing.proof.facts import facts_of
from timeline.showing.proof.files import proof_files
from timeline.showing.proof.page import Told
from timeline.trust.proof import Proof, find_by_id, prove
from timeline.trust.verify import Trusted
from timeline.views.event import event_detail


class Proved(NamedTuple):
    """The proof of an event, and what its page tells of the event."""

    proof: Proof
    told: Told


def find_proof(trusted: Trusted, db: sqlite3.Connection, typed: str, since: str = "") -> Proved:
    """The proof of an event; paths of faults are below the log.

    Args:
        trusted: the log as its files are.
        db: its projection, fresh.
        typed: an id, the beginning of one, or words of a title.
        since: the seal in which the proof ends: a name, an id or a digest; empty for the first one
            that covers the event.

    Raises:
        TimelineError: there is no such event, or no proof of it.
    """
    id_ = find_by_id(trusted, typed) or find_event(db, typed)
    proof = prove(trusted, id_, since)
    return Proved(proof, Told(facts_of(db, proof.body), _corrections(db, proof)))


def _corrections(db: sqlite3.Connection, proof: Proof) -> list[str]:
    """The ids of what corrected an event, as far as the projection has it."""
    row = db.execute("SELECT 1 FROM events WHERE id = ?", (proof.id,)).fetchone()
    if row is None or proof.body["event"] not in DRAFTED:
        return []
    return [one["id"] for one in event_detail(db, proof.id)["corrections"]]


def write_proof(proved: Proved, folder: str) -> None:
    """Write the files of a proof.

    Args:
        proved: the proof.
        folder: a new or empty one, as the user names it.

    Raises:
        TimelineError: the system refused.
        UsageError: something is there already, or it would lie in a log, or beside a projection.
    """
    with new_folder(folder) as made:
        for name, data in proof_files(*proved):
            (made / name).write_bytes(data)
        (made / names.CHECK).chmod(0o755)
