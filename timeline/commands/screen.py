"""What goes to the screen: text made safe, and everything that is not data on stderr."""

import sys

from timeline.characters import masked


def safe(text: str) -> str:
    """A text of which no line can steer a terminal; see `timeline.characters.masked`."""
    return "\n".join(masked(line) for line in text.split("\n"))


def put(text: str) -> None:
    """Print data: one text on stdout."""
    print(safe(text))


def say(text: str, *, quiet: bool = False) -> None:
    """Print what is not data, such as counts and hints, on stderr."""
    if not quiet:
        sys.stdout.flush()
        print(safe(text), file=sys.stderr)


def complain(text: str) -> None:
    """Print an error on stderr."""
    say(f"error: {text}")
