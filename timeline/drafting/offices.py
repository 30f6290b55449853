"""The offices of persons in a text: "Jane Doe, Head of Unit at the Ministry"."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from timeline.drafting.kinds import SPEECH_VERBS
from timeline.drafting.name_mentions import NameMention

_FAR = 110
"""The longest apposition, in characters, unless a name reaches beyond it."""
_OPENING = re.compile(r"\s*[,(]\s*")
_CLOSING = re.compile(r"[,).;:“”\"«»]")
_JOIN = r"(?:\s+(?:of|at|for|in|with|from)(?:\s+the)?|,)?\s*(?:the\s+)?$"
_LEAD = re.compile(r"^\s*(?:the|a|an|of|at|for|in|with|from|и|в)\s+", re.IGNORECASE)
_BESIDE = re.compile(
    r"\s+(?P<office>(?:[\w-]+\s+){0,4}(?:specialist|officer|coordinator|director|expert|head|chair"
    r"|adviser|advisor|manager|spokesperson|spokesman|spokeswoman|representative|secretary"
    r"|специалист|директор|координатор|эксперт|глава|представитель))\s+",
    re.IGNORECASE,
)
_VERB = re.compile(rf"{SPEECH_VERBS}\b|who\b|which\b|and\b|was\b|is\b|has\b", re.IGNORECASE)
_OFFICE = re.compile(r"[^\W\d_][^,.;:()“”\"«»]{2,80}")


class Office(NamedTuple):
    """The office of a person.

    Attributes:
        capacity: the words for the office; empty where only its body is named.
        body: the index, among the mentions, of the body that it belongs to; None if none is named.
    """

    capacity: str
    body: int | None


class _Scene(NamedTuple):
    """A paragraph with its mentions in order, and the keys of persons."""

    text: str
    mentions: Sequence[NameMention]
    persons: frozenset[str]

    def is_body(self, at: int) -> bool:
        """Whether a mention is of an actor that is not a person."""
        one = self.mentions[at]
        return one.namespace == "actor" and one.key not in self.persons


def find_offices(
    text: str, mentions: Sequence[NameMention], persons: frozenset[str]
) -> Mapping[int, Office]:
    """Find the offices beside the names of persons, by the index of the mention.

    Args:
        text: the paragraph.
        mentions: the names in it, in order.
        persons: the keys of persons.
    """
    scene = _Scene(text, mentions, persons)
    found: dict[int, Office] = {}
    for at, one in enumerate(mentions):
        if one.key in persons and one.words[:1].isupper():
            office = _find_behind(scene, at) or _find_in_front(scene, at)
            if office is not None:
                found[at] = office
    return found


def _find_behind(scene: _Scene, at: int) -> Office | None:
    """`NAME, Head of Unit at BODY,` or `NAME, BODY Coordinator`."""
    text, mentions = scene.text, scene.mentions
    lead = _OPENING.match(text, mentions[at].end)
    if lead is None or _VERB.match(text, lead.end()):
        return None
    end = _find_apposition_end(scene, lead.end(), at)
    inside = (i for i in range(at + 1, len(mentions)) if mentions[i].end <= end)
    body = next(filter(scene.is_body, inside), None)
    if body is None:
        words = text[lead.end() : end].strip(" ,)")
        return Office(words, _find_next_body(scene, end, at)) if _is_office(words) else None
    before = text[lead.end() : mentions[body].start]
    after = text[mentions[body].end : end].strip(" ,)")
    after = after if after[:1].isupper() else ""
    capacity = re.sub(_JOIN, "", before).strip(" ,") or after
    capacity = _LEAD.sub("", capacity)
    return Office(capacity if _is_office(capacity) else "", body)


def _find_next_body(scene: _Scene, end: int, at: int) -> int | None:
    """The body of `NAME, Justice Officer, BODY,`."""
    if at + 1 == len(scene.mentions):
        return None
    between = scene.text[end : scene.mentions[at + 1].start]
    is_beside = re.fullmatch(r",\s+(?:the\s+)?", between)
    return at + 1 if is_beside and scene.is_body(at + 1) else None


def _find_apposition_end(scene: _Scene, start: int, at: int) -> int:
    """Where an apposition ends: at the next comma outside a name, or after `_FAR` characters."""
    stop = min(len(scene.text), start + _FAR)
    for found in _CLOSING.finditer(scene.text, start):
        place = found.start()
        if not any(one.start <= place < one.end for one in scene.mentions[at + 1 :]):
            return place
        stop = max(stop, place)
    return min(len(scene.text), stop)


def _find_in_front(scene: _Scene, at: int) -> Office | None:
    """`The Head of BODY, Ambassador NAME,` or `BODY project specialist NAME`."""
    if at == 0 or not scene.is_body(at - 1):
        return None
    text, body = scene.text, scene.mentions[at - 1]
    between = text[body.end : scene.mentions[at].start]
    beside = _BESIDE.fullmatch(between)
    if beside:
        return Office(beside["office"], at - 1)
    if not re.fullmatch(r"\s*,\s*(?:[\w.]+\s+)?", between):
        return None
    start = max(text.rfind(". ", 0, body.start) + 1, text.rfind(",", 0, body.start) + 1, 0)
    words = re.sub(_JOIN, "", text[start : body.start]).strip(" ,")
    capacity = _LEAD.sub("", words)
    return Office(capacity, at - 1) if _is_office(capacity) else None


def _is_office(text: str) -> bool:
    return bool(_OFFICE.fullmatch(text)) and len(text.split()) <= 9
