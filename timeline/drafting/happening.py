"""One proposed happening: its fields, and for each the words or the guess that it rests on."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from timeline.dates import edtf
from timeline.drafting import kinds, participants
from timeline.drafting.dates import date_mentions
from timeline.drafting.dates.date_mentions import DateMention
from timeline.drafting.dates.publication import iso
from timeline.drafting.figures import FigureMention
from timeline.drafting.name_mentions import NameIndex
from timeline.drafting.paragraph_contents import ParagraphContents
from timeline.drafting.sentences import (
    Sentence,
    blank_quotations,
    find_future_words,
    find_quotations,
    is_quoted,
    split_sentences,
)
from timeline.drafting.source.source_draft import SourceDraft
from timeline.drafting.titles import make_statement_title, make_title, strip_lead
from timeline.drafting.unknown_actors import find_unknown_actor

Words = Mapping[str, frozenset[str]]
"""The kinds and roles that a log knows."""

_GOING_ON = re.compile(
    r"\b(?:is|are|has\s+been|have\s+been)\s+(?:\w+ly\s+)?(?:being\b|underway|ongoing|part\s+of|\w+ing\b"
    r"|implemented\b)|\b(?:assists|supports|promotes|works)\b",
    re.IGNORECASE,
)
_TITLE_BEHIND = re.compile(r"\s+(?:[A-Z]\w+\s+){0,2}(?:Programme|Program|Strategy|Plan|Agenda)\b")
_PLAIN_VALUE = re.compile(
    r"\b(total\s+value|value|budget|cost|grant|loan|funding|contribution|price|salary)\b",
    re.IGNORECASE,
)


class Proposal(NamedTuple):
    """A happening to decide on.

    `body` has the fields in the order of an event; one that the person has to decide is empty.
    `notes` say why a field is as it is, `items` the same of each item of a list, and `remarks`
    what else the paragraph holds. `actor` is one to fill in, where none is proposed.
    """

    paragraphs: tuple[tuple[int, str], ...]
    body: Mapping[str, object]
    notes: Mapping[str, str]
    items: Mapping[str, Sequence[str]]
    remarks: tuple[str, ...]
    actor: Mapping[str, str]

    @property
    def undecided(self) -> tuple[str, ...]:
        """The fields that are left to the person, those of items included."""
        found: list[str] = []
        for name, value in self.body.items():
            items = value if isinstance(value, list) else ()
            found += [name] if value == "" else []
            found += [name for item in items if isinstance(item, dict) and "" in item.values()]
        return tuple(found)


class _When(NamedTuple):
    body: dict[str, object]
    note: str
    found: DateMention | None


def propose(
    says: Sequence[ParagraphContents], origin: SourceDraft, names: NameIndex, words: Words
) -> Proposal:
    """The happening that a paragraph tells of, or one with the list that it introduces."""
    first = says[0]
    is_statement = bool(find_quotations(first.text)) and bool(
        kinds.find_speech_words(blank_quotations(first.text))
    )
    chosen = _chosen(says, is_statement=is_statement)
    main = _main(first, chosen)
    coming = find_future_words(blank_quotations(first.text)[main.start : main.end])
    if is_statement and chosen is None:
        coming = ""
    when = _when(chosen, says, main, origin, is_statement=is_statement, coming=coming)
    kind, kind_note = _kind(first, main, words, is_statement=is_statement)
    part = participants.find_participants(says, names, words, is_statement=is_statement)
    notes = {"date": when.note, "kind": kind_note}
    body: dict[str, object] = {"event": "happening", **when.body, "kind": kind}
    if coming and _may_be_ahead(str(when.body["date"]), origin):
        body["status"] = "planned"
        notes["status"] = f'a guess from "{coming}"'
    body["title"] = _title(first, main, when, part.speaker, is_statement=is_statement)
    if "status" in body and origin.publication:
        body["announced"] = origin.publication.edtf
    body |= part.body
    numbers, number_notes = _figures(says, planned="status" in body, going_on=kind == "situation")
    if numbers:
        body["figures"] = numbers
    body["sources"] = [{"source": origin.key, "at": _at(says)}]
    items = {**part.items, "figures": number_notes}
    remarks = [*_other_dates(says, chosen), *part.remarks, *_other_sentence(first, main)]
    paragraphs = tuple((one.number, one.whole) for one in says)
    actor = {} if "actors" in body else _to_fill_in(says, words)
    return Proposal(paragraphs, body, notes, items, tuple(remarks), actor)


def _to_fill_in(says: Sequence[ParagraphContents], words: Words) -> dict[str, str]:
    """An actor as it would be written: of a name in the text, where one is obvious."""
    name, role = find_unknown_actor(says)
    if role not in words["role"]:
        role = _ROLE if _ROLE in words["role"] else "ROLE"
    return {"actor": name or "NAME", "role": role}


_ROLE = "organiser"


def _chosen(says: Sequence[ParagraphContents], *, is_statement: bool) -> DateMention | None:
    """The date that the happening gets: the first that is not vague, else the first.

    What is quoted is dated by who speaks, and the years in a name are those of what it names.
    """
    ranked = []
    for one in says:
        for found in one.dates:
            spoken = is_statement and is_quoted(one.text, found.start)
            if found.edtf and not spoken and not _in_name(found, one):
                ranked.append((found.vague, one.number, found.start, found))
    return min(ranked)[-1] if ranked else None


def _in_name(found: DateMention, says: ParagraphContents) -> bool:
    """Whether a date belongs to the name of a body or program, as in "the 2015-2019 Programme"."""
    named = (one for one in says.mentions if one.namespace != "place")
    inside = any(one.start <= found.start < one.end for one in named)
    return inside or bool(_TITLE_BEHIND.match(says.text, found.end))


def _main(first: ParagraphContents, chosen: DateMention | None) -> Sentence:
    """The sentence with the date, else the first."""
    every = split_sentences(first.text) or (Sentence(first.text, 0),)
    if chosen is None or chosen not in first.dates:
        return every[0]
    return next((one for one in every if one.start <= chosen.start < one.end), every[0])


def _when(
    chosen: DateMention | None,
    says: Sequence[ParagraphContents],
    main: Sentence,
    origin: SourceDraft,
    *,
    is_statement: bool,
    coming: str,
) -> _When:
    if chosen is not None:
        body: dict[str, object] = {"date": chosen.edtf, "date_text": chosen.words}
        if chosen.why:
            why = "" if chosen.why == date_mentions.COUNTED else f"; {chosen.why}"
            body["date_basis"] = f'{_capital(origin.label)} says "{chosen.words}"{why}.'
        body["dated"] = "stated" if chosen.stated else "inferred"
        return _When(body, f'"{chosen.words}"', chosen)
    unclear = [found for one in says for found in one.dates if not found.edtf]
    if unclear and not is_statement:
        return _When({"date": "", "date_text": unclear[0].words}, _decide(unclear[0]), None)
    if origin.publication is None:
        return _When({"date": ""}, "decide: no word says when, and the source bears no date", None)
    return _undated(says, main, origin, is_statement=is_statement, coming=coming)


def _undated(
    says: Sequence[ParagraphContents],
    main: Sentence,
    origin: SourceDraft,
    *,
    is_statement: bool,
    coming: str,
) -> _When:
    """What the day of the source says of a happening that has no date of its own."""
    publication, source = origin.publication, _capital(origin.label)
    assert publication is not None  # noqa: S101 (its caller sees to it)
    if is_statement:
        date = (
            publication.edtf
            if publication.edtf != publication.unmarked
            else f"{publication.unmarked}?"
        )
        basis = f"{source} quotes it without a date."
    elif coming:
        date, basis = f"[{iso(publication.last + 1)}..]", f"{source} announces it without a date."
    elif _GOING_ON.search(blank_quotations(says[0].text)[main.start : main.end]):
        date, basis = publication.edtf, f"{source} speaks of it as going on."
    else:
        date, basis = f"[..{publication.until}]", f"{source} tells of it as done, without a date."
    body: dict[str, object] = {"date": date, "date_basis": basis, "dated": "inferred"}
    return _When(body, "a guess: no word of the paragraph says when", None)


def _decide(unclear: DateMention) -> str:
    readings = f": {' or '.join(unclear.readings)}" if unclear.readings else ""
    return f'decide: "{unclear.words}"{readings}; {unclear.why}'


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _may_be_ahead(date: str, origin: SourceDraft) -> bool:
    """Whether what is dated so can have been yet to come when the source came out."""
    if not date or origin.publication is None:
        return True
    bounds = edtf.parse(date, origin.publication.hemisphere).nominal
    return bounds.latest_end >= origin.publication.first


def _kind(
    first: ParagraphContents, main: Sentence, words: Words, *, is_statement: bool
) -> tuple[str, str]:
    """The kind that words suggest, and which; empty where none of them does."""
    if is_statement and "statement" in words["kind"]:
        verb = kinds.find_speech_words(blank_quotations(first.text))
        return "statement", f'a guess from "{verb}" and what is quoted'
    told = strip_lead(main.text)
    found = [one for one in kinds.guess_kinds(told) if one.kind in words["kind"]]
    rest = [one for one in kinds.guess_kinds(first.text) if one.kind in words["kind"]]
    every = list({one.kind: one for one in (*found, *rest)}.values())
    if not every:
        return "", "decide: no word suggests one"
    others = ", ".join(f'{one.kind} ("{one.words}")' for one in every[1:4])
    note = f'a guess from "{every[0].words}"'
    return every[0].kind, f"{note}; or {others}" if others else note


def _title(
    first: ParagraphContents, main: Sentence, when: _When, speaker: str, *, is_statement: bool
) -> str:
    if is_statement:
        start, end = find_quotations(first.text)[0]
        return make_statement_title(speaker, first.text[start:end])
    title = make_title(main.text, when.found.words if when.found else "")
    return title.rstrip(":")


def _at(says: Sequence[ParagraphContents]) -> str:
    first, last = says[0].number, says[-1].number
    return f"para {first}" if first == last else f"paras {first}-{last}"


def _figures(
    says: Sequence[ParagraphContents], *, planned: bool, going_on: bool
) -> tuple[list[dict[str, str]], list[str]]:
    items, notes = [], []
    for one in says:
        for number in one.numbers:
            item = {"measure": number.measure, "value": number.value, "unit": number.unit}
            note = f'"{number.words}"'
            if not number.measure:
                item["measure"] = _measure(one.text, number)
                note += "; what it measures is a guess"
            if number.bound != "exact":
                item["bound"] = number.bound
            kind = "level" if number.is_duration or going_on else "target" if planned else ""
            if kind:
                item["type"] = kind
            items.append({key: value for key, value in item.items() if value})
            notes.append(note)
    return items, notes


def _measure(text: str, number: FigureMention) -> str:
    """What a sum, a share or a length is of, by the words around it."""
    end = number.start + len(number.words)
    if number.is_duration:
        after = re.match(r"[\s-]*(?:long\s+)?([^\W\d_]{4,})", text[end:])
        return f"length of the {after[1].lower()}" if after else "length"
    if number.unit == "percent":
        return "share"
    if number.unit == "times":
        return "growth"
    near = [*_PLAIN_VALUE.finditer(text[max(0, number.start - 60) : number.start])][-1:]
    near = near or [*_PLAIN_VALUE.finditer(text[end : end + 30])][:1]
    return re.sub(r"\s+", " ", near[0].group().lower()) if near else "amount"


def _other_dates(says: Sequence[ParagraphContents], chosen: DateMention | None) -> list[str]:
    found = []
    for one in says:
        for date in one.dates:
            if date == chosen:
                continue
            if date.edtf:
                found.append(f'also dated: "{date.words}" = {date.edtf}')
            else:
                found.append(f"also dated: {_decide(date).removeprefix('decide: ')}")
    return list(dict.fromkeys(found))


def _other_sentence(first: ParagraphContents, main: Sentence) -> list[str]:
    if main.start <= 1 or not split_sentences(first.text) or main == split_sentences(first.text)[0]:
        return []
    return ["the title is from the sentence with the date; those before it may tell of more"]
