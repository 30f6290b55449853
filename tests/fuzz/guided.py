"""Fuzzing guided by the branches that inputs take, with atheris."""

import os
import sys
import time
import traceback
from pathlib import Path

import atheris

from fuzz.limits import limit_memory, limited
from fuzz.mutating import LONGEST
from fuzz.run import keep, tell


def fuzz(name: str, seconds: int, seed: int, found: Path, corpus: Path) -> int:
    """Fuzz a target; it does not return, but ends the process.

    Args:
        name: of the target.
        seconds: for how long.
        seed: of what is random.
        found: the folder for an input that fails.
        corpus: the folder of inputs that take other branches than those before.
    """
    with atheris.instrument_imports(include=["timeline"]):
        from fuzz.targets import target

        one = target(name)
    seeds = list(one.seeds())
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds):
        one.run(data)
        (corpus / f"seed-{number}").write_bytes(data)
    words = corpus.parent / f"{name}.words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in one.words), encoding="ascii")
    limit_memory()
    runs, slowest, started = 0, 0.0, time.monotonic()

    def read(data: bytes) -> None:
        nonlocal runs, slowest
        before = time.monotonic()
        if before - started > seconds:
            tell(name, runs, before - started, slowest, "guided")
            os._exit(0)
        try:
            with limited():
                one.run(data)
        except BaseException as error:  # noqa: BLE001 (libFuzzer would lose it)
            traceback.print_exception(error)
            keep(found, name, data)
            sys.stderr.flush()
            os._exit(1)
        slowest = max(slowest, time.monotonic() - before)
        runs += 1

    options = [f"-seed={seed or 1}", f"-max_len={LONGEST}", f"-dict={words}", "-len_control=0"]
    options += ["-timeout=300", "-print_final_stats=0", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], read)
    atheris.Fuzz()
    return 0


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)
