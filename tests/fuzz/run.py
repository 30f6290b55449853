"""Fuzz one target, or all of them for CI.

    python -m fuzz.run NAME --seconds 60     from the folder `tests`

With atheris (https://github.com/google/atheris, for CPython on Linux) the branches that an input
takes guide the search. Without it, inputs are changed at random. Exit code 1 and the input in a
file: what came out is no error of the project, or the input hangs, or takes too much memory.
"""

import argparse
import faulthandler
import importlib.util
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def main() -> int:
    """Fuzz what the command line says; the exit code."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("target", nargs="*", help="names of targets; all without any")
    asked.add_argument("--seconds", type=int, default=60, help="for each target")
    asked.add_argument("--seed", type=int, default=0, help="of what is random")
    asked.add_argument("--at-random", action="store_true", help="not guided, also with atheris")
    asked.add_argument("--found", type=Path, help="the folder for inputs that fail")
    asked.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked.add_argument("--corpus", type=Path, help="a folder of inputs to begin with, and to keep")
    given = asked.parse_args()
    if given.one:
        return _fuzz_one(given)
    return _fuzz_all(given)


def _fuzz_all(given: argparse.Namespace) -> int:
    """Fuzz targets side by side, each in a process of its own; 1 if any failed."""
    from fuzz.targets import NAMES

    names = given.target or NAMES
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        done = list(pool.map(lambda name: _start(name, given), names))
    return 1 if any(done) else 0


def _start(name: str, given: argparse.Namespace) -> int:
    command = [sys.executable, "-m", "fuzz.run", name, "--one"]
    command += ["--seconds", str(given.seconds), "--seed", str(given.seed)]
    command += ["--at-random"] * given.at_random
    for option in ("found", "corpus"):
        if path := getattr(given, option):
            command += [f"--{option}", str(path.resolve())]
    done = subprocess.run(  # noqa: S603 (this program)
        command, cwd=TESTS, capture_output=True, text=True, check=False, errors="replace"
    )
    said = (done.stdout + done.stderr).splitlines()
    last = [line for line in said if line.startswith("fuzzed ")]
    sys.stdout.write("\n".join(said[-60:] if done.returncode else last) + "\n")
    sys.stdout.flush()
    return done.returncode


def _fuzz_one(given: argparse.Namespace) -> int:
    (name,) = given.target
    os.environ.setdefault("TIMELINE_BY", "Aida")
    guided = not given.at_random and importlib.util.find_spec("atheris") is not None
    with tempfile.TemporaryDirectory(prefix="timeline-fuzz-") as aside:
        # What readers make goes where it is removed; files of inputs do not.
        tempfile.tempdir = aside
        found = given.found or Path(os.environ.get("TMPDIR", "/tmp"))  # noqa: S108
        found.mkdir(parents=True, exist_ok=True)
        if guided:
            from fuzz.guided import fuzz

            corpus = given.corpus / name if given.corpus else Path(aside) / "corpus"
            return fuzz(name, given.seconds, given.seed, found, corpus)
        return _at_random(name, given.seconds, given.seed, found)


def _at_random(name: str, seconds: int, seed: int, found: Path) -> int:
    from fuzz.limits import limit_memory, limited
    from fuzz.mutating import mutate
    from fuzz.targets import target

    one = target(name)
    seeds = list(one.seeds())
    by = random.Random(seed)  # noqa: S311
    for data in seeds:
        one.run(data)
    limit_memory()
    started, runs, slowest = time.monotonic(), 0, 0.0
    while time.monotonic() - started < seconds:
        data = mutate(by.choice(seeds), seeds, one.words, by)
        faulthandler.dump_traceback_later(300, exit=True)
        before = time.monotonic()
        try:
            with limited():
                one.run(data)
        except BaseException:
            keep(found, name, data)
            raise
        slowest = max(slowest, time.monotonic() - before)
        runs += 1
    faulthandler.cancel_dump_traceback_later()
    tell(name, runs, time.monotonic() - started, slowest, "at random")
    return 0


def keep(folder: Path, name: str, data: bytes) -> None:
    """Keep an input that failed."""
    file = folder / f"fuzz-{name}-{os.getpid()}"
    file.write_bytes(data)
    sys.stderr.write(f"{name}: the input that failed is in {file}\n{data[:2000]!r}\n")


def tell(name: str, runs: int, seconds: float, slowest: float, how: str) -> None:
    """Print what was done."""
    sys.stdout.write(
        f"fuzzed {name}: {runs:,} inputs in {seconds:.0f} s, {how}; "
        f"the slowest took {slowest:.2f} s\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    sys.path[:0] = [str(TESTS)]
    raise SystemExit(main())
