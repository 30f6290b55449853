"""`timeline verify --proof`: the proof of one event, as a folder for somebody else."""

from pathlib import Path

from timeline.base.errors import TimelineError, UsageError
from timeline.cli.session import locate_fault, open_log
from timeline.cli.show.output import Output
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_data, print_message
from timeline.showing.proof import folder as proof_folder
from timeline.showing.proof import names
from timeline.trust.verify import read_log


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
    db = open_log(run, quiet=output.quiet, warn=False).opened.db
    try:
        proved = proof_folder.find_proof(read_log(folder), db, typed, since)
    except TimelineError as error:
        found = tuple(locate_fault(folder, fault) for fault in error.faults)
        raise type(error)(found) from error
    proof_folder.write_proof(proved, output.file)
    proof = proved.proof
    print_data(f"{proof.id} {proof.seal.digest}")
    message = f"proved that it is in {proof.seal.seal.name}: {output.file}/{names.PAGE}"
    print_message(message, quiet=output.quiet)
