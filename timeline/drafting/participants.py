"""Who and what a proposed happening names: actors with their roles, programs, places."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.drafting.name_mentions import NameIndex, NameMention
from timeline.drafting.offices import find_offices
from timeline.drafting.paragraph_contents import ParagraphContents
from timeline.drafting.roles import RoleGuess, guess_roles
from timeline.drafting.sentences import is_quoted

_NAMES_SHOWN = 3
_TITLE = re.compile(r"^(?:Mr|Ms|Mrs|Dr)\.?\s+")
_QUOTED = "what is quoted"


class Participants(NamedTuple):
    """Fields of a happening, with a note for each of their items, and what is left to decide."""

    body: dict[str, object]
    items: Mapping[str, Sequence[str]]
    remarks: Sequence[str]
    speaker: str


def find_participants(
    says: Sequence[ParagraphContents],
    names: NameIndex,
    words: Mapping[str, frozenset[str]],
    *,
    is_statement: bool,
) -> Participants:
    """Who and what paragraphs name.

    Args:
        says: the paragraphs.
        names: those the log knows.
        words: the roles that the log knows.
        is_statement: whether they tell of what somebody said.
    """
    people: dict[str, tuple[dict[str, str], str]] = {}
    remarks: list[str] = []
    speaker = ""
    persons = frozenset(key for key, type_ in names.types.items() if type_ == "person")
    for one in says:
        sure = [mention for mention in one.mentions if mention.key and _is_sure(mention)]
        remarks += _unsure(one.mentions, sure)
        actors = [mention for mention in sure if mention.namespace == "actor"]
        for mention, guess, held in _parts(one.text, actors, persons, is_statement=is_statement):
            if is_statement and guess.role == "speaker" and not speaker:
                speaker = _TITLE.sub("", mention.words)
            item, note = _participation(mention, guess, words)
            known = people.get(mention.key)
            if known is None or (known[1].endswith(_GUESSED) and guess.words):
                people[mention.key] = (item | held, note)
    bodies = {item.get("for") for item, _ in people.values()}
    kept = [
        (item, note)
        for key, (item, note) in people.items()
        if not (key in bodies and note.endswith(_GUESSED))
    ]
    kept.sort(key=lambda one: not (is_statement and one[0]["role"] == "speaker"))
    programs = [{"program": key} for key in _keys(says, "program")]
    body: dict[str, object] = {
        "places": _keys(says, "place"),
        "actors": [item for item, _ in kept],
        "programs": programs,
    }
    body = {field: value for field, value in body.items() if value}
    notes = {"actors": [note for _, note in kept]}
    return Participants(body, notes, tuple(dict.fromkeys(remarks)), speaker)


def _parts(
    text: str, actors: Sequence[NameMention], persons: frozenset[str], *, is_statement: bool
) -> Iterator[tuple[NameMention, RoleGuess, dict[str, str]]]:
    """Each actor with the role it took and the office it held; bodies of offices are left out."""
    guesses = guess_roles(text, actors, persons)
    held = find_offices(text, actors, persons)
    bodies = {office.body for office in held.values()}
    for at, (mention, found) in enumerate(zip(actors, guesses, strict=True)):
        guess = found
        if at in bodies and (not guess.words or guess.role == "speaker"):
            continue
        spoken = is_statement and guess.role != "speaker" and is_quoted(text, mention.start)
        if spoken:
            guess = RoleGuess("subject", _QUOTED)
        office: dict[str, str] = {}
        if at in held:
            capacity, body = held[at]
            office |= {"capacity": capacity} if capacity else {}
            office |= {"for": actors[body].key} if body is not None else {}
        yield mention, guess, office


def _is_sure(mention: NameMention) -> bool:
    """A part of a name that is one common word, such as "women", is no more than a hint."""
    return not mention.is_partial or " " in mention.words


def _unsure(mentions: Sequence[NameMention], sure: Sequence[NameMention]) -> list[str]:
    found = []
    for one in mentions:
        if one in sure:
            continue
        keys = " or ".join(one.keys[:_NAMES_SHOWN])
        found.append(f'"{one.words}" may be {one.namespace} {keys}')
    return found


def _participation(
    mention: NameMention, guess: RoleGuess, words: Mapping[str, frozenset[str]]
) -> tuple[dict[str, str], str]:
    item = {"actor": mention.key, "role": guess.role}
    if guess.role not in words["role"]:
        known = ", ".join(sorted(words["role"]))
        return item | {"role": ""}, f"{mention.words}; decide the role: {known}"
    if not guess.words:
        return item, f"{mention.words}; {_GUESSED}"
    if guess.words == _QUOTED:
        return item, f"{mention.words}; role guessed, for it is named in the quotation"
    return item, f'{mention.words}; role from "{guess.words.strip()}"'


_GUESSED = "role guessed"
"""What is said of a role that no word suggests."""


def _keys(says: Sequence[ParagraphContents], namespace: str) -> list[str]:
    """The keys of a namespace that are named, each once, in the order of the text."""
    return list(
        dict.fromkeys(
            one.key
            for paragraph in says
            for one in paragraph.mentions
            if one.namespace == namespace and one.key and _is_sure(one)
        )
    )
