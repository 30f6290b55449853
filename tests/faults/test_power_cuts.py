"""Whenever the power goes, the log has all of what a command adds or nothing, and what it told of.

What a disk may hold after each call is enumerated by what POSIX promises, and each such state is
made in a folder and read. That the disk itself tells the truth when it is synced is not shown.
"""

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from support.faults import COMMANDS, claims, copy, make_base, tell
from support.power_cuts import WATCHED, Disk, operations
from support.running import here
from support.traced import command, needs_strace, traced

pytestmark = needs_strace


class Cuts:
    """The states that cuts may leave, each looked at once."""

    def __init__(self, top: Path, place: Path) -> None:
        self.disk, self.folder = Disk(top), place / "cut"
        self.chance = random.Random(1)  # noqa: S311
        self.known: dict[tuple[tuple[str, bytes], ...], list[str] | None] = {}
        self.cuts = 0

    def run(self, trace: Sequence[str], out: str) -> list[tuple[bool, list[str] | None]]:
        """For each state after each call: whether the command had told of it, and what it holds."""
        told = False
        found = [(told, held) for held in self._held()]
        for operation in operations(trace):
            acknowledges = operation.name == "writev" and operation.file == out
            if acknowledges or self.disk.do(operation):
                told = told or acknowledges
                found += [(told, held) for held in self._held()]
        return found

    def _held(self) -> list[list[str] | None]:
        self.cuts += 1
        states = list(self.disk.after_cut(self.chance))
        for state in states:
            key = tuple(sorted(state.items()))
            if key not in self.known:
                self.known[key] = self._read(state)
        return [self.known[tuple(sorted(state.items()))] for state in states]

    def _read(self, state: dict[str, bytes]) -> list[str] | None:
        """What the events of a log claim after a cut; None where there is no log."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for path, data in state.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        if not (self.folder / "events" / "timeline.yaml").is_file():
            return None
        assert here("verify", "-q", cwd=self.folder).code == 0
        return claims(self.folder)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "rebuild"])
def test_a_log_has_all_or_nothing_whenever_the_power_goes(place: Path, name: str) -> None:
    words, adds, _, first = COMMANDS[name]
    base, folder = make_base(place, first), place / "seen"
    done = copy(base, "done")
    here(*words, cwd=done)
    before, after = claims(base), claims(done)
    copy(base, "seen")
    shutil.rmtree(folder / ".timeline")
    cuts = Cuts(folder, place)
    trace = traced(folder, command(words), *WATCHED).trace
    found = cuts.run(trace, f"{folder}.out")
    assert all(held in (before, after) for _, held in found)
    told = [held for told, held in found if told]
    assert all(held == after for held in told)
    assert told or not adds or name.startswith("import")
    assert found[-1][1] == after
    assert before == after or before in [held for _, held in found]
    assert cuts.cuts > 5 or not (adds or name == "pack")
    tell(f"power cuts: {name}", cuts.cuts)
    tell(f"states of the disk: {name}", len(cuts.known))


def test_what_is_added_to_a_new_log_stays(place: Path) -> None:
    folder = place / "new"
    folder.mkdir()
    cuts = Cuts(place / "new", place)
    found = []
    for words in (["init"], ["add", "2020", "New", "-k", "visit"]):
        trace = traced(folder, command(words), *WATCHED).trace
        found += cuts.run(trace, f"{folder}.out")
    told = [held for told, held in found if told]
    assert told
    assert all(held is not None and len(held) == 1 for held in told)


@pytest.mark.parametrize("sync", [1, 2, 3])
def test_a_folder_that_a_killed_writer_made_stays(place: Path, sync: int) -> None:
    words = ["add", "2020", "New", "-k", "visit"]
    folder = copy(make_base(place), "seen")
    cuts = Cuts(folder, place)
    killed = traced(folder, command(words), *WATCHED, "-e", f"inject=fsync:signal=KILL:when={sync}")
    assert killed.ran.code == -9
    cuts.run(killed.trace, f"{folder}.out")
    done = traced(folder, command(words), *WATCHED)
    found = cuts.run(done.trace, f"{folder}.out")
    told = [held for told, held in found if told]
    assert told
    assert all(held is not None and len(held) == 11 for held in told)
