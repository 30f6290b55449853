"""How far dates reach: those of like length are looked up together by the day they begin on."""

REACHES = (0, 31, 366, 3660)
"""From the first to the last day of a date so many days at most, in classes."""
ANY_REACH = -1
"""The class of dates that reach further, or have no end."""


def reach(first: float, last: float) -> int:
    """How far a date may reach, as one of `REACHES`; `ANY_REACH` where that is further.

    Args:
        first: the first day on which it may be.
        last: the last day.
    """
    days = last - first
    for most in REACHES:
        if days <= most:
            return most
    return ANY_REACH
