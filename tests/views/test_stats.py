"""`timeline stats`: counts drawn as bars."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.cli.show.bars import Bar, draw_bars, is_ascii_only
from timeline.views.grouping import BY
from timeline.views.groups import GroupRow
from timeline.views.stats import Gap, totals, with_gaps

from support.helpers import ask, happening, projected
from support.running import columns, here, on_terminal


@pytest.fixture
def small(fresh: Path) -> Path:
    """A log of three years, with one visit of which the year is not sure."""
    for date in ("2011-10-04", "2011-11-02", "2013", "2030"):
        assert here("add", date, "A visit", "-k", "visit", cwd=fresh).code == 0
    assert here("add", "[2011,2013]", "A meeting", "-k", "meeting", cwd=fresh).code == 0
    return fresh


DRAWN = """\
5 happenings, from 1 January 2011 to 31 December 2030, 0 sources, 0 corrections

2011  ████████████████████████████████████████░░░░░░░░░░░░░░░░░░░░  2 +1?
2012  0
2013  ████████████████████░░░░░░░░░░░░░░░░░░░░  1 +1?
… 16 years without
2030  ████████████████████  1
"""


def test_happenings_are_counted_a_year(small: Path) -> None:
    assert here("stats", cwd=small) == (0, DRAWN, "3 years\n")


def test_a_terminal_without_other_signs_gets_those_of_ascii(small: Path) -> None:
    done = here("stats", cwd=small, width=80, env={"LC_ALL": "C"})
    assert done.lines[2:] == [
        f"2011  {'#' * 45}{'.' * 22}  2 +1?",
        "2012  0",
        f"2013  {'#' * 22}{'.' * 23}  1 +1?",
        "... 16 years without",
        f"2030  {'#' * 22}  1",
    ]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "C.utf8"}, False),
        ({"LANG": "C"}, True),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "POSIX"}, True),
        ({"LANG": "C", "LC_ALL": "", "LC_CTYPE": "ru_RU.UTF-8"}, False),
        ({"TERM": "dumb"}, True),
    ],
)
def test_the_locale_says_which_signs_there_are(
    environment: dict[str, str], *, expected: bool
) -> None:
    assert is_ascii_only(environment) is expected


def test_filters_choose_what_is_counted(small: Path) -> None:
    done = here("stats", "--during", "2013", "--kind", "visit", cwd=small)
    assert done.lines == [
        "1 happening, from 1 January 2013 to 31 December 2013, 0 sources, 0 corrections",
        "",
        f"2013  {'█' * 60}  1",
    ]
    possible = here("stats", "--during", "2013", "--kind", "meeting", cwd=small)
    assert possible.lines[0].startswith("1 happening (1 of them only possibly), from ")
    assert possible.lines[2] == f"2013  {'░' * 60}  0 +1?"
    assert here("stats", "--during", "1999", cwd=small) == (0, "", "no happening matches\n")


def test_machines_get_the_groups_alone(small: Path) -> None:
    found = here("stats", "-f", "json", cwd=small).json
    assert [list(row) for row in found] == [
        ["key", "name", "happenings", "possible", "unbounded", "first", "last"]
    ] * 3
    assert [(row["key"], row["happenings"], row["possible"]) for row in found] == [
        ("2011", 2, 1),
        ("2013", 1, 1),
        ("2030", 1, 0),
    ]
    rows = here("stats", "-f", "csv", cwd=small).csv
    assert [row["key"] for row in rows] == ["2011", "2013", "2030"]
    lines = here("stats", "-f", "jsonl", cwd=small).lines
    assert [json.loads(line) for line in lines] == found


@pytest.mark.parametrize("by", BY)
def test_other_groups_are_drawn_with_the_names_of_what_they_are(by: str, example: Path) -> None:
    drawing = here("stats", "--by", by, cwd=example)
    rows = here("stats", "--by", by, "-f", "json", cwd=example).json
    rows = [row for row in rows if row["happenings"] or row["possible"]]
    assert drawing.code == 0
    for row in rows:
        label = row["name"] or f"no {by}"
        assert any(line.startswith(f"{label}  ") for line in drawing.lines), label
    assert drawing.err == f"{sum(row['key'] is not None for row in rows):,} {by}s\n"


def test_a_group_that_is_none_names_the_nearest(small: Path) -> None:
    error = "error: no group `yeer`\n  did you mean year?\n"
    assert here("stats", "--by", "yeer", cwd=small) == (2, "", error)
    known = "year, quarter, month, day, actor, program, place, kind, phase, office, state"
    error = f"error: no group ``\n  one of {known}\n"
    assert here("stats", "--by", "frobnicate", cwd=small).err == error.replace("``", "`frobnicate`")


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("by", ["year", "actor", "place"])
def test_a_drawing_fits_the_terminal(by: str, width: int, example: Path) -> None:
    shown = on_terminal("stats", "--by", by, cwd=example, width=width).splitlines()
    assert max(map(columns, shown)) <= width
    bars = [line for line in shown if "█" in line]
    assert max(map(columns, bars)) > width * 0.7 or width == 200


bars = st.builds(
    Bar,
    st.sampled_from(["2017", "Министерство внутренних дел", "東京都庁", "a long name of a body"]),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    st.sampled_from(["1", "1,000 +2?"]),
)


@given(st.lists(bars, min_size=1, max_size=8), st.integers(60, 200))
def test_bars_fit_show_what_there_is_and_grow_with_it(found: list[Bar], width: int) -> None:
    text = draw_bars(found, width)
    assert max(map(columns, text.splitlines())) <= width
    shown = [line for line in text.splitlines() if line.endswith(("1", "?"))]
    assert len(shown) == len(found)
    for bar, line in zip(found, shown, strict=True):
        assert ("░" in line) == (bar.possible > 0)
        assert any(sign in line for sign in "▏▎▍▌▋▊▉█") == (bar.certain > 0)
    lengths = [sum(sign in "▏▎▍▌▋▊▉█░" for sign in line) for line in shown]
    totals_ = [bar.certain + bar.possible for bar in found]
    for total, length in zip(totals_, lengths, strict=True):
        assert all(
            length <= other + 1 for t, other in zip(totals_, lengths, strict=True) if total <= t
        )


def gaps(*keys: str, by: str = "year") -> list[object]:
    rows = [nothing_in(key) for key in keys]
    found = with_gaps(rows, by)  # type: ignore[arg-type]
    return [row.name if isinstance(row, Gap) else row["key"] for row in found]


def nothing_in(key: str) -> GroupRow:
    return {
        "key": key,
        "name": key,
        "happenings": 1,
        "possible": 0,
        "unbounded": 0,
        "first": None,
        "last": None,
    }


def test_few_times_without_anything_are_told_one_by_one_many_as_one() -> None:
    assert gaps() == []
    assert gaps("2011", "2012") == ["2011", "2012"]
    assert gaps("2011", "2014") == ["2011", "2012", "2013", "2014"]
    assert gaps("2011", "2017")[-2:] == ["2016", "2017"]
    assert gaps("2011", "2018") == ["2011", "… 6 years without", "2018"]
    assert gaps("-0001", "0001") == ["-0001", "0000", "0001"]
    assert gaps("2011", "Y170000002")[1] == "… 169,997,990 years without"
    assert gaps("2011-35", "2012-33", by="quarter") == ["2011-35", "2011-36", "2012-33"]
    assert gaps("2011-33", "2013-33", by="quarter")[1] == "… 7 quarters without"


def test_the_head_counts_what_was_picked() -> None:
    cites = [{"source": "r1"}, {"source": "r2"}]
    release = [{"event": "source", "source": key, "title": key} for key in ("r1", "r2")]
    db = projected(
        [*release, happening("2017-06", sources=cites), happening("[..2019]"), happening("2020/..")]
    )
    ask(db)
    assert totals(db) == {
        "happenings": 3,
        "possible": 0,
        "unbounded": 0,
        "first": "2017-06-01",
        "last": "2019-12-31",
        "sources": 2,
        "corrections": 0,
    }
    ask(db, during="2018")
    assert (totals(db)["possible"], totals(db)["unbounded"]) == (0, 1)
    ask(db, during="1066", kind="visit", certain=True)
    assert (totals(db)["happenings"], totals(db)["first"]) == (0, None)


def test_corrections_are_counted(small: Path) -> None:
    here("amend", "A meeting", "--note", "x", "-r", "y", cwd=small)
    assert here("stats", cwd=small).lines[0].endswith(", 0 sources, 1 correction")


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("format_", ["plain", "markdown", "html"])
def test_for_a_page_the_counts_are_those_of_list_in_groups(
    by: str, format_: str, example: Path
) -> None:
    counted = here("stats", "--by", by, "-f", format_, cwd=example)
    assert counted == here("list", "--group-by", by, "-f", format_, cwd=example)
    assert "happenings" in counted.out.casefold()
