"""JSON lines: events of a log, or drafts, one a line.

What an export writes is read back as it is. A line without id and recording is a draft.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from timeline.base.advice import Advice, call
from timeline.base.errors import Fault
from timeline.base.text import lines, masked_json
from timeline.event import document, json_text, yaml_text
from timeline.event.document import Document
from timeline.event.schema import Wrong
from timeline.exchange.entry import Entry, Items, WholeEvent

_OWN = ("id", "schema", "recorded")
"""Keys by which an event of a log is told from a draft."""


def write(body: Mapping[str, object]) -> str:
    """The line of a whole event: its canonical form, with signs that steer a terminal escaped."""
    return masked_json(document.canonical(body, without=()).decode()) + "\n"


def read(path: Path, data: BinaryIO) -> Items:
    """The events of a file, one a line; blank lines are passed over."""
    for number, line in lines(data, yaml_text.MAX_BYTES):
        if line is None:
            problem = f"longer than {yaml_text.MAX_BYTES:,} bytes"
            yield Fault(problem, "an event is an object on a line of its own", str(path), number)
        elif line.strip():
            yield from _read_line(line, str(path), number)


def _read_line(line: bytes, path: str, number: int) -> Iterator[Entry | WholeEvent | Fault]:
    text, faults = document.decode(line, path)
    if faults:
        yield from (fault._replace(line=number) for fault in faults)
        return
    items, faults = json_text.read(text)
    yield from (fault._replace(path=path, line=number) for fault in faults)
    for item in items:
        body = document.tidy_map(item.value)
        yield from read_document(Document(body, path, start=number))


def read_document(draft: Document) -> Iterator[Entry | WholeEvent | Fault]:
    """The event of a log if a document has what only a log gives, else an entry to record."""
    if not any(key in draft.body for key in _OWN):
        yield Entry(draft)
        return
    event, faults = document.event_of(draft)
    if event is not None and document.fault_of_id(draft, document.digest(draft.body)):
        problem = "the content does not match the id: edited after it was exported"
        words = f"leave out {', '.join(_OWN)} to record it as new, or correct what is recorded"
        remedy = Advice(words, call("amend", str(draft.body["id"])))
        faults = [draft.fault(Wrong(("id",), problem, remedy))]
    yield from faults
    if event is not None and not faults:
        yield WholeEvent(draft._replace(body=document.in_order(draft.body)), event)
