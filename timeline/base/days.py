"""Days as integers: 0 is 1970-01-01, in the proleptic Gregorian calendar, any year.

Year 0 exists (ISO 8601; it is 1 BC) and years go as far as integers do, which is why none of
this uses `datetime`: that ends at the years 1 and 9999.
"""

import math
import time

_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Days from 0000-03-01, where the count below begins, to 1970-01-01.
_EPOCH = 719468
_DAYS_IN_400_YEARS = 146097


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """How many days a month (1 to 12) has in that year."""
    if month == 2 and is_leap(year):
        return 29
    return _MONTH_LENGTHS[month - 1]


def day_number(year: int, month: int, day: int) -> int:
    """The number of a day; `month` is 1 to 12 and nothing is checked.

    `day` counts on over the ends of the month, so day 0 is the last of the month before.
    """
    # Counted in years that begin in March: then the leap day comes last and moves nothing.
    if month < 3:
        year -= 1
        month += 12
    return (
        year * 365
        + year // 4
        - year // 100
        + year // 400
        + (153 * month - 457) // 5
        + day
        - 1
        - _EPOCH
    )


def julian_day_number(year: int, month: int, day: int) -> int:
    """The number of a day of the Julian calendar, by its year, month and day in it."""
    if month < 3:
        year -= 1
        month += 12
    # On 1 March 0000 of the Julian calendar the Gregorian one has 28 February.
    return year * 365 + year // 4 + (153 * month - 457) // 5 + day - 1 - _EPOCH - 2


def civil(day: int) -> tuple[int, int, int]:
    """Year, month and day of the month of a day number; undoes `day_number`.

    The method is that of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
    (civil_from_days).
    """
    era, of_era = divmod(day + _EPOCH, _DAYS_IN_400_YEARS)
    year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    march_month = (5 * of_year + 2) // 153
    month = march_month + 3 if march_month < 10 else march_month - 9
    year = year_of_era + era * 400 + (month < 3)
    return year, month, of_year - (153 * march_month + 2) // 5 + 1


def iso(day: float) -> str | None:
    """The day in ISO 8601, `2017-06-01`; None for plus or minus infinity.

    Years outside 0000 to 9999 are written with the digits they need and, below zero, a minus:
    `170000002-01-01`, `-0043-03-15`.
    """
    if math.isinf(day):
        return None
    year, month, day_of_month = civil(int(day))
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04d}-{month:02d}-{day_of_month:02d}"


def today() -> int:
    """The number of the present day by the local clock."""
    now = time.localtime()
    return day_number(now.tm_year, now.tm_mon, now.tm_mday)
