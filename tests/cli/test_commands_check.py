"""`timeline check`, `status` and `rebuild`, and how reading goes on beside broken files."""

import json
import shutil
from pathlib import Path

import pytest

from support.running import here, process

BROKEN = "schema: 1\nevent: happening\ndate: [2017\n"


@pytest.fixture
def broken(copy: Path) -> Path:
    """The example log with one broken file among its many."""
    (copy / "events" / "happenings" / "2017" / "broken.yaml").write_text(BROKEN)
    return copy


def test_the_example_log_has_no_errors(example: Path) -> None:
    assert process("check", cwd=example) == (0, "", "330 events, no errors\n")
    assert here("check", "-q", cwd=example) == (0, "", "")
    assert here("check", "-f", "json", cwd=example).json == []


def test_check_does_not_fail_on_a_happening_without_a_source(fresh: Path) -> None:
    here("add", "2017", "T", "-k", "visit", cwd=fresh)
    assert here("check", cwd=fresh) == (0, "", "1 event, no errors\n")


def test_one_broken_file_is_named_with_line_and_column_and_fails_check(broken: Path) -> None:
    shutil.rmtree(broken / ".timeline")
    done = process("check", cwd=broken)
    assert done.code == 1
    first, excerpt, caret, remedy = done.lines
    path, line, column, problem = first.split(":", 3)
    assert path == "events/happenings/2017/broken.yaml"
    assert int(line) in (3, 4)
    assert int(column) >= 1
    assert problem
    assert excerpt.startswith("    ")
    assert caret.strip() == "^"
    assert remedy.startswith("  ")
    assert done.err.endswith("\n330 events, 1 error\n")


def test_the_path_of_a_fault_is_as_seen_from_here(broken: Path) -> None:
    below = broken / "events" / "actors"
    assert here("check", cwd=below).out.startswith("../happenings/2017/broken.yaml:")
    assert here("list", cwd=below).err.startswith("warning: ../happenings/2017/broken.yaml:")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["list"],
        ["list", "-f", "json", "-q"],
        ["actors"],
        ["actors", "moi-kg"],
        ["programs"],
        ["sources"],
        ["show", "moi-kg"],
        ["diff", "2016", "2018"],
        ["status"],
    ],
    ids=" ".join,
)
def test_everything_else_still_answers_with_a_warning_of_one_line(
    words: list[str], broken: Path, example: Path
) -> None:
    done = here(*words, cwd=broken)
    assert done.code == 0
    warnings = [line for line in done.err.splitlines() if line.startswith("warning: ")]
    assert len(warnings) == 1
    assert warnings[0].startswith("warning: events/happenings/2017/broken.yaml:")
    assert warnings[0].endswith("; left out. See: timeline check")
    if words != ["status"]:
        assert done.out == here(*words, cwd=example).out


def test_a_warning_comes_each_time_and_counts_the_files(broken: Path) -> None:
    (broken / "events" / "zzz.yaml").write_text("- a list\n")
    first = here("list", cwd=broken).err
    assert " (and 1 more); left out. See: timeline check" in first
    assert here("list", "-q", cwd=broken).err.count("warning: ") == 1
    (broken / "events" / "zzz.yaml").unlink()
    (broken / "events" / "happenings" / "2017" / "broken.yaml").unlink()
    assert here("list", "-q", cwd=broken).err == ""


def test_all_faults_of_all_files_are_told_in_the_order_of_the_files(broken: Path) -> None:
    (broken / "events" / "aaa.yaml").write_text("schema: 1\nevent: visit\nno: 1\n")
    done = here("check", cwd=broken)
    paths = [x.split(":")[0] for x in done.lines if x.startswith("events/")]
    assert paths == sorted(paths)
    assert set(paths) == {"events/aaa.yaml", "events/happenings/2017/broken.yaml"}
    rows = here("check", "-f", "json", cwd=broken).json
    assert [row["path"] for row in rows] == paths
    assert set(rows[0]) == {"tier", "problem", "remedy", "path", "line", "column", "excerpt"}
    lines = here("check", "-f", "jsonl", cwd=broken)
    assert (lines.code, [json.loads(line) for line in lines.lines]) == (1, rows)
    read = here("check", "-f", "csv", cwd=broken)
    assert (read.code, [row["problem"] for row in read.csv]) == (1, [r["problem"] for r in rows])
    here("check", "-o", "faults.json", cwd=broken)
    assert json.loads((broken / "faults.json").read_text()) == rows


def test_recording_goes_on_beside_a_broken_file(broken: Path) -> None:
    assert here("add", "2017", "T", "-k", "visit", cwd=broken).code == 0
    assert here("amend", "prospects roundtable", "--note", "x", "-r", "x", cwd=broken).code == 0


def test_a_name_that_nothing_declares_is_an_error_of_check(copy: Path) -> None:
    (path,) = (copy / "events" / "actors").glob("ceim-service-*.yaml")
    path.unlink()
    done = here("check", cwd=copy)
    assert done.code == 1
    assert done.err.endswith("errors\n")
    assert "no actor `ceim-service` is declared" in done.out
    # What was there already is still found by its key.
    assert here("list", "--actor", "trainer=ceim-service", cwd=copy).code in (0, 1)


def test_status_says_what_there_is(copy: Path) -> None:
    done = process("status", cwd=copy)
    assert done.code == 0
    assert done.lines[0] == "Status"
    facts = dict(line.split(None, 1) for line in done.lines[1:])
    assert facts["log"] == str((copy / "events").resolve())
    assert facts["holds"].startswith("330 events (88 happenings, 93 actors,")
    assert facts["recorded"].endswith(" by the timeline authors, most recently")
    assert facts["projection"].endswith(".timeline/events.db")
    assert facts["faults"] == "none"
    found = here("status", "-f", "json", cwd=copy).json
    assert (found["events"], found["happenings"], found["faults"]) == (330, 88, 0)
    assert found["bytes"] == Path(found["projection"]).stat().st_size
    (copy / "events" / "bad.yaml").write_text("-")
    assert "  faults      1" in here("status", cwd=copy).lines


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("by: Aida", "unknown setting `by`\n    by: Aida\n    ^\n  it is each user's own"),
        ("open_ends: x", "`open_ends` cannot be `x`\n"),
        ("colour: red", "unknown setting `colour`\n"),
    ],
)
def test_a_faulty_setting_of_the_log_is_told_and_the_log_is_read(
    line: str, told: str, copy: Path
) -> None:
    with (copy / "events" / "timeline.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    assert f": {told}" in here("check", cwd=copy).out
    assert here("list", "-q", cwd=copy).code == 0


def test_status_of_an_empty_log(fresh: Path) -> None:
    lines = here("status", cwd=fresh).lines
    assert [line.split()[0] for line in lines[1:]] == ["log", "holds", "projection", "faults"]
    assert "  holds       0 events" in lines


def test_rebuild_makes_the_projection_anew(copy: Path) -> None:
    before = here("list", "-f", "json", cwd=copy).out
    (copy / ".timeline" / "events.db").write_bytes(b"nonsense")
    assert process("rebuild", cwd=copy) == (0, "", "projection made from 330 events\n")
    assert here("rebuild", "-q", cwd=copy) == (0, "", "")
    assert here("list", "-f", "json", cwd=copy).out == before


def test_a_projection_that_is_gone_or_damaged_is_made_again_with_one_line(copy: Path) -> None:
    # A connection that this process still has would keep the lock on what is damaged.
    before = process("list", cwd=copy).out
    for damage in (b"", b"SQLite format 3\0" + b"x" * 2000):
        (copy / ".timeline" / "events.db").write_bytes(damage)
        done = here("list", cwd=copy)
        assert (done.code, done.out) == (0, before)
        assert len(done.err.splitlines()) == 2


def test_reading_needs_no_right_to_write(clone: Path) -> None:
    (clone / ".timeline").write_text("a file where the folder of the projection would be")
    done = here("list", cwd=clone, env={"XDG_CACHE_HOME": str(clone / "events" / "timeline.yaml")})
    assert done.code == 0
    assert len(done.lines) == 90


def test_many_warnings_are_grouped_by_kind(fresh: Path) -> None:
    bodies = [
        {"event": "happening", "date": str(1900 + i), "kind": "visit", "title": f"Visit {i}"}
        for i in range(30)
    ]
    bodies.append({"event": "actor", "actor": "moi", "name": "Ministry"})
    (fresh / "t.jsonl").write_text("\n".join(map(json.dumps, bodies)), encoding="utf-8")
    assert here("import", "jsonl", "t.jsonl", cwd=fresh).code == 0
    done = here("check", "--strict", cwd=fresh)
    assert done.code == 1
    assert done.out.startswith("happenings without a source: 30\nevents/")
    assert done.out.count("warning: a happening without a source") == 3
    assert "\n  and 27 more\nactors never used: 1\nevents/" in done.out
    assert done.err == (
        "31 events, no errors, 31 warnings; see all of them: timeline check --strict --all\n"
    )
    every = here("check", "--strict", "--all", cwd=fresh)
    assert every.out.count("warning: ") == 31
    assert every.err == "31 events, no errors, 31 warnings\n"
    assert len(here("check", "--strict", "-f", "json", cwd=fresh).json) == 31


def test_few_warnings_are_told_in_the_order_of_the_files(fresh: Path) -> None:
    here("add", "2017", "A visit", "-k", "visit", cwd=fresh)
    done = here("check", "--strict", cwd=fresh)
    assert done.out.startswith("events/happenings/2017/a-visit-")
    assert done.err == "1 event, no errors, 1 warning\n"
