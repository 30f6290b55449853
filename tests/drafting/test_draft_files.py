"""Word documents and PDF as sources, and sources in languages that are not read."""

import io
import sys
import zipfile
from pathlib import Path

import pytest

from timeline.base.errors import TimelineError
from timeline.drafting.draft import make_draft
from timeline.drafting.source.source_draft import SourceDetails
from timeline.texts.read import read_source

from support.helpers import projected
from support.running import here

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str, title: str = "") -> bytes:
    """A Word document with a body of WordprocessingML."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
        )
        if title:
            archive.writestr(
                "docProps/core.xml",
                f'<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></p>',
            )
    return file.getvalue()


def line(text: str, style: str = "") -> str:
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{mark}<w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{line(cell)}</w:tc>' for cell in cells)}</w:tr>"


def pdf(*pages: tuple[str, ...]) -> bytes:
    """A PDF of pages with lines of text, one below the other."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    font = "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    kids = []
    for lines in pages:
        drawn = " ".join(f"({text}) Tj 0 -14 Td" for text in lines)
        stream = f"BT /F 11 Tf 60 760 Td {drawn} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        contents = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {font} "
            f"/Contents {contents} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    text, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer << /Root 1 0 R /Size {len(objects) + 1} >>\nstartxref\n{len(text)}\n%%EOF\n"
    return (text + head + tail).encode()


def dated(data: bytes, name: str) -> list[tuple[object, object]]:
    found = make_draft(projected([]), data, name, SourceDetails()).proposals
    return [(one.body["title"], one.body["date"]) for one in found]


def test_a_word_document_is_read_with_its_headings_and_rows() -> None:
    body = (
        line("The mine of Pell", "Title")
        + line("12 May 2012")
        + line("1998", "Heading1")
        + line("The mine opens.")
        + "<w:p/>"
        + f"<w:tbl>{row('3 March 2001', 'The mine shuts.')}{row('2003', 'It is sold.')}</w:tbl>"
    )
    data = word(body, "The mine")
    found = read_source(data, "in.docx")
    assert [one.number for one in found.paragraphs] == list(range(1, 9))
    assert [(one.text, one.level) for one in found.paragraphs][2:4] == [
        ("1998", 1),
        ("The mine opens.", 0),
    ]
    assert found.metadata.title == "The mine"
    assert dated(data, "in.docx") == [
        ("The mine opens", "1998"),
        ("The mine shuts", "2001-03-03"),
        ("It is sold", "2003"),
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (word("<w:p>"), "this Word document cannot be read: it is damaged"),
        (word(""), "there is no text in it"),
    ],
)
def test_a_word_document_that_cannot_be_read_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(TimelineError) as refused:
        read_source(data, "in.docx")
    assert refused.value.faults[0].problem == problem


def test_a_document_type_in_a_word_document_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(TimelineError) as refused:
        read_source(file.getvalue(), "in.docx")
    assert refused.value.faults[0].problem == "this Word document cannot be read: it is damaged"


def test_a_pdf_is_read_without_its_page_numbers() -> None:
    pytest.importorskip("pypdf")
    pages = [
        ("Report of the River Board", "The dam of Pell", "12 May 2012", "Page 1"),
        ("Report of the River Board", "3 March 2001: The dam is shut.", "Page 2"),
        ("Report of the River Board", "4 April 2002: The dam is rebuilt.", "Page 3"),
    ]
    data = pdf(*pages)
    assert [one.text for one in read_source(data, "in.pdf").paragraphs] == [
        "The dam of Pell",
        "12 May 2012",
        "3 March 2001: The dam is shut.",
        "4 April 2002: The dam is rebuilt.",
    ]
    assert dated(data, "in.pdf") == [
        ("The dam is shut", "2001-03-03"),
        ("The dam is rebuilt", "2002-04-04"),
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"%PDF-1.7 x", "this PDF cannot be read: it is damaged, or needs a password"),
        (pdf(()), "this PDF cannot be read: it has no text, only pictures of it"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_refused(data: bytes, problem: str) -> None:
    pytest.importorskip("pypdf")
    with pytest.raises(TimelineError) as refused:
        read_source(data, "in.pdf")
    assert refused.value.faults[0].problem == problem
    assert refused.value.faults[0].remedy == "save its text first: pdftotext in.pdf"


def test_what_pypdf_mends_is_not_printed(caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("pypdf")
    data = pdf(("One line.",)).replace(b"startxref\n", b"startxref\n9")
    assert read_source(data, "in.pdf").paragraphs
    assert not caplog.records


def test_without_pypdf_a_pdf_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(TimelineError) as refused:
        read_source(pdf(("One line",)), "in.pdf")
    assert str(refused.value) == (
        "in.pdf: a PDF, and pypdf is not installed\n"
        "  pip install 'timeline-ledger[pdf]', or save its text first: pdftotext in.pdf"
    )


def test_a_language_that_is_not_read_is_said(fresh: Path) -> None:
    text = (
        "Neue Schule in Pell\n3 May 2019\n\nDie Schule wurde am 3. Mai 2019 von der Stadt und dem "
        "Land eröffnet. 40 Kinder sind in der Schule, und das ist nicht genug für die Stadt.\n"
    )
    done = here("draft", "-", cwd=fresh, stdin=text.encode())
    assert done.code == 0
    assert (
        "its language is de: dates are read in English, French, German, Russian and Spanish, other "
        "words only in English and Russian, names in any language"
    ) in done.err.splitlines()
    assert (
        "# dates are read in English, French, German, Russian and Spanish, other words\n"
        "# only in English and Russian, names in any language\nlanguage: de\n"
    ) in done.out


def test_in_a_new_log_names_are_listed_to_be_declared(fresh: Path) -> None:
    text = (
        "Wells\n3 May 2019\n\nThe Ministry of Wells (MoW) and Lake University met in Pell.\n"
        '\n"We dig," said Ms Anna Lind, head of the Wells Agency.\n'
    )
    done = here("draft", "-", cwd=fresh, stdin=text.encode())
    listed = [one[5:] for one in done.out.splitlines() if one.startswith("#--- ")]
    assert listed == [
        (
            '{event: actor, actor: ministry-of-wells, name: "Ministry of Wells", names: ["MoW"], '
            "type: organisation}  # para 3"
        ),
        (
            '{event: actor, actor: lake-university, name: "Lake University", type: organisation}'
            "  # para 3"
        ),
        '{event: place, place: pell, name: "Pell"}  # para 3',
        '{event: actor, actor: anna-lind, name: "Anna Lind", type: person}  # para 4',
        '{event: actor, actor: wells-agency, name: "Wells Agency", type: organisation}  # para 4',
    ]
    assert (
        "# Names that look like bodies, people and places. The log knows no actors yet:\n"
        "# take the # away from those that you want to declare.\n"
    ) in done.out
    decided = done.out.replace("#--- ", "--- ").replace("\npublisher:\n", "\n")
    (fresh / "draft.yaml").write_text(decided, encoding="utf-8")
    added = here("add", "--file", "draft.yaml", cwd=fresh)
    assert added.code == 0, added.err
    assert [one["name"] for one in here("places", "-f", "json", cwd=fresh).json] == ["Pell"]
    assert len(here("actors", "-f", "json", cwd=fresh).json) == 4
    again = here("draft", "-", cwd=fresh, stdin=text.encode())
    assert "#---" not in again.out


def test_what_goes_on_about_a_course_is_told_with_it() -> None:
    text = (
        "A note\n3 June 2019\n\nA course for 40 nurses was held on 12 and 13 May.\n\n"
        "Minister Lind came on 14 May.\n\nThe course was led by 3 trainers.\n\n"
        "The nurses of the two-day course came from 6 hospitals.\n\n"
        "The next course will be held in July.\n"
    )
    found = make_draft(projected([]), text.encode(), "in.txt", SourceDetails()).proposals
    assert [[number for number, _ in one.paragraphs] for one in found] == [
        ["3", "5", "6"],
        ["4"],
        ["7"],
    ]
    assert found[0].body["sources"] == [{"source": "a-note-2019-06-03", "at": "para 3, 5, 6"}]
    assert [one["measure"] for one in found[0].body["figures"]] == [  # type: ignore[attr-defined]
        "nurses",
        "trainers",
        "hospitals",
    ]
