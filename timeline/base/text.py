"""Characters that no event holds, and that no message sends to a screen as they are."""

import re
import unicodedata
from collections.abc import Iterator
from typing import BinaryIO

# Controls, line ends that only some programs know, halves of pairs, and what Unicode keeps free.
# Tab and line feed are text; a carriage return is one only as part of a line end in a file.
# What can be printed has none of them. Patterns are compiled when first used, which takes 10 ms:
# most commands never meet such text.
_UNFIT = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
_UNFIT_IN_FILES = _UNFIT.replace("\x0b-\x1f", "\x0b\x0c\x0e-\x1f")
# A screen is not sent tabs and what turns the direction of text either: they hide what is there.
_UNSEEN = f"{_UNFIT[:-1]}\t\n\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"


def unfit(text: str, *, in_file: bool = False) -> re.Match[str] | None:
    """The first character of a text that cannot be stored, if there is one.

    Args:
        text: the text.
        in_file: the text is that of a whole file, where lines may end in CR LF.
    """
    if text.isprintable():
        return None
    return re.search(_UNFIT_IN_FILES if in_file else _UNFIT, text)


def without_unfit(text: str) -> str:
    """A text with spaces for the characters that cannot be stored."""
    return re.sub(_UNFIT, " ", text)


def called(character: str) -> str:
    """The code point and name of a character, such as `U+001B control character`."""
    code = ord(character)
    kind = {"Cs": "half of a surrogate pair", "Cn": "not a character"}
    default = kind.get(unicodedata.category(character), "control character")
    return f"U+{code:04X} {unicodedata.name(character, default).lower()}"


def masked(line: str) -> str:
    r"""A line of which nothing can steer a terminal: unseen characters as `\x1b` or `\u202e`."""
    if line.isprintable():
        return line
    return re.sub(_UNSEEN, _escape, line)


def masked_text(text: str) -> str:
    """A text in which each line is masked, and tabs are spaces."""
    return "\n".join(masked(line.replace("\t", " ")) for line in text.split("\n"))


def unseen(text: str) -> bool:
    """Whether a text has characters that no screen is sent as they are; tabs are among them."""
    return not text.isprintable() and bool(re.search(_UNSEEN, text))


def masked_json(text: str) -> str:
    r"""JSON text with unseen characters in its own escapes, such as `\u202e`; lines stay lines."""
    if text.isascii() or text.isprintable():
        return text
    return re.sub(_UNSEEN, lambda found: _escape_json(found.group()), text)


def masked_xml(text: str) -> str:
    """XML with unseen characters as numbers, such as `&#x202e;`; lines stay lines."""
    if text.isascii() or text.isprintable():
        return text
    return re.sub(_UNSEEN, lambda found: _escape_xml(found.group()), text)


def _escape_xml(character: str) -> str:
    return character if character in "\n\t" else f"&#x{ord(character):x};"


def _escape_json(character: str) -> str:
    return character if character == "\n" else f"\\u{ord(character):04x}"


def _escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def lines(file: BinaryIO, longest: int) -> Iterator[tuple[int, bytes | None]]:
    """Every line with its number from 1 and its line feed; None for one that is too long.

    Args:
        file: what is left of it is read.
        longest: how many bytes a line may have, its line feed included.
    """
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        yield number, line if len(line) <= longest else None
        while not line.endswith(b"\n") and (line := file.readline(longest)):
            pass  # the rest of what is too long
