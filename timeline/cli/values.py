"""Values that shells complete, as they stand in the `Annotated` of an option or argument.

Here they are only named; `timeline/cli/complete/sources.py` has them. Every command imports this
module, so that it imports next to nothing itself.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Values(NamedTuple):
    """Where values come from: a source by its name, and what it is given."""

    source: str
    of: tuple[str, ...] = ()


FILES = Values("files")
FOLDERS = Values("folders")
STATES = Values("states")
"""The states of programs."""


def one_of(words: Iterable[str]) -> Values:
    """One of some words."""
    return Values("one of", tuple(words))


def several_of(words: Iterable[str]) -> Values:
    """Some words separated by commas, of which the last is completed."""
    return Values("several of", tuple(words))


def choices(field: str) -> Values:
    """The words that a field of a happening may have."""
    return Values("choices", (field,))


def optional_fields(event: str) -> Values:
    """The fields that may be taken away from an event of a type."""
    return Values("optional fields", (event,))


def keys(namespace: str) -> Values:
    """The keys and names of actors, programs, places or sources."""
    return Values("keys", (namespace,))


def words(vocabulary: str) -> Values:
    """Kinds or roles."""
    return Values("words", (vocabulary,))


EVENTS = Values("events")
HAPPENINGS = Values("happenings")
MEASURES = Values("measures")
OFFICES = Values("offices")
PHASES = Values("phases")
QUERIES = Values("queries")
SEALS = Values("seals")
TAGS = Values("tags")
ANY_KEY = Values("any key")
ANYTHING = Values("anything")
"""What has a page of its own: an event, or a key of any kind."""
PARTICIPATIONS = Values("participations")
"""`ROLE=NAME`, or the name alone."""
PROGRAMS = Values("programs")
"""A program, or `EFFECT=NAME`."""
FIGURES = Values("figures")
"""The beginning of `MEASURE=NUMBER`."""
ITEMS = Values("items")
"""`FIELD=NAME`, an item of a list in a happening."""
