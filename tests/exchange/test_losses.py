"""Losses of exports: counted on stderr, and listed in a file."""

import csv
from pathlib import Path

import pytest

from timeline.exchange.losses import Loss, Losses, Saying, csv_lines, summarize

from support.running import here

LOST = [
    Loss("a", "date", "widened", "2017", "2017-01-01/2017-12-31"),
    Loss("b", "date", "widened"),
    Loss("c", "date", "left out"),
    Loss("a", "note", "left out", "=1"),
    Loss("a", "actors", "in words"),
]


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, ""),
        (1, "1 date widened"),
        (2, "2 dates widened"),
        (3, "2 dates widened, 1 left out"),
        (5, "2 dates widened, 1 left out; in words: actors 1; left out: note 1"),
    ],
)
def test_losses_are_counted(count: int, text: str) -> None:
    assert summarize(LOST[:count]) == text


def test_losses_are_listed_as_csv_that_no_spreadsheet_runs() -> None:
    assert "".join(csv_lines([LOST[0], LOST[3]])) == (
        "id,field,outcome,log,export\na,date,widened,2017,2017-01-01/2017-12-31\n"
        "a,note,left out,'=1,\n"
    )


def test_what_occurred_needs_no_word() -> None:
    losses = Losses()
    words = {"status": Saying("here", "in words")}
    for status in ("occurred", "planned"):
        losses.note_fields({"id": "a", "status": status}, words)
    assert losses.all == [Loss("a", "status", "in words", "planned", "here")]


def test_losses_are_counted_on_stderr_and_listed_in_a_file(copy: Path) -> None:
    words = ("export", "ical", "--during", "2017", "--kind", "training", "-o", "x.ics")
    ran = here(*words, cwd=copy)
    assert ran.out == ""
    assert ran.err == (
        "written to x.ics\n2 happenings as iCalendar\n2 dates widened; in words: actors 2, "
        "date_basis 2, date_text 2, figures 1, programs 2, sources 2; left out: dated 2, note 2, "
        "part_of 1; --loss FILE lists them\n"
    )
    ran = here(*words, "--loss", "lost.csv", "-q", cwd=copy)
    assert (ran.code, ran.err) == (0, "")
    with (copy / "lost.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 18
    assert rows[0]["field"] == "date"


@pytest.mark.parametrize("format_", ["jsonl", "csv", "parquet"])
def test_what_loses_nothing_lists_nothing(format_: str, example: Path) -> None:
    ran = here("export", format_, "--loss", "x.csv", cwd=example)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"error: {format_} says all that the log does: --loss has no effect\n  leave it out\n"
    )


def test_nothing_is_written_where_the_list_of_losses_would_lie_in_a_log(copy: Path) -> None:
    ran = here("export", "geojson", "-o", "x.geojson", "--loss", "events/lost.csv", cwd=copy)
    assert (ran.code, ran.err) == (
        2,
        (
            f"error: events/lost.csv lies in a log, the folder {copy / 'events'}\n"
            "  write it to a file outside of it; events come in with timeline add and import\n"
        ),
    )
    assert not (copy / "x.geojson").exists()


def test_nothing_is_written_where_the_list_of_losses_has_no_folder(copy: Path) -> None:
    ran = here("export", "geojson", "-o", "x.geojson", "--loss", "nowhere/lost.csv", cwd=copy)
    assert (ran.code, ran.err) == (1, "error: nowhere/lost.csv: no such file or directory\n")
    assert not (copy / "x.geojson").exists()
