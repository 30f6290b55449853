"""The names of months, days of the week, seasons and portions of a year."""

_FOUR_SEASONS = ("spring", "summer", "autumn", "winter")
SEASONS = dict(
    enumerate(
        (
            *_FOUR_SEASONS,
            *(f"northern {season}" for season in _FOUR_SEASONS),
            *(f"southern {season}" for season in _FOUR_SEASONS),
            *("Q1", "Q2", "Q3", "Q4"),
            *("first third", "second third", "last third"),
            *("first half", "second half"),
        ),
        start=21,
    )
)
"""Seasons and portions of a year by their EDTF code."""
PORTIONS = {"quarter": (33, 4), "third": (37, 3), "half": (40, 2)}
"""Portions of a year: the EDTF code of the first, and how many there are."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RUNNING = "running, begun before"
"""The words for an open interval without a known start, which has no date to name."""


def ordinal_suffix(number: int) -> str:
    """The ending of an English ordinal, as in 1st, 2nd, 3rd, 11th."""
    if number // 10 % 10 == 1:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
