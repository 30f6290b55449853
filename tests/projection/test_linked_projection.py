"""A link at the place of the projection: nothing is written through it."""

from pathlib import Path

import pytest

from support.running import here


@pytest.mark.parametrize("name", [".timeline", ".timeline/events.db"])
@pytest.mark.parametrize("dangling", [True, False])
def test_nothing_is_written_through_a_link_at_the_place_of_the_projection(
    copy: Path, name: str, dangling: bool
) -> None:
    target, link = copy / "precious", copy / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(target)
    if not dangling and name == ".timeline":
        target.mkdir()
    elif not dangling:
        target.write_bytes(b"no database")
    env = {"XDG_CACHE_HOME": str(copy / "cache")}
    for words in (["list", "--ids"], ["rebuild"], ["status"], ["list", "--ids"]):
        ran = here(*words, cwd=copy, env=env)
        assert ran.code == 0
    assert len(ran.lines) == 88
    assert ran.err == f"{name} is a link: the projection lies elsewhere\n"
    assert target.exists() != dangling
    assert not target.is_file() or target.read_bytes() == b"no database"
    assert not target.is_dir() or not list(target.iterdir())
    checked = here("check", cwd=copy, env=env)
    problem = "a link where the projection would lie: not followed"
    assert (checked.code, checked.out) == (
        1,
        f"{name}: {problem}\n  remove it; the next command makes the projection anew\n",
    )
    link.unlink()
    assert here("check", "-q", cwd=copy).code == 0


def test_a_link_in_the_cache_is_not_written_through_either(copy: Path) -> None:
    env = {"XDG_CACHE_HOME": str(copy / "cache")}
    (copy / ".timeline").symlink_to("nowhere")
    assert here("list", cwd=copy, env=env).code == 0
    (database,) = (copy / "cache" / "timeline").glob("*.db")
    database.unlink()
    database.symlink_to(copy / "precious")
    assert len(here("list", "--ids", cwd=copy, env=env).lines) == 88
    assert not (copy / "precious").exists()
