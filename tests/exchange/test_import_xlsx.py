"""Importing workbooks: values of all kinds, formulas, merged headers, and what is no workbook."""

import contextlib
import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import TimelineError, UsageError
from timeline.exchange.tables import xlsx
from timeline.exchange.tables.column_letters import column_letters

from support.running import Ran, here, process

openpyxl = pytest.importorskip("openpyxl")

HEADER = ["Date", "Title", "Kind"]
ROW = [dt.date(2017, 5, 4), "Training", "training"]


def workbook(*rows: Sequence[object], sheets: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name in sheets:
        book.create_sheet(name).append(["Other"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def take(folder: Path, data: bytes, *words: str) -> Ran:
    (folder / "t.xlsx").write_bytes(data)
    return here("import", "xlsx", "t.xlsx", *words, cwd=folder)


def one(folder: Path) -> Any:
    (row,) = here("list", "-f", "json", cwd=folder).json
    return row


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (dt.date(2017, 5, 4), "2017-05-04"),
        (dt.datetime(2017, 5, 4), "2017-05-04"),  # noqa: DTZ001 (workbooks know no zones)
        (dt.datetime(2017, 5, 4, 14, 30), "2017-05-04T14:30:00"),  # noqa: DTZ001
        (2017, "2017"),
        (2017.0, "2017"),
        ("summer 2017", "2017-22"),
    ],
)
def test_cells_of_all_kinds_are_read(value: object, date: str, fresh: Path) -> None:
    ran = take(fresh, workbook(HEADER, [value, *ROW[1:]]))
    assert ran.code == 0, ran.err
    assert one(fresh)["date"] == date


def test_a_workbook_imported_twice_is_there_once(fresh: Path) -> None:
    data = workbook(HEADER, ROW)
    assert take(fresh, data).err.endswith("imported: 1 new\n")
    assert take(fresh, data).err.endswith("nothing to record: 0 new, 1 known already\n")


def test_empty_rows_and_columns_are_passed_over(fresh: Path) -> None:
    data = workbook(HEADER, [None] * 5, [*ROW, None, None], [None, "  ", None])
    assert take(fresh, data).code == 0


def test_a_header_below_a_merged_title_is_found_when_it_is_named(fresh: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Activities of 2017"], HEADER, ROW):
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    out = io.BytesIO()
    book.save(out)
    ran = take(fresh, out.getvalue())
    assert (ran.code, ran.err) == (
        2,
        (
            "error: no column for date and kind and title\n"
            "  the columns are Activities of 2017\n"
            "  say which it is: --map date=COLUMN\n"
            "  or the same for all: --set date=...\n"
            "  or which row names the columns, if it is not this one: --header N\n"
        ),
    )
    assert take(fresh, out.getvalue(), "--header", "2").code == 0


def test_a_sheet_is_chosen_by_its_name(fresh: Path) -> None:
    data = workbook(HEADER, ROW, sheets=["More"])
    ran = take(fresh, data, "--sheet", "Mor")
    assert (ran.code, ran.err) == (2, "error: no sheet `Mor`\n  one of Sheet, More\n")
    ran = take(fresh, data, "--sheet", "More")
    assert ran.err.startswith("error: no column for date and kind and title\n")


def test_a_formula_whose_value_was_not_saved_is_told(fresh: Path) -> None:
    ran = take(fresh, workbook(HEADER, [ROW[0], "=A1", "visit"]))
    assert ran.code == 1
    assert (
        "error: t.xlsx:2: column Title: cell B2: a formula whose value was not saved\n"
        "  open it in a spreadsheet program and save it again\n"
    ) in ran.err


def with_saved_values(data: bytes, value: str) -> bytes:
    """A workbook with a value beside each formula, as spreadsheet programs save it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                content = content.replace(b"<v />", f"<v>{value}</v>".encode())
                content = content.replace(b"<v></v>", f"<v>{value}</v>".encode())
            new.writestr(entry, content)
    return out.getvalue()


def test_the_saved_value_of_a_formula_is_taken(fresh: Path) -> None:
    data = with_saved_values(workbook(HEADER, ["=2000+17", "T", "visit"]), "2017")
    ran = take(fresh, data)
    assert ran.code == 0, ran.err
    assert one(fresh)["date"] == "2017"


def test_an_error_of_the_spreadsheet_is_told(fresh: Path) -> None:
    ran = take(fresh, workbook(HEADER, [ROW[0], "#REF!", "visit"]))
    assert (
        "error: t.xlsx:2: column Title: cell B2: #REF!, an error of the spreadsheet\n"
        "  correct it there\n"
    ) in ran.err


@pytest.mark.parametrize("cell", ["#DIV/0!", "=1/0"])
def test_a_cell_that_cannot_be_read_matters_only_where_it_is_taken(cell: str, fresh: Path) -> None:
    ran = take(fresh, workbook([*HEADER, "Other"], [*ROW, cell]))
    assert (ran.code, ran.err) == (0, "not taken: Other\nimported: 1 new\n")
    ran = take(fresh, workbook([*HEADER, "Other"], [*ROW, cell]), "--external-id", "Other")
    assert ran.code == 1
    assert ": cell D2: " in ran.err


def test_numbers_have_as_many_digits_as_spreadsheets_have(fresh: Path) -> None:
    take(fresh, workbook([*HEADER, "Note"], [*ROW, 0.1 + 0.2]))
    assert here("show", "Training", "-f", "json", cwd=fresh).json["body"]["note"] == "0.3"


@pytest.mark.parametrize("data", [b"", b"PK", b"Date,Title\n", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_workbook_is_told(data: bytes, fresh: Path) -> None:
    ran = take(fresh, data)
    assert (ran.code, ran.err) == (
        1,
        "error: t.xlsx: no .xlsx workbook\n  save it as .xlsx, or as CSV UTF-8\n",
    )


def test_a_damaged_workbook_is_told(fresh: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a", "b")
    ran = take(fresh, out.getvalue())
    assert ran.code == 1
    assert ran.err.startswith("error: t.xlsx: the workbook cannot be read: ")
    assert ran.err.endswith("  save it again, or save it as CSV UTF-8\n")


def changed(data: bytes, part: str, text: str) -> bytes:
    """A workbook with another text in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            made.writestr(name, text if name.endswith(part) else given.read(name))
    return out.getvalue()


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def test_a_workbook_without_sheets_is_told(fresh: Path) -> None:
    book = f"<workbook {MAIN}><sheets/></workbook>"
    ran = take(fresh, changed(workbook(HEADER), "workbook.xml", book))
    assert (ran.code, ran.err) == (
        1,
        (
            "error: t.xlsx: the workbook cannot be read: it has no sheets\n"
            "  save it again, or save it as CSV UTF-8\n"
        ),
    )


def test_rows_beyond_the_last_one_of_a_sheet_are_not_counted_for_ever(fresh: Path) -> None:
    rows = '<row r="99999999999"><c><v>1</v></c></row>'
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    ran = take(fresh, changed(workbook(HEADER), "sheet1.xml", sheet))
    assert (ran.code, ran.err) == (
        1,
        (
            "error: t.xlsx: the workbook cannot be read: it has more than 1,048,576 rows\n"
            "  save it again, or save it as CSV UTF-8\n"
        ),
    )


def test_the_library_prints_nothing_of_a_workbook(fresh: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(HEADER, ROW))) as packed:
        book = packed.read("xl/workbook.xml").decode()
    names = '<definedNames><definedName name="x" localSheetId="7">x</definedName></definedNames>'
    book = book.replace("<definedNames/>", names)
    (fresh / "t.xlsx").write_bytes(changed(workbook(HEADER, ROW), "workbook.xml", book))
    ran = process("import", "xlsx", "t.xlsx", "--dry-run", cwd=fresh)
    assert ran.err == "dry run: 1 new; nothing was recorded\n"


def test_an_empty_sheet_is_told(fresh: Path) -> None:
    ran = take(fresh, workbook())
    assert (ran.code, ran.err) == (
        1,
        "error: t.xlsx: row 1 is empty\n  say which row names the columns: --header N\n",
    )


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_LARGEST", 100)
    with pytest.raises(TimelineError) as raised:
        xlsx.read(Path("t.xlsx"), io.BytesIO(workbook(HEADER)))
    assert str(raised.value) == (
        "t.xlsx: the workbook unpacks to more than 100 bytes\n  save the sheet as CSV UTF-8"
    )


def test_without_the_library_one_line_says_what_to_install(fresh: Path) -> None:
    (fresh / "t.xlsx").write_bytes(workbook(HEADER, ROW))
    (fresh / "openpyxl.py").write_text("raise ImportError", encoding="utf-8")
    ran = process("import", "xlsx", "t.xlsx", cwd=fresh, env={"PYTHONPATH": str(fresh)})
    assert (ran.code, ran.err) == (
        2,
        "error: reading .xlsx needs openpyxl\n  pip install 'timeline-ledger[xlsx]'\n",
    )


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_no_damage_is_answered_with_an_exception_of_the_library(at: int, bytes_: bytes) -> None:
    data = workbook(HEADER, ROW)
    at %= len(data)
    damaged = data[:at] + bytes_ + data[at + len(bytes_) :]
    with contextlib.suppress(TimelineError, UsageError):
        list(xlsx.read(Path("t.xlsx"), io.BytesIO(damaged)).rows)


@pytest.mark.parametrize(("column", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_called_as_spreadsheets_call_them(column: int, letter: str) -> None:
    assert column_letters(column) == letter


@pytest.mark.parametrize(
    ("number_format", "date"),
    [
        ("mmm-yy", "2017-05"),
        ("mmm\\-yy", "2017-05"),
        ("[$-409]mmmm\\ yyyy;@", "2017-05"),
        ("mmmm", "2017-05"),
        ("mm/yyyy", "2017-05"),
        ("yyyy", "2017"),
        ('yyyy" year"', "2017"),
        ("d mmm", "2017-05-01"),
        ("dd/mm/yyyy", "2017-05-01"),
        ("dddd", "2017-05-01"),
        ("General", "2017-05-01"),
    ],
)
def test_a_day_is_as_exact_as_its_cell_shows(number_format: str, date: str, fresh: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(HEADER, [dt.date(2017, 5, 1), *ROW[1:]])))
    book.active["A2"].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    if number_format == "General":
        assert "may be a day as spreadsheets count them" in take(fresh, out.getvalue()).err
        return
    assert take(fresh, out.getvalue()).code == 0
    assert one(fresh)["date"] == date


def test_merged_cells_stand_for_each_row_and_are_told(fresh: Path) -> None:
    header = [*HEADER, "Figures", "Cost"]
    rows: list[list[object]] = [
        [dt.date(2017, 5, 4), "A", "visit", None, 500],
        [None, "B", "visit", None, None],
        ["May 2018", "C", "visit", None, None],
        [None, "D", "visit", None, None],
        [dt.date(2019, 1, 2), "E", "visit", None, None],
    ]
    book = openpyxl.load_workbook(io.BytesIO(workbook(header, *rows)))
    for cells in ("A2:A3", "A4:A5", "E2:E6", "B6:C6"):
        book.active.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    ran = take(fresh, out.getvalue(), "--map", "figures=cost={Cost} EUR", "--set", "kind=visit")
    assert ran.code == 0, ran.err
    assert ran.err.startswith(
        "merged cells: A2:A3, E2:E6, A4:A5; what the first holds is taken for each row, "
        "but no amount\n"
    )
    found = {r["title"]: r for r in here("list", "-f", "json", cwd=fresh).json}
    assert [found[title]["date"] for title in "ABCDE"] == [
        *("2017-05-04", "2017-05-04", "2018-05", "2018-05", "2019-01-02")
    ]
    assert [len(found[title]["figures"]) for title in "ABCDE"] == [1, 0, 0, 0, 0]


def test_columns_of_a_workbook_without_names_are_letters(fresh: Path) -> None:
    words = ("--header", "0", "--map", "date=A", "--map", "title=B", "--map", "kind=C")
    ran = take(fresh, workbook(ROW), *words)
    assert ran.code == 0, ran.err
    assert one(fresh)["title"] == "Training"
