"""What a question about the past costs, against the same question about the present.

    python tests/benchmarks/clocks.py [EVENTS] [RUNS]

The log has EVENTS happenings (100,000) and a fifth as many amendments, spread over a year of
recording; its projection is made without files, which a question does not read anyway. All
questions are asked in turn, so that a busy machine slows all; what counts is the median of the
ratios to the plain list. The aims: any clock at most 1.5, a diff of two dates at most 3.
"""

import functools
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from timeline.event.fold import Stored
from timeline.views.chronology import chronology
from timeline.views.diff.diff import diff
from timeline.views.query import Filters

from support.helpers import ask, complete, declared, happening, of_events, stored

_KEYS = 200
_QUESTIONS: dict[str, dict[str, object]] = {
    "list": {},
    "list --as-of 2015": {"as_of": "2015"},
    "list --as-recorded now": {"as_recorded": "2026"},
    "list --as-recorded, half of it": {"as_recorded": "2026-07-01"},
    "list --as-published now": {"as_published": "2026"},
    "list, all three": {"as_of": "2026", "as_recorded": "2026", "as_published": "2026"},
}


def main(count: int, runs: int) -> None:
    """Print a line a question: seconds, and the ratio to the plain list."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        memory = of_events(log(count))
        print(f"{count:,} happenings projected in {time.perf_counter() - started:.1f} s")
        db = sqlite3.connect(Path(folder) / "log.db", isolation_level=None)
        memory.backup(db)
        memory.close()
        questions: dict[str, Callable[[], object]] = {
            name: functools.partial(_listed, db, filters) for name, filters in _QUESTIONS.items()
        }
        questions["diff 2012 2015"] = lambda: diff(db, "2012", "2015", Filters())
        times: dict[str, list[float]] = {name: [] for name in questions}
        for _ in range(runs):
            for name, question in questions.items():
                started = time.perf_counter()
                question()
                times[name].append(time.perf_counter() - started)
    plain = times["list"]
    for name, found in times.items():
        ratio = statistics.median(a / b for a, b in zip(found, plain, strict=True))
        print(f"{name:34}{statistics.median(found):7.2f} s  {ratio:5.2f}")


def _listed(db: sqlite3.Connection, filters: dict[str, object]) -> int:
    query = ask(db, **filters)
    return sum(1 for _ in chronology(db, query))


def log(count: int) -> Iterator[Stored]:
    """Happenings, amendments of every fifth, and the declarations of what they name."""
    for i in range(_KEYS):
        for namespace in ("actor", "program", "place"):
            yield stored(complete(declared(namespace, f"{namespace}-{i}"), _at(0)))
        said = declared("source", f"source-{i}", published=f"{2011 + i % 15}-06-01")
        yield stored(complete(said, _at(0)))
    for i in range(count):
        second = 1 + i * 20_000_000 // count
        body = complete(
            happening(
                f"{2011 + i % 12}-{1 + i % 9:02}",
                f"Meeting {i} of the council on prevention",
                summary="What was said there, in some forty words or so." * 2,
                actors=[
                    {"actor": f"actor-{i % _KEYS}", "role": "host", "effect": ["continues"]},
                    {"actor": f"actor-{i * 7 % _KEYS}", "role": "guest"},
                ],
                programs=[{"program": f"program-{i % 50}", "effect": ["continues"]}],
                places=[f"place-{i % _KEYS}"],
                sources=[{"source": f"source-{i % _KEYS}", "at": "para 3"}],
                figures=[{"measure": "participants", "value": str(i % 90)}] if i % 4 == 0 else [],
            ),
            _at(second),
        )
        yield stored(body)
        if i % 5 == 0:
            said = {"event": "amendment", "amends": body["id"], "after": [body["id"]]}
            change = {"title": f"Meeting {i}, corrected"}
            later = second + 5_000_000
            yield stored(complete({**said, "reason": "a slip", "set": change}, _at(later)))


def _at(second: int) -> str:
    """The beginning of an instant of 2026, so many seconds after it began."""
    day, rest = divmod(second, 86_400)
    month, day = divmod(day, 28)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"2026-{1 + month:02}-{1 + day:02}T{clock}"


if __name__ == "__main__":
    main(*[int(text) for text in [*sys.argv[1:], "100000", "5"][:2]])
