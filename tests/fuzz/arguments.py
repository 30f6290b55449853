"""Command lines that nobody would type, for every command and every option that it declares.

    python -m fuzz.arguments --runs 100000     from the folder `tests`

They run in this process on a copy of the example log. Whatever is typed, the exit code is 0, 1, 2
or 3, no exception comes out, nothing sent to a screen steers it, an error says in its first line
what is wrong, and the log is afterwards what it was: of commands that record, the dry run is tried.
"""

import argparse
import contextlib
import faulthandler
import hashlib
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from timeline.base.text import masked
from timeline.cli.command_names import COMMANDS
from timeline.cli.common_options import COMMON
from timeline.cli.find_command import find_command
from timeline.cli.parameters import Command, Parameter
from timeline.exchange.reading import FORMATS

from fuzz.hostile import ERASED, HOSTILE, USUAL
from fuzz.limits import HangError, stopped_after
from support.running import ROOT, Ran, here

_SERVES = ("browse",)
"""Commands that do not end."""
_FREE = ("init", "seal", "erase")
"""Commands that change something also where they are called with nothing that makes sense."""
_FILES = (
    *(
        "in.yaml",
        "in.csv",
        "in.txt",
        "in.ics",
        "in.html",
        "bad\x1b[31m\u202e.csv",
        "-",
        "missing",
        "events",
        "empty",
        "in.json",
    ),
    *("", ".", "events/timeline.yaml", "/dev/null", "in.yaml/x", "\udcff", "x" * 300),
)
_WRITTEN = (
    *(
        "out.txt",
        "out.json",
        "out.csv",
        "out.html",
        "out/x.md",
        "no/such/out",
        "events/x.csv",
        "events",
        "/dev/null",
        "out\x1b[31m.txt",
    ),
    *("", "out.\u202ecsv", "\udcffout", "x" * 300, "out.unknown", "-"),
)
_TEMPLATES = ("in.yaml", "missing\x1b", "events", "", "x" * 300)
_ADDRESSES = ("x", "postgresql:", "mysql://x", "sqlite:///x", "\x1b[31m", "")
_WRITES = ("-o", "--output", "--loss")
_READS = (
    "--file",
    "--mapping",
    "--log",
    "--against",
    "--archive",
    "--timestamp",
    "--key",
    "--sign",
)
_ASKS = ("--edit",)
_OF_ALL = {flag: one for one in COMMON for flag in one.flags if flag != "--version"}


class Line(NamedTuple):
    """A command line, what its standard input has, and the columns of its terminal; 0: none."""

    words: tuple[str, ...]
    stdin: bytes = b""
    width: int = 0


def commands() -> dict[tuple[str, ...], Command]:
    """Every command with its name, of which some have two words."""
    found: dict[tuple[str, ...], Command] = {}
    for name in COMMANDS:
        command = find_command(name)
        if isinstance(command, Command):
            found[(name,)] = command
        elif command is not None:
            found |= {(name, inner): one for inner, one in command.commands.items()}
    return found


class Maker:
    """Makes command lines.

    Args:
        by: decides.
    """

    def __init__(self, by: random.Random) -> None:
        self.by, self.hostile = by, 0.0
        self.commands = commands()
        self.names = [name for name in self.commands if name[0] not in _SERVES]

    def line(self) -> Line:
        """A command line of which some values make sense, and others do not."""
        by = self.by
        self.hostile = by.choice((0.05, 0.2, 0.5, 0.9))
        name = by.choice(self.names)
        parameters = self.commands[name].parameters
        words = [*self._options(list(_OF_ALL.values()), by.choice((0, 0, 0, 0, 1))), *name]
        dry = next((one.flags[0] for one in parameters if one.name == "dry_run"), "")
        if dry or name[0] in _FREE:  # first, since `--` makes words of all that follows it
            words.append(dry or "--no-such-option")
        options = [one for one in parameters if one.flags and not set(one.flags) & set(_ASKS)]
        words += self._options(options, by.choice((0, 1, 1, 2, 2, 3, 5)))
        for one in parameters:
            if not one.flags and by.random() < 0.8:
                several = by.choice((1, 1, 2, 3)) if one.several else 1
                words += [self._value(one) for _ in range(several)]
        if by.random() < 0.03:
            words = [by.choice(HOSTILE) for _ in range(by.choice((1, 2, 3)))]
        stdin = by.choice(_INPUTS) if by.random() < 0.2 else b""
        return Line(tuple(words), stdin, by.choice((0, 0, 40, 100)))

    def _options(self, options: Sequence[Parameter], count: int) -> list[str]:
        words: list[str] = []
        for one in self.by.sample(options, min(count, len(options))):
            flag = self.by.choice(list(one.flags))
            if one.is_flag and self.by.random() < 0.98:
                words.append(flag)
            elif self.by.random() < 0.1:
                words.append(f"{flag}={self._value(one)}")
            else:
                words += [flag, self._value(one)]
        return words

    def _value(self, parameter: Parameter) -> str:
        by, about = self.by, str(parameter.settings.get("metavar"))
        if files := self._files(parameter.flags, about):
            return by.choice(files)
        if about == "FORMAT" and by.random() < 0.8:
            return by.choice(
                (*FORMATS, "geojson", "jsonld", "iati", "ftm", "markdown", "html", "json", "plain")
            )
        return by.choice(HOSTILE) if by.random() < self.hostile else by.choice(USUAL)

    def _files(self, flags: Sequence[str], about: str) -> Sequence[str]:
        """The names of files that an option or argument may be given; none where it takes none."""
        given = set(flags)
        if "--template" in given:  # what it says reaches other programs as it stands there
            return _TEMPLATES
        if "--projection" in given:
            return _ADDRESSES
        if given & {*_WRITES} or ("DIR" in about and not given & {*_READS}):
            return _WRITTEN
        return _FILES if given & {*_READS} or "FILE" in about else ()


_INPUTS = (
    b"",
    b"date: 2017\nkind: visit\ntitle: T\n",
    b"\xff\xfe\x00",
    b"Date,Title,Kind\n2017,\x1b[31mT,visit\n",
    b'{"date":"2017","kind":"visit","title":"\\u202eT"}\n',
    b"On 4 May 2017 the UNODC trained \x9b31m 25 officers.\n",
    b"y\n",
)


_SEALED = (
    ("archive", "osce-2011-10-04", "in.html"),
    ("archive", "unodc-2017-08-30", "in.txt"),
    ("seal", "--name", "first"),
    ("erase", ERASED, "--reason", "r", "--sources", "--yes"),
    ("seal", "--name", "later"),
    ("add", "2020", "Not sealed", "-k", "visit"),
    ("rebuild",),
)


class Bench:
    """A folder with a copy of the example log, sealed, and files to read, for lines to run in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "events", folder / "events")
        for number, text in enumerate(_INPUTS):
            name = ("empty", "in.yaml", "in.txt", "in.csv", "in.json", "in.html", "in.ics")[number]
            (folder / name).write_bytes(text)
        (folder / "bad\x1b[31m\u202e.csv").write_bytes(_INPUTS[3])
        for words in _SEALED:
            assert here(*words, "-q", cwd=folder).code == 0, words
        self.before = self.digest()

    def digest(self) -> str:
        """What the files of the log are."""
        found = hashlib.sha256()
        for file in sorted((self.folder / "events").rglob("*")):
            found.update(os.fsencode(str(file)) + (file.read_bytes() if file.is_file() else b""))
        return found.hexdigest()

    def run(self, line: Line) -> Ran:
        """Run a command line, and raise where it does not keep its promises."""
        env = {"TIMELINE_DEBUG": "1", "EDITOR": "true", "VISUAL": "true"}
        ran = here(*line.words, cwd=self.folder, stdin=line.stdin, width=line.width, env=env)
        check_answer(ran, of_lines=any("\n" in word for word in line.words))
        return ran


def check_answer(ran: Ran, *, of_lines: bool = False) -> None:
    """Raise where an answer steers a terminal, or an error does not say what is wrong.

    A value with a line end, `of_lines`, keeps it in a command that is to be copied, in quotes.
    """
    assert ran.code in (0, 1, 2, 3), f"exit code {ran.code}"
    for name, text in (("stdout", _parted(ran.out)), ("stderr", ran.err)):
        for shown in text.split("\n"):
            assert masked(shown) == shown, f"{name} steers a terminal: {shown!r}"
        text.encode()
    assert "Traceback" not in ran.err, ran.err
    lines = ran.err.splitlines()
    if ran.code == 2:
        errors = [number for number, line in enumerate(lines) if line.startswith("error: ")]
        assert len(errors) == 1, ran.err
        assert lines[errors[0] + 1 :], f"no remedy: {ran.err}"
        indented = all(line.startswith("  ") for line in lines[errors[0] + 1 :])
        assert of_lines or indented, ran.err


def _parted(text: str) -> str:
    """A text without what parts cells and lines of tables, and what `--bom` puts before them."""
    return text.removeprefix("\ufeff").replace("\t", " ").replace("\r\n", "\n")


@contextlib.contextmanager
def bench() -> Iterator[Bench]:
    """A folder to run lines in, which must be as it was at the end."""
    with tempfile.TemporaryDirectory(prefix="timeline-fuzz-") as aside:
        made = Bench(Path(aside))
        yield made
        assert made.digest() == made.before, "the log has changed"


def try_lines(seed: int, runs: int) -> tuple[Counter[int], float, list[str]]:
    """Run so many lines; how many ended with each exit code, the slowest, and what failed."""
    failed: list[str] = []
    maker = Maker(random.Random(seed))  # noqa: S311
    codes: Counter[int] = Counter()
    slowest = 0.0
    with bench() as made:
        for number in range(runs):
            line = maker.line()
            faulthandler.dump_traceback_later(300, exit=True)
            before = time.monotonic()
            try:
                with stopped_after(30):
                    codes[made.run(line).code] += 1
            except (Exception, HangError) as error:  # noqa: BLE001 (told at the end)
                where = f"run {number} of seed {seed}: {line!r}"
                failed.append(f"{where}\n{''.join(traceback.format_exception(error))}")
            slowest = max(slowest, time.monotonic() - before)
            if number % 500 == 499:
                assert made.digest() == made.before, f"the log has changed before run {number}"
    faulthandler.cancel_dump_traceback_later()
    return codes, slowest, failed


def main() -> int:
    """Run as many lines as the command line says, on all cores."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--runs", type=int, default=5_000)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    os.environ["XDG_CONFIG_HOME"] = os.devnull
    share, workers = 1_000, os.cpu_count() or 1
    parts = [min(share, given.runs - at) for at in range(0, given.runs, share)]
    seeds = range(given.seed, given.seed + len(parts))
    started, codes, slowest, failed = time.monotonic(), Counter[int](), 0.0, list[str]()
    with ProcessPoolExecutor(workers) as pool:
        for found, longest, wrong in pool.map(try_lines, seeds, parts):
            codes += found
            failed += wrong
            slowest = max(slowest, longest)
    seconds = time.monotonic() - started
    told = ", ".join(f"{count:,} with {code}" for code, count in sorted(codes.items()))
    sys.stdout.write(
        f"{codes.total():,} command lines in {seconds:.0f} s, ended {told}; "
        f"the slowest took {slowest:.1f} s; {len(failed)} failed\n"
    )
    sys.stdout.write("\n".join(failed[:_TOLD]))
    return 1 if failed else 0


_TOLD = 5
"""So many failures are told."""


if __name__ == "__main__":
    raise SystemExit(main())
