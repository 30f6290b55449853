"""Counts drawn with the signs of a terminal: what is certain solid, what is possible light."""

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from timeline.cli.show.screen import columns, fold, make_safe

_EIGHTHS = "▏▎▍▌▋▊▉█"
_LONGEST = 100
"""How long a bar may be: more is hard to compare."""
_PIPED = 60
"""How long the longest bar is where there is no terminal."""


class Bar(NamedTuple):
    """A label, how much of it is certain and how much possible besides, and what to write after it.

    One without anything after it is a remark between others.
    """

    label: str
    certain: int = 0
    possible: int = 0
    after: str = ""


def is_ascii_only(environment: Mapping[str, str]) -> bool:
    """Whether a terminal has only the signs of ASCII, as far as it says."""
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "UTF-8")
    utf8 = locale.lower().replace("-", "").endswith("utf8")
    return not utf8 or environment.get("TERM") == "dumb"


def draw_bars(bars: Sequence[Bar], width: int | None) -> str:
    """Bars one below the other, all to one scale.

    Args:
        bars: what to draw.
        width: that of the terminal; None where there is none.
    """
    ascii_only = width is not None and is_ascii_only(os.environ)
    counted = [bar for bar in bars if bar.after]
    after = max((columns(bar.after) for bar in counted), default=0)
    longest = max((columns(make_safe(bar.label)) for bar in counted), default=0)
    margin = min(longest, width // 3) if width else longest
    room = min(width - margin - after - 4, _LONGEST) if width else _PIPED
    most = max((bar.certain + bar.possible for bar in bars), default=0)
    lines: list[str] = []
    for bar in bars:
        label = [make_safe(bar.label)]
        if width:
            label = fold(label[0], margin if bar.after else width)
        drawing = _bar(bar, room / most if most else 0, ascii_only=ascii_only)
        told = "  ".join(filter(None, (drawing, bar.after)))
        first = f"{label[0]}{' ' * (margin - columns(label[0]))}  {told}" if told else label[0]
        lines += [first.replace("…", "...") if ascii_only else first, *label[1:]]
    return "\n".join(lines)


def _bar(bar: Bar, scale: float, *, ascii_only: bool) -> str:
    """A bar; nothing that is there is too little to be seen."""
    there = (bar.certain > 0) + (bar.possible > 0)
    end = max(round((bar.certain + bar.possible) * scale), there)
    parts = 1 if ascii_only else len(_EIGHTHS)
    certain = max(round(bar.certain * scale * parts), bar.certain > 0)
    if bar.possible:
        certain = min(certain, (end - 1) * parts)
    whole, rest = divmod(certain, parts)
    solid = ("#" if ascii_only else _EIGHTHS[-1]) * whole + (_EIGHTHS[rest - 1] if rest else "")
    light = "." if ascii_only else "░"
    return solid + light * (end - len(solid) if bar.possible else 0)
