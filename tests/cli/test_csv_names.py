"""CSV for people: names in place of keys, and a byte-order mark for Excel."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from support.running import Ran, here

MARK = "\ufeff"


@pytest.fixture
def named(fresh: Path) -> Path:
    """A log of which each list has what its compact form can say."""
    for words in (
        ("actor", "Ministry of Interior", "--key", "moi"),
        ("actor", "Police", "--key", "police", "--part-of", "moi"),
        ("actor", "Aida Bek", "--key", "bek"),
        ("program", "Peace", "--key", "peace"),
        ("program", "First steps", "--key", "steps", "--part-of", "peace", "--actor", "funder=moi"),
        ("place", "Kyrgyzstan", "--key", "kg"),
        ("place", "Osh", "--key", "osh", "--part-of", "kg"),
        ("source", "A release; with a comma, too", "--key", "release"),
    ):
        assert here("declare", *words, cwd=fresh).code == 0
    said = ("-a", "speaker=bek | Minister | moi", "-p", "starts=steps", "-l", "osh")
    cited = ("-s", "release@3", "-s", "release@5", "-g", "people=at least 60 person")
    assert here("add", "2017-05-03", "Speech", "-k", "meeting", *said, *cited, cwd=fresh).code == 0
    return fresh


def one(ran: Ran) -> dict[str, str]:
    return ran.csv[-1]


def test_a_list_as_csv_has_names(named: Path) -> None:
    row = one(here("list", "-f", "csv", cwd=named))
    assert {name: row[name] for name in ("places", "actors", "programs", "figures", "sources")} == {
        "places": "Osh",
        "actors": "speaker=Aida Bek | Minister | Ministry of Interior",
        "programs": "starts=First steps",
        "figures": "people=at least 60 person",
        "sources": "A release; with a comma, too, para 3, 5",
    }


def test_a_list_as_csv_has_keys_on_request(named: Path) -> None:
    row = one(here("list", "-f", "csv", "--keys", cwd=named))
    assert {name: row[name] for name in ("places", "actors", "programs", "sources")} == {
        "places": "osh",
        "actors": "speaker=bek | Minister | moi",
        "programs": "starts=steps",
        "sources": "release@3; release@5",
    }


@pytest.mark.parametrize(
    ("words", "field", "name", "key"),
    [
        (("actors", "police"), "part_of", "Ministry of Interior", "moi"),
        (("places", "osh"), "part_of", "Kyrgyzstan", "kg"),
        (("programs", "steps"), "part_of", "Peace", "peace"),
        (("figures",), "program", "First steps", "steps"),
        (("figures",), "programs", "First steps", "steps"),
    ],
)
def test_other_views_have_names_too(
    words: tuple[str, ...], field: str, name: str, key: str, named: Path
) -> None:
    for format_ in ("csv", "tsv"):
        read = here(*words, "-f", format_, cwd=named).out
        (row,) = csv.DictReader(io.StringIO(read), delimiter="," if format_ == "csv" else "\t")
        assert row[field] == name
    assert one(here(*words, "-f", "csv", "--keys", cwd=named))[field] == key


@pytest.mark.parametrize(
    ("words", "field", "text"),
    [
        (("programs", "steps"), "actors", "funder=Ministry of Interior"),
        (("actors", "moi"), "programs", "funder=First steps"),
        (("actors", "bek"), "terms", "Minister | Ministry of Interior | 2017-05-03 | 2017-05-03"),
        (("actors", "--role", "speaker"), "did", "speaker=Speech | 2017-05-03"),
        (("sources", "release", "--coverage"), "events", "Speech"),
    ],
)
def test_items_are_brief_without_keys(
    words: tuple[str, ...], field: str, text: str, named: Path
) -> None:
    assert one(here(*words, "-f", "csv", cwd=named))[field] == text
    assert one(here(*words, "-f", "csv", "--keys", cwd=named))[field].startswith('[{"')


def test_a_diff_has_names_of_what_was_before_and_after(example: Path) -> None:
    recorded = ("diff", "2026-11-22", "2026-11-29", "--clock", "recorded", "-f", "csv")
    (row,) = (
        row
        for row in here(*recorded, cwd=example).csv
        if row["name"] == "Release on the community policing workshop published"
        and row["field"] == "actors"
    )
    assert row["after"] == "publisher=OSCE"


def test_a_workbook_has_names_as_csv_has_them(named: Path) -> None:
    for words, name in (((), "Osh"), (("--keys",), "osh")):
        assert here("list", "-o", "x.xlsx", *words, cwd=named).code == 0
        head, *rows = load_workbook(named / "x.xlsx").active.values
        assert [dict(zip(head, row, strict=True))["places"] for row in rows] == [name]


@pytest.mark.parametrize("words", [("list",), ("actors",), ("stats",), ("sql", "SELECT 1")])
def test_a_byte_order_mark_stands_first_if_wanted(words: tuple[str, ...], named: Path) -> None:
    for format_ in ("csv", "tsv"):
        bare = here(*words, "-f", format_, cwd=named).out
        assert not bare.startswith(MARK)
        assert here(*words, "-f", format_, "--bom", cwd=named).out == MARK + bare
    assert here(*words, "-o", "x.csv", "--bom", cwd=named).code == 0
    assert (named / "x.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (named / "x.csv").read_text(encoding="utf-8-sig").count(MARK) == 0


def test_what_is_exported_with_a_mark_is_read_back(named: Path, tmp_path: Path) -> None:
    assert here("export", "csv", "--bom", "-o", "marked.csv", cwd=named).code == 0
    marked = (named / "marked.csv").read_text(encoding="utf-8")
    whole = here("export", "csv", cwd=named).out
    assert marked == MARK + whole
    other = tmp_path / "other"
    other.mkdir()
    here("init", cwd=other)
    assert here("import", "csv", str(named / "marked.csv"), cwd=other).code == 0
    assert here("export", "csv", cwd=other).out == whole


@pytest.mark.parametrize(
    ("words", "problem", "remedy"),
    [
        (
            ("list", "--bom"),
            "--bom is for csv and tsv, not table",
            "leave it out, or add --format csv",
        ),
        (
            ("actors", "-f", "json", "--bom"),
            "--bom is for csv and tsv, not json",
            "leave it out, or add --format csv",
        ),
        (
            ("sql", "SELECT 1", "-o", "x.xlsx", "--bom"),
            "--bom is for csv and tsv, not xlsx",
            "leave it out, or add --format csv",
        ),
        (
            ("list", "--keys", "-o", "x.html"),
            "--keys is for csv, tsv and xlsx, not html",
            "leave it out, or add --format csv",
        ),
        (
            ("list", "--ids", "--keys"),
            "--keys is for csv, tsv and xlsx, not table",
            "leave it out, or add --format csv",
        ),
        (
            ("diff", "2016", "--keys", "-f", "yaml"),
            "--keys is for csv, tsv and xlsx, not yaml",
            "leave it out: yaml has keys and names",
        ),
        (("export", "ical", "--bom"), "--bom is for csv, not ical", "leave it out"),
        (
            ("export", "postgresql://u:secret@h/d", "--bom"),
            "--bom is for csv, not postgresql",
            "leave it out",
        ),
    ],
)
def test_where_they_make_no_sense_they_are_refused(
    words: tuple[str, ...], problem: str, remedy: str, example: Path
) -> None:
    ran = here(*words, cwd=example)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: {problem}\n  {remedy}\n"


def test_an_export_needs_no_ending_of_a_view(named: Path) -> None:
    assert here("export", "jsonl", "-o", "log.events", cwd=named).code == 0
    assert (named / "log.events").read_text() == here("export", "jsonl", cwd=named).out
