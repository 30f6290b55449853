"""Proofs of single events, checked as somebody else does: by the shell script in their folder."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from support.running import Ran

SHELLS = {"sh": ["sh"], "dash": ["dash"], "bash": ["bash", "--posix"], "busybox": ["busybox", "sh"]}
Files = dict[str, bytes]


def shell(name: str) -> list[str]:
    """The words that start a shell, by whole path; skips the test where it is not installed."""
    program, *options = SHELLS[name]
    found = shutil.which(program)
    if found is None:
        if "CI" in os.environ:
            pytest.fail(f"{program} is not installed: apt-get install {program}")
        pytest.skip(f"needs {program}")
    return [found, *options]


def check(folder: Path, *words: str, by: str = "sh", env: Mapping[str, str] | None = None) -> Ran:
    """Run the script of a proof, in an empty environment if none is given."""
    done = subprocess.run(  # noqa: S603 (our own script)
        [*shell(by), str(folder / "check.sh"), *words],
        env=dict(env or {}),
        capture_output=True,
        check=False,
        timeout=60,
    )
    printed = done.stdout + done.stderr
    assert printed.replace(b"\n", b"").decode("ascii").isprintable(), printed
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def read(folder: Path) -> Files:
    """The files of a proof that count: all but the page and the script, which say and check."""
    own = ("check.sh", "proof.html")
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in own}


class Mutation(NamedTuple):
    """A change of the files of a proof; what is None is removed."""

    about: str
    files: Mapping[str, bytes | None]


Change = Callable[[random.Random, bytes], bytes]


def _flip_bit(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _insert(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at:]


def _delete(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + 1 + chance.randrange(3) :]


def _truncate(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def _append(chance: random.Random, data: bytes) -> bytes:
    more = (b"\n", b"\r\n", b"\0", b" ", b"\t", b"\n\n", b"left " + b"0" * 64 + b"\n", b"\\", b"#")
    return data + chance.choice(more)


def _prepend(chance: random.Random, data: bytes) -> bytes:
    return chance.choice((b"\xef\xbb\xbf", b" ", b"\n", b"\0", b"left ", b"{")) + data


def _change_digit(chance: random.Random, data: bytes) -> bytes:
    places = [at for at, byte in enumerate(data) if byte in b"0123456789abcdef"]
    at = chance.choice(places)
    other = chance.choice([digit for digit in b"0123456789abcdef" if digit != data[at]])
    return data[:at] + bytes([other]) + data[at + 1 :]


def _change_case(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = lines[at].swapcase()
    return b"\n".join(lines)


def _drop_line(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def _repeat_line(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
    return b"".join(lines)


def _swap_lines(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _flip_side(chance: random.Random, data: bytes) -> bytes:
    sides = [at for at in range(len(data)) if data.startswith((b"left ", b"right "), at)]
    if not sides:
        return data
    at = chance.choice(sides)
    if data.startswith(b"left ", at):
        return data[:at] + b"right " + data[at + 5 :]
    return data[:at] + b"left " + data[at + 6 :]


def _change_ends(chance: random.Random, data: bytes) -> bytes:
    return data.replace(b"\n", chance.choice((b"\r\n", b"\r", b" \n", b"\n\n", b"\0\n")))


CHANGES: tuple[Change, ...] = (
    *(_flip_bit, _insert, _delete, _truncate, _append, _prepend, _change_digit, _change_case),
    *(_drop_line, _repeat_line, _swap_lines, _flip_side, _change_ends),
)


def mutate(chance: random.Random, files: Files, others: Files) -> Mutation:
    """A proof that differs from a right one in at least one byte.

    Args:
        chance: chooses how.
        files: of the right proof.
        others: of a right proof of another event, of which files are put in the place of some.
    """
    while True:
        changed = _mutate_once(chance, files, others)
        if any(files[name] != data for name, data in changed.files.items()):
            return changed


def _mutate_once(chance: random.Random, files: Files, others: Files) -> Mutation:
    name, other = chance.choice(sorted(files)), chance.choice(sorted(files))
    how = chance.randrange(20)
    if how == 0:
        return Mutation("removed", {name: None})
    if how == 1:
        return Mutation("swapped", {name: files[other], other: files[name]})
    if how == 2:
        chosen = chance.sample(sorted(files), chance.randint(1, len(files)))
        return Mutation("of another", {one: others.get(one) for one in chosen})
    change = chance.choice(CHANGES)
    found: dict[str, bytes | None] = {name: change(chance, files[name])}
    if chance.random() < 0.2:
        found[other] = chance.choice(CHANGES)(chance, files[other])
    return Mutation(change.__name__, found)


def put(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Put the files of a mutation into the folder of a proof; of the right proof, back again."""
    for name, data in files.items():
        if data is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(data)
