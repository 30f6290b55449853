"""Who held which office on a day, or at any time between two."""

import sqlite3
from collections.abc import Collection, Container, Mapping, Sequence
from typing import Annotated, NamedTuple, TypedDict

from timeline.dates.edtf import Bounds, Match
from timeline.event.spells import Spell
from timeline.projection.evidence import Office
from timeline.projection.known_spells import spells_of_offices
from timeline.projection.lookup import shown_names
from timeline.views.actors import (
    ActorRow,
    OfficeRuns,
    OfficeSpell,
    Person,
    actors,
    history,
    office_spells,
)
from timeline.views.query import Query
from timeline.views.standing import spell_match


class HeldOffice(OfficeSpell):
    """A spell of an actor in an office, judged on a day or in a month or year."""

    actor: Annotated[str, "the key of who held it"]
    name: Annotated[str, "the name of who held it"]
    match: Annotated[str, "certain, possible or impossible"]
    then: Annotated[str, "held, not-begun, ended, or not-seen of what is mentioned on other days"]
    days_before: Annotated[int | None, "how long before it was last seen, if no end is on record"]


OfficeOnRecord = TypedDict(
    "OfficeOnRecord",
    {
        "key": Annotated[str, "actor, office and body, as a text"],
        "actor": Annotated[str, "the key of who holds it"],
        "name": Annotated[str, "the name of who holds it"],
        "office": Annotated[str, "its name"],
        "for": Annotated[str | None, "the key of the body for which it is held"],
        "for_name": Annotated[str | None, "the name of that body"],
        "then": Annotated[str, "held, ended; seen where nothing tells of a start or an end"],
        "match": Annotated[str | None, "whether it is held that day; null without one"],
        "begun": Annotated[str, "certain or possible: whether it had begun by then"],
        "start": Annotated[str | None, "when it began, EDTF"],
        "start_earliest": Annotated[str | None, "the first day on which it may have begun"],
        "end": Annotated[str | None, "when it ended, EDTF"],
        "end_by": Annotated[str | None, "what says that it ended"],
        "planned_end": Annotated[str | None, "when it is to end by a planned happening"],
        "state": Annotated[str, "running, ended, mentioned and so on"],
        "last_seen": Annotated[str | None, "the day until which an open end is certain"],
        "evidence": Annotated[list[str], "the ids of the happenings that it rests on"],
    },
)

FIELDS = (
    *("office", "for", "for_name", "actor", "name", "match", "then"),
    *("start", "start_earliest", "start_latest", "end", "end_earliest", "end_latest", "end_by"),
    *("planned_end", "state", "last_seen", "last_seen_date", "evidence", "days_before"),
)


def holders(
    db: sqlite3.Connection,
    query: Query,
    days: tuple[int, int],
    key: str | None = None,
    *,
    parts: bool = True,
) -> list[HeldOffice]:
    """One row a spell of an actor in an office, judged on a day, or at any time between two.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for. Filters choose offices, those with evidence that was picked;
            spells are judged on all evidence.
        days: the first and the last day, both included.
        key: only what this actor held, and what was held for it. Without it, only what was
            certainly or possibly held then, and of each office who was last seen in it before,
            if no end is on record.
        parts: with its parts.

    Returns:
        Rows with the fields of `FIELDS`: first what was surely held, then what possibly was, then
        what was last seen before, the latest first, then the rest; each by office. `match` is
        certain, possible or impossible, `then` held, not-begun, ended, or not-seen of what is only
        mentioned on other days. `days_before` is how many days before the first one it was last
        seen, where no end is on record and nothing shows that it was held then; else None.
    """
    names = shown_names(db, "actor")
    among = _with_parts(db, key, parts=parts) if key else ()
    picked = {id_ for (id_,) in db.execute("SELECT id FROM picked")} if query.filtered else ()
    known = list(office_spells(db, query, spells_of_offices(db)))
    newest = _newest(known, days[0])
    rows: list[tuple[tuple[object, ...], HeldOffice]] = []
    for office, spell, row in known:
        then = _standing(spell, days)
        last = then.days_before is not None and spell is newest.get(office)
        if not _asked_for(office, among) if key else not (then.match or last):
            continue
        if query.certain and then.match is not Match.CERTAIN:
            continue
        if query.filtered and not any(id_ in picked for id_ in spell.evidence):
            continue
        held = _held_office(office.actor, names.get(office.actor, office.actor), row, then)
        order = (then.rank(), then.days_before or 0, *_called(row), spell.bounds, office)
        rows.append((order, held))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


class _Standing(NamedTuple):
    """How a spell stands to some days, as rows have it."""

    match: Match
    then: str
    days_before: int | None

    def rank(self) -> int:
        """The place of a row: surely held, possibly, last seen before, neither."""
        if self.match is Match.CERTAIN:
            return 0
        if self.days_before is not None:
            return 2
        return 1 if self.match else 3


def _standing(spell: Spell, days: tuple[int, int]) -> _Standing:
    match = runs_in(spell, *days)
    return _Standing(match, _then(spell, days, match), _days_before(spell, match, days[0]))


def _held_office(actor: str, name: str, row: OfficeSpell, standing: _Standing) -> HeldOffice:
    return {
        "office": row["office"],
        "for": row["for"],
        "for_name": row["for_name"],
        "actor": actor,
        "name": name,
        "match": standing.match.word,
        "then": standing.then,
        "start": row["start"],
        "start_earliest": row["start_earliest"],
        "start_latest": row["start_latest"],
        "end": row["end"],
        "end_earliest": row["end_earliest"],
        "end_latest": row["end_latest"],
        "end_by": row["end_by"],
        "planned_end": row["planned_end"],
        "state": row["state"],
        "last_seen": row["last_seen"],
        "last_seen_date": row["last_seen_date"],
        "evidence": row["evidence"],
        "days_before": standing.days_before,
    }


def _called(row: OfficeSpell) -> tuple[str, str]:
    return row["office"].casefold(), (row["for_name"] or "").casefold()


def _days_before(spell: Spell, match: Match, first: int) -> int | None:
    """How long before a day a spell without an end was last seen, if it is not known to go on."""
    if match is Match.CERTAIN or not _is_unended(spell):
        return None
    seen = _last_seen(spell)
    return int(first - seen) if seen < first else None


def _is_unended(spell: Spell) -> bool:
    return spell.state == "mentioned" or spell.end_by is None


def _last_seen(spell: Spell) -> float:
    """The day on which a spell was last seen; of a mention, of which that is all, its last."""
    return spell.bounds.latest_end if spell.last_seen is None else spell.last_seen


def _newest(
    known: Sequence[tuple[Office, Spell, OfficeSpell]], first: int
) -> Mapping[Office, Spell]:
    """Per office the spell before a day that was last seen latest."""
    found: dict[Office, Spell] = {}
    for office, spell, _ in known:
        if spell.bounds.earliest_start < first and (
            office not in found or _last_seen(spell) > _last_seen(found[office])
        ):
            found[office] = spell
    return found


def runs_in(spell: Spell, first: float, last: float) -> Match:
    """Whether a spell runs on any day from first to last, both included.

    Args:
        spell: of an office or a phase.
        first: a day.
        last: a day, not before the first.
    """
    if first == last:
        return spell.on(int(first))
    shown = max((proof.overlaps(first, last) for proof in spell.proven), default=Match.IMPOSSIBLE)
    start_from, start_by, _, end_to = spell.bounds
    surely = max(start_by, first) <= min(spell.sure_until, last)
    closed = spell.end_by == "recorded" and spell.bounds.overlaps(first, last)
    if surely or Match.CERTAIN in (shown, closed):
        return Match.CERTAIN
    return Bounds(start_from, start_by, start_from, end_to).overlaps(first, last)


def people(db: sqlite3.Connection, query: Query, key: str, *, parts: bool = True) -> list[Person]:
    """One row a spell of somebody in an office of a body, as it stood on the day asked for.

    Args:
        db: a fresh projection.
        query: what was asked for; of it the day counts.
        key: the body.
        parts: with the offices of its parts.

    Returns:
        Rows by when they began.
    """
    found = spells_of_offices(db, whom=_with_parts(db, key, parts=parts))
    names = shown_names(db, "actor")
    rows: list[tuple[tuple[Bounds, Office], Person]] = []
    for office, spell, row in office_spells(db, query, found):
        person: Person = {
            "actor": office.actor,
            "name": names.get(office.actor, office.actor),
            "match": spell_match(spell, query),
            **row,
        }
        rows.append(((spell.bounds, office), person))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def offices_on_record(
    db: sqlite3.Connection, query: Query, runs: OfficeRuns | None = None
) -> list[OfficeOnRecord]:
    """One row an office, by actors in order: its last spell as it stood on the day asked for.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for. Filters choose offices, those with evidence that was picked.
        runs: the spells of offices, when the caller has them.
    """
    names = shown_names(db, "actor")
    picked = {id_ for (id_,) in db.execute("SELECT id FROM picked")} if query.filtered else None
    found: dict[Office, tuple[Spell, OfficeSpell]] = {}
    runs = spells_of_offices(db) if runs is None else runs
    for office, spell, row in office_spells(db, query, runs):
        if picked is not None and picked.isdisjoint(spell.evidence):
            continue
        before = found.get(office)
        if before is None or before[0].state == "mentioned" or spell.state != "mentioned":
            found[office] = spell, row
    return [_office_row(office, *found[office], names, query) for office in sorted(found)]


def _office_row(
    office: Office, spell: Spell, row: OfficeSpell, names: Mapping[str, str], query: Query
) -> OfficeOnRecord:
    then = "seen" if spell.state == "mentioned" else "ended" if spell.end else "held"
    match = None
    if then != "seen" and query.as_of is not None:
        match = spell.on(query.as_of)
        then = "held" if match else "ended"
    begun = query.as_of is None or spell.bounds.latest_start <= query.as_of
    return {
        "key": "/".join(filter(None, office)),
        "actor": office.actor,
        "name": names.get(office.actor, office.actor),
        "office": row["office"],
        "for": row["for"],
        "for_name": row["for_name"],
        "then": then,
        "match": match.word if match else None,
        "begun": "certain" if begun else "possible",
        "start": row["start"],
        "start_earliest": row["start_earliest"],
        "end": row["end"],
        "end_by": row["end_by"],
        "planned_end": row["planned_end"],
        "state": row["state"],
        "last_seen": row["last_seen"],
        "evidence": row["evidence"],
    }


def actor_detail(db: sqlite3.Connection, query: Query, key: str, *, parts: bool = True) -> ActorRow:
    """The row of one actor, with its people and its history.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for.
        key: the actor.
        parts: count what its parts took part in, and what others did for it.
    """
    return {
        **actors(db, query, key, parts=parts)[0],
        "people": people(db, query, key, parts=parts),
        "history": list(history(db, key, query, parts=parts)),
    }


def _with_parts(db: sqlite3.Connection, key: str, *, parts: bool) -> Collection[str]:
    sql = "SELECT part FROM parts WHERE namespace = 'actor' AND whole = ?"
    return {part for (part,) in db.execute(sql, (key,))} if parts else (key,)


def _asked_for(office: Office, among: Container[str]) -> bool:
    return office.actor in among or office.whom in among


def _then(spell: Spell, days: tuple[int, int], match: Match) -> str:
    if match:
        return "held"
    if spell.state == "mentioned":
        return "not-seen"
    return "not-begun" if days[1] < spell.bounds.earliest_start else "ended"
