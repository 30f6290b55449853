"""How a folder of texts with a key comes out: of each thing that a text tells, what a draft has.

The key, `key.tsv`, has a row a happening: the file, words of the text that tell of it, and its
date in EDTF; " ; " parts dates that are all right, and `?` says that the date is to be asked. Rows
whose date is no EDTF are for people. The texts are drafted in a log that knows the names of
`names.yaml` beside them, if there is such a file, and none otherwise.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from timeline.base.errors import TimelineError
from timeline.dates import edtf
from timeline.drafting.draft import make_draft
from timeline.drafting.happening import Proposal
from timeline.drafting.source.source_draft import SourceDetails
from timeline.event.document import read_yaml

from support.helpers import projected

OUTCOMES = ("right", "shown", "asked", "open", "wrong", "missing")
"""Right; another date is proposed and this one is beside it; left empty; only "before the source"
is proposed, as a guess; another date is proposed; nothing is proposed."""


class KeyRow(NamedTuple):
    """A row of a key: the words of the text, and the dates that are right."""

    text: str
    dates: tuple[str, ...]


class Keyed(NamedTuple):
    """How one text came out.

    Attributes:
        text: the name of its file.
        outcomes: how often each of `OUTCOMES` came out.
        proposals: how many happenings are proposed.
        keyed: how many of them tell of a thing in the key.
        titles: how many things of the key have a title that can be kept: uncut, with its words.
        notes: what came out of each thing that is not right.
    """

    text: str
    outcomes: Counter[str]
    proposals: int
    keyed: int
    titles: int
    notes: tuple[str, ...]


def read_key(folder: Path) -> dict[str, list[KeyRow]]:
    """The rows of the key of a folder, by file, without those for people."""
    found: dict[str, list[KeyRow]] = {}
    with (folder / "key.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            dates = tuple(row["date"].split(" ; "))
            if dates == ("?",) or all(_is_edtf(date) for date in dates):
                found.setdefault(row["file"], []).append(KeyRow(row["text"], dates))
    return found


def _is_edtf(text: str) -> bool:
    try:
        edtf.parse(text)
    except TimelineError:
        return False
    return True


def measure_folder(folder: Path) -> list[Keyed]:
    """How each text of a folder came out."""
    known = folder / "names.yaml"
    names = read_yaml(known.read_text(encoding="utf-8"), known.name)[0] if known.exists() else ()
    log = projected([one.body for one in names])
    found = []
    for name, rows in read_key(folder).items():
        data = (folder / name).read_bytes()
        proposals = make_draft(log, data, name, SourceDetails()).proposals
        found.append(_measure(name, rows, proposals))
    return found


def _measure(name: str, rows: list[KeyRow], proposals: tuple[Proposal, ...]) -> Keyed:
    outcomes: Counter[str] = Counter()
    keyed: set[int] = set()
    titles = 0
    notes = []
    for row in rows:
        near = [at for at, one in enumerate(proposals) if any(_tells(one, row.text))]
        best = max(near, key=lambda at: sum(_tells(proposals[at], row.text)), default=None)
        if best is None:
            outcomes["missing"] += 1
            notes.append(f"missing  {row.text}")
            continue
        one = proposals[best]
        keyed.add(best)
        outcome = _judge(one, row.dates)
        outcomes[outcome] += 1
        title = str(one.body["title"])
        kept = _is_in(row.text, title) and not title.endswith("…")
        titles += kept
        if outcome != "right":
            date = one.body["date"] or one.notes.get("date", "")
            notes.append(f"{outcome:8} {row.text} = {row.dates[0]}: {date}")
        if not kept:
            notes.append(f"title    {row.text}: {title}")
    return Keyed(name, outcomes, len(proposals), len(keyed), titles, tuple(notes))


def _tells(one: Proposal, words: str) -> Iterator[bool]:
    """Whether the paragraphs of a proposal have words, and whether its title has them."""
    yield any(_is_in(words, text) for _, text in one.paragraphs)
    yield _is_in(words, str(one.body["title"]))


def _is_in(words: str, text: str) -> bool:
    return re.sub(r"\W+", "", words).lower() in re.sub(r"\W+", "", text).lower()


def _judge(one: Proposal, dates: tuple[str, ...]) -> str:
    date = str(one.body["date"])
    if date in dates or (not date and dates == ("?",)):
        return "right"
    shown = [word.strip('.,;:"') for remark in one.remarks for word in remark.split()]
    if any(right in shown for right in dates):
        return "shown"
    if not date:
        return "asked"
    return "open" if one.notes.get("date", "").startswith("a guess: no word") else "wrong"
