"""What spreadsheets call their columns."""

import functools


@functools.cache
def column_letters(column: int) -> str:
    """A column by its number, as spreadsheets call it: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
