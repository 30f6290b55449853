"""How fast files of other programs' formats are read, and in how much memory.

    python tests/benchmarks/formats.py [ENTRIES]

Each file has ENTRIES entries (20,000) and is made as it is read, so that the memory told is that of
the reader. Memory is the peak of what Python holds, measured in a second run.
"""

import io
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from timeline.exchange import reading

_ICAL = """\
BEGIN:VEVENT
UID:{0}@example.org
SUMMARY:Meeting {0}
DTSTART;TZID=Asia/Bishkek:20170301T100000
DTEND;TZID=Asia/Bishkek:20170301T113000
DESCRIPTION:A meeting like others.\\nIt has two lines.
ATTENDEE;CN=Aida:mailto:aida@example.org
END:VEVENT
"""
_SLIDE = '{{"start_date": {{"year": 2017, "month": 3}}, "text": {{"headline": "Meeting {0}"}}}},\n'
_SKETCH = (
    '{{"message": "Meeting {0}", "datetime": "2017-03-01T10:00:00Z", "timestamp_desc": "x"}}\n'
)
_FILES = {
    "ical": ("BEGIN:VCALENDAR\n", _ICAL, "END:VCALENDAR\n"),
    "timelinejs": ('{"events": [\n', _SLIDE, '{"start_date": {"year": 1}, "text": {}}]}'),
    "timelinejs, table": ("Year,Month,Headline,Text\n", "2017,3,Meeting {0},<p>Text</p>\n", ""),
    "markwhen": ("title: x\n", "2017-03-01 / 2 weeks: Meeting {0} #tag\n  More of it.\n", ""),
    "timesketch": ("", _SKETCH, ""),
    "timesketch, table": (
        "message,datetime,timestamp_desc,tag\n",
        'Meeting {0},2017-03-01T10:00:00Z,x,"a,b"\n',
        "",
    ),
}


class _Made(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, parts: Iterator[str]) -> None:
        self.parts, self.rest = parts, b""

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Put the next bytes into a buffer; how many they are."""
        if not self.rest:
            self.rest = next(self.parts, "").encode()
        count = min(len(self.rest), len(buffer))
        buffer[:count], self.rest = self.rest[:count], self.rest[count:]
        return count


def _file(name: str, count: int) -> BinaryIO:
    head, entry, tail = _FILES[name]

    def parts() -> Iterator[str]:
        yield from [head] if head else []
        for i in range(count):
            yield entry.format(i)
        yield tail

    return io.BufferedReader(_Made(parts()))


def main(count: int) -> None:
    """Print a line a format."""
    print(f"{count:,} entries each")
    for name in _FILES:
        reader = reading.find_reader(name.partition(",")[0])
        started = time.perf_counter()
        found = _counted(reader.read, name, count)
        seconds = time.perf_counter() - started
        tracemalloc.start()
        _counted(reader.read, name, count // 10)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"{name:20} {found / seconds:10,.0f} a second   {peak / 2**20:6.1f} MiB for a tenth")


def _counted(read: Callable[..., Iterator[object]], name: str, count: int) -> int:
    return sum(1 for _ in read(Path(name), _file(name, count)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
