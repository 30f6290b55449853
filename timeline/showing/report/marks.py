"""Which mark of a footnote is its first, for formats in which that one makes the note."""

from collections.abc import Iterable, Iterator


class Marks:
    """Knows of which notes a mark was made already."""

    def __init__(self) -> None:
        self._made: set[int] = set()

    def of(self, numbers: Iterable[int]) -> Iterator[tuple[int, bool]]:
        """Each number with whether this is the first mark of its note."""
        for number in numbers:
            yield number, number not in self._made
            self._made.add(number)
