"""Keeping the time stamp that an authority gave for the digest of a seal."""

from pathlib import Path
from typing import NamedTuple

from timeline.base import system
from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, TimelineError
from timeline.log import folder as log
from timeline.log import seal_files
from timeline.trust import time_stamps
from timeline.trust.chain import Link
from timeline.trust.verify import read_log

_AGAIN = "ask the authority again, for the digest of a seal"


class Stored(NamedTuple):
    """A time stamp that the log keeps: of which seal, what it says, and whether it is `new`."""

    link: Link
    reply: time_stamps.Reply
    new: bool


def store_stamp(folder: Path, file: str, *, dry_run: bool = False) -> Stored:
    """Store a time-stamp reply beside the seal whose digest it stamps.

    Args:
        folder: the log.
        file: of the reply, as RFC 3161 has it.
        dry_run: do everything but write.

    Raises:
        TimelineError: the file cannot be read, is no such reply, or stamps no seal of the log.
    """
    data = _read(file)
    try:
        reply = time_stamps.read_reply(data)
    except time_stamps.NotGrantedError as error:
        raise TimelineError(Fault("the authority did not stamp", _AGAIN, file)) from error
    except ValueError as error:
        problem = "is no time-stamp reply of RFC 3161 for a SHA-256"
        raise TimelineError(Fault(problem, _AGAIN, file)) from error
    with log.locked(folder):
        links = read_log(folder).chain.links.values()
        link = next((one for one in links if one.digest == reply.digest), None)
        if link is None:
            problem = f"stamps {reply.digest}, which no seal of the log has as its digest"
            see = Advice("see what their digests are", call("verify"))
            raise TimelineError(Fault(problem, see, file))
        path = seal_files.path_of_stamp(link.seal.id, seal_files.sha256_of(data))
        new = not (folder / path).exists()
        if new and not dry_run:
            log.write(folder, seal_files.with_git_attributes(folder, {path: data}))
    return Stored(link, reply, new)


def _read(file: str) -> bytes:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(_MAX_BYTES)
    except OSError as error:
        problem = f"cannot be read: {system.reason(error)}"
        raise TimelineError(Fault(problem, system.remedy(error), file)) from error


_MAX_BYTES = 1 << 20
