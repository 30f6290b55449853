"""Tables of one line a row are laid out as tabulate lays them out."""

import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from timeline.cli.show import screen
from timeline.cli.show.screen import make_safe
from timeline.cli.show.tables import lay_out, lay_out_lines

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
