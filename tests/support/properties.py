"""How many examples of each property are tried."""

import os
import random
from collections.abc import Collection, Sequence
from typing import TypeVar

from hypothesis import HealthCheck, settings

Case = TypeVar("Case")
IN_CI = bool(os.environ.get("CI"))
"""Whether `.ci/run` runs the tests; then each property is tried with all of its examples."""
USUAL = 300
"""Examples of a property that names no other number."""
FEWEST = 5
EVERY = 5
SHARES_FIXTURE = (HealthCheck.function_scoped_fixture,)
"""For a property whose examples may share what a fixture made for the first of them."""


def examples(full: int, suppress_health_check: Collection[HealthCheck] = ()) -> settings:
    """Settings of a property with its own number of examples.

    Args:
        full: the number in CI; elsewhere a tenth of it is tried.
        suppress_health_check: what Hypothesis is not to warn of.
    """
    return settings(max_examples=_tried(full), suppress_health_check=suppress_health_check)


def sample(cases: Sequence[Case]) -> Sequence[Case]:
    """All cases in CI; elsewhere every fifth, beginning with another one each time.

    For cases of which each starts the program, as when each of its calls to the system fails once.
    All workers of a run begin with the same one, so that they agree on which tests there are.
    """
    if IN_CI:
        return cases
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    return cases[random.Random(run).randrange(EVERY) :: EVERY]  # noqa: S311


def load_profile() -> None:
    """Choose the settings of all properties; to be called before any test is imported.

    In CI the examples are the same every time, so that no change fails for what another one did.
    Elsewhere they are fewer, and others every time. There is no deadline for one example: a busy
    machine must not fail a test.
    """
    settings.register_profile(
        "ci", max_examples=USUAL, derandomize=True, deadline=None, database=None
    )
    settings.register_profile("development", max_examples=_tried(USUAL), deadline=None)
    settings.load_profile("ci" if IN_CI else "development")


def _tried(full: int) -> int:
    return full if IN_CI else max(full // 10, FEWEST)
