"""Writes what is generated in README.md and docs/*.md, or checks that it is up to date.

    python docs/generate.py            write
    python docs/generate.py --check    exit with 1 if anything would change

A generated part stands between cog's markers and calls a function from here.
"""

import contextlib
import fcntl
import hashlib
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from timeline.cli.show.wording import ID_SHOWN
from timeline.event.document import id_of

ROOT = Path(__file__).resolve().parent.parent
_WIDTH = 100
_NOBODY = {
    "TIMELINE_BY": "Aida",
    "NO_COLOR": "1",
    "PAGER": "",
    "XDG_CONFIG_HOME": "/home/aida/.config",
    "TERM": "dumb",
}
"""The environment of who runs the examples."""
_TODAY = 20_783
"""The day on which examples are read in: 26 November 2026."""


def main(arguments: list[str]) -> int:
    """Run cog over every page; its exit code."""
    from cogapp import Cog  # noqa: PLC0415 (`show` and the rest need no cog)

    pages = [str(page) for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))]
    mode = ["--check", "--diff"] if "--check" in arguments else ["-r"]
    code: int = Cog().main(["cog", *mode, "-P", "-I", str(ROOT / "docs"), *pages])
    return code


def show(
    *commands: str,
    log: str = "events",
    rows: int = 0,
    files: Sequence[str] = (),
    before: Sequence[str] = (),
) -> None:
    """Print commands with what they show on a terminal, run one after the other.

    Args:
        commands: command lines, as a reader would type them.
        log: the log to run them on a copy of, below the repository; empty to begin without one.
        rows: print only so many lines of each output, and say so.
        files: of the repository, to put beside the log.
        before: command lines to run first, which are not printed.
    """
    with tempfile.TemporaryDirectory() as folder:
        if log:
            shutil.copytree(ROOT / log, Path(folder) / "events")
            _on_terminal("timeline rebuild -q", folder)
        for file in files:
            shutil.copy(ROOT / file, folder)
        for command in before:
            _on_terminal(command, folder)
        print("```console")
        for command in commands:
            print(f"$ {command}")
            lines = _steady(_on_terminal(command, folder), folder).rstrip().splitlines()
            kept = lines[:rows] if rows else lines
            print("\n".join(line.rstrip() for line in kept))
            if len(kept) < len(lines):
                print(f"... and {len(lines) - len(kept)} more lines")
        print("```")


def drafts() -> None:
    """Print how much of the key is in the drafts of the texts in the repository."""
    script = ROOT / "tests" / "benchmarks" / "drafts.py"
    done = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, script, "no releases"], capture_output=True, text=True, check=True
    )
    print(done.stdout.rstrip())


def asked(command: str, *answers: str, log: str = "events") -> None:
    """Print a command that asks with its questions and these answers.

    It runs on a terminal that cannot move its cursor, where each question is preceded by what to
    type; that is left out here, as what was asked is to be seen and not how.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / log, Path(folder) / "events")
        _on_terminal("timeline rebuild -q", folder)
        text = _steady(_on_terminal(command, folder, answers), folder).rstrip()
        print(f"```console\n$ {command}")
        for line in text.splitlines():
            if not (line.startswith("  (") and line.endswith(")")):
                print(line.rstrip())
        print("```")


def template(*said: str) -> None:
    """Print the beginning of the text that an editor is opened on."""
    from timeline.cli.ask import templates  # noqa: PLC0415
    from timeline.event.types import KINDS, ROLES  # noqa: PLC0415

    text = templates.of_new(dict(zip(said[::2], said[1::2], strict=True)), _words(KINDS, ROLES))
    lines = [line.rstrip() for line in text.splitlines()]
    end = next(i for i, line in enumerate(lines) if line.startswith("#actors:"))
    print("```yaml")
    print("\n".join(lines[: end + 2]))
    print("```")


def _words(kinds: Sequence[str], roles: Sequence[str]) -> dict[str, Sequence[str]]:
    return {"kind": sorted(kinds), "role": sorted(roles)}


def told_in_text(text: str) -> None:
    """Print a text of events with what is wrong with it, as an editor is opened on it again."""
    from timeline.base.errors import TimelineError  # noqa: PLC0415
    from timeline.cli.ask.annotations import annotated, worded  # noqa: PLC0415
    from timeline.event.document import read_yaml  # noqa: PLC0415
    from timeline.recording import append  # noqa: PLC0415

    faults: tuple[Any, ...] = ()
    try:
        append.append(ROOT / "events", read_yaml(text, "text")[0], "Aida", dry_run=True)
    except TimelineError as error:
        faults = error.faults
    print(f"```yaml\n{annotated(text, worded(faults, asked=True))}```")


def fields() -> None:
    """Print a table of the keys of every event, from its type."""
    from timeline.event.schema import fields_of  # noqa: PLC0415
    from timeline.event.types import TYPES, Event  # noqa: PLC0415 (`show` needs none of the package)

    common = [name for name in fields_of(Event) if name != "event"]
    _table("every event", [f for name, f in fields_of(Event).items()])
    for types, cls in TYPES.items():
        _table(
            f"`{types}`",
            [f for name, f in fields_of(cls).items() if name not in (*common, "event")],
        )


def records() -> None:
    """Print a table of the keys of every record inside an event."""
    from timeline.event import types  # noqa: PLC0415
    from timeline.event.schema import fields_of  # noqa: PLC0415

    for title, cls in (
        ("`recorded`", types.Recorded),
        ("an item of `actors`, in a happening", types.Participation),
        ("an item of `actors`, in a program", types.ProgramActor),
        ("an item of `programs`", types.ProgramPart),
        ("an item of `figures`", types.Figure),
        ("an item of `sources`", types.Citation),
        ("an item of `phases`", types.PhaseDeclared),
        ("an item of `names` (or its name alone)", types.Name),
        ("an item of `refs` and `identifiers`", types.Reference),
    ):
        _table(title, list(fields_of(cls).values()))


def _table(title: str, found: list[Any]) -> None:
    print(f"\n**{title[:1].upper()}{title[1:]}**\n\n| key | form | meaning |\n|---|---|---|")
    for field in found:
        mark = " (required)" if field.required else ""
        print(f"| `{field.name}`{mark} | {_form(field.shape)} | {field.about} |")


def _form(shape: Any) -> str:
    from timeline.event.schema import Choice, FreeMap, Many, Record, Scalar  # noqa: PLC0415

    match shape:
        case Scalar(must_be):
            names = {"line": "one line", "edtf": "date (EDTF)", "word": f"{must_be.of} word"}
            names |= {"key": f"key of a {must_be.of}", "sha256": "SHA-256", "count": "whole number"}
            return names.get(must_be.kind, must_be.kind)
        case Choice(values):
            return ", ".join(values)
        case Many(item, or_one):
            return f"list: {_form(item)}" + (" (one may stand alone)" if or_one else "")
        case Record():
            return "map"
        case FreeMap(deep):
            return "map of fields" if deep else "map of texts"
    return ""


def example(name: str) -> None:
    """Print a file of docs/examples."""
    text = (ROOT / "docs" / "examples" / name).read_text(encoding="utf-8")
    print(f"```{Path(name).suffix[1:]}\n{text.rstrip()}\n```")


def keys_of_mapping() -> None:
    """Print the keys of a mapping file, from its types."""
    from timeline.event.schema import fields_of  # noqa: PLC0415
    from timeline.exchange.tables.mapping import Columns, Made  # noqa: PLC0415

    for title, cls in (("the file", Columns), ("how a field is made", Made)):
        _table(title, list(fields_of(cls).values()))


def worked_example() -> None:
    """Print an event with its canonical form, digest and id, worked out by the program."""
    from timeline.event.document import canonical, digest, id_of, read_yaml  # noqa: PLC0415

    text = (ROOT / "docs" / "example.yaml").read_text(encoding="utf-8")
    body = read_yaml(text, "docs/example.yaml")[0][0].body
    print(f"```yaml\n{text}```\n\nIts canonical form, on one line:\n")
    print(f"```json\n{canonical(body).decode()}\n```\n")
    print(f"Its digest, the SHA-256 of these bytes:\n\n    {digest(body)}\n")
    print("Its id, the first 80 bits of the digest in Crockford's base32:\n")
    print(f"    {id_of(digest(body))}")


def helps() -> None:
    """Print the help of every command."""
    from timeline.cli.command_names import COMMANDS  # noqa: PLC0415
    from timeline.event.types import DECLARATIONS  # noqa: PLC0415

    nested = {"declare": [f"declare {kind}" for kind in DECLARATIONS]}
    for name in ("", *COMMANDS):
        for command in nested.get(name, [name]):
            whole = f"timeline {command}".strip()
            print(f"\n## {whole}\n\n```\n{_on_terminal(f'{whole} --help', '.').rstrip()}\n```")


def sql(file: str) -> None:
    """Print a file of the projection's SQL."""
    text = (ROOT / "timeline" / "projection" / file).read_text(encoding="utf-8")
    print(f"```sql\n{text}```")


def _steady(text: str, folder: str) -> str:
    """An output with ids and days that do not change from run to run.

    An id follows from the instant of recording, too. Those of what a page records on the way are
    replaced by ids made of their order, and today, with any time of day, by the first of 2027.
    A page that records nothing shows the days of the example log, which are as they are.
    """
    files = sorted(Path(folder).rglob("*.yaml"), key=_recorded_at)
    recorded = [f for f in files if not list((ROOT / "events").rglob(f"*{f.stem[-16:]}.yaml"))]
    if not recorded:
        return text
    today = time.gmtime()
    now = rf"{time.strftime('%Y-%m-%d', today)} \d\d:\d\d:\d\d UTC"
    text = re.sub(now, "2027-01-01 12:00:00 UTC", text)
    text = text.replace(f"{today.tm_mday} {time.strftime('%B %Y', today)}", "1 January 2027")
    for order, file in enumerate(files, 1):
        if file in recorded:
            id_ = file.stem[-16:]
            steady = id_of(hashlib.sha256(str(order).encode()).hexdigest())
            text = text.replace(id_, steady).replace(id_[:ID_SHOWN], steady[:ID_SHOWN])
    return text


def _recorded_at(file: Path) -> str:
    return file.read_text(encoding="utf-8").rpartition("  at: ")[2]


def taken_in(format_: str, file: str, text: str) -> None:
    """Print a file of a foreign format, and what its reader makes of it."""
    import io  # noqa: PLC0415 (this page alone needs these)

    from timeline.base.errors import Fault  # noqa: PLC0415
    from timeline.event.yaml_text import write  # noqa: PLC0415
    from timeline.exchange.reading import reader_of  # noqa: PLC0415

    reader = reader_of(format_)
    print(f"```\n{text.strip()}\n```\n\nbecomes\n\n```yaml")
    faults = []
    parts = []
    for found in reader.read(Path(file), io.BytesIO(text.strip().encode()), today=_TODAY):
        if isinstance(found, Fault):
            faults.append(str(found))
            continue
        body = dict(found.document.body)
        if found.foreign:
            body["refs"] = [*body.get("refs", []), found.foreign._asdict()]
        parts.append(write(body))
    print("---\n".join(parts), end="")
    print("```")
    if faults:
        joined = "\n".join(faults)
        print(f"\nand says\n\n```\n{joined}\n```")


def python_of_readme() -> None:
    """Print what the Python example of the README prints."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    code = text.partition("```python\n")[2].partition("```")[0]
    done = subprocess.run(  # noqa: S603 (our own example)
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    print(f"```\n{done.stdout.rstrip()}\n```")


def _on_terminal(command: str, folder: str, answers: Sequence[str] = ()) -> str:
    """What a command prints on a terminal of a fixed size, stderr included.

    With answers, somebody types each when the next question stands there.
    """
    own, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, _WIDTH, 0, 0))
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TIMELINE_", "COLUMNS"))}
    path = f"{Path(sys.executable).parent}:{kept['PATH']}"
    process = subprocess.Popen(  # noqa: S602 (our own command lines)
        command,
        shell=True,
        cwd=folder,
        env=kept | _NOBODY | {"PATH": path},
        stdin=other if answers else subprocess.DEVNULL,
        stdout=other,
        stderr=other,
    )
    os.close(other)
    read = bytearray()
    typed = list(answers)
    with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
        while chunk := os.read(own, 65536):
            read += chunk
            if typed and read.endswith((b": ", b"]: ")):
                time.sleep(_SETTLED)
                os.write(own, f"{typed.pop(0)}\r".encode())
    process.wait()
    os.close(own)
    return read.decode().replace("\r\n", "\n").replace("\r", "")


_SETTLED = 0.3
"""Seconds until a question that stands there listens, and not only the terminal."""


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    raise SystemExit(main(sys.argv[1:]))
