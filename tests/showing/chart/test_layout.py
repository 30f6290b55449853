"""Where everything of a chart lies: nothing over another, nothing lost, two pages at most."""

from collections.abc import Sequence

import pytest

from timeline.showing.chart.content import Chart
from timeline.showing.chart.drawing import Page
from timeline.showing.chart.layout import lay_out

from support.charts import boxes, chart_of, overlaps

COUNTS = (1, 20, 82, 500, 2000)
SHAPES = [(count, compact) for count in COUNTS for compact in (False, True)]


@pytest.fixture(params=SHAPES, ids=[f"{n}{'-compact' * compact}" for n, compact in SHAPES])
def chart(request: pytest.FixtureRequest) -> Chart:
    count, compact = request.param
    return chart_of(count, compact=compact)


def test_no_label_lies_over_another(chart: Chart) -> None:
    layout = lay_out(chart)
    for page in (layout.whole, *layout.pages):
        assert overlaps(page) == []


def test_all_that_is_written_lies_on_the_page(chart: Chart) -> None:
    layout = lay_out(chart)
    for page in (layout.whole, *layout.pages):
        for _, (left, top, right, bottom) in boxes(page):
            assert left >= 16
            assert right <= page.width - 2
            assert 0 <= top < bottom <= page.height


def test_shapes_lie_beside_the_names(chart: Chart) -> None:
    page = lay_out(chart).whole
    for group in page.groups:
        if group.told:
            lefts = [strip.left for strip in group.strips]
            rights = [strip.right for strip in group.strips]
            assert min(lefts, default=page.left) >= page.left - 0.01
            assert max(rights, default=page.right) <= page.right + 0.01


def test_no_happening_is_lost_without_a_count(chart: Chart) -> None:
    layout = lay_out(chart)
    expected = {item.told for lane in chart.lanes for item in lane.items}
    for pages in ([layout.whole], layout.pages):
        assert expected <= set(told_of(pages))
        for page in pages:
            for group in page.groups:
                for chip in group.chips:
                    if group.told:
                        assert int(chip.text) == len(group.told)


def told_of(pages: Sequence[Page]) -> list[str]:
    return [line for page in pages for group in page.groups for line in group.told]


def test_two_pages_hold_all(chart: Chart) -> None:
    layout = lay_out(chart)
    assert len(layout.pages) <= 2
    assert {page.width for page in layout.pages} == {layout.whole.width}
    if len(layout.pages) > 1:
        assert {page.height for page in layout.pages} == {layout.format.height}


def test_few_happenings_have_their_whole_labels_on_small_paper() -> None:
    chart = chart_of(12, lanes=2)
    layout = lay_out(chart)
    assert layout.format.millimetres == 297
    written = {text for text, _ in boxes(layout.whole)}
    for lane in chart.lanes:
        for item in lane.items:
            assert item.label in written


def test_a_lane_that_goes_on_on_the_next_page_has_its_name_there() -> None:
    chart = chart_of(300, lanes=1)
    layout = lay_out(chart)
    assert len(layout.pages) == 2
    for page in layout.pages:
        assert any(text.startswith("Lane 0") for text, _ in boxes(page))


def test_the_same_chart_is_laid_out_alike() -> None:
    assert lay_out(chart_of(500)) == lay_out(chart_of(500))
