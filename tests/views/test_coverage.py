"""What `sources NAME --coverage` tells: each paragraph of a source, and what cites it."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.views.coverage import (
    CitingEvent,
    ParagraphRow,
    coverage,
    find_uncited,
    paragraphs_named,
)

from support.helpers import (
    Ledger,
    Row,
    complete,
    declared,
    happening,
    instant,
    of_events,
    projected,
    stored,
)
from support.running import columns, here


@pytest.mark.parametrize(
    ("at", "named"),
    [
        ("para 4", [4]),
        ("Para 4", [4]),
        ("para. 4", [4]),
        ("para4", [4]),
        ("paragraph 4", [4]),
        ("paras 2-3", [2, 3]),
        ("paragraphs 2, 5", [2, 5]),
        ("paragraphs 2, 5 and 7", [2, 5, 7]),
        ("paras 2, 5, and 7", [2, 5, 7]),
        ("paras 2 & 5", [2, 5]),
        ("paras 2; 5", [2, 5]),
        ("para 4–6", [4, 5, 6]),
        ("para 4 – 6", [4, 5, 6]),
        ("para 4—6", [4, 5, 6]),
        ("paras 4 to 6", [4, 5, 6]),
        ("paras 2-3, 7, 9–10", [2, 3, 7, 9, 10]),
        ("page 3, para 4", [4]),
        ("para 4, line 2", [4]),
        ("para 4, 2nd sentence", [4]),
        ("para 4 (page 9)", [4]),
        ("para 1; heading; para 3", [1, 3]),
        ("para 04", [4]),
        ("heading", []),
        ("heading 2", []),
        ("page 3", []),
        ("4", []),
        ("para", []),
        ("para four", []),
        ("para 4a", []),
        ("parade 4", []),
        ("subpara 4", []),
        ("para 0", []),
        ("para 9-4", []),
        ("para ٤", []),
        ("para 123456", []),
        ("", []),
    ],
)
def test_a_citation_names_paragraphs(at: str, named: list[int]) -> None:
    assert list(paragraphs_named(at)) == named


@pytest.mark.parametrize(
    "at", ["para 1-99999", "para 0-99999", "para 1-999999999999999", "para " + "9" * 5000]
)
def test_an_absurd_range_names_no_more_paragraphs_than_texts_have(at: str) -> None:
    assert len(list(paragraphs_named(at))) <= 10_000


@given(st.text(alphabet="paragphs 0123456789,-–;&andto", max_size=60))
def test_whatever_a_citation_says_paragraphs_count_from_1(at: str) -> None:
    assert all(1 <= number <= 10_000 for number in paragraphs_named(at))


@pytest.mark.parametrize("part", ["1, ", "1 ", "1-", "1 to ", "1 and "])
def test_a_long_citation_is_read_at_once(part: str) -> None:
    begun = time.perf_counter()
    list(paragraphs_named("para " + part * 2000 + "x"))
    assert time.perf_counter() - begun < 1


def citing(*at: str | None, source: str = "memo") -> list[dict[str, str]]:
    return [{"source": source} | ({"at": one} if one else {}) for one in at]


def told(*said: Row, source: str = "memo") -> list[tuple[object, list[object]]]:
    rows = coverage(projected(said), source)
    return [(row["paragraph"], [event["title"] for event in listed(row)]) for row in rows]


def listed(row: ParagraphRow) -> list[CitingEvent]:
    return row["events"]


MEMO = declared("source", "memo", paragraphs="3")


def test_a_row_has_what_is_promised() -> None:
    visit = complete(happening(sources=citing("para 1")), instant(1))
    rows = coverage(of_events(map(stored, [complete(MEMO, instant(0)), visit])), "memo")
    cited = {"id": visit["id"], "event": "happening", "title": "A visit"}
    assert rows == [
        {"paragraph": 1, "events": [cited]},
        {"paragraph": 2, "events": []},
        {"paragraph": 3, "events": []},
    ]


def test_happenings_come_in_their_order_and_before_declarations() -> None:
    assert told(
        MEMO,
        declared("actor", "moi", sources=citing("para 1")),
        declared("place", "bishkek", sources=citing("para 1")),
        declared("program", "reform", sources=citing("para 1")),
        happening("2018", "Later", sources=citing("para 1")),
        happening("2017-21", "Earlier", sources=citing("para 1")),
        happening("2017-06", "Between", sources=citing("para 1")),
    )[0] == (1, ["Earlier", "Between", "Later", "Moi", "Bishkek", "Reform"])


def test_what_is_cited_without_a_paragraph_stands_at_the_end() -> None:
    assert told(MEMO, happening(title="Bare", sources=citing(None))) == [
        *((1, []), (2, []), (3, []), (None, ["Bare"])),
    ]
    assert told(MEMO, happening(title="Head", sources=citing("heading")))[-1] == (None, ["Head"])


def test_an_event_that_cites_several_paragraphs_stands_at_each_once() -> None:
    said = happening(sources=citing("paras 1-2", "para 2", "para 3"))
    assert told(MEMO, said) == [(n, ["A visit"]) for n in (1, 2, 3)]


def test_paragraphs_beyond_those_declared_are_told() -> None:
    assert told(MEMO, happening(sources=citing("para 7")))[2:] == [(3, []), (7, ["A visit"])]


def test_a_source_that_declares_no_paragraphs_has_those_that_are_cited() -> None:
    assert told(declared("source", "memo")) == []
    assert told(declared("source", "memo"), happening(sources=citing("para 7"))) == [
        (7, ["A visit"])
    ]


def test_citations_by_another_key_of_the_source_count() -> None:
    other = declared("source", "note", same_as="memo")
    said = happening(sources=citing("para 2", source="note"))
    assert told(MEMO, other, said)[1] == (2, ["A visit"])


def test_citations_of_another_source_do_not_count() -> None:
    assert (
        told(MEMO, declared("source", "note"), happening(sources=citing("para 2")), source="note")
        == []
    )


def test_what_is_retracted_does_not_count_and_what_is_amended_counts_as_it_stands(
    tmp_path: Path,
) -> None:
    ledger = Ledger(tmp_path / "events")
    ledger.put("memo.yaml", MEMO)
    first = ledger.put("x.yaml", happening(title="First", sources=citing("para 1")))
    second = ledger.put("y.yaml", happening(title="Second", sources=citing("para 2")))
    place = ledger.put("z.yaml", declared("place", "osh", sources=citing("para 3")))

    def cited() -> list[int]:
        db = ledger.open().db
        rows = [len(listed(row)) for row in coverage(db, "memo")]
        db.close()
        return rows

    assert cited() == [1, 1, 1]
    ledger.retract(first)
    ledger.retract(place)
    ledger.amend(second, sources=citing("para 3"))
    assert cited() == [0, 0, 1]


def test_a_source_with_more_paragraphs_than_texts_have_is_cut() -> None:
    rows = told(declared("source", "memo", paragraphs="999999999"))
    assert len(rows) == 10_000


def test_the_paragraphs_that_nothing_cites_are_those_without_events() -> None:
    """Two ways to one answer: of one source, and of all at once."""
    db = projected(
        [
            MEMO,
            declared("source", "note", paragraphs="2"),
            declared("source", "letter", paragraphs="2"),
            declared("source", "bare"),
            happening(sources=citing("para 2", "heading") + citing("para 1", source="note")),
            declared("place", "osh", sources=citing("para 2", source="note")),
        ]
    )
    found = {source: missing for source, _, missing in find_uncited(db)}
    assert found == {"letter": [1, 2], "memo": [1, 3]}
    for source, missing in found.items():
        rows = coverage(db, source)
        assert [row["paragraph"] for row in rows if not row["events"]] == missing


# The command


@pytest.fixture
def cwd(tmp_path: Path) -> Path:
    ledger = Ledger(tmp_path / "events")
    ledger.put("memo.yaml", declared("source", "memo", title="The memo", paragraphs="3"))
    ledger.put("x.yaml", happening(title="A visit", sources=citing("para 1")))
    ledger.put("y.yaml", happening("2018", "A talk", sources=citing("paras 1, 5", "heading")))
    ledger.put("z.yaml", declared("place", "osh", sources=citing("para 1")))
    ledger.put("a.yaml", declared("place", "uzgen", sources=citing("para 1")))
    ledger.open().db.close()
    return tmp_path


def ids(cwd: Path) -> dict[str, str]:
    rows = here("list", "-f", "json", cwd=cwd).json
    return {row["title"]: row["id"][:8] for row in rows}


def test_the_table_has_a_line_an_event(cwd: Path) -> None:
    found = ids(cwd)
    done = here("sources", "memo", "--coverage", cwd=cwd)
    assert (done.code, done.err) == (0, "4 paragraphs, 2 of which nothing cites\n")
    assert done.out == (
        "Para   Events  What cites it\n"
        "-----  ------  ------------------\n"
        f"1      4       A visit ({found['A visit']})\n"
        f"               A talk ({found['A talk']})\n"
        "               2 declarations\n"
        "\n"
        "2      none\n"
        "3      none\n"
        f"5      1       A talk ({found['A talk']})\n"
        f"other  1       A talk ({found['A talk']})\n"
    )


def test_the_machine_formats_have_the_same_rows(cwd: Path) -> None:
    rows = here("sources", "The Memo", "--coverage", "-f", "json", cwd=cwd).json
    assert [(row["paragraph"], len(row["events"])) for row in rows] == [
        *((1, 4), (2, 0), (3, 0), (5, 1), (None, 1)),
    ]
    assert [event["event"] for event in rows[0]["events"]] == [
        *("happening", "happening", "place", "place"),
    ]
    lines = here("sources", "memo", "--coverage", "-f", "jsonl", cwd=cwd).lines
    assert [json.loads(line) for line in lines] == rows
    read = here("sources", "memo", "--coverage", "-f", "csv", "--keys", cwd=cwd).csv
    assert [row["paragraph"] for row in read] == ["1", "2", "3", "5", ""]
    assert [json.loads(row["events"] or "[]") for row in read] == [row["events"] for row in rows]


def test_coverage_of_a_source_that_is_cited_throughout_says_so(cwd: Path) -> None:
    words = ("2019", "All", "-k", "visit", "-s", "memo@paras 1-3", "-s", "memo@5")
    assert here("add", *words, cwd=cwd).code == 0
    done = here("sources", "memo", "--coverage", cwd=cwd)
    assert done.err == "4 paragraphs, all of them cited\n"
    assert here("sources", "memo", "--coverage", "-q", cwd=cwd).err == ""


def test_a_source_whose_number_of_paragraphs_nobody_said_is_not_called_covered(cwd: Path) -> None:
    assert here("declare", "source", "Its annex", "--key", "annex", cwd=cwd).code == 0
    assert here("add", "2019", "All", "-k", "visit", "-s", "annex@paras 1-2", cwd=cwd).code == 0
    done = here("sources", "annex", "--coverage", cwd=cwd)
    how = "timeline declare source 'Its annex' --key annex --paragraphs"
    assert done.err == (
        f"2 paragraphs cited; how many it has is not on record\n  say it: {how} NUMBER\n"
    )
    words = ("declare", "source", "Its annex", "--key", "annex", "--paragraphs", "3", "-q")
    assert here(*words, cwd=cwd).code == 0
    done = here("sources", "annex", "--coverage", cwd=cwd)
    assert done.err == "3 paragraphs, 1 of which nothing cites\n"


def test_coverage_needs_a_name(cwd: Path) -> None:
    assert here("sources", "--coverage", cwd=cwd) == (
        2,
        "",
        "error: --coverage needs one source\n  name it: timeline sources NAME --coverage\n",
    )


def test_coverage_takes_no_filters(cwd: Path) -> None:
    for words in (["--kind", "visit"], ["--as-of", "2017"], ["--certain"]):
        assert here("sources", "memo", "--coverage", *words, cwd=cwd) == (
            2,
            "",
            "error: --coverage shows a whole source\n  leave out all filters but --as-recorded\n",
        )


def test_an_unknown_source_is_refused_with_the_nearest(cwd: Path) -> None:
    assert here("sources", "memmo", "--coverage", cwd=cwd) == (
        1,
        "",
        "error: no source `memmo`\n  did you mean memo\n",
    )
    done = here("sources", "qqqq", "--coverage", cwd=cwd)
    assert done == (1, "", "error: no source `qqqq`\n  see them all: timeline sources\n")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_each_event_keeps_its_line_on_a_terminal(width: int, cwd: Path) -> None:
    lines = here("sources", "memo", "--coverage", cwd=cwd, width=width).lines
    assert [line.strip() for line in lines].count("2 declarations") == 1
    assert all(columns(line) <= width for line in lines)
