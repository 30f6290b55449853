"""What a disk may hold after the power went, by what POSIX promises and no more.

What was written and not synced is there, is not, is cut off, or is zeroes; an entry of a folder
that was not synced is there or is not, whatever came after it.
"""

import itertools
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

WATCHED = (
    *("-y", "-xx", "-s", "10000000", "-e"),
    "trace=openat,write,writev,fsync,fdatasync,link,rename,unlink,mkdir,rmdir,ftruncate,pwrite64",
)
"""Options by which strace tells all that is needed here."""
AT_MOST = 100
"""So many states of one cut are looked at; of more, the extreme ones and a sample."""


class Operation(NamedTuple):
    """A call that succeeded: its name, its texts, and the path of its descriptor."""

    name: str
    texts: tuple[bytes, ...]
    file: str
    creates: bool


class _File:
    """A file: what it holds, and what it is sure to hold."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = self.synced = data

    def after_cut(self) -> list[bytes]:
        now = self.data
        if now == self.synced:
            return [now]
        return list(dict.fromkeys([self.synced, now, now[: len(now) // 2], bytes(len(now))]))


class _Folder:
    """A folder: its entries, those it is sure to have, and the changes that came after these."""

    def __init__(self) -> None:
        self.entries: dict[str, _File | _Folder] = {}
        self.synced: dict[str, _File | _Folder] = {}
        self.pending: list[dict[str, _File | _Folder | None]] = []

    def change(self, **entries: "_File | _Folder | None") -> None:
        self.pending.append(entries)
        _apply(self.entries, entries)

    def sync(self) -> None:
        self.synced, self.pending = dict(self.entries), []


def _apply(
    entries: dict[str, _File | _Folder], change: Mapping[str, _File | _Folder | None]
) -> None:
    for name, node in change.items():
        entries.pop(name, None)
        if node is not None:
            entries[name] = node


class Disk:
    """A folder and all below it, as calls change it."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.root = _read(top)

    def do(self, operation: Operation) -> bool:
        """Do what a call did; whether it changed anything here."""
        paths = [self._below(text.decode("utf-8", "replace")) for text in operation.texts]
        file = self._below(operation.file) if operation.file else None
        match operation.name:
            case "openat" if operation.creates and paths[0] is not None:
                parent, name = self._parent(paths[0])
                if name in parent.entries:
                    return False
                parent.change(**{name: _File()})
            case "write" if file is not None:
                self._file(file).data += operation.texts[0]
            case "fsync" | "fdatasync" if file is not None:
                node = self._node(file)
                if isinstance(node, _File):
                    node.synced = node.data
                else:
                    node.sync()
            case "mkdir" if paths[0] is not None:
                parent, name = self._parent(paths[0])
                parent.change(**{name: _Folder()})
            case "unlink" | "rmdir" if paths[0] is not None:
                parent, name = self._parent(paths[0])
                parent.change(**{name: None})
            case "link" if paths[1] is not None and paths[0] is not None:
                parent, name = self._parent(paths[1])
                parent.change(**{name: self._node(paths[0])})
            case "rename" if paths[1] is not None and paths[0] is not None:
                parent, name = self._parent(paths[1])
                source, old = self._parent(paths[0])
                assert source is parent, "a rename from one folder to another"
                parent.change(**{name: source.entries[old], old: None})
            case _:
                return False
        return True

    def after_cut(self, chance: random.Random) -> Iterator[dict[str, bytes]]:
        """The contents of all files by their paths, for each state that a cut may leave."""
        folders, files = _all(self.root)
        choices: list[list[object]] = [[True, False] for one in folders for _ in one.pending]
        contents = [file.after_cut() for file in files]
        dirty = [i for i, options in enumerate(contents) if len(options) > 1]
        choices += [list(range(len(contents[i]))) for i in dirty]
        for chosen in _some(choices, chance):
            taken = iter(chosen)
            entries = {}
            for folder in folders:
                kept = dict(folder.synced)
                for change in folder.pending:
                    if next(taken):
                        _apply(kept, change)
                entries[folder] = kept
            held = {file: options[0] for file, options in zip(files, contents, strict=True)}
            for i in dirty:
                number = next(taken)
                assert isinstance(number, int)
                held[files[i]] = contents[i][number]
            yield dict(_paths(self.root, entries, held, ""))

    def _below(self, path: str) -> str | None:
        """A path below the folder, in which the calls were made; None if it is of no log."""
        prefix = f"{self.top}/"
        path = path if path.startswith("/") else prefix + path
        if not f"{path}/".startswith(prefix) or path.startswith(f"{prefix}.timeline"):
            return None
        return path[len(prefix) :]

    def _parent(self, path: str) -> tuple[_Folder, str]:
        above, _, name = path.rpartition("/")
        folder = self._node(above) if above else self.root
        assert isinstance(folder, _Folder)
        return folder, name

    def _node(self, path: str) -> _File | _Folder:
        node: _File | _Folder = self.root
        for name in filter(None, path.split("/")):
            assert isinstance(node, _Folder)
            node = node.entries[name]
        return node

    def _file(self, path: str) -> _File:
        node = self._node(path)
        assert isinstance(node, _File)
        return node


def operations(trace: Sequence[str]) -> Iterator[Operation]:
    """The calls of a trace that succeeded."""
    for line in trace:
        called = re.match(r"(\w+)\((.*)\) += (\d+)", line)
        if called is None:
            continue
        name, given, _ = called.groups()
        texts = tuple(_bytes(text) for text in re.findall(r'"((?:\\x..)*)"', given))
        file = re.match(r"\d+<((?:\\x..)+)>", given)
        at = _bytes(file[1]).decode("utf-8", "replace") if file else ""
        yield Operation(name, texts, at, "O_CREAT" in given)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _read(folder: Path) -> _Folder:
    made = _Folder()
    for path in sorted(folder.iterdir()):
        made.entries[path.name] = _read(path) if path.is_dir() else _File(path.read_bytes())
    made.sync()
    return made


def _all(top: _Folder) -> tuple[list[_Folder], list[_File]]:
    """All folders and files that may be there after a cut."""
    folders: dict[_Folder, None] = {}
    files: dict[_File, None] = {}
    waiting: list[_File | _Folder] = [top]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _File):
            files[node] = None
        elif node not in folders:
            folders[node] = None
            waiting += node.synced.values()
            waiting += (one for change in node.pending for one in change.values() if one)
    return list(folders), list(files)


def _some(choices: Sequence[Sequence[object]], chance: random.Random) -> list[tuple[object, ...]]:
    """All ways to choose; of too many, the extreme ones and a sample."""
    count = 1
    for options in choices:
        count *= len(options)
    if count <= AT_MOST:
        return list(itertools.product(*choices))
    first = tuple(options[0] for options in choices)
    last = tuple(options[-1] for options in choices)
    found = [first, last]
    for i, options in enumerate(choices):
        found += [(*one[:i], option, *one[i + 1 :]) for one in (first, last) for option in options]
    found += [tuple(chance.choice(options) for options in choices) for _ in range(AT_MOST)]
    return list(dict.fromkeys(found))


def _paths(
    folder: _Folder,
    entries: Mapping[_Folder, Mapping[str, _File | _Folder]],
    held: Mapping[_File, bytes],
    below: str,
) -> Iterator[tuple[str, bytes]]:
    for name, node in entries[folder].items():
        if isinstance(node, _File):
            yield below + name, held[node]
        else:
            yield from _paths(node, entries, held, f"{below}{name}/")
