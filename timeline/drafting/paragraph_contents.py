"""What a paragraph contains that could be recorded: dates, names, figures."""

from typing import NamedTuple

from timeline.drafting.dates.date_mentions import DateMention
from timeline.drafting.dates.setting import NO_SETTING, Setting
from timeline.drafting.figures import FigureMention
from timeline.drafting.name_mentions import NameMention


class ParagraphContents(NamedTuple):
    """A paragraph, or the cells of a table row, with the dates, names and figures in it.

    Attributes:
        number: its number, counted from 1.
        whole: all of its text; cells are parted by `|`.
        text: its text without the dateline; indexes of mentions count in it.
        dates: the dates in it.
        mentions: the names in it that the log knows.
        figures: the figures in it.
        setting: what stands over it.
        last: the number of the last cell of a row; 0 for a paragraph.
        part: which part of the paragraph it is, as a comment says; empty for all of it.
    """

    number: int
    whole: str
    text: str
    dates: tuple[DateMention, ...]
    mentions: tuple[NameMention, ...]
    figures: tuple[FigureMention, ...]
    setting: Setting = NO_SETTING
    last: int = 0
    part: str = ""

    @property
    def is_recordable(self) -> bool:
        """Whether it contains anything that could be recorded."""
        named = [one for one in self.mentions if one.is_sure]
        return bool(self.dates or named or self.figures or self.setting.over)

    @property
    def numbers(self) -> str:
        """Its number, or those of the cells of a row, as a comment names them."""
        last = f"-{self.last}" if self.last > self.number else ""
        return f"{self.number}{last}{self.part}"

    @property
    def is_row(self) -> bool:
        """Whether it has cells, parted by `|`."""
        return bool(self.last) or self.text.startswith("|")
