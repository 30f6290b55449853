"""Cells that a spreadsheet program would run as formulas, and how they are kept from it."""

# OWASP's list of characters, with the wide forms that spreadsheets in East Asia read alike.
_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_GUARD = "'"


def guard_cell(text: str) -> str:
    """A cell that no spreadsheet runs: one that it would gets a `'` before it."""
    return _GUARD + text if _is_run(text) else text


def unguard_cell(text: str) -> str:
    """A cell without the `'` that `guard_cell` put before it."""
    return text[1:] if text.startswith(_GUARD) and _is_run(text) else text


def _is_run(text: str) -> bool:
    # What begins with a `'` of its own gets another, so that taking one away gives it back.
    return text.lstrip(_GUARD).startswith(_TRIGGERS)
