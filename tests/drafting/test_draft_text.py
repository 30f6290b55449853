"""The file of a source as paragraphs: numbers that agree with the example log, pages, bad input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import TimelineError
from timeline.drafting.source import language, masthead
from timeline.event.document import read_yaml
from timeline.texts import plain_form, plain_text, read
from timeline.texts.paragraphs import PageMetadata

from support.running import ROOT

RELEASES = ROOT.parent / "shared" / "sources"
COUNTED = {"000": 12, "001": 22, "002": 19, "003": 7, "004": 17}
"""Paragraphs of the releases, as the example log declares them."""


def texts(source: str, path: str = "in.txt") -> list[str]:
    return [one.text for one in read.read_source(source.encode(), path).paragraphs]


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    ],
)
def test_letters_that_are_parted_and_signs_that_are_joined_stay_so(text: str) -> None:
    line = plain_text.clean_line(f"\u200d{text}\u200c a\u200cb")
    assert line == f"{text} ab"
    assert plain_form.form_of_clean(line) == plain_form.plain_form(line)


def test_a_line_is_a_paragraph() -> None:
    assert texts("One.\nTwo.\n\n\u00a0\nThree.\r\n") == ["One.", "Two.", "Three."]


def test_lines_wrapped_at_a_width_are_joined() -> None:
    wrapped = (
        "The mission met the council on Tuesday,\nand the fund on Thursday; the third of\n"
        "them had been there in the morning.\n\nShort lines\nare kept apart\n\n"
        "1. An item of a list that is so long as\nto be wrapped.\n2. Another one of them.\n"
    )
    assert texts(wrapped) == [
        (
            "The mission met the council on Tuesday, and the fund on Thursday; the third of "
            "them had been there in the morning."
        ),
        "Short lines",
        "are kept apart",
        "1. An item of a list that is so long as to be wrapped.",
        "2. Another one of them.",
    ]


def test_what_cannot_be_seen_or_stored_is_left_out() -> None:
    assert texts("\ufeffBISH\u00adKEK\u200b,  30\u00a0August\x07 2017\tthen") == [
        "BISHKEK, 30 August 2017 then"
    ]


@pytest.mark.skipif(not RELEASES.is_dir(), reason="the releases are no part of the repository")
def test_paragraphs_are_counted_as_in_the_example_log() -> None:
    counted = {
        path.name[:3]: len(read.read_source(path.read_bytes(), path.name).paragraphs)
        for path in RELEASES.glob("*.txt")
    }
    assert counted == COUNTED
    declared = [
        read_yaml(path.read_text(encoding="utf-8"), "")[0][0].body.get("paragraphs")
        for path in (ROOT / "events" / "sources").glob("*.yaml")
    ]
    assert sorted(map(str, COUNTED.values())) == sorted(str(n) for n in declared if n)


PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>The title | The site</title>
<meta property="og:site_name" content="The site"><link rel="canonical" href="https://a.example/b">
<meta property="article:published_time" content="2021-02-18T09:00:00Z">
<style>p {}</style></head><body>
<header><p>The site</p></header><nav><ul><li>Home</li></ul></nav>
<article><header><h1>The heading</h1></header>
<p>One &amp; <b>two</b>.<p>Three<br>four.</p>
<ul><li>Five<li>Six</ul><blockquote>Seven</blockquote>
<p hidden>No</p><div style="display: none"><p>No</p></div><div>Loose</div></article>
<aside><p>Read also</p></aside><footer><p>2021</p></footer><script>"no"</script></body></html>
"""


def test_a_page_is_its_content() -> None:
    page = read.read_source(PAGE.encode(), "page.html")
    assert [one.text for one in page.paragraphs] == [
        *("The heading", "One & two.", "Three four.", "Five", "Six", "Seven", "Loose"),
    ]
    assert [one.heading for one in page.paragraphs] == [True] + [False] * 6
    assert page.metadata == PageMetadata(
        "The heading", "The site", "2021-02-18", "https://a.example/b", "en"
    )


def test_a_page_without_marked_content_begins_with_its_heading() -> None:
    page = "<html><body><div><li>Menu</li></div><h1>Heading</h1>loose<p>Text</p></body></html>"
    assert texts(page) == ["Heading", "Text"]
    assert texts("<html><body>Only this<br>and that</body></html>") == ["Only this and that"]
    assert texts("<p>By its ending", "page.htm") == ["By its ending"]
    assert texts("<p>Plain text with a sign") == ["<p>Plain text with a sign"]


@pytest.mark.parametrize(
    ("first", "rest", "date", "place", "end"),
    [
        ("BISHKEK, August 30, 2017 – The office", "", "2017-08-30", "BISHKEK", 27),
        ("Bishkek, 4 October 2011 - A workshop", "", "2011-10-04", "Bishkek", 26),
        ("BISHKEK, 17 April, 2009 - A workshop", "", "2009-04-17", "BISHKEK", 26),
        ("WASHINGTON, D.C. (April 3, 2020) -- The bank", "", "2020-04-03", "WASHINGTON, D.C.", 36),
        ("Lake region, 9 August 2022. When the river", "", "2022-08-09", "Lake region", 28),
        ("Ashgabat, 27 February 2023: The government", "", "2023-02-27", "Ashgabat", 28),
        ("REYKJAVIK, 13 October 2022 –A visit", "", "2022-10-13", "REYKJAVIK", 28),
        ("19 December 2024, SARAJEVO – A visit", "", "2024-12-19", "", 29),
        ("АКСУУ, 3 октября 2019 года – Министерство", "", "2019-10-03", "АКСУУ", 29),
        (
            "Kostanay, Kazakhstan, October 2022 - Fighters",
            "",
            "2022-10",
            "Kostanay, Kazakhstan",
            37,
        ),
        ("A heading", "16 February 2018", "2018-02-16", "", 16),
        ("A heading", "Published on 20 June 2020", "2020-06-20", "", 25),
        ("A heading", "Aksuu, 7 November 2018", "2018-11-07", "Aksuu", 22),
        ("A heading", "31.05.2017 18:03", "2017-05-31", "", 16),
        ("A heading", "29. 09. 2023", "2023-09-29", "", 12),
    ],
)
def test_datelines(first: str, rest: str, date: str, place: str, end: int) -> None:
    paragraphs = read.read_source(f"{first}\n{rest}\n".encode(), "in.txt").paragraphs
    line = masthead.read_masthead(paragraphs).dateline
    assert line is not None
    assert (line.date.text, line.place, line.end) == (date, place, end)
    assert line.paragraph == len(paragraphs)


@pytest.mark.parametrize(
    "first",
    [
        "13 March 2020: The bridge is closed.",
        "On 4 October 2011 a workshop was held - it was good.",
        "04/05/2011",
        "No. 47 is a prison.",
    ],
)
def test_what_is_no_dateline(first: str) -> None:
    paragraphs = read.read_source(f"{first}\n".encode(), "in.txt").paragraphs
    assert masthead.read_masthead(paragraphs).dateline is None


def test_headings_and_contacts_are_told_from_the_text() -> None:
    text = (
        "PRESS RELEASE\nA fund renews its support\n16 February 2018\n"
        "The fund renewed its support. It is the second time.\nWhat is next\nThree offices open.\n"
        "For more information please contact the press office\nPress officer\nThe Fund\n"
    )
    head = masthead.read_masthead(read.read_source(text.encode(), "in.txt").paragraphs)
    assert head.title == "A fund renews its support"
    assert sorted(head.headings) == [1, 2, 3, 5]
    assert sorted(head.contacts) == [7, 8, 9]
    assert dict(head.text_starts) == {3: 16}


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The workshop was held in Osh and it was good for the police.", "en"),
        ("Семинар был проведён в Оше, и он был полезен для милиции.", "ru"),
        ("Семинар Ошто болуп өттү жана ал милиция үчүн пайдалуу болгон.", "ky"),
        ("Le séminaire a été tenu à Och et il est utile pour la police dans le pays.", "fr"),
        ("Das Seminar wurde in Osch gehalten und es ist für die Polizei mit von Nutzen.", "de"),
        ("42 + 42 = 84", ""),
    ],
)
def test_languages(text: str, tag: str) -> None:
    assert language.detect_language(text) == tag


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b" \n\n",
            "in.txt: there is no text in it\n  give the text of a source, as plain text or HTML",
        ),
        (
            b"<html><body><script>1</script></body></html>",
            "in.txt: there is no text in it\n  give the text of a source, as plain text or HTML",
        ),
        (
            b"PK\x03\x04 x",
            (
                "in.txt: a document of an office program, or an archive, not plain text\n"
                "  save it as plain text or HTML"
            ),
        ),
        (
            b"\x7fELF\0\0",
            (
                "in.txt: not plain text: it holds zero bytes\n"
                "  give the text of a source, as plain text or HTML"
            ),
        ),
        (
            "line\nПривет".encode("cp1251"),
            (
                "in.txt:2: not UTF-8\n"
                "  save it as UTF-8: iconv -f WINDOWS-1251 -t UTF-8 in.txt > utf-8.txt"
            ),
        ),
        (
            b"caf\xe9 and so on, with more words",
            (
                "in.txt:1: not UTF-8\n"
                "  save it as UTF-8: iconv -f WINDOWS-1252 -t UTF-8 in.txt > utf-8.txt"
            ),
        ),
        (
            "text".encode("utf-16"),
            "in.txt:1: not UTF-8\n  save it as UTF-8: iconv -f UTF-16 -t UTF-8 in.txt > utf-8.txt",
        ),
        (
            b'<html><meta charset="koi8-r">\xf0\xd2',
            "in.txt:1: not UTF-8\n  save it as UTF-8: iconv -f KOI8-R -t UTF-8 in.txt > utf-8.txt",
        ),
        (
            b"x" * (read.MAX_BYTES + 1),
            (
                "in.txt: larger than 16,777,216 bytes\n"
                "  draft the parts that matter, from files of their own"
            ),
        ),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, message: str) -> None:
    with pytest.raises(TimelineError) as refused:
        read.read_source(data, "in.txt")
    assert str(refused.value) == message


def test_a_path_in_a_remedy_can_be_pasted() -> None:
    with pytest.raises(TimelineError) as refused:
        read.read_source(b"%PDF", "a file.pdf")
    assert str(refused.value.faults[0].remedy).endswith(
        "save its text first: pdftotext 'a file.pdf'"
    )


@given(st.text(max_size=400))
def test_any_text_has_paragraphs_of_one_line(text: str) -> None:
    found = plain_text.split_paragraphs(text)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    for one in found:
        assert one.text == plain_text.clean_line(one.text) != ""
    again = plain_text.split_paragraphs("\n\n".join(one.text for one in found))
    assert again == found


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<li>", "<article>", "</article>", "<nav>", "<h1>", "x",
                         "&amp;", "<br>", "<div", "</nav>", "<!--", "-->", "<title>", "<script>"])
    ).map("".join)
)  # fmt: skip
def test_any_page_is_read_or_refused(body: str) -> None:
    try:
        found = read.read_source(f"<html>{body}".encode(), "page.html")
    except TimelineError as refused:
        assert "no text" in str(refused)  # noqa: PT017 (either outcome is right)
    else:
        assert all(one.text.strip() for one in found.paragraphs)
