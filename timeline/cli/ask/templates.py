"""Events as texts to fill in: every field of a type, with what it means in comments above it.

A comment is a line that begins with `# `; a field to be used by taking its sign away begins with
`#` alone. Meanings stand above their fields, not beside them, because what is typed at the end of
such a line would become a part of the comment.
"""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from timeline.base.errors import Fault
from timeline.event import yaml_text
from timeline.event.document import OWN
from timeline.event.schema import Choice, Field, Many, Record, Scalar, Shape, fields_of
from timeline.event.types import FIXED, TYPES

Words = Mapping[str, Sequence[str]]
"""The kinds and the roles that a log knows, by the name of their vocabulary."""

_WIDTH = 98
_ADDING = """\
# Fill in what you know, then save and close. To give up, leave without saving.
# Take the # away from the fields that you need.
# Names may stand for keys, and dates may be in words: summer 2017, 4-5 October 2011, since 2020.
# Several events: part them with a line ---
"""
_CORRECTING = """\
# Change what is wrong, then save and close; only what you change is recorded.
# To give up, leave without saving. Take the # away from the fields that you need.

# why it is corrected
"""


def of_new(said: Mapping[str, object], words: Words) -> str:
    """The text of an event to be recorded, a happening unless `event` says otherwise.

    Args:
        said: what is known of it already; read back, the text gives the same.
        words: to be named where they are asked for.
    """
    event = str(said.get("event", "happening"))
    but = [*OWN, *(["event"] if "event" not in said else [])]
    return f"{_ADDING}\n{''.join(_fields(event, said, but, words))}"


def of_correction(event: str, body: Mapping[str, object], reason: str, words: Words) -> str:
    """The text of an event to be corrected, with its reason on top.

    Args:
        event: what it is, such as happening.
        body: the event as it should be, as far as that is known.
        reason: why it is corrected; empty to be filled in.
        words: to be named where they are asked for.
    """
    why = _write_field("reason", reason) if reason else "reason: \n"
    return f"{_CORRECTING}{why}\n{''.join(_fields(event, body, FIXED, words))}"


def _fields(
    event: str, said: Mapping[str, object], but: Sequence[str], words: Words
) -> Iterator[str]:
    """What is said and what must be, then what may be."""
    known = fields_of(TYPES[event])
    open_ = [field for field in known.values() if field.name not in but]
    for field in open_:
        if field.name in said:
            yield _write_field(field.name, said[field.name])
        elif field.required:
            yield "".join([*_describe_field(field, words), f"{field.name}: \n"])
    yield from (_write_field(name, said[name]) for name in said if name not in known)
    for field in open_:
        if field.name not in said and not field.required:
            yield "".join(["\n", *_describe_field(field, words), _write_unused(field)])


def _write_field(name: str, value: object) -> str:
    """A field as events are written, whatever comes after it."""
    text = yaml_text.write({name: value})
    # A text that ends in empty lines would take those that follow; YAML reads JSON's quotes.
    open_ended = text.endswith("...\n")
    return f"{name}: {json.dumps(value, ensure_ascii=False)}\n" if open_ended else text


def _describe_field(field: Field, words: Words) -> Iterator[str]:
    """What a field means, and of a record its parts, in comments."""
    item = field.shape.item if isinstance(field.shape, Many) else field.shape
    if not isinstance(item, Record) or item.short:
        yield from _comment_lines(_meaning(field.about, item, words), "")
        return
    parts = fields_of(item.cls).values()
    margin = max(len(part.name) for part in parts) + 4
    yield f"# {field.about}\n"
    for part in parts:
        label = f"  {part.name}".ljust(margin)
        yield from _comment_lines(label + _meaning(part.about, part.shape, words), " " * margin)


def _comment_lines(text: str, indent: str) -> Iterator[str]:
    for line in textwrap.wrap(text, _WIDTH, subsequent_indent=indent, break_on_hyphens=False):
        yield f"# {line}\n"


def _meaning(about: str, shape: Shape, words: Words) -> str:
    """What is meant, with the words that it may be, where these are known."""
    item = shape.item if isinstance(shape, Many) else shape
    known: Sequence[str] = ()
    if isinstance(item, Choice):
        known = item.values
    elif isinstance(item, Scalar) and item.must_be.kind == "word":
        known = words.get(item.must_be.of, ())
    return f"{about}: {', '.join(known)}" if known else about


def _write_unused(field: Field) -> str:
    """A field with its sign before it, in the form in which it is filled in."""
    match field.shape:
        case Many(Record(cls, short)) if not short:
            keys = ", ".join(f"{part}: " for part in fields_of(cls))
            return f"#{field.name}:\n#- {{{keys}}}\n"
        case Many(item) if not isinstance(item, Choice):
            return f"#{field.name}:\n#- \n"
        case Scalar(must_be) if must_be.kind == "text":
            return f"#{field.name}: |\n#  \n"
    return f"#{field.name}: \n"


def quote_texts(text: str) -> str:
    """A text as it was saved, with quotes around one-line texts that hold a colon.

    `title: Visit: first day` is what people type; YAML takes the second colon for one of its own.
    """
    return "\n".join(map(_quote_text, text.split("\n")))


def _quote_text(line: str) -> str:
    name, _, said = line.partition(": ")
    text, sign, remark = said.partition(" #")
    text = text.strip()
    has_colon = ": " in text or text.endswith(":")
    if name not in _TEXTS or not has_colon or text[0] in _MEANS_MORE:
        return line
    return f"{name}: {json.dumps(text, ensure_ascii=False)}{sign}{remark}"


_TEXTS = frozenset(
    name
    for cls in TYPES.values()
    for name, field in fields_of(cls).items()
    if isinstance(field.shape, Scalar)
)
_MEANS_MORE = "\"'[]{}>|&*!%@`#,?-"
"""Signs with which a value begins that is no plain text in YAML."""
_FIELDS = frozenset(name for cls in TYPES.values() for name in fields_of(cls))
_FILLED = re.compile(
    r"#(?:(?P<name>\w+):[ \t]+(?!\|\s*$)\S|-[ \t]+(?:\{.*:[ \t]*[^\s,}].*|[^\s{].*))"
)


def find_commented_fields(text: str, opened: str) -> Iterator[Fault]:
    """Fields of a template that are filled in and left with their sign before them.

    Args:
        text: as it was saved.
        opened: as it was opened; what stood there is meant to be a comment.
    """
    before = set(yaml_text.lines_of(opened))
    for number, line in enumerate(yaml_text.lines_of(text), 1):
        found = _FILLED.match(line) if line not in before else None
        if found and found["name"] in (None, *_FIELDS):
            problem = "this is filled in, but still a comment"
            yield Fault(problem, "take the # away, or write `# ` before a remark", "", number)
