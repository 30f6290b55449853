"""Logs of generated events, made by the commands that users have, and kept for the next run."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from timeline.event import yaml_text
from timeline.event.document import Document, event_of, in_order
from timeline.exchange import jsonl
from timeline.log.paths import file_of

from scaling.events import Body, events

PROGRAM = str(Path(sys.executable).parent / "timeline")
FEW = 500
"""So many events at most get files of their own when they are imported together."""


class Recipe(NamedTuple):
    """What a generated log holds, and how it lies there.

    `amended` is the share of happenings that are amended; `loose` gives each event a file.
    """

    happenings: int
    amended: float = 0.0
    loose: bool = False
    seed: int = 1

    @property
    def name(self) -> str:
        """Its folder, such as `100k-amended-loose`."""
        count = self.happenings
        short = f"{count // 1_000_000}m" if count % 1_000_000 == 0 else f"{count // 1000}k"
        if count % 1000:
            short = str(count)
        seed = f"seed-{self.seed}" if self.seed != 1 else ""
        amended = "amended" * (self.amended > 0)
        return "-".join(filter(None, (short, amended, "loose" * self.loose, seed)))

    def events(self) -> Iterator[Body]:
        """Its events, whole, in the order in which they were recorded."""
        return events(self.happenings, self.amended, self.seed)


def environment() -> Mapping[str, str]:
    """That of the programs that are measured: modules are compiled once, output is bare."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"TIMELINE_BY": "Aida", "NO_COLOR": "1", "PAGER": "", "PYTHONUTF8": "1"}


def make_file(recipe: Recipe, folder: Path) -> Path:
    """The JSON lines of a log in a folder, written unless they are there."""
    path = folder / f"{recipe._replace(loose=False).name}.jsonl"
    if not path.exists():
        aside = path.with_suffix(".jsonl.part")
        with aside.open("w", encoding="utf-8") as file:
            file.writelines(map(jsonl.write, recipe.events()))
        aside.rename(path)
    return path


def make_log(recipe: Recipe, folder: Path) -> Path:
    """A log in a folder of its own below another, made unless it is there; no projection of it.

    Its events are imported from JSON lines and so lie in a pack, or are written to files each, as
    an import of a few would.
    """
    home = folder / recipe.name
    log = home / "events"
    if log.exists():
        return log
    aside = folder / f"{recipe.name}.part"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    _run("init", "events", cwd=aside)
    if recipe.loose:
        write_files(recipe.events(), aside / "events")
    else:
        _run("import", "jsonl", str(make_file(recipe, folder).resolve()), "--new", "-q", cwd=aside)
        shutil.rmtree(aside / ".timeline", ignore_errors=True)
    aside.rename(home)
    return log


def write_files(found: Iterator[Body], log: Path) -> None:
    """Give each event the file that `timeline import` would give it among a few."""
    for made in found:
        body = in_order(json.loads(jsonl.write(made)))  # nested keys in the order of an export
        event, faults = event_of(Document(body))
        if event is None:
            raise ValueError(faults)
        path = log / file_of(body)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml_text.write(body), encoding="utf-8")


def _run(*words: str, cwd: Path) -> None:
    subprocess.run([PROGRAM, *words], cwd=cwd, env=environment(), check=True)  # noqa: S603
