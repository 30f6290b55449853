"""Actors that a text names and the log does not know."""

# ruff: noqa: RUF001 - Cyrillic letters are data here

import re
from collections.abc import Iterator, Sequence

from timeline.drafting.kinds import SPEECH_VERBS
from timeline.drafting.name_mentions import NameMention
from timeline.drafting.paragraph_contents import ParagraphContents
from timeline.drafting.roles import RoleGuess, guess_roles
from timeline.drafting.sentences import blank_quotations, split_sentences

_LONGEST = 60
_WORD = r"[A-ZА-ЯЁӨҮҢ][\w'’-]*\w"
_LITTLE = r"(?:(?:of|for|on|de|la)\s+)?(?:the\s+)?"
_NAME = rf"(?P<name>{_WORD}(?:\s+{_LITTLE}{_WORD}){{0,7}})"
_BEFORE = r"(?:[Tt]he\s+|Mr\.?\s+|Ms\.?\s+|Mrs\.?\s+|Dr\.?\s+)?"
_DONE_BY = re.compile(
    r"\b(?:organi[sz]ed|conducted|held|convened|hosted|led|chaired|moderated|facilitated|funded"
    r"|financed|supported|implemented|carried\s+out|published|issued)(?:\s+\w+)?\s+by\s+"
    rf"{_BEFORE}{_NAME}"
)
_SAYS_NAME = re.compile(rf"\b{SPEECH_VERBS}\s+{_BEFORE}{_NAME}")
_NAME_SAYS = re.compile(rf"{_BEFORE}{_NAME}(?:,[^,.;]{{2,120}},)?\s+{SPEECH_VERBS}\b")


def find_unknown_actor(says: Sequence[ParagraphContents]) -> tuple[str, str]:
    """The first name in paragraphs that the words beside it give a role, and that role.

    Only what is obvious is taken: who "said" or "noted" something, or by whom something was
    "organised" or "led". Both are empty where there is none.
    """
    return next((found for one in says for found in _named(one.text)), ("", ""))


def _named(text: str) -> Iterator[tuple[str, str]]:
    plain = blank_quotations(text)
    for found in _DONE_BY.finditer(plain):
        start, end = found.span("name")
        mention = NameMention("actor", ("",), start, end, found["name"])
        yield from _short(found["name"], guess_roles(plain, [mention], frozenset())[0])
    for found in _SAYS_NAME.finditer(plain):
        yield from _short(found["name"], _SPEAKER)
    begins = {sentence.start for sentence in split_sentences(plain)}
    for found in _NAME_SAYS.finditer(plain):
        # "Officials said", "He noted": what is capital only as the first word is no name.
        word, start = found["name"], found.start()
        whole = not _GOES_BEFORE.search(
            plain[max(0, start - _NEAR) : start]
        )  # "the Ministry of Health and Science said"
        if whole and (" " in word or word.isupper() or start not in begins):
            yield from _short(word, _SPEAKER)


_GOES_BEFORE = re.compile(r"\b(?:and|of|for|in|или|и)\s+\Z")
_NEAR = 8
_SPEAKER = RoleGuess("speaker")
_ARTICLE = re.compile(r"^(?:The|An?)\s+")


def _short(name: str, guess: RoleGuess) -> Iterator[tuple[str, str]]:
    name = _ARTICLE.sub("", name)
    if len(name) <= _LONGEST:
        yield name, guess.role
