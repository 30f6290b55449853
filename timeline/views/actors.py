"""Actors: who took part in what, in which roles, and the offices they held."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping

from timeline.days import iso
from timeline.edtf import Match
from timeline.projection.database import hemisphere_of
from timeline.projection.evidence import Office, office_runs
from timeline.projection.lookup import name_of
from timeline.projection.rows import spell_fields
from timeline.spells import Spell
from timeline.views.filters import Asked, match_word

Row = dict[str, object]


def actors(
    db: sqlite3.Connection, asked: Asked, key: str | None = None, *, parts: bool = True
) -> list[Row]:
    """One row an actor: what it took part in, of what was picked and has occurred.

    Args:
        db: a fresh projection with `picked` filled.
        asked: what was asked for.
        key: only this actor; without it, all, or all that took part when a filter is set.
        parts: count what an actor's parts took part in.

    Returns:
        Rows by name: actor, name, names, type, part_of, happenings (certain ones), possible,
        first and last (EDTF), roles, match, terms.
    """
    counted = _counted(db, parts=parts)
    terms = _terms(db, asked)
    rows: list[Row] = []
    query = "SELECT actor, name, type, part_of FROM actors WHERE same_as IS NULL"
    for actor, name, type_, part_of in db.execute(query):
        if key is not None and actor != key:
            continue
        found = counted.get(actor)
        if found is None and key is None and (asked.filtered or asked.dated):
            continue
        certain, possible, first, last, roles = found or (0, 0, None, None, "[]")
        match = Match.CERTAIN if certain else Match.POSSIBLE
        rows.append(
            {
                "actor": actor,
                "name": name,
                "names": names_of(db, "actor", actor, name),
                "type": type_,
                "part_of": part_of,
                "happenings": certain,
                "possible": possible,
                "first": first,
                "last": last,
                "roles": sorted(json.loads(roles)),
                "match": match_word(match, asked),
                "terms": terms.get(actor, []),
            }
        )
    rows.sort(key=lambda row: (str(row["name"]).casefold(), str(row["actor"])))
    return rows


def _counted(db: sqlite3.Connection, *, parts: bool) -> Mapping[str, tuple[int, int, str, str, str]]:
    whole, joined = "p.actor", ""
    if parts:
        whole = "w.whole"
        joined = "JOIN parts AS w ON w.namespace = 'actor' AND w.part = p.actor"
    query = f"""
        SELECT c.whole,
               count(DISTINCT iif(c.match = 2, c.id, NULL)),
               count(DISTINCT iif(c.match = 1, c.id, NULL)),
               (SELECT h.date FROM picked AS k JOIN happenings AS h USING (id)
                WHERE k.ordinal = min(c.ordinal)),
               (SELECT h.date FROM picked AS k JOIN happenings AS h USING (id)
                WHERE k.ordinal = max(c.ordinal)),
               json_group_array(DISTINCT c.role)
        FROM (
            SELECT {whole} AS whole, k.id, k.match, k.ordinal, p.role
            FROM picked AS k
            JOIN happenings AS h ON h.id = k.id AND h.status = 'occurred'
            JOIN participations AS p ON p.happening = k.id {joined}
        ) AS c
        GROUP BY c.whole
    """  # noqa: S608 (fixed texts)
    return {whole: tuple(rest) for whole, *rest in db.execute(query)}


def names_of(db: sqlite3.Connection, namespace: str, key: str, shown: str) -> list[str]:
    """The other names of a key, by name; neither the key nor the name that is shown."""
    query = "SELECT DISTINCT name FROM names WHERE namespace = ? AND key = ? ORDER BY name"
    return [name for (name,) in db.execute(query, (namespace, key)) if name not in (key, shown)]


def _terms(db: sqlite3.Connection, asked: Asked) -> Mapping[str, list[Row]]:
    hemisphere = hemisphere_of(db)
    found: dict[str, list[Row]] = defaultdict(list)
    for office, runs in office_runs(db, hemisphere, asked.as_of).items():
        for spell in runs:
            row = _office(db, office) | {"match": spell_match(spell, asked)}
            found[office.actor].append(row | spell_fields(spell, hemisphere))
    for rows in found.values():
        rows.sort(key=lambda row: (str(row["start_latest"] or row["start"] or ""), str(row["office"])))
    return found


def _office(db: sqlite3.Connection, office: Office) -> Row:
    whom = office.whom or None
    return {
        "office": office.office,
        "for": whom,
        "for_name": name_of(db, "actor", office.whom) if whom else None,
    }


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
        WHERE {"p.actor IN (SELECT part FROM parts WHERE namespace = 'actor' AND whole = ?)"
               if parts else "p.actor = ?"}
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

