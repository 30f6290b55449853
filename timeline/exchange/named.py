"""The keys that a happening names, for formats in which what they mean stands beside it."""

from collections.abc import Iterator

from timeline.exchange.material import Happening


def keys_named(happening: Happening) -> Iterator[tuple[str, str]]:
    """The kind and key of each actor, place, program and source of a happening, in its order."""
    row = happening.row
    for actor in row["actors"]:
        yield "actor", actor["actor"]
        if actor["for"]:
            yield "actor", actor["for"]
    for kind, field in (("place", "places"), ("program", "programs"), ("source", "sources")):
        for item in row[field]:
            yield kind, item[kind]
