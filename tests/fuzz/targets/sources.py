"""Sources to draft from: text, HTML, Word and PDF, to the draft that comes of them."""

import functools
import sqlite3
from collections.abc import Sequence

from timeline.base.errors import TimelineError
from timeline.drafting.draft import make_draft
from timeline.drafting.source.source_draft import SourceDetails
from timeline.drafting.yaml_draft import format_draft
from timeline.event import document
from timeline.projection import database
from timeline.texts import plain_form, plain_text
from timeline.texts.comparing import compare

from fuzz.target import Target, check_faults, choose, prefixed
from fuzz.targets import zips
from fuzz.targets.drafts import small_log
from support.running import ROOT


@functools.cache
def _db() -> sqlite3.Connection:
    return database.open_fresh(small_log()).db


def _run(data: bytes) -> None:
    way, data = choose(data, 6)
    if way == 5:
        _compare(data)
        return
    if way == 2:
        data = zips.packed(data)
    name = ("in.txt", "in.html", "in.docx", "in.pdf", "in.eml")[way]
    details = SourceDetails(published="2017-05-04") if len(data) % 2 else SourceDetails()
    try:
        found = make_draft(_db(), data, name, details)
    except TimelineError as error:
        check_faults(error.faults)
        return
    text = format_draft(found)
    _, faults = document.read_input(text.encode(), "draft.yaml")
    assert not faults, (str(faults[0]), text)


def _compare(data: bytes) -> None:
    """Compare two copies of a source, which a line of hyphens parts."""
    old, _, new = data.decode(errors="replace").partition("\n----\n")
    before, after = plain_text.split_paragraphs(old), plain_text.split_paragraphs(new)
    compare(before, after)
    for one in (*before, *after):
        assert plain_form.form_of_clean(one.text) == plain_form.plain_form(one.text)


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _word() -> bytes:
    line = "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>12 May 2012</w:t></w:r></w:p>"
    cell = "<w:tc><w:p><w:r><w:t>3 March 2001</w:t><w:br/></w:r></w:p></w:tc>"
    body = f"{line}<w:p><w:r><w:t>The UNODC trained 25 officers.</w:t></w:r></w:p><w:tbl><w:tr>{cell * 2}</w:tr></w:tbl>"
    return zips.unpacked(
        {
            "word/document.xml": f"<w:document xmlns:w='{_W}'><w:body>{body}</w:body></w:document>",
            "docProps/core.xml": "<p xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>T</dc:title></p>",
        }
    )


_PDF = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [4 0 R] /Count 1 >>
endobj
3 0 obj
<< /Length 62 >>
stream
BT /F 11 Tf 60 760 Td (On 4 May 2017 the UNODC met.) Tj ET
endstream
endobj
4 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F
<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>
endobj
trailer << /Root 1 0 R /Size 5 >>
startxref
0
%%EOF
"""
_TEXTS = (
    (
        "Release\n\nBISHKEK, 4 May 2017 - The UNODC trained 25 police officers on Thursday.\n\n"
        "\u201cWe agreed\u201d, said Aida Karimova, head of the Interior Ministry, last week.\n"
    ),
    "Chronology\n\n1998: The mine opens.\n\n3-5 March 2001 \u2013 It shuts.\n\n  In May of the next year it is sold.\n",
    (
        "<html><head><title>T</title><meta name='date' content='2017-05-04'></head><body><h1>T</h1><p>On 4 May"
        " <time datetime='2017-05-04'>2017</time> <a href='x'>UNODC</a><table><tr><td>1998</td><td>x</td></tr>"
        "</table><ul><li>In summer 2017 some 1,500 people</ul><script>x</script></body></html>"
    ),
    "\u041f\u0440\u0435\u0441\u0441\n\n4 \u043c\u0430\u044f 2017 \u0433\u043e\u0434\u0430 \u041c\u0412\u0414 \u043e\u0431\u0443\u0447\u0438\u043b\u043e 25.\n",
)


_MAILS = (
    (
        b"From: a\nSubject: =?utf-8?q?T?=\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
        b"Content-Type: text/plain; charset=cp1251\nContent-Transfer-Encoding: quoted-printable\n\nOn 4 May 2017=20x\n--b\n"
        b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+T24gNCBNYXkgMjAxNzwvcD4=\n--b--\n"
    ),
    b"Content-Type: text/html\n\n<p>On 4 May 2017 the UNODC met.</p>",
)


@functools.cache
def _seeds() -> Sequence[bytes]:
    long = [
        one.read_bytes()[:3000] for one in sorted((ROOT / "tests/drafting/texts").glob("*.*t*"))
    ]
    texts = [*(one.encode() for one in _TEXTS), *long]
    return prefixed(
        [(way, one) for one in texts for way in (0, 1)]
        + [(2, _word()), (3, _PDF)]
        + [(4, one) for one in _MAILS]
        + [(5, one + b"\n----\n" + one[:200] + b"x" + one[200:]) for one in texts]
    )


_WORDS = (
    *(
        b"charset=idna",
        b"charset=hex",
        b"charset=\x00",
        b"Content-Type: ",
        b"base64",
        b"x-uuencode",
        b"--b\n",
        b"\n----\n",
    ),
    *(
        b"<p>",
        b"</p>",
        b"<table>",
        b"<td>",
        b"<tr>",
        b"<li>",
        b"<h1>",
        b"<!--",
        b"-->",
        b"<script>",
        b"<time datetime='",
    ),
    *(
        b"<meta property='article:published_time' content='",
        b"<title>",
        b"<br>",
        b"&nbsp;",
        b"&#x1b;",
        b"&#xd800;",
        b"hidden",
    ),
    *(
        b"on Monday",
        b"last week",
        b"yesterday",
        b"the next day",
        b"in May",
        b"summer 2017",
        b"since 1998",
        b"4-5 October 2011",
    ),
    *(
        b"two years later",
        b"from 2017 to 2018",
        b"1,500 people",
        b"$2.5 million",
        b"the UNODC",
        b"Aida Karimova",
        b"said",
        b"\n\n",
    ),
    *(
        "\u201c".encode(),
        "\u201d".encode(),
        "\u2013".encode(),
        b"30 February 2017",
        b"99999999999",
        b"04/05/2011",
        b"the 1990s",
    ),
    *(
        b"<w:p>",
        b"</w:p>",
        b"<w:t>",
        b"<w:tbl>",
        b"<w:tc>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"&a;",
        b"=== word/document.xml\n",
    ),
    *(
        b"endobj",
        b"stream\n",
        b"endstream",
        b"/Filter /FlateDecode",
        b"/Length 999999999",
        b"4 0 R",
        b"<<",
        b">>",
        b"/Kids [2 0 R]",
    ),
    *(
        b"/Encrypt 1 0 R",
        b"/Count -1",
        b"xref\n",
        b"startxref\n",
        b"(\\000)",
        b"<feff>",
        b" Tj",
        b"/Type /ObjStm",
        b"/Prev 0",
    ),
)
TARGET = Target("sources", _run, _seeds, _WORDS)
