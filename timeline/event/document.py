"""From text to event and back: strict reading, canonical form, digest and id.

The canonical form, the id and the digest are defined in docs/format.md, with a worked example.
"""

import codecs
import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from timeline.base.errors import Fault
from timeline.event import json_text, quick_build, yaml_text
from timeline.event.checked import Checked
from timeline.event.schema import Wrong, brief, build, fields_of, nearest
from timeline.event.types import SCHEMA_VERSION, TYPES, Event

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_TEN_BITS = tuple(first + second for first in _CROCKFORD for second in _CROCKFORD)
"""The two signs of an id that stand for each number of ten bits."""
OWN = ("schema", "id", "recorded")
"""Keys that the log gives."""


class Document(NamedTuple):
    """One event as it stands in a text: its body, and the means to point into the text.

    Of a text that has no lines of keys, `start` is the line or row at which the event begins, and
    `columns` are what the text calls its keys.
    """

    body: dict[str, object]
    path: str = ""
    tree: yaml_text.Tree | None = None
    lines: Sequence[str] = ()
    start: int = 1
    columns: Mapping[str, str] = MappingProxyType({})

    def fault(self, wrong: Wrong) -> Fault:
        """A fault of the body with its place and the line it stands in."""
        if self.tree is None:
            problem = self._within(wrong.at) + wrong.problem
            line = self.start if self.path else 0
            reason = wrong.reason
            if reason.kind and wrong.at:
                reason = reason._replace(kind=f"{wrong.at[0]}: {reason.kind}")
            return Fault(problem, wrong.remedy, self.path, line, reason=reason)
        line, column = self.tree.place(wrong.at, on_key=wrong.on_key)
        excerpt = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        at = self.path, line, column
        return Fault(wrong.problem, wrong.remedy, *at, excerpt, wrong.reason)

    def _within(self, at: yaml_text.Path) -> str:
        """Which item or column is meant where places are not known; `at` may end in a key."""
        column = self.columns.get(str(at[0])) if at else None
        if column is not None:
            return f"column {column}: "
        inside = at[:-1] if at and isinstance(at[-1], str) else at
        names = [f" {part + 1}" if isinstance(part, int) else f", {part}" for part in inside]
        return f"{''.join(names).removeprefix(', ')}: " if inside else ""


def tidy(value: object) -> object:
    """A value in NFC without what is empty: texts, lists, maps and null, at every depth."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return tidy_map(value)
    if isinstance(value, Sequence):
        parts = [tidy(part) for part in value]
        return [part for part in parts if part or part not in yaml_text.EMPTY]
    return value


def tidy_map(value: Mapping[Any, object]) -> dict[str, object]:
    """A map, as `tidy` gives it."""
    found: dict[str, object] = {}
    for key, part in value.items():
        plain = part.isascii() if type(part) is str else type(part) is Checked
        tidied = part if plain else tidy(part)
        if tidied or tidied not in yaml_text.EMPTY:
            found[key if type(key) is str and key.isascii() else str(tidy(key))] = tidied
    return found


def recording_of(body: Mapping[str, object]) -> Mapping[str, object]:
    """When and by whom an event was recorded, and how; empty of a draft."""
    recorded = body.get("recorded")
    return recorded if isinstance(recorded, Mapping) else {}


def canonical(body: Mapping[str, object], *, without: tuple[str, ...] = ("id",)) -> bytes:
    """The canonical form of an event, which must be tidy: the bytes that its digest is taken of."""
    kept = {key: value for key, value in body.items() if key not in without}
    return _bytes(canonical_text(kept))


# What is written has been read or made here, and holds itself nowhere.
canonical_text = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


def _bytes(text: str) -> bytes:
    # Lone surrogates are refused by the check of the event, which may come after its digest.
    return text.encode(errors="surrogatepass")


def digest(body: Mapping[str, object]) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(body)).hexdigest()


def claim(body: Mapping[str, object]) -> str:
    """SHA-256 of what an event says, whoever recorded it and whenever."""
    return hashlib.sha256(canonical(body, without=("id", "recorded"))).hexdigest()


class Forms(NamedTuple):
    """What is computed of an event as it stands: `text` is the canonical form with the id in it."""

    text: str
    digest: str
    claim: str


def forms_of(body: Mapping[str, object]) -> Forms:
    """The canonical form, the digest and the claim of an event, which must be tidy.

    The event is written once, and what its digest and its claim leave out is cut from the text.
    """
    text = canonical_text(body)
    unnamed = _cut(text, "id", body) or canonical_text(_but(body, "id"))
    said = _cut(unnamed, "recorded", body) or canonical_text(_but(body, "id", "recorded"))
    digests = (hashlib.sha256(_bytes(part)).hexdigest() for part in (unnamed, said))
    return Forms(text, *digests)


def _but(body: Mapping[str, object], *names: str) -> dict[str, object]:
    return {key: value for key, value in body.items() if key not in names}


def _cut(text: str, key: str, body: Mapping[str, object]) -> str:
    """A text without a key of the body it was written of; empty if the key cannot be told there.

    Quotes in texts are escaped, so that the key and its value stand nowhere but as such. They
    must stand so once, and the body's own be among what is counted, which it is if not first.
    """
    if key not in body:
        return text
    part = f',"{key}":{canonical_text(body[key])}'
    if text.startswith(f'{{"{key}":') or text.count(part) != 1:
        return ""
    return text.replace(part, "")


def id_of(digest_hex: str) -> str:
    """The id that belongs to a digest: its first 80 bits in lower-case Crockford base32."""
    number = int(digest_hex[:20], 16)
    return "".join([_TEN_BITS[number >> shift & 1023] for shift in _SHIFTS])


_SHIFTS = range(70, -1, -10)


def decode(data: bytes, path: str, limit: int = yaml_text.MAX_BYTES) -> tuple[str, list[Fault]]:
    """The text of a file, which must be UTF-8; a byte order mark is dropped.

    Args:
        data: the bytes of the file.
        path: what faults call it.
        limit: how many bytes it may have.
    """
    if len(data) > limit:
        problem = f"larger than {limit:,} bytes"
        return "", [Fault(problem, "split it into several files", path)]
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        *before, start = yaml_text.lines_of(data[: error.start].decode())
        rest = yaml_text.lines_of(data[error.start :].decode(errors="replace"))[0]
        place = len(before) + 1, len(start) + 1
        return "", [Fault("not UTF-8", "save the file as UTF-8", path, *place, start + rest)]


def read_yaml(text: str, path: str) -> tuple[list[Document], list[Fault]]:
    """The documents of a YAML text, each a map, and the faults of its form."""
    trees, faults = yaml_text.read(text)
    lines = yaml_text.lines_of(text)
    found = [Document(tree.value, path, tree, lines, tree.place(())[0]) for tree in trees]
    return found, [fault._replace(path=path) for fault in faults]


def read_json(text: str, path: str) -> tuple[list[Document], list[Fault]]:
    """The documents of a JSON text (an object, a list of them, JSON Lines), and its faults."""
    items, faults = json_text.read(text)
    found = []
    for value, line in items:
        found.append(Document(tidy_map(value), path, start=line))
    return found, [fault._replace(path=path) for fault in faults]


_LIKE_JSON = re.compile(r'\s*(?:\{\s*["}]|\[)')
"""A text that starts with { alone may be YAML too."""


def read_input(data: bytes, path: str) -> tuple[list[Document], list[Fault]]:
    """The documents of a file of drafts: YAML documents, or JSON by its first sign."""
    text, faults = decode(data, path, yaml_text.MAX_INPUT)
    if faults:
        return [], faults
    if _LIKE_JSON.match(text):
        return read_json(text, path)
    return read_yaml(text, path)


def complete(said: Mapping[str, object], recorded: Mapping[str, object]) -> dict[str, object]:
    """A whole event from a draft: version, id and recording added, keys in order."""
    return complete_with_forms(said, recorded)[0]


def complete_with_forms(
    said: Mapping[str, object], recorded: Mapping[str, object]
) -> tuple[dict[str, object], Forms]:
    """A whole event from a draft, as `complete` makes it, and what is computed of it."""
    tidied = tidy_map({"schema": SCHEMA_VERSION, **said, "recorded": recorded})
    body = in_order({**tidied, "id": _NO_ID})
    forms = forms_of(body)
    body["id"] = id_ = id_of(forms.digest)
    if forms.text.count(_WITHOUT_ID) == 1:
        return body, forms._replace(text=forms.text.replace(_WITHOUT_ID, f'"id":"{id_}"'))
    return body, forms._replace(text=canonical_text(body))


_NO_ID = "0" * 16
"""What stands for an id until the digest is known, of which the id is no part."""
_WITHOUT_ID = f'"id":"{_NO_ID}"'


def claim_of_draft(said: Mapping[str, object]) -> str:
    """The claim of the event that a draft would become."""
    return claim(tidy_map({"schema": SCHEMA_VERSION, **said}))


def in_order(body: Mapping[str, object]) -> dict[str, object]:
    """An event with its keys in the order of files; what is not known comes last."""
    return {key: body[key] for key in _order(str(body.get("event")), *body)}


@functools.lru_cache(maxsize=1 << 10)
def _order(event: str, *keys: str) -> Sequence[str]:
    """Keys of an event of a kind in the order of files; events mostly have the same few."""
    cls = TYPES.get(event)
    known = [key for key in (fields_of(cls) if cls else ()) if key in keys]
    return tuple(dict.fromkeys((*known, *keys)))


def event_of(document: Document) -> tuple[Event | None, list[Fault]]:
    """The typed event of a document, or all that is wrong with it, in the order of the text."""
    body = document.body
    schema = body.get("schema")
    if schema is not None and schema != SCHEMA_VERSION:
        return None, [document.fault(_unknown_schema(schema))]
    kind = body.get("event")
    cls = TYPES.get(kind) if isinstance(kind, str) else None
    if cls is None:
        return None, [document.fault(_unknown_event(kind))]
    if event := quick_build.build(cls, body):
        return event, []
    event, wrongs = build(cls, body)
    faults = [document.fault(wrong) for wrong in wrongs]
    faults.sort(key=lambda fault: (fault.line, fault.column))
    return event, faults


def _unknown_schema(schema: object) -> Wrong:
    if isinstance(schema, str) and schema.isdecimal() and int(schema[:9]) > int(SCHEMA_VERSION):
        problem = (
            f"schema {brief(schema)} is newer than this timeline, which reads {SCHEMA_VERSION}"
        )
        return Wrong(("schema",), problem, "upgrade timeline")
    return Wrong(("schema",), f"`schema` cannot be {brief(schema)}", f"write {SCHEMA_VERSION}")


def _unknown_event(kind: object) -> Wrong:
    known = ", ".join(TYPES)
    if kind is None:
        return Wrong((), "an event needs `event`, the kind of record it is", f"one of {known}")
    close = nearest(kind, list(TYPES)) if isinstance(kind, str) else []
    remedy = f"did you mean `{close[0]}`?" if close else f"one of {known}"
    return Wrong(("event",), f"`event` cannot be {brief(kind)}", remedy)


def fault_of_id(document: Document, digest_hex: str) -> Fault | None:
    """The fault of a stored event whose content does not match its id, if it has one.

    Args:
        document: the event.
        digest_hex: its digest.
    """
    stated = document.body.get("id")
    computed = id_of(digest_hex)
    if stated == computed:
        return None
    wrong = Wrong(
        ("id",),
        f"the content does not match the id (it would be {computed}): edited after recording",
        "restore the file (git checkout), then amend the event",
    )
    return document.fault(wrong)


def fault_of_size(document: Document, body: Mapping[str, object], text: str = "") -> Fault | None:
    """The fault of an event that no file could hold.

    Args:
        document: the draft of the event.
        body: of the event.
        text: its canonical form with the id, if the caller has it.
    """
    size = len(_bytes(text or canonical_text(body)))
    if size > yaml_text.MAX_BYTES // 4:  # indented lines take more room in YAML
        size = max(size, len(yaml_text.write(body).encode(errors="surrogatepass")))
    if size <= yaml_text.MAX_BYTES - _ROOM:
        return None
    return document.fault(Wrong((), f"larger than {yaml_text.MAX_BYTES:,} bytes", "shorten it"))


_ROOM = len(b"--- \n")
"""What stands around an event in a pack."""


def refuse_own_keys(document: Document) -> list[Fault]:
    """The faults of an offered event that brings keys which only the log gives."""
    return [
        document.fault(Wrong((key,), f"`{key}` is given by the log", "leave it out", on_key=True))
        for key in OWN
        if key in document.body
    ]
