"""Who reads while others write is answered from a set of events that existed."""

from collections.abc import Callable
from pathlib import Path

from timeline import Log
from timeline.projection import database

from support.at_once import at_once
from support.faults import WHOLE, tell
from support.running import process

READERS = 3


@WHOLE
def test_each_answer_during_writing_is_of_a_set_that_existed(fresh: Path, *, whole: bool) -> None:
    appends = 300 if whole else 30
    reads = 3_400 if whole else 60
    of_processes = 40 if whole else 3

    def write() -> list[list[int]]:
        opened = Log(fresh / "events", by="Aida")
        for number in range(0, appends, 2):
            events = [_event(number), _event(number + 1)]
            opened.append(*events if number % 3 else events[:1])
        return []

    def read(one: Callable[[], list[int]], count: int) -> Callable[[], list[list[int]]]:
        return lambda: [one() for _ in range(count)]

    readers = [read(lambda: _asked(fresh), reads)] * READERS
    readers.append(read(lambda: _listed(fresh), of_processes))
    _, *answers = at_once([write, *readers])
    written = [n for n in range(appends) if n % 2 == 0 or (n - 1) % 3]
    sets = [[n for n in written if n < end] for end in range(0, appends + 1, 2)]
    for of_reader in answers:
        assert all(answer in sets for answer in of_reader)
        assert [len(answer) for answer in of_reader] == sorted(len(answer) for answer in of_reader)
    assert len({len(answer) for of_reader in answers for answer in of_reader}) > 5
    assert _asked(fresh) == written
    tell("answers during writing", sum(len(of_reader) for of_reader in answers))


def _event(number: int) -> dict[str, object]:
    return {"date": "2020", "kind": "visit", "title": f"{number:04}"}


def _asked(folder: Path) -> list[int]:
    opened = database.open_fresh(folder / "events")
    rows = opened.db.execute("SELECT title FROM happenings ORDER BY title").fetchall()
    opened.db.close()
    return [int(title) for (title,) in rows]


def _listed(folder: Path) -> list[int]:
    ran = process("list", "-f", "json", "-q", cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    return sorted(int(row["title"]) for row in ran.json)
