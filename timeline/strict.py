"""What in a log deserves a second look: warnings, none of which makes an answer wrong."""

import difflib
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from timeline.check import Located, path_of, placed
from timeline.errors import Fault
from timeline.names import fold
from timeline.schema import Wrong
from timeline.views.coverage import coverage
from timeline.views.overview import overdue

_ALIKE = 0.8
"""How much two words share, as difflib counts it, for one to look like a slip for the other."""
_WORDS = re.compile(r"\w+")
_PARAGRAPHS_TOLD = 8


def warnings(db: sqlite3.Connection, folder: Path, today: int) -> list[Fault]:
    """All warnings of a log, in the order of its files: paths are those below the log.

    Args:
        db: its projection, fresh.
        folder: the log, to find the lines.
        today: what is planned and surely over before this day should have an outcome.
    """
    found = [
        *_unsourced(db),
        *_unused_actors(db),
        *_shared_names(db),
        *_rare_terms(db),
        *_unbegun_phases(db),
        *_without_outcome(db, today),
        *_without_unit(db),
        *_uncited_paragraphs(db),
    ]
    faults = [placed(folder, path, wrong) for path, wrong in found]
    return sorted(faults, key=lambda fault: (fault.path, fault.line, fault.column))


def _unsourced(db: sqlite3.Connection) -> Iterator[Located]:
    query = """
        SELECT h.id, min(c.position) FROM happenings AS h
        LEFT JOIN citations AS c ON c.happening = h.id AND c.at IS NULL
        WHERE c.position IS NOT NULL
           OR NOT EXISTS (SELECT 1 FROM citations AS x WHERE x.happening = h.id)
        GROUP BY h.id
    """
    for id_, position in db.execute(query).fetchall():
        if position is None:
            remedy = f"timeline amend {id_} --source KEY@PARAGRAPH --reason ..."
            yield path_of(db, id_), Wrong(("title",), "a happening without a source", remedy)
        else:
            wrong = Wrong(("sources", position), "a source without a paragraph", "say where in it")
            yield path_of(db, id_), wrong


def _unused_actors(db: sqlite3.Connection) -> Iterator[Located]:
    query = """
        WITH RECURSIVE used (actor) AS (
            SELECT actor FROM participations
            UNION SELECT "for" FROM participations WHERE "for" IS NOT NULL
            UNION SELECT actor FROM program_actors
            UNION SELECT a.part_of FROM actors AS a JOIN used AS u ON u.actor = a.actor
                  WHERE a.part_of IS NOT NULL
        )
        SELECT actor, declared_by FROM actors
        WHERE same_as IS NULL AND actor NOT IN (SELECT actor FROM used)
    """
    for actor, id_ in db.execute(query).fetchall():
        problem = f"no happening or program has the actor {actor}"
        yield (
            path_of(db, id_),
            Wrong(("actor",), problem, "record where it took part, or retract it"),
        )


def _shared_names(db: sqlite3.Connection) -> Iterator[Located]:
    query = """
        SELECT namespace, min(name), group_concat(DISTINCT key) FROM names
        GROUP BY namespace, folded HAVING count(DISTINCT key) > 1
    """
    for namespace, name, keys in db.execute(query).fetchall():
        shared = sorted(keys.split(","))
        problem = f"`{name}` is a name of {' and of '.join(shared)}"
        remedy = (
            f"nobody can use it; amend one of them, or make them one with --same-as {shared[0]}"
        )
        row = db.execute(_DECLARED, (namespace, shared[-1])).fetchone()
        yield path_of(db, row[0]), Wrong(("name",), problem, remedy)


_DECLARED = "SELECT id FROM states WHERE event = ? AND key = ? AND retracted_by IS NULL"


def _rare_terms(db: sqlite3.Connection) -> Iterator[Located]:
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
            like = next((o for o in begins[_beginning(term)] if o != term and _alike(term, o)), "")
            if like:
                place = tuple(position if part is None else part for part in at)
                problem = f"the {what} `{term}` is used once and resembles `{like}`"
                remedy = f"if it is the same: timeline amend {id_} ..."
                yield path_of(db, id_), Wrong(place, problem, remedy)


def _beginning(term: str) -> tuple[int, str]:
    """What two terms must share to be compared at all: how many words, and the first letter."""
    words = _WORDS.findall(fold(term))
    return len(words), words[0][:1] if words else ""


_TERMS: dict[str, tuple[str, tuple[str | None, ...]]] = {
    "kind": ("SELECT kind, id, 0 FROM happenings", ("kind",)),
    "role": ("SELECT role, happening, position FROM participations", ("actors", None, "role")),
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
    return len(words) == len(others) and all(
        a == b or difflib.SequenceMatcher(None, a, b).ratio() >= _ALIKE
        for a, b in zip(words, others, strict=True)
    )


def _unbegun_phases(db: sqlite3.Connection) -> Iterator[Located]:
    query = """
        SELECT d.program, d.phase, d.ordinal, p.declared_by FROM declared_phases AS d
        JOIN programs AS p ON p.program = d.program
        WHERE NOT EXISTS (
            SELECT 1 FROM program_parts AS x WHERE x.program = d.program AND x.phase = d.phase
        )
    """
    for program, phase, ordinal, id_ in db.execute(query).fetchall():
        problem = f"no happening is recorded or planned in phase {phase} of {program}"
        remedy = "record its start, or take the phase out of the declaration"
        yield path_of(db, id_), Wrong(("phases", ordinal - 1), problem, remedy)


def _without_outcome(db: sqlite3.Connection, today: int) -> Iterator[Located]:
    for row in overdue(db, today):
        id_ = str(row["id"])
        remedy = f"record what came of it with --outcome-of {id_}, or amend its --status"
        yield path_of(db, id_), Wrong(("date",), "planned, past, and without an outcome", remedy)


def _without_unit(db: sqlite3.Connection) -> Iterator[Located]:
    query = "SELECT happening, position, measure FROM happening_figures WHERE unit IS NULL"
    for id_, position, measure in db.execute(query).fetchall():
        remedy = "say what is counted, such as person, USD or day"
        wrong = Wrong(("figures", position), f"the figure `{measure}` has no unit", remedy)
        yield path_of(db, id_), wrong


def _uncited_paragraphs(db: sqlite3.Connection) -> Iterator[Located]:
    query = "SELECT source, declared_by FROM sources WHERE paragraphs > 0 AND same_as IS NULL"
    for source, id_ in db.execute(query).fetchall():
        missing = [str(row["paragraph"]) for row in coverage(db, source) if not row["events"]]
        if missing:
            more = f" and {len(missing) - _PARAGRAPHS_TOLD} more" * (
                len(missing) > _PARAGRAPHS_TOLD
            )
            told = f"{', '.join(missing[:_PARAGRAPHS_TOLD])}{more}"
            problem = f"nothing cites paragraph {told} of {source}"
            remedy = f"see what does: timeline sources {source} --coverage"
            yield path_of(db, id_), Wrong(("paragraphs",), problem, remedy)
