"""Pictures as files: SVG of our own, PDF and PNG by Typst."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from timeline.base.errors import TimelineError, UsageError
from timeline.base.interruptible import run_interruptibly
from timeline.showing.chart.content import Chart
from timeline.showing.chart.drawing import Page
from timeline.showing.chart.layout import Layout, lay_out
from timeline.showing.chart.svg import write_svg
from timeline.showing.chart.text_width import is_measured
from timeline.showing.time_of_making import time_of_making

FORMATS = ("svg", "pdf", "png")
_DENSITY = 144
"""How many pixels a PNG has for 72 of the layout."""


def format_of(file: str) -> str:
    """The format of a picture, by the ending of its file.

    Raises:
        UsageError: there is no such picture.
    """
    ending = Path(file).suffix.lower().removeprefix(".")
    return checked(ending, f"no picture for the ending of {file}")


def checked(format_: str, problem: str = "") -> str:
    """A format that is known.

    Raises:
        UsageError: it is not; as `problem`, if given.
    """
    if format_ in FORMATS:
        return format_
    raise UsageError(problem or f"no picture `{format_}`", f"one of {', '.join(FORMATS)}")


def write_picture(chart: Chart, format_: str) -> bytes:
    """A chart as the bytes of a file, the same for the same chart.

    Args:
        chart: what to draw.
        format_: one of `FORMATS`. A PDF has pages of one size of paper, others one drawing.

    Raises:
        TimelineError: there is nothing to draw.
        UsageError: a library is not installed.
    """
    refuse_nothing(chart)
    layout = lay_out(chart)
    if format_ == "svg":
        return "".join(write_svg(chart, layout.whole)).encode()
    return _typeset(chart, layout, format_)


def refuse_nothing(chart: Chart) -> None:
    """Refuse a chart that is empty.

    Raises:
        TimelineError: no happening is in it.
    """
    if not chart.lanes:
        raise TimelineError("nothing to draw: no happening matches", "leave out a filter")


def _typeset(chart: Chart, layout: Layout, format_: str) -> bytes:
    compile_, fonts = _typst()
    made = time_of_making(os.environ)
    pages: Sequence[Page] = layout.pages if format_ == "pdf" else [layout.whole]
    date = "none" if made is None else "auto"
    head = f"#set document(title: {_quoted(chart.title)}, date: {date})"
    source = "\n".join([head, *_pages(chart, layout, pages, format_)])
    files = {"main.typ": source.encode()}
    for i, page in enumerate(pages, 1):
        files[f"{i}.svg"] = "".join(write_svg(chart, page, dark=False)).encode()
    set_ = partial(
        compile_,
        files,
        format=format_,
        font_paths=[fonts],
        # Fonts of the system differ from machine to machine: only letters that need them get them.
        ignore_system_fonts=all(map(is_measured, _texts(pages))),
        ppi=_DENSITY if format_ == "png" else None,
        timestamp=made,
    )
    return bytes(run_interruptibly(set_))


def font_folder() -> Path:
    """The folder of the font in which pictures are written.

    Raises:
        UsageError: a library is not installed.
    """
    return _typst()[1]


def _typst() -> tuple[Callable[..., bytes], Path]:
    """What typesets, and the folder of the font.

    Raises:
        UsageError: a library is not installed.
    """
    try:
        import fontpkg_arimo  # noqa: PLC0415 (an extra)
        import typst  # noqa: PLC0415 (an extra, and slow to import)
    except ImportError as error:
        raise UsageError(
            f"a picture as PDF or PNG needs {error.name}", "pip install 'timeline-ledger[chart]'"
        ) from None
    return typst.compile, fontpkg_arimo.ROOT / "files"


def _pages(chart: Chart, layout: Layout, pages: Sequence[Page], format_: str) -> Iterator[str]:
    for i, page in enumerate(pages, 1):
        unit = layout.format.millimetres / page.width
        size = f"width: {page.width:.2f}pt, height: {page.height:.2f}pt"
        if format_ == "pdf":
            height = layout.format.height * unit
            size = f"width: {layout.format.millimetres}mm, height: {height:.2f}mm"
        image = f'image("{i}.svg", width: 100%, alt: {_quoted(chart.subtitle)})'
        yield f"#page({size}, margin: 0pt)[#{image}]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _texts(pages: Sequence[Page]) -> Iterator[str]:
    for page in pages:
        for group in page.groups:
            for text in group.texts:
                yield text.lead + text.text
