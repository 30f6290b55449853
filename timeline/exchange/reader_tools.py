"""What readers of other programs' formats have in common: bounded texts, and words for events."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from timeline.base import days
from timeline.base.errors import Fault
from timeline.base.text import lines as bounded
from timeline.dates import edtf
from timeline.event.document import decode
from timeline.event.schema import LONGEST_LINE
from timeline.exchange.entry import ExternalId

MAX_WHOLE = 64 << 20
"""How large a file may be that is read as one document."""
MAX_LINE = 1 << 20
"""How long a line may be."""
_LONGEST_TITLE = 200


class Line(NamedTuple):
    """A line of a text without its end; `number` counts from 1."""

    number: int
    text: str


def read_text(path: str, data: BinaryIO) -> tuple[str, list[Fault]]:
    """The text of a file in UTF-8 that is read whole, and the fault that there is none."""
    text, faults = decode(data.read(MAX_WHOLE + 1), path, MAX_WHOLE)
    if not faults and not text.strip():
        faults = [empty_file_fault(path)]
    return text, faults


def empty_file_fault(path: str) -> Fault:
    """The fault of a file in which nothing stands."""
    return Fault("nothing stands in this file", "export it again, or name another file", path)


def read_lines(path: str, data: BinaryIO) -> Iterator[Line | Fault]:
    """The lines of a file in UTF-8, read as they are asked for; a fault is the last of them."""
    number = 0
    for number, raw in bounded(data, MAX_LINE):
        if raw is None:
            problem = f"a line longer than {MAX_LINE:,} bytes"
            yield Fault(problem, "see whether this is a file of the format", path, number)
            return
        text, faults = decode(raw, path)
        if faults:
            yield faults[0]._replace(line=number)
            return
        yield Line(number, text.rstrip("\r\n"))
    if not number:
        yield empty_file_fault(path)


def one_line(text: str) -> str:
    """A text on one line, with single spaces."""
    return " ".join(text.split())


def several_lines(text: str) -> str:
    """A text with line feeds alone as ends of lines, without blank ones around it."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).replace("\ufeff", "")
    found = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", found).strip("\n")


def title_and_summary(text: str, rest: str = "") -> dict[str, object]:
    """Title and summary of what has one text: the first line, cut between words if it is long.

    What does not fit into the title stands whole in the summary, before `rest`.
    """
    text = several_lines(text.strip())
    title = one_line(text.partition("\n")[0])
    if len(title) > _LONGEST_TITLE:
        title = f"{title[:_LONGEST_TITLE].rpartition(' ')[0] or title[:_LONGEST_TITLE]} …"
    parts = [
        part for part in ("" if title == one_line(text) else text, several_lines(rest)) if part
    ]
    return {"title": title, "summary": "\n\n".join(parts)}


def status_of(date: str, today: int | None) -> str:
    """`planned` for what begins after today, `occurred` for the rest."""
    begins = edtf.parse(date).earliest
    return "planned" if begins > (days.today() if today is None else today) else "occurred"


def web_reference(url: str) -> dict[str, str] | None:
    """A web address as one of the `refs` of an event, if it is one that fits there."""
    url = url.strip()
    if not re.fullmatch(r"https?://\S+", url, re.IGNORECASE) or len(url) > LONGEST_LINE:
        return None
    return {"scheme": "url", "id": url}


def id_within_file(scheme: str, path: str, id_: str) -> ExternalId | None:
    """The identity of an entry whose id is its own within one file alone.

    Args:
        scheme: what the other system is called in `refs`.
        path: the file.
        id_: of the entry; without one it has no identity.
    """
    return ExternalId(scheme, f"{Path(path).name}#{id_}") if id_ else None
