"""Actors that a text names and the log does not know."""

# ruff: noqa: RUF001 - Cyrillic letters are data here

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.drafting.kinds import SPEECH_VERBS
from timeline.drafting.name_mentions import HONORIFIC, NameMention
from timeline.drafting.paragraph_contents import ParagraphContents
from timeline.drafting.roles import guess_roles
from timeline.drafting.sentences import blank_quotations, split_sentences

_LONGEST = 60
_WORD = r"[A-ZА-ЯЁӨҮҢ][\w'’-]*\w"
_LITTLE = r"(?:(?:of|for|on|de|la)\s+)?(?:the\s+)?"
_NAME = rf"(?P<name>{_WORD}(?:\s+{_LITTLE}{_WORD}){{0,7}})"
_BEFORE = rf"(?:[Tt]he\s+|{HONORIFIC})?"
_DONE_BY = re.compile(
    r"\b(?:organi[sz]ed|conducted|held|convened|hosted|led|chaired|moderated|facilitated|funded"
    r"|financed|supported|implemented|carried\s+out|published|issued)(?:\s+\w+)?\s+by\s+"
    rf"{_BEFORE}{_NAME}"
)
_DOES = re.compile(
    rf"{_BEFORE}{_NAME}(?:,[^,.;]{{2,120}},)?\s+(?:has\s+|have\s+|jointly\s+)?"
    r"(?:organi[sz]ed|conducted|held|convened|hosted)\b"
)
_SAYS_NAME = re.compile(rf"\b{SPEECH_VERBS}\s+{_BEFORE}{_NAME}")
_NAME_SAYS = re.compile(rf"{_BEFORE}{_NAME}(?:,[^,.;]{{2,120}},)?\s+{SPEECH_VERBS}\b")


class UnknownActor(NamedTuple):
    """A name, and the role that the words beside it suggest."""

    name: str
    role: str


def find_unknown_actor(paragraphs: Sequence[ParagraphContents]) -> UnknownActor | None:
    """Find the first name in paragraphs that the words beside it give a role.

    Only obvious cases count: who "said" or "noted" something, and by whom something was
    "organised" or "led". None if there is no such name.
    """
    return next((found for one in paragraphs for found in _list_actors(one.text)), None)


def _list_actors(text: str) -> Iterator[UnknownActor]:
    unquoted = blank_quotations(text)
    for found in _DONE_BY.finditer(unquoted):
        start, end = found.span("name")
        mention = NameMention("actor", ("",), start, end, found["name"])
        yield from _accept(found["name"], guess_roles(unquoted, [mention], frozenset())[0].role)
    for found in _DOES.finditer(unquoted):
        if _is_whole_name(found, unquoted):
            yield from _accept(found["name"], "host" if "hosted" in found.group() else "organiser")
    for found in _SAYS_NAME.finditer(unquoted):
        yield from _accept(found["name"], "speaker")
    for found in _NAME_SAYS.finditer(unquoted):
        if _is_whole_name(found, unquoted):
            yield from _accept(found["name"], "speaker")


def _is_whole_name(found: re.Match[str], text: str) -> bool:
    """Whether a match is a name, and all of it."""
    name, start = found["name"], found.start()
    # In "the Ministry of Health and Science said" the pattern finds the end of a name only.
    is_whole = not _GOES_BEFORE.search(text[max(0, start - _NEAR) : start])
    # In "Officials said" and "He noted" the capital is that of the sentence.
    starts = {sentence.start for sentence in split_sentences(text)}
    return is_whole and (" " in name or name.isupper() or start not in starts)


_GOES_BEFORE = re.compile(r"\b(?:and|of|for|in|или|и)\s+\Z")
_NEAR = 8
_ARTICLE = re.compile(r"^(?:The|An?)\s+")


def _accept(name: str, role: str) -> Iterator[UnknownActor]:
    """The actor, unless the name is too long to be one."""
    name = _ARTICLE.sub("", name)
    if len(name) <= _LONGEST:
        yield UnknownActor(name, role)
