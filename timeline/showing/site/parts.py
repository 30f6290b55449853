"""The parts that pages have in common. All texts become HTML here."""

import math
import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from timeline.base.addresses import address
from timeline.showing.report.words import TAGS
from timeline.showing.site.content import Happening, Label


def look_of(one: Happening) -> str:
    """How surely a happening took place on the days of its date, as a class of style."""
    if one.status != "occurred":
        return "planned" if one.status == "planned" else "dropped"
    if one.certain is None:
        return "possible"
    sure = all(part.look == "certain" for part in one.stretches)
    return "certain" if sure and not math.isinf(one.latest) else "partly"


LEGEND = (
    '<ul class="legend" aria-label="Signs before dates">'
    '<li class="certain">on these days</li>'
    '<li class="partly">for sure on some of these days</li>'
    '<li class="possible">at some time in these days</li>'
    '<li class="planned">planned</li>'
    '<li class="dropped">postponed or cancelled</li></ul>'
)
"""What the signs before dates of a list mean."""


def tags_of(one: Happening) -> str:
    """What is to be known of a happening before it is read, as tags."""
    found = [TAGS.get(one.status, ""), TAGS.get(one.confidence, "")]
    found.append("Possibly belongs here" if one.possible else "")
    return "".join(f'<span class="tag">{escape(tag)}</span> ' for tag in found if tag)


def section(heading: str, lines: Iterable[str], anchor: str = "") -> Iterator[str]:
    """Lines under a heading; nothing where there are none."""
    found = list(lines)
    if found:
        id_ = f' id="{anchor}"' if anchor else ""
        yield f"<section{id_}>\n<h2>{escape(heading)}</h2>"
        yield from found
        yield "</section>"


def facts(labels: Iterable[Label]) -> Iterator[str]:
    """Labels and texts as a list; nothing where there are none."""
    yield from pairs((one.label, escape(one.text)) for one in labels)


def pairs(found: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Labels, as text, with what they are of, as HTML; those that follow alike have one label."""
    told = [(label, value) for label, value in found if value]
    if not told:
        return
    yield "<dl>"
    for label, group in groupby(told, key=lambda one: one[0]):
        yield f"<dt>{escape(label)}</dt>"
        yield from (f"<dd>{value}</dd>" for _, value in group)
    yield "</dl>"


def texts(paragraphs: Iterable[str]) -> Iterator[str]:
    """Paragraphs of plain text."""
    yield from (f'<p dir="auto">{escape(text)}</p>' for text in paragraphs)


def outside(url: str) -> str:
    """An address of the web, which leads there; one that is none is only told."""
    to = address(url)
    if to:
        return f'<a class="url" href="{escape(to)}" rel="noreferrer">{escape(url)}</a>'
    return f'<span class="url">{escape(url)}</span>' if url else ""


def language(lang: str) -> str:
    """The attribute that tells the language of a text; empty for what is no tag of one."""
    return f' lang="{lang}"' if re.fullmatch(_TAG, lang) else ""


_TAG = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
"""A language as BCP 47 has it."""
