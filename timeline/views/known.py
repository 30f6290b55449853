"""What is offered while somebody types."""

from typing import NamedTuple


class Known(NamedTuple):
    """What may be typed, and what it means, on one line."""

    text: str
    about: str = ""
