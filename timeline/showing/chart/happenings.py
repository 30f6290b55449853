"""Happenings as a chart shows them: when, in which words, and how surely."""

import math
import re
import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from timeline.dates import edtf
from timeline.dates.edtf import Bounds, Date
from timeline.dates.vocabulary import MONTHS
from timeline.dates.words.printer import format_date
from timeline.projection.dates import date_of
from timeline.projection.settings import hemisphere_of
from timeline.showing.chart.content import Item, Sign
from timeline.showing.chart.stretches import of_happening
from timeline.views.query import Query

_LONGEST = 16
"""How long the words of a date are at most that stand before a title."""


class Told(NamedTuple):
    """What is told of a happening, beside its date."""

    id: str
    kind: str
    status: str
    title: str
    possible: bool


class Picked(NamedTuple):
    """Picked happenings in the order of time, by the numbers of their versions."""

    items: Mapping[int, Item]
    kinds: Mapping[int, str]


def picked(db: sqlite3.Connection, query: Query) -> Picked:
    """The happenings that were picked, as items.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for.
    """
    hemisphere = hemisphere_of(db)
    items: dict[int, Item] = {}
    kinds: dict[int, str] = {}
    for n, id_, text, kind, status, title, match, seen, seen_date, told_by, *days in db.execute(
        _PICKED
    ):
        date = edtf.parse(text, hemisphere)
        members: Iterable[Bounds] = [Bounds._make(days)]
        if text[0] == "{":
            members = date_of(text, seen, told_by, hemisphere).members
        told = Told(id_, kind, status, title, query.dated and match < 2)
        last_seen = edtf.parse(seen_date, hemisphere) if seen_date else None
        items[n] = make_item(told, date, last_seen, members)
        kinds[n] = kind
    return Picked(items, kinds)


_PICKED = """
    SELECT k.n, k.id, k.date, k.kind, k.status, k.title, k.match, k.last_seen, k.last_seen_date,
           k.told_by, k.starts_from, k.starts_by, k.ends_from, k.ends_by
    FROM picked_happenings AS k ORDER BY k.n
"""


def make_item(
    told: Told, date: Date, last_seen: Date | None, members: Iterable[Bounds], sign: Sign = ""
) -> Item:
    """A happening as an item.

    Args:
        told: what is told of it.
        date: its date.
        last_seen: the date until which its open end is certain.
        members: the bounds that tests use, of "all of" those of each member.
        sign: what a comparison says of it.
    """
    status = "" if told.status == "occurred" else f"[{told.status}] "
    label = f"{'? ' if told.possible else ''}{status}{told.title}"
    words = format_date(date, last_seen=last_seen)
    return Item(
        told.id,
        label,
        short_words(words),
        f"{words}: {label} ({told.kind})",
        of_happening(members, told.status),
        sign,
    )


def short_words(words: str) -> str:
    """A date in words with short names of months; empty where it is long for all that."""
    short = re.sub(_MONTH, lambda found: found[0][:3], words)
    return short if len(short) <= _LONGEST else ""


_MONTH = re.compile("|".join(MONTHS))


def is_day(item: Item) -> bool:
    """Whether an item is of days that are known, without any other on which it may have been."""
    return all(one.look == "certain" and not math.isinf(one.last) for one in item.stretches)
