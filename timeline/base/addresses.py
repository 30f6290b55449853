"""Addresses of the web, made fit to be linked to."""

import re

_UNFIT_IN_URL = r"[^!-~]|[\"<>\\^`{|}]"
_SCHEMES = ("https://", "http://", "mailto:")


def address(url: object) -> str:
    """An address to link to, in printable ASCII; empty if it is not one of the web."""
    text = str(url or "")
    if not text.lower().startswith(_SCHEMES):
        return ""
    return re.sub(_UNFIT_IN_URL, _percent, text)


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
