"""How a newer copy of a source differs from the one that is kept, as it is told to people."""

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from timeline.cli.show import wording
from timeline.cli.show.layout import Fact, Page

if TYPE_CHECKING:
    from timeline.views.copies_compared import ChangedParagraph, Comparison

_LONGEST = 400
"""How many signs of a paragraph are told."""
_OPENING = 80
_HAPPENED = "happening"


def comparison_pages(found: "Comparison") -> list[Page]:
    """A page for each paragraph that is not as it was; of the renumbered, one for all together."""
    pages = [_page(row) for row in found.rows if row["change"] != "renumbered"]
    renumbered = [row for row in found.rows if row["change"] == "renumbered"]
    if renumbered:
        runs = [
            f"{first} {'are' if '-' in first else 'is'} {second} now"
            for first, second in _runs(renumbered)
        ]
        pages.append(Page("the same, with other numbers", [Fact("paras", "\n".join(runs))]))
    return pages


def _page(row: "ChangedParagraph") -> Page:
    facts = list(_texts(row))
    for lost in row["lost_quotes"]:
        words = f"“{_short(lost['quote'], _LONGEST)}”"
        facts.append(Fact("quote lost", f"{words}, of {_named(lost['title'], lost['id'])}"))
    for event in row["events"]:
        if event["event"] == _HAPPENED or event["quoted"]:
            quoted = ", which quotes it" if event["quoted"] else ""
            facts.append(Fact("rests on it", f"{_named(event['title'], event['id'])}{quoted}"))
    others = [e for e in row["events"] if not (e["event"] == _HAPPENED or e["quoted"])]
    if others:
        names = "; ".join(event["title"] for event in others)
        facts.append(Fact("and declares", names))
    if not row["events"] and row["paragraph"]:
        facts.append(Fact("rests on it", "nothing"))
    return Page(_heading(row), facts)


def _heading(row: "ChangedParagraph") -> str:
    old, new = row["paragraph"], row["new_paragraph"]
    if old is None:
        return f"para {new} of the newer copy: added"
    if new is None:
        return f"para {old}: removed"
    now = f" (now {new})" if new != old and row["change"] != "moved" else ""
    return f"para {old}{now}: {f'moved to {new}' if row['change'] == 'moved' else row['change']}"


def _texts(row: "ChangedParagraph") -> Iterator[Fact]:
    """What is told of the texts: the words that changed, else the paragraph or its beginning."""
    old, new = row["old"] or "", row["new"] or ""
    match row["change"]:
        case "changed" if row["differences"]:
            for words in row["differences"]:
                yield Fact("was", _short(words["old"], _LONGEST) or "(nothing)")
                yield Fact("is", _short(words["new"], _LONGEST) or "(nothing)")
        case "changed":
            yield Fact("was", _short(old, _LONGEST))
            yield Fact("is", _short(new, _LONGEST))
        case "removed":
            yield Fact("was", _short(old, _LONGEST))
        case "added":
            yield Fact("is", _short(new, _LONGEST))
        case _:
            yield Fact("begins", _short(new, _OPENING))


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _named(title: str, id_: str) -> str:
    return f"{title} ({wording.short(id_)})"


def _runs(rows: Sequence["ChangedParagraph"]) -> Iterator[tuple[str, str]]:
    """Runs of paragraphs with other numbers, by their old and their new ones."""
    run: list[tuple[int, int]] = []
    for row in rows:
        pair = row["paragraph"] or 0, row["new_paragraph"] or 0
        if run and pair != (run[-1][0] + 1, run[-1][1] + 1):
            yield _ends([old for old, _ in run]), _ends([new for _, new in run])
            run = []
        run.append(pair)
    yield _ends([old for old, _ in run]), _ends([new for _, new in run])


def _ends(numbers: Sequence[int]) -> str:
    first, last = numbers[0], numbers[-1]
    return str(first) if first == last else f"{first}-{last}"


def describe_comparison(found: "Comparison", file: str, source: str) -> str:
    """What changed, in numbers, how many events rest on it, and how to keep the newer copy.

    Args:
        found: the comparison.
        file: the path of the newer copy.
        source: the key of the source.
    """
    rows = [row for row in found.rows if row["change"] != "renumbered"]
    if not rows:
        told = wording.with_noun(found.unchanged, "paragraph")
        return f"no change: {file} has the {told} of the copy of {source}"
    kinds = [row["change"] for row in rows if row["change"] != "same"]
    counts = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
    told = f"paragraphs: {', '.join(counts)}, {found.unchanged} as they were"
    events = {one["id"] for row in rows for one in row["events"]}
    lost = sum(len(row["lost_quotes"]) for row in rows)
    lines = [f"{told}; {wording.with_noun(len(events), 'event')} on those that changed"]
    if lost:
        is_one = lost == 1
        lines.append(
            f"{wording.with_noun(lost, 'quote')} {'is' if is_one else 'are'} no longer in it"
        )
    if found.unplaced:
        count = wording.with_noun(len(found.unplaced), "event")
        lines.append(f"{count} cite{'s' * (len(found.unplaced) == 1)} it without a paragraph")
    lines.append(f"to keep it: timeline archive {source} {shlex.quote(file)}")
    return "\n  ".join(lines)
