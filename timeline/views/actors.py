"""Actors: who took part in what, in which roles, and the offices they held."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from timeline.base.days import iso
from timeline.dates import edtf
from timeline.dates.edtf import Bounds, Hemisphere, Match
from timeline.event.spells import Spell, held_until
from timeline.projection.evidence import Office, office_runs, spell_fields
from timeline.projection.lookup import other_names, shown_names
from timeline.projection.settings import hemisphere_of
from timeline.views.clause import ANY
from timeline.views.counts import NOTHING, count_named, named_rows
from timeline.views.query import Query, match_word
from timeline.views.standing import spell_match, standing

Row = dict[str, object]

FIELDS = (
    *("actor", "name", "names", "type", "part_of", "happenings", "possible"),
    "unbounded",
    *("first", "last", "roles", "match", "terms"),
    *("possible_roles", "through_offices", "did", "programs"),
)
"""The fields of a row, in the order of the machine formats."""
_TABLE = "participations"
OfficeRuns = Mapping[Office, Sequence[Spell]]


def actors(
    db: sqlite3.Connection,
    query: Query,
    key: str | None = None,
    *,
    parts: bool = True,
    runs: OfficeRuns | None = None,
) -> list[Row]:
    """One row an actor: what it took part in, of what was picked and has occurred.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for. Where it is a role or an office, only who has it counts.
        key: only this actor; without it, all, or all that took part when a filter is set.
        parts: count what an actor's parts took part in, and what others did for it.
        runs: the spells of offices, when the caller has them.

    Returns:
        Rows by name: actor, name, names, type, part_of, happenings (certain ones), possible,
        unbounded (those that answer only by an open or unknown side of their dates), first and
        last (EDTF), roles, match, terms, possible_roles (of the possible happenings),
        through_offices (in how many of all it took part only through who holds its offices), did
        (of a role or an office that was asked for: happening, date, title, status, role, match),
        programs (in whose declaration it has a role, or that role: program, name, role). First,
        last and roles are those of the certain happenings, or of the possible ones where nothing
        is certain.
    """
    counted = count_named(db, "actor", parts=parts, among=query.rows.get(_TABLE, ANY))
    did = _did(db, query, parts=parts) if _TABLE in query.rows else {}
    programs = _programs(db, query)
    if runs is None:
        runs = office_runs(db, hemisphere_of(db), key)
    terms = _terms(db, query, runs)
    names = other_names(db, "actor", key)
    rows: list[Row] = []
    sql = """
        SELECT actor, name, type, part_of FROM actors
        WHERE same_as IS NULL AND (?1 IS NULL OR actor = ?1)
    """
    for actor, name, type_, part_of in db.execute(sql, (key,)):
        there = actor in counted or actor in did or (_only_role(query) and actor in programs)
        if not there and key is None and (query.filtered or query.dated):
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
                "unbounded": found.unbounded,
                "first": found.first,
                "last": found.last,
                "roles": sorted(found.roles),
                "match": match_word(match, query),
                "terms": terms.get(actor, []),
                "possible_roles": sorted(found.possible_roles),
                "through_offices": found.through,
                "did": did.get(actor, []),
                "programs": programs.get(actor, []),
            }
        )
    rows.sort(key=lambda row: (str(row["name"]).casefold(), str(row["actor"])))
    return rows


def _only_role(query: Query) -> bool:
    """Whether a role is all that was asked for, so that a declaration answers it, too."""
    return bool(query.actors.roles) and len(query.clauses) == 1


def _did(db: sqlite3.Connection, query: Query, *, parts: bool) -> Mapping[str, list[Row]]:
    """What each actor did of what was asked for, by date."""
    named = named_rows("actor", parts=parts, among=query.rows[_TABLE])
    sql = f"""
        SELECT DISTINCT n.whole, n.id, h.date, h.last_seen_date, h.title, h.status, n.role, k.match
        FROM ({named.sql}) AS n JOIN happenings AS h ON h.id = n.id
        JOIN picked AS k ON k.id = n.id
        ORDER BY n.whole, n.ordinal, n.role
    """  # noqa: S608 (fixed texts)
    fields = ("happening", "date", "last_seen_date", "title", "status", "role", "match")
    found: dict[str, list[Row]] = defaultdict(list)
    for actor, *values, match in db.execute(sql, named.values):
        row = zip(fields, (*values, match_word(match, query)), strict=True)
        found[actor].append(dict(row))
    return found


def _programs(db: sqlite3.Connection, query: Query) -> Mapping[str, list[Row]]:
    """The programs that declare an actor; of roles that were asked for, in these."""
    sql = """
        SELECT x.actor, x.program, coalesce(p.name, x.program), x.role FROM program_actors AS x
        LEFT JOIN programs AS p ON p.program = x.program ORDER BY x.actor, 3, x.position
    """
    roles = query.actors.roles
    found: dict[str, list[Row]] = defaultdict(list)
    for actor, *values in db.execute(sql):
        row: Row = dict(zip(("program", "name", "role"), values, strict=True))
        if not roles or row["role"] in roles:
            found[actor].append(row)
    return found


def _terms(db: sqlite3.Connection, query: Query, offices: OfficeRuns) -> Mapping[str, list[Row]]:
    found: dict[str, list[tuple[Bounds, Row]]] = defaultdict(list)
    for office, spell, row in held(db, query, offices):
        match = spell_match(spell, query)
        term = {name: row[name] for name in ("office", "for", "for_name")}
        found[office.actor].append((spell.bounds, {**term, "match": match, **row}))
    for terms in found.values():
        terms.sort(key=lambda term: (term[0], str(term[1]["office"]), str(term[1]["for"])))
    return {actor: [row for _, row in terms] for actor, terms in found.items()}


def held(
    db: sqlite3.Connection, query: Query, offices: OfficeRuns
) -> Iterator[tuple[Office, Spell, Row]]:
    """Each spell of some offices, as it stood on the day asked for, with its row.

    Rows have: office, for, for_name, start, start_earliest, start_latest, end, end_earliest,
    end_latest, end_by, state, last_seen, last_seen_date, evidence, planned_end (EDTF: when it is
    to end by a planned happening, or was).
    """
    hemisphere = hemisphere_of(db)
    names = shown_names(db, "actor")
    plans = _planned_ends(db, query) if offices else {}
    for office, runs in offices.items():
        whom = office.whom or None
        said: Row = {"office": office.office, "for": whom}
        said["for_name"] = names.get(office.whom, whom)
        stood = standing(runs, query)
        planned = _by_spell(stood, plans.get(office, ()), hemisphere)
        for i, spell in enumerate(stood):
            row = said | spell_fields(spell, hemisphere) | {"planned_end": planned.get(i)}
            if query.held and i in planned:
                spell = held_until(spell, edtf.parse(planned[i], hemisphere))  # noqa: PLW2901
            yield office, spell, row


def _planned_ends(db: sqlite3.Connection, query: Query) -> Mapping[Office, list[str]]:
    """When offices are to end by what is planned, or was, and had been announced."""
    sql = """
        SELECT p.actor, coalesce(p.capacity, p.role), coalesce(p."for", ''), h.date
        FROM participations AS p JOIN happenings AS h ON h.id = p.happening
        WHERE h.status = 'planned' AND p.effect <> '[]' AND (?1 IS NULL OR h.counts_from <= ?1)
          AND EXISTS (SELECT 1 FROM json_each(p.effect) WHERE value = 'ends')
        ORDER BY h.sort_from, h.sort_to, h.date, h.id
    """
    found: dict[Office, list[str]] = defaultdict(list)
    for *office, date in db.execute(sql, (query.as_of,)):
        found[Office(*office)].append(date)
    return found


def _by_spell(
    runs: Sequence[Spell], planned: Iterable[str], hemisphere: Hemisphere
) -> Mapping[int, str]:
    """Planned ends by the last spell that can have begun before them; of several the last."""
    found: dict[int, str] = {}
    for text in planned:
        latest = edtf.parse(text, hemisphere).tested.latest_end
        begun = [i for i, spell in enumerate(runs) if spell.bounds.earliest_start <= latest]
        if begun:
            found[begun[-1]] = text
    return found


def history(db: sqlite3.Connection, key: str, query: Query, *, parts: bool = True) -> Iterator[Row]:
    """One row a participation of an actor, of its parts, and for it, in what was picked, by date.

    Rows say who is named (actor, name), and in `through` the same key where the actor took part
    only through this holder of an office.
    """
    among = query.rows.get(_TABLE, ANY)
    sql = f"""
        WITH own (actor) AS (
            SELECT ?1 UNION
            SELECT part FROM parts WHERE ?2 AND namespace = 'actor' AND whole = ?1
        )
        SELECT h.id, h.date, h.last_seen, h.last_seen_date, k.match, k.unbounded,
               h.status, h.kind, h.title,
               x.actor, coalesce(a.name, x.actor), x.role, x.capacity, x."for",
               coalesce(b.name, x."for"), x.effect,
               iif(x.actor IN (SELECT actor FROM own), NULL, x.actor)
        FROM picked AS k
        JOIN happenings AS h ON h.id = k.id
        JOIN participations AS x ON x.happening = k.id
        LEFT JOIN actors AS a ON a.actor = x.actor LEFT JOIN actors AS b ON b.actor = x."for"
        WHERE (x.actor IN (SELECT actor FROM own) OR ?2 AND x."for" IN (SELECT actor FROM own))
          AND ({among.sql})
        ORDER BY k.ordinal, x.position
    """  # noqa: S608 (fixed texts)
    for row in db.execute(sql, (key, parts, *among.values)):
        id_, date, last_seen, seen, match, unbounded, *told, effect, by = row
        status, kind, title, actor, name, *office = told
        yield {
            "happening": id_,
            "date": date,
            "last_seen": None if last_seen is None else iso(last_seen),
            "last_seen_date": seen,
            "match": match_word(match, query),
            "unbounded": bool(unbounded),
            "status": status,
            "kind": kind,
            "title": title,
            "actor": actor,
            "name": name,
            "role": office[0],
            "capacity": office[1],
            "for": office[2],
            "for_name": office[3],
            "effect": json.loads(effect),
            "through": by,
        }
