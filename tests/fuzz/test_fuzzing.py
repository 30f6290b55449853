"""A few seconds of what `.ci/run` does for minutes: see `fuzz.run`."""

import random

import pytest

from fuzz.limits import limited
from fuzz.mutating import mutate
from fuzz.targets import NAMES, target
from support.properties import IN_CI

TRIED = 300 if IN_CI else 50
"""How many changed inputs are tried; `.ci/run` goes on from there."""


@pytest.mark.parametrize("name", NAMES)
def test_nothing_but_errors_of_the_project_comes_of_any_bytes(name: str) -> None:
    one = target(name)
    seeds = one.seeds()
    by = random.Random(0 if IN_CI else None)  # noqa: S311
    tried = [mutate(by.choice(seeds), seeds, one.words, by) for _ in range(TRIED)]
    for data in [*by.sample(seeds, min(len(seeds), TRIED // 2)), *tried]:
        try:
            with limited():
                one.run(data)
        except BaseException as error:
            raise AssertionError(f"{name}: {data!r}") from error
