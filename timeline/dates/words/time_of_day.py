"""Times of day, such as `14:30`, `2:30 PM` and `14:30:00 +06:00`."""

import re

from timeline.dates.words.tokens import Token
from timeline.dates.words.unclear import UnclearDate

_TIME = re.compile(
    r"T?(?P<hour>[0-9]{1,2})(?:(?:[:.]|\s?h\s?)(?P<minute>[0-9]{2}))?(?::(?P<second>[0-9]{2}))?"
    r"(?:[.,]0+)?\s?(?P<half>[ap])?(?:\.?m\.?)?\s?(?:h|hrs|uhr)?"
    r"\s?(?P<zone>z|(?:utc|gmt)?[+-][0-9:]+|utc|gmt)?",
    re.IGNORECASE,
)


def read_time(token: Token) -> str:
    """A time of day as EDTF has it behind a day: `14:30:00+06:00`; seconds not written are 00.

    Raises:
        UnclearDate: it is no hour of twelve, though it says AM or PM.
    """
    found = _TIME.fullmatch(token.text)
    assert found is not None  # noqa: S101 (such tokens have this form)
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            problem = f"there is no hour {hour} before or after noon"
            raise UnclearDate(problem, remedy="write 14:30 or 2:30 PM", position=token.start)
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    zone = re.sub("(?:UTC|GMT)(?=.)", "", (found["zone"] or "").upper())
    if zone[:1] in ("+", "-"):
        digits = zone[1:].replace(":", "")
        digits = f"{digits:0>2}"
        zone = f"{zone[0]}{digits[:2]}:{digits[2:]:0>2}"
        zone = "Z" if zone[1:] == "00:00" else zone
    elif zone:
        zone = "Z"
    return f"{hour:02d}:{found['minute'] or '00'}:{found['second'] or '00'}{zone}"
