"""What a paragraph holds that could be recorded: dates, names, numbers."""

from typing import NamedTuple

from timeline.drafting.dates.prose import Found
from timeline.drafting.figures import Number
from timeline.drafting.mentions import Mention


class Findings(NamedTuple):
    """What was found in a paragraph: `whole` is all of it, `text` that without its dateline."""

    number: int
    whole: str
    text: str
    dates: tuple[Found, ...]
    mentions: tuple[Mention, ...]
    numbers: tuple[Number, ...]

    @property
    def anything(self) -> bool:
        """Whether it holds what could be recorded."""
        named = [one for one in self.mentions if not one.short or " " in one.words]
        return bool(self.dates or named or self.numbers)
