"""Trust from Python: sources kept, seals, verification, proofs, erasure, checks."""

import contextlib
import os
from pathlib import Path

from timeline.api.opened import Opened, asking_again
from timeline.base.days import today
from timeline.base.errors import Fault
from timeline.projection import database
from timeline.recording import archive as archiving
from timeline.recording import erase as erasing
from timeline.recording import seal as sealing
from timeline.recording.archive import Archived
from timeline.recording.erase import Erased
from timeline.recording.seal import Sealed
from timeline.recording.stamp import Stored, store_stamp
from timeline.showing.proof.folder import find_proof, write_proof
from timeline.trust.proof import Proof
from timeline.trust.verify import Verified, read_log, verify
from timeline.trust.witness import Checks
from timeline.views.checks.errors import check
from timeline.views.checks.warnings import warnings as find_warnings


class Trust(Opened):
    """What makes a log one that others can check, and what is wrong in it."""

    def archive(
        self,
        source: str,
        file: str | os.PathLike[str],
        reason: str = "",
        *,
        dry_run: bool = False,
    ) -> Archived:
        """Keep the bytes of a source in the log, as `timeline archive` does.

        Args:
            source: its key or title, or the id of its declaration.
            file: the path of the file.
            reason: why; that a copy is kept, if not given.
            dry_run: do everything but write.

        Returns:
            Where the copy lies below the log, and what was recorded.

        Raises:
            TimelineError: no such source, or nothing that can be kept.
        """
        by = self._recorder()
        return archiving.archive(
            self.folder, source, Path(file), by, reason=reason, dry_run=dry_run
        )

    def seal(
        self, name: str = "", *, sign: str | os.PathLike[str] = "", dry_run: bool = False
    ) -> Sealed:
        """Fix the state of the log, as `timeline seal` does.

        Args:
            name: what to call the seal; `seal-1`, `seal-2` and so on if not given.
            sign: the path of the SSH key that signs it: a private key, or the public key of one
                that an agent holds.
            dry_run: do everything but write.

        Returns:
            The new seal, or the newest, where it covers all and no other name or key is given.

        Raises:
            ConflictError: another seal was made while this one was signed.
            TimelineError: the log holds nothing, a file of it is at fault, the name is taken, or
                the key does not sign.
            UsageError: the name would be taken for a day or an id.
        """
        by = self._recorder()
        return sealing.seal(self.folder, by, name, os.fspath(sign), dry_run=dry_run)

    def stamp(self, file: str | os.PathLike[str], *, dry_run: bool = False) -> Stored:
        """Store a time stamp beside the seal that it stamps, as `timeline seal --timestamp` does.

        Args:
            file: the path of the time-stamp reply (RFC 3161).
            dry_run: do everything but write.

        Returns:
            The seal, what the stamp says, and whether it is new.

        Raises:
            TimelineError: the file cannot be read, is no such reply, or stamps no seal of the log.
        """
        return store_stamp(self.folder, os.fspath(file), dry_run=dry_run)

    def verify(
        self,
        since: str = "",
        *,
        allowed_signers: str | os.PathLike[str] = "",
        ca: str | os.PathLike[str] = "",
    ) -> Verified:
        """Verify that the log is what was recorded and sealed, as `timeline verify` does.

        Args:
            since: the seal whose state the log must still hold: a name, an id or a digest; all
                seals without it.
            allowed_signers: the path of a file as ssh-keygen has it, of who may sign seals.
            ca: the path of the certificates of authorities whose time stamps are trusted.

        Returns:
            What was counted and found; the log is what it was where `faults` is empty.

        Raises:
            TimelineError: there is no such seal, or several; a file cannot be read, or ssh-keygen
                or openssl, which check with it, is not installed.
        """
        return verify(self.folder, since, Checks(os.fspath(allowed_signers), os.fspath(ca)))

    @asking_again
    def prove(self, event: str, folder: str | os.PathLike[str], since: str = "") -> Proof:
        """Write the proof of one event to a folder, as `timeline verify --proof` does.

        Args:
            event: an id, its beginning, or words of a title.
            folder: a new or empty one, outside of the log.
            since: the seal in which the proof ends: a name, an id or a digest; the first one that
                covers the event if not given.

        Returns:
            The proof; `proof.seal.digest` is what it has to be compared with.

        Raises:
            TimelineError: there is no such event, no seal covers it, it was erased, or the log does
                not hold it as it was sealed.
            UsageError: the folder holds something, or lies in a log.
        """
        with self._projection() as db:
            found = find_proof(read_log(self.folder), db, event, since)
        write_proof(found, os.fspath(folder))
        return found.proof

    def erase(
        self, event: str, reason: str = "", *, sources: bool = False, dry_run: bool = False
    ) -> Erased:
        """Remove an event for good with its corrections, as `timeline erase` does.

        Erasures stay in its place. What was begun before, or came back by a merge, is finished.

        Args:
            event: an id, its beginning, words of a title; or the key or name of a declaration.
            reason: why, without what is erased, since it stays; needed unless it was erased before.
            sources: remove also the kept copies of sources that nothing else cites.
            dry_run: do everything but write.

        Raises:
            TimelineError: no such event, one that has to stay, or the system refused.
            UsageError: no reason was given, or one that repeats the title.
        """
        found = erasing.prepare(self.folder, event)
        by = self._recorder()
        return erasing.erase(self.folder, found.id, reason, by, sources=sources, dry_run=dry_run)

    @asking_again
    def check(self) -> list[Fault]:
        """Everything that is wrong in the log; paths are below its folder."""
        opened = database.open_fresh(self.folder)
        with contextlib.closing(opened.db):
            return check(opened, self.folder)

    @asking_again
    def warnings(self) -> list[Fault]:
        """What deserves a second look, as `timeline check --strict` tells it besides."""
        with self._projection() as db:
            return find_warnings(db, self.folder, today())
