"""One proposed happening: its fields, and for each the words or the guess that it is based on."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from timeline.dates import edtf
from timeline.drafting.dates.carried import is_of_birth
from timeline.drafting.dates.date_mentions import COUNTED, DateMention
from timeline.drafting.dates.publication import Publication, iso
from timeline.drafting.dates.setting import Carried
from timeline.drafting.dates.years import read_span
from timeline.drafting.figures import FigureMention
from timeline.drafting.kinds import find_reported_speech, find_speech_words, guess_kinds
from timeline.drafting.name_mentions import NameIndex
from timeline.drafting.paragraph_contents import ParagraphContents
from timeline.drafting.participants import find_participants
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
from timeline.drafting.word_tables import Vocabulary

_GOING_ON = re.compile(
    r"\b(?:is|are|has\s+been|have\s+been)\s+(?:\w+ly\s+)?(?:being\b|underway|ongoing|part\s+of|\w+ing\b"
    r"|implemented\b)|\b(?:assists|supports|promotes|works)\b",
    re.IGNORECASE,
)
_OF_A_PAPER = re.compile(
    r"\b(?:laws?|acts?|decrees?|orders?|decisions?|resolutions?|agreements?|treat(?:y|ies)|letters?"
    r"|statements?|memorand(?:um|a)|judge?ments?|reports?|contracts?|protocols?|minutes|закон\w*"
    r"|указ\w*|постановлени\w+|приказ\w*)\s+(?:of|dated|from|от)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What stands before the date of a paper, which tells when that was made."""
_TITLE_BEHIND = re.compile(r"\s+(?:[A-Z]\w+\s+){0,2}(?:Programme|Program|Strategy|Plan|Agenda)\b")
_VALUE_WORDS = re.compile(
    r"\b(total\s+value|value|budget|cost|grant|loan|funding|contribution|price|salary)\b",
    re.IGNORECASE,
)


_CELL = re.compile(r"[^|\s](?:[^|]*[^|\s])?")


class Proposal(NamedTuple):
    """A proposed happening.

    Attributes:
        paragraphs: the number and the text of each paragraph that it is from; of a row the
            numbers of its cells.
        body: its fields in the order of an event; one that the user has to decide is empty.
        notes: by field, why it is as it is.
        items: by field, a note for each item of its list.
        remarks: what else the paragraphs contain.
        actor: an actor to fill in; empty where actors are proposed.
    """

    paragraphs: tuple[tuple[str, str], ...]
    body: Mapping[str, object]
    notes: Mapping[str, str]
    items: Mapping[str, Sequence[str]]
    remarks: tuple[str, ...]
    actor: Mapping[str, str]

    @property
    def undecided(self) -> tuple[str, ...]:
        """The fields that the user has to decide, those of items included."""
        found: list[str] = []
        for name, value in self.body.items():
            items = value if isinstance(value, list) else ()
            found += [name] if value == "" else []
            found += [name for item in items if isinstance(item, dict) and "" in item.values()]
        return tuple(found)


_NO_TITLE = "decide: no sentence of it tells of something in words"


class _Passage(NamedTuple):
    """The paragraphs of one proposal, and what its fields are based on.

    Attributes:
        paragraphs: one paragraph, or the introduction of a list with its items.
        main: the sentence with the date; the first one where no sentence has it.
        date: the date that the happening gets; None if no words give one.
        is_statement: whether the first paragraph quotes a speaker.
        future_words: the words by which the main sentence is about the future; empty if it is not.
    """

    paragraphs: Sequence[ParagraphContents]
    main: Sentence
    date: DateMention | None
    is_statement: bool
    future_words: str

    @property
    def first(self) -> ParagraphContents:
        """The first paragraph."""
        return self.paragraphs[0]


class _Dating(NamedTuple):
    """The fields of a date, and a note on the field `date`."""

    body: dict[str, object]
    note: str


class _Figures(NamedTuple):
    """The figures of a happening, with a note for each."""

    items: list[dict[str, str]]
    notes: list[str]


def propose(
    paragraphs: Sequence[ParagraphContents],
    source: SourceDraft,
    names: NameIndex,
    vocabulary: Vocabulary,
) -> Proposal:
    """Propose the happening that a paragraph tells of, or an introduction with its list.

    Args:
        paragraphs: the paragraph, or the introduction and the items of its list.
        source: the source that they are from.
        names: the names that the log knows.
        vocabulary: the kinds and roles that the log knows.
    """
    passage = _read_passage(paragraphs)
    dating = _date_passage(passage, source)
    kind, kind_note = _choose_kind(passage, vocabulary)
    participants = find_participants(
        paragraphs, names, vocabulary, is_statement=passage.is_statement
    )
    notes = {"date": dating.note, "kind": kind_note, "title": _NO_TITLE}
    body: dict[str, object] = {"event": "happening", **dating.body, "kind": kind}
    planned = bool(passage.future_words) and _can_be_future(str(dating.body["date"]), source)
    if planned:
        body["status"] = "planned"
        notes["status"] = f'a guess from "{passage.future_words}"'
    body["title"] = _make_title(passage, participants.speaker)
    if body["title"]:
        del notes["title"]
    if planned and source.publication:
        body["announced"] = source.publication.edtf
    body |= participants.body
    figures = _make_figures(paragraphs, planned=planned, going_on=kind == "situation")
    if figures.items:
        body["figures"] = figures.items
    body["sources"] = [{"source": source.key, "at": _locate(paragraphs)}]
    return Proposal(
        paragraphs=tuple((one.numbers, one.whole) for one in paragraphs),
        body=body,
        notes=notes,
        items={**participants.notes, "figures": figures.notes},
        remarks=(
            *_list_other_dates(passage),
            *participants.remarks,
            *_remark_on_title(passage),
        ),
        actor={} if "actors" in body else _make_actor_to_fill_in(paragraphs, vocabulary),
    )


def _read_passage(paragraphs: Sequence[ParagraphContents]) -> _Passage:
    first = paragraphs[0]
    unquoted = blank_quotations(first.text)
    is_statement = _is_statement(first, unquoted)
    date = _choose_date(paragraphs, is_statement=is_statement)
    main = _find_main_sentence(first, date)
    future_words = find_future_words(unquoted[main.start : main.end])
    if (is_statement and date is None) or find_reported_speech(unquoted[main.start : main.end]):
        future_words = ""
    return _Passage(paragraphs, main, date, is_statement, future_words)


def _is_statement(first: ParagraphContents, unquoted: str) -> bool:
    """Whether a paragraph quotes a speaker, and not only after it has told of a day."""
    quotations = find_quotations(first.text)
    if not quotations or not find_speech_words(unquoted):
        return False
    begun = quotations[0][0]
    for sentence in split_sentences(first.text):
        dated = [one for one in first.dates if sentence.start <= one.start < sentence.end]
        if sentence.end <= begun and any(one.edtf and one.stated for one in dated):
            return bool(find_speech_words(unquoted[sentence.start : sentence.end]))
    return True


def _make_actor_to_fill_in(
    paragraphs: Sequence[ParagraphContents], vocabulary: Vocabulary
) -> dict[str, str]:
    """An actor for the user to complete: an obvious name of the text, else a placeholder."""
    found = find_unknown_actor(paragraphs)
    role = found.role if found else ""
    if role not in vocabulary["role"]:
        role = _ROLE if _ROLE in vocabulary["role"] else "ROLE"
    return {"actor": found.name if found else "NAME", "role": role}


_ROLE = "organiser"


def _choose_date(
    paragraphs: Sequence[ParagraphContents], *, is_statement: bool
) -> DateMention | None:
    """Choose the date of the happening: the first that is not vague, else the first.

    Dates in a quotation are skipped, for a statement is dated by its speaker, and so are the
    years in a name, which belong to what it names, and days of birth. A time that only began
    ("since 2015") dates what is told only where nothing else does.
    """
    ranked = []
    for one in paragraphs:
        if one.setting.lead is not None:
            return one.setting.lead if one.setting.lead.edtf else None
        for date in one.dates:
            spoken = is_statement and is_quoted(one.text, date.start)
            beside = _is_in_name(date, one) or is_of_birth(one.text, date.start)
            if date.edtf and not spoken and not beside:
                of_a_paper = _OF_A_PAPER.search(one.text, 0, date.start)
                is_weak = date.vague or date.edtf.endswith("/..") or bool(of_a_paper)
                ranked.append((is_weak, one.number, date.start, date))
    chosen = min(ranked)[-1] if ranked else None
    return None if chosen and _only_says_since(chosen, paragraphs) else chosen


def _only_says_since(chosen: DateMention, paragraphs: Sequence[ParagraphContents]) -> bool:
    """Whether a date only says since when, beside another sentence or a date that is not clear."""
    if not chosen.edtf.endswith("/.."):
        return False
    one = next(one for one in paragraphs if chosen in one.dates)
    every = split_sentences(one.text)
    is_first = not every or chosen.start < every[0].end
    return not is_first or any(not date.edtf and date.start < chosen.start for date in one.dates)


def _is_in_name(date: DateMention, paragraph: ParagraphContents) -> bool:
    """Whether a date is in the name of a body or program, as in "the 2015-2019 Programme"."""
    named = (one for one in paragraph.mentions if one.namespace != "place")
    inside = any(one.start <= date.start < one.end for one in named)
    return inside or bool(_TITLE_BEHIND.match(paragraph.text, date.end))


def _find_main_sentence(first: ParagraphContents, date: DateMention | None) -> Sentence:
    """Find the sentence with the date; the first one where no sentence has it."""
    if first.is_row:
        found = _CELL.finditer(first.text, 0 if first.last else first.setting.text_start)
        cells = [Sentence(cell.group(), cell.start()) for cell in found]
        return max(cells, key=lambda one: len(one.text), default=Sentence(first.text, 0))
    every = split_sentences(first.text) or (Sentence(first.text, 0),)
    if date is None or date not in first.dates:
        return every[0]
    return next((one for one in every if one.start <= date.start < one.end), every[0])


def _date_passage(passage: _Passage, source: SourceDraft) -> _Dating:
    """The fields of the date, from its words or else from the date of the source."""
    date, over = passage.date, passage.first.setting.over
    if date is not None:
        against = _find_contradiction(passage, date)
        if against is not None:
            return _Dating({"date": "", "date_text": date.words}, _describe_doubt(date, against))
        return _date_by_words(date, source)
    lead = passage.first.setting.lead
    if over is not None and lead is None and not passage.is_statement:
        return _date_by_heading(over, passage.first.setting.doubt, source)
    unclear = [one for paragraph in passage.paragraphs for one in paragraph.dates if not one.edtf]
    if unclear and (not passage.is_statement or unclear[0] == passage.first.setting.lead):
        return _Dating({"date": "", "date_text": unclear[0].words}, _describe_unclear(unclear[0]))
    if source.publication is None:
        return _Dating({"date": ""}, "decide: no word says when, and the source bears no date")
    return _date_by_source(passage, source, source.publication)


def _find_contradiction(passage: _Passage, date: DateMention) -> Carried | None:
    """The heading over a paragraph, where a date in its words does not lie in that of the heading.

    The date that an entry begins with is its own.
    """
    setting = passage.first.setting
    if setting.over is None or (setting.is_entry and date == setting.lead):
        return None
    there, span = read_span(setting.over.edtf), read_span(date.edtf)
    if there is None or (span and there.first <= span.last and span.first <= there.last):
        return None
    return setting.over


def _describe_doubt(date: DateMention, over: Carried) -> str:
    return f'decide: {date.edtf} as in "{date.words}", or {over.edtf} as {over.place} over it'


def _date_by_heading(over: Carried, doubt: str, source: SourceDraft) -> _Dating:
    """The date of what stands under a heading, a term or beside a cell that is a date."""
    if doubt:
        return _Dating({"date": ""}, f"decide: {over.edtf} as {over.place}; but {doubt}")
    basis = f"{_capitalise(source.label)} has it under {over.place}."
    body: dict[str, object] = {"date": _within(over.edtf), "date_text": over.words}
    body |= {"date_basis": basis, "dated": "stated"}
    return _Dating(body, f"carried from {over.place}")


def _within(date: str) -> str:
    """The EDTF of something that happened within an interval: one moment in it."""
    first, _, last = date.partition("/")
    return f"[{first}..{last}]" if last and "." not in date else date


def _date_by_words(date: DateMention, source: SourceDraft) -> _Dating:
    body: dict[str, object] = {"date": date.edtf, "date_text": date.words}
    if date.why:
        why = "" if date.why == COUNTED else f"; {date.why}"
        body["date_basis"] = f'{_capitalise(source.label)} says "{date.words}"{why}.'
    body["dated"] = "stated" if date.stated else "inferred"
    return _Dating(body, f'"{date.words}"; {date.why}' if date.is_carried else f'"{date.words}"')


def _date_by_source(passage: _Passage, source: SourceDraft, publication: Publication) -> _Dating:
    """The date of a happening without one, by when the source came out."""
    name = _capitalise(source.label)
    main = passage.main
    if passage.is_statement:
        is_marked = publication.edtf != publication.unmarked
        date = publication.edtf if is_marked else f"{publication.unmarked}?"
        basis = f"{name} quotes it without a date."
    elif passage.future_words:
        date, basis = f"[{iso(publication.last + 1)}..]", f"{name} announces it without a date."
    elif _GOING_ON.search(blank_quotations(passage.first.text)[main.start : main.end]):
        date, basis = publication.edtf, f"{name} speaks of it as going on."
    else:
        date, basis = f"[..{publication.until}]", f"{name} tells of it as done, without a date."
    body: dict[str, object] = {"date": date, "date_basis": basis, "dated": "inferred"}
    return _Dating(body, "a guess: no word of the paragraph says when")


def _describe_unclear(date: DateMention) -> str:
    readings = f": {' or '.join(date.readings)}" if date.readings else ""
    return f'decide: "{date.words}"{readings}; {date.why}'


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def _can_be_future(date: str, source: SourceDraft) -> bool:
    """Whether a date can have been in the future when the source came out."""
    if not date or source.publication is None:
        return True
    bounds = edtf.parse(date, source.publication.hemisphere).nominal
    return bounds.latest_end >= source.publication.first


def _choose_kind(passage: _Passage, vocabulary: Vocabulary) -> tuple[str, str]:
    """Choose the kind that words suggest, with a note on them; empty where none of them does."""
    first, known = passage.first, vocabulary["kind"]
    if passage.is_statement and "statement" in known:
        verb = find_speech_words(blank_quotations(first.text))
        return "statement", f'a guess from "{verb}" and what is quoted'
    verb = find_reported_speech(blank_quotations(strip_lead(passage.main.text)))
    if verb and "statement" in known:
        return "statement", f'a guess from "{verb}"'
    guesses = [*guess_kinds(strip_lead(passage.main.text)), *guess_kinds(first.text)]
    every = list({one.kind: one for one in guesses if one.kind in known}.values())
    if not every:
        return "", "decide: no word suggests one"
    others = ", ".join(f'{one.kind} ("{one.words}")' for one in every[1:4])
    note = f'a guess from "{every[0].words}"'
    return every[0].kind, f"{note}; or {others}" if others else note


def _make_title(passage: _Passage, speaker: str) -> str:
    if passage.is_statement:
        text = passage.first.text
        start, end = find_quotations(text)[0]
        return make_statement_title(speaker, text[start:end])
    when = passage.date.words if passage.date else ""
    every = [passage.main]
    if not passage.first.is_row:
        every += [one for one in split_sentences(passage.first.text) if one != passage.main]
    for sentence in every:
        skipped = max(0, passage.first.setting.text_start - sentence.start)
        title = make_title(sentence.text[skipped:], when).rstrip(":")
        if title.count(" ") or (title and passage.first.is_row):
            return title
    return ""


def _locate(paragraphs: Sequence[ParagraphContents]) -> str:
    """Where in the source the paragraphs are, as events cite it."""
    numbers = [one.number for one in paragraphs]
    first, last = numbers[0], paragraphs[-1].last or numbers[-1]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return f"para {', '.join(map(str, numbers))}"
    return f"para {first}" if first == last else f"paras {first}-{last}"


def _make_figures(
    paragraphs: Sequence[ParagraphContents], *, planned: bool, going_on: bool
) -> _Figures:
    found = _Figures([], [])
    for paragraph in paragraphs:
        for figure in paragraph.figures:
            item = {"measure": figure.measure, "value": figure.value, "unit": figure.unit}
            note = f'"{figure.words}"'
            if not figure.measure:
                item["measure"] = _guess_measure(paragraph.text, figure)
                note += "; what it measures is a guess"
            if figure.bound != "exact":
                item["bound"] = figure.bound
            is_level = figure.is_duration or going_on
            item["type"] = "level" if is_level else "target" if planned else ""
            found.items.append({key: value for key, value in item.items() if value})
            found.notes.append(note)
    return found


def _guess_measure(text: str, figure: FigureMention) -> str:
    """Guess what a sum, a share or a duration is of, by the words around it."""
    end = figure.start + len(figure.words)
    if figure.is_duration:
        after = re.match(r"[\s-]*(?:long\s+)?([^\W\d_]{4,})", text[end:])
        return f"length of the {after[1].lower()}" if after else "length"
    if figure.unit == "percent":
        return "share"
    if figure.unit == "times":
        return "growth"
    near = [*_VALUE_WORDS.finditer(text[max(0, figure.start - 60) : figure.start])][-1:]
    near = near or [*_VALUE_WORDS.finditer(text[end : end + 30])][:1]
    return re.sub(r"\s+", " ", near[0].group().lower()) if near else "amount"


def _list_other_dates(passage: _Passage) -> list[str]:
    """A remark on each date of the paragraphs that the happening does not get."""
    remarks = []
    every = [date for paragraph in passage.paragraphs for date in paragraph.dates]
    asked = next((date for date in every if not date.edtf), None) if not passage.date else None
    for paragraph in passage.paragraphs:
        for date in paragraph.dates:
            if date in (passage.date, asked) and not passage.is_statement:
                continue
            if date.edtf:
                remarks.append(f'also dated: "{date.words}" = {date.edtf}')
            else:
                remarks.append(f"also dated: {_describe_unclear(date).removeprefix('decide: ')}")
    return list(dict.fromkeys(remarks))


def _remark_on_title(passage: _Passage) -> list[str]:
    """A remark where the title is not from the first sentence."""
    every = split_sentences(passage.first.text)
    if passage.first.is_row or passage.main.start <= 1 or not every or passage.main == every[0]:
        return []
    return ["the title is from the sentence with the date; those before it may tell of more"]
