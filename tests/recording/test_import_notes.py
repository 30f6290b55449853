"""What an import notes of a file: it refuses nothing, and says each kind once with its lines."""

from pathlib import Path

from support.running import here

PLAN = "section Before\n2016: Draft\nendGroup\nendGroup\nendSection\n2017: Law\n"


def test_notes_are_told_once_a_kind_and_refuse_nothing(fresh: Path) -> None:
    (fresh / "plan.mw").write_text(PLAN, encoding="utf-8")
    words = ("import", "markwhen", "plan.mw", "--set", "kind=law")
    ran = here(*words, cwd=fresh)
    assert (ran.code, ran.err) == (
        0,
        "plan.mw:3: `endGroup` closes nothing (also in 4)\nimported: 2 new\n",
    )
    assert here(*words, "--quiet", cwd=fresh).err == ""
    again = here(*words, "--dry-run", cwd=fresh)
    assert again.err.splitlines()[0] == "plan.mw:3: `endGroup` closes nothing (also in 4)"
    assert "nothing was recorded" in again.err


def test_the_same_in_two_timelines_is_recorded_twice(fresh: Path) -> None:
    rows = "A,1658689261123456,7\nA,1658689261123456,8\n"
    (fresh / "t.csv").write_text(f"message,timestamp,__ts_timeline_id\n{rows}", encoding="utf-8")
    ran = here("import", "timesketch", "t.csv", "--set", "kind=statement", cwd=fresh)
    assert (ran.code, ran.err) == (0, "imported: 2 new\n")
