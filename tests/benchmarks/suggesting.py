"""What a keystroke costs while somebody answers, in a log that knows many names.

    python tests/benchmarks/suggesting.py [ACTORS]

The log knows ACTORS actors (50,000), each by its key and three names. The first keystroke reads
them; what counts is each after it. The aim: 50 ms at most, which nobody notices.
"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from timeline.cli.ask.suggesting import Suggesting

from support.helpers import declared, projected

_TYPED = "partner=Ministry of water 4711"


def main(count: int) -> None:
    """Make the log, and type one answer a sign at a time."""
    db = projected(
        declared(
            "actor",
            f"actor-{number}",
            name=f"Ministry of Water and Soil {number}",
            names=[f"MWS {number}", f"Министерство воды и почв {number}"],
        )
        for number in range(count)
    )
    suggesting = Suggesting(db)
    taken = []
    for end in range(1, len(_TYPED) + 1):
        start = time.perf_counter()
        list(suggesting.actor(_TYPED[:end]))
        taken.append(1000 * (time.perf_counter() - start))
    first, *others = taken
    print(f"{count:,} actors: the first keystroke {first:.0f} ms,")
    print(f"others {statistics.median(others):.0f} ms, {max(others):.0f} ms at most")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
