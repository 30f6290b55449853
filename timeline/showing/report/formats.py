"""The formats of a report, and the time of making that it may tell."""

from pathlib import Path

from timeline.base.errors import UsageError
from timeline.showing.report.content import Report

FORMATS = ("markdown", "html", "pdf", "docx")
"""Every format, the usual one first."""
_ENDINGS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}


def format_of(file: str) -> str:
    """The format that the ending of a file's name says; Markdown for no file.

    Raises:
        UsageError: it says none.
    """
    ending = Path(file).suffix.lower()
    if file and ending not in _ENDINGS:
        problem = f"no report for the ending of {file}"
        raise UsageError(problem, f"one of {', '.join(dict.fromkeys(_ENDINGS))}")
    return _ENDINGS[ending] if file else FORMATS[0]


def write_report(report: Report, format_: str, template: tuple[str, str] = ("", "")) -> bytes:
    """A report as the bytes of a file.

    Args:
        report: the content.
        format_: one of `FORMATS`.
        template: for Markdown: the text of a template, and the file it is from; empty for the
            usual one.

    Raises:
        TimelineError: the template cannot be used.
        UsageError: no such format, a library is not installed, or the format takes no template.
    """
    if format_ not in FORMATS:
        raise UsageError(f"no format `{format_}` of a report", f"one of {', '.join(FORMATS)}")
    if any(template) and format_ != "markdown":
        raise UsageError(f"a template makes Markdown, not {format_}", "write it to a file.md")
    if report.chart and format_ == "markdown":
        raise UsageError("Markdown holds no chart", "draw it beside: timeline chart -o chart.svg")
    match format_:
        case "html":
            from timeline.showing.report.html import write_html  # noqa: PLC0415 (each pays alone)

            return write_html(report)
        case "pdf":
            from timeline.showing.report.pdf import write_pdf  # noqa: PLC0415

            return write_pdf(report)
        case "docx":
            from timeline.showing.report.docx import write_docx  # noqa: PLC0415

            return write_docx(report)
        case _:
            from timeline.showing.report.markdown import write_markdown  # noqa: PLC0415

            return write_markdown(report, *template).encode()
