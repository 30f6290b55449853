"""The office of somebody who is named with it: "Jane Doe, Head of Unit at the Ministry"."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from timeline.drafting.naming import Mention

_FAR = 110
_JOIN = r"(?:\s+(?:of|at|for|in|with|from)(?:\s+the)?|,)?\s*(?:the\s+)?$"
_LEAD = re.compile(r"^\s*(?:the|a|an|of|at|for|in|with|from|и|в)\s+", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:Mr|Ms|Mrs|Dr|Ambassador)\.?\s*$")
_OFFICE = re.compile(r"[^\W\d_][^,.;:()“”\"«»]{2,80}")


class Office(NamedTuple):
    """In which capacity somebody appears, and for which body, by its place among the mentions."""

    capacity: str
    body: int | None


def offices(text: str, mentions: Sequence[Mention], persons: frozenset[str]) -> Mapping[int, Office]:
    """The offices that stand beside the names of persons, by the place of the mention."""
    found: dict[int, Office] = {}
    for at, one in enumerate(mentions):
        if one.key in persons:
            office = _behind(text, at, mentions, persons) or _in_front(text, at, mentions, persons)
            if office is not None:
                found[at] = office
    return found


def _behind(
    text: str, at: int, mentions: Sequence[Mention], persons: frozenset[str]
) -> Office | None:
    """`NAME, Head of Unit at BODY,` or `NAME, BODY Coordinator.`"""
    lead = re.compile(r"\s*[,(]\s*").match(text, mentions[at].end)
    if lead is None:
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
        return Office(said, None) if _is_office(said) else None
    before = text[lead.end() : mentions[body].start]
    after = text[mentions[body].end : end].strip(" ,)")
    capacity = re.sub(_JOIN, "", before).strip(" ,") or after
    capacity = _LEAD.sub("", capacity)
    return Office(capacity if _is_office(capacity) else "", body)


def _apposition_end(text: str, start: int, mentions: Sequence[Mention], at: int) -> int:
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
    text: str, at: int, mentions: Sequence[Mention], persons: frozenset[str]
) -> Office | None:
    """`The Head of BODY, Ambassador NAME,`"""
    front = _TITLE.sub("", text[: mentions[at].start]).rstrip()
    if not front.endswith(",") or at == 0:
        return None
    body = mentions[at - 1]
    between = text[body.end : mentions[at].start]
    if body.key in persons or body.namespace != "actor" or not re.fullmatch(r"\s*,\s*(?:[\w.]+\s+)?", between):
        return None
    start = max(text.rfind(". ", 0, body.start) + 1, text.rfind(",", 0, body.start) + 1, 0)
    said = re.sub(_JOIN, "", text[start : body.start]).strip(" ,")
    capacity = _LEAD.sub("", said)
    return Office(capacity, at - 1) if _is_office(capacity) else None


def _is_office(text: str) -> bool:
    return bool(_OFFICE.fullmatch(text)) and len(text.split()) <= 9
