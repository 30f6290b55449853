"""Whether a log is what it was: its files against their ids, and its seals against its files.

Nothing but the files of the log is asked, never its projection, so that a fresh copy is verified as
well as the log in which the events were recorded.
"""

import contextlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.collector import without_collector
from timeline.base.errors import MAX_FAULTS, Fault
from timeline.event import merkle
from timeline.event.types import Erasure
from timeline.log import archive, seal_files
from timeline.log import folder as log
from timeline.trust.chain import Chain, Link, NoSealError, read_chain
from timeline.trust.contents import Contents, read_contents
from timeline.trust.finding import KINDS, Finding
from timeline.trust.kept import KeptSources, read_kept
from timeline.trust.late import late_events
from timeline.trust.witness import NO_CHECKS, Checks, Witnessed, need_programs, read_witnesses

AT_FAULT = "it may be in a file that is at fault"
"""What is said where something is not found in a log of which not all can be read."""
_GIT = "restore it: git log --all --name-only -- '*{}.yaml' names the commits that had it"


class Gap(NamedTuple):
    """An event, or a kept source by its SHA-256, that a seal covers and an erasure removed."""

    id: str
    erasure: str
    reason: str
    at: str
    by: str
    seal: str


class Verified(NamedTuple):
    """What a verification found.

    `events` are how many the log holds, seals and erasures left out, in `files` files of which
    `packs` are packs. `sealed` are
    how many of them the seals cover which were asked for, `missing` how many these cover that are
    not there, erased ones among them; `unsealed` are covered by no seal, `since` by none of those
    that were asked for. `kept` are copies of sources, `kept_gaps` those that were erased.
    `witnessed` is what is confirmed of seals, by their ids, where that was asked.
    """

    events: int
    files: int
    packs: int
    kept: int
    seals: tuple[Link, ...]
    sealed: int
    missing: int
    unsealed: int
    since: int
    gaps: tuple[Gap, ...]
    kept_gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]
    witnessed: Mapping[str, Witnessed] = {}

    @property
    def faults(self) -> tuple[Finding, ...]:
        """That the log is not what it was."""
        return tuple(one for one in self.findings if one.is_fault)

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What changes no content."""
        return tuple(one for one in self.findings if not one.is_fault)


class Trusted(NamedTuple):
    """A log as its files are, and its seals."""

    folder: Path
    contents: Contents
    chain: Chain
    kept: KeptSources

    def find_seal(self, typed: str) -> Link:
        """The seal that a name, an id, its beginning, or a digest leads to.

        Raises:
            NoSealError: none, or several. Where files are at fault, which may hold it, they are
                named as well, by their paths below the log.
        """
        try:
            return self.chain.find(typed)
        except NoSealError as error:
            if not (faults := self.unread_faults) or self.chain.matching(typed):
                raise
            missing = error.faults[0]._replace(remedy=AT_FAULT)
            raise NoSealError((missing, *faults)) from error

    @property
    def unread_faults(self) -> tuple[Fault, ...]:
        """What is wrong with files, so that seals may be missing."""
        findings = (*self.contents.findings, *self.chain.findings)
        return tuple(
            one.fault._replace(problem=f"{one.kind}: {one.problem}")
            for one in findings
            if one.is_fault
        )[:MAX_FAULTS]


def read_log(folder: Path) -> Trusted:
    """Read the files of a log, and its seals."""
    with without_collector():
        contents = read_contents(folder)
        return Trusted(folder, contents, read_chain(folder, contents), read_kept(folder))


def verify(folder: Path, since: str = "", checks: Checks = NO_CHECKS) -> Verified:
    """Verify a log, and the signatures and time stamps of its seals.

    Args:
        folder: the log.
        since: the seal whose state the log must still hold: a name, an id or a digest; empty for
            all seals.
        checks: what signatures and time stamps are compared with.

    Raises:
        TimelineError: there is no such seal, or several; or nothing is there to compare with.
    """
    need_programs(checks)
    trusted = read_log(folder)
    found = verify_log(trusted, since)
    findings = list(found.findings)
    links = trusted.chain.links
    witnessed = read_witnesses(folder, trusted.contents, links, checks, findings)
    return found._replace(witnessed=witnessed, findings=tuple(sorted(findings, key=_order)))


def verify_log(trusted: Trusted, since: str = "") -> Verified:
    """Verify a log that was read; see `verify`."""
    contents, chain = trusted.contents, trusted.chain
    asked = [trusted.find_seal(since)] if since else list(chain.heads)
    covered = chain.covered(asked)
    missing = _not_in(contents.leaves, covered)
    everywhere = chain.covered(chain.heads) if since else covered
    erasures = _erasures(contents)
    copies = {sha256: one for one in _all_erasures(contents) for sha256 in one.sources}
    gaps = tuple(_gaps(missing, covered, erasures))
    gone = _missing_sources(trusted, asked)
    findings = [
        *(*contents.findings, *chain.findings, *trusted.kept.findings),
        *_misnamed(contents),
        *_broken_packs(contents, everywhere),
        *_lost(missing - erasures.keys(), covered, (*contents.findings, *chain.findings)),
        *_returned(contents, erasures),
        *_lost_sources(gone, copies),
        *_renamed_copies(trusted),
        *_returned_copies(trusted, copies),
        *_unused_lists(trusted),
        *_settings(contents, asked),
        *_attributes(trusted.folder),
    ]
    own = {link.leaf for link in chain.links.values()}
    stubs = sum(one.held.kind == "erasure" for one in contents.about_log.values())
    recorded = len(contents.leaves) - len(own)
    sealed = len(covered) - len(missing) - len(own & covered.keys())
    absent = _not_in(contents.leaves, everywhere) if since else missing
    there = len(everywhere) - len(absent)
    unsealed = recorded - (there - len(own & everywhere.keys()))
    if unsealed:
        places = contents.leaves
        new = {leaf: places[leaf] for leaf in places.keys() - everywhere.keys() - own}
        findings += late_events(trusted.folder, new, chain.links.values())
    return Verified(
        events=recorded - stubs,
        files=contents.files,
        packs=contents.packs,
        kept=len(trusted.kept.files),
        seals=tuple(chain.links.values()),
        sealed=sealed,
        missing=len(missing),
        unsealed=unsealed,
        since=recorded - sealed,
        gaps=gaps,
        kept_gaps=tuple(_kept_gaps(gone, copies)),
        findings=tuple(sorted(findings, key=_order)),
    )


def _not_in(leaves: Mapping[str, object], covered: Mapping[str, Link]) -> frozenset[str]:
    """The leaves that seals cover and a log does not hold, which mostly are none."""
    if covered.keys() <= leaves.keys():
        return frozenset()
    return frozenset(covered.keys() - leaves.keys())


def _order(finding: Finding) -> tuple[int, str, int, str]:
    return KINDS.index(finding.kind), finding.path, finding.line, finding.problem


def _misnamed(contents: Contents) -> Iterator[Finding]:
    """Files whose names state another id than that of the event in them, or none."""
    stated = {id_: path for path, id_ in contents.named.items() if id_}
    for path, id_ in contents.misnamed.items():
        name = contents.named[path]
        other = stated.get(id_)
        if name and other and other in contents.misnamed:
            problem = f"holds the event {id_}, after which {other} is named"
            yield Finding("swapped", problem, "restore both files (git checkout)", path, id=id_)
            continue
        named = f"is named after {name}" if name else "has no id in its name"
        problem = f"holds the event {id_}, and {named}"
        right = PurePosixPath(path).with_name(f"...-{id_}.yaml").name
        yield Finding("renamed", problem, f"give it a name that ends in {right[4:]}", path, id=id_)


def _broken_packs(contents: Contents, covered: Collection[str]) -> Iterator[Finding]:
    """Packs whose bytes are not those that they are named after, and what no seal covers there."""
    for path, expected in contents.broken_packs.items():
        problem = f"its bytes give the name {PurePosixPath(expected).name}"
        remedy = "restore the file (git checkout): it is as it was written no more"
        yield Finding("changed", problem, remedy, path)
        if not covered:
            continue
        for leaf, (at, line) in contents.leaves.items():
            if at == path and leaf not in covered:
                id_ = leaf[:16]
                yield Finding("added", f"no seal covers the event {id_}", "", path, line, id_)


def _all_erasures(contents: Contents) -> list[Erasure]:
    """The erasures of the log, in the order of recording."""
    events = (one.held.event for one in contents.about_log.values())
    found = [event for event in events if isinstance(event, Erasure)]
    return sorted(found, key=lambda event: (event.recorded.at, event.id))


def _erasures(contents: Contents) -> Mapping[str, Erasure]:
    """The erasures of the log, by the leaf of what each of them removes; the first of several."""
    found: dict[str, Erasure] = {}
    for event in _all_erasures(contents):
        found.setdefault(merkle.leaf(event.erases, event.digest), event)
    return found


def _gaps(
    missing: Collection[str], covered: Mapping[str, Link], erasures: Mapping[str, Erasure]
) -> Iterator[Gap]:
    for leaf, erasure in erasures.items():
        if leaf in missing:
            yield _gap(erasure.erases, erasure, covered[leaf])


def _kept_gaps(gone: Mapping[str, Link], erased: Mapping[str, Erasure]) -> Iterator[Gap]:
    for sha256, link in gone.items():
        if erasure := erased.get(sha256):
            yield _gap(sha256, erasure, link)


def _gap(what: str, erasure: Erasure, link: Link) -> Gap:
    recorded = erasure.recorded
    return Gap(what, erasure.id, erasure.reason, recorded.at, recorded.by, link.seal.name)


def _lost(
    missing: Collection[str], covered: Mapping[str, Link], findings: Iterable[Finding]
) -> Iterator[Finding]:
    """The leaves that seals cover and no file holds, if no fault of their file is found."""
    named_already = {one.id for one in findings if one.is_fault} if missing else ()
    for leaf in sorted(missing):
        id_, link = leaf[:16], covered[leaf]
        if id_ not in named_already:
            problem = f"no file holds the event {id_}, which the seal {link.seal.name} covers"
            yield Finding("lost", problem, _GIT.format(id_), f"*-{id_}.yaml", id=id_)


def _returned(contents: Contents, erasures: Mapping[str, Erasure]) -> Iterator[Finding]:
    """Files that hold what was erased, or corrections of it."""
    for leaf, erasure in erasures.items():
        if leaf in contents.leaves:
            path, line = contents.leaves[leaf]
            problem = f"holds the event {erasure.erases}, which {erasure.id} erased"
            remedy = Advice("remove it for good", call("erase", erasure.erases))
            yield Finding("returned", problem, remedy, path, line, erasure.erases)
    if erasures:
        yield from _returned_corrections(contents, {one.erases for one in erasures.values()})


def _returned_corrections(contents: Contents, erased: Collection[str]) -> Iterator[Finding]:
    """Files that hold corrections of what was erased, which may repeat it."""
    correcting: dict[str, list[str]] = defaultdict(list)
    for id_, one in contents.corrections.items():
        correcting[one.target].append(id_)
    found, pending = set(erased), [*erased]
    while pending:
        new = [id_ for id_ in correcting.get(pending.pop(), ()) if id_ not in found]
        found.update(new)
        pending += new
    found.difference_update(erased)
    for leaf, (path, line) in contents.leaves.items() if found else ():
        if (id_ := leaf[:16]) in found:
            kind, target = contents.corrections[id_]
            problem = f"holds the {kind} {id_} of what was erased, {target}"
            remedy = Advice("remove it for good", call("erase", id_))
            yield Finding("returned", problem, remedy, path, line, id_)


def _missing_sources(trusted: Trusted, asked: Sequence[Link]) -> dict[str, Link]:
    """The copies of sources that are not there, by their SHA-256, each with a seal over it."""
    there = {one.sha256 for one in trusted.kept.files}
    return {
        sha256: link
        for head in asked
        for link in trusted.chain.back_from(head)
        for sha256 in link.seal.sources
        if sha256 not in there
    }


def _lost_sources(gone: Mapping[str, Link], erased: Collection[str]) -> Iterator[Finding]:
    """Copies of sources that are not there, nor erased."""
    for sha256, link in gone.items():
        if sha256 not in erased:
            problem = f"a kept source that the seal {link.seal.name} covers"
            remedy = "restore it (git checkout), or archive the same file again"
            yield Finding("lost", problem, remedy, f"archive/{sha256}.*", id=link.seal.id)


def _renamed_copies(trusted: Trusted) -> Iterator[Finding]:
    """Copies of sources that do not lie where events say: their ending tells how they are read."""
    there = {one.sha256: one.path for one in trusted.kept.files}
    paths = {one.path for one in trusted.kept.files}
    for path in sorted(trusted.contents.copies - paths):
        if found := there.get(archive.sha256_by_name(path)):
            name = PurePosixPath(path).name
            problem = f"holds the kept source that events call {name}"
            yield Finding("renamed", problem, f"give it the name {name}", found)


def _unused_lists(trusted: Trusted) -> Iterator[Finding]:
    """Lists of what seals cover that no seal names, as one that was removed leaves behind."""
    named = {seal_files.path_of_leaves(link.seal.leaves) for link in trusted.chain.links.values()}
    with contextlib.suppress(OSError):  # what cannot be read is told where it is needed
        for path in seal_files.lists(trusted.folder):
            if path not in named:
                problem = "a list of what a seal covers, and no seal names it"
                yield Finding("unused", problem, _SEAL_OF_LIST, path)


_SEAL_OF_LIST = "see what became of the seal: git log --all --name-only -- '*/seals/*'"


def _returned_copies(trusted: Trusted, erased: Mapping[str, Erasure]) -> Iterator[Finding]:
    """Copies of sources that were erased and are there."""
    for one in trusted.kept.files:
        if erasure := erased.get(one.sha256):
            problem = f"a copy of a source that was erased with {erasure.erases}, by {erasure.id}"
            remedy = Advice("remove it for good", call("erase", erasure.erases))
            yield Finding("returned", problem, remedy, one.path, id=erasure.erases)


def _settings(contents: Contents, asked: Sequence[Link]) -> Iterator[Finding]:
    """That the settings are not those of a seal that was asked for."""
    for link in asked:
        if contents.settings and link.seal.settings != contents.settings:
            problem = f"differs from the settings that the seal {link.seal.name} covers"
            remedy = "answers may differ: compare it with what git has of that day"
            yield Finding("settings", problem, remedy, log.SETTINGS, id=link.seal.id)


def _attributes(folder: Path) -> Iterator[Finding]:
    """That git may change the bytes of events, so that they match their ids no more."""
    try:
        text = (folder / log.GIT_ATTRIBUTES).read_bytes()
    except OSError:
        return
    if log.ATTRIBUTES.encode() not in text:
        problem = f"does not say `{log.ATTRIBUTES.strip()}`: git may change the bytes of events"
        yield Finding("attributes", problem, "write this line", log.GIT_ATTRIBUTES)
