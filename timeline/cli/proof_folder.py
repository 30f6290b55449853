"""`timeline verify --proof`: the proof of one event, as a folder for somebody else."""

import sqlite3
from pathlib import Path

from timeline.base.errors import TimelineError, UsageError
from timeline.cli.output_file import new_folder
from timeline.cli.session import locate_fault, open_log
from timeline.cli.show.output import Output
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_data, print_message
from timeline.event.types import DRAFTED
from timeline.projection.find_event import find_event
from timeline.showing.proof import names
from timeline.showing.proof.facts import facts_of
from timeline.showing.proof.files import proof_files
from timeline.showing.proof.page import Told
from timeline.trust.proof import Proof, find_by_id, prove
from timeline.trust.verify import read_log
from timeline.views.event import event_detail


def write_proof(run: Run, folder: Path, typed: str, since: str, output: Output) -> None:
    """Write the proof of an event, and print its id and the digest of the seal.

    Args:
        run: of the command.
        folder: the log.
        typed: an id, the beginning of one, or words of a title.
        since: the seal in which the proof ends; empty for the first one that covers the event.
        output: its file is the folder of the proof.

    Raises:
        TimelineError: there is no such event, or no proof of it.
        UsageError: no folder is named, or one that cannot be taken.
    """
    if not output.file:
        raise UsageError("a proof goes to a folder", "name a new one: -o DIR")
    if output.format_:
        raise UsageError("a proof has no format", "leave --format out")
    trusted = read_log(folder)
    id_ = find_by_id(trusted, typed)
    db = open_log(run, quiet=output.quiet, warn=False).opened.db
    id_ = id_ or find_event(db, typed)
    try:
        proof = prove(trusted, id_, since)
    except TimelineError as error:
        found = tuple(locate_fault(folder, fault) for fault in error.faults)
        raise TimelineError(found) from error
    told = Told(facts_of(db, proof.body), _corrections(db, proof))
    with new_folder(output.file) as made:
        for name, data in proof_files(proof, told):
            (made / name).write_bytes(data)
        (made / names.CHECK).chmod(0o755)
    print_data(f"{proof.id} {proof.seal.digest}")
    message = f"proved that it is in {proof.seal.seal.name}: {output.file}/{names.PAGE}"
    print_message(message, quiet=output.quiet)


def _corrections(db: sqlite3.Connection, proof: Proof) -> list[str]:
    """The ids of what corrected an event, as far as the projection has it."""
    row = db.execute("SELECT 1 FROM events WHERE id = ?", (proof.id,)).fetchone()
    if row is None or proof.body["event"] not in DRAFTED:
        return []
    return [one["id"] for one in event_detail(db, proof.id)["corrections"]]
