"""A link at the place of the projection: nothing is written through it."""

from pathlib import Path

import pytest

from support.running import here


@pytest.mark.parametrize("name", [".timeline", ".timeline/events.db"])
@pytest.mark.parametrize("dangling", [True, False])
def test_nothing_is_written_through_a_link_at_the_place_of_the_projection(
    clone: Path, name: str, dangling: bool
) -> None:
    target, link = clone / "precious", clone / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(target)
    if not dangling and name == ".timeline":
        target.mkdir()
    elif not dangling:
        target.write_bytes(b"no database")
    env = {"XDG_CACHE_HOME": str(clone / "cache")}
    for words in (["list", "--ids"], ["rebuild"], ["status"], ["list", "--ids"]):
        ran = here(*words, cwd=clone, env=env)
        assert ran.code == 0
    assert len(ran.lines) == 88
    assert ran.err == f"{name} is a link: the projection lies elsewhere\n"
    assert target.exists() != dangling
    assert not target.is_file() or target.read_bytes() == b"no database"
    assert not target.is_dir() or not list(target.iterdir())
    checked = here("check", cwd=clone, env=env)
    problem = "a link where the projection would lie: not followed"
    assert (checked.code, checked.out) == (
        1,
        f"{name}: {problem}\n  remove it; the next command makes the projection anew\n",
    )
    link.unlink()
    assert here("check", "-q", cwd=clone).code == 0


def test_a_link_in_the_cache_is_not_written_through_either(clone: Path) -> None:
    env = {"XDG_CACHE_HOME": str(clone / "cache")}
    (clone / ".timeline").symlink_to("nowhere")
    assert here("list", cwd=clone, env=env).code == 0
    (database,) = (clone / "cache" / "timeline").glob("*.db")
    database.unlink()
    database.symlink_to(clone / "precious")
    assert len(here("list", "--ids", cwd=clone, env=env).lines) == 88
    assert not (clone / "precious").exists()
