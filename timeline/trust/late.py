"""Events that no seal covers, though they say that they were recorded before the newest seal."""

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from timeline.base.errors import MAX_FAULTS
from timeline.event import yaml_text
from timeline.event.held import Held
from timeline.log import files
from timeline.log import folder as log
from timeline.trust.chain import Link
from timeline.trust.contents import Place
from timeline.trust.finding import Finding

_REMEDY = "as after a merge with another copy; or somebody gave it an earlier time"


def late_events(
    folder: Path, unsealed: Mapping[str, Place], seals: Collection[Link]
) -> Iterator[Finding]:
    """Notices of such events, the first of them and how many more there are.

    Args:
        folder: the log.
        unsealed: the leaves that no seal covers, with their places.
        seals: of the log.
    """
    if not seals or not unsealed:
        return
    newest = max(seals, key=lambda link: link.seal.recorded.at).seal
    found = (
        (path, held)
        for path, held in _read(folder, unsealed)
        if (held.body["recorded"].get("entered") or held.recorded_at) < newest.recorded.at
    )
    for path, held in islice(found, MAX_FAULTS):
        at = f"{held.recorded_at[:10]} {held.recorded_at[11:16]} UTC"
        problem = (
            f"the event {held.id} says it was recorded on {at}, before the seal {newest.name}, "
            "which does not cover it"
        )
        yield Finding("late", problem, _REMEDY, path, held.line, held.id)
    if more := sum(1 for _ in found):
        yield Finding("late", f"and {more:,} more such events", _REMEDY)


def _read(folder: Path, unsealed: Mapping[str, Place]) -> Iterator[tuple[str, Held]]:
    """Events at some places, each with the path of its file."""
    by_file: dict[str, set[int]] = {}
    for path, line in unsealed.values():
        by_file.setdefault(path, set()).add(line)
    for path in sorted(by_file):
        # What went away or cannot be read any more is told of by the next verification.
        with contextlib.suppress(OSError), log.open_file(folder, path) as file:
            if by_file[path] == {0}:
                held, _ = files.read_file(file.read(yaml_text.MAX_BYTES + 1), path)
                found: Iterable[Held | None] = [held]
            else:
                wanted = by_file[path]
                found = (
                    files.read_line(line, path, number)[0]
                    for number, line in enumerate(file, 1)
                    if number in wanted
                )
            yield from ((path, held) for held in found if held is not None)
