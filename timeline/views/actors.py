"""Actors: who took part in what, in which roles, and the offices they held."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, NamedTuple, NotRequired, TypedDict, final

from timeline.base.days import iso
from timeline.dates import edtf
from timeline.dates.edtf import Bounds, Hemisphere, Match
from timeline.event.spells import Spell, held_until
from timeline.projection.evidence import Office, SpellFields, spell_fields
from timeline.projection.known_spells import spells_of_offices
from timeline.projection.lookup import other_names, shown_names
from timeline.projection.settings import hemisphere_of
from timeline.views.clause import ANY, Clause, one_of
from timeline.views.counts import NOTHING, Counts, count_named, named_rows
from timeline.views.query import Query, match_word
from timeline.views.standing import spell_match, standing

_Office = TypedDict(
    "_Office",
    {
        "office": Annotated[str, "its name"],
        "for": Annotated[str | None, "the key of the body for which it is held"],
        "for_name": Annotated[str | None, "the name of that body"],
    },
)


class OfficeSpell(_Office, SpellFields):
    """A spell of an actor in an office."""

    planned_end: Annotated[str | None, "when it is to end by a planned happening, or was, EDTF"]


class Term(OfficeSpell):
    """A spell in an office, as of the day asked for."""

    match: Annotated[str | None, "certain or possible on that day; null without one"]


class Person(Term):
    """A spell of somebody in an office of a body."""

    actor: Annotated[str, "the key of who held it"]
    name: Annotated[str, "the name of who held it"]


Participation = TypedDict(
    "Participation",
    {
        "happening": Annotated[str, "its id"],
        "date": Annotated[str, "when, EDTF"],
        "last_seen": Annotated[str | None, "the day until which an open end is certain"],
        "last_seen_date": Annotated[str | None, "the date that this day comes from, EDTF"],
        "match": Annotated[str | None, "certain or possible; null without a date filter"],
        "unbounded": Annotated[bool, "whether it matches only by an open or unknown side"],
        "status": Annotated[str, "its status"],
        "kind": Annotated[str, "its kind"],
        "title": Annotated[str, "its title"],
        "actor": Annotated[str, "the key of who is named: the actor, a part, or who acts for it"],
        "name": Annotated[str, "the name of that one"],
        "role": Annotated[str, "what it did"],
        "capacity": Annotated[str | None, "the office in which it took part"],
        "for": Annotated[str | None, "the key of the body for which it took part"],
        "for_name": Annotated[str | None, "the name of that body"],
        "effect": Annotated[list[str], "what this did to its office"],
        "through": Annotated[str | None, "who took part for the actor, if only somebody did"],
    },
)


class Deed(TypedDict):
    """A happening in which an actor had a role or an office that was asked for."""

    happening: Annotated[str, "its id"]
    date: Annotated[str, "when, EDTF"]
    last_seen_date: Annotated[str | None, "the date until which an open end is certain, EDTF"]
    title: Annotated[str, "its title"]
    status: Annotated[str, "its status"]
    role: Annotated[str, "what the actor did"]
    match: Annotated[str | None, "certain or possible; null without a date filter"]


class DeclaredRole(TypedDict):
    """A role of an actor in the declaration of a program."""

    program: Annotated[str, "the key of the program"]
    name: Annotated[str, "the name of the program"]
    role: Annotated[str, "such as funder"]


class ActorFields(TypedDict):
    """An actor, and how much of what was picked and has occurred it took part in."""

    actor: Annotated[str, "its key"]
    name: Annotated[str, "its name"]
    short: Annotated[str | None, "its name where room is scarce"]
    names: Annotated[list[str], "its other names"]
    type: Annotated[str | None, "organisation, unit, person or group"]
    part_of: Annotated[str | None, "the key of the body that it is part of"]
    happenings: Annotated[int, "in how many happenings it certainly took part"]
    possible: Annotated[int, "in how many more possibly"]
    unbounded: Annotated[int, "how many more match only by an open or unknown side of their dates"]
    first: Annotated[str | None, "the date of the first, EDTF"]
    last: Annotated[str | None, "the date of the last, EDTF"]
    roles: Annotated[list[str], "in which roles; of possible happenings where none is certain"]
    match: Annotated[str | None, "certain or possible; null without a date filter"]
    terms: Annotated[list[Term], "the offices that it held"]
    possible_roles: Annotated[list[str], "in which roles, in possible happenings"]


@final
class ActorRow(ActorFields):
    """An actor, and what it took part in of what was picked and has occurred."""

    through_offices: Annotated[int, "in how many of all only through who holds its offices"]
    did: Annotated[list[Deed], "by role or office: what it did in it"]
    programs: Annotated[list[DeclaredRole], "the programs that declare it"]
    people: Annotated[NotRequired[list[Person]], "of one actor: who held its offices"]
    history: Annotated[NotRequired[list[Participation]], "of one actor: what it took part in"]


FIELDS = tuple(name for name in ActorRow.__annotations__ if name in ActorRow.__required_keys__)
"""The fields of a row, in the order of the machine formats."""
_TABLE = "participation_rows"
OfficeRuns = Mapping[Office, Sequence[Spell]]


def actors(
    db: sqlite3.Connection,
    query: Query,
    key: str | None = None,
    *,
    parts: bool = True,
    runs: OfficeRuns | None = None,
    only: Collection[str] | None = None,
) -> list[ActorRow]:
    """One row an actor: what it took part in, of what was picked and has occurred.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for. Where it is a role or an office, only who has it counts.
        key: only this actor; without it, all, or all that took part when a filter is set.
        parts: count what an actor's parts took part in, and what others did for it.
        runs: the spells of offices, when the caller has them.
        only: none but these.

    Returns:
        Rows by name. First, last and roles are those of the certain happenings, or of the possible
        ones where nothing is certain.
    """
    among = query.rows.get(_TABLE, ANY)
    counted = count_named(db, "actor", parts=parts, among=among, whole=key, only=only)
    if runs is None:
        runs = spells_of_offices(db, None if key is None else [key])
    lists = _Lists(
        names=other_names(db, "actor", only if key is None else [key]),
        terms=_terms(db, query, runs),
        did=_did(db, query, key, parts=parts) if _TABLE in query.rows else {},
        programs=_programs(db, query),
    )
    rows: list[ActorRow] = []
    sql = """
        SELECT actor, name, short, type, part_of FROM actors
        WHERE same_as IS NULL
    """
    asked = one_of("actor", key, only)
    for declared in map(_Declared._make, db.execute(f"{sql} AND {asked.sql}", asked.values)):
        actor = declared.actor
        declares = _only_role(query) and actor in lists.programs
        there = actor in counted or actor in lists.did or declares
        if there or key is not None or not (query.filtered or query.dated):
            rows.append(_actor_row(declared, counted.get(actor, NOTHING), lists, query))
    rows.sort(key=lambda row: (row["name"].casefold(), row["actor"]))
    return rows


class _Declared(NamedTuple):
    actor: str
    name: str
    short: str | None
    type: str | None
    part_of: str | None


class _Lists(NamedTuple):
    """The lists of each actor, by its key."""

    names: Mapping[str, list[str]]
    terms: Mapping[str, list[Term]]
    did: Mapping[str, list[Deed]]
    programs: Mapping[str, list[DeclaredRole]]


def _actor_row(declared: _Declared, found: Counts, lists: _Lists, query: Query) -> ActorRow:
    actor = declared.actor
    match = Match.CERTAIN if found.certain else Match.POSSIBLE
    return {
        "actor": actor,
        "name": declared.name,
        "short": declared.short,
        "names": lists.names.get(actor, []),
        "type": declared.type,
        "part_of": declared.part_of,
        "happenings": found.certain,
        "possible": found.possible,
        "unbounded": found.unbounded,
        "first": found.first,
        "last": found.last,
        "roles": sorted(found.roles),
        "match": match_word(match, query),
        "terms": lists.terms.get(actor, []),
        "possible_roles": sorted(found.possible_roles),
        "through_offices": found.through,
        "did": lists.did.get(actor, []),
        "programs": lists.programs.get(actor, []),
    }


def _only_role(query: Query) -> bool:
    """Whether a role is all that was asked for, so that a declaration answers it, too."""
    return bool(query.actors.roles) and len(query.clauses) == 1


def _did(
    db: sqlite3.Connection, query: Query, key: str | None, *, parts: bool
) -> Mapping[str, list[Deed]]:
    """What each actor, or the one of a key, did of what was asked for, by date."""
    whole = None if key is None else Clause("?", (key,))
    named = named_rows("actor", parts=parts, among=query.rows[_TABLE], whole=whole)
    sql = f"""
        SELECT DISTINCT n.whole, h.id, h.date, h.last_seen_date, h.title, h.status, n.role, k.match
        FROM ({named.sql}) AS n JOIN happenings AS h ON h.n = n.n
        JOIN picked AS k ON k.n = n.n
        ORDER BY n.whole, n.n, n.role
    """  # noqa: S608 (fixed texts)
    found: dict[str, list[Deed]] = defaultdict(list)
    for actor, id_, date, seen, title, status, role, match in db.execute(sql, named.values):
        found[actor].append(
            {
                "happening": id_,
                "date": date,
                "last_seen_date": seen,
                "title": title,
                "status": status,
                "role": role,
                "match": match_word(match, query),
            }
        )
    return found


def _programs(db: sqlite3.Connection, query: Query) -> Mapping[str, list[DeclaredRole]]:
    """The programs that declare an actor; of roles that were asked for, in these."""
    sql = """
        SELECT x.actor, x.program, coalesce(p.name, x.program), x.role FROM program_actors AS x
        LEFT JOIN programs AS p ON p.program = x.program ORDER BY x.actor, 3, x.position
    """
    roles = query.actors.roles
    found: dict[str, list[DeclaredRole]] = defaultdict(list)
    for actor, program, name, role in db.execute(sql):
        if not roles or role in roles:
            found[actor].append({"program": program, "name": name, "role": role})
    return found


def _terms(db: sqlite3.Connection, query: Query, offices: OfficeRuns) -> Mapping[str, list[Term]]:
    found: dict[str, list[tuple[Bounds, Term]]] = defaultdict(list)
    for office, spell, row in office_spells(db, query, offices):
        term: Term = {
            "office": row["office"],
            "for": row["for"],
            "for_name": row["for_name"],
            "match": spell_match(spell, query),
            **row,
        }
        found[office.actor].append((spell.bounds, term))
    for terms in found.values():
        terms.sort(key=lambda term: (term[0], term[1]["office"], str(term[1]["for"])))
    return {actor: [row for _, row in terms] for actor, terms in found.items()}


def office_spells(
    db: sqlite3.Connection, query: Query, offices: OfficeRuns
) -> Iterator[tuple[Office, Spell, OfficeSpell]]:
    """Each spell of some offices, as it stood on the day asked for, with its row.

    Args:
        db: a fresh projection.
        query: what was asked for; of it the day counts.
        offices: with all their spells.
    """
    hemisphere = hemisphere_of(db)
    names = shown_names(db, "actor")
    plans = planned_ends(db, query.as_of) if offices else {}
    for office, runs in offices.items():
        whom = office.whom or None
        stood = standing(runs, query)
        planned = _by_spell(stood, plans.get(office, ()), hemisphere)
        for i, spell in enumerate(stood):
            row: OfficeSpell = {
                "office": office.office,
                "for": whom,
                "for_name": names.get(office.whom, whom),
                **spell_fields(spell, hemisphere),
                "planned_end": planned.get(i),
            }
            if query.held and i in planned:
                spell = held_until(spell, edtf.parse(planned[i], hemisphere))  # noqa: PLW2901
            yield office, spell, row


def planned_ends(db: sqlite3.Connection, day: int | None = None) -> Mapping[Office, list[str]]:
    """When offices are to end by what is planned, or was, and had been announced by a day."""
    sql = """
        SELECT p.actor, coalesce(p.capacity, p.role), coalesce(p."for", ''), h.date
        FROM participation_rows AS p JOIN happenings AS h ON h.n = p.n
        WHERE h.status <> 'occurred' AND h.status = 'planned' AND p.effect <> '[]'
          AND (?1 IS NULL OR h.counts_from <= ?1)
          AND EXISTS (SELECT 1 FROM json_each(p.effect) WHERE value = 'ends')
        ORDER BY h.n
    """
    found: dict[Office, list[str]] = defaultdict(list)
    for *office, date in db.execute(sql, (day,)):
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


def history(
    db: sqlite3.Connection, key: str, query: Query, *, parts: bool = True, reverse: bool = False
) -> Iterator[Participation]:
    """One row a participation of an actor, of its parts, and for it, in what was picked, by date.

    Rows say who is named (actor, name), and in `through` the same key where the actor took part
    only through this holder of an office.

    Args:
        db: a fresh projection with `picked` filled.
        key: the actor.
        query: what was asked for; of a role or an office, only what the actor did in it.
        parts: with what its parts took part in, and what others did for it.
        reverse: the last one first.
    """
    among, order = query.rows.get(_TABLE, ANY), "DESC" if reverse else ""
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
        CROSS JOIN happenings AS h ON h.n = k.n
        CROSS JOIN participation_rows AS x ON x.n = k.n
        LEFT JOIN actors AS a ON a.actor = x.actor LEFT JOIN actors AS b ON b.actor = x."for"
        WHERE (x.actor IN (SELECT actor FROM own) OR ?2 AND x."for" IN (SELECT actor FROM own))
          AND ({among.sql})
        ORDER BY k.n {order}, x.position {order}
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
