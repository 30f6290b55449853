"""The actors, places and programs of a proposed happening, with roles and offices."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.drafting.name_mentions import HONORIFIC, NameIndex, NameMention
from timeline.drafting.offices import find_offices
from timeline.drafting.paragraph_contents import ParagraphContents
from timeline.drafting.roles import RoleGuess, guess_roles
from timeline.drafting.sentences import is_quoted
from timeline.drafting.word_tables import Vocabulary

_NAMES_SHOWN = 3
_LEADING_HONORIFIC = re.compile(rf"^{HONORIFIC}")
_QUOTED = "what is quoted"


class Participants(NamedTuple):
    """The participants of a happening.

    Attributes:
        body: the fields `places`, `actors` and `programs`, as far as there are any.
        notes: by field, a note for each item.
        remarks: names that may be meant, and are not proposed.
        speaker: who makes the statement; empty where none does.
    """

    body: dict[str, object]
    notes: Mapping[str, Sequence[str]]
    remarks: Sequence[str]
    speaker: str


class _Participation(NamedTuple):
    """One actor with its role and office, and a note on them."""

    item: dict[str, str]
    note: str
    is_guess: bool  # no word suggests the role


class _ActorMention(NamedTuple):
    """A mention of an actor, the role it has there, and the fields of its office."""

    mention: NameMention
    guess: RoleGuess
    office: dict[str, str]


def find_participants(
    paragraphs: Sequence[ParagraphContents],
    names: NameIndex,
    vocabulary: Vocabulary,
    *,
    is_statement: bool,
) -> Participants:
    """Find the actors, places and programs of a happening.

    Args:
        paragraphs: the paragraphs that tell of it.
        names: the names that the log knows.
        vocabulary: the roles that the log knows.
        is_statement: whether the paragraphs quote a speaker.
    """
    remarks: list[str] = []
    mentions: list[_ActorMention] = []
    for one in paragraphs:
        sure = [mention for mention in one.mentions if mention.key and mention.is_sure]
        remarks += _list_unsure(one.mentions, sure)
        actors = [mention for mention in sure if mention.namespace == "actor"]
        mentions += _read_actors(one.text, actors, names.persons, is_statement=is_statement)
    speaker = next((one.mention.words for one in mentions if one.guess.role == "speaker"), "")
    kept = _merge_mentions(mentions, vocabulary)
    if is_statement:
        kept.sort(key=lambda one: one.item["role"] != "speaker")
    body: dict[str, object] = {
        "places": _list_keys(paragraphs, "place"),
        "actors": [one.item for one in kept],
        "programs": [{"program": key} for key in _list_keys(paragraphs, "program")],
    }
    return Participants(
        body={field: value for field, value in body.items() if value},
        notes={"actors": [one.note for one in kept]},
        remarks=tuple(dict.fromkeys(remarks)),
        speaker=_LEADING_HONORIFIC.sub("", speaker) if is_statement else "",
    )


def _merge_mentions(
    mentions: Sequence[_ActorMention], vocabulary: Vocabulary
) -> list[_Participation]:
    """One participation for each actor, by the first mention whose words suggest a role.

    A body that an actor stands for is left out, unless words give it a role of its own.
    """
    merged: dict[str, _Participation] = {}
    for mention, guess, office in mentions:
        earlier = merged.get(mention.key)
        if earlier is None or (earlier.is_guess and guess.words):
            made = _make_participation(mention, guess, vocabulary)
            merged[mention.key] = made._replace(item=made.item | office)
    bodies = {one.item.get("for") for one in merged.values()}
    return [one for key, one in merged.items() if not (key in bodies and one.is_guess)]


def _read_actors(
    text: str, actors: Sequence[NameMention], persons: frozenset[str], *, is_statement: bool
) -> Iterator[_ActorMention]:
    """Each mention of an actor with its role and office, without bodies that only name an office.

    Args:
        text: the paragraph.
        actors: the mentions of actors in it.
        persons: the keys of persons.
        is_statement: whether the paragraph quotes a speaker.
    """
    guesses = guess_roles(text, actors, persons)
    offices = find_offices(text, actors, persons)
    bodies = {office.body for office in offices.values()}
    for at, (mention, found) in enumerate(zip(actors, guesses, strict=True)):
        guess = found
        if at in bodies and (not guess.words or guess.role == "speaker"):
            continue
        if is_statement and guess.role != "speaker" and is_quoted(text, mention.start):
            guess = RoleGuess("subject", _QUOTED)
        fields: dict[str, str] = {}
        if at in offices:
            capacity, body = offices[at]
            fields |= {"capacity": capacity} if capacity else {}
            fields |= {"for": actors[body].key} if body is not None else {}
        yield _ActorMention(mention, guess, fields)


def _list_unsure(mentions: Sequence[NameMention], sure: Sequence[NameMention]) -> list[str]:
    """A remark on each mention that may be of several names, or is too short a part of one."""
    remarks = []
    for one in mentions:
        if one in sure:
            continue
        keys = " or ".join(one.keys[:_NAMES_SHOWN])
        if one.longer:
            remarks.append(f'"{one.longer}" is a longer name than that of {one.namespace} {keys}')
            continue
        remarks.append(f'"{one.words}" may be {one.namespace} {keys}')
    return remarks


def _make_participation(
    mention: NameMention, guess: RoleGuess, vocabulary: Vocabulary
) -> _Participation:
    """The actor of a mention with its role, which the user decides where the log has none such."""
    item = {"actor": mention.key, "role": guess.role}
    if guess.role not in vocabulary["role"]:
        known = ", ".join(sorted(vocabulary["role"]))
        note = f"{mention.words}; decide the role: {known}"
        return _Participation(item | {"role": ""}, note, is_guess=False)
    if not guess.words:
        return _Participation(item, f"{mention.words}; role guessed", is_guess=True)
    reason = f'role from "{guess.words.strip()}"'
    if guess.words == _QUOTED:
        reason = "role guessed, for it is named in the quotation"
    return _Participation(item, f"{mention.words}; {reason}", is_guess=False)


def _list_keys(paragraphs: Sequence[ParagraphContents], namespace: str) -> list[str]:
    """The keys of a namespace that are mentioned, each once, in the order of the text."""
    return list(
        dict.fromkeys(
            one.key
            for paragraph in paragraphs
            for one in paragraph.mentions
            if one.namespace == namespace and one.key and one.is_sure
        )
    )
