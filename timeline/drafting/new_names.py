"""Names in a text that look like those of bodies, people and places, for a log that knows none.

Only what the words around them or in them show is listed: "of the Ministry of", "Lake Hospital",
"Ms Lind said", "in Osh". The user decides which of them to declare.
"""

# ruff: noqa: RUF001 - Cyrillic letters are data here

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.base.names import fold, key_of
from timeline.dates.words.word_table import WORDS
from timeline.drafting.kinds import SPEECH_VERBS
from timeline.drafting.sentences import split_sentences
from timeline.drafting.source.masthead import Masthead
from timeline.drafting.word_tables import read_word_set
from timeline.texts.paragraphs import Paragraph

_LONGEST_NAME = 4
"""Words of the name of a person or a place."""
_MOST = 40
"""How many names are listed; a book has more than a reader wants to look at."""
_WORD = r"[A-ZА-ЯЁӨҮҢ][\w'’&.-]*\w"
_JOIN = r"(?:\s+(?:of\s+the|of|for|on|de|la|du|and)(?=\s+[A-ZА-ЯЁ]))?\s+"
_RUN = re.compile(rf"(?<![\w.])(?:{_WORD})(?:{_JOIN}{_WORD}){{0,8}}")
_BODY = read_word_set(
    """
    ministry agency fund bank committee council commission university institute court police union
    association board office service department authority organisation organization company
    corporation centre center hospital school academy foundation federation society parliament
    government embassy secretariat directorate bureau mission guard registry chamber league club
    church party group network alliance college museum airport inc ltd llc senate assembly
    courts airlines railway railways
    prosecutor's tribunal congress cabinet force forces brigade services authorities unit team
    """
)
_TITLE = (
    r"(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sir|Dame|Judge|Justice|Minister|President|Ambassador|Director"
    r"|Chairman|Chairwoman|Mayor|Senator|Governor|Gov|Sen|Rep|Colonel|General|Captain|Hon|Rev)\.?\s+"
)
_AFTER_TITLE = re.compile(rf"\b{_TITLE}$")
_SAYS = re.compile(rf"(?:,[^,.;]{{2,90}},)?\s+(?:{SPEECH_VERBS}|say)\b", re.IGNORECASE)
_SAID = re.compile(rf"\b{SPEECH_VERBS}\s+(?:the\s+)?$", re.IGNORECASE)
_OFFICE_BEHIND = re.compile(
    r",\s+(?:an?\s+|the\s+|its\s+|their\s+)?(?:[\w-]+\s+){0,3}(?:head|director|chair\w*|minister"
    r"|president|officer|spokes\w+|manager|secretary|coordinator|expert|leader|chief|judge)\b",
    re.IGNORECASE,
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|near|from|at|outside|around|в|из)\s+(?:the\s+)?$", re.IGNORECASE
)
_BY_BEFORE = re.compile(
    r"\b(?:by|with|of|between|from)\s+(?:the\s+)?$|\b(?:members|officials|representatives|staff)\s+of\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\s*\((?:the\s+)?[“\"]?(?P<short>[A-Z][A-Za-z]{0,6}[A-Z][A-Za-z]?)[”\"]?\)")
_NO_NAME = read_word_set(
    """
    the a an this that these those it he she they we i in on at of for from by with as and but or
    when while after before since until if then there here also however meanwhile all both each
    some many most more other another its his her their our your my no not one two three four five
    six seven eight nine ten first second third last next new today yesterday tomorrow during under
    following according despite because so such what who which where how why
    """
)


_OFFICE = re.compile(
    r"(?:(?:Acting|Deputy|Vice|First|Senior|Former|Assistant)\s+)*(?:Head|Director|Chair\w*|CEO|Minister"
    r"|Secretary|President|Chief|Commissioner|Member|Representative|General|Memorandum|Memoranda"
    r"|Summary|Charter|Founding|Establishment|Opening|Suppression)(?:[-\s]General)?\s+(?:of|for)\s+"
    r"(?:the\s+)?"
)
_ADJECTIVE = re.compile(
    r"(?:ic|ian|ish|ese)$|^(?:Press|News|Media|Annex|Table|Figure|Part|Phase)\b"
)


class NewName(NamedTuple):
    """A name that could be declared.

    Attributes:
        namespace: actor or place.
        key: the key that it suggests.
        name: the name.
        short: the acronym that the text gives for it; empty if none.
        type: person or organisation; empty for a place.
        paragraphs: the numbers of the paragraphs that have it.
    """

    namespace: str
    key: str
    name: str
    short: str
    type: str
    paragraphs: tuple[int, ...]


class _Sighting(NamedTuple):
    """A name in one place, with what the words there show it to be: a type, or `place`."""

    name: str
    short: str
    what: str
    paragraph: int


def find_new_names(paragraphs: Sequence[Paragraph], masthead: Masthead) -> tuple[NewName, ...]:
    """List the names of a text that look like those of bodies, people and places, as they come."""
    seen: dict[str, list[_Sighting]] = {}
    for one in paragraphs:
        if one.number not in masthead.contacts and one.number not in masthead.headings:
            for sighting in _see(one):
                seen.setdefault(fold(sighting.name), []).append(sighting)
    shorts = {fold(one.short) for every in seen.values() for one in every if one.short}
    found = []
    for name, every in seen.items():
        what = next((one.what for one in every if one.what), "")
        if what and name not in shorts and not _is_part_of(every[0].name, name, seen):
            found.append(_make_name(what, every))
    keyed = {one.key: one for one in reversed(found) if one.key}
    return tuple(one for one in found if keyed.get(one.key) is one)[:_MOST]


def _make_name(what: str, every: Sequence[_Sighting]) -> NewName:
    first = every[0]
    short = next((one.short for one in every if one.short), "")
    numbers = tuple(dict.fromkeys(one.paragraph for one in every))
    namespace, type_ = ("place", "") if what == "place" else ("actor", what)
    return NewName(namespace, key_of(first.name), first.name, short, type_, numbers)


def _is_part_of(name: str, folded: str, seen: dict[str, list[_Sighting]]) -> bool:
    """Whether a single word is the surname of a person, or a part of a body, that is listed."""
    if " " in name:
        return False
    return any(
        other != folded and folded in other.split() and any(one.what for one in every)
        for other, every in seen.items()
    )


def _see(paragraph: Paragraph) -> Iterator[_Sighting]:
    text = paragraph.text
    starts = {sentence.start for sentence in split_sentences(text)}
    for found in _RUN.finditer(text):
        short = bool(_ACRONYM.match(text, found.end()))
        start, name = _trim(found.start(), found.group(), short=short)
        if not name or _is_date_word(name):
            continue
        end = start + len(name)
        acronym = _ACRONYM.match(text, end)
        letters = acronym["short"] if acronym else ""
        what = _tell(text, name, (start, end), is_first=start in starts)
        for part in re.split(r"\s+and\s+", name) if what == "place" else (name,):
            yield _Sighting(part, letters, what, paragraph.number)


def _trim(start: int, name: str, *, short: bool) -> tuple[int, str]:
    """A run of capitals without what does not belong to the name, and the index of the name.

    Words that a sentence begins with, titles, offices, and what follows a possessive or "and",
    unless an acronym for the whole of it follows (`short`).
    """
    while True:
        word, _, rest = name.partition(" ")
        small = fold(word) in _NO_NAME
        if not (small or re.fullmatch(_TITLE.strip(), f"{word} ")) or not (rest or small):
            break
        start, name = start + len(word) + bool(rest), rest
        if not rest:
            return start, ""
    office = _OFFICE.match(name)
    start, name = (start + office.end(), name[office.end() :]) if office else (start, name)
    joined = re.split(r"\s+and\s+", name)
    if short:
        return start, name
    if len(joined) > 1 and not any(_has_body(part) for part in joined[1:]):
        name = joined[0] if _has_body(joined[0]) else name
    name = re.sub(r"['’]s?$", "", re.sub(r"['’]s\s.*$", "", name))
    return start, name.rstrip(".,")


def _has_body(name: str) -> bool:
    """Whether a name has a word for a body; "Government" before another word is no name of one."""
    words = name.split()
    named = [fold(word) for word in words if fold(word) in _BODY]
    return bool(named) and not (named == ["government"] == [fold(words[0])] and len(words) == 2)


def _is_date_word(name: str) -> bool:
    first = name.partition(" ")[0].lower().rstrip(".")
    return WORDS.get(first, ("", ""))[0] in ("M", "w", "S") and len(name.split()) < 3


def _tell(text: str, name: str, span: tuple[int, int], *, is_first: bool) -> str:
    """What the words in a name and around it show it to be; empty if they do not."""
    start, end = span
    before = text[max(0, start - 40) : start]
    words = name.split()
    if _has_body(name) and (len(words) > 1 or fold(name) in ("parliament", "senate", "congress")):
        return "organisation"
    says = bool(_SAYS.match(text, end) or _SAID.search(before))
    if re.fullmatch(r"[A-Z]{2,8}", name):
        return "organisation" if says or _BY_BEFORE.search(before) else ""
    if len(words) > _LONGEST_NAME:
        return ""
    beside = says or _OFFICE_BEHIND.match(text, end)
    is_two = len(words) in (2, 3) and "and" not in words
    if _AFTER_TITLE.search(before) or (is_two and beside):
        has_acronym = any(word.isupper() and len(word.strip(".")) > 1 for word in words)
        return "organisation" if has_acronym else "person"
    if _PLACE_BEFORE.search(before) and not is_first and not _ADJECTIVE.search(name):
        return "organisation" if _ACRONYM.match(text, end) or name.endswith(" Air") else "place"
    return ""
