"""A draft as YAML documents, each under comments that say what it is based on.

`timeline add --file` takes what is written here: the source first, then the happenings that cite
it. A field that the user has to decide is left empty, so that it is refused until it is filled in.
"""

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from timeline.base.text import masked, masked_json, unseen
from timeline.drafting.draft import Draft
from timeline.drafting.happening import Proposal
from timeline.drafting.new_names import NewName
from timeline.drafting.proposals import LeftOut
from timeline.event import yaml_text

_COMMENT_WIDTH = 78
_WIDTH = 98
_LONG_WORD = 8
"""By how many characters a word may exceed the width at which YAML wraps."""


def format_draft(draft: Draft) -> str:
    """The text of a draft."""
    documents = [*_format_source(draft), *map(_format_happening, draft.proposals)]
    lines = [*_format_head(draft)]
    for document in documents:
        lines += ["---", *document]
    lines += _format_tail(draft.left_out)
    return "\n".join(lines) + "\n"


def _format_head(draft: Draft) -> Iterator[str]:
    many = len(draft.proposals)
    yield from _format_comment(
        f"A draft from {draft.name}: {many} happening{'' if many == 1 else 's'} proposed, none "
        "recorded. Correct what is wrong, fill in what is left empty, delete what is not to be "
        "recorded; then save it and leave the editor, or else: timeline add --file THIS-FILE"
    )
    if any("kind" in one.undecided for one in draft.proposals):
        yield "#"
        yield from _format_comment(f"Kinds that the log knows: {', '.join(draft.kinds)}.")
    if any(one.actor for one in draft.proposals):
        yield "#"
        yield from _format_comment(
            "Where nobody whom the log knows is named, a line #actors shows how to say who took "
            "part: fill it in and take its # away. Several are parted by commas."
        )
    said = draft.source.notes.get("")
    if said:
        yield "#"
        yield from _format_comment(said)
    yield from _format_new_names(draft.new_names)
    if draft.recorded_paragraphs:
        there = (
            "1 paragraph is"
            if draft.recorded_paragraphs == 1
            else f"{draft.recorded_paragraphs} paragraphs are"
        )
        yield from _format_comment(
            f"{there} cited by happenings of the log, and not proposed again; see the end"
        )


def _format_new_names(names: Sequence[NewName]) -> Iterator[str]:
    """A line for each name that could be declared: without its sign it is the declaration."""
    if not names:
        return
    yield "#"
    yield from _format_comment(
        "Names that look like bodies, people and places. The log knows no actors yet: take the # "
        "away from those that you want to declare."
    )
    for one in names:
        fields = [
            f"event: {one.namespace}",
            f"{one.namespace}: {one.key}",
            f"name: {_quote(one.name)}",
        ]
        fields += [f"names: [{_quote(one.short)}]"] if one.short else []
        fields += [f"type: {one.type}"] if one.type else []
        numbers = ", ".join(_format_ranges(one.paragraphs))
        yield f"#--- {{{', '.join(fields)}}}  # para {numbers}"


def _quote(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _format_source(draft: Draft) -> Iterator[list[str]]:
    if draft.source.body:
        yield list(_format_fields(draft.source.body, draft.source.notes, {}))


def _format_happening(proposal: Proposal) -> list[str]:
    lines: list[str] = []
    for number, text in proposal.paragraphs:
        lines += _format_comment(f"para{'s' if '-' in number else ''} {number}:")
        lines += _format_comment(text, "#   ")
    for remark in proposal.remarks:
        lines += _format_comment(f"- {remark}", "# ", "#   ")
    after = [name for name in proposal.body if name in _AFTER_ACTORS]
    body = {name: proposal.body[name] for name in proposal.body if name not in after}
    lines += _format_fields(body, proposal.notes, proposal.items)
    if proposal.actor:
        # As in templates: without its sign it is the field.
        lines.append(
            f"#actors: [{{actor: {_format_name(proposal.actor)}, role: {proposal.actor['role']}}}]"
        )
    rest = {name: proposal.body[name] for name in after}
    return [*lines, *_format_fields(rest, proposal.notes, proposal.items)]


_AFTER_ACTORS = ("programs", "figures", "sources")


def _format_name(actor: Mapping[str, str]) -> str:
    """The actor of a line to fill in: the placeholder, or a name in quotes."""
    return actor["actor"] if actor["actor"] == "NAME" else _quote(actor["actor"])


def _format_tail(left_out: Sequence[LeftOut]) -> Iterator[str]:
    if left_out:
        yield "#"
        yield from _format_comment("Nothing is proposed of")
    for one in left_out:
        numbers = ", ".join(_format_ranges(one.paragraphs))
        yield from _format_comment(f"- para {numbers}: {one.why}", "# ", "#   ")


def _format_ranges(numbers: Sequence[int]) -> Iterator[str]:
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            first, last = numbers[start], numbers[at - 1]
            yield str(first) if first == last else f"{first}-{last}"
            start = at


def _format_fields(
    body: Mapping[str, object], notes: Mapping[str, str], items: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    for name, value in body.items():
        note = notes.get(name, "")
        if value == "":
            if note:
                yield from _format_comment(note)
                yield f"{name}:"
        elif isinstance(value, list) and items.get(name):
            yield f"{name}:"
            for item, said in zip(value, items[name], strict=True):
                (*lines,) = _format_yaml({name: [item]})[1:]
                yield from _place_note(lines, said)
        else:
            yield from _place_note(_format_yaml({name: value}), note)


def _format_yaml(field: Mapping[str, object]) -> list[str]:
    lines = yaml_text.write(field, _WIDTH - _LONG_WORD).splitlines()
    return [*_format_unseen(field)] if any(map(unseen, lines)) else lines


def _format_unseen(field: Mapping[str, object]) -> Iterator[str]:
    """The lines of fields with signs that no screen is sent: in JSON, whose escapes YAML has."""
    for name, value in field.items():
        if isinstance(value, list):
            yield f"{name}:"
            yield from (f"- {_as_json(item)}" for item in value)
        else:
            yield f"{name}: {_as_json(value)}"


def _as_json(value: object) -> str:
    return masked_json(json.dumps(value, ensure_ascii=False))


def _place_note(lines: list[str], note: str) -> Iterator[str]:
    """Lines with a note behind them, or above them where the line is full."""
    if note and len(lines) == 1 and len(lines[0]) + len(note) + 4 <= _COMMENT_WIDTH:
        yield f"{lines[0]}  # {masked(note)}"
        return
    if note:
        yield from _format_comment(note)
    yield from lines


def _format_comment(text: str, first: str = "# ", further: str = "") -> list[str]:
    return textwrap.wrap(
        masked(text.replace("\n", " ").replace("\t", " ")),
        _COMMENT_WIDTH,
        initial_indent=first,
        subsequent_indent=further or first,
        break_long_words=False,
        break_on_hyphens=False,
    )
