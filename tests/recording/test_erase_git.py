"""What docs/erase.md tells people to do with git, word for word: nothing is left in any object."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from support.authorities import need
from support.running import ROOT, here

WORD = "Xyzzyzz"
ADDRESS = "git@example.org:log.git"


def _blocks() -> list[str]:
    """The commands of the section about git, block by block."""
    page = (ROOT / "docs" / "erase.md").read_text(encoding="utf-8")
    section = page.partition("## What git holds")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)


FIND, REWRITE, COLLECT, OLD_CLONE = _blocks()


class Erased(NamedTuple):
    """A folder with a repository of a log, a server that has all of it, and what was erased."""

    folder: Path
    names: dict[str, str]

    def run(self, commands: str, where: str) -> str:
        """Run commands of the page with what the user fills in; what they print."""
        for name, value in self.names.items():
            commands = commands.replace(name, value)
        return shell(commands, self.folder / where, self.folder)

    def is_left_in(self, where: str) -> bool:
        words = ["git", "cat-file", "--batch-all-objects", "--batch"]
        place = self.folder / where
        done = subprocess.run(words, cwd=place, capture_output=True, check=True)  # noqa: S603
        return WORD.encode() in done.stdout


def shell(commands: str, where: Path, base: Path) -> str:
    """Run commands; the address of the page leads to the server beside them."""
    programs = Path(sys.executable).parent
    env = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(base),
        "GIT_CONFIG_GLOBAL": str(base / "gitconfig"),
        "TIMELINE_BY": "Aida",
    }
    words = ["bash", "-ec", commands]
    done = subprocess.run(  # noqa: S603 (our own page)
        words, cwd=where, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def erased(tmp_path: Path) -> Erased:
    """An event and its correction, recorded in files, packed, sealed, pushed, and then erased."""
    need("git")
    pytest.importorskip("git_filter_repo")
    (tmp_path / "gitconfig").write_text(
        "[user]\n\tname = Aida\n\temail = aida@example.org\n[init]\n\tdefaultBranch = main\n"
        f'[url "file://{tmp_path}/log.git"]\n\tinsteadOf = {ADDRESS}\n'
    )
    work = tmp_path / "work"
    work.mkdir()
    shell("git init -q && printf '.timeline/\\n' > .gitignore && timeline init", work, tmp_path)
    id_ = _record(work, tmp_path, "add", "2019", f"{WORD} came", "-k", "visit")
    _record(work, tmp_path, "add", "2018", "Another visit", "-k", "visit")
    reason = f"{WORD} said more"
    correction = _record(work, tmp_path, "amend", id_, "--summary", WORD, "--reason", reason)
    _record(work, tmp_path, "seal")
    shell("git branch side && git tag v1", work, tmp_path)
    (pack,) = _record(work, tmp_path, "pack").split()
    shell("git tag v2", work, tmp_path)
    _record(work, tmp_path, "erase", id_, "--reason", "a court order", "--yes")
    _record(work, tmp_path, "seal")
    shell(f"git clone -q --bare . ../log.git && git clone -q {ADDRESS} ../old", work, tmp_path)
    shell("git tag mine && git branch other v2", tmp_path / "old", tmp_path)
    names = {"ID": id_, "CORRECTION": correction, "OLD": Path(pack).stem, "a word": WORD}
    return Erased(tmp_path, dict(sorted(names.items(), reverse=True)))


def _record(work: Path, base: Path, *words: str) -> str:
    done = here(*words, cwd=work)
    assert done.code == 0, done.err
    shell(f"git add -A && git commit -qm '{words[0]}'", work, base)
    return done.out.split()[0]


def test_it_is_found(erased: Erased) -> None:
    files, packs, messages = (erased.run(command, "work") for command in FIND.splitlines())
    id_, pack = erased.names["ID"], erased.names["OLD"]
    assert files.count(f"-{id_}.yaml") == 2  # when it came, and when it was packed
    assert set(re.findall(r"packs/(\w+)\.yaml", packs)) == {pack}
    assert messages == ""


def test_nothing_is_left_after_the_history_was_rewritten(erased: Erased) -> None:
    assert erased.is_left_in("work")
    with pytest.raises(AssertionError):  # grep ends with 1 where it counts 0, as it shall
        erased.run(REWRITE, "")
    told = erased.run(REWRITE.replace('"a word"', '"a word" || true').replace("clean", "again"), "")
    assert "\n0\n" in told
    assert "of which 2 erased" in told
    assert not erased.is_left_in("again")
    assert here("verify", cwd=erased.folder / "again").code == 0
    titles = [row["title"] for row in here("list", "-f", "json", cwd=erased.folder / "again").json]
    assert titles == ["Another visit"]
    assert shell("git tag", erased.folder / "again", erased.folder).split() == ["v1", "v2"]
    erased.run(COLLECT, "log.git")
    assert not erased.is_left_in("log.git")
    assert erased.is_left_in("old")
    erased.run(f"{OLD_CLONE}\ngit branch -D other\ngit tag -d mine\n{COLLECT}", "old")
    assert not erased.is_left_in("old")
