"""Faults as comments in a text that is being edited, above the lines that they are about."""

import re
import textwrap
from collections.abc import Iterable, Sequence

from timeline.base.errors import Fault, Reason
from timeline.base.text import masked
from timeline.cli.show.advice import ACCEPTING, remedy_text

PREFIX = "#!"
"""How a comment begins that was put in; people's own comments begin otherwise."""

_WIDTH = 96

# Where YAML ends lines, which is where the lines of faults are counted.
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")


def annotate(text: str, faults: Sequence[Fault]) -> str:
    """A text with each fault above its line, and their number on top.

    Args:
        text: without annotations.
        faults: with lines in this text; those without one are put on top.
    """
    lines = _lines(text)
    above: dict[int, list[str]] = {}
    for fault in faults:
        place = min(max(fault.line - 1, 0), max(len(lines) - 1, 0))
        above.setdefault(place, []).extend(_comment(fault))
    many = f"{len(faults)} things are" if len(faults) > 1 else "one thing is"
    said = [f"{PREFIX} {many} not right yet; see the lines that begin with {PREFIX}\n"]
    for number, line in enumerate(lines or [""]):
        said += [*above.get(number, ()), line]
    return "".join(said)


def reword_faults(faults: Iterable[Fault], *, asked: bool) -> list[Fault]:
    """Faults as they are told in a text: no option can be typed there.

    Args:
        faults: as the command line tells them.
        asked: whether the user will be asked what to do about names that are merely unknown.
    """
    return [_reword_fault(fault, asked=asked) for fault in faults]


def _reword_fault(fault: Fault, *, asked: bool) -> Fault:
    accept = fault.reason.accept
    if not accept:
        return fault
    how = _OR_ASKED if asked else f"begin again with the option {ACCEPTING[accept]}"
    return fault._replace(
        remedy=f"{remedy_text(fault.remedy)}; if it is new, {how}", reason=Reason()
    )


_OR_ASKED = "leave it so and save: you will be asked"


def strip_annotations(text: str) -> str:
    """A text without the annotations that `annotated` put in."""
    return "".join(line for line in _lines(text) if not line.startswith(PREFIX))


def _lines(text: str) -> list[str]:
    return [line for line in _LINE.findall(text) if line]


def _comment(fault: Fault) -> list[str]:
    remedy = remedy_text(fault.remedy)
    said = f"{fault.problem}\n  {remedy}" if remedy else fault.problem
    return [f"{PREFIX} {part}\n" for line in said.split("\n") for part in _fold(masked(line))]


def _fold(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip(" ")))
    parts = textwrap.wrap(
        line,
        _WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return parts or [""]
