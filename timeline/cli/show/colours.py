"""The few colours and the links of text for people, added after a text was made safe and folded."""

from collections.abc import Callable, Mapping

Paint = Callable[[str], str]

_MARK = "? "


def bold(text: str) -> str:
    """What heads other text."""
    return f"\x1b[1m{text}\x1b[0m"


def faint(text: str) -> str:
    """What is seldom looked at, such as ids."""
    return f"\x1b[2m{text}\x1b[0m"


def red(text: str) -> str:
    """What is wrong, gone or cancelled."""
    return f"\x1b[31m{text}\x1b[0m"


def green(text: str) -> str:
    """What is new."""
    return f"\x1b[32m{text}\x1b[0m"


def yellow(text: str) -> str:
    """What is not sure, or not so yet."""
    return f"\x1b[33m{text}\x1b[0m"


def cyan(text: str) -> str:
    """What rows are in order of."""
    return f"\x1b[36m{text}\x1b[0m"


def date(text: str) -> str:
    """A date, or a line of one; the mark of what is only possible stands out."""
    return f"{yellow('?')} {cyan(text[2:])}" if text.startswith(_MARK) else cyan(text)


def what(text: str) -> str:
    """A title, of which only a status before it is coloured."""
    return _paint_beginning(text, {"[planned]": yellow, "[postponed]": yellow, "[cancelled]": red})


def possible(text: str) -> str:
    """Any text, of which only the mark of what is only possible is coloured."""
    return f"{yellow('?')}{text[1:]}" if text.startswith(_MARK) else text


def message(text: str) -> str:
    """An error or a warning, of which only that word is coloured."""
    return _paint_beginning(text, {"error:": red, "warning:": yellow})


def _paint_beginning(text: str, paints: Mapping[str, Paint]) -> str:
    """A text with its beginning coloured, if it is one of some."""
    for beginning, paint in paints.items():
        if text.startswith(beginning):
            return paint(beginning) + text[len(beginning) :]
    return text


def link(text: str, url: str) -> str:
    """A text that a terminal links to an address (OSC 8).

    Args:
        text: what is shown.
        url: as `timeline.base.addresses.address` gives it.
    """
    return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if url and text else text
