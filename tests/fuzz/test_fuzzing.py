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


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("lines", b"\x002017: a" + b" " * 60_000 + b"b\n"),
        ("lines", b"\x002017: a" + b" #a" * 10_000 + b" b\n"),
        ("tables", b"\x01Date,Title,Kind\n2017" + b" " * 60_000 + b"x,T,visit\n"),
        ("drafts", b"\x01date: 2017\ntitle: T\nkind: a" + b" July 2022" * 3_000),
    ],
    ids=["spaces", "tags", "cell", "words"],
)
def test_what_is_long_takes_no_time_that_grows_with_its_square(name: str, data: bytes) -> None:
    with limited():
        target(name).run(data)
