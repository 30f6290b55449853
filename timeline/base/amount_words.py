"""Numbers of something in words: at least 250 people, 120,000 USD."""

import re
from typing import TypedDict

from timeline.base.units import unit_after

_BOUNDS = {"about": "about ", "at-least": "at least ", "at-most": "at most "}


class Amount(TypedDict):
    """A number of something, as rows of figures, levels and totals have it."""

    value: int | float | str
    bound: str
    unit: str | None


class MeasuredAmount(Amount):
    """An amount with what is counted, and the part of a split that it counts."""

    measure: str
    by: dict[str, str] | None


def format_amount(row: Amount) -> str:
    """A number with its bound and its unit in words: `about 60 people`."""
    number = row["value"]
    if isinstance(number, str) and _NUMBER.fullmatch(number):
        number = float(number) if "." in number else int(number)
    shown = number if isinstance(number, str) else f"{number:,}"
    unit = unit_after(row["unit"], number)
    return f"{_BOUNDS.get(row['bound'], '')}{shown} {unit}".strip()


_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
"""A number as events hold it, not so long that its digits would be lost."""
