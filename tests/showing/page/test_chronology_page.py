"""The page of a timeline: what is uncertain looks so, nothing is run or fetched, text is text."""

import re
from html import escape
from pathlib import Path

import pytest

from timeline.showing.page.chronology import write_page
from timeline.views.chronology import chronology

from support.helpers import ask, declared, happening, projected
from support.running import here


def page(*said: dict[str, object], by_year: bool = True, **filters: object) -> str:
    db = projected(said)
    query = ask(db, **filters)
    rows = list(chronology(db, query))
    return write_page(db, query, rows, "Timeline", f"{len(rows)} happenings", by_year=by_year)


def bars(text: str) -> list[list[str]]:
    """How each bar looks, happening by happening."""
    found = re.findall(r'<svg viewBox="0 0 1000 12".*?</svg>', text)
    return [re.findall(r'class="([^"]+)"', bar) for bar in found]


@pytest.mark.parametrize(
    ("said", "looks"),
    [
        ({"date": "2017-10-04"}, ["certain"]),
        ({"date": "2017"}, ["possible"]),
        ({"date": "2016/2018"}, ["possible", "certain", "possible"]),
        ({"date": "2017", "status": "planned"}, ["planned"]),
        ({"date": "2017", "status": "cancelled"}, ["dropped"]),
        ({"date": "2016-01-01/.."}, ["certain", "possible runs-right"]),
        ({"date": "/2016-01-01"}, ["possible runs-left", "certain"]),
    ],
)
def test_a_bar_tells_what_is_certain_possible_planned_and_open(
    said: dict[str, str], looks: list[str]
) -> None:
    found = bars(page(happening(**said)))
    assert found == [looks]


def test_happenings_stand_under_years_no_sharper_than_their_dates() -> None:
    dates = ("2017", "[2017-01-01..2018-12-31]", "[..2016]")
    text = page(*(happening(date=date) for date in dates))
    assert re.findall("<h2>(.*?)</h2>", text) == ["2016 or before", "2017", "2017 or 2018"]


def test_with_the_newest_first_years_go_backwards(example: Path) -> None:
    forwards, backwards = (
        re.findall("<h2>(.*?)</h2>", here("list", *more, "-f", "html", cwd=example).out)
        for more in ([], ["--reverse"])
    )
    assert backwards == forwards[::-1]


def test_in_another_order_it_is_one_list() -> None:
    assert "<h2>" not in page(happening(), happening(date="2018"), by_year=False)


def test_what_only_possibly_answers_and_what_is_disputed_is_told() -> None:
    text = page(happening(date="2017", confidence="disputed"), during="2017-05")
    assert re.findall('<span class="tag">(.*?)</span>', text) == ["possibly", "disputed"]


def test_no_text_of_the_log_is_markup() -> None:
    hostile = "<script>alert('x')</script> & \"q\" </style>"
    text = page(
        declared("source", "s", title=hostile, url="javascript:alert(1)"),
        declared("actor", "a", name=hostile),
        happening(
            title=hostile,
            summary=hostile,
            actors=[{"actor": "a", "role": "host", "capacity": hostile}],
            sources=[{"source": "s", "at": "para 1", "quote": hostile}],
        ),
    )
    assert "<script" not in text
    assert "javascript:" not in text
    assert text.count("</style>") == 1
    assert text.count("&lt;script&gt;") >= 5


def test_it_fetches_and_runs_nothing(example: Path) -> None:
    text = here("list", "-f", "html", cwd=example).out
    assert "default-src 'none'" in text
    assert not re.search(r"<(script|link|img|iframe)|@import|url\((?!#)|\son\w+=", text)


def test_each_happening_of_the_log_is_there_once_with_its_sources(example: Path) -> None:
    rows = here("list", "-f", "json", cwd=example).json
    text = here("list", "-f", "html", cwd=example).out
    assert sorted(re.findall('<details id="(.*?)">', text)) == sorted(row["id"] for row in rows)
    for row in rows:
        for source in row["sources"]:
            assert escape(source["title"]) in text


def test_the_same_log_gives_the_same_page(example: Path) -> None:
    first, second = (here("list", "-f", "html", cwd=example).out for _ in range(2))
    assert first == second


def test_chosen_columns_are_a_table(example: Path) -> None:
    text = here("list", "--columns", "date,title", "-f", "html", cwd=example).out
    assert "<table>" in text
    assert "<details" not in text
