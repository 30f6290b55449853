import contextlib
import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from html import escape as escape_html
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from timeline import Log, TimelineError
from timeline.base.errors import UsageError
from timeline.showing.report.content import Entry, Pointer, Report, Statement
from timeline.showing.report.gather import Options, make_report
from timeline.showing.report.markdown import escape
from timeline.showing.report.summary import summary_paragraphs
from timeline.showing.report.words import place_in_source
from timeline.views.ask import ask
from timeline.views.query import Filters

from support.helpers import Ledger
from support.running import here

HOSTILE = "<b>[x](javascript:a) *y* `z` ![i](u) |p| $m$ ~~s~~ [^1] & www.evil.example a@b.example"
VISITS = """
event: source
source: gazette
title: Visits of the year
publisher: The Gazette
published: 2018-01-05
url: https://gazette.example/5
---
event: happening
date: 2017-05
kind: visit
title: A first visit
summary: |
  It was short.

  It was friendly.
actors:
- {actor: Ann Lee, role: speaker, capacity: Head of Unit, for: The Unit, effect: [starts]}
- {actor: Bo Roe, role: speaker, for: The Unit}
programs:
- {program: One, phase: talks, effect: [starts]}
- {program: Two}
figures:
- {measure: guests, value: 1, unit: person, bound: at-most, type: target}
- {measure: guests, value: 250, unit: person, bound: at-least}
- {measure: guests, value: 20, unit: person, by: {sex: women}}
sources:
- {source: gazette, at: para 4}
- {source: gazette, at: para 2, quote: They came.}
- {source: gazette, at: para 3}
confidence: disputed
---
event: happening
date: 2018
kind: visit
title: A second visit
status: planned
announced: 2017-06-01
"""


@contextlib.contextmanager
def asked(folder: Path, by: str = "year", **filters: Any) -> Iterator[Report]:
    db = Ledger.__new__(Ledger)
    db.folder = folder
    opened = db.open().db
    typed = Filters(**filters)
    yield make_report(ask(opened, typed, bounded=True), typed, Options("0", by))
    opened.close()


@pytest.fixture
def visits(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path / "events")
    ledger.add(VISITS)
    return ledger


def statements(report: Report) -> Iterator[tuple[Entry | Pointer, Statement]]:
    for section in report.sections:
        for entry in section.entries:
            yield entry, entry.title
            if isinstance(entry, Entry):
                yield from ((entry, one) for one in entry.summary)
                yield from ((entry, detail.statement) for detail in entry.details)


@pytest.mark.parametrize("by", ["year", "program"])
def test_every_statement_of_the_example_log_has_a_footnote(log: Log, by: str) -> None:
    with asked(log.folder, by) as report:
        found = list(statements(report))
        assert len(found) > 500
        assert [one.text for _, one in found if not one.notes] == []
        figures = sum(len(row["figures"]) for row in log.chronology())
        labels = ("Figure", "Target", "Level", "Baseline")
        entries = {entry.id: entry for entry, _ in found if isinstance(entry, Entry)}
        told = [d for entry in entries.values() for d in entry.details if d.label in labels]
        assert len(told) == figures
        assert {n for _, one in found for n in one.notes} <= {n.number for n in report.notes}
        assert report.unsourced == ()


def test_what_has_no_source_is_said_to_have_none(visits: Ledger) -> None:
    with asked(visits.folder) as report:
        assert [one.title for one in report.unsourced] == ["A second visit"]
        bare = {entry for entry, one in statements(report) if not one.notes}
        assert {one.remarks for one in bare if isinstance(one, Entry)} == {
            ("No source is on record.",)
        }


def test_a_happening_is_told_in_words(visits: Ledger) -> None:
    with asked(visits.folder) as report:
        entry = report.sections[0].entries[0]
        assert isinstance(entry, Entry)
        assert (entry.date, entry.tags) == ("May 2017", ("Disputed",))
        assert [one.text for one in entry.summary] == ["It was short.", "It was friendly."]
        assert [(d.label, d.statement.text) for d in entry.details] == [
            ("Speakers", "Ann Lee, Head of Unit, The Unit (takes office); Bo Roe, for The Unit"),
            ("Programmes", "One, phase “talks” (begins); Two"),
            ("Target", "Guests: at most 1 person"),
            ("Figure", "Guests: at least 250 people"),
            ("Figure", "Guests (women): 20 people"),
        ]


def test_a_note_says_source_place_and_quote(visits: Ledger) -> None:
    with asked(visits.folder) as report:
        (note,) = report.notes
        assert note.place == "paragraphs 4, 2 (“They came.”) and 3"
        assert (note.publisher, note.title) == ("The Gazette", "Visits of the year")
        assert (note.published, note.url) == ("5 January 2018", "https://gazette.example/5")
        (source,) = report.sources
        assert [(one.title, one.remarks) for one in source.cited] == [
            ("A first visit", ("paragraphs 4, 2 (“They came.”) and 3",))
        ]


@pytest.mark.parametrize(
    ("cited", "words"),
    [
        (["para 4"], "paragraph 4"),
        (["para 7", "para 5", "para 6", "para 9"], "paragraphs 5–7 and 9"),
        (["para 3-5"], "paragraphs 3-5"),
        (["heading", "para 2", "para 3"], "in the heading, paragraphs 2 and 3"),
        (["p. 7", "p. 9"], "pages 7 and 9"),
        (["annex II"], "annex II"),
        ([None], ""),
    ],
)
def test_places_in_a_source_are_told_together(cited: list[str | None], words: str) -> None:
    assert place_in_source([(at, None) for at in cited]) == words


def test_what_is_planned_is_told_with_what_came_of_it(visits: Ledger) -> None:
    with asked(visits.folder) as report:
        (planned,) = report.planned
        assert planned.remarks == ("Announced on 1 June 2017.", "No outcome is on record.")
        outcome = f"date: 2018-03\nkind: visit\ntitle: It came\noutcome_of: {planned.entry}\n"
    visits.add(f"event: happening\n{outcome}")
    with asked(visits.folder) as report:
        (planned,) = report.planned
        assert planned.remarks == ("Announced on 1 June 2017.", "Outcome: It came (March 2018).")
        assert report.lead[0] == (
            "This chronology has 3 entries: 2 of what took place and 1 of what is planned."
        )


def test_entries_are_counted_in_a_sentence(visits: Ledger) -> None:
    for during, words in (
        ("", "2 entries: 1 of what took place and 1 of what is planned"),
        ("2017", "1 entry, of what took place"),
        ("1990", "0 entries"),
    ):
        with asked(visits.folder, during=during) as report:
            assert report.lead[0] == f"This chronology has {words}."


def test_a_happening_of_two_programmes_is_told_once(visits: Ledger) -> None:
    with asked(visits.folder, "program") as report:
        headings = [section.heading for section in report.sections]
        assert headings == ["One", "Two", "No programme"]
        told, pointer = (section.entries[0] for section in report.sections[:2])
        assert isinstance(told, Entry)
        assert pointer == Pointer(told.id, "May 2017", told.title, "One")


def test_filters_and_clocks_are_told_as_typed_and_as_understood(log: Log) -> None:
    typed: dict[str, Any] = {
        "during": "summer 2017",
        "actor": ("trainer=ceim-service", "unodc"),
        "not_kind": ("law",),
        "as_of": "2018",
        "certain": True,
    }
    with asked(log.folder, **typed) as report:
        assert "\n".join(report.scope) == (
            "What took place from 1 June 2017 to 31 August 2017, or may have.\n"
            "Who took part: Countering Extremism and Illegal Migration Service as trainer"
            " and United Nations Office on Drugs and Crime.\n"
            "Not by kind: “law”.\n"
            "Only what certainly answers.\n"
            "Only what had begun, or may have, by the end of 31 December 2018."
        )
        asked_for = next(fact.text for fact in report.closing if fact.label == "Asked for")
        assert asked_for == (
            "--during 'summer 2017' --certain --actor trainer=ceim-service --actor unodc"
            " --not-kind law --as-of 2018"
        )


def test_what_only_possibly_answers_is_said_of_each(log: Log) -> None:
    with asked(log.folder, during="2017") as report:
        possible = [
            entry.id
            for section in report.sections
            for entry in section.entries
            if isinstance(entry, Entry)
            and "The date leaves open whether this belongs here." in entry.remarks
        ]
        rows = log.chronology(during="2017")
        assert sorted(possible) == sorted(
            row["id"] for row in rows if row["match"] == "possible" and not row["unbounded"]
        )
        left_out = sum(row["unbounded"] for row in rows)
        assert f"Left out are {left_out} entries that may" in " ".join(report.lead)


def test_the_digest_is_that_of_all_events_on_record(log: Log) -> None:
    clocks: list[dict[str, Any]] = [{}, {"as_recorded": "2026-11-25"}]
    for clock in clocks:
        rows = log.sql("SELECT DISTINCT id, digest FROM documents", **clock)
        text = "".join(sorted(f"{row['id']} {row['digest']}\n" for row in rows))
        digest = hashlib.sha256(text.encode()).hexdigest()
        whole = log.report("html", actor="UNODC", **clock).decode()
        assert f"<code>{digest}</code>" in whole
    early = log.report("html", as_recorded="2026-11-25")
    assert early != log.report("html")


def test_only_what_was_published_by_then_is_cited(log: Log) -> None:
    text = log.report(as_published="2018").decode()
    notes = re.findall(r"^\[\^\d+\]: .*", text, re.MULTILINE)
    assert notes
    assert not [note for note in notes if re.search("20(19|2[0-9])", note)]


@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_the_same_log_gives_the_same_bytes(example: Path, tmp_path: Path, format_: str) -> None:
    shutil.copytree(example / "events", tmp_path / "events")
    first = Log(tmp_path / "events").report(format_)
    shutil.rmtree(tmp_path / ".timeline")
    assert Log(tmp_path / "events").report(format_) == first
    assert not re.search(rb">Made<|\*\*Made:\*\*", first)


def test_a_time_of_making_is_told_where_the_environment_gives_one(log: Log) -> None:
    with mock.patch.dict(os.environ, {"SOURCE_DATE_EPOCH": "1700000000"}):
        assert "- **Made:** 14 November 2023, 22:13:20 UTC\n" in log.report().decode()
    bad = mock.patch.dict(os.environ, {"SOURCE_DATE_EPOCH": "soon"})
    with bad, pytest.raises(UsageError) as raised:
        log.report()
    assert str(raised.value) == (
        "SOURCE_DATE_EPOCH is `soon`, which is no number of seconds since 1970\n"
        "  such as that of the last commit: git log -1 --format=%ct"
    )


@given(
    text=st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from("*_`[]<>#-+1. "))
)
def test_no_text_becomes_markdown(text: str) -> None:
    line = " ".join(text.split())
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    expected = (
        f"<p>{escape_html(line, quote=False).replace(chr(34), '&quot;')}</p>\n" if line else ""
    )
    assert parser.render(escape(line)) == expected


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given_ = dict(attrs)
        self.ids += [str(given_["id"])] if "id" in given_ else []
        self.links += [str(given_["href"])] if "href" in given_ else []
        assert not [name for name in given_ if name.startswith("on") or name == "style"]

    def handle_data(self, data: str) -> None:
        self.text += data


def parse(page: bytes) -> _Page:
    parser = _Page()
    parser.feed(page.decode())
    return parser


@pytest.mark.parametrize("by", ["year", "program"])
def test_every_link_of_the_page_leads_somewhere(log: Log, by: str) -> None:
    page = parse(log.report("html", by=by))
    assert len(page.ids) == len(set(page.ids))
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)
    outer = [link for link in page.links if not link.startswith("#")]
    assert outer
    assert all(link.startswith(("http://", "https://")) for link in outer)
    assert not page.tags & {"script", "img", "iframe", "link", "form"}
    assert {f"n{number}" for number in range(1, 20)} <= set(page.ids)


def test_nothing_of_the_log_becomes_markup(visits: Ledger) -> None:
    visits.put(
        "x.yaml", {"event": "source", "source": "evil", "title": HOSTILE, "url": "javascript:x"}
    )
    cited = [{"source": "evil", "quote": HOSTILE}]
    said = {"event": "happening", "date": "2019", "kind": "visit", "title": HOSTILE}
    visits.put("y.yaml", {**said, "summary": HOSTILE, "sources": cited, "note": HOSTILE})
    page = parse(Log(visits.folder).report("html", title=HOSTILE))
    assert "script" not in page.tags
    assert not [link for link in page.links if "evil" in link or "javascript" in link]
    assert page.text.count(HOSTILE) > 5
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    rendered = parse(parser.render(Log(visits.folder).report(title=HOSTILE).decode()).encode())
    assert not rendered.tags & {"b", "img", "code", "s", "table"}
    assert not [link for link in rendered.links if "gazette" not in link]


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("One\nline.\n\nTwo.", ["One line.", "Two."]),
        ("Seen:\n- *one* visit\n- **two**\n  talks", ["Seen:", "• one visit", "• two talks"]),
        ("1. first\n2. second", ["1. first", "2. second"]),
        ("In\n2017. That is so.", ["In 2017. That is so."]),
        ("## Why\n\n> `so` [it is](https://a.example)", ["Why", "so it is (https://a.example)"]),
        ("2 * 3 * 4 and snake_case_name", ["2 * 3 * 4 and snake_case_name"]),
    ],
)
def test_of_a_summary_only_the_marks_of_markdown_go(summary: str, told: list[str]) -> None:
    assert list(summary_paragraphs(summary)) == told


def test_a_chart_stands_in_the_page(log: Log) -> None:
    page = parse(log.report("html", chart=True, during="2017"))
    assert {"figure", "svg"} <= page.tags
    assert "figure" not in parse(log.report("html", during="2017")).tags
    assert "figure" not in parse(log.report("html", chart=True, during="1800")).tags
    with pytest.raises(UsageError) as raised:
        log.report(chart=True)
    assert str(raised.value) == (
        "Markdown holds no chart\n  draw it beside: timeline chart -o chart.svg"
    )


def test_the_format_follows_the_ending_of_the_file(log: Log, tmp_path: Path) -> None:
    for name, beginning in (("x.md", "# Prisons"), ("x.html", "<!DOCTYPE html>")):
        file = tmp_path / name
        ran = here("report", "-o", str(file), "--title", "Prisons", cwd=log.folder.parent)
        assert (ran.code, ran.out, ran.err) == (0, "", f"written to {file}\n")
        assert file.read_text("utf-8").startswith(beginning)
    assert here("report", cwd=log.folder.parent).out.startswith("# Chronology\n\nThis chronology")


def test_a_template_can_be_replaced(log: Log, tmp_path: Path) -> None:
    usual = here("report", "--print-template", cwd=log.folder.parent).out
    mine = tmp_path / "mine.j2"
    mine.write_text(usual.replace("# {{ report.title }}", "# Ours: {{ report.title }}"), "utf-8")
    ran = here("report", "--template", str(mine), cwd=log.folder.parent)
    assert ran.out == log.report().decode().replace("# Chronology", "# Ours: Chronology", 1)
    assert log.report(template="{{ report.sections | length }} parts") == b"20 parts\n"


@pytest.mark.parametrize(
    ("text", "where", "problem"),
    [
        ("\n{% if %}", ":2", "Expected an expression, got 'end of statement block'"),
        ("\n\n{{ report.nothing }}", ":3", "has no attribute 'nothing'"),
        ("{{ report.title.__class__.mro() }}", ":1", "is unsafe"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_with_its_line(
    log: Log, tmp_path: Path, text: str, where: str, problem: str
) -> None:
    file = tmp_path / "mine.j2"
    file.write_text(text, "utf-8")
    ran = here("report", "--template", str(file), cwd=log.folder.parent)
    first, *rest = ran.err.splitlines()
    assert (ran.code, ran.out) == (1, "")
    assert first.startswith(f"error: {file}{where}: the template cannot be used: ")
    assert problem in first
    assert rest == ["  see the usual one: timeline report --print-template"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--by", "actor"], "a report goes by no `actor`\n  one of year, program"),
        (
            ["-o", "x.odt"],
            "no report for the ending of x.odt\n  one of .md, .markdown, .html, .htm, .pdf, .docx",
        ),
        (
            ["-o", "x.html", "--template", "usual.j2"],
            "a template makes Markdown, not html\n  write it to a file.md",
        ),
        (
            ["--template", "none.j2"],
            "none.j2 cannot be read: no such file or directory\n  name another file",
        ),
        (["--template", "latin.j2"], "latin.j2 is no text in UTF-8\n  name another file"),
    ],
)
def test_what_cannot_be_done_is_refused(
    example: Path, tmp_path: Path, words: list[str], message: str
) -> None:
    (tmp_path / "usual.j2").write_text("{{ report.title }}", "utf-8")
    (tmp_path / "latin.j2").write_bytes(b"\xff")
    ran = here("--log", str(example / "events"), "report", *words, cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (2, "", f"error: {message}\n")


def test_python_is_told_of_formats_that_there_are_not(log: Log) -> None:
    with pytest.raises(TimelineError) as raised:
        log.report("odt")
    assert str(raised.value) == "no format `odt` of a report\n  one of markdown, html, pdf, docx"


def test_a_missing_library_is_named(log: Log) -> None:
    with mock.patch.dict(sys.modules, {"jinja2": None}):
        ran = here("report", cwd=log.folder.parent)
    assert (ran.code, ran.out, ran.err) == (
        2,
        "",
        "error: a report as Markdown needs Jinja2\n  pip install 'timeline-ledger[report]'\n",
    )
