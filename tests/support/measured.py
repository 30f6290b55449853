"""How much of what a person finds in a text is in its draft, and how much else.

The key says, for each paragraph, which dates and which actors of the log a person would take from
it. What is measured is what the draft shows: the date that it proposes, those it names beside it,
and the actors with the bodies they stand for.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from timeline.drafting.draft import make_draft
from timeline.drafting.source.source_draft import SourceDetails
from timeline.drafting.yaml_draft import format_draft
from timeline.event.document import read_input, read_yaml

from support.helpers import projected
from support.running import ROOT

DRAFTS = ROOT / "tests" / "drafting" / "texts"
RELEASES = ROOT.parent / "shared" / "sources"
GIVEN = {"002_a7264077c6d2f2b4.txt": SourceDetails(published="2022-07~")}
"""What a text does not say of itself, and the person has to."""


class Score(NamedTuple):
    """How many are in the key, in the draft, and in both."""

    wanted: int = 0
    found: int = 0
    both: int = 0

    @property
    def recall(self) -> float:
        return self.both / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 1.0

    def __add__(self, other: tuple[object, ...]) -> "Score":
        assert isinstance(other, Score)
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    @classmethod
    def of(cls, wanted: set[str], found: set[str]) -> "Score":
        return cls(len(wanted), len(found), len(wanted & found))


class Measured(NamedTuple):
    """The scores of one text, and what they miss, by paragraph."""

    text: str
    dates: Score
    actors: Score
    missed: tuple[str, ...]


def texts(which: str) -> list[str]:
    """The names of the texts of a set: own, held out or release."""
    return list(dict.fromkeys(row["text"] for row in _key() if row["set"] == which))


def measured(text: str, releases: Path = RELEASES) -> Measured:
    """The scores of a text."""
    is_release = (releases / text).exists()
    path = (releases if is_release else DRAFTS) / text
    log = _example() if is_release else _names()
    with_names = projected(log)
    written = format_draft(
        make_draft(with_names, path.read_bytes(), text, GIVEN.get(text, SourceDetails()))
    )
    wanted = {int(row["paragraph"]): row for row in _key() if row["text"] == text}
    proposed: dict[int, tuple[set[str], set[str]]] = {}
    for (number, *further), (found_dates, found_actors) in _proposed(written):
        for other in further:  # told together: what is in their keys is wanted of them together
            wanted[number] = _join_rows(wanted.get(number, {}), wanted.pop(other, {}))
        dates_there, actors_there = proposed.setdefault(number, (set(), set()))
        dates_there |= found_dates
        actors_there |= found_actors
    dates, actors = Score(), Score()
    missed: list[str] = []
    for number in sorted({*wanted, *proposed}):
        row: Mapping[str, str] = wanted.get(number, {})
        found_dates, found_actors = proposed.get(number, (set(), set()))
        key_dates = set(filter(None, (row.get("dates") or "").split(" ; ")))
        key_actors = set((row.get("actors") or "").split())
        dates += Score.of(key_dates, found_dates)
        actors += Score.of(key_actors, found_actors)
        for mark, some in (
            ("-", (key_dates - found_dates) | (key_actors - found_actors)),
            ("+", (found_dates - key_dates) | (found_actors - key_actors)),
        ):
            missed += [f"para {number} {mark} {one}" for one in sorted(some)]
    return Measured(text, dates, actors, tuple(missed))


def _join_rows(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    dates = " ; ".join(filter(None, (one.get("dates"), other.get("dates"))))
    return {"dates": dates, "actors": f"{one.get('actors') or ''} {other.get('actors') or ''}"}


def _key() -> list[dict[str, str]]:
    with (DRAFTS / "key.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _names() -> list[dict[str, object]]:
    documents, _ = read_yaml((DRAFTS / "names.yaml").read_text(encoding="utf-8"), "names.yaml")
    return [one.body for one in documents]


def _example() -> list[dict[str, object]]:
    """The actors, programs and places of the example log, without what cites a source."""
    found = []
    for folder in ("actors", "programs", "places"):
        for path in sorted((ROOT / "events" / folder).glob("*.yaml")):
            (one,), _ = read_yaml(path.read_text(encoding="utf-8"), path.name)
            left_out = ("schema", "id", "recorded", "sources")
            found.append({key: value for key, value in one.body.items() if key not in left_out})
    return found


def _proposed(written: str) -> Iterator[tuple[list[int], tuple[set[str], set[str]]]]:
    """The dates and actors that a written draft shows, by the paragraphs of each happening."""
    for part in written.split("\n---\n"):
        if "\nevent: happening\n" not in part:
            continue
        (one,), faults = read_input(part.encode(), "draft.yaml")
        assert not faults
        comments = re.sub(r"\n#   ", " ", part)
        dates = set(re.findall(r'^# - also dated: ".*" = (\S+)$', comments, re.MULTILINE))
        dates |= set(re.findall(r'^# - also dated: ".*?": (\S+ or \S+);', comments, re.MULTILINE))
        if "date" in one.body and "date_text" in one.body:
            dates.add(str(one.body["date"]))
        dates |= set(re.findall(r'^# decide: ".*?": (\S+ or \S+);', comments, re.MULTILINE))
        actors: set[str] = set()
        for item in one.body.get("actors", []):  # type: ignore[attr-defined]
            actors |= {item["actor"], item.get("for", item["actor"])}
        numbers = [int(found) for found in re.findall(r"^# paras? (\d+)", part, re.MULTILINE)]
        assert numbers
        yield numbers, (dates, actors)
