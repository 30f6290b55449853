"""What reading a pack costs before its events are projected, beside the least that must be done.

    python tests/benchmarks/reading.py [PACK]

The floor reads the same lines, takes their JSON and hashes each once. Printed are ratios of CPU
time, the middle one of several pairs: of reading as rebuilding does, and of it without the quick
readers; of writing the canonical form and both hashes; and of handing events to another process.
"""

import hashlib
import io
import json
import pickle
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from timeline.event import document, quick_build
from timeline.event.held import Held
from timeline.log import files

PAIRS = 5
MOST = 2_000
"""So many lines at the end of a pack, where happenings are, are read each time."""


def main(pack: bytes) -> None:
    """Print the ratios of a pack."""
    lines = pack.splitlines(keepends=True)[-MOST:]
    data = b"".join(lines)
    print(f"{len(lines):,} events of {len(data) // len(lines)} bytes")
    events = [one for one in files.read_pack(io.BytesIO(data), "x") if isinstance(one, Held)]
    texts = [one.forms.text for one in events]
    jobs: dict[str, Callable[[], object]] = {
        "read_pack": lambda: [None for _ in files.read_pack(io.BytesIO(data), "x")],
        "read_pack, strictly": lambda: read_strictly(data),
        "the forms of a body": lambda: [None for one in events if document.forms_of(one.body)],
        "pickle typed events": lambda: [None for one in events if pickle.dumps(one.event, 5)],
        "pickle texts": lambda: [None for text in texts if pickle.dumps(text, 5)],
    }
    for name, job in jobs.items():
        ratios = [seconds(job) / seconds(lambda: floor(data)) for _ in range(PAIRS)]
        print(f"{name:22} {statistics.median(ratios):6.1f} x the floor")


def floor(data: bytes) -> None:
    """Read, take apart and hash the lines."""
    for line in io.BytesIO(data):
        json.loads(line[4:])
        hashlib.sha256(line).hexdigest()


def read_strictly(data: bytes) -> None:
    """Read the lines as those are read that the quick readers leave."""
    with (
        mock.patch.object(files, "read_canonical", return_value=None),
        mock.patch.object(quick_build, "build", return_value=None),
    ):
        for _ in files.read_pack(io.BytesIO(data), "x"):
            pass


def seconds(job: Callable[[], object]) -> float:
    """CPU time of a job."""
    start = time.process_time()
    job()
    return time.process_time() - start


def made(count: int) -> bytes:
    """A pack of realistic events."""
    chance = random.Random(1)  # noqa: S311
    words = ["training", "inspectors", "south", "women", "council", "plan", "ministry", "region"]
    lines = []
    for i in range(count):
        said = {
            "event": "happening",
            "date": f"{chance.randrange(2000, 2024)}-{chance.randrange(1, 13):02}",
            "kind": chance.choice(["meeting", "workshop", "training"]),
            "title": f"Activity {i}: {' '.join(chance.choices(words, k=8))}",
            "summary": " ".join(chance.choices(words, k=45)),
            "places": [f"town-{chance.randrange(200)}"],
            "actors": [
                {"actor": f"body-{chance.randrange(300)}", "role": "organiser"},
                {"actor": f"body-{chance.randrange(300)}", "role": "partner"},
            ],
            "programs": [{"program": f"programme-{chance.randrange(30)}", "phase": "training"}],
            "sources": [{"source": f"source-{chance.randrange(999)}", "at": "para 3"}],
        }
        at = f"2026-01-01T{i // 3600 % 24:02}:{i // 60 % 60:02}:{i % 60:02}.{i:06}Z"
        lines.append(files.pack_line(document.complete(said, {"at": at, "by": "Aida"})))
    return b"".join(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else made(MOST))
