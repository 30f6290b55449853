import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.spreadsheets import guard_cell, unguard_cell


@given(st.text())
def test_a_cell_that_is_guarded_reads_as_it_was(text: str) -> None:
    shown = guard_cell(text)
    assert unguard_cell(shown) == text
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("\t=1", "'\t=1"),
        ("\uff1d1", "'\uff1d1"),
        ("'=1", "''=1"),
        ("'quoted'", "'quoted'"),
        ("a = 1", "a = 1"),
        ("", ""),
    ],
)
def test_cells_that_a_spreadsheet_runs_get_a_quote(text: str, cell: str) -> None:
    assert guard_cell(text) == cell
