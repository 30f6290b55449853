"""A draft as YAML documents, each under comments that say what it rests on.

What is written can be given to `timeline add --file`: the source first, then what cites it. A
field that the person has to decide is left empty, so that it is refused until it is filled.
"""

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from timeline.drafting.draft import Draft
from timeline.drafting.happening import Proposal
from timeline.drafting.proposing import LeftOut
from timeline.event import yaml_text

_WIDTH = 98
_LONG_WORD = 8
"""How far a word may reach over where a text goes on in the next line."""


def write(draft: Draft) -> str:
    """The whole text of a draft."""
    documents = [*_source(draft), *map(_happening, draft.proposals)]
    lines = [*_head(draft)]
    for document in documents:
        lines += ["---", *document]
    lines += _tail(draft.left_out)
    return "\n".join(lines) + "\n"


def _head(draft: Draft) -> Iterator[str]:
    many = len(draft.proposals)
    yield from _comment(
        f"A draft from {draft.called}: {many} happening{'' if many == 1 else 's'} proposed, none "
        "recorded. Correct what is wrong, fill in what is left empty, delete what is not to be "
        "recorded; then save it and leave the editor, or else: timeline add --file THIS-FILE"
    )
    if any("kind" in one.undecided for one in draft.proposals):
        yield "#"
        yield from _comment(f"Kinds that the log knows: {', '.join(draft.kinds)}.")
    if any(one.actor for one in draft.proposals):
        yield "#"
        yield from _comment(
            "Where nobody whom the log knows is named, a line #actors shows how to say who took "
            "part: fill it in and take its # away. Several are parted by commas."
        )
    said = draft.origin.notes.get("")
    if said:
        yield "#"
        yield from _comment(said)
    if draft.taken_in:
        there = "1 paragraph is" if draft.taken_in == 1 else f"{draft.taken_in} paragraphs are"
        yield from _comment(
            f"{there} cited by happenings of the log, and not proposed again; see the end"
        )


def _source(draft: Draft) -> Iterator[list[str]]:
    if draft.origin.body:
        yield list(_fields(draft.origin.body, draft.origin.notes, {}))


def _happening(proposal: Proposal) -> list[str]:
    lines: list[str] = []
    for number, text in proposal.paragraphs:
        lines += _comment(f"para {number}:")
        lines += _comment(text, "#   ")
    for remark in proposal.remarks:
        lines += _comment(f"- {remark}", "# ", "#   ")
    after = [name for name in proposal.body if name in _AFTER_ACTORS]
    body = {name: proposal.body[name] for name in proposal.body if name not in after}
    lines += _fields(body, proposal.notes, proposal.items)
    if proposal.actor:
        # As in templates: without its sign it is the field.
        lines.append(
            f"#actors: [{{actor: {_text(proposal.actor)}, role: {proposal.actor['role']}}}]"
        )
    rest = {name: proposal.body[name] for name in after}
    return [*lines, *_fields(rest, proposal.notes, proposal.items)]


_AFTER_ACTORS = ("programs", "figures", "sources")


def _text(actor: Mapping[str, str]) -> str:
    """The name of an actor to fill in, in quotes where it is one."""
    return (
        actor["actor"]
        if actor["actor"] == "NAME"
        else json.dumps(actor["actor"], ensure_ascii=False)
    )


def _tail(left_out: Sequence[LeftOut]) -> Iterator[str]:
    if left_out:
        yield "#"
        yield from _comment("Nothing is proposed of")
    for one in left_out:
        numbers = ", ".join(_ranges(one.paragraphs))
        yield from _comment(f"- para {numbers}: {one.why}", "# ", "#   ")


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            first, last = numbers[start], numbers[at - 1]
            yield str(first) if first == last else f"{first}-{last}"
            start = at


def _fields(
    body: Mapping[str, object], notes: Mapping[str, str], items: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    for name, value in body.items():
        note = notes.get(name, "")
        if value == "":
            if note:
                yield from _comment(note)
                yield f"{name}:"
        elif isinstance(value, list) and items.get(name):
            yield f"{name}:"
            for item, said in zip(value, items[name], strict=True):
                (*lines,) = _yaml({name: [item]})[1:]
                yield from _beside(lines, said)
        else:
            yield from _beside(_yaml({name: value}), note)


def _yaml(field: Mapping[str, object]) -> list[str]:
    return yaml_text.write(field, _WIDTH - _LONG_WORD).splitlines()


def _beside(lines: list[str], note: str) -> Iterator[str]:
    """Lines with a note behind them, or above them where there is no room."""
    if note and len(lines) == 1 and len(lines[0]) + len(note) + 4 <= _WIDTH:
        yield f"{lines[0]}  # {note}"
        return
    if note:
        yield from _comment(note)
    yield from lines


def _comment(text: str, first: str = "# ", further: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=further or first,
        break_long_words=False,
        break_on_hyphens=False,
    )
