"""The office of somebody who is named with it: "Jane Doe, Head of Unit at the Ministry"."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from timeline.drafting.kinds import SPEECH_VERBS
from timeline.drafting.name_mentions import NameMention

_FAR = 110
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
    """In which capacity somebody appears, and for which body, by its place among the mentions."""

    capacity: str
    body: int | None


def find_offices(
    text: str, mentions: Sequence[NameMention], persons: frozenset[str]
) -> Mapping[int, Office]:
    """The offices that stand beside the names of persons, by the place of the mention."""
    found: dict[int, Office] = {}
    for at, one in enumerate(mentions):
        if one.key in persons and one.words[:1].isupper():
            office = _behind(text, at, mentions, persons) or _in_front(text, at, mentions, persons)
            if office is not None:
                found[at] = office
    return found


def _behind(
    text: str, at: int, mentions: Sequence[NameMention], persons: frozenset[str]
) -> Office | None:
    """`NAME, Head of Unit at BODY,` or `NAME, BODY Coordinator`."""
    lead = re.compile(r"\s*[,(]\s*").match(text, mentions[at].end)
    if lead is None:
        return None
    if _VERB.match(text, lead.end()):
        return None
    end = _apposition_end(text, lead.end(), mentions, at)
    body = next(
        (
            i
            for i in range(at + 1, len(mentions))
            if mentions[i].end <= end
            and mentions[i].namespace == "actor"
            and mentions[i].key not in persons
        ),
        None,
    )
    if body is None:
        said = text[lead.end() : end].strip(" ,)")
        return (
            Office(said, _next_body(text, end, at, mentions, persons)) if _is_office(said) else None
        )
    before = text[lead.end() : mentions[body].start]
    after = text[mentions[body].end : end].strip(" ,)")
    after = after if after[:1].isupper() else ""
    capacity = re.sub(_JOIN, "", before).strip(" ,") or after
    capacity = _LEAD.sub("", capacity)
    return Office(capacity if _is_office(capacity) else "", body)


def _next_body(
    text: str, end: int, at: int, mentions: Sequence[NameMention], persons: frozenset[str]
) -> int | None:
    """The body of `NAME, Justice Officer, BODY,`."""
    if at + 1 == len(mentions):
        return None
    following = mentions[at + 1]
    beside = re.fullmatch(r",\s+(?:the\s+)?", text[end : following.start])
    is_body = following.namespace == "actor" and following.key not in persons
    return at + 1 if beside and is_body else None


def _apposition_end(text: str, start: int, mentions: Sequence[NameMention], at: int) -> int:
    """Where what stands beside a name ends: at the next comma that is in no name, or at the end."""
    stop = min(len(text), start + _FAR)
    for found in re.finditer(r"[,).;:“”\"«»]", text[start:]):
        place = start + found.start()
        inside = any(one.start <= place < one.end for one in mentions[at + 1 :])
        if not inside:
            return place
        stop = max(stop, place)
    return min(len(text), stop)


def _in_front(
    text: str, at: int, mentions: Sequence[NameMention], persons: frozenset[str]
) -> Office | None:
    """`The Head of BODY, Ambassador NAME,` or `BODY project specialist NAME`."""
    if at == 0:
        return None
    body = mentions[at - 1]
    between = text[body.end : mentions[at].start]
    if body.key in persons or body.namespace != "actor":
        return None
    beside = _BESIDE.fullmatch(between)
    if beside:
        return Office(beside["office"], at - 1)
    if not re.fullmatch(r"\s*,\s*(?:[\w.]+\s+)?", between):
        return None
    start = max(text.rfind(". ", 0, body.start) + 1, text.rfind(",", 0, body.start) + 1, 0)
    said = re.sub(_JOIN, "", text[start : body.start]).strip(" ,")
    capacity = _LEAD.sub("", said)
    return Office(capacity, at - 1) if _is_office(capacity) else None


def _is_office(text: str) -> bool:
    return bool(_OFFICE.fullmatch(text)) and len(text.split()) <= 9
