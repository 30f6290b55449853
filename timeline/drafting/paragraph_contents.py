"""What a paragraph holds that could be recorded: dates, names, numbers."""

from typing import NamedTuple

from timeline.drafting.dates.date_mentions import DateMention
from timeline.drafting.figures import FigureMention
from timeline.drafting.name_mentions import NameMention


class ParagraphContents(NamedTuple):
    """What was found in a paragraph: `whole` is all of it, `text` that without its dateline."""

    number: int
    whole: str
    text: str
    dates: tuple[DateMention, ...]
    mentions: tuple[NameMention, ...]
    numbers: tuple[FigureMention, ...]

    @property
    def anything(self) -> bool:
        """Whether it holds what could be recorded."""
        named = [one for one in self.mentions if not one.is_partial or " " in one.words]
        return bool(self.dates or named or self.numbers)
