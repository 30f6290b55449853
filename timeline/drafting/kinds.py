"""The kinds of happening that words suggest, and the words that introduce what is said."""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from typing import NamedTuple

from timeline.drafting.word_tables import read_rules

SPEECH_VERBS = (
    "(?:"
    r"said|says|noted|notes|stressed|stresses|added|adds|told|stated|states|emphasi[sz]ed"
    r"|underlined|highlighted|explained|explains|recalled|recalls|shared|commented|concluded"
    r"|declared|announced|remarked|warned|сказал[аи]?|отметил[аи]?|заявил[аи]?"
    r"|подч[её]ркнул[аи]?|сообщил[аи]?|рассказал[аи]?|добавил[аи]?|пояснил[аи]?"
    ")"
)
"""Verbs that introduce a quotation."""

# A kind may have several lines; of two that match at the same place the first line counts.
_TABLE = r"""
training: training(?:s| courses?| session)?|trained|(?<!of )(?<!due )(?<!the )courses?(?! of)
training: the courses?(?! of)|courses? of \d+|курс\w*|обучени\w+|обучил\w*|тренинг\w*
roundtable: round[- ]?tables?(?: discussions?)?|кругл\w+ стол\w*
workshop: workshops?|seminars?|семинар\w*
conference: conferences?|forum|summit|конференци\w+|форум\w*
dialogue: dialogues?(?: platforms?)?|group discussions?|discussed|диалог\w*|обсудил\w*
agreement: (?:signed|concluded) an? (?!bill|law|decree)\w+|agreement|memorandum|соглашени\w+
agreement: подписа\w+
law: (?:signed|passed) an? (?:bill|law)|draft laws?|bills?|законопроект\w*|закон\w*
decision: adopted|approved|decided|selected|voted|утверд\w+|принял\w*|решил\w*
appointment: appointed|elected|назнач\w+|избран\w*
publication: (?:launched|issued)(?: [\w-]+){1,6} (?:handbook|guide|report|manual)
launch: launch(?:ed|es)?|open(?:s|ed|ing)?|inaugurated|kicked off|запу(?:ск|стил)\w*
launch: откры(?:л|т)\w*
publication: published|handbook|report was released|опубликова\w+
presentation: showcased|presented|presentation|представил\w*|презентаци\w+
procurement: procured|purchased|bought|equipped|procurement|закуп\w+|приобр\w+
works: refurbish\w*|renovat\w+|rebuilt|built|constructed|construction|repaired|upgraded|dug
works: ремонт\w*|построе\w+|строительств\w*
delivery: delivered|handed (?:over|out)|donated|distributed|передал\w*|вручил\w*
establishment: established|was founded|were created|was created|created|formed
establishment: set up|have partnered|создан\w*|образован\w*
visit: visit(?:s|ed)?|inspect(?:s|ed)|визит\w*|посетил\w*
research: research|survey|study|assessment|исследовани\w+|опрос\w*
campaign: campaigns?|кампани\w+
meeting: meetings?|met|meets?|sessions?|talks|встреч\w*|заседани\w+|встретил\w*
assistance: assists?|supports?|supported|supporting|has been working|provides? assistance
assistance: поддерж\w+|помощ\w*
statement: SAYS
situation: (?:is|are) (?:currently )?(?:being )?(?:part of|underway|implemented|serving)
situation: has been underway|are currently|goal is|aims (?:at|to)|is carried out
situation: there (?:is|are)|rose|fell|сократил\w*
"""


_SUGGEST = tuple(
    (kind, re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE))
    for kind, pattern in read_rules(_TABLE.replace("SAYS", SPEECH_VERBS))
)
_SAYS = re.compile(rf"\b{SPEECH_VERBS}\b", re.IGNORECASE)
_ACCORDING = re.compile(r"\baccording to\b|\bпо словам\b", re.IGNORECASE)


class KindGuess(NamedTuple):
    """A kind of happening, and the words that suggest it."""

    kind: str
    words: str


_WEAK = frozenset(("assistance", "situation", "statement", "research", "campaign"))
"""Kinds whose words also occur in many sentences about something else; they come last."""


def guess_kinds(text: str) -> tuple[KindGuess, ...]:
    """List the kinds that a text suggests, in the order of their words, the weak ones last."""
    found = []
    for order, (kind, pattern) in enumerate(_SUGGEST):
        match = next((one for one in pattern.finditer(text) if not _is_name(one, text)), None)
        if match:
            found.append((kind in _WEAK, match.start(), order, KindGuess(kind, match.group())))
    first: dict[str, KindGuess] = {}
    for *_, suggested in sorted(found):
        first.setdefault(suggested.kind, suggested)
    return tuple(first.values())


_VERB = re.compile(
    r"(?:rose|fell|bill|met|built|dug|bought|formed|created|issued|open|opens)$", re.IGNORECASE
)


def _is_name(found: re.Match[str], text: str) -> bool:
    """Whether a word is a name in this place: "Rose Hill", but not "Prices rose"."""
    word = found.group()
    before = text[: found.start()].rstrip(' "“«(')
    is_first = not before or before[-1] in ".!?:;|"
    followed = re.match(r"\s+[A-ZА-Я]", text[found.end() :])
    return bool(_VERB.match(word) and word[0].isupper() and (not is_first or followed))


_SAYS_THAT = re.compile(
    rf"[^,;:“”\"«»]{{2,90}}?(?:,[^,;:]{{2,90}},)?\s(?P<verb>say|{SPEECH_VERBS})(?:\s+(?:on|in|to)\s[^,;]{{2,40}}?)?"
    r"\s+(?:that|he|she|it|they|we|there|the|his|her|its|their|no|all|more|most|people|a|an|[A-Z]\w+|что)\b"
)
_NO_STATEMENT = frozenset(("announced", "concluded", "declared", "shared", "added", "recalled"))


def find_reported_speech(sentence: str) -> str:
    """Find the verb of a sentence that reports what somebody says: "she says she will ask"."""
    found = _SAYS_THAT.match(sentence)
    return found["verb"] if found and found["verb"].lower() not in _NO_STATEMENT else ""


def find_speech_words(text: str) -> str:
    """Find the words by which a text introduces a quotation; empty if there are none."""
    found = _SAYS.search(text) or _ACCORDING.search(text)
    return found.group() if found else ""
