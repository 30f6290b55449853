"""Units as people write them: 1 person, 250 people, 120,000 USD."""

import re

_IRREGULAR = {"person": "people", "child": "children", "woman": "women", "man": "men"}
_SINGULAR = {plural: one for one, plural in _IRREGULAR.items()}
_UNCHANGED = frozenset({"percent", "per cent", "head", "staff", "som", "tenge", "euro"})
"""Words that stay as they are after any number."""
_WORDS = re.compile("[a-z][a-z -]*[a-z]")
_SIBILANT = ("s", "x", "z", "ch", "sh")


def unit_after(unit: object, number: object) -> str:
    """A unit as it is written after a number; one that is no English word stays as it is.

    Args:
        unit: as the log has it, such as person; empty or None for none.
        number: what it counts.
    """
    text = str(unit or "")
    if len(text) < 3 or not _WORDS.fullmatch(text) or text in _UNCHANGED:
        return text
    before, space, word = text.rpartition(" ")
    return f"{before}{space}{_singular(word) if number == 1 else _plural(word)}"


def _singular(word: str) -> str:
    return _SINGULAR.get(word, word)


def _plural(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _SINGULAR or word.endswith("s"):
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(_SIBILANT) else f"{word}s"
