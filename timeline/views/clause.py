"""Conditions in SQL, with their parameters."""

import json
from collections.abc import Collection, Sequence
from typing import NamedTuple


class Numbers(NamedTuple):
    """SQL that gives the numbers `n` of the versions of happenings that meet a condition."""

    sql: str
    values: tuple[object, ...]


class Clause(NamedTuple):
    """A condition on happenings `h`, or on the rows `x` of one, with its parameters.

    `numbers` tells, from an index, which happenings meet it, of whatever time; None where only
    looking at each one tells. `by_number` says that it looks at no more of `h` than its number.
    """

    sql: str
    values: tuple[object, ...]
    numbers: Numbers | None = None
    by_number: bool = False


ANY = Clause("1", ())
"""The condition that everything meets."""
_MOST = 100
"""Of so many conditions, any of which may be met, the numbers are put together."""


def joined(word: str, conditions: Sequence[Clause]) -> Clause:
    """Conditions as one, in halves: SQLite refuses what is nested too deep."""
    by_number = all(condition.by_number for condition in conditions)
    numbers = _numbers(word, conditions)
    return _joined(word, conditions)._replace(numbers=numbers, by_number=by_number)


def _joined(word: str, conditions: Sequence[Clause]) -> Clause:
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    first, rest = _joined(word, conditions[:middle]), _joined(word, conditions[middle:])
    return Clause(f"({first.sql}) {word} ({rest.sql})", first.values + rest.values)


def _numbers(word: str, conditions: Sequence[Clause]) -> Numbers | None:
    if len(conditions) == 1:
        return conditions[0].numbers
    found = [condition.numbers for condition in conditions if condition.numbers]
    if word != "OR" or len(found) < len(conditions) or len(found) > _MOST:
        return None
    values = tuple(value for numbers in found for value in numbers.values)
    return Numbers(" UNION ALL ".join(numbers.sql for numbers in found), values)


def equals(column: str, value: str) -> Clause:
    """The condition that a column has a value."""
    return Clause(f"{column} IS ?", (value,))


def among(column: str, values: Sequence[str]) -> Clause:
    """The condition that a column has one of some values."""
    return Clause(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))


def one_of(column: str, key: str | None, keys: Collection[str] | None) -> Clause:
    """The condition that a column has a key, and is one of some keys, as far as these are given."""
    conditions = [] if key is None else [Clause(f"{column} = ?", (key,))]
    if keys is not None:
        some = f"{column} IN (SELECT value FROM json_each(?))"  # noqa: S608 (our own names)
        conditions.append(Clause(some, (json.dumps([*keys]),)))
    return joined("AND", conditions) if conditions else ANY
