"""What stands beside a date and is no part of it: `morning`, `fl.`, `undated`."""

import re

from timeline.dates.words.tokens import Token
from timeline.dates.words.unclear import Phrase, UnclearDate

INCLUDING = {"before": "by", "after": "not before"}
"""What a word before a day means once its hour is left out: it may be that day still."""


def leave_out_remarks(words: list[Token], phrase: Phrase) -> list[Token]:
    """The tokens without `morning`, `fl.`, or an hour of `14:30-16:00`, once that is chosen.

    Args:
        words: the tokens of the phrase.
        phrase: what was typed.

    Raises:
        UnclearDate: it is not chosen yet, or nothing else is there.
    """
    kinds = "".join(word.kind for word in words)
    if (found := re.search("t-t", kinds)) and len(words) > 3:
        at = found.start()
        kept = phrase.choose(
            "hours",
            (0, 1),
            "a span goes from day to day, not from hour to hour",
            position=words[at].start,
        )
        return [*words[: at + kept], *words[at + 3 :]]
    words = _choose_note(words, phrase)
    which = next((word for word in words if word.kind == "h"), None)
    if which is None or len(words) == 1:
        return words
    problem = f'"{which.text}" has no hours that all agree on'
    rest = [word for word in words if word.kind not in "hR"]
    if not rest:
        raise UnclearDate(problem, remedy="write the day, as in 4 October 2011")
    phrase.choose("part of day", ("day",), problem, position=which.start)
    if rest[0].value in INCLUDING:
        rest[0] = rest[0]._replace(value=INCLUDING[rest[0].value])
    return rest


def _choose_note(words: list[Token], phrase: Phrase) -> list[Token]:
    """The tokens without `fl.` or `undated`, once it is chosen to leave them out."""
    note = next((word for word in words if word.kind == "n"), None)
    rest = [word for word in words if word.kind != "n"]
    if note is None or not rest:
        return words
    problem = f'"{note.text}" says something of the date that belongs elsewhere'
    phrase.choose("note", ("left out",), problem, position=note.start)
    return rest
