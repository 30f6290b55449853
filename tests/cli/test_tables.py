"""Tables: one line a row as tabulate lays them out, less where room is scarce, rows apart."""

import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from timeline.cli.show import screen, wording
from timeline.cli.show.columns import of_dates
from timeline.cli.show.screen import make_safe
from timeline.cli.show.tables import Column, Row, draw_table, lay_out, lay_out_lines
from timeline.cli.show.terminal import Look

LINES = st.text(
    st.characters(exclude_characters="\n") | st.sampled_from("a é中\u0301\u200d🏽")
).map(make_safe)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    width = draw(st.integers(1, 4))
    row = st.lists(LINES, min_size=width, max_size=width)
    return draw(row), draw(st.lists(row, min_size=1, max_size=4))


@given(tables())
def test_a_plain_table_is_the_table_of_tabulate(table: tuple[list[str], list[list[str]]]) -> None:
    headers, cells = table
    assert lay_out_lines(headers, cells) == lay_out(headers, cells, "simple")


def test_signs_that_are_taken_to_be_narrow_are() -> None:
    assert {wcwidth.wcwidth(sign) for sign in screen._NARROW} == {1}  # noqa: SLF001


ROOMY = Look(width=60)
SCARCE = Look(width=30)
DATES: Column[Row] = of_dates("Date", lambda row: str(row["date"]), weight=1)
NAMES: Column[Row] = Column("Who", lambda row: str(row["name"]), weight=1, brief=wording.short_name)
ROWS = (
    {"date": "16 February 2018", "name": "Ministry of Interior", "short": "MoI"},
    {"date": "May 2018", "name": "Police", "short": None},
)


def test_where_a_table_has_room_names_and_months_are_whole() -> None:
    assert draw_table(ROWS, [DATES, NAMES], ROOMY).split("\n")[2:] == [
        "16 February 2018  Ministry of Interior",
        "May 2018          Police",
    ]


def test_where_room_is_scarce_names_and_months_are_short() -> None:
    assert draw_table(ROWS, [DATES, NAMES], SCARCE).split("\n")[2:] == [
        "16 Feb 2018  MoI",
        "May 2018     Police",
    ]


def test_a_table_of_no_width_keeps_what_is_long() -> None:
    assert "16 February 2018  Ministry of Interior" in draw_table(
        ROWS, [DATES, NAMES], Look(width=None)
    )


def test_rows_of_several_lines_are_set_apart() -> None:
    rows = [{"text": text} for text in ("one", "two", "three\nfour", "five", "six\nseven", "eight")]
    drawn = draw_table(rows, [Column("Text", lambda row: str(row["text"]), weight=1)], SCARCE)
    assert drawn.split("\n")[2:] == [
        *("one", "two", "", "three", "four", "", "five", "", "six", "seven", "", "eight")
    ]
