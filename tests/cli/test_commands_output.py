"""What reaches the screen and files: formats, endings, hostile data, wide and combining signs."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base import text as characters
from timeline.base.spreadsheets import unguard_cell
from timeline.cli.show.machine import cell, csv_lines
from timeline.cli.show.screen import fold
from timeline.cli.show.tables import Column, Row, draw_table
from timeline.cli.show.terminal import Look
from timeline.log.formats import FORMATS

from support.running import columns, here, on_terminal, process

HOSTILE = "A\u202eB\u2066C\u200fD"
"""Bidi controls are text to the log, but no screen gets them as they are."""
STEERS = {chr(c) for c in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))}
STEERS |= set("\t\r\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log whose every text tries to steer what shows it."""
    folder = tmp_path_factory.mktemp("hostile")
    here("init", cwd=folder)
    for namespace in ("actor", "program", "place", "source"):
        here("declare", namespace, HOSTILE, "--key", "x", "--note", HOSTILE, cwd=folder)
    done = here(
        *("add", "2017", HOSTILE, "-k", "visit", "--summary", f"{HOSTILE}\tE", "-l", "x"),
        *("-a", f"host=x | {HOSTILE} | x", "-p", "starts=x", "-g", f"{HOSTILE}=5 {HOSTILE}"),
        *("-s", f"x@{HOSTILE}", "--tag", HOSTILE, "--note", HOSTILE, "--date-text", HOSTILE),
        cwd=folder,
        env={"TIMELINE_BY": HOSTILE},
    )
    assert done.code == 0, done.err
    return folder


ON_SCREEN = [name for name in FORMATS if name != "xlsx"]
"""Formats that are printed; a workbook goes to a file."""


@pytest.mark.parametrize("format_", ON_SCREEN)
@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["list", "--columns", "title,summary,actors,figures,sources"],
        ["actors"],
        ["actors", "x"],
        ["programs"],
        ["programs", "x"],
        ["places"],
        ["places", "x"],
        ["sources"],
        ["sources", "x"],
        ["sources", "x", "--coverage"],
        ["figures"],
        ["diff", "2016", "2018"],
    ],
    ids=" ".join,
)
def test_no_control_sign_of_the_data_reaches_the_screen(
    words: list[str], format_: str, hostile: Path
) -> None:
    done = here(*words, "-f", format_, cwd=hostile)
    assert done.code == 0
    parting = {"\t"} if format_ == "tsv" else set()
    assert not (STEERS - parting) & set(done.out + done.err)
    assert "202e" in done.out or "x" in done.out


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["show", "x"],
        ["show", HOSTILE],
        ["show", "x", "-f", "json"],
        ["status"],
        ["status", "-f", "json"],
        ["list", "--actor", "A\u202eBC"],
        ["list", "--kind", f"visit{HOSTILE}"],
        ["list", f"\x1b[31m{HOSTILE}"],
        [f"\x1b]0;title\x07{HOSTILE}"],
        ["list", "--during", f"20\x1b17{HOSTILE}"],
        ["list", "-o", f"no/{HOSTILE}\x1b.csv"],
        ["--log", f"\x1b[2J{HOSTILE}", "list"],
        ["add", f"20\x1b17{HOSTILE}", "T", "-k", "visit"],
        ["add", "2017", f"\x1b{HOSTILE}", "-k", "visit"],
        ["retract", "A", "-r", f"\x07{HOSTILE}", "--dry-run"],
        ["declare", "actor", f"\x1b{HOSTILE}", "--dry-run"],
    ],
    ids=repr,
)
def test_no_control_sign_in_pages_and_errors_either(words: list[str], hostile: Path) -> None:
    done = here(*words, cwd=hostile)
    assert done.code in (0, 1, 2)
    assert done.out + done.err
    assert not STEERS & set(done.out + done.err)


def test_a_broken_file_cannot_steer_the_screen_either(tmp_path: Path) -> None:
    here("init", cwd=tmp_path)
    (tmp_path / "events" / "a\x1b[31m\u202e.yaml").write_text("schema: 1\nno\u202e: \x1b[2J\n")
    checks = [["check", "-f", format_] for format_ in ON_SCREEN if format_ != "tsv"]
    for words in (["list"], ["status"], ["status", "-f", "html"], *checks):
        done = here(*words, cwd=tmp_path)
        assert any(sign in done.out + done.err for sign in ("\\x1b", "\\u001b", "\\e"))
        assert not STEERS & set(done.out + done.err), words


def test_json_gives_back_what_the_log_holds(hostile: Path) -> None:
    (row,) = here("list", "-f", "json", cwd=hostile).json
    assert row["title"] == HOSTILE
    assert row["summary"] == f"{HOSTILE}\tE"
    assert json.loads(here("list", "-f", "jsonl", cwd=hostile).out) == row


@pytest.mark.parametrize("format_", ["timelinejs", "jsonld", "iati", "ftm"])
def test_formats_with_escapes_steer_no_screen(format_: str, hostile: Path) -> None:
    done = here("export", format_, "--kind", "visit", cwd=hostile)
    assert done.code == 0
    assert not STEERS & set(done.out + done.err)
    assert "202e" in done.out


@pytest.mark.parametrize("format_", ["ical", "markwhen"])
def test_formats_without_escapes_are_masked_wherever_they_go(format_: str, hostile: Path) -> None:
    """In a calendar a title could be spoofed, too; what comes back is what the log holds."""
    assert here("export", format_, "-o", "out.txt", "-q", cwd=hostile).code == 0
    text = (hostile / "out.txt").read_bytes().decode()
    done = here("export", format_, cwd=hostile)
    assert done.out.replace("\r\n", "\n") == text.replace("\r\n", "\n")
    assert not STEERS & set(done.out.replace("\r\n", "\n") + done.err)
    assert "A\\u202eB" in done.out.replace("\\\\u", "\\u")
    into = ["--log", f"from-{format_}"]
    assert here("init", into[1], cwd=hostile).code == 0
    assert here(*into, "import", format_, "out.txt", "-q", cwd=hostile).code == 0
    rows = here("list", "-f", "json", cwd=hostile).json
    assert here(*into, "list", "-f", "json", cwd=hostile).json == rows


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_of_a_csv_begins_as_a_formula(sign: str, fresh: Path) -> None:
    title = f'{sign}cmd|" /C calc"!A0'
    words = ["add", "-k", "visit", "-g", "x=-5 person", "--new", "--", "2017", title]
    assert here(*words, cwd=fresh).code == 0
    (row,) = here("list", "-f", "csv", cwd=fresh).csv
    assert row["title"].startswith(("'", "\\x09"))
    assert row["title"].lstrip("'") == characters.masked(title)
    assert row["amended"] == "0"
    diff = here("diff", "2016", "2017", "-f", "csv", cwd=fresh).csv
    assert all(not row["name"].startswith(sign) for row in diff)


@given(rows=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1))
def test_a_csv_reads_back_as_what_was_written_without_formulas(rows: list[str]) -> None:
    text = "".join(csv_lines([{"a": row, "b": -1.5} for row in rows], ["a", "b"], cell))
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["b"] for row in read] == ["-1.5"] * len(rows)
    for row, given_ in zip(read, rows, strict=True):
        assert unguard_cell(row["a"]) == characters.masked(given_)
        assert not row["a"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("out.json", '[\n  {\n    "id"'),
        ("out.jsonl", '{"id"'),
        ("out.ndjson", '{"id"'),
        ("out.csv", "id,date,"),
        ("OUT.CSV", "id,date,"),
        ("out.tsv", "id\tdate\t"),
        ("out.txt", "2010 – 16 February 2018: Number "),
        ("out.md", "| Date "),
        ("out.html", "<!DOCTYPE html>"),
        ("out.yaml", "- id: "),
        ("out.yml", "- id: "),
        ("out", "Date "),
    ],
)
def test_the_ending_of_the_file_says_the_format(name: str, begins: str, clone: Path) -> None:
    done = process("list", "-o", name, cwd=clone)
    assert done == (0, "", f"projection made from 330 events\nwritten to {name}\n88 happenings\n")
    written = (clone / name).read_text(encoding="utf-8")
    assert written.startswith(begins)
    assert written.endswith("\n")
    ending = name.rpartition(".")[2].lower()
    short = {"ndjson": "jsonl", "txt": "plain", "md": "markdown", "yml": "yaml", "out": "table"}
    assert written == here("list", "-f", short.get(ending, ending), cwd=clone).out


def test_a_format_that_is_named_wins_over_the_ending(copy: Path) -> None:
    here("list", "-o", "out.csv", "-f", "JSON", cwd=copy)
    assert json.loads((copy / "out.csv").read_text())


def test_pages_and_diffs_go_to_files_too(copy: Path) -> None:
    for words in (["show", "moi-kg"], ["actors", "moi-kg"], ["diff", "2016", "2018"], ["status"]):
        # On a terminal, too, a file is not folded to its width.
        assert here(*words, "-q", "-o", "out", cwd=copy, width=40).out == ""
        assert (copy / "out").read_text() == here(*words, cwd=copy).out


WIDE = ["会议", "Ünïcödé", "e\u0301cole", "Нарын", "한국어", "🏛️ site", "العربية", "न\u093fय\u092e"]


def test_wide_and_combining_signs_align(fresh: Path) -> None:
    for number, word in enumerate(WIDE):
        here("add", "2017", f"{word} {number}", "-k", "visit", "-q", cwd=fresh)
    lines = here("list", cwd=fresh).lines
    starts = {columns(line[: line.rindex("  ") + 2]) for line in lines[2:]}
    assert len(starts) == 1


@pytest.mark.parametrize("width", [40, 60, 80])
def test_long_texts_in_any_script_are_folded_to_the_terminal(width: int, fresh: Path) -> None:
    for word in WIDE:
        here("add", "2017", (word * 40)[:200], "-k", "visit", "-q", cwd=fresh)
        here("add", "2018", f"{word} " * 30, "-k", "visit", "-q", cwd=fresh)
    shown = on_terminal("list", cwd=fresh, width=width)
    assert max(map(columns, shown.splitlines())) <= width
    for line in here("diff", "2016", "2018", cwd=fresh, width=width).lines:
        assert columns(line) <= width or " " not in line.strip("+ ")


@given(
    lines=st.lists(
        st.lists(st.text("ab 会é\u0301-", max_size=60), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    ),
    weights=st.lists(st.integers(0, 6), min_size=3, max_size=3),
    width=st.integers(30, 120),
)
def test_a_table_keeps_to_its_width_whatever_is_in_it(
    lines: list[list[str]], weights: list[int], width: int
) -> None:
    def column(i: int) -> Column[Row]:
        return Column("Head", lambda row: str(row[str(i)]), weights[i])

    rows = [{str(i): text.strip() for i, text in enumerate(line)} for line in lines]
    shown = draw_table(rows, [column(i) for i in range(3)], Look(width)).splitlines()
    assert all(columns(line) <= width for line in shown)


@given(text=st.text("ab 会é\u0301", max_size=80), room=st.integers(4, 40))
def test_folding_loses_nothing_but_spaces_and_keeps_to_the_room(text: str, room: int) -> None:
    lines = fold(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert columns(line) <= room or " " not in line.strip()


def test_a_column_in_which_nothing_stands_is_left_out(fresh: Path) -> None:
    here("add", "2017", "Alone", "-k", "visit", "-q", cwd=fresh)
    assert here("list", cwd=fresh).lines[0].split() == ["Date", "Kind", "What", "Id"]


def test_a_text_of_several_lines_stays_in_its_column(fresh: Path) -> None:
    here("add", "2017", "T", "-k", "visit", "--summary", "One\nTwo", "-q", cwd=fresh)
    lines = here("list", "--columns", "title,summary", cwd=fresh).lines
    assert lines == ["Title  Summary", "-----  -------", "T      One", "       Two"]


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "utf-8"])
def test_output_is_utf_8_whatever_the_locale(encoding: str, example: Path) -> None:
    env = {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    done = process("list", "--limit", "1", cwd=example, env=env)
    assert (done.code, done.err) == (0, "1 of 88 happenings\n")
    assert "2010 – 16 February 2018" in done.out


def test_a_template_of_the_user_is_given_no_control_sign(hostile: Path) -> None:
    (hostile / "mine.md.j2").write_text("{{ report }}\n", encoding="utf-8")
    done = here("report", "--template", "mine.md.j2", cwd=hostile)
    assert done.code == 0
    assert "202e" in done.out
    assert not STEERS & set(done.out + done.err)
