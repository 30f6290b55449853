"""What the files of a log hold, read from the files themselves and from nothing else."""

import contextlib
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby, repeat
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from timeline.base.errors import MAX_FAULTS, Fault
from timeline.base.forked import map_in_order, processors
from timeline.event import document, merkle, quick_write, quick_yaml, yaml_text
from timeline.event.checked import is_right
from timeline.event.held import Held
from timeline.event.types import ABOUT_LOG, CORRECTIONS
from timeline.log import files
from timeline.log import folder as log
from timeline.log.paths import FOLDERS, file_of
from timeline.trust.finding import Finding, Kind, from_fault
from timeline.trust.packs import match_lines

_PIECE = 1 << 18
"""So many bytes of a pack are taken apart at once; they fit near a processor."""


Place = tuple[str, int]
"""The path of a file below the log, and the line of an event in it if it is a pack, else 0."""


class InFile(NamedTuple):
    """An event about the log itself, and the place at which it lies."""

    held: Held
    place: Place


class Correction(NamedTuple):
    """An amendment or a retraction: which of these, and what it corrects."""

    kind: str
    target: str


class Contents:
    """What the files of a log hold.

    `leaves` has the place of each event by its leaf, `ID DIGEST`; `about_log` its seals and
    erasures by their ids. `named` has the id that the name of each loose file states, empty where
    it states none; `misnamed` are those that hold another event, with its id. `broken_packs` are
    packs whose name is not that of their bytes, with the path that is. `corrections` are known by
    their ids. `copies` are the paths of
    kept sources that events state. `settings` is the SHA-256 of timeline.yaml, empty where it
    cannot be read.
    """

    def __init__(self) -> None:
        self.leaves: dict[str, Place] = {}
        self.about_log: dict[str, InFile] = {}
        self.findings: list[Finding] = []
        self.named: dict[str, str] = {}
        self.misnamed: dict[str, str] = {}
        self.broken_packs: dict[str, str] = {}
        self.corrections: dict[str, Correction] = {}
        self.copies: set[str] = set()
        self.files = self.packs = 0
        self.settings = ""

    def add(self, leaf: str, place: Place) -> None:
        """Note an event."""
        self.leaves.setdefault(leaf, place)

    def add_many(self, leaves: Sequence[str], path: str, before: int) -> None:
        """Note events that stand in a pack, a line each, after so many other lines."""
        lines = range(before + 1, before + len(leaves) + 1)
        self._add_all(dict(zip(leaves, zip(repeat(path), lines, strict=False), strict=True)))

    def _add_all(self, places: Mapping[str, Place]) -> None:
        """Note events; of one that is there already the first place counts."""
        if self.leaves.keys().isdisjoint(places):
            self.leaves.update(places)
        else:
            for leaf, place in places.items():
                self.add(leaf, place)

    def take(self, other: "Contents") -> None:
        """Take in what files hold that come after those that were read here."""
        self._add_all(other.leaves)
        for id_, one in other.about_log.items():
            self.about_log.setdefault(id_, one)
        self.findings += other.findings
        self.named |= other.named
        self.misnamed |= other.misnamed
        self.broken_packs |= other.broken_packs
        self.corrections |= other.corrections
        self.copies |= other.copies
        self.files += other.files
        self.packs += other.packs


def read_contents(folder: Path) -> Contents:
    """Read all files of a log that hold events."""
    found = Contents()
    scan = log.scan(folder)
    for fault in (*scan.odd, *scan.unread):
        found.findings.append(from_fault(fault, "unreadable"))
    found.settings = _sha256_of_settings(folder, found)
    groups = list(_groups(scan.files))
    shared = [group for group in groups if not _is_large(group)]
    count = processors() if sum(map(len, shared)) >= _MANY else 1
    results = map_in_order(partial(_read_group, folder), shared, count)
    with contextlib.closing(results):
        for group in groups:
            if count == 1 or _is_large(group):
                _read_files(folder, group, found)
            else:
                found.take(next(results))
    return found


_MANY = 2_000
"""With so many files of their own it pays to share them among processes."""
_GROUP = 200
"""So many files a process reads before it tells what they hold."""
_LARGE = 1 << 17
"""From so many bytes on a file is mostly a pack, of which there is too much to tell."""


def _groups(scanned: Sequence[log.FileStat]) -> Iterator[Sequence[log.FileStat]]:
    """Files in their order, some at once; a large one by itself."""
    for is_large, some in groupby(scanned, lambda file: file.size >= _LARGE):
        several, size = list(some), 1 if is_large else _GROUP
        for start in range(0, len(several), size):
            yield several[start : start + size]


def _is_large(group: Sequence[log.FileStat]) -> bool:
    return group[0].size >= _LARGE


def _read_group(folder: Path, group: Sequence[log.FileStat]) -> Contents:
    found = Contents()
    _read_files(folder, group, found)
    return found


def _read_files(folder: Path, scanned: Sequence[log.FileStat], found: Contents) -> None:
    for file in scanned:
        found.files += 1
        try:
            data = log.read_start(folder, file.path, min(file.size, yaml_text.MAX_BYTES) + 1)
            if files.is_pack(data):
                with log.open_file(folder, file.path) as opened:
                    read_pack(opened, file.path, found)
            else:
                read_loose(data, file.path, found)
        except OSError as error:
            fault = log.unreadable(error, file.path)
            kind: Kind = "lost" if isinstance(error, FileNotFoundError) else "unreadable"
            id_ = files.id_in_name(file.path)
            found.findings.append(from_fault(fault, kind, id_))


def _sha256_of_settings(folder: Path, found: Contents) -> str:
    try:
        with log.open_file(folder, log.SETTINGS) as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError as error:
        found.findings.append(from_fault(log.unreadable(error, log.SETTINGS), "unreadable"))
        return ""


def read_loose(data: bytes, path: str, found: Contents) -> None:
    """Take in the event of a file of its own.

    Args:
        data: the bytes of the file.
        path: of the file, below the log.
        found: is given the event, and what is wrong with the file.
    """
    found.named[path] = stated = files.id_in_name(path)
    if match := _matching_event(data):
        body, digest = match
        found.add(merkle.leaf(str(body["id"]), digest), (path, 0))
    else:
        held, faults = files.read_file(data, path)
        if held is None:
            found.findings += (from_fault(fault, "changed", stated) for fault in faults[:1])
            return
        _note(held, (path, 0), found)
        body = held.body
    _note_copy(body, found)
    _note_correction(body, found)
    _note_form(body, data, path, found)


def _matching_event(data: bytes) -> tuple[Mapping[str, object], str] | None:
    """The body and the digest of a right event that matches its id; None where not surely so."""
    try:
        body = quick_yaml.read(data.decode())
    except UnicodeDecodeError:
        return None
    if body is None or body.get("event") in ABOUT_LOG or not is_right(body):
        return None
    digest = document.digest(body)
    return (body, digest) if body.get("id") == document.id_of(digest) else None


def _note_copy(body: Mapping[str, object], found: Contents) -> None:
    """Note where an event says that the copy of a source lies."""
    for part in (body, body.get("set")):
        path = part.get("archive") if isinstance(part, Mapping) else None
        if isinstance(path, str):
            found.copies.add(path)


def _note_correction(body: Mapping[str, object], found: Contents) -> None:
    kind = str(body["event"])
    if kind in CORRECTIONS:
        target = str(body.get("amends") or body.get("retracts"))
        found.corrections[str(body["id"])] = Correction(kind, target)


def _note_form(body: Mapping[str, object], data: bytes, path: str, found: Contents) -> None:
    """Note where a file lies, how it is called and how it is written, if otherwise than usual."""
    id_ = str(body["id"])
    if found.named[path] != id_:
        found.misnamed[path] = id_
    elif (usual := _usual_place(body)) not in (path, f"{PurePosixPath(path).parent}/"):
        problem = f"lies elsewhere than it was written: {usual}"
        found.findings.append(Finding("moved", problem, "", path, id=id_))
    ordered = document.in_order(body)
    quick = quick_write.write(ordered)
    if (quick is None or quick.encode() != data) and yaml_text.write(ordered).encode() != data:
        problem = "says the same in other comments, spaces or order than when it was written"
        found.findings.append(Finding("reformatted", problem, _RESTORE, path, id=id_))


_RESTORE = "restore the file (git checkout)"


def _usual_place(body: Mapping[str, object]) -> str:
    """The path at which an event is written; of a correction the folder alone, with a slash.

    Corrections are named after what they correct, as it was called then.
    """
    kind = str(body["event"])
    return f"{FOLDERS[kind]}/" if kind in CORRECTIONS else file_of(body)


def _note(held: Held, place: Place, found: Contents) -> None:
    found.add(merkle.leaf(held.id, held.forms.digest), place)
    if held.kind in ABOUT_LOG:
        found.about_log.setdefault(held.id, InFile(held, place))


def read_pack(file: BinaryIO, path: str, found: Contents) -> None:
    """Take in the events of a pack; see `read_loose`.

    Raises:
        OSError: the system refuses.
    """
    sha256 = hashlib.sha256()
    found.packs += 1
    number = faults = 0
    for block in _whole_lines(file):
        sha256.update(block)
        if matched := match_lines(block):
            found.add_many(matched.leaves, path, number)
            lines = matched.others
            number += len(matched.leaves)
        else:
            lines = io.BytesIO(block).readlines()
            faults += _read_lines(lines, path, number, found)
            number += len(lines)
        _note_others(lines, found)
    if faults > MAX_FAULTS:
        problem = f"in all {faults:,} lines are at fault"
        found.findings.append(Finding("changed", problem, _RESTORE, path))
    expected = files.path_of_pack(sha256.hexdigest())
    if PurePosixPath(path).name != PurePosixPath(expected).name:
        found.broken_packs[path] = expected
    elif path != expected:
        problem = f"lies elsewhere than it was written: {expected}"
        found.findings.append(Finding("moved", problem, "", path))


def _note_others(lines: Sequence[bytes], found: Contents) -> None:
    """Note what lines of a pack that may be no happenings say of copies and corrections."""
    for line in lines:
        if copy := _COPY.search(line):
            found.copies.add(copy[1].decode())
        elif (target := _TARGET.search(line)) and (id_ := _ID.search(line)):
            kind = "amendment" if target[1] == b"amends" else "retraction"
            found.corrections[id_[1].decode()] = Correction(kind, target[2].decode())


_COPY = re.compile(rb'"archive":"(archive/[0-9a-f]{64}\.[a-z0-9]{1,5})"')
"""Where a line of a pack says that the copy of a source lies. Quotes within texts are escaped."""
_TARGET = re.compile(rb'"(amends|retracts)":"([0-9a-hjkmnp-tv-z]{16})"')
_ID = re.compile(rb',"id":"([0-9a-hjkmnp-tv-z]{16})"')


def faults_of_lines(folder: Path, places: Iterable[Place]) -> Iterator[Fault]:
    """What is wrong with lines of packs that match their ids and are no right events.

    Args:
        folder: the log.
        places: of events, those in files of their own among them.

    Raises:
        OSError: the system refuses.
    """
    by_pack: dict[str, set[int]] = {}
    for path, number in places:
        if number:
            by_pack.setdefault(path, set()).add(number)
    for path in sorted(by_pack):
        wanted = by_pack[path]
        with log.open_file(folder, path) as file:
            for number, line in enumerate(file, 1):
                if number in wanted:
                    yield from files.read_line(line, path, number)[1]


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file, many lines at once; the last may end without a line feed."""
    begun: list[bytes] = []
    while piece := file.read(_PIECE):
        end = piece.rfind(b"\n") + 1
        if end:
            yield b"".join((*begun, piece[:end]))
            begun = [piece[end:]]
        else:
            begun.append(piece)
    if rest := b"".join(begun):
        yield rest


def _read_lines(lines: Sequence[bytes], path: str, before: int, found: Contents) -> int:
    """Read lines of a pack one by one; how many are at fault, of which the first are told."""
    faults = 0
    for number, line in enumerate(lines, before + 1):
        held, wrong = files.read_line(line, path, number)
        if held is not None:
            _note(held, (path, number), found)
            continue
        faults += 1
        if faults <= MAX_FAULTS:
            found.findings += (from_fault(fault, "changed") for fault in wrong)
    return faults
