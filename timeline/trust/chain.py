"""The seals of a log as a chain: what each of them is the first to cover, and what it builds on.

A seal names the newest seals before it, and has these among its leaves, so that it fixes all that
they cover by full digests. Two copies of a log that were sealed apart have two newest seals after a
merge; the next one joins them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.errors import TimelineError
from timeline.event import merkle
from timeline.event.types import Seal
from timeline.log import folder as log
from timeline.log import seal_files
from timeline.trust.finding import Finding

if TYPE_CHECKING:
    from timeline.trust.contents import Contents

_RESTORE = "restore the file (git checkout), or merge a copy of the log that holds it"


class NoSealError(TimelineError):
    """No seal is meant by a name, or several are."""


class Link(NamedTuple):
    """A seal as the log holds it.

    `leaves` are those that it is the first to cover, None where their list is not to be had or is
    not the one that was sealed. `place` is the path of the file that the seal lies in.
    """

    seal: Seal
    digest: str
    place: str
    leaves: tuple[str, ...] | None

    @property
    def leaf(self) -> str:
        """Its own leaf in the seal that comes after it."""
        return merkle.leaf(self.seal.id, self.digest)


class Chain(NamedTuple):
    """The seals of a log by their ids, in the order of recording, and what is wrong with them."""

    links: Mapping[str, Link]
    findings: tuple[Finding, ...] = ()

    @property
    def heads(self) -> tuple[Link, ...]:
        """The newest seals: those that no other comes after."""
        before = {id_ for link in self.links.values() for id_ in link.seal.previous}
        return tuple(link for id_, link in self.links.items() if id_ not in before)

    def back_from(self, link: Link) -> Iterator[Link]:
        """A seal, and those that it builds on, each once, as far as they are there."""
        pending, seen = [link.seal.id], {link.seal.id}
        while pending:
            one = self.links[pending.pop(0)]
            yield one
            new = [p for p in one.seal.previous if p in self.links and p not in seen]
            seen.update(new)
            pending += new

    def covered(self, links: Iterable[Link]) -> dict[str, Link]:
        """The leaves that seals cover with those before them, each with the first that does."""
        chosen = {one.seal.id for link in links for one in self.back_from(link)}
        found: dict[str, Link] = {}
        for id_, link in self.links.items():
            if id_ in chosen:
                for leaf in link.leaves or ():
                    found.setdefault(leaf, link)
        return found

    def matching(self, typed: str) -> list[Link]:
        """The seals of a name; where none has it, those of the beginning of an id.

        An id or a digest is that alone: whoever forges a seal can call it like the digest of
        another.
        """
        given = typed.strip()
        lowered = given.lower()
        links = self.links.values()
        if is_like_id(lowered):
            return [one for one in links if lowered in (one.digest, one.seal.id)]
        return [one for one in links if one.seal.name == given] or [
            one for one in links if len(lowered) >= _SHORTEST and one.seal.id.startswith(lowered)
        ]

    def find(self, typed: str) -> Link:
        """The seal that a name, an id, its beginning, or a digest leads to.

        Raises:
            NoSealError: none, or several.
        """
        given, found = typed.strip(), self.matching(typed)
        if len(found) == 1:
            return found[0]
        if found:
            which = ", ".join(f"{one.seal.id} of {one.seal.recorded.at[:10]}" for one in found)
            raise NoSealError(f"{len(found)} seals are called `{given}`", f"give an id: {which}")
        problem = f"the log holds no seal `{given}`"
        if not self.links:
            raise NoSealError(problem, Advice("make one", call("seal")))
        holds = f"it holds: {few_names([one.seal.name for one in self.links.values()])}"
        if is_like_id(given.lower()):
            holds = f"it was removed, or is of another log; {holds}"
        raise NoSealError(problem, holds)


_SHORTEST = 4
_SHOWN = 8


def few_names(names: Sequence[str]) -> str:
    """The names of seals as they are told: of many the newest, and how many more there are."""
    more = len(names) - _SHOWN
    rest = f" and {more:,} older" if more > 0 else ""
    return ", ".join(names[-_SHOWN:]) + rest


_LIKE_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{16}|[0-9a-f]{64}")


def is_like_id(text: str) -> bool:
    """Whether a text is an id or a digest, whatever seal it is of."""
    return bool(_LIKE_ID.fullmatch(text))


def read_chain(folder: Path, contents: "Contents") -> Chain:
    """The seals of a log, each compared with the list of its leaves.

    Args:
        folder: the log.
        contents: what its files hold.
    """
    findings: list[Finding] = []
    links: dict[str, Link] = {}
    seals = [
        (one.held.event, one.held.forms.digest, one.place[0]) for one in contents.about_log.values()
    ]
    for event, digest, place in sorted(seals, key=lambda s: (s[0].recorded.at, s[0].id)):
        if isinstance(event, Seal):
            leaves = read_leaves(folder, event, place, findings)
            links[event.id] = Link(event, digest, place, leaves)
    for link in links.values():
        findings += _faults_of_order(link, links)
    return Chain(links, tuple(findings))


def read_leaves(
    folder: Path, seal: Seal, place: str, findings: list[Finding], *, with_root: bool = True
) -> tuple[str, ...] | None:
    """The leaves that a seal is the first to cover, compared with what it says of them.

    The seal names their list by its hash, so the root fits, too, unless another program made it.

    Args:
        folder: the log.
        seal: the seal.
        place: where it lies below the log.
        findings: is given what is wrong with the list of its leaves; None is returned then.
        with_root: compare the root, for which each leaf is hashed.
    """
    path = seal_files.path_of_leaves(seal.leaves)
    called = f"the seal {seal.name}"
    try:
        data = seal_files.read_list(folder, seal.leaves)
    except FileNotFoundError:
        problem = f"the list of what {called} covers"
        findings.append(Finding("lost", problem, _RESTORE, path, id=seal.id))
        return None
    except OSError as error:
        fault = log.unreadable(error, path)
        findings.append(Finding("unreadable", fault.problem, fault.remedy, path, id=seal.id))
        return None
    if seal_files.sha256_of(data) != seal.leaves:
        problem = f"its bytes are not those that {called} names"
        findings.append(Finding("changed", problem, _RESTORE, path, id=seal.id))
        return None
    leaves = seal_files.leaves_in(data)
    fits = leaves and str(len(leaves)) == seal.count
    if not fits or (with_root and merkle.root(leaves) != seal.root):
        problem = f"{called} does not have the root of the leaves that it names"
        findings.append(Finding("seal", problem, "no such seal is made here", place, id=seal.id))
        return None
    return tuple(leaves)


def _faults_of_order(link: Link, links: Mapping[str, Link]) -> Iterator[Finding]:
    """What is wrong with how a seal builds on others."""
    seal = link.seal
    for id_ in seal.previous:
        before = links.get(id_)
        if before is None:
            problem = f"the seal {id_}, on which the seal {seal.name} builds"
            yield Finding("lost", problem, _RESTORE, f"*-{id_}.yaml", id=id_)
        elif link.leaves is not None and before.leaf not in link.leaves:
            problem = f"the seal {seal.name} does not cover the seal {before.seal.name} before it"
            yield Finding("seal", problem, "no such seal is made here", link.place, id=seal.id)
