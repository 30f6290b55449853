"""What others confirm of seals: who signed them, and when they were there."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.event import document
from timeline.log import folder as log
from timeline.log import seal_files
from timeline.trust import programs, signatures, time_stamps
from timeline.trust.chain import Link
from timeline.trust.contents import Contents
from timeline.trust.finding import Finding, from_fault
from timeline.trust.signatures import Signature

_RESTORE = "restore the file (git checkout)"


class Checks(NamedTuple):
    """What seals are compared with: files of allowed signers and of trusted authorities, if any."""

    allowed_signers: str = ""
    authorities: str = ""


NO_CHECKS = Checks()


class Stamp(NamedTuple):
    """A time stamp of a seal: where it lies, when and by whom it was made, what came of it."""

    path: str
    time: str
    authority: str
    state: time_stamps.State


class Witnessed(NamedTuple):
    """What is confirmed of a seal."""

    signature: Signature | None
    stamps: tuple[Stamp, ...] = ()


def need_programs(checks: Checks) -> None:
    """Refuse to compare with files what no program is there for.

    Raises:
        TimelineError: a program is not installed, or a file cannot be read.
    """
    for file, program, what_for in (
        (checks.allowed_signers, signatures.PROGRAM, "check signatures"),
        (checks.authorities, time_stamps.PROGRAM, "check time stamps"),
    ):
        if file:
            programs.need(program, what_for)
            try:
                Path(file).open("rb").close()
            except OSError as error:
                raise log.unwritable(error, Path(file)) from error


def read_witnesses(
    folder: Path,
    contents: Contents,
    links: Mapping[str, Link],
    checks: Checks = NO_CHECKS,
    findings: list[Finding] | None = None,
) -> dict[str, Witnessed]:
    """What signatures and time stamps confirm of the seals of a log, by their ids.

    Args:
        folder: the log.
        contents: what its files hold.
        links: its seals.
        checks: what they are compared with.
        findings: is given what is wrong.
    """
    wrong: list[Finding] = [] if findings is None else findings
    names = _names(folder, wrong)
    found: dict[str, Witnessed] = {}
    used: set[str] = set()
    for id_, link in links.items():
        canonical = document.canonical(contents.about_log[id_].held.body)
        signature = None
        if link.seal.signature:
            used.add(f"{id_}.sig")
            signature = _check_signature(folder, link, canonical, checks, wrong)
        elif checks.allowed_signers:
            problem = (
                f"the seal {link.seal.name} has no signature, so nobody is known to vouch for it"
            )
            wrong.append(Finding("unsigned", problem, "", link.place, id=id_))
        stamps = [name for name in names if name.endswith(".tsr") and name.startswith(f"{id_}-")]
        used.update(stamps)
        read = (_check_stamp(folder, name, link, checks, wrong) for name in stamps)
        found[id_] = Witnessed(signature, tuple(stamp for stamp in read if stamp))
    wrong += _unused(names, used)
    return found


def _names(folder: Path, wrong: list[Finding]) -> Sequence[str]:
    try:
        return sorted(os.listdir(folder / seal_files.FOLDER))  # noqa: PTH208 (names alone)
    except FileNotFoundError:
        return []
    except OSError as error:
        wrong.append(from_fault(log.unreadable(error, seal_files.FOLDER), "unreadable"))
        return []


def _check_signature(
    folder: Path, link: Link, canonical: bytes, checks: Checks, wrong: list[Finding]
) -> Signature:
    path, key = seal_files.path_of_signature(link.seal.id), link.seal.signature
    try:
        with log.open_file(folder, path) as file:
            data = file.read(_MAX_BYTES)
    except OSError as error:
        problem = f"the signature of the seal {link.seal.name}"
        if not isinstance(error, FileNotFoundError):
            problem = f"{problem} cannot be read"
        wrong.append(Finding("lost", problem, _RESTORE, path, id=link.seal.id))
        shown = signatures.fingerprint(key) if signatures.is_key(key) else ""
        return Signature(key, shown, "lost")
    found = signatures.check(canonical, data, key, checks.allowed_signers)
    if found.state == "bad":
        problem = f"the signature of the seal {link.seal.name} is not accepted: {found.problem}"
        wrong.append(Finding("signature", problem, "", path, id=link.seal.id))
    return found


def _check_stamp(
    folder: Path, name: str, link: Link, checks: Checks, wrong: list[Finding]
) -> Stamp | None:
    path = f"{seal_files.FOLDER}/{name}"
    try:
        with log.open_file(folder, path) as file:
            data = file.read(_MAX_BYTES)
    except OSError as error:
        wrong.append(from_fault(log.unreadable(error, path), "unreadable"))
        return None
    called = f"the seal {link.seal.name}"
    reply, problem = None, ""
    try:
        reply = time_stamps.read_reply(data)
    except ValueError:
        problem = "is no time-stamp reply of RFC 3161"
    if path != seal_files.path_of_stamp(link.seal.id, seal_files.sha256_of(data)):
        problem = "its bytes are not those that it is named after"
    elif reply and reply.digest != link.digest:
        problem = f"stamps something else than {called}"
    elif reply and not _is_confirmed(data, link, checks):
        problem = f"no authority in {checks.authorities} confirms that it stamped {called}"
    if problem:
        wrong.append(Finding("stamp", problem, _RESTORE, path, id=link.seal.id))
    if not reply:
        return None
    state: time_stamps.State = "good" if checks.authorities else "unchecked"
    return Stamp(path, reply.time, reply.authority, "bad" if problem else state)


def _is_confirmed(data: bytes, link: Link, checks: Checks) -> bool:
    if not checks.authorities:
        return True
    return time_stamps.is_confirmed(data, link.digest, checks.authorities)


_MAX_BYTES = 1 << 20
_OWN = re.compile(r".*\.yaml|\..*|leaves")


def _unused(names: Sequence[str], used: set[str]) -> Iterator[Finding]:
    for name in names:
        if name not in used and not _OWN.fullmatch(name):
            problem = "belongs to no seal of the log"
            yield Finding("unused", problem, "", f"{seal_files.FOLDER}/{name}")
