"""A report as a document of Word, by pandoc: with real footnotes, and links to what is named."""

import json
import os
import subprocess
import tempfile
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from timeline.base.addresses import address
from timeline.base.errors import UsageError
from timeline.showing.chart.content import Chart
from timeline.showing.chart.files import write_picture
from timeline.showing.report.content import (
    Detail,
    Entry,
    Listed,
    Note,
    Pointer,
    Report,
    Section,
    Source,
    Statement,
)
from timeline.showing.report.docx_styles import reference_document
from timeline.showing.report.marks import Marks
from timeline.showing.report.words import sentence

Inlines = list[dict[str, Any]]
Block = dict[str, Any]
"""Parts of a document as pandoc takes them as JSON: runs of text, and paragraphs and the like."""

_VERSION = [1, 23]
"""That of the types of pandoc 3."""
_EARLIEST = 315_532_800
"""1980, before which the archive that a document is knows no time."""


def write_docx(report: Report) -> bytes:
    """A report as a DOCX file.

    Such a file bears a time: that of the newest recording, unless a time of making is to be told.

    Raises:
        UsageError: pandoc is not installed.
    """
    pandoc = _find_pandoc()
    document = {
        "pandoc-api-version": _VERSION,
        "meta": {
            "title": {"t": "MetaInlines", "c": _text(report.title)},
            "lang": {"t": "MetaString", "c": "en-GB"},
        },
        "blocks": list(_Document(report).blocks()),
    }
    at = max(report.recorded if report.made is None else report.made, _EARLIEST)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(at)}
    with tempfile.TemporaryDirectory() as folder:
        styles = Path(folder) / "reference.docx"
        styles.write_bytes(
            reference_document(_run(pandoc, "--print-default-data-file=reference.docx"))
        )
        return _run(
            pandoc,
            *("--from=json", "--to=docx", "--output=-"),
            *(f"--reference-doc={styles}", f"--data-dir={folder}"),
            given=json.dumps(document).encode(),
            environment=environment,
        )


def _find_pandoc() -> Path:
    """The pandoc that comes with its package, which is the same on every machine."""
    try:
        import pypandoc  # noqa: PLC0415 (an extra)

        found = Path(pypandoc.__file__).parent / "files" / "pandoc"
    except ImportError:
        found = Path()
    if not found.is_file():
        raise UsageError(
            "a report as DOCX needs pypandoc_binary", "pip install 'timeline-ledger[docx]'"
        )
    return found


def _run(
    pandoc: Path, *words: str, given: bytes = b"", environment: Mapping[str, str] | None = None
) -> bytes:
    done = subprocess.run(  # noqa: S603 (the program of the package)
        [pandoc, *words], input=given, env=environment, capture_output=True, check=True
    )
    return done.stdout


class _Document:
    """The blocks of one document; the first mark of a note makes it, and others refer to it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.marks = Marks()
        self.notes = {note.number: note for note in report.notes}

    def blocks(self) -> Iterator[Block]:
        report = self.report
        if report.scope:
            yield _paragraph("Lead", [{"t": "Strong", "c": _text("What was asked for")}])
        yield from (_paragraph("Lead", _text(line)) for line in (*report.scope, *report.lead))
        if report.chart:
            yield _picture(report.chart)
        for section in report.sections:
            yield from self._section(section)
        yield from _listed("What is planned", report.planned)
        yield from _listed("What is uncertain, and why", report.uncertain)
        yield from _unsourced(report)
        yield from _actors(report)
        yield from _sources(report.sources)
        yield _heading(1, _text("About this report"))
        for label, text, _ in report.closing:
            yield _paragraph("Fact", _label(label) + _text(text))

    def _section(self, section: Section) -> Iterator[Block]:
        yield _heading(1, _text(section.heading))
        for about in section.about:
            yield _paragraph("Remark", self._statement(about))
        for entry in section.entries:
            yield from self._pointer(entry) if isinstance(entry, Pointer) else self._entry(entry)

    def _entry(self, entry: Entry) -> Iterator[Block]:
        date = ". ".join((entry.date, *entry.tags))
        yield _paragraph("Entry Date", _text(date))
        yield _heading(2, self._statement(entry.title), f"e-{entry.id}")
        for paragraph in entry.summary:
            yield _paragraph("Summary", self._statement(paragraph))
        for detail in entry.details:
            yield _paragraph("Detail", self._detail(detail))
        for remark in entry.remarks:
            yield _paragraph("Remark", _text(remark))

    def _pointer(self, entry: Pointer) -> Iterator[Block]:
        yield _paragraph("Entry Date", _text(entry.date))
        yield _paragraph("Pointer", self._statement(entry.title))
        told = _text("Told under ") + _link(_text(entry.heading), f"#e-{entry.entry}") + _text(".")
        yield _paragraph("Summary", told)

    def _detail(self, detail: Detail) -> Inlines:
        text = _text(detail.statement.text)
        told = _link(text, f"#e-{detail.entry}") if detail.entry else text
        return _label(detail.label) + told + self._marks(detail.statement.notes)

    def _statement(self, statement: Statement) -> Inlines:
        return _text(statement.text) + self._marks(statement.notes)

    def _marks(self, numbers: Iterable[int]) -> Inlines:
        found: Inlines = []
        for number, first in self.marks.of(numbers):
            found += [_raw(_COMMA)] if found else []
            found += self._note(number) if first else [_raw(_REFERENCE.format(number=number))]
        return found

    def _note(self, number: int) -> Inlines:
        """A footnote, with a bookmark by which others refer to its number."""
        note = self.notes[number]
        return [
            _raw(_BOOKMARK.format(id=_BOOKMARKS + number, number=number)),
            {"t": "Note", "c": [{"t": "Para", "c": _note(note)}]},
            _raw(f'<w:bookmarkEnd w:id="{_BOOKMARKS + number}"/>'),
        ]


_BOOKMARKS = 1_000_000
"""Ids of bookmarks begin after those that pandoc gives."""
_BOOKMARK = '<w:bookmarkStart w:id="{id}" w:name="note{number}"/>'
_RAISED = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{}</w:r>'
_COMMA = _RAISED.format('<w:t xml:space="preserve">, </w:t>')
_REFERENCE = "".join(
    map(
        _RAISED.format,
        (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> NOTEREF note{number} \\h </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>{number}</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        ),
    )
)
"""A field that shows the number of a footnote, as Word computes it, and leads to it."""


def _text(text: str) -> Inlines:
    return [{"t": "Str", "c": text}] if text else []


def _raw(xml: str) -> dict[str, Any]:
    return {"t": "RawInline", "c": ["openxml", xml]}


def _styled(style: str, inlines: Inlines) -> Inlines:
    return [{"t": "Span", "c": [["", [], [["custom-style", style]]], inlines]}]


def _label(label: str) -> Inlines:
    return [*_styled("Label", _text(label)), _raw("<w:r><w:tab/></w:r>")]


def _link(inlines: Inlines, url: str) -> Inlines:
    return [{"t": "Link", "c": [["", [], []], inlines, [url, ""]]}]


def _paragraph(style: str, inlines: Inlines) -> Block:
    attributes = ["", [], [["custom-style", style]]]
    return {"t": "Div", "c": [attributes, [{"t": "Para", "c": inlines}]]}


def _heading(level: int, inlines: Inlines, id_: str = "") -> Block:
    return {"t": "Header", "c": [level, [id_, [], []], inlines]}


def _picture(chart: Chart) -> Block:
    data = b64encode(write_picture(chart, "png")).decode()
    target = [f"data:image/png;base64,{data}", ""]
    image = {"t": "Image", "c": [["", [], [["width", "100%"]]], _text(chart.subtitle), target]}
    return _paragraph("Summary", [image])


def _source(one: Note | Source) -> Inlines:
    title: Inlines = [{"t": "Emph", "c": _text(one.title)}]
    url = address(one.url)
    publisher = _text(f"{one.publisher}, " if one.publisher else "")
    published = _text(f", {one.published or 'no date on record'}")
    return publisher + (_link(title, url) if url else title) + published


def _note(note: Note) -> Inlines:
    place = f", {note.place}." if note.place else "."
    url = _address(note.url) if note.first else []
    return _source(note) + _text(place) + (_text(" ") + url if url else [])


def _address(url: str) -> Inlines:
    linked = address(url)
    return _link(_text(url), linked) if linked else _text(url)


def _listed(heading: str, entries: Iterable[Listed]) -> Iterator[Block]:
    for position, one in enumerate(entries):
        if heading and not position:
            yield _heading(1, _text(heading))
        yield _paragraph("Entry Date", _text(sentence(one.date)))
        yield _paragraph("Listed", _link(_text(one.title), f"#e-{one.entry}"))
        if one.remarks:
            yield _paragraph("Why", _text(" ".join(one.remarks)))


def _unsourced(report: Report) -> Iterator[Block]:
    yield _heading(1, _text("What has no source"))
    count = len(report.unsourced)
    if not count:
        yield _paragraph("Summary", _text("Every entry has a source."))
        return
    have = "entry has" if count == 1 else "entries have"
    yield _paragraph("Summary", _text(f"{count:,} {have} no source on record:"))
    yield from _listed("", report.unsourced)


def _actors(report: Report) -> Iterator[Block]:
    if report.actors:
        yield _heading(1, _text("Who took part"))
    for one in report.actors:
        told = [f"Part of {one.part_of}."] if one.part_of else []
        told += [f"Also called {', '.join(one.names)}."] if one.names else []
        told += [f"Named in {'; '.join(one.known_from)}."] if one.known_from else []
        name: Inlines = [{"t": "Strong", "c": _text(one.name)}]
        yield _paragraph("Listed", name)
        if told:
            yield _paragraph("Why", _text(" ".join(told)))


def _sources(sources: Iterable[Source]) -> Iterator[Block]:
    for one in sources:
        if one.number == 1:
            yield _heading(1, _text("Sources"))
        yield _paragraph("Source", _text(f"{one.number}. ") + _source(one))
        if one.url:
            yield _paragraph("Why", _address(one.url))
        for cited in one.cited:
            place = f": {', '.join(cited.remarks)}" if cited.remarks else ""
            title = _link(_text(cited.title), f"#e-{cited.entry}")
            yield _paragraph("Cited", title + _text(f", {cited.date}{place}"))
