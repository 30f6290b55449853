"""Who held which office on a day, or at any time between two."""

import sqlite3
from collections.abc import Container, Mapping, Sequence

from timeline.dates.edtf import Bounds, Match
from timeline.event.spells import Spell
from timeline.projection.evidence import Office, office_runs
from timeline.projection.lookup import shown_names
from timeline.projection.settings import hemisphere_of
from timeline.views.actors import OfficeRuns, held, history
from timeline.views.query import Query
from timeline.views.standing import spell_match

Row = dict[str, object]

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
) -> list[Row]:
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
    known = list(held(db, query, office_runs(db, hemisphere_of(db))))
    newest = _newest(known, days[0])
    rows: list[tuple[tuple[object, ...], Row]] = []
    for office, spell, row in known:
        match = runs_in(spell, *days)
        before = _days_before(spell, match, days[0])
        last = before is not None and spell is newest.get(office)
        if not _asked_for(office, among) if key else not (match or last):
            continue
        if query.certain and match is not Match.CERTAIN:
            continue
        if query.filtered and not any(id_ in picked for id_ in spell.evidence):
            continue
        judged: Row = {"match": match.word, "then": _then(spell, days, match)}
        whole = row | _who(office, names) | judged | {"days_before": before}
        order = (_rank(match, before), before or 0, *_called(row), spell.bounds, office)
        rows.append((order, {name: whole[name] for name in FIELDS}))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def _rank(match: Match, before: int | None) -> int:
    """The place of a row: surely held, possibly, last seen before, neither."""
    if match is Match.CERTAIN:
        return 0
    if before is not None:
        return 2
    return 1 if match else 3


def _called(row: Row) -> tuple[str, str]:
    return str(row["office"]).casefold(), str(row["for_name"] or "").casefold()


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


def _newest(known: Sequence[tuple[Office, Spell, Row]], first: int) -> Mapping[Office, Spell]:
    """Per office the spell before a day that was last seen latest."""
    found: dict[Office, Spell] = {}
    for office, spell, _ in known:
        if spell.bounds.earliest_start < first and (
            office not in found or _last_seen(spell) > _last_seen(found[office])
        ):
            found[office] = spell
    return found


def runs_in(spell: Spell, first: float, last: float) -> Match:
    """Whether a spell runs on any day from first to last, both included."""
    if first == last:
        return spell.on(int(first))
    shown = max((date.overlaps(first, last) for date in spell.proven), default=Match.IMPOSSIBLE)
    start_from, start_by, _, end_to = spell.bounds
    surely = max(start_by, first) <= min(spell.sure_until, last)
    closed = spell.end_by == "recorded" and spell.bounds.overlaps(first, last)
    if surely or Match.CERTAIN in (shown, closed):
        return Match.CERTAIN
    return Bounds(start_from, start_by, start_from, end_to).overlaps(first, last)


def people(db: sqlite3.Connection, query: Query, key: str, *, parts: bool = True) -> list[Row]:
    """One row a spell of somebody in an office of a body, as it stood on the day asked for.

    Args:
        db: a fresh projection.
        query: what was asked for; of it the day counts.
        key: the body.
        parts: with the offices of its parts.

    Returns:
        Rows by when they began: actor, name, and what `timeline.views.actors.held` says; `match`
        is None where no day was asked for.
    """
    sql = """
        SELECT DISTINCT actor FROM participations
        WHERE "for" = ?1 OR ?2 AND "for" IN (
            SELECT part FROM parts WHERE namespace = 'actor' AND whole = ?1
        )
        ORDER BY actor
    """
    hemisphere, among = hemisphere_of(db), _with_parts(db, key, parts=parts)
    found: dict[Office, list[Spell]] = {}
    for (actor,) in db.execute(sql, (key, parts)).fetchall():
        found |= office_runs(db, hemisphere, actor)
    names = shown_names(db, "actor")
    rows = [
        ((spell.bounds, office), _who(office, names) | {"match": spell_match(spell, query)} | row)
        for office, spell, row in held(db, query, found)
        if office.whom in among
    ]
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def on_record(db: sqlite3.Connection, query: Query, runs: OfficeRuns | None = None) -> list[Row]:
    """One row an office of an actor, by its last spell as it stood on the day asked for.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for. Filters choose offices, those with evidence that was picked.
        runs: the spells of offices, when the caller has them.

    Returns:
        key, actor, name, office, for, for_name, then (held, ended; seen where nothing tells of a
        start or an end), match (whether it is held that day; None where none was asked for), begun
        (whether it surely had by then, or possibly), start, start_earliest, end, end_by,
        planned_end, state, last_seen and evidence.
    """
    names = shown_names(db, "actor")
    picked = {id_ for (id_,) in db.execute("SELECT id FROM picked")} if query.filtered else None
    found: dict[Office, tuple[Spell, Row]] = {}
    runs = office_runs(db, hemisphere_of(db)) if runs is None else runs
    for office, spell, row in held(db, query, runs):
        if picked is not None and picked.isdisjoint(spell.evidence):
            continue
        before = found.get(office)
        if before is None or before[0].state == "mentioned" or spell.state != "mentioned":
            found[office] = spell, row
    return [
        _office_row(office, spell, row | _who(office, names), query)
        for office, (spell, row) in found.items()
    ]


def _office_row(office: Office, spell: Spell, row: Row, query: Query) -> Row:
    then = "seen" if spell.state == "mentioned" else "ended" if spell.end else "held"
    match = None
    if then != "seen" and query.as_of is not None:
        match = spell.on(query.as_of)
        then = "held" if match else "ended"
    begun = query.as_of is None or spell.bounds.latest_start <= query.as_of
    said: Row = {"key": "/".join(filter(None, office)), "then": then}
    said |= {"begun": "certain" if begun else "possible"}
    said |= {"match": match.word if match else None}
    return {name: (row | said)[name] for name in _OF_RECORD}


_OF_RECORD = (
    *("key", "actor", "name", "office", "for", "for_name", "then", "match", "begun"),
    *("start", "start_earliest", "end", "end_by", "planned_end", "state", "last_seen", "evidence"),
)


def detail(db: sqlite3.Connection, query: Query, key: str, *, parts: bool = True) -> Row:
    """What the row of one actor has besides: its people, and its history."""
    return {
        "people": people(db, query, key, parts=parts),
        "history": list(history(db, key, query, parts=parts)),
    }


def _who(office: Office, names: Mapping[str, str]) -> Row:
    return {"actor": office.actor, "name": names.get(office.actor, office.actor)}


def _with_parts(db: sqlite3.Connection, key: str, *, parts: bool) -> Container[str]:
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
