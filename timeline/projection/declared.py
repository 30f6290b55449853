"""Declarations to rows: the actors, programs, places and sources, their names and parts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from timeline.base.names import fold as fold_name
from timeline.dates import edtf
from timeline.event.types import (
    ActorDeclared,
    Declared,
    PlaceDeclared,
    ProgramDeclared,
    SourceDeclared,
)
from timeline.projection.history import (
    Claim,
    Span,
    bounds,
    joined,
    spent,
    split,
    strongest,
)
from timeline.projection.keys import Declaration, Declarations, Key, Meanings
from timeline.projection.search_text import words

Row = dict[str, object]
Named = tuple[str, str, str]
"""A namespace, the key that is shown, and a name that leads to it."""


def declared_rows(
    declared: Declarations, known: Meanings, hemisphere: edtf.Hemisphere
) -> Iterator[tuple[str, Row]]:
    """The rows of declarations, each with its table.

    Args:
        declared: what declares which key when.
        known: what the keys mean.
        hemisphere: for the seasons 21 to 24.
    """
    names: dict[Named, list[Claim[tuple[str, str]]]] = defaultdict(list)
    for key, spans in declared.items():
        versions = (
            Span(since, until, _told(key, declaration.event, known, since, hemisphere))
            for declared_since, declared_until, declaration in spans
            for since, until in split(
                declared_since, declared_until, _moved(key, declaration.event, known)
            )
        )
        for since, until, rows in joined(versions):
            for table, row in rows:
                yield table, row | {"known_from": since, "known_until": until}
        for span in spans:
            for named, claim in _names(key, span, known):
                names[named].append(claim)
        yield from _parts(key, spans, known)
    for (namespace, shown, name), claims in names.items():
        row = {"namespace": namespace, "folded": fold_name(name), "key": shown, "name": name}
        row["searched"] = words(name)
        for since, until, (lang, during) in strongest(claims):
            said = {"lang": lang or None, "during": during or None}
            yield "names", row | said | {"known_from": since, "known_until": until}


def _moved(key: Key, event: Declared, known: Meanings) -> Iterator[int]:
    """When the keys that a declaration names came to stand for others."""
    named = [key, (key[0], getattr(event, "part_of", ""))]
    if isinstance(event, ProgramDeclared):
        named += [("actor", part.actor) for part in event.actors]
    for one in named:
        yield from bounds(known.shown.get(one, ()))


def _told(
    key: Key, event: Declared, known: Meanings, at: int, hemisphere: edtf.Hemisphere
) -> list[tuple[str, Row]]:
    """The rows of one declaration as of an instant."""
    namespace = key[0]
    shown = known.standing(key, at)
    row: Row = {
        namespace: key[1],
        "same_as": shown if shown != key[1] else None,
        "note": event.note or None,
        "declared_by": event.id,
    }
    others: list[tuple[str, Row]] = []
    match event:
        case SourceDeclared():
            for name in ("title", "publisher", "published", "url", "language"):
                row[name] = getattr(event, name) or None
            row["published_by"] = _out_by(event.published, hemisphere)
            row |= {"archive": event.archive or None, "sha256": event.sha256 or None}
            row["paragraphs"] = int(event.paragraphs) if event.paragraphs else None
        case ActorDeclared() | PlaceDeclared() | ProgramDeclared():
            whole = known.standing((namespace, event.part_of), at) if event.part_of else None
            row |= {"name": event.name, "short": event.short or None}
            row |= {"type": event.type, "part_of": whole}
            if isinstance(event, PlaceDeclared):
                row["coordinates"] = event.coordinates or None
            if isinstance(event, ProgramDeclared):
                row |= {"period": event.period or None, "status": event.status}
                row["sequential"] = event.sequential == "true"
                others = list(_of_program(event, known, at))
    return [(f"{namespace}s", row), *others]


def _out_by(published: str, hemisphere: edtf.Hemisphere) -> float | None:
    return edtf.parse(published, hemisphere).tested.latest_end if published else None


def _of_program(event: ProgramDeclared, known: Meanings, at: int) -> Iterator[tuple[str, Row]]:
    for ordinal, phase in enumerate(event.phases, 1):
        said = {"phase": phase.phase, "name": phase.name or None}
        said["planned"] = phase.planned or None
        yield "declared_phases", {"program": event.program, "ordinal": ordinal, **said}
    for position, part in enumerate(event.actors):
        actor = known.standing(("actor", part.actor), at)
        said = {"actor": actor, "role": part.role}
        yield "program_actors", {"program": event.program, "position": position, **said}


def _names(
    key: Key, span: Span[Declaration], known: Meanings
) -> Iterator[tuple[Named, Claim[tuple[str, str]]]]:
    """The names that a declaration gives; two keys that are one may bear the same."""
    rank, event = span.value
    names = [(key[1], "", "")]
    if isinstance(event, SourceDeclared):
        names.append((event.title, "", ""))
    elif isinstance(event, ActorDeclared | PlaceDeclared | ProgramDeclared):
        names += [(name, "", "") for name in (event.name, event.short) if name]
        names += [(name.name, name.lang, name.during) for name in event.names]
    for since, until in split(span.since, span.until, bounds(known.shown.get(key, ()))):
        shown = known.standing(key, since)
        for position, (name, lang, during) in enumerate(names):
            claim = Claim((*rank, position), Span(since, until, (lang, during)))
            yield (key[0], shown, name), claim


def _parts(
    key: Key, spans: Sequence[Span[Declaration]], known: Meanings
) -> Iterator[tuple[str, Row]]:
    there = joined(Span(since, until, None) for since, until, _ in spans)
    wholes = spent(whole for since, until, _ in there for whole in known.wholes(key, since, until))
    for whole, times in wholes.items():
        for since, until, _ in times:
            row: Row = {"namespace": key[0], "whole": whole, "part": key[1]}
            yield "parts", row | {"known_from": since, "known_until": until}
