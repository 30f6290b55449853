"""Writes what is generated in README.md, docs/*.md and the package, or checks it.

    python docs/generate.py            write
    python docs/generate.py --check    exit with 1 if anything would change

A page says with a line of its own, an HTML comment, what stands below it:

    <!-- shown -->               a console block: what its command lines (`$ ...`) print
    <!-- printed -->             a block: what the Python above it prints
    <!-- generated: NAME ... --> up to `<!-- end -->`: what the function NAME of here returns

Commands run one after the other on a copy of the example log. Words after `shown:` change that:

    empty          in an empty folder, without a log
    continued      in the folder of the block before, as it was left
    fails          some of the commands may end with an exit code other than 0
    rows=N         only N lines of each output
    file=PATH      with a copy of this file of the repository
    setup=COMMAND  after this command, which is not shown
"""

import contextlib
import difflib
import fcntl
import functools
import hashlib
import inspect
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import completion_table
import page_picture
import pictures
from date_words import dates_asked, dates_read
from row_tables import rows

from timeline.cli.show.wording import ID_SHOWN
from timeline.event.document import id_of

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples"
_WIDTH = 100
_NOBODY = {
    "TIMELINE_BY": "Aida",
    "NO_COLOR": "1",
    "PAGER": "",
    "XDG_CONFIG_HOME": "/home/aida/.config",
    "TERM": "dumb",
}
"""The environment of the user who runs the examples."""
_TODAY = 20_783
"""The day on which examples are read in: 26 November 2026."""
_MARKER = re.compile(r"<!-- (shown|printed|generated)(?:: (.*))? -->")


def main(arguments: list[str]) -> int:
    """Write every page anew, or compare it; the exit code."""
    check = "--check" in arguments
    code = _complete_table(check=check) | _pictures(check=check) | _page_picture(check=check)
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        name = str(page.relative_to(ROOT))
        before = page.read_text(encoding="utf-8")
        with contextlib.closing(_Page()) as filling:
            try:
                after = filling.filled(before)
            except ValueError as error:
                print(f"{name}:{filling.line}: {error}", file=sys.stderr)
                code = 1
                continue
        if after == before:
            continue
        if check:
            lines = before.splitlines(), after.splitlines()
            print("\n".join(difflib.unified_diff(*lines, name, "generated", lineterm="")))
            code = 1
        else:
            page.write_text(after, encoding="utf-8")
            print(f"written: {name}")
    return code


def _complete_table(*, check: bool) -> int:
    """Write the table of completion anew, or compare it; the exit code."""
    file, text = completion_table.FILE, completion_table.render()
    same = file.read_text(encoding="utf-8") == text
    if not same and check:
        print(f"{file.name}: not what commands declare")
    elif not same:
        file.write_text(text, encoding="utf-8")
        print(f"written: {file.name}")
    return int(check and not same)


def _pictures(*, check: bool) -> int:
    """Draw every picture anew, or compare it; the exit code."""
    code = 0
    for file, drawn in pictures.pictures().items():
        if file.exists() and file.read_bytes() == drawn:
            continue
        if check:
            print(f"{file.name}: not what is drawn of the example log")
            code = 1
        else:
            file.write_bytes(drawn)
            print(f"written: {file.name}")
    return code


def _page_picture(*, check: bool) -> int:
    """Take the picture of a page anew if the page has changed, or tell it; the exit code."""
    if page_picture.is_current():
        return 0
    if check:
        print(f"{page_picture.PICTURE.name}: not of the page as it is")
    elif page_picture.take():
        print(f"written: {page_picture.PICTURE.name}")
        return 0
    else:
        print(f"{page_picture.PICTURE.name}: no browser to take it with; install chromium")
    return 1


class _Page:
    """Fills the blocks of one page, and keeps the folder in which its commands run."""

    def __init__(self) -> None:
        self.line = 0
        self._folder = tempfile.TemporaryDirectory()

    def close(self) -> None:
        self._folder.cleanup()

    def filled(self, text: str) -> str:
        """The page with every block below a marker filled anew."""
        lines = iter(text.splitlines())
        out: list[str] = []
        for line in lines:
            out.append(line)
            self.line = len(out)
            if not (marker := _MARKER.fullmatch(line)):
                continue
            kind, words = marker[1], shlex.split(marker[2] or "")
            if kind == "generated":
                _upto("<!-- end -->", lines)
                filling = [_GENERATED[words[0]](*words[1:]).strip("\n"), "<!-- end -->"]
            else:
                fence, block = next(lines, ""), _upto("```", lines)
                body = _printed(out) if kind == "printed" else self._shown(words, block)
                filling = [fence, body.rstrip(), "```"]
            out += "\n".join(filling).split("\n")
        return "\n".join(out) + "\n"

    def _shown(self, words: Sequence[str], block: Sequence[str]) -> str:
        """The command lines of a block with what they show on a terminal."""
        given: dict[str, list[str]] = {}
        for name, _, value in (word.partition("=") for word in words):
            given.setdefault(name, []).append(value)
        if unknown := set(given) - _OPTIONS:
            raise ValueError(f"no option {unknown.pop()}")
        self._prepare(given)
        rows = int(given.get("rows", ["0"])[0])
        commands = [line[2:] for line in block if line.startswith("$ ")]
        if not commands:
            raise ValueError("no command in the block below")
        out = []
        for command in commands:
            text, code = _on_terminal(command, self._folder.name)
            if code and "fails" not in given:
                raise ValueError(f"exit code {code}: {command}\n{text}")
            lines = _steady(text, self._folder.name).rstrip().splitlines()
            kept = lines[:rows] if rows else lines
            out += [f"$ {command}", *(line.rstrip() for line in kept)]
            if len(kept) < len(lines):
                out.append(f"... and {len(lines) - len(kept)} more lines")
        return "\n".join(out)

    def _prepare(self, given: dict[str, list[str]]) -> None:
        """Make the folder what the options of a block ask for."""
        if "continued" not in given:
            self.close()
            self._folder = tempfile.TemporaryDirectory()
        folder = self._folder.name
        if not {"continued", "empty"} & set(given):
            shutil.copytree(ROOT / "events", Path(folder) / "events")
            _on_terminal("timeline rebuild -q", folder)
        for file in given.get("file", ()):
            shutil.copy(ROOT / file, folder)
        for command in given.get("setup", ()):
            _on_terminal(command, folder)


_OPTIONS = {"empty", "continued", "fails", "rows", "file", "setup"}


def _upto(end: str, lines: Iterator[str]) -> list[str]:
    """The lines before this one, which is read, too."""
    found: list[str] = []
    for line in lines:
        if line == end:
            return found
        found.append(line)
    raise ValueError(f"no line {end} follows")


def _printed(above: Sequence[str]) -> str:
    """What the last Python block above prints, run on the example log."""
    code = "\n".join(above).rpartition("```python\n")[2].partition("\n```")[0]
    done = subprocess.run(  # noqa: S603 (our own example)
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def drafts() -> str:
    """How much of the key is in the drafts of the texts in the repository, as a table."""
    script = ROOT / "tests" / "benchmarks" / "drafts.py"
    done = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, script, "no releases"], capture_output=True, text=True, check=True
    )
    return done.stdout


def interview() -> str:
    """The questions of `timeline add`, with answers.

    It runs on a terminal that cannot move its cursor, where the program prints before each question
    what to type; this is left out here.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "events", Path(folder) / "events")
        _on_terminal("timeline rebuild -q", folder)
        text, _ = _on_terminal("timeline add", folder, _ANSWERS)
        lines = [
            line.rstrip()
            for line in _steady(text, folder).rstrip().splitlines()
            if not (line.startswith("  (") and line.endswith(")"))
        ]
    return "\n".join(("```console\n$ timeline add", *lines, "```"))


_ANSWERS = (
    *("summer 2017", "Inspectors learn about prevention", "trainng", "y"),
    *("Kyrgyzstan", "", "UNODC", "organiser", "trainer=Иван Петров | Head of Unit | MoI"),
    *("y", "", "", "person", ""),
    *("pbf-women-pve", "continues", "", "inspectors trained", "250 person", ""),
    *("unodc-2017-08-30", "3, 5", "", "", "y", "n"),
)


def template(*given: str) -> str:
    """The beginning of the text that an editor opens; fields and their values are given in turn."""
    from timeline.cli.ask import templates  # noqa: PLC0415
    from timeline.event.types import KINDS, ROLES  # noqa: PLC0415

    words: dict[str, Sequence[str]] = {"kind": sorted(KINDS), "role": sorted(ROLES)}
    text = templates.of_new(dict(zip(given[::2], given[1::2], strict=True)), words)
    lines = [line.rstrip() for line in text.splitlines()]
    end = next(i for i, line in enumerate(lines) if line.startswith("#actors:"))
    return "\n".join(("```yaml", *lines[: end + 2], "```"))


def annotated(name: str) -> str:
    """A file of docs/examples with its faults, as the editor opens it again."""
    from timeline.base.errors import TimelineError  # noqa: PLC0415
    from timeline.cli.ask import annotations  # noqa: PLC0415
    from timeline.event.document import read_yaml  # noqa: PLC0415
    from timeline.recording import append as recording  # noqa: PLC0415

    text = (EXAMPLES / name).read_text(encoding="utf-8")
    faults: tuple[Any, ...] = ()
    try:
        recording.append(ROOT / "events", read_yaml(text, "text")[0], "Aida", dry_run=True)
    except TimelineError as error:
        faults = error.faults
    return (
        f"```yaml\n{annotations.annotate(text, annotations.reword_faults(faults, asked=True))}```"
    )


def fields() -> str:
    """A table of the keys of every event, from its type."""
    from timeline.event.schema import fields_of  # noqa: PLC0415
    from timeline.event.types import TYPES, Event  # noqa: PLC0415

    common = [name for name in fields_of(Event) if name != "event"]
    tables = [_table("every event", [f for name, f in fields_of(Event).items()])]
    for types, cls in TYPES.items():
        own = [f for name, f in fields_of(cls).items() if name not in (*common, "event")]
        tables.append(_table(f"`{types}`", own))
    return "\n".join(tables)


def records() -> str:
    """A table of the keys of every record inside an event."""
    from timeline.event import types  # noqa: PLC0415
    from timeline.event.schema import fields_of  # noqa: PLC0415

    return "\n".join(
        _table(title, list(fields_of(cls).values()))
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
        )
    )


def _table(title: str, found: list[Any]) -> str:
    rows = [f"\n**{title[:1].upper()}{title[1:]}**\n", "| key | form | meaning |", "|---|---|---|"]
    for field in found:
        mark = " (required)" if field.required else ""
        rows.append(f"| `{field.name}`{mark} | {_form(field.shape)} | {field.about} |")
    return "\n".join(rows)


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


def example(name: str) -> str:
    """A file of docs/examples."""
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    return f"```{Path(name).suffix[1:]}\n{text.rstrip()}\n```"


def keys_of_mapping() -> str:
    """A table of the keys of a mapping file, from its types."""
    from timeline.event.schema import fields_of  # noqa: PLC0415
    from timeline.exchange.tables.mapping import Columns, FieldSource  # noqa: PLC0415

    return "\n".join(
        _table(title, list(fields_of(cls).values()))
        for title, cls in (("the file", Columns), ("how a field is made", FieldSource))
    )


def methods() -> str:
    """A table of what a log can do from Python, from its class."""
    from timeline import Log  # noqa: PLC0415

    rows = []
    own = (name for part in Log.__mro__ for name in vars(part) if not name.startswith("_"))
    for name in own:
        if doc := inspect.getdoc(getattr(Log, name)):
            told = " ".join(doc.split("\n\n")[0].split())
            rows.append(f"| `{name}({_parameters(getattr(Log, name))})` | {told} |")
    return "\n".join(("| method | what it gives or does |", "|---|---|", *rows, ""))


def _parameters(method: Callable[..., Any]) -> str:
    """The parameters of a method by name; those that may be left out with `=`."""
    shown = []
    for one in inspect.signature(method).parameters.values():
        if one.name == "self":
            continue
        if one.kind is one.VAR_KEYWORD:
            shown.append(f"**{one.name}")
        else:
            shown.append(one.name + ("" if one.default is one.empty else "="))
    return ", ".join(shown)


def worked_example() -> str:
    """An event with its canonical form, digest and id, worked out by the program."""
    from timeline.event.document import canonical, digest, id_of, read_yaml  # noqa: PLC0415

    text = (ROOT / "docs" / "example.yaml").read_text(encoding="utf-8")
    body = read_yaml(text, "docs/example.yaml")[0][0].body
    return "\n\n".join(
        (
            f"```yaml\n{text}```",
            "Its canonical form, on one line:",
            f"```json\n{canonical(body).decode()}\n```",
            "Its digest, the SHA-256 of these bytes:",
            f"    {digest(body)}",
            "Its id, the first 80 bits of the digest in Crockford's base32:",
            f"    {id_of(digest(body))}",
        )
    )


def helps() -> str:
    """The help of every command."""
    from timeline.cli.command_names import COMMANDS  # noqa: PLC0415
    from timeline.event.types import DECLARATIONS  # noqa: PLC0415

    nested = {"declare": [f"declare {kind}" for kind in DECLARATIONS]}
    sections = []
    for name in ("", *COMMANDS):
        for command in nested.get(name, [name]):
            whole = f"timeline {command}".strip()
            text, _ = _on_terminal(f"{whole} --help", ".")
            sections.append(f"\n## {whole}\n\n```\n{text.rstrip()}\n```")
    return "\n".join(sections)


def sql(file: str) -> str:
    """A file of the projection's SQL."""
    text = (ROOT / "timeline" / "projection" / file).read_text(encoding="utf-8")
    return f"```sql\n{text}```"


def imported(format_: str, name: str) -> str:
    """A file of docs/examples in another program's format, and what its reader makes of it."""
    import io  # noqa: PLC0415

    from timeline.base.errors import Fault  # noqa: PLC0415
    from timeline.event.yaml_text import write  # noqa: PLC0415
    from timeline.exchange.entry import Note  # noqa: PLC0415
    from timeline.exchange.reading import find_reader  # noqa: PLC0415

    reader = find_reader(format_)
    text = (EXAMPLES / name).read_text(encoding="utf-8").strip()
    faults = []
    parts = []
    for found in reader.read(Path(name), io.BytesIO(text.encode()), today=_TODAY):
        if isinstance(found, Fault):
            faults.append(str(found))
            continue
        if isinstance(found, Note):
            faults.append(f"{found.path}:{found.line}: {found.text}")
            continue
        body = dict(found.document.body)
        if found.external_id:
            body["refs"] = [*body.get("refs", []), found.external_id._asdict()]
        parts.append(write(body))
    shown = f"```\n{text}\n```\n\nbecomes\n\n```yaml\n" + "---\n".join(parts) + "```"
    if not faults:
        return shown
    return "\n".join((shown, "\nand reports\n\n```", *faults, "```"))


def sayings(format_: str) -> str:
    """A table of how a format says each field of a happening, from its writer."""
    from timeline.event.schema import fields_of  # noqa: PLC0415
    from timeline.event.types import Happening  # noqa: PLC0415
    from timeline.exchange.losses import Saying  # noqa: PLC0415
    from timeline.exchange.writing import writer_of  # noqa: PLC0415

    said = writer_of(format_).FIELDS
    rows = []
    missing = []
    for name in fields_of(Happening):
        if name in ("schema", "id", "event", "recorded") and name not in said:
            continue
        saying = said.get(name, Saying("", "left out"))
        if saying.where:
            rows.append(f"| `{name}` | {saying.where} | {saying.outcome} |")
        else:
            missing.append(f"`{name}`")
    table = ("| field | where | how |", "|---|---|---|", *rows)
    left = f"\n\nLeft out: {', '.join(missing)}." if missing else ""
    return "\n".join(table) + left


def elements() -> str:
    """A table of the elements of an IATI activity, and where they come from."""
    from timeline.exchange.iati import OF_PROGRAMS  # noqa: PLC0415

    rows = (f"| `{name}` | {source} |" for name, source in OF_PROGRAMS.items())
    return "\n".join(("| element | from |", "|---|---|", *rows))


_GENERATED: dict[str, Callable[..., str]] = {
    function.__name__: function
    for function in (
        *(dates_asked, dates_read, drafts, interview, template, annotated, fields, records),
        *(
            example,
            keys_of_mapping,
            worked_example,
            methods,
            helps,
            sql,
            imported,
            rows,
            sayings,
            elements,
        ),
    )
}


def _steady(text: str, folder: str) -> str:
    """An output with ids and days that do not change from run to run.

    An id follows from the instant of recording, too. Ids of events that a page records are replaced
    by ids made of their order, and so are digests of seals; keys have one fingerprint. Today, with
    any time of day, is the first of 2027.
    A page that records nothing shows the days of the example log, which are as they are.
    """
    files = sorted(Path(folder).rglob("*.yaml"), key=_recorded_at)
    example_ids = _example_ids()
    recorded = [f for f in files if re.search(_ID, f.stem) and f.stem[-16:] not in example_ids]
    if not recorded:
        return text
    today = time.gmtime()
    day = time.strftime("%Y-%m-%d", today)
    text = re.sub(rf"{day} \d\d:\d\d:\d\d UTC", "2027-01-01 12:00:00 UTC", text)
    text = re.sub(rf"{day} \d\d:\d\d\b", "2027-01-01 12:00", text)
    text = text.replace(f"{today.tm_mday} {time.strftime('%B %Y', today)}", "1 January 2027")
    for order, file in enumerate(files, 1):
        if file in recorded:
            id_ = file.stem[-16:]
            steady = id_of(hashlib.sha256(str(order).encode()).hexdigest())
            text = text.replace(id_, steady).replace(id_[:ID_SHOWN], steady[:ID_SHOWN])
            if file.parent.name == "seals":
                digest = hashlib.sha256(f"seal {order}".encode()).hexdigest()
                text = text.replace(_digest_in(file), digest)
    return re.sub(r"SHA256:[\w+/]{43}", f"SHA256:{_FINGERPRINT}", text)


_FINGERPRINT = "4bHx9Wn2Qp7mTz1KcVfR8sLd3YgA6uEjN5oXiZw0Bt0"
"""What stands for the fingerprint of a key that a page makes."""


def _digest_in(file: Path) -> str:
    from timeline.event.document import digest, read_yaml  # noqa: PLC0415

    return digest(read_yaml(file.read_text(encoding="utf-8"), file.name)[0][0].body)


_ID = r"(?:^|-)[0-9a-hjkmnp-tv-z]{16}$"


@functools.cache
def _example_ids() -> frozenset[str]:
    return frozenset(file.stem[-16:] for file in (ROOT / "events").rglob("*.yaml"))


def _recorded_at(file: Path) -> str:
    return file.read_text(encoding="utf-8").rpartition("  at: ")[2]


def _on_terminal(command: str, folder: str, answers: Sequence[str] = ()) -> tuple[str, int]:
    """What a command prints on a terminal of a fixed size, stderr included, and its exit code.

    Each answer is typed when the next question stands there.
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
    code = process.wait()
    os.close(own)
    return read.decode().replace("\r\n", "\n").replace("\r", ""), code


_SETTLED = 0.3
"""Seconds until a question that stands there listens, and not only the terminal."""


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
