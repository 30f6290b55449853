"""What our commands are measured by: other programs on data of their own, made here."""

import csv
import sqlite3
import subprocess
import sys
from pathlib import Path

from scaling.events import events
from scaling.logs import environment

SQLITE_UTILS = str(Path(sys.executable).parent / "sqlite-utils")
FLOORS = str(Path(__file__).parent / "floors.py")


def make_indexed(path: Path, happenings: int) -> Path:
    """A table as one would make it for a single question: a row a participation, with an index."""
    if path.exists():
        return path
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE happenings (id, actor, date, kind, title)")
    rows = (
        (body["id"], part["actor"], body["date"], body["kind"], body["title"])
        for body in events(happenings)
        if body["event"] == "happening"
        for part in body["actors"]
    )
    db.executemany("INSERT INTO happenings VALUES (?, ?, ?, ?, ?)", rows)
    db.execute("CREATE INDEX by_actor ON happenings (actor, date)")
    db.commit()
    db.close()
    return path


def make_repository(home: Path) -> None:
    """Make a folder a git repository in which all of its log is committed."""
    if (home / ".git").exists():
        return
    own = ["git", "-c", "user.name=Aida", "-c", "user.email=aida@example.org"]
    for words in (["init", "-q"], ["add", "events"], ["commit", "-qm", "all"], ["status"]):
        subprocess.run(  # noqa: S603 (our own words)
            [*own, *words], cwd=home, check=True, env=environment(), stdout=subprocess.DEVNULL
        )


def make_table(path: Path, happenings: int) -> Path:
    """A table of happenings as a spreadsheet has them: names for keys, some dates in words."""
    if path.exists():
        return path
    header = ("date", "title", "kind", "summary", "places", "actors", "programs", "external_id")
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(header)
        for body in events(happenings):
            if body["event"] == "happening":
                out.writerow(_cells(body))
    return path


def _cells(body: dict[str, object]) -> list[str]:
    actors = (f"{part['role']}=Body {part['actor'][6:]}" for part in body["actors"])  # type: ignore[attr-defined]
    programs = (f"Programme {part['program'][8:]}" for part in body.get("programs", ()))  # type: ignore[attr-defined]
    places = (f"Town {place[6:]}" for place in body["places"])  # type: ignore[attr-defined]
    own = (str(body[name]) for name in ("date", "title", "kind", "summary"))
    return [*own, *map("; ".join, (places, actors, programs)), str(body["id"])]
