"""From the bytes of a source to a draft."""

import sqlite3
from typing import NamedTuple

from timeline.drafting.happening import Proposal
from timeline.drafting.mentions import names_of
from timeline.drafting.proposing import LeftOut, cited_in, proposals, vocabulary_of
from timeline.drafting.source import read
from timeline.drafting.source.origin import Given, Origin, copy_of, origin_of

STDIN = "<stdin>"
"""What a source is called that comes from standard input."""


class Draft(NamedTuple):
    """What could be recorded from a source: a declaration of it, and happenings that cite it."""

    called: str
    origin: Origin
    proposals: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]
    kinds: tuple[str, ...]

    @property
    def undecided(self) -> int:
        """How many fields are left to the person."""
        return sum(len(one.undecided) for one in self.proposals)

    @property
    def taken_in(self) -> int:
        """How many paragraphs are not proposed because happenings of the log cite them."""
        return sum(len(one.paragraphs) for one in self.left_out if one.taken_in)


def draft(db: sqlite3.Connection, data: bytes, path: str, given: Given) -> Draft:
    """What a source says that could be recorded.

    Args:
        db: a fresh projection, for the names and words that the log knows.
        data: the bytes of the source.
        path: its path, as it is to be declared; `STDIN` if it has none.
        given: what the person says of it.

    Raises:
        TimelineError: it is no text that can be read.
        UsageError: what is given is not what it must be.
    """
    text = read.read(data, path)
    names = names_of(db)
    copy = copy_of(data, "" if path == STDIN else path)
    origin = origin_of(db, text, names, given, copy)
    words = vocabulary_of(db)
    cited = {} if origin.body else cited_in(db, origin.key)
    found, left_out = proposals(text, origin, names, words, cited)
    return Draft(path, origin, tuple(found), tuple(left_out), tuple(sorted(words["kind"])))
