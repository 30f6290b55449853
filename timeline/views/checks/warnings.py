"""What in a log deserves a second look: warnings, none of which makes an answer wrong."""

import difflib
import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from timeline.base.advice import Advice, call
from timeline.base.errors import Fault
from timeline.base.names import fold
from timeline.dates import edtf
from timeline.dates.words.printer import format_day
from timeline.event import amounts
from timeline.event.date_details import OF_DATE
from timeline.event.schema import Path as At
from timeline.event.schema import Wrong
from timeline.log.files import faults_at
from timeline.projection.settings import hemisphere_of
from timeline.views.begun_by import explain_begun_by
from timeline.views.checks.erased import erased_references
from timeline.views.checks.errors import place_of, set_in
from timeline.views.checks.kept_copies import keeps_copies
from timeline.views.checks.recorded_twice import recorded_twice
from timeline.views.checks.seals import seals_of_one_name
from timeline.views.coverage import find_uncited
from timeline.views.overview import overdue

_ALIKE = 0.8
"""How much two words share, as difflib counts it, for one to look like a slip for the other."""
_WORDS = re.compile(r"\w+")
_PARAGRAPHS_TOLD = 8

Suspect = tuple[str, Wrong]
"""What deserves a second look, with the id of the event as it stands now."""


def warnings(db: sqlite3.Connection, folder: Path, today: int) -> list[Fault]:
    """All warnings of a log, in the order of its files: paths are those below the log.

    Args:
        db: its projection, fresh.
        folder: the log, to find the lines.
        today: what is planned and surely over before this day should have an outcome.
    """
    found = chain.from_iterable(find_suspects(db, folder, today).values())
    return place_suspects(db, folder, found)


def find_suspects(db: sqlite3.Connection, folder: Path, today: int) -> dict[str, list[Suspect]]:
    """What deserves a second look, by kind; only kinds of which there is any.

    Args:
        db: its projection, fresh.
        folder: the log, which keeps copies of sources.
        today: what is planned and surely over before this day should have an outcome.
    """
    found = {
        "happenings without a source": _unsourced(db),
        "sources cited without a paragraph": _without_paragraph(db),
        "told as done before they begin": _begun_after_told(db),
        "recorded twice": recorded_twice(db),
        "actors never used": _unused_actors(db),
        "names that two share": _shared_names(db),
        "words used once that resemble another": _rare_terms(db),
        "phases that nothing is recorded in": _unbegun_phases(db, today),
        "planned, past and without an outcome": _without_outcome(db, today),
        "figures without a unit": _without_unit(db),
        "units that hold a part of the number": _scales_in_units(db),
        "words for an earlier date": _old_descriptions(db),
        "paragraphs that nothing cites": _uncited_paragraphs(db),
        "references to what was erased": erased_references(db),
        "seals of one name": seals_of_one_name(db),
        **_quotes(db, folder),
    }
    every = {kind: list(suspects) for kind, suspects in found.items()}
    return {kind: suspects for kind, suspects in every.items() if suspects}


def place_suspects(db: sqlite3.Connection, folder: Path, found: Iterable[Suspect]) -> list[Fault]:
    """Suspects as warnings with the lines they stand in, in the order of the files.

    Args:
        db: the projection.
        folder: the log, to find the lines.
        found: what deserves a second look.
    """
    faults = faults_at(folder, _placed(db, found))
    return sorted(faults, key=lambda fault: (fault.path, fault.line, fault.column))


def _placed(db: sqlite3.Connection, found: Iterable[Suspect]) -> Iterator[tuple[str, Wrong]]:
    """What is wrong with events, each in the file that says it: the event's, or an amendment's."""
    amended = set_in(db)
    for id_, wrong in found:
        amendment = amended.get((id_, str(wrong.at[0])))
        if amendment:
            yield amendment, wrong._replace(at=("set", *wrong.at))
        else:
            yield place_of(db, id_), wrong


def _unsourced(db: sqlite3.Connection) -> Iterator[Suspect]:
    query = """
        SELECT id FROM happenings
        WHERE NOT EXISTS (SELECT 1 FROM citations AS c WHERE c.happening = happenings.id)
    """
    for (id_,) in db.execute(query).fetchall():
        how = call("amend", id_, source="KEY@PARAGRAPH", reason=...)
        remedy = Advice("say where it is known from", how)
        yield id_, Wrong(("title",), "a happening without a source", remedy)


def _without_paragraph(db: sqlite3.Connection) -> Iterator[Suspect]:
    # A source that is cited with a paragraph, too, is found: an amendment may add to sources.
    query = """
        SELECT happening, position, source FROM citations AS c
        WHERE at IS NULL AND NOT EXISTS (
            SELECT 1 FROM citations AS x
            WHERE x.happening = c.happening AND x.source = c.source AND x.at IS NOT NULL
        )
    """
    for id_, position, source in db.execute(query).fetchall():
        how = call("amend", id_, source=f"{source}@PARAGRAPH", reason=...)
        remedy = Advice("say where in it", how)
        yield id_, Wrong(("sources", position), "a source without a paragraph", remedy)


def _begun_after_told(db: sqlite3.Connection) -> Iterator[Suspect]:
    query = """
        SELECT id, told_by FROM happenings WHERE status = 'occurred' AND starts_from > told_by
    """
    for id_, told_by in db.execute(query).fetchall():
        when = f"{format_day(told_by)}, {explain_begun_by(db, id_)}"
        words = "correct the date, cite what tells of it, or say that it is planned"
        remedy = Advice(words, call("amend", id_, status="planned"))
        yield id_, Wrong(("date",), f"told as done, but it begins after {when}", remedy)


def _unused_actors(db: sqlite3.Connection) -> Iterator[Suspect]:
    query = """
        WITH used (actor) AS (
            SELECT actor FROM participations
            UNION SELECT "for" FROM participations WHERE "for" IS NOT NULL
            UNION SELECT actor FROM program_actors
        )
        SELECT actor, declared_by FROM actors
        WHERE same_as IS NULL AND actor NOT IN (SELECT actor FROM used) AND actor NOT IN (
            SELECT p.whole FROM parts AS p JOIN used AS u ON u.actor = p.part
            WHERE p.namespace = 'actor'
        )
    """
    for actor, id_ in db.execute(query).fetchall():
        problem = f"no happening or program has the actor {actor}"
        withdraw = call("retract", id_, reason=...)
        remedy = Advice("record where it took part, or withdraw it", withdraw)
        yield id_, Wrong(("actor",), problem, remedy)


def _shared_names(db: sqlite3.Connection) -> Iterator[Suspect]:
    """Names that lead to two keys; titles only of sources that nothing else tells apart.

    A title is a fact, which nobody can change, and sources are cited by their keys: two reports
    of one title are no slip, but two of one title, publisher and date may be one.
    """
    query = """
        SELECT n.namespace, n.folded, min(n.name), json_group_array(DISTINCT n.key)
        FROM names AS n LEFT JOIN sources AS s ON n.namespace = 'source' AND s.source = n.key
        WHERE n.namespace <> 'source' OR n.name = s.title
        GROUP BY n.namespace, n.folded, s.published, s.publisher HAVING count(DISTINCT n.key) > 1
    """
    for namespace, folded, name, keys in db.execute(query).fetchall():
        first, *others = sorted(json.loads(keys))
        for key in others:
            merge = call("merge", key, first, as_=namespace, reason=...)
            if namespace == "source":
                problem = f"the same title, publisher and date as {first}"
                remedy = Advice("if they are one", merge)
            else:
                problem = f"`{name}` is a name of {first}, too: nobody can tell which is meant"
                remedy = Advice("name one of them otherwise; or if they are one", merge)
            id_, at = _bearer(db, namespace, key, folded)
            yield id_, Wrong(at, problem, remedy)


def _bearer(db: sqlite3.Connection, namespace: str, key: str, folded: str) -> tuple[str, At]:
    """The declaration that gives a key a name, and where it does so."""
    query = f"""
        SELECT s.id, s.body FROM states AS s JOIN {namespace}s AS d ON d.declared_by = s.id
        WHERE ?1 IN (d.{namespace}, d.same_as) ORDER BY d.{namespace} <> ?1, s.id
    """  # noqa: S608 (own names)
    rows = [(str(id_), json.loads(text)) for id_, text in db.execute(query, (key,))]
    for id_, body in rows:
        for at in ((namespace,), ("name",), ("title",)):
            if fold(str(body.get(at[0], ""))) == folded:
                return id_, at
        for i, name in enumerate(body.get("names", [])):
            if fold(name["name"] if isinstance(name, dict) else name) == folded:
                return id_, ("names", i)
    return rows[0][0], (namespace,)


def _rare_terms(db: sqlite3.Connection) -> Iterator[Suspect]:
    """Terms used once that are almost another one, which is used too or stands in the settings."""
    for what, (query, at) in _TERMS.items():
        uses = db.execute(query).fetchall()
        counts = Counter(term for term, *_ in uses)
        known = {word for (word,) in db.execute(_KNOWN, (what,))}
        begins: dict[tuple[int, str], list[str]] = defaultdict(list)
        for term in sorted({*counts, *known}):
            begins[_beginning(term)].append(term)
        for term, id_, position in uses:
            if counts[term] > 1 or term in known:
                continue
            alike = [o for o in begins[_beginning(term)] if o != term and _alike(term, o)]
            if alike:
                like = max(alike, key=lambda o: (o in known, counts[o]))
                place = tuple(position if part is None else part for part in at)
                problem = f"the {what} `{term}` is used once and resembles `{like}`"
                yield id_, Wrong(place, problem, f"if it is the same, write `{like}`")


def _beginning(term: str) -> tuple[int, str]:
    """What two terms must share to be compared at all: how many words, and the first letter."""
    words = _WORDS.findall(fold(term))
    return len(words), words[0][:1] if words else ""


_TERMS: dict[str, tuple[str, tuple[str | None, ...]]] = {
    "kind": ("SELECT kind, id, 0 FROM happenings", ("kind",)),
    "role": (
        """
        SELECT role, happening, position FROM participations UNION ALL
        SELECT a.role, p.declared_by, a.position FROM program_actors AS a
        JOIN programs AS p ON p.program = a.program
        """,
        ("actors", None, "role"),
    ),
    "measure": (
        "SELECT measure, happening, position FROM happening_figures",
        ("figures", None, "measure"),
    ),
    "unit": (
        "SELECT unit, happening, position FROM happening_figures WHERE unit IS NOT NULL",
        ("figures", None, "unit"),
    ),
    "tag": ("SELECT tag, happening, position FROM happening_tags", ("tags", None)),
}
"""Where each kind of term is used, and its place in the event; None stands for the position."""
_KNOWN = "SELECT w.value FROM meta AS m, json_each(m.value) AS w WHERE m.name = ? || 's'"


def _alike(term: str, other: str) -> bool:
    """Whether two terms have as many words, each the same or spelt almost the same."""
    words, others = (_WORDS.findall(fold(text)) for text in (term, other))
    return len(words) == len(others) and all(map(_same_or_slip, words, others))


def _same_or_slip(word: str, other: str) -> bool:
    if word == other:
        return True
    # Of numbers each digit counts: 1325 is no slip for 1335.
    if not (word.isalpha() and other.isalpha()):
        return False
    return difflib.SequenceMatcher(None, word, other).ratio() >= _ALIKE


def _unbegun_phases(db: sqlite3.Connection, today: int) -> Iterator[Suspect]:
    query = """
        SELECT d.program, d.phase, d.ordinal, d.planned, p.declared_by FROM declared_phases AS d
        JOIN programs AS p ON p.program = d.program
        WHERE coalesce(p.status, '') NOT IN ('pipeline', 'cancelled') AND NOT EXISTS (
            SELECT 1 FROM program_parts AS x
            WHERE x.program = coalesce(p.same_as, p.program) AND x.phase = d.phase
        )
    """
    hemisphere = hemisphere_of(db)
    for program, phase, ordinal, planned, id_ in db.execute(query).fetchall():
        if planned and edtf.parse(planned, hemisphere).tested.latest_start >= today:
            continue
        problem = f"no happening is recorded or planned in phase {phase} of {program}"
        remedy = "record its start, or take the phase out of the declaration"
        yield id_, Wrong(("phases", ordinal - 1), problem, remedy)


def _without_outcome(db: sqlite3.Connection, today: int) -> Iterator[Suspect]:
    for row in overdue(db, today):
        id_ = row["id"]
        words = "amend its status, or record what came of it"
        remedy = Advice(words, call("add", outcome_of=id_))
        yield id_, Wrong(("date",), "planned, past, and without an outcome", remedy)


def _without_unit(db: sqlite3.Connection) -> Iterator[Suspect]:
    query = "SELECT happening, position, measure FROM happening_figures WHERE unit IS NULL"
    for id_, position, measure in db.execute(query).fetchall():
        remedy = "say what is counted, such as person, USD or day"
        yield id_, Wrong(("figures", position), f"the figure `{measure}` has no unit", remedy)


def _scales_in_units(db: sqlite3.Connection) -> Iterator[Suspect]:
    """Figures that add up with nothing, because part of their number stands in the unit."""
    query = """
        SELECT happening, position, measure, value, unit FROM happening_figures
        WHERE unit IS NOT NULL
    """
    for id_, position, measure, value, unit in db.execute(query).fetchall():
        zeros, rest = amounts.scale_of(unit)
        if zeros:
            meant = f"{amounts.scaled(str(value), zeros)} {rest}".strip()
            item, gone = f"{measure}={meant}", f"figure={measure}"
            how = call("amend", id_, remove=gone, figure=item, reason=...)
            problem = f"the unit `{unit}` holds a part of the number: {value} {unit} is {meant}"
            yield id_, Wrong(("figures", position), problem, Advice("correct it", how))


def _old_descriptions(db: sqlite3.Connection) -> Iterator[Suspect]:
    """Fields that describe a date which was corrected after they were written."""
    old: dict[str, set[str]] = defaultdict(set)
    for id_, changed, unset in db.execute(_AMENDMENTS):
        fields = json.loads(changed)
        if "date" in fields:
            old[id_].update(OF_DATE)
        old[id_] -= {*fields, *json.loads(unset)}
    for id_, names in old.items():
        (text,) = db.execute("SELECT body FROM states WHERE id = ?", (id_,)).fetchone()
        for name in sorted(names & json.loads(text).keys()):
            problem = f"`{name}` was written for an earlier date of this"
            not_so = Advice("if not, take it away", call("amend", id_, unset=name, reason=...))
            keep = call("amend", id_, keep=name, reason=...)
            yield id_, Wrong((name,), problem, Advice("if it still holds, keep it", keep, not_so))


_AMENDMENTS = """
    SELECT c.root, coalesce(d.body -> 'set', '{}'), coalesce(d.body -> 'unset', '[]')
    FROM corrections AS c JOIN documents AS d ON d.id = c.id JOIN states AS s ON s.id = c.root
    WHERE c.event = 'amendment' AND c.retracted_by IS NULL
        AND s.event = 'happening' AND s.retracted_by IS NULL
    ORDER BY c.root, c.ordinal
"""


def _quotes(db: sqlite3.Connection, folder: Path) -> dict[str, list[Suspect]]:
    if not keeps_copies(db):
        return {}
    from timeline.views.checks.quotes import suspicious_quotes  # noqa: PLC0415 (reads texts)

    return suspicious_quotes(db, folder)


def _uncited_paragraphs(db: sqlite3.Connection) -> Iterator[Suspect]:
    for source, id_, missing in find_uncited(db):
        told = ", ".join(map(str, missing[:_PARAGRAPHS_TOLD]))
        more = len(missing) - _PARAGRAPHS_TOLD
        told += f" and {more} more" if more > 0 else ""
        problem = f"nothing cites paragraph{'s' * (len(missing) > 1)} {told} of {source}"
        how = call("sources", source, coverage=True)
        remedy = Advice("see what cites the others", how)
        yield id_, Wrong(("paragraphs",), problem, remedy)
