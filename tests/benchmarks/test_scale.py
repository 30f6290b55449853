"""Generated logs are the same each time, sound, and lie as the commands would have put them."""

import hashlib
from pathlib import Path

from timeline.exchange import jsonl

from scaling.events import events
from scaling.logs import Recipe, make_log, write_files
from scaling.measure import Compared, Usage, exponent
from scaling.report import insert, keep, load
from support.running import here


def test_the_same_size_and_seed_give_the_same_events() -> None:
    lines = "".join(jsonl.write(body) for body in events(300, amended=0.2))
    assert hashlib.sha256(lines.encode()).hexdigest()[:16] == "2be4aceba6961ad0"
    assert lines != "".join(jsonl.write(body) for body in events(300, amended=0.2, seed=2))


def test_a_generated_log_is_sound(tmp_path: Path) -> None:
    make_log(Recipe(300, amended=0.2), tmp_path)
    checked = here("check", cwd=tmp_path / "300-amended")
    assert (checked.code, checked.out) == (0, "")


def test_files_are_those_that_an_import_of_a_few_writes(tmp_path: Path) -> None:
    for name in ("imported", "written"):
        here("init", name, cwd=tmp_path)
    found = [body for body in events(60) if body["event"] == "happening"]
    (tmp_path / "few.jsonl").write_text("".join(map(jsonl.write, found)), encoding="utf-8")
    done = here("--log", "imported", "import", "jsonl", "few.jsonl", "--new", cwd=tmp_path)
    assert done.code == 0, done.err
    write_files(iter(found), tmp_path / "written")
    assert _files(tmp_path / "imported") == _files(tmp_path / "written")


def test_what_was_measured_is_put_into_a_page_in_place_of_what_stood_there(tmp_path: Path) -> None:
    found = {
        ("filter", 1000): Compared(Usage(0.1, 0.2, 30.0), Usage(0.2, 0.2, 30.0), 0.5, 3),
        ("filter", 10_000): Compared(Usage(0.1, 0.2, 30.0), Usage(0.1, 0.2, 30.0), 1.0, 3),
        ("rebuild", 100_000): Compared(Usage(1.0, 1.0, 90.0), Usage(0.8, 0.8, 90.0), 1.25, 1),
    }
    keep(tmp_path / "results.json", found)
    assert load(tmp_path / "results.json") == found
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- measured -->\nold\n<!-- end of what was measured -->\nafter\n")
    insert(page, found)
    once = page.read_text(encoding="utf-8")
    insert(page, found)
    assert page.read_text(encoding="utf-8") == once
    assert once.startswith("before\n")
    assert once.endswith("\nafter\n")
    assert "old" not in once
    assert "| 0.50 | 0.8 times | met |" in once
    assert "| 1.00 | 0.8 times | missed |" in once
    assert "| 10 µs | 2.8 h |" in once


def test_an_exponent_is_that_of_the_growth() -> None:
    assert round(exponent([10, 100, 1000], [3, 300, 30_000]), 6) == 2.0


def _files(log: Path) -> dict[str, str]:
    return {
        str(path.relative_to(log)): path.read_text(encoding="utf-8") for path in log.rglob("*.yaml")
    }
