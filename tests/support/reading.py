"""Reading files of other programs' formats in tests."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from timeline.base.days import day_number
from timeline.base.errors import Fault
from timeline.event.document import Document, complete, event_of
from timeline.exchange.entry import Entry, Note, WholeEvent

TODAY = day_number(2026, 11, 25)
RECORDED = {"at": "2026-11-25T09:00:00.000000Z", "by": "Aida"}

Found = list[Entry | WholeEvent | Fault | Note]


def reading(read: Callable[..., Any], name: str) -> Callable[..., Found]:
    """A reader of texts or bytes, which it takes for a file of that name."""

    def found(content: str | bytes, **options: Any) -> Found:
        data = content if isinstance(content, bytes) else content.encode()
        return list(read(Path(name), io.BytesIO(data), today=TODAY, **options))

    return found


def bodies(found: Found) -> list[dict[str, Any]]:
    """What entries say; there is no fault among them."""
    assert all(isinstance(part, Entry) for part in found), found
    return [part.document.body for part in found if isinstance(part, Entry)]


def told(found: Found) -> list[str]:
    """The faults, without excerpt and remedy; each has a remedy."""
    faults = [part for part in found if isinstance(part, Fault)]
    assert all(fault.remedy for fault in faults)
    return [f"{fault.where}: {fault.problem}" for fault in faults]


def assert_sound(found: Found) -> None:
    """Every entry is a happening but for signs that cannot be stored; every fault says what is."""
    for part in found:
        if isinstance(part, Fault):
            assert part.problem
            assert part.where
            continue
        if isinstance(part, Note):
            assert part.text
            continue
        assert isinstance(part, Entry)
        _, faults = event_of(_stored(part.document))
        assert all("character" in fault.problem for fault in faults), faults


def _stored(offered: Document) -> Document:
    """What is offered as it would be stored, with keys for names."""
    body = {"event": "happening", "kind": "meeting", **offered.body}
    if "places" in body:
        body["places"] = ["x"]
    if "actors" in body:
        body["actors"] = [{"actor": "x", "role": "partner"}]
    return offered._replace(body=complete(body, RECORDED))
