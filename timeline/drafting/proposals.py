"""The happenings proposed from the paragraphs of a source, and the paragraphs left out."""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.drafting.chronology import read_settings
from timeline.drafting.dates.carried import YearSource, carry_years
from timeline.drafting.dates.date_mentions import DateMention, find_dates
from timeline.drafting.dates.setting import NO_SETTING, Setting
from timeline.drafting.figures import FigureMention, find_figures
from timeline.drafting.happening import Proposal, propose
from timeline.drafting.name_mentions import NameIndex, NameMention
from timeline.drafting.paragraph_contents import ParagraphContents
from timeline.drafting.parts import split_contents
from timeline.drafting.retellings import find_retold
from timeline.drafting.sentences import blank_quotations, split_sentences
from timeline.drafting.source.source_draft import SourceDraft
from timeline.drafting.word_tables import Vocabulary
from timeline.texts.paragraphs import Paragraph, SourceText
from timeline.views.coverage import coverage

_ITEM = re.compile(r"(?:\d{1,3}[.)]|[-–—•*·])\s|.*;$")
_MOST_IN_A_LIST = 60
_LONGEST = 20_000
"""Characters of a paragraph that are read; a longer one was not written as a paragraph."""


class LeftOut(NamedTuple):
    """Paragraphs from which nothing is proposed, and why; `is_recorded` when events cite them."""

    paragraphs: tuple[int, ...]
    why: str
    is_recorded: bool = False


class Citing(NamedTuple):
    """A happening of the log that cites a paragraph."""

    id: str
    title: str


CitingByParagraph = Mapping[int, Sequence[Citing]]
"""By number of a paragraph, the happenings of the log that cite it."""


def find_citing(db: sqlite3.Connection, source: str) -> CitingByParagraph:
    """Find the happenings of the log that cite paragraphs of a source."""
    found: dict[int, list[Citing]] = {}
    for row in coverage(db, source):
        events = [event for event in row["events"] if event["event"] == "happening"]
        if row["paragraph"] is not None and events:
            found[row["paragraph"]] = [Citing(event["id"], event["title"]) for event in events]
    return found


def propose_all(
    text: SourceText,
    source: SourceDraft,
    names: NameIndex,
    vocabulary: Vocabulary,
    cited: CitingByParagraph,
) -> tuple[list[Proposal], list[LeftOut]]:
    """Propose a happening for each paragraph with a date, a known name or a figure.

    A list is one with its introduction. The heading and the contacts are about the source itself,
    and paragraphs that happenings of the log cite are not proposed again.

    Args:
        text: the text of the source.
        source: its declaration, with the paragraphs that are about it.
        names: the names that the log knows.
        vocabulary: the kinds and roles that the log knows.
        cited: the happenings of the log that cite its paragraphs.
    """
    told: list[list[ParagraphContents]] = []
    silent: list[int] = []
    settings = read_settings(text.paragraphs, source.masthead, source.known_publication)
    headings = [number for number, setting in settings.items() if setting.is_heading]
    earlier: YearSource | None = None  # only of the paragraph before
    for group in _group_paragraphs(text, source, cited, settings):
        contents = []
        for passage in _merge_rows(group):
            one = _read_contents(passage, source, names, settings, earlier)
            contents.append(one)
            earlier = _find_year_source(one)
        if any(one.is_recordable for one in contents):
            for part in _split_group(contents):
                at = find_retold(part, told)
                if at is None:
                    told.append(list(part))
                else:
                    told[at] += part
        else:
            silent += [one.number for one in group]
    found = [propose(contents, source, names, vocabulary) for contents in told]
    there = [one.number for one in text.paragraphs if one.number in cited]
    left_out = _list_left_out(source, headings, silent, cited)
    return found, [*left_out, *_list_recorded(there, cited)]


def _split_group(contents: Sequence[ParagraphContents]) -> list[Sequence[ParagraphContents]]:
    """Split what is told together into happenings: sentences or items with days of their own."""
    if len(contents) == 1:
        return [[part] for part in split_contents(contents[0])]
    items = [one for one in contents[1:] if any(date.edtf and not date.vague for date in one.dates)]
    if len({one.dates[0].words for one in items}) > 1 and not contents[0].dates:
        return [[one] for one in contents[1:] if one.is_recordable]
    return [contents]


def _find_year_source(one: ParagraphContents) -> YearSource | None:
    """The last day of a paragraph that is written with its year."""
    for date in reversed(one.dates):
        if re.match(r"\d{4}-(?:0\d|1[0-2])-\d\d", date.edtf) and (date.is_carried or not date.why):
            return YearSource(date.edtf, f'"{date.words}" in para {one.number}', is_near=False)
    return None


def _list_recorded(numbers: Sequence[int], cited: CitingByParagraph) -> Iterator[LeftOut]:
    """The paragraphs that events cite, grouped by the happenings that cite them."""
    together: dict[tuple[Citing, ...], list[int]] = {}
    for number in numbers:
        together.setdefault(tuple(cited[number]), []).append(number)
    for citing, paragraphs in together.items():
        told = "; and by ".join(f"{one.id[:_SHORT_ID]}, {one.title}" for one in citing[:_CITING])
        more = len(citing) - _CITING
        why = f"cited by {told}{f'; and by {more} more' if more > 0 else ''}"
        yield LeftOut(tuple(paragraphs), why, is_recorded=True)


_SHORT_ID = 8
_CITING = 3
"""How many of the happenings that cite a paragraph are listed."""


def _list_left_out(
    source: SourceDraft, dates: Sequence[int], silent: Sequence[int], cited: CitingByParagraph
) -> Iterator[LeftOut]:
    head = source.masthead
    for every, why in (
        (sorted({*head.headings, *dates}), "heading, date or label"),
        (sorted(head.contacts), "whom to ask"),
        (silent, "no date, known name or figure in it"),
    ):
        numbers = tuple(number for number in every if number not in cited)
        if numbers:
            yield LeftOut(numbers, why)


def read_vocabulary(db: sqlite3.Connection) -> Vocabulary:
    """Read the kinds and roles that a log knows."""
    found: dict[str, set[str]] = {"kind": set(), "role": set()}
    for vocabulary, word in db.execute("SELECT vocabulary, word FROM words"):
        found.setdefault(vocabulary, set()).add(word)
    return {vocabulary: frozenset(known) for vocabulary, known in found.items()}


def _group_paragraphs(
    text: SourceText,
    source: SourceDraft,
    cited: CitingByParagraph,
    settings: Mapping[int, Setting],
) -> Iterator[list[Paragraph]]:
    """The paragraphs one by one; those of a list with its introduction, and those of a row."""
    head = source.masthead
    group: list[Paragraph] = []
    for one in text.paragraphs:
        setting = settings.get(one.number, NO_SETTING)
        is_about_source = one.number in head.headings or one.number in head.contacts
        if is_about_source or one.number in cited or setting.is_heading:
            continue
        is_entry = setting.lead is not None
        same_row = bool(group and one.row and group[0].row == one.row)
        if same_row or (group and not is_entry and not one.row and _continues_list(group, one)):
            group.append(one)
            continue
        if group:
            yield group
        group = [one]
    if group:
        yield group


def _continues_list(group: Sequence[Paragraph], one: Paragraph) -> bool:
    introduced = group[0].text.endswith(":") and len(group) < _MOST_IN_A_LIST
    in_a_row = group[-1].number == one.number - 1
    return introduced and in_a_row and bool(_ITEM.match(one.text))


class _Passage(NamedTuple):
    """A paragraph, or the cells of a row joined."""

    number: int
    last: int
    text: str


def _merge_rows(group: Sequence[Paragraph]) -> Iterator[_Passage]:
    """Join the cells of a row; other paragraphs stay as they are."""
    if group[0].row:
        text = " | ".join(one.text for one in group)
        yield _Passage(group[0].number, group[-1].number, text)
        return
    for one in group:
        yield _Passage(one.number, 0, one.text)


def _read_contents(
    one: _Passage,
    source: SourceDraft,
    names: NameIndex,
    settings: Mapping[int, Setting],
    earlier: YearSource | None,
) -> ParagraphContents:
    """Find the dates, names and figures of a paragraph, without its dateline.

    Args:
        one: the paragraph, or the cells of a row.
        source: its source.
        names: the names that the log knows.
        settings: what stands over each paragraph.
        earlier: the last date before it that has a year.
    """
    whole = one.text if len(one.text) <= _LONGEST else f"{one.text[:_LONGEST]}…"
    text = whole[source.masthead.text_starts.get(one.number, 0) :]
    setting = settings.get(one.number, NO_SETTING)
    mentions = names.find(text)
    dates = _find_dates(text, source)
    year = setting.year
    is_apart = setting.over is not None or setting.is_entry
    near = YearSource(year.edtf, year.place, is_apart=is_apart) if year and year.edtf else earlier
    if setting.lead is not None:
        end = 0 if one.last else setting.text_start
        dates = [date for date in dates if date.start >= end]
    dates = carry_years(dates, blank_quotations(text), near, source.publication)
    if setting.lead is not None:
        lead = setting.lead._replace(end=0) if one.last else setting.lead
        setting = setting._replace(lead=lead)
        dates = [lead, *dates]
    return ParagraphContents(
        number=one.number,
        whole=whole,
        text=text,
        dates=tuple(dates),
        mentions=tuple(mentions),
        figures=tuple(_find_figures(text, dates, mentions)),
        setting=setting,
        last=one.last,
    )


def _find_dates(text: str, source: SourceDraft) -> list[DateMention]:
    """Find the dates of a paragraph; "that year" means the year of the date before."""
    found: list[DateMention] = []
    year = ""
    plain = blank_quotations(text)
    for sentence in split_sentences(text):
        told = plain[sentence.start : sentence.end]
        for one in find_dates(sentence.text, source.publication, unquoted=told, year=year):
            shift = sentence.start
            found.append(one._replace(start=one.start + shift, end=one.end + shift))
            years = re.findall(r"(?<!\d)\d{4}(?!\d)", one.edtf)
            year = years[0] if years else year
    return found


def _find_figures(
    text: str, dates: Sequence[DateMention], mentions: Sequence[NameMention]
) -> Iterator[FigureMention]:
    """The figures that are not part of a date, nor of the name of a place or program."""
    spans = [(one.start, one.end) for one in dates]
    spans += [(one.start, one.end) for one in mentions if one.namespace != "actor"]
    for one in find_figures(text):
        end = one.start + len(one.words)
        if not any(one.start < stop and end > start for start, stop in spans):
            yield one
