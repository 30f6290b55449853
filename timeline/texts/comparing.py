"""Two versions of a text compared: which paragraphs changed, came, went or moved.

Paragraphs are matched by what is in them, not by their numbers.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from timeline.texts.likeness import likeness
from timeline.texts.paragraphs import Paragraph
from timeline.texts.plain_form import form_of_clean
from timeline.texts.regrouped import Run, same_runs

Kind = Literal["same", "changed", "removed", "added", "moved"]
_LEAST = 0.5
"""How alike two paragraphs must be for one to be a version of the other."""
_LEAST_MOVED = 0.7
"""How alike they must be where they stand in other places."""
_MOST_PAIRS = 10_000
"""So many pairs of paragraphs are compared at most; of more each with the one in its place."""


class ParagraphChange(NamedTuple):
    """What became of a paragraph; `old` is None where it is new, `new` where it is gone."""

    kind: Kind
    old: Paragraph | None
    new: Paragraph | None


def compare(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[ParagraphChange]:
    """What became of each paragraph of a text in a newer version, in the order of the newer one.

    What is gone stands where it was. A paragraph is the same if nothing changed in it that counts
    in a quote: white space, quotation marks and dashes may look otherwise, and lines may end in
    other places, so that there are more paragraphs, or fewer.
    """
    forms = [form_of_clean(one.text) for one in old], [form_of_clean(one.text) for one in new]
    changes: list[ParagraphChange] = []
    for tag, a, b, c, d in SequenceMatcher(None, *forms, autojunk=False).get_opcodes():
        if tag == "equal":
            both = zip(old[a:b], new[c:d], strict=True)
            changes += (ParagraphChange("same", *pair) for pair in both)
        else:
            runs = same_runs(forms[0][a:b], forms[1][c:d])
            changes += _with_runs(old[a:b], new[c:d], runs)
    return list(_with_moved(changes))


def _with_runs(
    old: Sequence[Paragraph], new: Sequence[Paragraph], runs: Iterable[Run]
) -> Iterator[ParagraphChange]:
    """What became of paragraphs in one place, of which some have the same words in other lines."""
    at_old = at_new = 0
    for run in runs:
        yield from _replaced(old[at_old : run.old], new[at_new : run.new])
        at_old, at_new = run.old + run.old_count, run.new + run.new_count
        for number, one in enumerate(old[run.old : at_old]):
            yield ParagraphChange("same", one, new[min(run.new + number, at_new - 1)])
    yield from _replaced(old[at_old:], new[at_new:])


def _replaced(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[ParagraphChange]:
    """Versions of each other among paragraphs in one place; others are gone, or new."""
    pairs = _pair(old, new)
    at = 0
    for number, one in enumerate(new):
        found = pairs.get(number)
        if found is None:
            yield ParagraphChange("added", None, one)
            continue
        while at < found:
            if at not in pairs.values():
                yield ParagraphChange("removed", old[at], None)
            at += 1
        at = max(at, found + 1)
        yield ParagraphChange("changed", old[found], one)
    for number in range(at, len(old)):
        if number not in pairs.values():
            yield ParagraphChange("removed", old[number], None)


def _pair(
    old: Sequence[Paragraph], new: Sequence[Paragraph], least: float = _LEAST
) -> dict[int, int]:
    """For paragraphs of the newer version, from 0, the older one that each is most like."""
    tried = [(n, o) for n in range(len(new)) for o in range(len(old))]
    if len(tried) > _MOST_PAIRS:
        tried = [(n, n) for n in range(min(len(old), len(new)))]
    alike = sorted(
        ((-likeness(old[o].text, new[n].text), abs(n - o), n, o) for n, o in tried),
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for share, _, n, o in alike:
        if -share >= least and n not in pairs and o not in taken:
            pairs[n] = o
            taken.add(o)
    return pairs


def _with_moved(changes: Sequence[ParagraphChange]) -> Iterator[ParagraphChange]:
    """Changes in which what is gone in one place and is new in another has moved."""
    gone = [one.old for one in changes if one.kind == "removed" and one.old]
    came = [one.new for one in changes if one.kind == "added" and one.new]
    pairs = {came[n].number: gone[o] for n, o in _pair(gone, came, _LEAST_MOVED).items()}
    moved = {one.number for one in pairs.values()}
    for change in changes:
        before = pairs.get(change.new.number) if change.new else None
        if change.kind == "added" and before and change.new:
            is_same = form_of_clean(before.text) == form_of_clean(change.new.text)
            yield ParagraphChange("moved" if is_same else "changed", before, change.new)
        elif change.kind != "removed" or (change.old and change.old.number not in moved):
            yield change
