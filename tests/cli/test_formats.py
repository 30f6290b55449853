"""Every format carries what the log holds: read back by other programs, and never run by them."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from timeline.base.text import masked, unfit
from timeline.cli.show import markup, plain
from timeline.cli.show.layout import Fact, Page, Section
from timeline.cli.show.machine import as_json, as_yaml, cell, csv_lines, lines_of, tsv_lines
from timeline.cli.show.tables import Column, Row

from support.running import here

MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a | b || c\\| d\\",
    "*a* _b_ **c** `d` ~~e~~ $x$ # f",
    "[a](javascript:alert(1)) ![b](http://x/y.png) <http://x>",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "--- | ---",
    "# Heading\n- item\n\n1. one\n> quote",
    "\"quoted\" 'twice' --> ]]>",
    "</title></style></td></table>",
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not unfit(text))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
COLUMNS: tuple[Column[Row], ...] = (
    Column("A|<b>", lambda row: str(row["a"]), leads=True),
    Column("Linked", lambda row: str(row["b"]), link=lambda row: row["url"]),
)


class Parsed(HTMLParser):
    """The elements of a page, the texts that stand in each, and its links."""

    VOID = ("meta", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert not self.open, "elements are not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        else:
            assert {name for name, _ in attrs} <= {
                "lang",
                "charset",
                "name",
                "content",
                "scope",
                "data-label",
            } | {"http-equiv"}
        if tag == "br":
            self.handle_data("\n")
        elif tag not in self.VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.texts[tag][-1] += data


def rendered(text: str) -> Parsed:
    """Markdown as a browser would get it from a renderer that lets HTML through."""
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    assert isinstance(html, str)
    return Parsed(html.replace("<br />", "<br>"))


def row(a: str, b: str = "", url: str = "") -> dict[str, object]:
    return {"a": a, "b": b, "url": url}


@given(value=VALUES)
def test_yaml_reads_back_as_what_json_says(value: object) -> None:
    text = as_yaml(value)
    assert yaml.safe_load(text) == json.loads(as_json(value))
    assert not unfit(text)
    assert masked(text.replace("\n", "")) == text.replace("\n", "")


@pytest.mark.parametrize(
    "text",
    [
        *("no", "Yes", "on", "null", "~", "", "2017", "2017-10", "2017-10-04", "1e3", "0x1F"),
        *("0o17", "12:30:45", "1_000", ".inf", "=", "<<", "y", "N"),
        *("- a", "a: b", "#a", "&a", "*a", "!a"),
    ],
)
def test_yaml_takes_a_text_for_a_text(text: str) -> None:
    (line,) = as_yaml([{"a": text}]).splitlines()
    assert yaml.safe_load(line) == [{"a": text}]
    assert line.endswith(("'", '"'))


def test_yaml_has_no_anchors_where_a_thing_is_said_twice() -> None:
    twice = [{"place": "bishkek"}]
    assert as_yaml({"a": twice, "b": twice}) == "a:\n- place: bishkek\nb:\n- place: bishkek\n"


def test_yaml_keeps_the_lines_of_a_text() -> None:
    assert as_yaml({"a": "One\nTwo"}) == "a: |-\n  One\n  Two\n"


READING = [
    ["list"],
    ["list", "--columns", "id,title,actors"],
    ["actors"],
    ["actors", "moi-kg"],
    ["programs"],
    ["programs", "strive-asia-kg"],
    ["places"],
    ["sources"],
    ["sources", "osce-2011-10-04", "--coverage"],
    ["figures"],
    ["check", "--strict"],
]
ONE = [["show", "moi-kg"], ["show", "inspectors trained"], ["status"]]


@pytest.mark.parametrize("words", [*READING, *ONE], ids=" ".join)
def test_yaml_of_a_command_is_what_json_is(words: list[str], example: Path) -> None:
    found = here(*words, "-f", "yaml", cwd=example)
    assert yaml.safe_load(found.out) == here(*words, "-f", "json", cwd=example).json


def _unescaped(text: str) -> str:
    signs = {"t": "\t", "n": "\n", "\\": "\\"}
    return re.sub(
        r"\\(?:([tn\\])|x(..)|u(....))",
        lambda found: signs[found[1]] if found[1] else chr(int(found[2] or found[3], 16)),
        text,
    )


@given(texts=st.lists(TEXTS, min_size=1))
def test_tsv_reads_back_by_its_tabs_and_line_feeds_alone(texts: list[str]) -> None:
    rows = [{"a": text, "b": -1.5, "c": None} for text in texts]
    header, *lines = "".join(tsv_lines(rows, ["a", "b", "c"], cell)).removesuffix("\n").split("\n")
    assert header == "a\tb\tc"
    assert len(lines) == len(texts)
    for line, text in zip(lines, texts, strict=True):
        a, b, c = line.split("\t")
        assert (b, c) == ("-1.5", "")
        assert not a.startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
        assert text in (_unescaped(a), _unescaped(a.removeprefix("'")))


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_tsv_of_a_command_has_the_cells_of_its_csv(words: list[str], example: Path) -> None:
    header, *lines = here(*words, "-f", "tsv", cwd=example).lines
    table = [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]
    read = [{name: _unescaped(text) for name, text in row.items()} for row in table]
    assert read == here(*words, "-f", "csv", cwd=example).csv


def test_csv_and_tsv_say_the_same(example: Path) -> None:
    rows = here("list", "-f", "json", cwd=example).json[:3]
    text = "".join(csv_lines(rows, ["id", "title"], cell))
    assert list(csv.reader(io.StringIO(text), delimiter=",")) == [
        line.removesuffix("\n").split("\t") for line in tsv_lines(rows, ["id", "title"], cell)
    ]


@given(rows=st.lists(st.dictionaries(TEXTS, VALUES, max_size=3), max_size=3))
def test_a_list_that_is_written_row_by_row_is_the_text_of_the_list(rows: list[Row]) -> None:
    written = {form: "".join(lines_of(rows, form, (), cell)) for form in ("json", "yaml")}
    assert written == {"json": f"{as_json(rows)}\n", "yaml": as_yaml(rows)}


@pytest.mark.parametrize("hostile", MARKUP)
def test_no_text_is_markup_in_html(hostile: str) -> None:
    page = Page(hostile, [Fact(hostile, hostile)], [Section(hostile, COLUMNS, [row(hostile)])])
    found = Parsed(markup.html_page([page, page]))
    assert set(found.tags) <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "h3",
    } | {*("dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "br")}
    for tag in ("h1", "h2", "h3", "dt", "dd", "td"):
        assert found.texts[tag][0] == hostile
    assert found.texts["title"] == [hostile]
    assert found.texts["th"] == ["A|<b>"] * 2


@pytest.mark.parametrize("hostile", MARKUP)
def test_no_text_is_markup_in_markdown(hostile: str) -> None:
    page = Page(hostile, [Fact(hostile, hostile)], [Section(hostile, COLUMNS, [row(hostile)])])
    found = rendered(markup.markdown_page([page, page]))
    assert set(found.tags) <= {"h1", "h2", "h3", "ul", "li", "strong", "br"} | {
        *("table", "thead", "tbody", "tr", "th", "td")
    }
    assert found.texts["h1"] == [hostile]
    assert found.texts["li"] == [f"{hostile}: {hostile}"] * 2
    assert found.texts["td"] == [hostile] * 2


@given(text=TEXTS, url=TEXTS)
def test_a_cell_of_markdown_and_html_says_what_the_row_says(text: str, url: str) -> None:
    rows = [row(text, text, f"https://x/{url}"), row("z", "z")]
    shown = "\n".join(masked(line) for line in text.split("\n"))
    written = Parsed(markup.html("T", rows, COLUMNS))
    assert written.texts["td"][:2] == [shown, shown]
    assert len(written.links) == bool(text)
    read = rendered(markup.markdown(rows, COLUMNS))
    words = [" ".join(cell_.split()) for cell_ in read.texts["td"][:2]]
    assert words == [" ".join(shown.split())] * 2
    assert len(read.links) == bool(text)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://x.org/a?b=1&c=2", "https://x.org/a?b=1&c=2"),
        ("HTTP://x.org/(a)_b*c", "HTTP://x.org/(a)_b*c"),
        ("https://x.org/Ош", "https://x.org/%D0%9E%D1%88"),
        ('https://x.org/"><script>|\\`', "https://x.org/%22%3E%3Cscript%3E%7C%5C%60"),
        ("https://x.org/a b\x1b\\\x07", "https://x.org/a%20b%1B%5C%07"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//x.org", None),
        ("file:///etc/passwd", None),
    ],
)
def test_links_lead_to_the_web_and_nowhere_else(url: str, linked: str | None) -> None:
    rows = [row("a", "b", url)]
    for found in (
        Parsed(markup.html("T", rows, COLUMNS)),
        rendered(markup.markdown(rows, COLUMNS)),
    ):
        assert found.links == ([linked] if linked else [])


def test_sources_are_linked(fresh: Path) -> None:
    url = "https://example.org/a?b=1&c=2"
    here("declare", "source", "A release", "--key", "r", "--url", url, "-q", cwd=fresh)
    here("add", "2017", "T", "-k", "visit", "-s", "r@2", "-q", cwd=fresh)
    for words in (["sources"], ["sources", "r"], ["show", "T"], ["show", "r"]):
        assert Parsed(here(*words, "-f", "html", cwd=fresh).out).links == [url]
        assert rendered(here(*words, "-f", "markdown", cwd=fresh).out).links == [url]
    assert here("sources", "-f", "plain", cwd=fresh).lines[0] == f"A release <{url}>"
    assert (
        f"  sources: A release (r), para 2 <{url}>"
        in here("show", "T", "-f", "plain", cwd=fresh).lines
    )
    assert f"  url: {url}" in here("show", "r", "-f", "plain", cwd=fresh).lines


@pytest.mark.parametrize("words", [*READING, *ONE], ids=" ".join)
def test_markdown_and_html_of_a_command_have_the_rows_of_its_table(
    words: list[str], example: Path
) -> None:
    if words[0] == "list":  # has a page of its own, unless columns are chosen
        words = [*words, "--columns", "date,kind,title,actors,id"]
    page = Parsed(here(*words, "-f", "html", cwd=example).out)
    assert page.tags[:4] == ["html", "head", "meta", "meta"]
    assert page.texts["title"] == page.texts["h1"]
    read = rendered(here(*words, "-f", "markdown", cwd=example).out)
    assert page.texts.get("td", []) == read.texts.get("td", [])
    if words[0] in ("list", "actors", "programs", "places", "figures") and len(words) == 1:
        count = len(here(words[0], "-f", "json", cwd=example).json)
        assert len(page.texts["tr"]) == count + 1


def test_html_says_when_there_is_nothing(fresh: Path) -> None:
    done = here("list", "-f", "html", cwd=fresh)
    assert Parsed(done.out).texts["body"] == ["\nTimeline\nnone\n"]
    assert here("list", "-f", "markdown", cwd=fresh).out == ""
    assert here("list", "-f", "plain", cwd=fresh).out == ""


def test_a_page_of_html_asks_for_nothing_from_elsewhere(example: Path) -> None:
    text = here("sources", "-f", "html", cwd=example).out
    assert "default-src 'none'" in text
    assert not re.search(r"<(script|link|img)|@import|url\(", text)


def test_plain_tells_a_block_a_row_and_a_line_a_fact() -> None:
    columns: tuple[Column[Row], ...] = (*COLUMNS, Column("Two words", lambda row: str(row["b"])))
    rows = [row("One", "x\n  y\n\nz", "https://x.org"), row("Two")]
    assert plain.blocks(rows, columns) == (
        "One\n"
        "  linked: x\n      y\n\n    z <https://x.org>\n"
        "  two words: x\n      y\n\n    z\n"
        "\n"
        "Two"
    )


def test_plain_of_rows_that_nothing_leads_begins_with_the_first_fact() -> None:
    columns: list[Column[Row]] = [
        Column("a", lambda row: str(row["a"])),
        Column("b", lambda row: str(row["b"])),
    ]
    assert plain.blocks([row("1", "x"), row("2")], columns) == "a: 1\n  b: x\n\na: 2"


def test_plain_of_rows_of_one_line_has_no_gaps(fresh: Path) -> None:
    for year, title in (("2017", "One"), ("2018", "Two")):
        here("add", year, title, "-k", "visit", "-q", cwd=fresh)
    done = here("list", "--columns", "title", "-f", "plain", cwd=fresh)
    assert done.lines == ["title: One", "title: Two"]


def test_plain_is_never_folded_or_coloured(example: Path) -> None:
    asked = ["list", "--during", "2017", "-f", "plain"]
    bare = here(*asked, cwd=example)
    colour = {"NO_COLOR": "", "TERM": "xterm"}
    assert here(*asked, cwd=example, width=40, env=colour).out == bare.out
    assert here("--color", "always", *asked, cwd=example).out == bare.out


def test_ids_go_to_a_file_of_text(copy: Path) -> None:
    assert here("list", "--ids", "-o", "ids.txt", "-q", cwd=copy).code == 0
    assert (copy / "ids.txt").read_text() == here("list", "--ids", cwd=copy).out
