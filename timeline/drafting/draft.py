"""From the bytes of a source to a draft."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from timeline.drafting.happening import Proposal
from timeline.drafting.name_mentions import read_names
from timeline.drafting.new_names import NewName, find_new_names
from timeline.drafting.proposals import LeftOut, find_citing, propose_all, read_vocabulary
from timeline.drafting.source.source_draft import (
    SourceDetails,
    SourceDraft,
    describe_copy,
    draft_source,
)
from timeline.log.kept_copies import path_from_log
from timeline.texts import read

STDIN = "<stdin>"
"""The name of a source that comes from standard input."""


class Draft(NamedTuple):
    """Events that could be recorded from a source: its declaration, and happenings that cite it.

    `new_names` are names to declare, where the log knows no actors yet.
    """

    name: str
    source: SourceDraft
    proposals: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]
    kinds: tuple[str, ...]
    new_names: tuple[NewName, ...] = ()

    @property
    def undecided(self) -> int:
        """How many fields the user has to decide."""
        return sum(len(one.undecided) for one in self.proposals)

    @property
    def recorded_paragraphs(self) -> int:
        """How many paragraphs are left out because happenings of the log cite them."""
        return sum(len(one.paragraphs) for one in self.left_out if one.is_recorded)


def make_draft(
    db: sqlite3.Connection, data: bytes, path: str, details: SourceDetails, log: Path | None = None
) -> Draft:
    """Propose events from a source.

    Args:
        db: a fresh projection, with the names and words that the log knows.
        data: the bytes of the source.
        path: the path to declare; `STDIN` if there is none.
        details: what the user states about the source.
        log: the folder from which the path is declared; as it is if not given.

    Raises:
        TimelineError: the source is not a text that can be read.
        UsageError: one of the details is not valid.
    """
    text = read.read_source(data, path)
    names = read_names(db)
    copy = describe_copy(data, "" if path == STDIN else path_from_log(path, log))
    source = draft_source(db, text, names, details, copy)
    vocabulary = read_vocabulary(db)
    cited = {} if source.body else find_citing(db, source.key)
    found, left_out = propose_all(text, source, names, vocabulary, cited)
    new = () if names.types else find_new_names(text.paragraphs, source.masthead)
    kinds = tuple(sorted(vocabulary["kind"]))
    return Draft(path, source, tuple(found), tuple(left_out), kinds, new)
