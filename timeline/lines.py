"""Lines of a file, read one after the other and never longer than they may be."""

from collections.abc import Iterator
from typing import BinaryIO


def lines(file: BinaryIO, longest: int) -> Iterator[tuple[int, bytes | None]]:
    """Every line with its number from 1 and its line feed; None for one that is too long.

    Args:
        file: what is left of it is read.
        longest: how many bytes a line may have, its line feed included.
    """
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        yield number, line if len(line) <= longest else None
        while not line.endswith(b"\n") and (line := file.readline(longest)):
            pass  # the rest of what is too long
