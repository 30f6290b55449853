"""What a paragraph contains that could be recorded: dates, names, figures."""

from typing import NamedTuple

from timeline.drafting.dates.date_mentions import DateMention
from timeline.drafting.figures import FigureMention
from timeline.drafting.name_mentions import NameMention


class ParagraphContents(NamedTuple):
    """A paragraph with its dates, names and figures.

    Attributes:
        number: its number, counted from 1.
        whole: all of its text.
        text: its text without the dateline; indexes of mentions count in it.
        dates: the dates in it.
        mentions: the names in it that the log knows.
        figures: the figures in it.
    """

    number: int
    whole: str
    text: str
    dates: tuple[DateMention, ...]
    mentions: tuple[NameMention, ...]
    figures: tuple[FigureMention, ...]

    @property
    def is_recordable(self) -> bool:
        """Whether it contains anything that could be recorded."""
        named = [one for one in self.mentions if one.is_sure]
        return bool(self.dates or named or self.figures)
