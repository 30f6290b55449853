"""Sealing: an event that fixes the state of the log, made from the files themselves."""

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.errors import ConflictError, Fault, TimelineError, UsageError
from timeline.dates.edtf import EdtfError
from timeline.dates.words.reader import read_typed_date
from timeline.event import document, merkle, yaml_text
from timeline.event.document import Document
from timeline.log import folder as log
from timeline.log import seal_files
from timeline.log.files import read_file
from timeline.log.paths import file_of
from timeline.recording.append import instants
from timeline.trust import signatures
from timeline.trust.chain import Chain, Link, is_like_id, read_chain
from timeline.trust.contents import faults_of_lines, read_contents
from timeline.trust.finding import Finding
from timeline.trust.verify import Trusted, read_log, verify_log

USUAL = "seal"
"""How seals are called that are given no name, with a number."""


class Sealed(NamedTuple):
    """What came of sealing: the seal's id, name and digest, and whether it is `new`.

    `events` are how many it is the first to cover, `sources` how many kept sources; `lost` says
    that the log does not hold all that earlier seals cover. `fingerprint` is of the key that signs.
    """

    id: str
    name: str
    digest: str
    events: int
    sources: int
    new: bool
    lost: bool = False
    fingerprint: str = ""


def seal(
    folder: Path, by: str, name: str = "", sign_with: str = "", *, dry_run: bool = False
) -> Sealed:
    """Record a seal over all that the log holds.

    While somebody is asked for a passphrase, others may write.

    Args:
        folder: the log.
        by: who records.
        name: what people call it; empty for `seal-1`, `seal-2` and so on.
        sign_with: a file of the SSH key that signs it; empty for no signature.
        dry_run: do everything but write.

    Returns:
        The new seal; or the newest one, where it covers all and no other name or key is given.

    Raises:
        ConflictError: another seal was made while this one was signed.
        TimelineError: the log holds nothing, a file of it is at fault, the name is taken, or the
            key does not sign.
        UsageError: the name would be taken for a day.
    """
    key = signatures.public_key_of(sign_with) if sign_with else ""
    with contextlib.nullcontext() if dry_run or key else log.locked(folder):
        trusted = read_log(folder)
        faults = verify_log(trusted).faults
        _refuse_faults(trusted, faults)
        chain = trusted.chain
        name = name.strip()
        heads = chain.heads
        covered = chain.covered(heads)
        leaves = sorted(trusted.contents.leaves.keys() - covered.keys())
        _refuse_no_events(trusted, leaves)
        known = {sha256 for link in chain.links.values() for sha256 in link.seal.sources}
        sources = sorted({one.sha256 for one in trusted.kept.files} - known)
        own = {link.leaf for link in heads}
        lost = bool(faults)
        if len(heads) == 1 and own.issuperset(leaves) and not sources:
            newest = heads[0]
            is_signed = not key or newest.seal.signature == key
            is_called_so = name in ("", newest.seal.name)
            same_settings = newest.seal.settings == trusted.contents.settings
            if is_signed and is_called_so and same_settings:
                return _known(newest, lost=lost)
        _refuse_name(name, trusted)
        if not leaves:
            raise TimelineError("the log holds no events to seal", Advice("add one", call("add")))
        said = {
            "name": name or _next_name(chain.links.values()),
            "previous": [link.seal.id for link in heads],
            "settings": trusted.contents.settings,
            "sources": sources,
            "signature": key,
        }
        body = document.complete(_over(leaves) | said, next(instants(by)))
        if not dry_run and not key:
            _write(folder, body, leaves)
    if key and not dry_run:
        _sign_and_write(folder, body, leaves, sign_with, chain)
    return Sealed(
        str(body["id"]),
        str(body["name"]),
        document.digest(body),
        len(set(leaves) - own),
        len(sources),
        new=True,
        lost=lost,
        fingerprint=signatures.fingerprint(key) if key else "",
    )


def _over(leaves: Sequence[str]) -> dict[str, object]:
    """What a seal says of its leaves."""
    return {
        "event": "seal",
        "count": str(len(leaves)),
        "root": merkle.root(leaves),
        "leaves": seal_files.sha256_of(seal_files.list_of_leaves(leaves)),
    }


def _refuse_faults(trusted: Trusted, faults: Sequence[Finding]) -> None:
    """Refuse to seal what cannot be read whole, or is not what it says it is.

    Args:
        trusted: the log.
        faults: all that are found in it; that something is lost alone is none here.

    Raises:
        TimelineError: it is such a log; with the first faults.
    """
    contents, kept = trusted.contents, trusted.kept
    unfit = any(one.is_fault for one in (*contents.findings, *kept.findings))
    if unfit or contents.misnamed or contents.broken_packs:
        raise _not_sealed(trusted.folder, [one.fault for one in faults], "verify")


def _refuse_no_events(trusted: Trusted, leaves: Sequence[str]) -> None:
    """Refuse to seal lines of packs that match their ids and are no events.

    Raises:
        TimelineError: there are such among the leaves, or the system refuses a file.
    """
    places = trusted.contents.leaves
    try:
        faults = list(faults_of_lines(trusted.folder, (places[leaf] for leaf in leaves)))
    except OSError as error:
        raise log.unwritable(error, trusted.folder) from error
    if faults:
        raise _not_sealed(trusted.folder, faults, "check")


def _not_sealed(folder: Path, faults: Sequence[Fault], command: str) -> TimelineError:
    """The error of a log that is not sealed: with the first faults, and what tells all of them."""
    shown = [one._replace(path=os.path.normpath(folder / one.path)) for one in faults[:_SHOWN]]
    more = f", with {len(faults)} faults" if len(faults) > 1 else ""
    problem = f"nothing is sealed: the log is not as it was recorded{more}"
    return TimelineError((Fault(problem, Advice("see them all", call(command))), *shown))


_SHOWN = 5


def _refuse_name(name: str, trusted: Trusted) -> None:
    """Refuse a name that another seal has, or that means something else.

    Raises:
        TimelineError: it is taken.
        UsageError: it would be taken for a day, or for an id or a digest.
    """
    taken = {link.seal.name: link.seal for link in trusted.chain.links.values()}
    if name in taken:
        problem = f"a seal is called `{name}` already, that of {taken[name].recorded.at[:10]}"
        number = 2
        while f"{name}-{number}" in taken:
            number += 1
        raise TimelineError(problem, f"give the new one another name, such as {name}-{number}")
    if is_like_id(name.lower()):
        raise UsageError(f"`{name}` looks like an id", "give it a name such as annual-report")
    if name and _is_date(name):
        problem = f"`{name}` would be taken for a date"
        raise UsageError(problem, f"give it a name such as report-{'-'.join(name.split())}")


def _is_date(name: str) -> bool:
    if name[:10].count("-") == 2 and name[10:11] in ("T", "t", " "):
        name = name[:10]
    try:
        read_typed_date(name)
    except EdtfError:
        return False
    return True


def _next_name(links: Iterable[Link]) -> str:
    taken = {link.seal.name for link in links}
    number = len(taken) + 1
    while f"{USUAL}-{number}" in taken:
        number += 1
    return f"{USUAL}-{number}"


def _known(link: Link, *, lost: bool) -> Sealed:
    return Sealed(link.seal.id, link.seal.name, link.digest, 0, 0, new=False, lost=lost)


def _sign_and_write(
    folder: Path, body: dict[str, object], leaves: Sequence[str], file: str, chain: Chain
) -> None:
    """Sign a seal, and write it if no other was made meanwhile."""
    signature = signatures.sign(document.canonical(body), file, str(body["signature"]))
    with log.locked(folder):
        if read_chain(folder, read_contents(folder)).links.keys() != chain.links.keys():
            problem = "another seal was made while this one was signed"
            raise ConflictError(problem, "do the same again")
        _write(folder, body, leaves, signature)


def _write(
    folder: Path, body: dict[str, object], leaves: Sequence[str], signature: bytes = b""
) -> None:
    """Write the files beside a seal and then the seal, or none; the caller holds the lock.

    They are on disk before the seal has its name, so that no power cut leaves a seal without them.
    """
    event, faults = document.event_of(Document(body))
    if event is None:
        raise TimelineError(tuple(faults))
    path, data = file_of(body), yaml_text.write(body).encode()
    held, faults = read_file(data, path)
    if held is None:
        raise TimelineError(tuple(faults))
    listed = seal_files.list_of_leaves(leaves)
    at = seal_files.path_of_leaves(seal_files.sha256_of(listed))
    files = {} if _holds(folder / at, listed) else {at: listed}
    if signature:
        files[seal_files.path_of_signature(held.id)] = signature
    files = seal_files.with_git_attributes(folder, files)
    log.write(folder, files)
    try:
        log.write(folder, {path: data})
    except BaseException:
        with contextlib.suppress(OSError):
            log.remove(folder, files)
        raise


def _holds(file: Path, data: bytes) -> bool:
    """Whether a file is there already, as who died before the seal was written left it."""
    try:
        return file.read_bytes() == data
    except OSError:
        return False
