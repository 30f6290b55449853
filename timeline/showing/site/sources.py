"""The sources of a site, and what rests on each, place by place."""

import math
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from timeline.dates import edtf
from timeline.dates.edtf import Hemisphere
from timeline.showing.report import dates, words
from timeline.showing.site.content import Happening, Label, Named, Source
from timeline.showing.site.corrections import Corrections

_COLUMNS = """
    s.source, s.title, s.publisher, s.published, s.url, s.language, s.paragraphs, s.sha256, s.note,
    s.declared_by
"""


def read_sources(
    db: sqlite3.Connection,
    hemisphere: Hemisphere,
    keys: Collection[str] | None,
    happenings: Iterable[Happening],
) -> tuple[Source, ...]:
    """Sources in the order in which they came out, those of no date at the end.

    Args:
        db: a projection, with its clocks entered.
        hemisphere: for seasons.
        keys: of these sources; None for all that are declared.
        happenings: that may cite them.
    """
    rests = _rests(happenings)
    sql = f"SELECT {_COLUMNS} FROM sources AS s WHERE s.same_as IS NULL"  # noqa: S608 (a fixed text)
    declared = {key: row for key, *row in db.execute(sql)}
    wanted = {*rests, *(declared if keys is None else keys)}
    order = {key: _order(declared.get(key), hemisphere) for key in wanted}
    corrected = Corrections(db)
    return tuple(
        _source(key, declared.get(key), rests.get(key, {}), hemisphere, corrected)
        for key in sorted(wanted, key=lambda key: (*order[key], key))
    )


def source_names(db: sqlite3.Connection) -> dict[str, Named]:
    """How sources are named, by their own keys and by those that are the same."""
    found = {}
    for key, title, same in db.execute("SELECT source, title, same_as FROM sources"):
        name = words.one_line(title)
        found[key] = Named(same or key, name, name)
    return {key: found.get(one.key, one) for key, one in found.items()}


def _order(row: list[Any] | None, hemisphere: Hemisphere) -> tuple[float, float, str]:
    published = row[2] if row else None
    return edtf.parse(published, hemisphere).sort_key if published else (math.inf, math.inf, "")


def _rests(happenings: Iterable[Happening]) -> dict[str, dict[str, list[str]]]:
    """By source and by place in it, as cited, the ids of the happenings that cite it."""
    found: dict[str, dict[str, list[str]]] = {}
    for one in happenings:
        for citation in one.sources:
            places = found.setdefault(citation.source.key, {})
            ids = places.setdefault(citation.at, [])
            if not ids or ids[-1] != one.id:
                ids.append(one.id)
    return found


def _source(
    key: str,
    row: list[Any] | None,
    rests: Mapping[str, list[str]],
    hemisphere: Hemisphere,
    corrected: Corrections,
) -> Source:
    title, publisher, published, url, language, paragraphs, sha256, note, declared_by = row or [
        *(key, None, None, None, None, None, None, None, ""),
    ]
    date = dates.read(published, hemisphere)
    facts = [
        Label("Paragraphs", f"{paragraphs:,}" if paragraphs else ""),
        Label("SHA-256 of the copy kept", sha256 or ""),
    ]
    return Source(
        key,
        words.one_line(title),
        words.one_line(publisher),
        dates.date_in_words(date) if date else "",
        words.one_line(url),
        words.one_line(language),
        tuple(one for one in facts if one.text),
        tuple(words.paragraphs(note)),
        tuple(_places(rests)),
        corrected.of(declared_by),
    )


def _places(rests: Mapping[str, list[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Places in words, in their order, each with ids; those that follow with the same are one."""
    for ids, places in groupby(sorted(rests, key=_by_numbers), key=rests.__getitem__):
        yield words.place_in_source([(at, None) for at in places]), tuple(ids)


def _by_numbers(place: str) -> list[tuple[int, str]]:
    """Orders places in a source: paragraph 9 comes before paragraph 10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", place)]
