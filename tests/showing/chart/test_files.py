"""Charts as PDF and PNG, and what is said where they cannot be made."""

import sys

import pytest

from timeline.base.errors import TimelineError, UsageError
from timeline.showing.chart.content import Chart
from timeline.showing.chart.files import format_of, write_picture

from support.charts import chart_of


@pytest.mark.parametrize("format_", ["pdf", "png"])
def test_the_same_chart_gives_the_same_bytes(format_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    chart = chart_of(20)
    first = write_picture(chart, format_)
    assert first == write_picture(chart, format_)
    assert first.startswith({"pdf": b"%PDF-", "png": b"\x89PNG"}[format_])


def test_a_time_of_making_is_told_only_if_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = chart_of(5)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert b"CreationDate" not in write_picture(chart, "pdf")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert b"D:20231114" in write_picture(chart, "pdf")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UsageError) as told:
        write_picture(chart, "pdf")
    assert str(told.value) == (
        "SOURCE_DATE_EPOCH is `soon`, which is no number of seconds since 1970\n"
        "  such as that of the last commit: git log -1 --format=%ct"
    )


@pytest.mark.parametrize("missing", ["typst", "fontpkg_arimo"])
def test_a_missing_library_is_named_in_one_line(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    chart = chart_of(5)
    with pytest.raises(UsageError) as told:
        write_picture(chart, "pdf")
    assert str(told.value) == (
        f"a picture as PDF or PNG needs {missing}\n  pip install 'timeline-ledger[chart]'"
    )
    assert write_picture(chart, "svg").startswith(b"<svg")


def test_an_ending_that_is_no_picture_is_refused() -> None:
    assert format_of("a.SVG") == "svg"
    with pytest.raises(UsageError) as told:
        format_of("a.gif")
    assert str(told.value) == "no picture for the ending of a.gif\n  one of svg, pdf, png"


def test_nothing_is_no_picture() -> None:
    with pytest.raises(TimelineError) as told:
        write_picture(Chart("Title", "0 happenings", [], 0, 1), "svg")
    assert str(told.value) == "nothing to draw: no happening matches\n  leave out a filter"
