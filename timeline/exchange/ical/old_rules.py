"""Rules of vCalendar 1.0 (`W1 MO TU #5`), as those that took their place."""

import re

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KINDS = {
    "D": ("DAILY", ""),
    "W": ("WEEKLY", "BYDAY"),
    "MP": ("MONTHLY", "BYDAY"),
    "MD": ("MONTHLY", "BYMONTHDAY"),
    "YM": ("YEARLY", "BYMONTH"),
    "YD": ("YEARLY", "BYYEARDAY"),
}
_FORM = re.compile(r"(D|W|MP|MD|YM|YD)(\d{1,4})(?: (.*))?", re.ASCII)
_END = re.compile(r"#(\d{1,6})|\d{8}(?:T\d{6}Z?)?", re.ASCII)
_NUMBER = re.compile(r"(\d{1,3})([+-]?)", re.ASCII)


def modern_rule(text: str) -> str:
    """A rule of vCalendar 1.0 in the words of RFC 5545; empty if it is none, or has rules in it."""
    found = _FORM.fullmatch(" ".join(text.upper().split()))
    if found is None:
        return ""
    frequency, list_ = _KINDS[found[1]]
    words = (found[3] or "").split()
    end = _END.fullmatch(words[-1]) if words else None
    if end:
        words.pop()
    values = _days(words) if list_ == "BYDAY" else _numbers(words)
    if values is None or (values and not list_):
        return ""
    parts = [f"FREQ={frequency}", f"INTERVAL={found[2]}"]
    parts += [f"{list_}={','.join(values)}"] if values else []
    # Without an end there are two times, and #0 is for ever.
    if end is None:
        parts.append("COUNT=2")
    elif end[1] is None:
        parts.append(f"UNTIL={end[0]}")
    elif int(end[1]):
        parts.append(f"COUNT={end[1]}")
    return ";".join(parts)


def _days(words: list[str]) -> list[str] | None:
    """Days of the week, each after the number of it in its month, as `1+ TU TH 2- FR`."""
    number, days = "", []
    for word in words:
        found = _NUMBER.fullmatch(word)
        if found:
            number = f"{'-' if found[2] == '-' else ''}{found[1]}"
        elif word in _DAYS:
            days.append(f"{number}{word}")
        else:
            return None
    return days


def _numbers(words: list[str]) -> list[str] | None:
    """Numbers of days or months, from the end with `-`; `LD` is the last day."""
    numbers = []
    for word in words:
        found = _NUMBER.fullmatch(word)
        if found is None and word != "LD":
            return None
        numbers.append(f"{'-' if found[2] == '-' else ''}{found[1]}" if found else "-1")
    return numbers
