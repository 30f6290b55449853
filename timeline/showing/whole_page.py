"""What every page for a browser has around what it says."""

from collections.abc import Iterable, Iterator
from html import escape

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a browser may load for a page: nothing, whatever it holds."""


def whole_page(title: str, style: str, body: str) -> str:
    """A page that stands alone: it runs nothing, and fetches nothing.

    Args:
        title: as text.
        style: its style sheet.
        body: what it says, as HTML.
    """
    return "".join(page_parts(title, style, [body]))


def page_parts(title: str, style: str, lines: Iterable[str]) -> Iterator[str]:
    """As `whole_page`, in parts, for lines of HTML that are made as they are taken."""
    yield f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>
{style.strip()}
</style>
</head>
<body>
"""
    for line in lines:
        yield f"{line}\n"
    yield "</body>\n</html>\n"
