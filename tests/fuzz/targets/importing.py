"""What all imports have in common: what a reader finds is taken in, to no effect."""

import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from timeline.base.errors import Fault, TimelineError
from timeline.base.text import unfit
from timeline.exchange.entry import Entry, Items, WholeEvent
from timeline.exchange.reading import ReadOptions, open_file, suggest_file
from timeline.recording.imports.take_in import Row, Wanted, take_in

from fuzz.target import check_faults
from fuzz.targets.drafts import small_log

MOST = 20
"""So many entries of a file are taken in; all are read."""


def read_and_take(format_: str, data: bytes, options: ReadOptions = ReadOptions()) -> None:  # noqa: B008
    """Read a file as `timeline import` does, and take in what it holds without recording it."""
    try:
        found = open_file(format_, Path("file"), io.BytesIO(data), options)
        items = list(islice(_watch(found.items), MOST))
        for _ in _watch(found.items):
            pass
    except TimelineError as error:
        check_faults(error.faults)
        return
    if any(isinstance(item, Entry | WholeEvent) for item in items):
        _take(items)


def _take(items: list[Entry | WholeEvent | Fault | object]) -> None:
    wanted = Wanted(new=True, dry_run=True, keep_going=True)
    try:
        done = take_in(small_log(), iter(items), "Aida", wanted, _check_row)  # type: ignore[arg-type]
    except TimelineError as error:
        check_faults(error.faults)
    else:
        assert sum(done.counts.values()) >= 0


def _check_row(row: Row) -> None:
    check_faults(row.faults)


def _watch(items: Items) -> Iterator[Entry | WholeEvent | Fault | object]:
    for item in items:
        if isinstance(item, Fault):
            check_faults([item])
        elif isinstance(item, Entry):
            check_faults(item.faults)
        yield item


def suggest(format_: str, data: bytes, options: ReadOptions = ReadOptions()) -> None:  # noqa: B008
    """Print the mapping that fits a table, which must be one that can be read."""
    from timeline.exchange.tables import mapping

    try:
        text = suggest_file(format_, Path("file"), io.BytesIO(data), options)
    except TimelineError as error:
        check_faults(error.faults)
        return
    assert not unfit(text, in_file=True), text
    faults: tuple[Fault, ...] = ()
    try:
        mapping.read_file(text.encode(), "mapping.yaml")
    except TimelineError as error:
        faults = error.faults
    # Columns may be called what no mapping can say, and there may be nothing to suggest.
    assert all(_OF_NAMES.match(fault.problem) for fault in faults), (text, faults)


_OF_NAMES = re.compile(
    "a character that cannot be stored|longer than|this must be one line|this is blank"
    "|the file needs `fields`"
)
