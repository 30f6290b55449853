"""What kind of happening words suggest, and whether somebody is quoted."""

# ruff: noqa: RUF001 - Cyrillic letters are data here

import re
from functools import cache
from typing import NamedTuple

SAYS = (
    r"(?:said|says|noted|notes|stressed|stresses|added|adds|told|stated|states|emphasi[sz]ed"
    r"|underlined|highlighted|explained|explains|recalled|recalls|shared|commented|concluded"
    r"|declared|announced|remarked|warned"
    r"|сказал[аи]?|отметил[аи]?|заявил[аи]?|подч[её]ркнул[аи]?|сообщил[аи]?|рассказал[аи]?"
    r"|добавил[аи]?|пояснил[аи]?)"
)
"""Verbs by which a text quotes somebody."""

# The first pattern of a kind that fits names it; kinds higher up win where two begin together.
_TABLE = (
    ("training", r"training(?:s| courses?| session)?|trained|курс\w*|обучени\w+|обучил\w*|тренинг\w*"),
    ("roundtable", r"round[- ]?tables?(?: discussions?)?|кругл\w+ стол\w*"),
    ("workshop", r"workshops?|seminars?|семинар\w*"),
    ("conference", r"conferences?|forum|summit|конференци\w+|форум\w*"),
    ("dialogue", r"dialogues?(?: platforms?)?|group discussions?|discussed|диалог\w*|обсудил\w*"),
    ("agreement", r"(?:signed|concluded) an? \w+|agreement|memorandum|подписа\w+|соглашени\w+"),
    ("law", r"draft law|bill|draft Law|законопроект\w*|закон\w*"),
    ("decision", r"adopted|approved|decided|selected|voted|утверд\w+|принял\w*|решил\w*"),
    ("appointment", r"appointed|elected|назнач\w+|избран\w*"),
    ("publication", r"(?:launched|issued)(?: [\w-]+){1,6} (?:handbook|guide|report|manual)"),
    ("launch", r"launch(?:ed|es)?|open(?:s|ed|ing)?|inaugurated|kicked off|запу(?:ск|стил)\w*|откры(?:л|т)\w*"),
    ("publication", r"published|handbook|report was released|опубликова\w+"),
    ("presentation", r"showcased|presented|presentation|представил\w*|презентаци\w+"),
    (
        "procurement",
        r"procured|purchased|bought|equipped|procurement|закуп\w+|приобр\w+",
    ),
    (
        "works",
        r"refurbish\w*|renovat\w+|rebuilt|built|constructed|construction|repaired|upgraded|dug"
        r"|ремонт\w*|построе\w+|строительств\w*",
    ),
    ("delivery", r"delivered|handed (?:over|out)|donated|distributed|передал\w*|вручил\w*"),
    (
        "establishment",
        r"established|was founded|were created|was created|created|formed|was organi[sz]ed"
        r"|set up|have partnered|создан\w*|образован\w*",
    ),
    ("visit", r"visit(?:s|ed)?|inspect(?:s|ed)|визит\w*|посетил\w*"),
    ("research", r"research|survey|study|assessment|исследовани\w+|опрос\w*"),
    ("campaign", r"campaigns?|кампани\w+"),
    ("meeting", r"meetings?|met\b|sessions?|talks|встреч\w*|заседани\w+|встретил\w*"),
    (
        "assistance",
        r"assists?|supports?|supported|supporting|has been working|provides? assistance|поддерж\w+"
        r"|помощ\w*",
    ),
    ("statement", SAYS),
    (
        "situation",
        r"(?:is|are) (?:currently )?(?:being )?(?:part of|underway|implemented|serving)"
        r"|has been underway|are currently|goal is|aims (?:at|to)|is carried out|there (?:is|are)|rose|fell|сократил\w*",
    ),
)
_SUGGEST = tuple(
    (kind, re.compile(rf"\b(?:{pattern})", re.IGNORECASE)) for kind, pattern in _TABLE
)
_SAYS = re.compile(rf"\b{SAYS}\b", re.IGNORECASE)
_ACCORDING = re.compile(r"\baccording to\b|\bпо словам\b", re.IGNORECASE)


class Suggested(NamedTuple):
    """A kind, and the words that suggest it."""

    kind: str
    words: str


_WEAK = frozenset(("assistance", "situation", "statement", "research", "campaign"))
"""Kinds whose words stand in many sentences about something else."""


@cache
def kinds(text: str) -> tuple[Suggested, ...]:
    """The kinds that a text suggests, in the order of the words that do, the weak ones last."""
    found = []
    for order, (kind, pattern) in enumerate(_SUGGEST):
        match = pattern.search(text)
        if match:
            found.append((kind in _WEAK, match.start(), order, Suggested(kind, match.group())))
    return tuple({one.kind: one for *_, one in reversed(sorted(found))}.values())[::-1]


def says(text: str) -> str:
    """The words by which a text says that somebody speaks; empty if it does not."""
    found = _SAYS.search(text) or _ACCORDING.search(text)
    return found.group() if found else ""
