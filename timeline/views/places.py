"""Places: where things happened."""

import sqlite3
from collections.abc import Collection
from typing import Annotated, TypedDict, final

from timeline.dates.edtf import Match
from timeline.projection.lookup import other_names
from timeline.views.clause import one_of
from timeline.views.counts import NOTHING, count_named
from timeline.views.query import Query, match_word


@final
class PlaceRow(TypedDict):
    """A place, and how much of what was picked and has occurred is there."""

    place: Annotated[str, "its key"]
    name: Annotated[str, "its name"]
    short: Annotated[str | None, "its name where room is scarce"]
    names: Annotated[list[str], "its other names"]
    type: Annotated[str | None, "country, region, city, village or site"]
    part_of: Annotated[str | None, "the key of the place in which it lies"]
    coordinates: Annotated[str | None, "where it lies"]
    happenings: Annotated[int, "how many happenings are certainly there"]
    possible: Annotated[int, "how many more possibly are"]
    unbounded: Annotated[int, "how many more match only by an open or unknown side of their dates"]
    first: Annotated[str | None, "the date of the first, EDTF"]
    last: Annotated[str | None, "the date of the last, EDTF"]
    match: Annotated[str | None, "certain or possible; null without a date filter"]


FIELDS = tuple(PlaceRow.__annotations__)


def places(
    db: sqlite3.Connection,
    query: Query,
    key: str | None = None,
    *,
    parts: bool = True,
    only: Collection[str] | None = None,
) -> list[PlaceRow]:
    """One row a place, by name, with how much of what was picked and has occurred is there.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for; with a filter, places where nothing picked happened are left
            out.
        key: only this place.
        parts: count what happened in the places that lie in it.
        only: none but these.
    """
    counted = count_named(db, "place", parts=parts, whole=key, only=only)
    names = other_names(db, "place", only if key is None else [key])
    sql = """
        SELECT place, name, short, type, part_of, coordinates FROM places
        WHERE same_as IS NULL
    """
    asked = one_of("place", key, only)
    rows: list[PlaceRow] = []
    for place, name, short, type_, part_of, coordinates in db.execute(
        f"{sql} AND {asked.sql}", asked.values
    ):
        if place not in counted and key is None and (query.filtered or query.dated):
            continue
        found = counted.get(place, NOTHING)
        match = Match.CERTAIN if found.certain else Match.POSSIBLE
        rows.append(
            {
                "place": place,
                "name": name,
                "short": short,
                "names": names.get(place, []),
                "type": type_,
                "part_of": part_of,
                "coordinates": coordinates,
                "happenings": found.certain,
                "possible": found.possible,
                "unbounded": found.unbounded,
                "first": found.first,
                "last": found.last,
                "match": match_word(match, query),
            }
        )
    rows.sort(key=lambda row: (row["name"].casefold(), row["place"]))
    return rows
