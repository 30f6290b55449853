"""Words to make texts of: a few that come everywhere, and many that come rarely."""

import random

TOPICS = (
    *("prevention of violence", "rule of law", "juvenile justice", "border management"),
    *("drinking water", "civil registration", "local self-government", "women in politics"),
    *("access to justice", "school nutrition", "anti-corruption", "disaster preparedness"),
    *("migration", "public finance", "youth employment", "probation"),
)
GROUPS = (
    *("police officers", "judges", "teachers", "local council members", "journalists"),
    *(
        "prosecutors",
        "social workers",
        "religious leaders",
        "community mediators",
        "civil servants",
    ),
)
_COMMON = (
    *("the", "of", "and", "in", "to", "on", "for", "with", "by", "that", "at", "from", "as"),
    *("project", "support", "council", "region", "report", "community", "national", "members"),
    *("agreed", "discussed", "training", "presented", "partners", "draft", "local", "plan"),
)
_CYRILLIC = ("совещание", "министерство", "область", "закон", "обучение", "участники", "доклад")
_CONSONANTS = [*"bdfgklmnprstvz", "sh", "ch"]
_SYLLABLES: list[str] = [consonant + vowel for consonant in _CONSONANTS for vowel in "aeiou"]


def _rare(number: int) -> str:
    """The rare word of a number, the same each time."""
    first, rest = divmod(number, len(_SYLLABLES) ** 2)
    second, third = divmod(rest, len(_SYLLABLES))
    return _SYLLABLES[third] + _SYLLABLES[second] + _SYLLABLES[first % len(_SYLLABLES)]


WORDS = (*_COMMON, *_CYRILLIC, *map(_rare, range(0, 400_000, 97)))
"""All words of texts, the most common ones first."""


def rank(chance: random.Random, count: int) -> int:
    """A number below `count`, as Zipf has it: a number twice as large comes half as often."""
    return min(int((count + 1) ** chance.random()) - 1, count - 1)


def sentence(chance: random.Random, length: int) -> str:
    """A sentence of so many words."""
    words = [WORDS[rank(chance, len(WORDS))] for _ in range(length)]
    return f"{' '.join(words).capitalize()}."


def proper_name(number: int) -> str:
    """A name in two words, another for each number."""
    first, second = 4001 + number * 7919, 9001 + number * 104_729
    return f"{_rare(first % 400_000).capitalize()} {_rare(second % 399_989).capitalize()}"
