"""What a reader of another format makes of a file: entries to record, and faults.

A reader yields these in the order of the file, and never holds the whole file if the format lets
it; what is at fault is passed over and reading goes on. Whether an entry is recorded, amends what
an earlier import recorded, or says nothing new is decided by `timeline.recording.imports.take_in`.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from timeline.base.errors import Fault
from timeline.event.document import Document
from timeline.event.types import Event

Operation = Literal["add", "correct", "retract"]


class ExternalId(NamedTuple):
    """The identity of an entry in the system that it comes from; it becomes one of its `refs`."""

    scheme: str
    id: str


class Past(NamedTuple):
    """How and when an entry entered the system that it comes from, where that is known.

    `operation` says what it did there to the entry that `refers_to` names, by its id in that
    system. `at` is the instant, as in `recorded`; `by` is who did it, `reason` why.
    """

    at: str = ""
    by: str = ""
    operation: Operation = "add"
    refers_to: str = ""
    reason: str = ""


class Entry(NamedTuple):
    """One thing that a file has for the log.

    The document is a draft of an event: without id, schema and recording, with names and words of
    dates as they stand in the file. Its `columns` are all that the file
    could say of it: what they do not say any more, an amendment takes away. With `faults` it is
    refused; `unread` are the fields that they are about, and columns of `Past`.
    """

    document: Document
    external_id: ExternalId | None = None
    past: Past | None = None
    faults: tuple[Fault, ...] = ()
    unread: tuple[str, ...] = ()


class WholeEvent(NamedTuple):
    """An event of a log, with its id and recording, to be taken over as it is."""

    document: Document
    event: Event


class Note(NamedTuple):
    """What a file holds that is not taken, or that is understood in one of two ways.

    It refuses nothing; `line` of `path` is where it stands.
    """

    text: str
    path: str
    line: int


Items = Iterator[Entry | WholeEvent | Fault | Note]
"""What a reader yields."""
