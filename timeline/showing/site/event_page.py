"""The page of a happening: all that is told of it, and what each statement rests on."""

from collections.abc import Iterator
from html import escape

from timeline.base.units import unit_after
from timeline.showing.chart.axis import Scale
from timeline.showing.report.scope import instant_in_words
from timeline.showing.report.words import join_and, sentence
from timeline.showing.site import addresses
from timeline.showing.site.bar import draw_bar
from timeline.showing.site.content import Correction, Happening, Label, Participant
from timeline.showing.site.frame import Page
from timeline.showing.site.links import Links
from timeline.showing.site.parts import facts, pairs, section, tags_of, texts
from timeline.showing.site.years import years_of


def event_page(
    one: Happening,
    before: Happening | None,
    after: Happening | None,
    links: Links,
    scale: Scale,
) -> Page:
    """The page of a happening.

    Args:
        one: the happening.
        before: the one before it in the chronology, if any.
        after: likewise after it.
        links: of pages that lie in a folder.
        scale: the time that the bars of all pages span.
    """
    years = years_of(one)
    crumb = (addresses.UNDATED, "Date open")
    if years:
        crumb = (addresses.year(years[0]), one.years.heading)
    return Page(
        addresses.event(one.id),
        one.title,
        "\n".join(_main(one, before, after, links)),
        menu=addresses.YEARS,
        crumbs=((addresses.YEARS, "Years"), crumb),
        lead=_lead(one, scale),
    )


def _lead(one: Happening, scale: Scale) -> str:
    words = sentence(one.words)
    told = f'{tags_of(one)}<span class="when">{escape(words)}</span>'
    return f'<p class="lead">{told}</p>\n{draw_bar(one.stretches, scale, words)}\n'


def _main(
    one: Happening, before: Happening | None, after: Happening | None, links: Links
) -> Iterator[str]:
    yield from texts(one.summary)
    yield from section("When", pairs(_when(one)), "when")
    yield from section("Who", pairs(_who(one, links)), "who")
    yield from section("Programmes", _programs(one, links), "programmes")
    yield from section("Where", _places(one, links), "where")
    yield from section("Figures", facts(map(_figure, one.figures)), "figures")
    yield from section("What it belongs to", pairs(_relations(one, links)), "relations")
    yield from section("Sources", _sources(one, links), "sources")
    yield from section("Remarks", texts(one.remarks), "remarks")
    yield from section("On record", _record(one), "record")
    fork = [f"<p>{_FORK}</p>"] if one.forked else []
    yield from section("Corrections", [*fork, *corrections(one.corrections)], "corrections")
    yield '<nav class="beside" aria-label="Before and after">'
    for other, rel, label in ((before, "prev", "Before"), (after, "next", "After")):
        if other:
            yield (
                f'<a rel="{rel}" href="{links.root}{addresses.event(other.id)}">'
                f"<span>{label}: {escape(other.words)}</span> <bdi>{escape(other.title)}</bdi></a>"
            )
    yield "</nav>"


_FORK = "Some of these did not know of each other, and may disagree. All of them apply."


def _when(one: Happening) -> Iterator[tuple[str, str]]:
    yield "Date", escape(sentence(one.words))
    yield "EDTF", f"<code>{escape(one.date)}</code>"
    certain = one.doubts or ("Its first and its last day are known.",)
    yield from (("How certain", escape(text)) for text in certain)
    if one.date_text:
        yield "In the words of the source", f'<q dir="auto">{escape(one.date_text)}</q>'
    yield "What the date rests on", escape(one.date_basis)
    yield "Announced", escape(sentence(one.announced))


def _who(one: Happening, links: Links) -> Iterator[tuple[str, str]]:
    by_role: dict[str, list[Participant]] = {}
    for part in one.actors:
        by_role.setdefault(part.role, []).append(part)
    for role, parts in by_role.items():
        told = dict.fromkeys(_participant(part, links) for part in parts)
        label = sentence(unit_after(role, len(told)))
        yield from ((label, value) for value in told)


def _participant(part: Participant, links: Links) -> str:
    """A name with its office and for whom, each leading to its page."""
    told = [links.thing("actor", part.actor)]
    told += [f"<bdi>{escape(part.office)}</bdi>"] if part.office else []
    if part.body:
        body = links.thing("actor", part.body)
        told.append(body if part.office else f"for {body}")
    effects = f" ({escape(join_and(part.effects))})" if part.effects else ""
    return ", ".join(told) + effects


def _programs(one: Happening, links: Links) -> Iterator[str]:
    if one.programs:
        yield '<ul class="plain">'
        for part in one.programs:
            phase = f", phase “<bdi>{escape(part.phase_name)}</bdi>”" if part.phase else ""
            effects = f" ({escape(join_and(part.effects))})" if part.effects else ""
            yield f"<li>{links.thing('program', part.program)}{phase}{effects}</li>"
        yield "</ul>"


def _places(one: Happening, links: Links) -> Iterator[str]:
    if one.places:
        places = "".join(f"<li>{links.thing('place', place)}</li>" for place in one.places)
        yield f'<ul class="plain">{places}</ul>'


def _figure(label: Label) -> Label:
    """A figure by what it counts, with what kind of number it is where that is not the usual."""
    measure, _, amount = label.text.rpartition(": ")
    kind = "" if label.label == "Figure" else f" ({label.label.lower()})"
    return Label(f"{measure}{kind}", amount)


def _relations(one: Happening, links: Links) -> Iterator[tuple[str, str]]:
    for label, link in (("Part of", one.part_of), ("Outcome of", one.outcome_of)):
        if link:
            yield label, links.event(*link)
    by_id = links.content.by_id
    for label, ids in (("Parts", one.parts), ("Outcomes", one.outcomes)):
        for id_ in ids:
            told = by_id[id_]
            yield label, f"{links.event(id_, told.title)}, {escape(told.words)}"


def _sources(one: Happening, links: Links) -> Iterator[str]:
    if one.sources:
        yield from links.citations(one.sources)
    else:
        yield "<p>No source is on record.</p>"


def _record(one: Happening) -> Iterator[str]:
    recorded = f"{instant_in_words(one.recorded_at)}, by {one.recorded_by}"
    yield from pairs(
        (
            ("Kind", escape(one.kind)),
            ("Status", one.status),
            ("Confidence", one.confidence),
            ("Tags", escape(", ".join(one.tags))),
            ("Recorded", escape(recorded)),
            ("Event", f"<code>{escape(one.id)}</code>"),
        )
    )


def corrections(found: tuple[Correction, ...]) -> Iterator[str]:
    """What was corrected, and what was before; nothing where nothing was."""
    if not found:
        return
    yield '<ol class="corrections">'
    for one in found:
        withdrawn = ' <span class="tag">Withdrawn since</span>' if one.withdrawn else ""
        yield (
            f'<li><p><span class="when">{escape(instant_in_words(one.recorded_at))}</span>, '
            f"by <bdi>{escape(one.recorded_by)}</bdi>{withdrawn}</p>"
        )
        if one.withdraws:
            yield "<p>Withdraws an event or a correction.</p>"
        yield f'<p class="why" dir="auto">{escape(one.reason)}</p>'
        if one.changes:
            yield "<dl>"
            for change in one.changes:
                yield f"<dt>{escape(change.label)}</dt>"
                yield from (f'<dd><del dir="auto">{escape(t)}</del></dd>' for t in change.removed)
                yield from (f'<dd><ins dir="auto">{escape(t)}</ins></dd>' for t in change.added)
                if not change.removed and not change.added:
                    yield "<dd>in another order</dd>"
            yield "</dl>"
        yield "</li>"
    yield "</ol>"
