"""Actors: who took part in what, in which roles, and the offices they held."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from timeline.days import iso
from timeline.edtf import Bounds, Match
from timeline.projection.evidence import Office, office_runs, spell_fields
from timeline.projection.lookup import other_names, shown_names
from timeline.projection.meta import hemisphere_of
from timeline.spells import Spell
from timeline.views.filters import Asked, match_word
from timeline.views.tally import NOTHING, tally

Row = dict[str, object]
OfficeRuns = Mapping[Office, Sequence[Spell]]


def actors(
    db: sqlite3.Connection,
    asked: Asked,
    key: str | None = None,
    *,
    parts: bool = True,
    runs: OfficeRuns | None = None,
) -> list[Row]:
    """One row an actor: what it took part in, of what was picked and has occurred.

    Args:
        db: a fresh projection with `picked` filled.
        asked: what was asked for.
        key: only this actor; without it, all, or all that took part when a filter is set.
        parts: count what an actor's parts took part in.
        runs: the spells of offices, when the caller has them.

    Returns:
        Rows by name: actor, name, names, type, part_of, happenings (certain ones), possible,
        first and last (EDTF), roles, match, terms. First, last and roles are those of the
        certain happenings, or of the possible ones where nothing is certain.
    """
    counted = tally(db, "actor", parts=parts)
    if runs is None:
        runs = office_runs(db, hemisphere_of(db), key)
    terms = _terms(db, asked, runs)
    names = other_names(db, "actor", key)
    rows: list[Row] = []
    query = """
        SELECT actor, name, type, part_of FROM actors
        WHERE same_as IS NULL AND (?1 IS NULL OR actor = ?1)
    """
    for actor, name, type_, part_of in db.execute(query, (key,)):
        if actor not in counted and key is None and (asked.filtered or asked.dated):
            continue
        found = counted.get(actor, NOTHING)
        match = Match.CERTAIN if found.certain else Match.POSSIBLE
        rows.append(
            {
                "actor": actor,
                "name": name,
                "names": names.get(actor, []),
                "type": type_,
                "part_of": part_of,
                "happenings": found.certain,
                "possible": found.possible,
                "first": found.first,
                "last": found.last,
                "roles": sorted(found.roles),
                "match": match_word(match, asked),
                "terms": terms.get(actor, []),
            }
        )
    rows.sort(key=lambda row: (str(row["name"]).casefold(), str(row["actor"])))
    return rows


def _terms(db: sqlite3.Connection, asked: Asked, offices: OfficeRuns) -> Mapping[str, list[Row]]:
    hemisphere = hemisphere_of(db)
    names = shown_names(db, "actor")
    found: dict[str, list[tuple[Bounds, Row]]] = defaultdict(list)
    for office, runs in offices.items():
        whom = office.whom or None
        said: Row = {"office": office.office, "for": whom}
        said["for_name"] = names.get(office.whom, whom)
        for spell in standing(runs, asked):
            row = said | {"match": spell_match(spell, asked)} | spell_fields(spell, hemisphere)
            found[office.actor].append((spell.bounds, row))
    for terms in found.values():
        terms.sort(key=lambda term: (term[0], str(term[1]["office"]), str(term[1]["for"])))
    return {actor: [row for _, row in terms] for actor, terms in found.items()}


def standing(runs: Iterable[Spell], asked: Asked) -> list[Spell]:
    """Spells as they stood on the day asked for, without those of which nothing had happened."""
    if asked.as_of is None:
        return list(runs)
    stood = (spell.by(asked.as_of) for spell in runs)
    return [spell for spell in stood if spell is not None]


def spell_match(spell: Spell, asked: Asked) -> str | None:
    """Whether a spell covers the day that was asked for; None when none was."""
    return None if asked.as_of is None else spell.on(asked.as_of).word


def history(db: sqlite3.Connection, key: str, asked: Asked, *, parts: bool = True) -> Iterator[Row]:
    """One row a participation of an actor, and of its parts, in what was picked, by date."""
    query = f"""
        SELECT h.id, h.date, h.last_seen, k.match, h.status, h.kind, h.title,
               p.actor, coalesce(a.name, p.actor), p.role, p.capacity, p."for", p.effect
        FROM picked AS k
        JOIN happenings AS h ON h.id = k.id
        JOIN participations AS p ON p.happening = k.id
        LEFT JOIN actors AS a ON a.actor = p.actor
        WHERE {
        "p.actor IN (SELECT part FROM parts WHERE namespace = 'actor' AND whole = ?)"
        if parts
        else "p.actor = ?"
    }
        ORDER BY k.ordinal, p.position
    """  # noqa: S608 (fixed texts)
    for row in db.execute(query, (key,)):
        id_, date, last_seen, match, status, kind, title, actor, name, *office, effect = row
        yield {
            "happening": id_,
            "date": date,
            "last_seen": None if last_seen is None else iso(last_seen),
            "match": match_word(match, asked),
            "status": status,
            "kind": kind,
            "title": title,
            "actor": actor,
            "name": name,
            "role": office[0],
            "capacity": office[1],
            "for": office[2],
            "effect": json.loads(effect),
        }
