"""A report as PDF, by typst: tagged, after PDF/UA-1, with footnotes at the foot of each page."""

import datetime as dt
import json
import re
from functools import partial
from importlib import resources
from typing import Any, cast

from timeline.base.addresses import address
from timeline.base.errors import TimelineError, UsageError
from timeline.base.interruptible import run_interruptibly
from timeline.showing.chart.content import Chart
from timeline.showing.chart.files import font_folder
from timeline.showing.chart.layout import lay_out
from timeline.showing.chart.svg import write_svg
from timeline.showing.report.content import Fact, Report, Statement
from timeline.showing.report.marks import Marks


def write_pdf(report: Report) -> bytes:
    """A report as a PDF file.

    It is set in fonts that come with typst; only what these cannot show is set in fonts of this
    machine.

    Raises:
        TimelineError: no font has a sign that the report holds.
        UsageError: typst is not installed.
    """
    try:
        import typst  # noqa: PLC0415 (an extra, and slow to import)
    except ImportError:
        raise UsageError(
            "a report as PDF needs typst", "pip install 'timeline-ledger[report]'"
        ) from None
    source = resources.files(__package__).joinpath("report.typ").read_bytes()
    files, pages = _pages(report.chart) if report.chart else ({}, [])
    values = {**_values(report._replace(chart=None)), "pages": pages}
    inputs = {"report": json.dumps(values, ensure_ascii=False)}
    for own_fonts in (True, False):
        compiler: Any = typst.Compiler(
            cast(Any, {"main.typ": source, **files}),
            ignore_system_fonts=own_fonts,
            font_paths=[font_folder()] if files else [],
            sys_inputs=inputs,
        )
        try:
            set_ = partial(compiler.compile, format="pdf", pdf_standards=["ua-1"])
            return cast(bytes, run_interruptibly(set_))
        except typst.TypstError as error:
            unshown = re.search(r"the text [`\"]+(.*?)[`\"]+ could not be displayed", str(error))
            if not unshown:
                raise
            sign = re.sub(r"\\u\{(\w+)\}", lambda code: f"U+{code[1].upper()}", unshown[1])
    raise TimelineError(
        f"no font on this machine has the sign {sign}",
        "install one that has it, such as Noto, or write the report to a file.docx",
    )


def _pages(chart: Chart) -> tuple[dict[str, bytes], list[dict[str, object]]]:
    """The pages of a chart as SVG files, and of each its file, its size and what it shows."""
    layout = lay_out(chart)
    width = layout.format.millimetres
    size = {"width": width, "height": layout.format.height * width / layout.format.width}
    files = {
        f"{number}.svg": "".join(write_svg(chart, page, dark=False)).encode()
        for number, page in enumerate(layout.pages, 1)
    }
    return files, [{"file": name, "alt": chart.subtitle, **size} for name in files]


def _values(report: Report) -> dict[str, Any]:
    made = report.made
    return {**_plain(report, Marks()), "made": None if made is None else _moment(made)}


def _moment(seconds: int) -> dict[str, int]:
    at = dt.datetime.fromtimestamp(seconds, dt.UTC)
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(at, name) for name in names}


def _plain(value: Any, marks: Marks) -> Any:  # noqa: ANN401 (of any part of a report)
    """A part of a report as maps and lists, with the address to link to beside what is shown."""
    if isinstance(value, str):
        return _LONG.sub(lambda word: "\u200b".join(_PIECES.findall(word[0])), value)
    if isinstance(value, Fact):
        return value._asdict()  # a digest stays whole, so that it can be copied
    if isinstance(value, Statement):
        return {"text": _plain(value.text, marks), "notes": list(marks.of(value.notes))}
    if hasattr(value, "_fields"):
        found = {name: _plain(part, marks) for name, part in value._asdict().items()}
        if hasattr(value, "url"):
            found |= {"url": value.url, "address": address(value.url)}
        return found
    return [_plain(part, marks) for part in value] if isinstance(value, tuple) else value


_LONG = re.compile(r"\S{41,}")
_PIECES = re.compile(r".{1,20}")
"""Words that a line may not hold, and the pieces between which they may be broken."""
