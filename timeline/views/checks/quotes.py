"""Quotes that are not in the copy of their source, or stand elsewhere in it than is said."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from timeline.base.advice import Advice, call
from timeline.base.errors import Fault
from timeline.event.schema import Wrong
from timeline.texts.likeness import Difference, Passage
from timeline.texts.quotes import QuotableText
from timeline.views.quotations import (
    CitedQuote,
    Copies,
    Place,
    cited_quotes,
    corrections_quotes,
    earlier_copies,
    locate,
)

Suspect = tuple[str, Wrong]
_LONGEST = 160
"""How many signs of a passage are told."""
_NAME = 40
"""How many signs of a quote stand for it."""
_MOST = 4
"""How many differences are told."""
_AS_AT = "say which: its paragraph in `at`, or the words before it in `prefix`"


def suspicious_quotes(db: sqlite3.Connection, folder: Path) -> dict[str, list[Suspect]]:
    """Quotes that deserve a second look, by kind, with the ids of their events.

    Args:
        db: a fresh projection.
        folder: the log, which keeps the copies.
    """
    found: dict[str, list[Suspect]] = {
        "quotes that are not in the copy": [],
        "quotes that stand elsewhere in the copy": [],
        "quotes that stand in several places": [],
        "copies that cannot be read": [],
    }
    missing, elsewhere, several, unreadable = found.values()
    copies = Copies(db, folder)
    for cited in (*cited_quotes(db), *corrections_quotes(db)):
        place = copies.locate(cited)
        at = ("sources", cited.position)
        if place.found == "not found":
            missing.append((cited.id, Wrong((*at, "quote"), *_of_missing(db, copies, cited))))
        elif place.found == "not before or after":
            beside = _unfit(copies, cited)
            missing.append((cited.id, Wrong((*at, beside), *_of_unfit(cited, place, beside))))
        elif place.found == "elsewhere":
            elsewhere.append((cited.id, Wrong((*at, "at"), *_of_elsewhere(cited, place))))
        elif place.found == "several":
            where = (
                f"{_told(cited)} stands {len(place.anchors)} times in the copy of {cited.source}"
            )
            problem = f"{where}, in {paragraphs_in_words(place)}"
            several.append((cited.id, Wrong((*at, "quote"), problem, _AS_AT)))
    unreadable += _of_unreadable(db, copies)
    return found


def paragraphs_in_words(place: Place) -> str:
    """The paragraphs in which a quote begins: `para 3`, `paras 3, 5 and 9`."""
    numbers = [str(n) for n in dict.fromkeys(one.first for one in place.anchors)]
    if len(numbers) == 1:
        return f"para {numbers[0]}"
    return f"paras {', '.join(numbers[:-1])} and {numbers[-1]}"


def _told(cited: CitedQuote) -> str:
    return f"the quote “{_short(cited.quote, _NAME)}”"


def _short(text: str, most: int = _LONGEST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _correct(cited: CitedQuote) -> Advice:
    if cited.event in ("amendment", "retraction"):
        return Advice("look at what it corrects", call("show", cited.id))
    return Advice("correct it", call("amend", cited.id, edit=True))


def _of_missing(db: sqlite3.Connection, copies: Copies, cited: CitedQuote) -> tuple[str, Advice]:
    text = copies.text(copies.path(cited.source))
    assert isinstance(text, QuotableText)  # noqa: S101 (nothing is missing in what is not read)
    for path in earlier_copies(db, cited.source):
        before = copies.text(path)
        if isinstance(before, QuotableText) and (place := locate(before, cited)).anchors:
            problem = (
                f"{_told(cited)} is in an earlier copy of {cited.source} alone, in "
                f"{paragraphs_in_words(place)} of {path}"
            )
            return problem, _correct(cited)._replace(words="if the newer text counts, correct it")
    passage = text.find_like(cited.quote)
    like = in_words(passage) if passage else "nothing in it is like it"
    return f"{_told(cited)} is not in the copy of {cited.source}: {like}", _correct(cited)


def in_words(passage: Passage) -> str:
    """What is most like a quote, and how it differs."""
    told = [_difference(one) for one in passage.differences[:_MOST]]
    more = len(passage.differences) - _MOST
    told += [f"{more} more differences"] if more > 0 else []
    listed = " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))
    nearest = f"the nearest is para {passage.paragraph}"
    return f"{nearest}, with {listed or 'other signs'}: “{_short(passage.text)}”"


def _difference(one: Difference) -> str:
    if one.old and one.new:
        return f"`{_short(one.new)}` for `{_short(one.old)}`"
    return f"`{_short(one.new)}` besides" if one.new else f"nothing for `{_short(one.old)}`"


def _unfit(copies: Copies, cited: CitedQuote) -> str:
    """Which of the two does not fit: the prefix, else the suffix."""
    text = copies.text(copies.path(cited.source))
    is_prefix = isinstance(text, QuotableText) and not text.find(cited.quote, cited.prefix)
    return "prefix" if cited.prefix and is_prefix else "suffix"


def _of_unfit(cited: CitedQuote, place: Place, beside: str) -> tuple[str, Advice]:
    where = f"{_told(cited)} stands in {paragraphs_in_words(place)} of the copy of {cited.source}"
    side = "after its prefix" if beside == "prefix" else "before its suffix"
    return f"{where}, but not {side}", _correct(cited)


def _of_elsewhere(cited: CitedQuote, place: Place) -> tuple[str, Advice]:
    where = paragraphs_in_words(place)
    problem = f"{_told(cited)} stands in {where} of the copy of {cited.source}, not in {cited.at}"
    return problem, _correct(cited)


def _of_unreadable(db: sqlite3.Connection, copies: Copies) -> Iterator[Suspect]:
    """Copies of sources that are quoted, and which are no text that can be read; each once."""
    told = set()
    query = "SELECT source, declared_by FROM sources"
    declared: dict[str, str] = dict(db.execute(query).fetchall())
    quoted: Sequence[CitedQuote] = cited_quotes(db)
    for cited in quoted:
        path = copies.path(cited.source)
        text = copies.text(path) if path and path not in told else None
        if isinstance(text, Fault):
            told.add(path)
            problem = f"quotes cannot be looked for in the copy of {cited.source}: {text.problem}"
            wrong = Wrong(("archive",), problem, text.remedy)
            yield declared[cited.source], wrong
