"""Parts of dates that have no bounds, such as `early 2017` and `the end of May`.

EDTF cannot say them, and writers differ in what they mean. So it has to be chosen what comes near:
a part that has bounds, or the whole date, which is never wrong.
"""

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Single
from timeline.dates.words.date_parts import DateParts
from timeline.dates.words.spans_of_days import (
    is_of_years,
    some_day,
    some_year,
    year_digits,
    years_of,
)
from timeline.dates.words.unclear import Phrase

_THIRDS = {"early": 0, "beginning": 0, "middle": 1, "late": 2, "end": 2}
_BOUNDARIES = {"beginning": 0, "end": 1}
_FROM_A_DAY = ("since", "from", "until", "after", "not before")


def choose_part(one: DateParts, phrase: Phrase, opener: str = "") -> DateParts:
    """A date with what was chosen in place of "early", "late" and the like, if it has such a word.

    What is chosen for one date of a phrase is so for all.

    Args:
        one: the date, complete.
        phrase: what was typed.
        opener: the word before the dates, such as `since`; empty without one.

    Raises:
        UnclearDate: it is not chosen yet.
    """
    which = one.part
    if which is None:
        return one
    whole = one._replace(part=None)
    if opener == "by" and which.value == "end":
        return _limit_to_day(whole, phrase, 1)
    options = _list_options(whole, _THIRDS[which.value], phrase)
    if opener in _FROM_A_DAY and which.value in _BOUNDARIES:
        options.insert(0, _limit_to_day(whole, phrase, _BOUNDARIES[which.value]))
    options.append(whole)
    chosen = phrase.choose(
        "part",
        range(len(options)),
        f'it is not clear which days "{which.text}" means',
        position=which.start,
    )
    return options[min(chosen, len(options) - 1)]


def _limit_to_day(one: DateParts, phrase: Phrase, side: int) -> DateParts:
    """The first (0) or the last (1) day of a date."""
    bounds = edtf.parse(one._replace(marks_before="", marks_after="").edtf, phrase.hemisphere)
    year, month, day = days.civil(int((bounds.earliest, bounds.latest)[side]))
    return one._replace(year=year_digits(year), unit=f"{month:02d}", day=f"{day:02d}", period="")


def _list_options(one: DateParts, third: int, phrase: Phrase) -> list[DateParts]:
    """Parts with bounds that come near the first, second or third (0 to 2) part of a date."""
    if one.period or one.year.endswith("X"):
        return _list_years(one, third) if not one.unit else []
    node = edtf.parse(one._replace(marks_before="", marks_after="").edtf, phrase.hemisphere).node
    if not isinstance(node, Single) or node.day or node.significant or "X" in node.month:
        return []
    if not one.unit:
        units = (("33", "37", "40"), ("34", "35", "38"), ("36", "39", "41"))[third]
        return [one._replace(unit=unit) for unit in units]
    if node.month:
        first = node.first + (0, 10, 20)[third]
        last = (node.first + 9, node.first + 19, node.last)[third]
        return [one._replace(period=some_day(first, last))]
    if 21 <= node.season <= 32:
        # A season has three months; 45 days on from its first is always in the second one.
        year, month, _ = days.civil((node.first, node.first + 45, node.last)[third])
        return [one._replace(year=year_digits(year), unit=f"{month:02d}")]
    return []


def _list_years(one: DateParts, third: int) -> list[DateParts]:
    """Years of a decade, or of a century: a quarter, a third and a half of it."""
    if not one.period and "X" in one.year[:-2]:
        return []
    years = one.period.strip("[]").replace("..", "/") or one.year
    if not is_of_years(years):
        return []
    first, last = years_of(years)
    count = last - first + 1
    if count == 10:
        bounds = [((0, 3), (4, 6), (7, 9))[third]]
    else:
        quarter, three = count // 4, count // 3
        bounds = [
            [(0, quarter - 1), (0, three - 1), (0, count // 2 - 1)],
            [(quarter, 3 * quarter - 1), (three, count - three - 1)],
            [(3 * quarter, count - 1), (count - three, count - 1), (count // 2, count - 1)],
        ][third]
    return [one._replace(period=some_year(first + a, first + b)) for a, b in bounds]
