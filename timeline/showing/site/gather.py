"""From a question to a projection to what a site tells."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from timeline.projection.settings import hemisphere_of
from timeline.showing.chart.programs import program_stretches
from timeline.showing.report.closing import closing_facts
from timeline.showing.report.scope import scope_of
from timeline.showing.report.words import left_out, one_line
from timeline.showing.site.content import Content, Happening
from timeline.showing.site.declared import Declared
from timeline.showing.site.happenings import HappeningReader, with_parts
from timeline.showing.site.sources import read_sources, source_names
from timeline.showing.site.things import (
    actors_of,
    places_of,
    program_rows,
    programs_of,
    with_programs,
)
from timeline.views.ask import Question
from timeline.views.query import Filters

TITLE = "Timeline"


class Options(NamedTuple):
    """How a site is made, beside its filters.

    `version` is that of the program, `title` that of the site, empty for `TITLE`; `made` is the
    time of making in seconds since 1970, None where none is to be told. `folder` is the log, to
    tell how it is sealed.
    """

    version: str
    title: str = ""
    made: int | None = None
    folder: Path | None = None


def gather(
    question: Question,
    filters: Filters,
    options: Options,
    watch: Callable[[Iterable[Happening]], Iterable[Happening]] = iter,
) -> Content:
    """What a site tells.

    Args:
        question: the answer to the filters.
        filters: as typed.
        options: how it is made.
        watch: is given the happenings as they are read, and passes them on.
    """
    db, query = question.db, question.query
    hemisphere = hemisphere_of(db)
    sources = source_names(db)
    of_kind = {kind: Declared(db, kind, hemisphere, sources) for kind in _KINDS}
    cited = (lambda key: key in sources) if filters.as_published else bool
    happenings = with_parts(watch(HappeningReader(db, query, cited).read()))
    rows = program_rows(db, query)
    everything = not (query.filtered or query.dated)
    keys = {kind: set(one.keys if everything else ()) for kind, one in of_kind.items()}
    for one in happenings:
        keys["program"].update(part.program.key for part in one.programs)
        keys["place"].update(place.key for place in one.places)
        parts = ((part.actor, part.body) for part in one.actors)
        keys["actor"].update(named.key for pair in parts for named in pair if named)
    keys["program"] = of_kind["program"].with_wholes(keys["program"])
    keys["place"] = of_kind["place"].with_wholes(keys["place"])
    for key in keys["program"] & rows.keys():
        keys["actor"].update(part["actor"] for part in rows[key]["actors"])
    keys["actor"] = of_kind["actor"].with_wholes(keys["actor"])
    programs = programs_of(of_kind["program"], rows, keys["program"], happenings)
    actors = actors_of(db, query, of_kind["actor"], keys["actor"], happenings)
    places = places_of(of_kind["place"], keys["place"], happenings)
    named = {one.source.key for thing in (*actors, *programs, *places) for one in thing.sources}
    declared = read_sources(db, hemisphere, None if everything else named, happenings)
    scope = scope_of(db, filters)
    return Content(
        title=one_line(options.title) or TITLE,
        happenings=happenings,
        by_id={one.id: one for one in happenings},
        actors=with_programs(actors, programs),
        programs=programs,
        places=places,
        sources=declared,
        languages={one.key: one.lang for one in declared if one.lang},
        running=program_stretches(db, query),
        scope=scope.words,
        aside=left_out(sum(question.aside)),
        closing=tuple(closing_facts(db, scope, options.version, options.made, options.folder)),
    )


_KINDS = ("actor", "program", "place")
