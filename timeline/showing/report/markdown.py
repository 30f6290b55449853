"""A report as Markdown, by a Jinja template that users can replace."""

import re
from html import escape as escape_html
from importlib import resources
from typing import Any

from timeline.base.addresses import address
from timeline.base.errors import Fault, TimelineError, UsageError
from timeline.showing.report.content import Report

_SPECIAL = re.compile(r"([\\`*_\[\]|~$#^])")
_AT_START = re.compile(r"([-+=:]|\d{1,9}(?=[.)]))")
"""What makes a list, a heading or the like of a line that begins with it."""
_LINKS = re.compile(r"(?<=\w):(?=//)|(?<=www)\.|@", re.IGNORECASE)
"""What makes a link of a text without marks."""


def template() -> str:
    """The template that is used unless the user gives one."""
    return resources.files(__package__).joinpath("report.md.j2").read_text("utf-8")


def write_markdown(report: Report, text: str = "", path: str = "") -> str:
    """A report as Markdown with footnotes, as GitHub, pandoc and others read them.

    Args:
        report: the content.
        text: a template; the usual one if empty.
        path: the file it is from, for errors.

    Raises:
        TimelineError: the template cannot be used.
        UsageError: Jinja is not installed.
    """
    try:
        import jinja2  # noqa: PLC0415 (an extra, and slow to import)
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415
    except ImportError:
        raise UsageError(
            "a report as Markdown needs Jinja2", "pip install 'timeline-ledger[report]'"
        ) from None
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    try:
        filled = environment.from_string(text or template()).render(report=_escaped(report))
    except jinja2.TemplateSyntaxError as error:
        raise TimelineError(_fault(error, path, error.lineno)) from None
    except Exception as error:
        raise TimelineError(_fault(error, path, _line_of(error))) from error
    return re.sub(r"\n{3,}", "\n\n", filled).strip("\n") + "\n"


def _fault(error: Exception, path: str, line: int) -> Fault:
    problem = f"the template cannot be used: {str(error).partition(chr(10))[0]}"
    remedy = "see the usual one: timeline report --print-template"
    return Fault(problem, remedy, path or "report.md.j2", line=line)


def _line_of(error: Exception) -> int:
    """The line of the template at which something went wrong while it was filled."""
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _escaped(value: Any) -> Any:  # noqa: ANN401 (of any part of a report)
    """A part of a report in which every text is safe to put into Markdown."""
    if isinstance(value, str):
        return escape(value)
    if hasattr(value, "_fields"):
        fields = zip(value._fields, value, strict=True)
        return value._make(
            address(part) if name == "url" else _escaped(part) for name, part in fields
        )
    return tuple(map(_escaped, value)) if isinstance(value, tuple) else value


def escape(text: str) -> str:
    """A text of one line in which nothing is read as Markdown or HTML."""
    marked = _SPECIAL.sub(r"\\\1", escape_html(text, quote=False))
    marked = _LINKS.sub(r"\\\g<0>", marked)
    start = _AT_START.match(marked)
    if start and start[1].isdigit():
        return f"{start[1]}\\{marked[start.end() :]}"
    return f"\\{marked}" if start else marked
