"""Reports as DOCX and PDF, the same bytes each time."""

import io
import json
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree as ET

import pytest

from timeline import Log, TimelineError
from timeline.base.errors import UsageError
from timeline.cli.commands import report

from support.helpers import Ledger
from support.running import here

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Document:
    """The parts of a DOCX file that are looked at."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            self.body, self.footnotes, self.footer, self.relations = (
                ET.fromstring(packed.read(f"word/{name}"))  # noqa: S314 (our own)
                for name in (
                    *("document.xml", "footnotes.xml", "footer1.xml"),
                    "_rels/document.xml.rels",
                )
            )
            self.core = packed.read("docProps/core.xml").decode()

    def texts(self, style: str) -> list[str]:
        """The texts of the paragraphs that have a style."""
        return [
            "".join(part.text or "" for part in paragraph.iter(f"{WORD}t"))
            for paragraph in self.body.iter(f"{WORD}p")
            if (found := paragraph.find(f"{WORD}pPr/{WORD}pStyle")) is not None
            and found.get(f"{WORD}val") == style
        ]


@pytest.fixture(scope="module")
def document(log: Log) -> Document:
    return Document(log.report("docx"))


@pytest.mark.parametrize("format_", ["docx", "pdf"])
@pytest.mark.parametrize("made", [{}, {"SOURCE_DATE_EPOCH": "1700000000"}])
def test_the_same_log_gives_the_same_bytes(
    example: Path, tmp_path: Path, format_: str, made: dict[str, str]
) -> None:
    shutil.copytree(example / "events", tmp_path / "events")
    with mock.patch.dict(os.environ, made):
        first = Log(tmp_path / "events").report(format_, during="2017", chart=True)
        shutil.rmtree(tmp_path / ".timeline")
        assert Log(tmp_path / "events").report(format_, during="2017", chart=True) == first


def test_a_document_has_real_footnotes_to_which_further_marks_refer(
    log: Log, document: Document
) -> None:
    text = log.report().decode()
    notes = re.findall(r"^\[\^\d+\]: ", text, re.MULTILINE)
    marks = re.findall(r"\[\^\d+\](?!:)", text)
    made = list(document.body.iter(f"{WORD}footnoteReference"))
    assert len(made) == len(notes) == len(list(document.footnotes)) - 2  # two are separators
    fields = [one.text or "" for one in document.body.iter(f"{WORD}instrText")]
    assert len(made) + len(fields) == len(marks)
    named = {one.get(f"{WORD}name") for one in document.body.iter(f"{WORD}bookmarkStart")}
    assert {field.split()[1] for field in fields} <= named
    inner = {one.get(f"{WORD}anchor") for one in document.body.iter(f"{WORD}hyperlink")} - {None}
    assert inner
    assert inner <= named
    outer = [one.get("Target", "") for one in document.relations if one.get("TargetMode")]
    assert all(url.startswith(("http://", "https://")) for url in outer)


def test_a_document_says_the_same_as_the_page(log: Log, document: Document) -> None:
    rows = log.chronology()
    assert len(document.texts("Heading2")) == len(rows)
    assert "4–5 October 2011" in document.texts("EntryDate")
    assert "After 15 October 2021. Planned" in document.texts("EntryDate")
    assert document.texts("Heading1")[-5:] == [
        "What is uncertain, and why",
        "What has no source",
        "Who took part",
        "Sources",
        "About this report",
    ]
    assert [one.text for one in document.footer.iter(f"{WORD}instrText")] == [
        " PAGE ",
        " NUMPAGES ",
    ]


def test_a_chart_is_a_picture_in_a_document_and_pages_in_a_pdf(log: Log) -> None:
    with zipfile.ZipFile(io.BytesIO(log.report("docx", during="2011", chart=True))) as packed:
        pictures = [name for name in packed.namelist() if name.startswith("word/media/")]
        assert [packed.read(name)[:4] for name in pictures] == [b"\x89PNG"]
    assert len(log.report("pdf", during="2011", chart=True)) > len(log.report("pdf", during="2011"))


def test_a_document_bears_the_time_of_the_newest_recording(log: Log, document: Document) -> None:
    (newest,) = log.sql("SELECT max(recorded_at) AS at FROM documents")
    assert f">{str(newest['at'])[:19]}Z</dcterms:created>" in document.core
    with mock.patch.dict(os.environ, {"SOURCE_DATE_EPOCH": "1700000000"}):
        assert ">2023-11-14T22:13:20Z<" in Document(log.report("docx", during="2011")).core


def test_a_pdf_is_made_for_those_who_cannot_see(log: Log, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    ran = here("report", "-o", str(file), "--during", "2011", cwd=log.folder.parent)
    assert (ran.code, ran.out, ran.err) == (0, "", f"written to {file}\n")
    data = file.read_bytes()
    assert data.startswith(b"%PDF-")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert b"/CreationDate" not in data
    with mock.patch.dict(os.environ, {"SOURCE_DATE_EPOCH": "1700000000"}):
        assert b"/CreationDate" in log.report("pdf", during="2011")


def test_who_sets_many_entries_is_told_what_it_takes(log: Log, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    words = ("report", "-o", str(file), "--during", "2011")
    with mock.patch.object(report, "_MANY", 5):
        ran = here(*words, cwd=log.folder.parent)
        needs = "6 entries as PDF take about 0.0 GB of memory; .html and .docx take less"
        assert ran.err == f"{needs}\nwritten to {file}\n"
        assert here(*words, "-q", cwd=log.folder.parent).err == ""


def test_a_sign_that_no_font_has_is_named(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    ledger.add("event: happening\ndate: 2018\nkind: visit\ntitle: \U000f1234 here\n")
    with pytest.raises(TimelineError) as raised:
        Log(ledger.folder).report("pdf")
    assert str(raised.value) == (
        "no font on this machine has the sign U+F1234\n"
        "  install one that has it, such as Noto, or write the report to a file.docx"
    )


@pytest.mark.parametrize(
    ("format_", "library", "package", "extra"),
    [("pdf", "typst", "typst", "report"), ("docx", "pypandoc", "pypandoc_binary", "docx")],
)
def test_a_missing_library_is_named(
    log: Log, format_: str, library: str, package: str, extra: str
) -> None:
    with mock.patch.dict(sys.modules, {library: None}), pytest.raises(UsageError) as raised:
        log.report(format_)
    assert str(raised.value) == (
        f"a report as {format_.upper()} needs {package}\n  pip install 'timeline-ledger[{extra}]'"
    )


def test_words_too_long_for_a_line_can_be_broken_in_a_pdf(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    ledger.add(f"event: happening\ndate: 2018\nkind: visit\ntitle: {'w' * 50} {'v' * 40}\n")
    with mock.patch("typst.Compiler") as compiler:
        compiler.return_value.compile.return_value = b"%PDF-"
        Log(ledger.folder).report("pdf")
    told = json.loads(compiler.call_args.kwargs["sys_inputs"]["report"])
    pieces = ["w" * 20, "w" * 20, "w" * 10]
    title = told["sections"][0]["entries"][0]["title"]["text"]
    assert title == f"{chr(0x200B).join(pieces)} {'v' * 40}"
    digest = next(one["text"] for one in told["closing"] if one["label"].startswith("Digest"))
    assert chr(0x200B) not in digest
