"""Who held which office on a day."""

import sqlite3
from collections.abc import Container

from timeline.edtf import Match
from timeline.projection.evidence import Office, office_runs
from timeline.projection.lookup import shown_names
from timeline.projection.meta import hemisphere_of
from timeline.spells import Spell
from timeline.views.actors import held
from timeline.views.filters import Asked

Row = dict[str, object]

FIELDS = (
    *("office", "for", "for_name", "actor", "name", "match", "then"),
    *("start", "start_earliest", "start_latest", "end", "end_earliest", "end_latest", "end_by"),
    *("planned_end", "state", "last_seen", "last_seen_date", "evidence"),
)


def holders(
    db: sqlite3.Connection, asked: Asked, day: int, key: str | None = None, *, parts: bool = True
) -> list[Row]:
    """One row a spell of an actor in an office, judged on a day.

    Args:
        db: a fresh projection with `picked` filled.
        asked: what was asked for. Filters choose offices, those with evidence that was picked;
            spells are judged on all evidence.
        day: the day.
        key: only what this actor held, and what was held for it. Without it, only what was
            certainly or possibly held that day.
        parts: with its parts.

    Returns:
        Rows by office: the fields of `FIELDS`; `match` is certain, possible or impossible, `then`
        held, not-begun, ended, or not-seen of what is only mentioned on other days.
    """
    names = shown_names(db, "actor")
    among = _with_parts(db, key, parts=parts) if key else ()
    picked = {id_ for (id_,) in db.execute("SELECT id FROM picked")} if asked.filtered else ()
    rows: list[tuple[tuple[object, ...], Row]] = []
    for office, spell, row in held(db, asked, office_runs(db, hemisphere_of(db))):
        match = spell.on(day)
        if not _asked_for(office, among) if key else match is Match.IMPOSSIBLE:
            continue
        if asked.certain and match is not Match.CERTAIN:
            continue
        if asked.filtered and not any(id_ in picked for id_ in spell.evidence):
            continue
        who: Row = {"actor": office.actor, "name": names.get(office.actor, office.actor)}
        judged: Row = {"match": match.word, "then": _then(spell, day, match)}
        whole = row | who | judged
        order = (office.office.casefold(), str(row["for_name"] or "").casefold(), -match)
        rows.append(((*order, spell.bounds, office), {name: whole[name] for name in FIELDS}))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def _with_parts(db: sqlite3.Connection, key: str, *, parts: bool) -> Container[str]:
    query = "SELECT part FROM parts WHERE namespace = 'actor' AND whole = ?"
    return {part for (part,) in db.execute(query, (key,))} if parts else (key,)


def _asked_for(office: Office, among: Container[str]) -> bool:
    return office.actor in among or office.whom in among


def _then(spell: Spell, day: int, match: Match) -> str:
    if match:
        return "held"
    if spell.state == "mentioned":
        return "not-seen"
    return "not-begun" if day < spell.bounds.earliest_start else "ended"
