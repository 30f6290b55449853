"""The questions of a shell about a line that is being typed, and their answers.

The scripts beside this module ask with `timeline --complete SHELL ...`. The first line of the
answer says what may be typed: `files`, `folders`, or `words`, which are the other lines. A word
has a tab and its meaning behind it.
"""

import contextlib
import re
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.cli.show.screen import columns, make_safe
from timeline.views.known import Known

_LISTING = "63"
"""What bash says when it will only list what may be typed, and insert nothing: `?` in ASCII."""


def answer(args: Sequence[str]) -> None:
    """Print what may be typed; nothing when that cannot be said.

    Args:
        args: the shell; then of zsh and fish the words up to the cursor, of bash the line up to
            it, the part of the last word that bash will replace, its `COMP_TYPE`, and the width
            of the terminal.
    """
    # Whoever types must not be shown an error, whatever it is.
    with contextlib.suppress(Exception):
        shell, *said = args
        lines = list(_bash(*said) if shell == "bash" else _words(shell, said))
        sys.stdout.write("".join(f"{line}\n" for line in lines))


def _find_offers(words: Sequence[str]) -> list[Known] | str:
    from timeline.cli.complete.offers import find_offers  # noqa: PLC0415 (what fails there, too)

    return find_offers(words)


def _words(shell: str, said: Sequence[str]) -> Iterator[str]:
    *before, last = said
    found = _find_offers([*before, read_word(last).text if shell == "fish" else last])
    if isinstance(found, str):
        yield found
        return
    yield "words"
    for text, about in found:
        yield f"{text}\t{_line(about)}".rstrip("\t")


def _line(text: str) -> str:
    return make_safe(" ".join(text.split()))


def _bash(line: str, replaced: str, kind: str, width: str) -> Iterator[str]:
    _, *words = split(line)
    last = words[-1]
    found = _find_offers([word.text for word in words])
    if isinstance(found, str):
        yield found
        return
    yield "words"
    if kind == _LISTING:
        yield from _list_offers(found, int(width or 80))
        return
    kept = read_word(last.raw.removesuffix(replaced)).text
    for text, _ in found:
        if text.startswith(kept):
            yield _quote(text.removeprefix(kept), last.quote)


def _list_offers(found: Sequence[Known], width: int) -> Iterator[str]:
    """Texts beside what they mean, cut to the width of the terminal."""
    margin = max((columns(one.text) for one in found), default=0) + 2
    for text, about in found:
        shown = f"{text}{' ' * (margin - columns(text))}{_line(about)}".rstrip()
        while columns(shown) >= width and len(shown) > 1:
            shown = f"{shown[:-2]}…"
        yield shown


class Word(NamedTuple):
    """A word as a shell reads it: its text, how it is typed, and the quote that is still open."""

    text: str
    raw: str
    quote: str


_PART = re.compile(
    r"""
    '(?P<single>[^']*)(?P<end1>'?) | "(?P<double>(?:[^"\\]|\\.)*\\?)(?P<end2>"?)
    | \\(?P<sign>.?) | (?P<plain>[^\s'"\\]+) | (?P<space>\s+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r'\\([$`"\\])')
_NOT_PLAIN = re.compile(r"[^\w@%+=:,./-]")


def split(line: str) -> list[Word]:
    """The words of a line, of which the last may be incomplete; it is empty after a space."""
    words = [Word("", "", "")]
    for part in _PART.finditer(line):
        if part["space"]:
            words.append(Word("", "", ""))
            continue
        text, raw, _ = words.pop()
        quote = ""
        if part["single"] is not None:
            text, quote = text + part["single"], "" if part["end1"] else "'"
        elif part["double"] is not None:
            text += _ESCAPED.sub(r"\1", part["double"])
            quote = "" if part["end2"] else '"'
        else:
            text += part["plain"] or part["sign"]
        words.append(Word(text, raw + part[0], quote))
    return words


def read_word(word: str) -> Word:
    """A word that is known to be one."""
    return split(word)[-1]


def _quote(text: str, quote: str) -> str:
    """A text as it is typed where a quote is open or none is."""
    match quote:
        case '"':
            return re.sub(r'[$`"\\]', r"\\\g<0>", text)
        case "'":
            return text.replace("'", r"'\''")
        case _:
            return _NOT_PLAIN.sub(r"\\\g<0>", text)
