"""Conditions in SQL, with their parameters."""

from collections.abc import Sequence
from typing import NamedTuple


class Clause(NamedTuple):
    """A condition on happenings `h`, or on the rows `x` of one, with its parameters."""

    sql: str
    values: tuple[object, ...]


ANY = Clause("1", ())
"""The condition that everything meets."""


def joined(word: str, conditions: Sequence[Clause]) -> Clause:
    """Conditions as one, in halves: SQLite refuses what is nested too deep."""
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    first, rest = joined(word, conditions[:middle]), joined(word, conditions[middle:])
    return Clause(f"({first.sql}) {word} ({rest.sql})", first.values + rest.values)


def equals(column: str, value: str) -> Clause:
    """The condition that a column has a value."""
    return Clause(f"{column} IS ?", (value,))


def among(column: str, values: Sequence[str]) -> Clause:
    """The condition that a column has one of some values."""
    return Clause(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))
