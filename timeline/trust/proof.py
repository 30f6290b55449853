"""The proof of one event: the way from it up to a seal, for somebody who does not have the log.

An event is a leaf of the tree of a seal. Where the proof ends in a later seal, that seal is a leaf
of the tree of the next one, and so on: each stage of a proof leads from a leaf to the root that a
seal states.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, TimelineError
from timeline.event import document, merkle
from timeline.event.held import Held
from timeline.event.types import Erasure
from timeline.log import files, seal_files
from timeline.log import folder as log
from timeline.trust.chain import Chain, Link
from timeline.trust.contents import Place
from timeline.trust.finding import Finding
from timeline.trust.verify import AT_FAULT, Trusted
from timeline.trust.witness import Stamp, read_witnesses


class StampFile(NamedTuple):
    """A time stamp of a seal: what it says, and its bytes."""

    stamp: Stamp
    data: bytes


class Stage(NamedTuple):
    """The way from a leaf up to the root of the tree of a seal.

    `canonical` are the bytes of the seal whose SHA-256 is its digest; `signature` those of the file
    that signs it, empty if none does.
    """

    leaf: str
    steps: Sequence[merkle.Step]
    link: Link
    canonical: bytes
    signature: bytes = b""
    stamps: tuple[StampFile, ...] = ()


class Proof(NamedTuple):
    """What proves that an event is in a seal.

    `canonical` are the bytes of the event whose SHA-256 is its digest; `stages` lead up, the last
    one to the seal in which the proof ends.
    """

    id: str
    digest: str
    body: Mapping[str, object]
    canonical: bytes
    stages: tuple[Stage, ...]

    @property
    def seal(self) -> Link:
        """The seal in which the proof ends."""
        return self.stages[-1].link


_ID_SIGNS = re.compile("[0-9a-hjkmnp-tv-z]{4,16}")
_SHOWN = 8


def find_by_id(trusted: Trusted, typed: str) -> str:
    """The id of an event that the log holds, held or seals, from the beginning of it.

    Args:
        trusted: the log.
        typed: an id, or the beginning of one with four signs or more.

    Returns:
        The id; empty if what was typed is no beginning of any.

    Raises:
        TimelineError: several ids begin so.
    """
    typed = typed.strip().lower()
    if not _ID_SIGNS.fullmatch(typed):
        return ""
    leaves = {*trusted.contents.leaves, *trusted.chain.covered(trusted.chain.heads)}
    ids = {leaf[:16] for leaf in leaves} | {one.erases for one in _erasures(trusted)}
    found = sorted(id_ for id_ in ids if id_.startswith(typed))
    if len(found) > 1:
        more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        which = ", ".join([*found[:_SHOWN], *more])
        problem = f"{len(found)} events have ids that begin with `{typed}`"
        raise TimelineError(problem, f"which of these? {which}")
    return found[0] if found else ""


def prove(trusted: Trusted, id_: str, since: str = "") -> Proof:
    """The proof that an event is in a seal.

    Args:
        trusted: the log.
        id_: of the event.
        since: the seal in which the proof ends: a name, an id or a digest; empty for the first one
            that covers the event.

    Raises:
        TimelineError: no seal covers the event, it was erased, or the log does not hold it as it
            was sealed; or the signature or a time stamp of a seal is not right.
    """
    chain = trusted.chain
    chosen = trusted.find_seal(since) if since else None
    for erasure in _erasures(trusted):
        if erasure.erases == id_:
            problem = f"the event {id_} was erased by {erasure.id}: its content is gone"
            raise TimelineError(problem, "a copy of the log from before may still prove it")
    covered = chain.covered([chosen] if chosen else chain.heads)
    leaf = next((leaf for leaf in trusted.contents.leaves if leaf[:16] == id_), "")
    if leaf not in covered:
        raise _not_covered(trusted, id_, chosen)
    first = covered[leaf]
    held = _read(trusted.folder, trusted.contents.leaves[leaf], leaf)
    stages = []
    for link in _way(chain, leaf, chosen or first):
        leaves = link.leaves or ()
        steps = merkle.path(leaves, leaves.index(leaf))
        body = trusted.contents.about_log[link.seal.id].held.body
        stages.append(Stage(leaf, steps, link, document.canonical(body)))
        leaf = link.leaf
    canonical = document.canonical(held.body)
    return Proof(held.id, held.forms.digest, held.body, canonical, _with_witnesses(trusted, stages))


def _with_witnesses(trusted: Trusted, stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """The stages with the signatures and time stamps of their seals."""
    links = {stage.link.seal.id: stage.link for stage in stages}
    findings: list[Finding] = []
    witnessed = read_witnesses(trusted.folder, trusted.contents, links, findings=findings)
    if faults := [one.fault for one in findings if one.is_fault]:
        raise TimelineError(tuple(faults[:1]))
    found = []
    for id_, stage in zip(links, stages, strict=True):
        signature = b""
        if stage.link.seal.signature:
            signature = _bytes(trusted.folder, seal_files.path_of_signature(id_))
        stamps = (StampFile(one, _bytes(trusted.folder, one.path)) for one in witnessed[id_].stamps)
        found.append(stage._replace(signature=signature, stamps=tuple(stamps)))
    return tuple(found)


def _bytes(folder: Path, path: str) -> bytes:
    try:
        with log.open_file(folder, path) as file:
            return file.read()
    except OSError as error:
        raise TimelineError(log.unreadable(error, path)) from error


def _erasures(trusted: Trusted) -> Iterator[Erasure]:
    for one in trusted.contents.about_log.values():
        if isinstance(one.held.event, Erasure):
            yield one.held.event


def _not_covered(trusted: Trusted, id_: str, chosen: Link | None) -> TimelineError:
    """Why no seal, or not the one that was chosen, covers an event that the log holds."""
    chain = trusted.chain
    for leaf, link in chain.covered(chain.heads).items():
        if leaf[:16] != id_:
            continue
        if leaf not in trusted.contents.leaves:
            problem = f"the log does not hold the event {id_} as the seal {link.seal.name} has it"
            return TimelineError(problem, Advice("see what is wrong", call("verify")))
        called = chosen.seal.name if chosen else ""
        problem = f"the seal {called} does not cover the event {id_}"
        return TimelineError(problem, f"the first that does is {link.seal.name}")
    problem = f"no seal covers the event {id_}"
    if faults := trusted.unread_faults:
        return TimelineError((Fault(problem, AT_FAULT), *faults))
    again = f", without the seal {chosen.seal.name}" if chosen else ""
    return TimelineError(problem, Advice(f"seal the log, then ask again{again}", call("seal")))


def _read(folder: Path, place: Place, leaf: str) -> Held:
    """The event at a place; see `timeline.trust.contents`.

    Raises:
        TimelineError: it is not there any more, or has changed.
    """
    path, line = place
    try:
        with log.open_file(folder, path) as file:
            data = file.read() if not line else _line(file, line)
    except OSError as error:
        raise TimelineError(log.unreadable(error, path)) from error
    held, faults = files.read_line(data, path, line) if line else files.read_file(data, path)
    if held is None:
        raise TimelineError(tuple(faults[:1]))
    if merkle.leaf(held.id, held.forms.digest) != leaf:
        raise TimelineError(f"{path} changed while it was read", "do the same again")
    return held


def _line(file: Iterable[bytes], number: int) -> bytes:
    return next(islice(file, number - 1, None), b"")


def _way(chain: Chain, leaf: str, last: Link) -> Sequence[Link]:
    """The fewest seals from one that has a leaf up to the last one, each a leaf of the next."""
    above: dict[str, Link | None] = {last.seal.id: None}
    for link in chain.back_from(last):
        if link.seal.id not in above or link.leaves is None:
            continue
        if leaf in link.leaves:
            found = [link]
            while (next_ := above[found[-1].seal.id]) is not None:
                found.append(next_)
            return found
        for id_ in link.seal.previous:
            before = chain.links.get(id_)
            if before is not None and before.leaf in link.leaves:
                above.setdefault(id_, link)
    problem = f"nothing leads from the event {leaf[:16]} to the seal {last.seal.name}"
    raise TimelineError(problem, Advice("see what is wrong", call("verify")))
