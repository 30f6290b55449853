"""What stands over a paragraph and says of its date what the paragraph itself does not."""

from typing import NamedTuple

from timeline.drafting.dates.date_mentions import DateMention


class Carried(NamedTuple):
    """A date that stands for other paragraphs, the words for it, and where they are."""

    edtf: str
    words: str
    paragraph: int

    @property
    def place(self) -> str:
        """The words and where they are, as a comment names them."""
        return f'"{self.words}" in para {self.paragraph}'


class Setting(NamedTuple):
    """What stands over a paragraph.

    Attributes:
        lead: the date that the paragraph or its row begins with.
        text_start: the index of the text behind that date.
        over: the date of the heading, row or term that stands over it.
        doubt: why that date may not be meant; empty where nothing speaks against it.
        year: what has the year of the dates in it that are written without one.
        is_entry: whether the paragraph is an entry: a sign parts its date from its text.
        is_heading: whether the paragraph is itself a date that stands over others.
    """

    lead: DateMention | None = None
    text_start: int = 0
    over: Carried | None = None
    doubt: str = ""
    year: Carried | None = None
    is_entry: bool = False
    is_heading: bool = False


NO_SETTING = Setting()
"""Of a paragraph that nothing stands over."""
