"""A few of the command lines that `fuzz.arguments` tries; `.ci/run` tries thousands."""

import random
from pathlib import Path

from fuzz.arguments import Bench, Maker
from fuzz.hostile import HOSTILE
from support.properties import IN_CI

TRIED = 300 if IN_CI else 60


def test_no_command_line_is_too_strange(tmp_path: Path) -> None:
    maker = Maker(random.Random(0 if IN_CI else None))  # noqa: S311
    bench = Bench(tmp_path)
    for _ in range(TRIED):
        line = maker.line()
        try:
            bench.run(line)
        except BaseException as error:
            raise AssertionError(repr(line)) from error
    assert bench.digest() == bench.before


def test_there_are_hostile_values_of_many_kinds() -> None:
    assert len(HOSTILE) > 60
    assert len({one for one in HOSTILE if not one.isprintable()}) > 15
