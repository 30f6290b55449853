"""A chronology as one page: a line a happening, to be unfolded, with a bar of when it was."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib import resources
from itertools import groupby
from typing import NamedTuple

from timeline.base.addresses import address
from timeline.dates import edtf
from timeline.dates.edtf import Hemisphere
from timeline.projection.settings import hemisphere_of
from timeline.showing.bars import BAR_WIDTH, draw_stretches
from timeline.showing.chart.axis import Scale, span, ticks
from timeline.showing.chart.content import Stretch
from timeline.showing.chart.happenings import picked
from timeline.showing.report.dates import UNDATED, Years, date_in_words, read, years_of
from timeline.showing.report.words import (
    figure,
    one_line,
    paragraphs,
    participants,
    place_in_source,
    program,
    sentence,
)
from timeline.showing.whole_page import whole_page
from timeline.views.chronology import ChronologyRow
from timeline.views.citations import quotes_of
from timeline.views.query import Query

_HEIGHT = 12
"""How high a bar is, in units of its own; pages stretch it."""
_TICK = 260
"""How far marks of the axis are from each other at least."""
_LEGEND = (
    ("certain", "certain", ""),
    ("possible", "possible", ""),
    ("planned", "planned", ""),
    ("possible", "no end on record", " runs-right"),
    ("dropped", "cancelled or postponed", ""),
)
_ACTORS_SHOWN = 3


class _Known(NamedTuple):
    """What rows do not say themselves."""

    hemisphere: Hemisphere
    addresses: Mapping[str, str]
    phases: Mapping[tuple[str, str], str]
    quotes: Mapping[str, Mapping[int, str]]
    bars: Mapping[str, Sequence[Stretch]]


def write_page(
    db: sqlite3.Connection,
    query: Query,
    rows: Sequence[ChronologyRow],
    title: str,
    told: str,
    *,
    by_year: bool,
    reverse: bool = False,
) -> str:
    """Happenings as a page that stands alone, without scripts.

    Args:
        db: the projection, with `picked` filled.
        query: what was asked for.
        rows: of the chronology, in the order of the page.
        title: the heading.
        told: how much there is, in a line below it.
        by_year: put them under the years in which they began; else they are one list.
        reverse: rows have the newest first, and so have years.
    """
    known = _known(db, query, rows)
    stretches = [one for row in rows for one in known.bars.get(row["id"], ())]
    first, last = span(stretches, query.span)
    scale = Scale(first, last, 0, BAR_WIDTH)
    sections = list(_by_year(rows, known, reverse=reverse)) if by_year else [("", list(rows))]
    body = "\n".join(_body(sections, known, scale, title, told))
    return whole_page(one_line(title), _resource("chronology.css"), body)


def _resource(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _known(db: sqlite3.Connection, query: Query, rows: Sequence[ChronologyRow]) -> _Known:
    phases = "SELECT program, phase, name FROM declared_phases WHERE name IS NOT NULL"
    return _Known(
        hemisphere_of(db),
        dict(db.execute("SELECT source, url FROM sources WHERE url IS NOT NULL")),
        {(program_, phase): name for program_, phase, name in db.execute(phases)},
        quotes_of(db, [row["id"] for row in rows]),
        {item.key: item.stretches for item in picked(db, query).items.values()},
    )


def _by_year(
    rows: Iterable[ChronologyRow], known: _Known, *, reverse: bool
) -> Iterator[tuple[str, list[ChronologyRow]]]:
    """Rows under the years in which they began, no sharper than their dates."""
    years = [(_years(row, known), row) for row in rows]
    years.sort(key=lambda one: one[0].order, reverse=reverse)
    for heading, group in groupby(years, key=lambda one: one[0].heading):
        yield heading, [row for _, row in group]


def _years(row: ChronologyRow, known: _Known) -> Years:
    date = read(row["date"], known.hemisphere)
    seen = read(row["last_seen"], known.hemisphere)
    return years_of(date, int(seen.nominal.latest_end) if seen else None) if date else UNDATED


def _body(
    sections: Sequence[tuple[str, Sequence[ChronologyRow]]],
    known: _Known,
    scale: Scale,
    title: str,
    told: str,
) -> Iterator[str]:
    yield _resource("patterns.svg").strip()
    yield f"<header>\n<h1>{escape(one_line(title))}</h1>\n<p>{escape(told)}</p>"
    legend = "".join(
        f'<li><svg viewBox="0 0 40 12" aria-hidden="true">'
        f'<rect class="{look}{more}" x="1" y="1" width="38" height="10"/></svg>{label}</li>'
        for look, label, more in _LEGEND
    )
    yield f'<ul class="legend" aria-label="How bars look">{legend}</ul>\n</header>'
    if len(sections) > 1:
        links = "".join(
            f'<li><a href="#part-{i}">{escape(heading)}</a></li>'
            for i, (heading, _) in enumerate(sections, 1)
        )
        yield f'<nav aria-label="Years">\n<ul>{links}</ul>\n</nav>'
    yield "<main>"
    marks = "".join(
        f'<b style="left:{scale.at(tick.day) / BAR_WIDTH:.1%}">{escape(tick.label)}</b>'
        for tick in ticks(scale, _TICK)
    )
    yield f'<div class="axis" aria-hidden="true"><span>{marks}</span></div>'
    for i, (heading, rows) in enumerate(sections, 1):
        yield f'<section id="part-{i}">'
        if heading:
            yield f"<h2>{escape(heading)}</h2>"
        yield from (_entry(row, known, scale) for row in rows)
        yield "</section>"
    yield "</main>"


def _entry(row: ChronologyRow, known: _Known, scale: Scale) -> str:
    date = edtf.parse(row["date"], known.hemisphere)
    when = sentence(date_in_words(date, read(row["last_seen_date"], known.hemisphere)))
    tags = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in _tags(row))
    names = list(dict.fromkeys(one_line(part["name"]) for part in row["actors"]))
    more = f" and {len(names) - _ACTORS_SHOWN} more" if len(names) > _ACTORS_SHOWN + 1 else ""
    shown = names[:_ACTORS_SHOWN] if more else names
    who = f'<span class="who">{escape(", ".join(shown) + more)}</span>' if names else ""
    bar = _bar(known.bars.get(row["id"], ()), scale, when)
    details = "\n".join(_details(row, known))
    return f"""<details id="{escape(row["id"])}">
<summary><span class="when">{escape(when)}</span>
<span class="what">{tags}<b>{escape(one_line(row["title"]))}</b>{who}</span>
<span class="line">{bar}</span></summary>
<div class="more">
{details}
</div>
</details>"""


def _tags(row: ChronologyRow) -> Iterator[str]:
    if row["status"] != "occurred":
        yield row["status"]
    if row["match"] == "possible":
        yield "possibly"
    if row["confidence"] in ("disputed", "unsure", "likely"):
        yield row["confidence"]


def _bar(stretches: Sequence[Stretch], scale: Scale, when: str) -> str:
    """When it was, beside the whole time of the page; what runs out of it fades."""
    rects = draw_stretches(stretches, scale, _HEIGHT)
    return (
        f'<svg viewBox="0 0 {BAR_WIDTH} {_HEIGHT}" preserveAspectRatio="none" role="img"'
        f' aria-label="{escape(when)}">{rects}</svg>'
    )


def _details(row: ChronologyRow, known: _Known) -> Iterator[str]:
    for text in paragraphs(row["summary"]):
        yield f"<p>{escape(text)}</p>"
    yield "<dl>"
    facts = [("Kind", row["kind"]), *participants(row["actors"])]
    names = [one_line(part["name"]) for part in row["places"]]
    facts.append(("Place" if len(names) == 1 else "Places", ", ".join(names)))
    programs = [program(part, known.phases) for part in row["programs"]]
    facts.append(("Programme" if len(programs) == 1 else "Programmes", "; ".join(programs)))
    facts += [figure(item) for item in row["figures"]]
    for label, text in facts:
        if text:
            yield f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>"
    yield from _sources(row, known)
    yield f"<dt>Date</dt><dd><code>{escape(row['date'])}</code></dd>"
    corrected = f", corrected {row['amended']} times" if row["amended"] else ""
    corrected = ", corrected once" if row["amended"] == 1 else corrected
    recorded = f"{row['recorded_at'][:10]} by {one_line(row['recorded_by'])}{corrected}"
    yield f"<dt>Recorded</dt><dd>{escape(recorded)}</dd>"
    yield f"<dt>Event</dt><dd><code>{escape(row['id'])}</code></dd>"
    yield "</dl>"


def _sources(row: ChronologyRow, known: _Known) -> Iterator[str]:
    quotes = known.quotes.get(row["id"], {})
    cited: dict[str, list[tuple[str | None, str | None]]] = {}
    for position, part in enumerate(row["sources"]):
        cited.setdefault(part["source"], []).append((part["at"], quotes.get(position)))
    titles = {part["source"]: part["title"] or part["source"] for part in row["sources"]}
    for source, places in cited.items():
        title, url = escape(one_line(titles[source])), address(known.addresses.get(source))
        link = f'<a href="{escape(url)}">{title}</a>' if url else title
        place = place_in_source(places)
        yield f"<dt>Source</dt><dd>{link}{escape(f', {place}' if place else '')}</dd>"
