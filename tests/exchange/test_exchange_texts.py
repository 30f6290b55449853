import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import Fault, TimelineError
from timeline.exchange import reader_tools, reading
from timeline.exchange.entry import Entry
from timeline.exchange.html import to_markdown
from timeline.exchange.reader_tools import Line
from timeline.exchange.tables.csv import Row, rows
from timeline.exchange.timelinejs import reader as timelinejs
from timeline.recording import append

from support.helpers import Ledger


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("no markup", "no markup"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("a <b> c", "a ** c"),
        ("<p>One</p><p>two<br>three</p>", "One\n\ntwo\nthree"),
        ("<h2>Head</h2>text", "**Head**\n\ntext"),
        ("<b>bold</b> and <em>other</em>", "**bold** and *other*"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ('<a href="https://example.org/a?b=1">here</a>', "[here](https://example.org/a?b=1)"),
        ('<a href="javascript:x">here</a> &amp; there', "here & there"),
        ('<a href="https://example.org"></a>x', "x"),
        ("<script>alert(1)</script>x", "x"),
        ("<style>p {}</style><p>x", "x"),
        ("a&nbsp;b &#1046; &unknown; <br/>", "a b Ж &unknown;"),
        ("<![CDATA[x]]><p>y</p><!-- z -->", "y"),
        ("line\r\nline\u2028end\ufeff", "line\nline\nend"),
        ("a\n\n\n\n b  \n", "a\n\n b"),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


@given(
    st.text()
    | st.lists(st.sampled_from([*list("<>![]-?/&;\"'= \n"), "<p", "b>", "a"])).map("".join)
)
def test_no_html_is_too_strange(text: str) -> None:
    assert to_markdown(text) == reader_tools.several_lines(to_markdown(text))


def test_a_long_title_is_cut_between_words_and_stands_whole_below() -> None:
    text = "word " * 60
    made = reader_tools.title_and_summary(text, "more")
    assert made == {"title": "word " * 39 + "word …", "summary": f"{text.strip()}\n\nmore"}
    assert reader_tools.title_and_summary("x" * 300)["title"] == "x" * 200 + " …"
    assert reader_tools.title_and_summary(" short ", " and more ") == {
        "title": "short",
        "summary": " and more",
    }


def taken(text: str) -> list[Row | Fault]:
    return list(rows(Path("t"), io.BytesIO(text.encode()), ("A",), ("B",)))


def test_rows_are_counted_as_spreadsheets_do_and_have_columns_in_their_spelling() -> None:
    assert taken('a;b;C\n1;"x\ny";\n;;\n2;z;"q;r"') == [
        Row(2, {"A": "1", "B": "x\ny"}),
        Row(4, {"A": "2", "B": "z", "C": "q;r"}),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "t: no table: it is empty"),
        ("x", "t:1: a table without column A"),
        ("a,A\n1,2", "t:1: two columns are called `A`"),
        ("a\n1,2", "t:2: more cells than there are columns"),
        ('a\n"1', "t:2: a quote that is not closed: the rest of the file is in this cell"),
    ],
)
def test_a_table_that_is_none_is_told(text: str, told: str) -> None:
    faults = [f"{part.where}: {part.problem}" for part in taken(text) if isinstance(part, Fault)]
    assert faults == [told] * bool(told)


@given(st.text())
def test_no_table_is_too_strange(text: str) -> None:
    taken(f"a,b\n{text}")


def test_lines_are_decoded_one_by_one() -> None:
    data = io.BytesIO("\ufeffa\r\n\u0416\n\nb".encode())
    assert list(reader_tools.read_lines("t", data)) == [
        Line(1, "a"),
        Line(2, "Ж"),
        Line(3, ""),
        Line(4, "b"),
    ]


FILES = {
    "ical": (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Talks\nLOCATION:Osh\n"
        "DTSTART;TZID=Asia/Bishkek:20171004T100000\nORGANIZER;CN=Bek:mailto:b@example.org\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    ),
    "timelinejs": "Year,End Year,Headline,Media\n-44,2017,Talks,https://example.org\n",
    "markwhen": "2017/now: Talks #a\n location: Osh\n",
    "timesketch": '{"message": "Talks", "timestamp": 1658689261123456, "x": 1}\n',
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_read_can_be_recorded(name: str, tmp_path: Path) -> None:
    reader = reading.find_reader(name)
    ledger = Ledger(tmp_path / "events")
    offered = []
    for found in reader.read(Path("file"), io.BytesIO(FILES[name].encode())):
        assert isinstance(found, Entry), found
        offered.append(found.document._replace(body={"kind": "meeting", **found.document.body}))
    report = append.append(ledger.folder, offered, "Aida", new=True)
    assert [outcome.body["title"] for outcome in report.outcomes] == ["Talks"]


def test_a_fault_found_when_it_is_recorded_names_the_column(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    text = "Year,Headline,Display Date\n2017,Talks,a\x07b\n"
    (found,) = timelinejs.read(Path("t.csv"), io.BytesIO(text.encode()))
    assert isinstance(found, Entry)
    offered = found.document._replace(body={"kind": "meeting", **found.document.body})
    with pytest.raises(TimelineError) as raised:
        append.append(ledger.folder, [offered], "Aida", new=True)
    assert str(raised.value).startswith(
        "t.csv:2: column Display Date: a character that cannot be stored: U+0007"
    )
