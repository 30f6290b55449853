"""The command line: each command parses, calls one function of the library, and prints.

A command lives in a module of its own, which is imported only when it is asked for, because
start-up is felt at every call.
"""

import contextlib
import gc
import io
import os
import sys
from collections.abc import Iterator
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 "no" or data at fault, 2 usage, 3 conflict."""
    try:
        # Imports alone would set off the collector a dozen times, a fifteenth of a short command.
        gc.set_threshold(100_000)
        _prepare_streams()
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        code = 130
    except ImportError as error:  # before there is a command to tell of it
        sys.stderr.write(f"error: timeline cannot be loaded: {error}\n")
        code = 1
    except MemoryError:  # likewise, or there was none left to tell of it
        os.write(2, _NO_MEMORY)
        code = 1
    except OSError as error:
        # Python would complain again when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # A reader that has gone, as `head` does, is no error.
        code = 0 if isinstance(error, BrokenPipeError) else 1
    gc.freeze()  # what is left need not be searched for garbage when Python ends
    raise SystemExit(code)


_NO_MEMORY = b"error: out of memory\n  end other programs, and do the same again\n"


def _run(args: list[str]) -> int:
    # To import the package is free, and a shell that asks what may be typed needs no commands.
    if args[:1] == ["--complete"]:
        from timeline.cli.complete.shells import answer  # noqa: PLC0415

        answer(args[1:])
        return 0
    from timeline.cli.command_line import run  # noqa: PLC0415

    return run(args)


def _prepare_streams() -> None:
    # A stream that the caller has closed is None in Python.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    # Formats promise UTF-8, and names in any script must not fail, whatever the locale.
    if isinstance(sys.stderr, io.TextIOWrapper) and sys.stderr.encoding.lower() != "utf-8":
        sys.stderr.reconfigure(encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout = _Output(sys.stdout)


class _Output(io.TextIOWrapper):
    """Standard output, in UTF-8, whose errors say that they are its own."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        how = stream.errors, None, stream.line_buffering, stream.write_through
        super().__init__(stream.buffer, "utf-8", *how)
        self._stream = stream  # which would close what both write to when it goes

    def write(self, text: str) -> int:
        with _name_errors("the output"):
            return super().write(text)

    def flush(self) -> None:
        with _name_errors("the output"):
            super().flush()


@contextlib.contextmanager
def _name_errors(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        error.filename = name
        raise
