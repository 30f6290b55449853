"""Summaries, which are Markdown, as paragraphs of plain text."""

import re
from collections.abc import Iterator

from timeline.showing.report.words import one_line

_BULLET = re.compile(r"[ \t]*[-*+][ \t]+")
_NUMBER = re.compile(r"[ \t]*\d{1,9}[.)][ \t]")
_HEADING = re.compile(r"#{1,6}[ \t]+|>[ \t]?")
_INLINE = (
    (re.compile(r"\[([^\[\]]+)\]\(<?(https?://[^\s()<>]+)>?\)"), r"\1 (\2)"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*_])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*_])"), r"\2"),
    (re.compile(r"`([^`]+)`"), r"\1"),
)


def summary_paragraphs(text: str | None) -> Iterator[str]:
    """The paragraphs of a summary without the marks of Markdown; items of lists after a bullet.

    Only marks go: of a link the address stays, in brackets.
    """
    for block in re.split(r"\n[ \t]*\n", text or ""):
        for part in _parts(block):
            if line := one_line(part):
                yield line


def _parts(block: str) -> Iterator[str]:
    """A block of lines as one text, or as one for each item of its list."""
    part = ""
    for line in block.split("\n"):
        bullet = _BULLET.match(line)
        if bullet or (_NUMBER.match(line) and (not part or _NUMBER.match(part))):
            yield _plain(part)
            part = f"• {line[bullet.end() :]}" if bullet else line
        else:
            part += f" {line}" if part else line
    yield _plain(part)


def _plain(text: str) -> str:
    text = text.strip()
    heading = _HEADING.match(text)
    text = text[heading.end() :] if heading else text
    for mark, plain in _INLINE:
        text = mark.sub(plain, text)
    return text
