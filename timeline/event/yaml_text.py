"""YAML as events are written in: read strictly, written in one style.

Of YAML 1.1 only what an event needs is taken: maps with text keys, lists, and scalars that are
all texts. What could mean two things (anchors, aliases, tags, directives, merge keys, duplicate
keys) is refused with its place. The parser is PyYAML's event parser, never its composer:
libyaml's composer recurses without bound and kills the process on deep nesting.
"""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from timeline.base.errors import MAX_FAULTS, Fault
from timeline.base.text import called, unfit

MAX_DEPTH = 16
"""Levels of nesting; an event needs five."""
MAX_BYTES = 1 << 20
"""Size of one event file."""
MAX_INPUT = 16 << 20
"""Size of a file that is offered, with many events in it."""
EMPTY: tuple[object, ...] = ("", None, [], {})
"""What says nothing, and is left out."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
WIDTH = 100
"""So many signs may stand in a line before a text goes on in the next one."""
SPREAD = ("recorded", "set")
"""Maps that are written a key a line, not in braces."""

Path = tuple[str | int, ...]
"""Where in a document: keys of maps and positions in lists, from the top."""
Mark = tuple[int, int]
"""Line and column, from 1."""


class Tree(NamedTuple):
    """One document: a map, and where each value and each key of it stands in the text."""

    value: dict[str, object]
    values_at: dict[Path, Mark]
    keys_at: dict[Path, Mark]

    def place(self, at: Path, *, on_key: bool = False) -> Mark:
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
        self.lines = lines_of(text)
        self.parser = _LOADER(text)
        self.next = self.parser.get_event

    def fault(self, event: yaml.Event, problem: str, remedy: str) -> None:
        line, column = _place(event)
        excerpt = self.lines[line - 1] if line <= len(self.lines) else ""
        self.faults.append(Fault(problem, remedy, "", line, column, excerpt))
        if len(self.faults) >= MAX_FAULTS:
            raise _Stop

    def documents(self) -> Iterator[Tree]:
        while (event := self.next()) is not None:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if event.version or event.tags:
                self.fault(event, *_DIRECTIVE)
            tree = Tree({}, {}, {})
            root = self.next()
            value = self.node(root, (), tree, 1)
            if isinstance(value, dict):
                yield tree._replace(value=value)
            else:
                self.fault(root, *_no_map(value))

    def node(self, event: yaml.Event, at: Path, tree: Tree, depth: int) -> object:
        tree.values_at[at] = _place(event)
        if isinstance(event, yaml.ScalarEvent):
            self.refuse_decoration(event)
            return _normal(event.value)
        if isinstance(event, yaml.AliasEvent):
            self.fault(event, f"aliases (*{event.anchor}) are not allowed", _WRITTEN_OUT)
            return ""
        if isinstance(event, yaml.CollectionStartEvent):
            self.refuse_decoration(event)
        if depth > MAX_DEPTH:
            self.fault(
                event, f"nested deeper than {MAX_DEPTH} levels", "nest less: an event needs five"
            )
            raise _Stop
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(at, tree, depth)
        return self.mapping(at, tree, depth)

    def refuse_decoration(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            remedy = "leave it out, or put a text that starts with & in quotes"
            self.fault(event, f"anchors (&{event.anchor}) are not allowed", remedy)
        if event.tag is not None:
            self.fault(event, *_TAG)

    def sequence(self, at: Path, tree: Tree, depth: int) -> list[object]:
        items: list[object] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            # Empty items are left out at once, so that positions in the list and places agree.
            item = self.node(event, (*at, len(items)), tree, depth + 1)
            if item not in EMPTY:
                items.append(item)
        return items

    def mapping(self, at: Path, tree: Tree, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        first: dict[str, int] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            place, key = _place(event), self.key(event)
            value = self.node(self.next(), (*at, key), tree, depth + 1)
            if key in first:
                remedy = f"it stands first in line {first[key]}: keep one of them"
                self.fault(event, f"the key `{key}` stands twice", remedy)
                continue
            first[key] = place[0]
            tree.keys_at[(*at, key)] = place
            if value not in EMPTY:
                found[key] = value
        return found

    def key(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.AliasEvent):
            self.fault(event, f"aliases (*{event.anchor}) are not allowed", _WRITTEN_OUT)
            raise _Stop
        if not isinstance(event, yaml.ScalarEvent):
            remedy = "put a key that starts with [ or { in quotes"
            self.fault(event, "a key must be a text", remedy)
            raise _Stop
        self.refuse_decoration(event)
        if event.value == _MERGE and event.style not in ("'", '"'):
            self.fault(event, "merge keys (<<) are not allowed", "write the keys out")
        return _normal(event.value)


_MERGE = "<<"
_WRITTEN_OUT = "write the value out, or put a text that starts with * in quotes"
_TAG = ("tags (!) are not allowed", "leave it out, or put a text that starts with ! in quotes")
_DIRECTIVE = ("directives such as %YAML are not allowed", "leave the line out")


def _no_map(value: object) -> tuple[str, str]:
    if isinstance(value, list):
        return "a list, not `key: value` lines", "leave the - out, and part events with lines ---"
    if value == "":
        return "an empty document", "remove the line --- that starts it"
    return "a text, not `key: value` lines", "write each field as `key: value`"


def _place(event: yaml.Event) -> Mark:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _normal(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def lines_of(text: str) -> list[str]:
    """The lines of a text as editors count them: they end in LF, CR LF or CR, and nothing else."""
    return re.split("\r\n?|\n", text)


def read(text: str) -> tuple[list[Tree], list[Fault]]:
    """The documents of a YAML text, and what is wrong with it, in the order of the text.

    Texts come in NFC, and what is empty is left out at every depth. After a fault of syntax
    nothing further can be read; the documents before it are returned. Faults carry line, column
    and excerpt, and no path.
    """
    found = unfit(text, in_file=True)
    if found:
        return [], [_unfit(text, found.start())]
    trees: list[Tree] = []
    reader = _Reader(text)
    try:
        for tree in reader.documents():
            trees.append(tree)  # noqa: PERF402 (those before an exception are kept)
    except yaml.YAMLError as error:
        reader.faults.append(_syntax(error, reader.lines))
    except _Stop:
        pass
    return trees, reader.faults


def _unfit(text: str, position: int) -> Fault:
    *before, start = lines_of(text[:position])
    excerpt = start + text[position] + lines_of(text[position + 1 :])[0]
    problem = f"a character that cannot be stored: {called(text[position])}"
    remedy = "delete it, or retype the text around it"
    return Fault(problem, remedy, "", len(before) + 1, len(start) + 1, excerpt)


class _Plain(NamedTuple):
    """What to say, in the words of people who write events, where libyaml says `sign`.

    `from_start` when the place to look at is where the thing began, not where reading ended.
    """

    sign: str
    problem: str
    remedy: str
    from_start: bool = False


_PLAIN = (
    _Plain("a tab character", "a tab cannot stand here", "indent with spaces"),
    _Plain(
        "mapping values are not allowed",
        "a `: ` cannot stand here",
        "put the text in quotes if it holds `: `, or look at the indentation",
    ),
    _Plain(
        "quoted scalar, found unexpected",
        "a quote that is not closed",
        "close it, or leave both quotes out",
        from_start=True,
    ),
    _Plain(
        "quoted scalar",
        "an escape (\\) that YAML does not know",
        "use single quotes, in which \\ is a plain character",
    ),
    _Plain(
        "expected ':'",
        "this line is no `key: value`",
        "write `key: value`, or indent the line when it goes on with the text above",
        from_start=True,
    ),
    _Plain(
        "flow sequence",
        "a list [...] that lacks a comma, or its ]",
        "part items with commas, close it with ], or put a text that starts with [ in quotes",
        from_start=True,
    ),
    _Plain(
        "flow mapping",
        "a map {...} that lacks a comma, or its }",
        "part keys with commas, close it with }, or put a text that starts with { in quotes",
        from_start=True,
    ),
    _Plain(
        "block sequence entries are not allowed",
        "a list cannot start beside its key",
        "start the list on the line below the key",
    ),
    _Plain(
        "expected comment or line break",
        "a text cannot stand beside | or >",
        "start the text on the line below, or put one that starts with | or > in quotes",
    ),
    _Plain("directive", *_DIRECTIVE, from_start=True),
    _Plain(
        "parsing a block",
        "this does not fit the lines above it",
        "look at the indentation, and at quotes inside the text",
    ),
    _Plain("tag", *_TAG, from_start=True),
    _Plain(
        "an anchor",
        "an anchor (&) without a name",
        "put a text that starts with & in quotes",
        from_start=True,
    ),
    _Plain(
        "an alias",
        "an alias (*) without a name",
        "put a text that starts with * in quotes",
        from_start=True,
    ),
)


def _syntax(error: yaml.YAMLError, lines: Sequence[str]) -> Fault:
    said = ", ".join(filter(None, (getattr(error, part, None) for part in ("context", "problem"))))
    plain = next((plain for plain in _PLAIN if plain.sign in said), None)
    mark = getattr(error, "problem_mark", None)
    if plain and plain.from_start:
        mark = getattr(error, "context_mark", None) or mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    excerpt = lines[line] if line < len(lines) else ""
    problem, remedy = (plain.problem, plain.remedy) if plain else (f"no YAML: {said or error}", "")
    if "cannot start any token" in said:
        problem, remedy = _first_sign(excerpt[column : column + 1])
    return Fault(problem, remedy, "", line + 1, column + 1, excerpt)


def _first_sign(sign: str) -> tuple[str, str]:
    if sign == "\t":
        return "a tab cannot stand here", "indent with spaces"
    return f"a text cannot start with {sign}", "put the text in quotes"


def write(body: Mapping[str, object], width: int = WIDTH) -> str:
    """A map as YAML text in the one style of the log: a key a line, small records in braces.

    Long texts go on in the next line after the first word that reaches over `width`.
    """
    out = io.StringIO()
    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *_spread(body),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ]
    yaml.emit(events, out, Dumper=_DUMPER, allow_unicode=True, width=width)
    return out.getvalue()


def _spread(body: Mapping[str, object]) -> Iterator[yaml.Event]:
    """A map with a line, or a few, for each key."""
    yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=False)
    for key, value in body.items():
        yield _key(key)
        if isinstance(value, str):
            yield _scalar(value, "|" if "\n" in value else None)
        elif isinstance(value, Mapping) and key in SPREAD:
            yield from _spread(value)
        elif isinstance(value, Sequence) and any(isinstance(item, Mapping) for item in value):
            yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=False)
            for item in value:
                yield from _compact(item)
            yield yaml.SequenceEndEvent()
        else:
            yield from _compact(value)
    yield yaml.MappingEndEvent()


def _compact(value: object) -> Iterator[yaml.Event]:
    """A value in braces and brackets."""
    if isinstance(value, Mapping):
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=True)
        for key, part in value.items():
            yield _key(key)
            yield from _compact(part)
        yield yaml.MappingEndEvent()
    elif isinstance(value, str):
        yield _scalar(value)
    elif isinstance(value, Sequence):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=True)
        for item in value:
            yield from _compact(item)
        yield yaml.SequenceEndEvent()


def _key(text: str) -> yaml.Event:
    """A key, in quotes where a plain one would merge another map (YAML 1.1, merge key)."""
    return _scalar(text, "'" if text == _MERGE else None)


def _scalar(text: str, style: str | None = None) -> yaml.Event:
    return yaml.ScalarEvent(None, None, (True, True), text, style=style)
