"""Generated logs are the same each time, sound, and lie as the commands would have put them."""

import hashlib
from pathlib import Path

from timeline.exchange import jsonl

from scaling.events import events
from scaling.logs import Recipe, make_log, write_files
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


def _files(log: Path) -> dict[str, str]:
    return {
        str(path.relative_to(log)): path.read_text(encoding="utf-8") for path in log.rglob("*.yaml")
    }
