"""The time that files say they were made at: only the one that the environment gives."""

from collections.abc import Mapping

from timeline.base.errors import UsageError


def time_of_making(environment: Mapping[str, str]) -> int | None:
    """The seconds since 1970 that SOURCE_DATE_EPOCH gives; None without it.

    Raises:
        UsageError: it is no number of seconds.
    """
    given = environment.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and int(given) <= _LAST):
        problem = f"SOURCE_DATE_EPOCH is `{given}`, which is no number of seconds since 1970"
        raise UsageError(problem, "such as that of the last commit: git log -1 --format=%ct")
    return int(given)


_LAST = 253_402_300_799
"""The last second of the year 9999."""
