"""The files of a log as events: one event in a file of its own, or many in a pack, a line each.

A line of a pack is `--- ` and the whole event in canonical form, id included: YAML with a document
a line, which JSON readers read faster. Where an event lies is its *place*: the path of its file
below the log, in a pack followed by `:` and its line.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from timeline.base.errors import MAX_FAULTS, Fault
from timeline.base.text import lines
from timeline.event import document, quick_yaml, yaml_text
from timeline.event.document import Document
from timeline.event.held import Held
from timeline.event.quick_read import read_canonical
from timeline.event.schema import Wrong
from timeline.event.types import Erasure
from timeline.log import folder as log

_START = b"--- "
_SIGN = _START + b'{"'
"""How a pack begins, and no event that this program writes into a file of its own."""
_RESTORE = "restore the file (git checkout)"


def id_in_name(path: str) -> str:
    """The id that the name of a file ends in; empty if it ends in none."""
    found = _ID_IN_NAME.search(path)
    return found[1] if found else ""


_ID_IN_NAME = re.compile(r"(?:^|[-/])([0-9a-hjkmnp-tv-z]{16})\.yaml$")


def is_pack(data: bytes) -> bool:
    """Whether a file that begins so is a pack."""
    return data.startswith(_SIGN)


def read_file(data: bytes, path: str) -> tuple[Held | None, list[Fault]]:
    """The event in a file of its own, or all that is wrong with the file."""
    text, faults = document.decode(data, path)
    if faults:
        return None, faults
    body = quick_yaml.read(text)
    held, _ = _held(Document(body, path), 0) if body is not None else (None, [])
    if held is not None:
        return held, []
    found, faults = document.read_yaml(text, path)
    if faults:
        return None, faults
    if len(found) != 1:
        what = "no event" if not found else f"{len(found)} documents"
        remedy = f"{_RESTORE}, or give each event a file of its own"
        second = found[1] if found else Document({}, path, start=0)
        wrong = Wrong((), f"{what}: a file of the log holds one event", remedy)
        return None, [second.fault(wrong)]
    return _held(found[0], 0)


def _held(found: Document, line: int) -> tuple[Held | None, list[Fault]]:
    event, faults = document.event_of(found)
    if event is None:
        return None, faults
    forms = document.forms_of(found.body)
    fault = document.fault_of_id(found, forms.digest)
    if fault is None and isinstance(event, Erasure):
        fault = _fault_of_erasure(found, event)
    if fault:
        return None, [fault]
    recorded = event.recorded
    text = _as_json(found.body)
    return Held(event.id, event.EVENT, recorded.at, recorded.by, text, forms, line), []


def _fault_of_erasure(found: Document, erasure: Erasure) -> Fault | None:
    """The fault of an erasure of which the id is not that of the digest, if it is such a one."""
    expected = document.id_of(erasure.digest)
    if erasure.erases == expected:
        return None
    problem = f"erases {erasure.erases}, and its digest is that of {expected}: it erases nothing"
    return found.fault(Wrong(("digest",), problem, "no such erasure is made here: remove it"))


# What has been read holds itself nowhere.
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def path_of_pack(sha256: str) -> str:
    """The path of a pack below the log, by the SHA-256 of its bytes in hexadecimal."""
    return f"{log.PACKS}/{document.id_of(sha256)}.yaml"


def fault_of_name(path: str, sha256: str) -> Fault | None:
    """The fault of a pack whose bytes are not those that its name was made of, if it has one.

    A pack whose name has another form, as after renaming, has none to check.

    Args:
        path: of the pack, below the log.
        sha256: of its bytes, in hexadecimal.
    """
    name, expected = PurePosixPath(path).name, PurePosixPath(path_of_pack(sha256)).name
    if name == expected or not _NAME_OF_PACK.fullmatch(name):
        return None
    problem = f"changed since it was written: its bytes give the name {expected}"
    return Fault(problem, f"{_RESTORE}; if it is right as it is, rename it to {expected}", path)


_NAME_OF_PACK = re.compile(r"[0-9a-hjkmnp-tv-z]{16}\.yaml")


def pack_line(body: Mapping[str, object], text: str = "") -> bytes:
    """The line of a pack that holds an event.

    Args:
        body: of the event.
        text: its canonical form with the id, if the caller has it.
    """
    return _START + (text.encode() if text else document.canonical(body, without=())) + b"\n"


def read_pack(file: BinaryIO, path: str) -> Iterator[Held | Fault]:
    """The events of a pack in the order of its lines, and what is wrong with it.

    A faulty line hides no other; of many faults the first are told, and how many more there are.
    """
    told = 0
    for number, line in lines(file, yaml_text.MAX_BYTES):
        held, faults = read_line(line or b"", path, number)
        if held is not None:
            yield held
        elif told < MAX_FAULTS:
            yield from faults
        told += bool(faults)
    if told > MAX_FAULTS:
        yield Fault(f"and {told - MAX_FAULTS:,} more lines are at fault", _RESTORE, path)


def read_line(line: bytes, path: str, number: int) -> tuple[Held | None, list[Fault]]:
    """The event in a line of a pack, or all that is wrong with the line."""
    held = read_canonical(line[len(_START) :], number) if line.startswith(_SIGN) else None
    if held is not None and held.kind != Erasure.EVENT:
        return held, []
    body = unpack_line(line)
    if body is None:
        problem = "no event in canonical form: a line of a pack is `--- ` and one such event"
        return None, [Fault(problem, _RESTORE, path, number)]
    return _held(Document(body, path, start=number), number)


def unpack_line(line: bytes) -> dict[str, object] | None:
    """The body in a line of a pack, keys in the order of files; None if the line has no such form.

    Numbers are read as texts, and so differ from what stands there when they are written again.
    """
    text = line.removesuffix(b"\n")
    try:
        body = json.loads(
            text.removeprefix(_START), parse_int=str, parse_float=str, parse_constant=str
        )
        if not isinstance(body, dict) or document.tidy(body) != body:
            return None
    except (ValueError, RecursionError):
        return None
    if _START + document.canonical(body, without=()) != text:
        return None
    return document.in_order(body)


def reads_back(line: bytes, body: Mapping[str, object]) -> bool:
    """Whether a line of a pack that was made of a right event gives the event again.

    Args:
        line: the line.
        body: of the event, which has nothing but texts, lists and maps.
    """
    found: object = _texts_alone.decode(line.removeprefix(_START).decode())
    return found == body


def _refuse(number: str) -> str:
    raise ValueError(number)


_texts_alone = json.JSONDecoder(parse_int=_refuse, parse_float=_refuse)


def split_place(place: str) -> tuple[str, int]:
    """The path of a file and the line of a pack that a place names; 0 for a file of its own."""
    path, _, line = place.rpartition(":")
    return (path, int(line)) if path.endswith(".yaml") and line.isdecimal() else (place, 0)


def faults_at(folder: Path, found: Iterable[tuple[str, Wrong]]) -> list[Fault]:
    """Faults of events with the lines they stand in, for which each file is read again once.

    Args:
        folder: the log.
        found: the place of each event, and what is wrong with it.

    Returns:
        The faults, those of a file together.
    """
    of_files: dict[str, list[tuple[int, Wrong]]] = {}
    for place, wrong in found:
        path, line = split_place(place)
        of_files.setdefault(path, []).append((line, wrong))
    return [fault for path, wrongs in of_files.items() for fault in _of_file(folder, path, wrongs)]


def _of_file(folder: Path, path: str, wrongs: Sequence[tuple[int, Wrong]]) -> Iterator[Fault]:
    loose = None
    if any(not line for line, _ in wrongs):
        data, _ = log.read_bytes(folder, path, yaml_text.MAX_BYTES)
        text, _ = document.decode(data, path)
        found, _ = document.read_yaml(text, path)
        loose = found[0] if found else None
    for line, wrong in wrongs:
        if line:
            yield Document({}, path, start=line).fault(wrong)
        else:
            yield loose.fault(wrong) if loose else Fault(wrong.problem, wrong.remedy, path)
