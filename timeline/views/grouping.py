"""By what happenings are grouped."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from timeline.base.errors import UsageError

By = Literal["year", "quarter", "month", "day", "actor", "program", "place", "kind"]


BY: tuple[By, ...] = get_args(By)
"""By what happenings can be grouped."""


StatesBy = Literal["phase", "office", "state"]
STATES_BY: tuple[StatesBy, ...] = get_args(StatesBy)
"""By what can be counted on a day."""


MONTHS_OF: Mapping[str, int] = {"year": 12, "quarter": 3, "month": 1, "day": 0}
"""Of how many months a period is; of none, a day."""


TIMES = tuple(MONTHS_OF)


def group_of(typed: str, others: Sequence[str] = ()) -> By:
    """By what to group, as typed; `others` are named beside what can be meant.

    Raises:
        UsageError: nothing that happenings can be grouped by.
    """
    lowered = typed.lower().replace("programme", "program")
    for by in BY:
        if by == lowered:
            return by
    from timeline.event.schema import likely  # noqa: PLC0415 (only a mistake pays for it)

    raise UsageError(f"no group `{typed}`", likely(lowered, (*BY, *others)))
