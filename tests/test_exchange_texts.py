import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import Fault
from timeline.exchange import texts
from timeline.exchange.html_text import plain
from timeline.exchange.json_items import value_of
from timeline.exchange.rows import Row, rows
from timeline.exchange.texts import Line


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
    assert plain(html) == markdown


@given(
    st.text()
    | st.lists(st.sampled_from([*list("<>![]-?/&;\"'= \n"), "<p", "b>", "a"])).map("".join)
)
def test_no_html_is_too_strange(text: str) -> None:
    assert plain(text) == texts.several_lines(plain(text))


def test_a_long_title_is_cut_between_words_and_stands_whole_below() -> None:
    text = "word " * 60
    made = texts.titled(text, "more")
    assert made == {"title": "word " * 39 + "word …", "summary": f"{text.strip()}\n\nmore"}
    assert texts.titled("x" * 300)["title"] == "x" * 200 + " …"
    assert texts.titled(" short ", " and more ") == {"title": "short", "summary": " and more"}


def taken(text: str) -> list[Row | Fault]:
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    return list(rows(lines, "t", ("A",), ("B",)))


def test_rows_have_the_lines_that_they_begin_in_and_columns_in_their_spelling() -> None:
    assert taken('a;b;C\n1;"x\ny";\n;;\n2;z;"q;r"') == [
        Row(2, {"A": "1", "B": "x\ny"}),
        Row(5, {"A": "2", "B": "z", "C": "q;r"}),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "t:1: a table without column A"),
        ("a,A\n1,2", "t:1: two columns are called `A`"),
        ("a\n1,2", "t:2: more cells than there are columns"),
        ('a\n"1', ""),
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
    assert list(texts.lines("t", data)) == [Line(1, "a"), Line(2, "Ж"), Line(3, ""), Line(4, "b")]


@pytest.mark.parametrize("text", ["[" * 99_999, "NaN", "{", ""])
def test_what_is_no_json_is_an_error_of_one_kind(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        value_of(text)
