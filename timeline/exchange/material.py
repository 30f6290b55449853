"""What a writer of another format is given: happenings, what they name, and events whole."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from timeline.dates.edtf import Hemisphere

Body = Mapping[str, Any]
"""An event as stored, or as corrections have made it."""


class Happening(NamedTuple):
    """A happening to be written.

    `row` has the fields of a row of the chronology, `body` is the event as it stands. The
    `events` that tell it are those recorded: itself first, then its corrections, as they apply.
    """

    row: Mapping[str, Any]
    body: Body
    events: Sequence[Body] = ()


class Material(NamedTuple):
    """What is exported.

    `happenings` come in order of their dates, and can be taken once. `declared` are declarations
    as they stand, by kind and key. `others` gives the events that happenings need, and that do not
    tell any of them. `programs` gives the rows of programs. `place_of` gives the place of the quote
    of a citation in the copy of its source (`exact`, `prefix`, `suffix`); None if it is not known.
    """

    happenings: Iterable[Happening]
    declared: Mapping[str, Mapping[str, Body]]
    hemisphere: Hemisphere = "north"
    others: Callable[[], Iterator[Body]] = lambda: iter(())
    programs: Callable[[], Sequence[Mapping[str, Any]]] = lambda: ()
    place_of: Callable[[Body], Mapping[str, object] | None] = lambda _: None

    def of(self, kind: str, key: str) -> Body:
        """The declaration of a key; empty if none declares it."""
        return self.declared.get(kind, {}).get(key, {})
