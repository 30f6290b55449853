"""Workbooks that are exported: read by openpyxl."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.edtf import parse
from timeline.exchange.tables import workbook
from timeline.exchange.tables.workbook import Cell, Sheet, date_cell

from support.bodies import LINES, TEXTS
from support.exports import collected_dates, export_file, material_of, of_dates, written
from support.helpers import happening
from support.running import here


def sheets(data: bytes) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet, as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = {}
    for sheet in book:
        names, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, names), row, strict=True)) for row in rows]
    return found


def read_back(*cells: Cell) -> list[object]:
    data = b"".join(workbook.write([Sheet("s", [f"c{n}" for n, _ in enumerate(cells)], [cells])]))
    (row,) = sheets(data)["s"]
    return list(row.values())


def test_a_date_is_a_day_only_where_it_is_exactly_one() -> None:
    exported, dates = of_dates("xlsx", collected_dates())
    rows = sheets(exported.data)["Happenings"]
    assert [row["id"] for row in rows] == list(dates)
    for row, date in zip(rows, dates.values(), strict=True):
        if isinstance(row["date"], dt.datetime):
            assert row["date"].date().isoformat() == date.text
        else:
            assert row["date"] == date.text
    assert exported.losses == []


@pytest.mark.parametrize(
    ("text", "is_day"),
    [
        ("1900-02-28", False),
        ("1900-03-01", True),
        ("9999-12-31", True),
        ("2017-06", False),
        ("2017-06-01?", False),
        ("2017-06-01/2017-06-02", False),
        ("2017-06-01T10:00:00", False),
    ],
)
def test_days_that_workbooks_count_alike_are_days(text: str, is_day: bool) -> None:
    (found,) = read_back(date_cell(text))
    assert isinstance(found, dt.datetime) == is_day
    assert (found.date().isoformat() if isinstance(found, dt.datetime) else found) == text


@given(LINES | TEXTS | st.sampled_from(["=1+1", "a_x_", " a ", "<&>\"'"]))
def test_a_text_stays_a_text(text: str) -> None:
    (found,) = read_back(text)
    assert found == text


def test_what_excel_takes_for_an_escaped_sign_is_escaped() -> None:
    assert read_back("a_x0041_") == ["a_x005F_x0041_"]  # openpyxl leaves it so, Excel does not


@pytest.mark.parametrize("value", [1, -2, 0.5, 10**14, True])
def test_a_number_stays_a_number(value: float) -> None:
    assert read_back(value) == [value]


def test_a_number_with_more_digits_than_workbooks_keep_is_a_text() -> None:
    assert read_back(10**15) == [str(10**15)]


def test_a_text_that_is_too_long_is_cut_and_listed() -> None:
    body = happening("2017", summary="a" * 40_000)
    exported = written("xlsx", material_of([body]))
    (row,) = sheets(exported.data)["Happenings"]
    assert row["summary"] == "a" * 32_766 + "…"
    assert exported.lost(row["id"], "summary") == "left out"


def test_parts_have_sheets_of_their_own() -> None:
    body = happening(
        "2017-06-01",
        actors=[{"actor": "unodc", "role": "host", "effect": ["starts", "ends"]}],
        figures=[{"measure": "cars", "value": 3, "by": {"sex": "female"}}],
        sources=[{"source": "news", "at": "para 3", "quote": "It was."}],
    )
    found = sheets(written("xlsx", material_of([body])).data)
    day = dt.datetime(2017, 6, 1)  # noqa: DTZ001 (as openpyxl has days)
    assert [row["date"] for rows in found.values() for row in rows] == [day] * 4
    assert found["Participations"][0]["effect"] == "starts, ends"
    assert (found["Figures"][0]["value"], found["Figures"][0]["by"]) == (3, "sex female")
    assert found["Sources"][0]["quote"] == "It was."


def test_the_example_log_is_the_same_bytes_each_time(copy: Path) -> None:
    first = export_file(copy, "xlsx")
    here("rebuild", "-q", cwd=copy)
    assert export_file(copy, "xlsx") == first
    rows = sheets(first)["Happenings"]
    listed = here("list", "--format", "json", cwd=copy).json
    for row, known in zip(rows, listed, strict=True):
        date = parse(known["date"])
        exactly = isinstance(row["date"], dt.datetime)
        assert exactly == (known["date"] == known["earliest"] == known["latest"]), date


VIEWS = [
    *(["list"], ["list", "--group-by", "year"], ["actors"], ["actors", "--on", "2017"]),
    *(["programs"], ["places"], ["sources"], ["figures"], ["corrections"], ["stats"]),
    *(["diff", "2016", "2018"], ["diff", "2016", "2018", "--summary"], ["check", "--strict"]),
    *(["diff", "--periods", "2016", "2017"], ["config"], ["sql", "SELECT * FROM chronology"]),
]


@pytest.mark.parametrize("words", VIEWS, ids=" ".join)
def test_every_view_of_rows_is_a_workbook(words: list[str], copy: Path) -> None:
    ran = here(*words, "-o", "x.xlsx", cwd=copy)
    assert ran.out == ""
    assert ran.err.startswith("written to x.xlsx\n"), ran.err
    (rows,) = sheets((copy / "x.xlsx").read_bytes()).values()
    listed = here(*words, "--format", "csv", cwd=copy).csv
    assert [list(row) for row in rows] == [list(row) for row in listed]
    assert rows


def test_days_and_numbers_of_a_view_are_such(copy: Path) -> None:
    here("list", "--during", "2011-10-04", "-o", "x.xlsx", cwd=copy)
    row = sheets((copy / "x.xlsx").read_bytes())["Timeline"][0]
    here("figures", "-o", "x.xlsx", cwd=copy)
    figure = sheets((copy / "x.xlsx").read_bytes())["Figures"][0]
    assert isinstance(row["earliest"], dt.datetime)
    assert isinstance(row["amended"], int)
    assert isinstance(figure["value"], int)


@pytest.mark.parametrize("words", [["list", "--format", "xlsx"], ["export", "xlsx"]])
def test_a_workbook_needs_a_file(words: list[str], example: Path) -> None:
    ran = here(*words, cwd=example)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: xlsx is no text\n  write it to a file: -o FILE.xlsx\n"
