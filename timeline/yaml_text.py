"""YAML as events are written in: read strictly, written in one style.

Of YAML 1.1 only what an event needs is taken: maps with text keys, lists, and scalars that are
all texts. What could mean two things (anchors, aliases, tags, directives, merge keys, duplicate
keys) is refused with its place. The parser is PyYAML's event parser, never its composer:
libyaml's composer recurses without bound and kills the process on deep nesting.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from timeline.errors import Fault

MAX_DEPTH = 16
"""Levels of nesting; an event needs five."""
MAX_BYTES = 1 << 20
"""Size of one event file."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDTH = 100
_SPREAD = ("recorded", "set")
"""Maps that are written a key a line, not in braces."""

Mark = tuple[int, int]
"""Line and column, from 1."""


class Tree(NamedTuple):
    """One document: its value, and where each value and each key stands in the text."""

    value: object
    values_at: dict[tuple[str | int, ...], Mark]
    keys_at: dict[tuple[str | int, ...], Mark]

    def place(self, at: tuple[str | int, ...], *, on_key: bool = False) -> Mark:
        """Line and column of the value at a path, or of its key, or of what holds it."""
        if on_key and at in self.keys_at:
            return self.keys_at[at]
        while at and at not in self.values_at:
            at = at[:-1]
        return self.values_at.get(at, (0, 0))


class _Stop(Exception):  # noqa: N818 (no error: it ends one reading)
    pass


class _Reader:
    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self.lines = text.splitlines()
        self.parser = _LOADER(text)

    def fault(self, mark: Any, problem: str, remedy: str = "") -> None:
        line, column = mark.line + 1, mark.column + 1
        excerpt = self.lines[mark.line] if mark.line < len(self.lines) else ""
        self.faults.append(Fault(problem, remedy, "", line, column, excerpt))

    def next(self) -> Any:
        return self.parser.get_event()

    def documents(self) -> Iterator[Tree]:
        while (event := self.next()) is not None:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if event.version or event.tags:
                self.fault(event.start_mark, "directives such as %YAML are not allowed here")
            tree = Tree(None, {}, {})
            yield tree._replace(value=self.node(self.next(), (), tree, 1))

    def node(self, event: Any, at: tuple[str | int, ...], tree: Tree, depth: int) -> object:
        mark = event.start_mark
        tree.values_at[at] = (mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            self.fault(mark, f"aliases (*{event.anchor}) are not allowed", "write the value out")
            return ""
        if event.anchor is not None:
            self.fault(mark, f"anchors (&{event.anchor}) are not allowed", "write the value out")
        if event.tag is not None:
            self.fault(mark, "tags (!) are not allowed", "put a text that starts with ! in quotes")
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if depth > MAX_DEPTH:
            self.fault(mark, f"nested deeper than {MAX_DEPTH} levels")
            raise _Stop
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[object] = []
            while not isinstance(event := self.next(), yaml.SequenceEndEvent):
                items.append(self.node(event, (*at, len(items)), tree, depth + 1))
            return items
        return self.mapping(at, tree, depth)

    def mapping(self, at: tuple[str | int, ...], tree: Tree, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            mark = event.start_mark
            if not isinstance(event, yaml.ScalarEvent):
                self.fault(mark, "a key must be a text", "put it in quotes if it starts with [ or {")
                raise _Stop
            key = event.value
            if event.anchor is not None or event.tag is not None:
                self.fault(mark, "anchors and tags are not allowed on keys")
            if key == "<<":
                self.fault(mark, "merge keys (<<) are not allowed", "write the keys out")
            value = self.node(self.next(), (*at, key), tree, depth + 1)
            if key in found:
                first = tree.keys_at[(*at, key)][0]
                self.fault(mark, f"`{key}` stands twice", f"it stands first in line {first}")
                continue
            tree.keys_at[(*at, key)] = (mark.line + 1, mark.column + 1)
            found[key] = value
        return found


def read(text: str) -> tuple[list[Tree], list[Fault]]:
    """The documents of a YAML text, and what is wrong with it, in the order of the text.

    After a fault of syntax nothing further can be read; the documents before it are returned.
    Faults carry line, column and excerpt, and no path.
    """
    trees: list[Tree] = []
    try:
        reader = _Reader(text)
    except yaml.YAMLError as error:
        return [], [_syntax(error, text)]
    try:
        trees.extend(reader.documents())
    except yaml.YAMLError as error:
        reader.faults.append(_syntax(error, text))
    except _Stop:
        pass
    return trees, reader.faults


_REMEDIES = {
    "mapping values are not allowed": "put a text that holds `: ` in quotes",
    "found character '\\t'": "indent with spaces",
    "could not find expected ':'": "a line here lacks its `: `",
    "found unexpected end of stream": "a quote or bracket is not closed",
    "while scanning a quoted scalar": "a quote is not closed",
    "expected ',' or": "a comma or a closing bracket is missing",
    "did not find expected": "look at the indentation and the brackets before this place",
}


def _syntax(error: yaml.YAMLError, text: str) -> Fault:
    if isinstance(error, yaml.reader.ReaderError):
        before = text[: error.position] if isinstance(error.position, int) else ""
        line, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
        problem = "a character that YAML does not allow"
    else:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line, mark.column) if mark else (0, 0)
        said = [getattr(error, part, None) for part in ("context", "problem")]
        problem = "not readable as YAML: " + ", ".join(part for part in said if part)
    remedy = next((advice for sign, advice in _REMEDIES.items() if sign in problem), "")
    lines = text.splitlines()
    excerpt = lines[line] if line < len(lines) else ""
    return Fault(problem, remedy, "", line + 1, column + 1, excerpt)


def write(body: Mapping[str, object]) -> str:
    """A map as YAML text in the one style of the log: a key a line, small records in braces."""
    out = io.StringIO()
    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *_emit(body, flow=False),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ]
    yaml.emit(events, out, Dumper=_DUMPER, allow_unicode=True, width=_WIDTH)
    return out.getvalue()


def _emit(value: object, *, flow: bool) -> Iterator[yaml.Event]:
    if isinstance(value, Mapping):
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=flow)
        for key, part in value.items():
            yield from _emit(key, flow=True)
            records = isinstance(part, Sequence) and any(isinstance(item, Mapping) for item in part)
            yield from _emit(part, flow=not (records or key in _SPREAD))
        yield yaml.MappingEndEvent()
    elif isinstance(value, str):
        style = "|" if "\n" in value and not flow else None
        yield yaml.ScalarEvent(None, None, (True, True), value, style=style)
    elif isinstance(value, Sequence):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=flow)
        for item in value:
            yield from _emit(item, flow=True)
        yield yaml.SequenceEndEvent()
