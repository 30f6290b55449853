"""A report as a page that stands alone, to be read in a browser and to be printed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib import resources
from io import BytesIO

from timeline.base.addresses import address
from timeline.showing.chart.content import Chart
from timeline.showing.chart.layout import lay_out
from timeline.showing.chart.svg import write_svg
from timeline.showing.report.content import (
    Detail,
    Entry,
    Fact,
    Listed,
    Note,
    Pointer,
    Report,
    Section,
    Source,
    Statement,
)
from timeline.showing.report.words import sentence
from timeline.showing.whole_page import page_parts


def write_html(report: Report) -> bytes:
    """A report as one page, without scripts, in which notes and statements link to each other."""
    style = resources.files(__package__).joinpath("report.css").read_text("utf-8")
    page = BytesIO()  # not a list of lines: a long report would be held several times
    page.writelines(
        part.encode() for part in page_parts(report.title, style, _Page(report).lines())
    )
    return page.getvalue()


class _Page:
    """The lines of one page; knows which statements refer to a note, so that it can link back."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.references: dict[int, int] = {}
        self.notes: Mapping[int, Note] = {note.number: note for note in report.notes}

    def lines(self) -> Iterator[str]:
        report = self.report
        yield f"<header>\n<h1>{escape(report.title)}</h1>"
        if report.scope:
            yield '<p class="asked">What was asked for</p>'
            yield from _list(report.scope)
        yield from (f"<p>{escape(line)}</p>" for line in report.lead)
        yield "</header>"
        if report.chart:
            yield f'<figure tabindex="0">\n{_drawing(report.chart)}</figure>'
        ends = [*self._ends()]
        yield from self._contents(ends)
        yield "<main>"
        for number, section in enumerate(report.sections, 1):
            yield from self._section(number, section)
        for anchor, heading, lines in ends:
            yield f'<section id="{anchor}" class="end">\n<h2>{heading}</h2>'
            yield from lines
            yield "</section>"
        yield "</main>"
        if report.notes:
            yield '<section id="notes" class="end" role="doc-endnotes">\n<h2>Notes</h2>\n<ol>'
            yield from map(self._note, report.notes)
            yield "</ol>\n</section>"

    def _contents(self, ends: Sequence[tuple[str, str, list[str]]]) -> Iterator[str]:
        headings = [(f"s{n}", s.heading) for n, s in enumerate(self.report.sections, 1)]
        further = [(anchor, heading) for anchor, heading, _ in ends]
        further += [("notes", "Notes")] if self.report.notes else []
        yield '<nav aria-label="Contents">'
        for links in filter(None, (headings, further)):
            yield "<ul>"
            yield from (f'<li><a href="#{a}">{escape(text)}</a></li>' for a, text in links)
            yield "</ul>"
        yield "</nav>"

    def _section(self, number: int, section: Section) -> Iterator[str]:
        yield f'<section id="s{number}">\n<h2>{escape(section.heading)}</h2>'
        yield from (f'<p class="about">{self._statement(one)}</p>' for one in section.about)
        for entry in section.entries:
            yield from self._pointer(entry) if isinstance(entry, Pointer) else self._entry(entry)
        yield "</section>"

    def _entry(self, entry: Entry) -> Iterator[str]:
        planned = ' class="planned"' if "Planned" in entry.tags else ""
        tags = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in entry.tags)
        yield f'<article id="e-{entry.id}"{planned}>'
        yield (
            f'<h3><span class="date">{escape(entry.date)}{tags}</span> '
            f"{self._statement(entry.title)}</h3>"
        )
        yield from (f"<p>{self._statement(one)}</p>" for one in entry.summary)
        if entry.details:
            yield "<dl>"
            yield from self._details(entry.details)
            yield "</dl>"
        yield from (f'<p class="remark">{escape(remark)}</p>' for remark in entry.remarks)
        yield "</article>"

    def _details(self, details: Iterable[Detail]) -> Iterator[str]:
        before = ""
        for label, statement, entry in details:
            if label != before:
                yield f"<dt>{escape(label)}</dt>"
            yield f"<dd>{self._statement(statement, entry)}</dd>"
            before = label

    def _pointer(self, entry: Pointer) -> Iterator[str]:
        told = f'Told under <a href="#e-{entry.entry}">{escape(entry.heading)}</a>.'
        yield (
            f'<article class="pointer">\n<h3><span class="date">{escape(entry.date)}</span> '
            f"{self._statement(entry.title)}</h3>\n<p>{told}</p>\n</article>"
        )

    def _statement(self, statement: Statement, entry: str = "") -> str:
        text = escape(statement.text)
        if entry:
            text = f'<a href="#e-{entry}">{text}</a>'
        return text + "".join(map(self._mark, statement.notes))

    def _mark(self, number: int) -> str:
        count = self.references[number] = self.references.get(number, 0) + 1
        return (
            f'<sup><a id="r{number}-{count}" href="#n{number}" role="doc-noteref" '
            f'aria-label="Note {number}">{number}</a></sup>'
        )

    def _note(self, note: Note) -> str:
        place = f", {escape(note.place)}" if note.place else ""
        count = self.references.get(note.number, 0)
        back = " ".join(
            f'<a href="#r{note.number}-{one}" role="doc-backlink" '
            f'aria-label="Back to statement {one} of note {note.number}">↩</a>'
            for one in range(1, count + 1)
        )
        return f'<li id="n{note.number}">{_source(note)}{place}. <span>{back}</span></li>'

    def _ends(self) -> Iterator[tuple[str, str, list[str]]]:
        """The lists after the chronology, each with an anchor and a heading."""
        report = self.report
        if report.planned:
            yield "planned", "What is planned", [*_listed(report.planned)]
        if report.uncertain:
            yield "uncertain", "What is uncertain, and why", [*_listed(report.uncertain)]
        yield "unsourced", "What has no source", [*_unsourced(report.unsourced)]
        if report.actors:
            yield "actors", "Who took part", [*_actors(report)]
        if report.sources:
            lines = [line for one in report.sources for line in _source_entry(one)]
            yield "sources", "Sources", ["<ol>", *lines, "</ol>"]
        yield "about", "About this report", [*_facts(report.closing)]


def _drawing(chart: Chart) -> str:
    return "".join(write_svg(chart, lay_out(chart).whole))


def _list(texts: Iterable[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{escape(text)}</li>" for text in texts)
    yield "</ul>"


def _listed(entries: Iterable[Listed]) -> Iterator[str]:
    yield '<ul class="listed">'
    for one in entries:
        remarks = f'<span class="why">{escape(" ".join(one.remarks))}</span>' if one.remarks else ""
        yield (
            f'<li><span class="date">{escape(sentence(one.date))}</span> '
            f'<a href="#e-{one.entry}">{escape(one.title)}</a>{remarks}</li>'
        )
    yield "</ul>"


def _unsourced(entries: Sequence[Listed]) -> Iterator[str]:
    if not entries:
        yield "<p>Every entry has a source.</p>"
        return
    have = "entry has" if len(entries) == 1 else "entries have"
    yield f"<p>{len(entries):,} {have} no source on record:</p>"
    yield from _listed(entries)


def _actors(report: Report) -> Iterator[str]:
    yield '<ul class="listed">'
    for one in report.actors:
        told = [f"Part of {escape(one.part_of)}."] if one.part_of else []
        told += [f"Also called {escape(', '.join(one.names))}."] if one.names else []
        told += (
            [f"Named in {'; '.join(map(_reference, one.known_from))}."] if one.known_from else []
        )
        why = f'<span class="why">{" ".join(told)}</span>' if told else ""
        yield f"<li><b>{escape(one.name)}</b>{why}</li>"
    yield "</ul>"


def _reference(text: str) -> str:
    """A reference such as `source 3, paragraph 12`, whose number leads to the source."""
    source, comma, place = text.partition(",")
    number = source.rpartition(" ")[2]
    return f'<a href="#q{number}">{escape(source)}</a>{escape(comma + place)}'


def _source(one: Note | Source) -> str:
    publisher = f"{escape(one.publisher)}, " if one.publisher else ""
    title = f"<cite>{escape(one.title)}</cite>"
    url = address(one.url)
    linked = f'<a href="{escape(url)}">{title}</a>' if url else title
    return f"{publisher}{linked}, {escape(one.published) or 'no date on record'}"


def _source_entry(one: Source) -> Iterator[str]:
    yield f'<li id="q{one.number}">{_source(one)}'
    if one.url:
        yield f'<span class="url">{escape(one.url)}</span>'
    if one.cited:
        yield "<ul>"
        for cited in one.cited:
            place = f": {escape(', '.join(cited.remarks))}" if cited.remarks else ""
            yield (
                f'<li><a href="#e-{cited.entry}">{escape(cited.title)}</a>, '
                f"{escape(cited.date)}{place}</li>"
            )
        yield "</ul>"
    yield "</li>"


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    yield "<dl>"
    before = ""
    for label, text, code in facts:
        if label != before:
            yield f"<dt>{escape(label)}</dt>"
        yield f"<dd><code>{escape(text)}</code></dd>" if code else f"<dd>{escape(text)}</dd>"
        before = label
    yield "</dl>"
