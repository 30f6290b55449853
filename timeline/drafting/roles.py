"""The roles of actors, guessed from the words before and after their names."""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections.abc import Sequence
from typing import NamedTuple

from timeline.drafting.kinds import SPEECH_VERBS
from timeline.drafting.name_mentions import NameMention
from timeline.drafting.word_tables import read_rules

# Words directly before a name, an article aside; the first line that matches counts.
_BEFORE = r"""
funder: (?:funded|financed|paid for) by
funder: (?:financial|funding) (?:support|assistance)(?: (?:provided|given))? (?:by|from|of)
funder: with (?:the )?(?:financial support|funding)(?: (?:provided by|from|of|by))*
funder: funding (?:provided )?by|grant from|at the expense of|при финансовой поддержке
funder: на средства|финансируем\w+
supporter: with (?:the )?(?:support|assistance|help) of|supported by|при поддержке|с помощью
organiser: (?:co-?)?(?:organi[sz]ed|conducted|held|convened|initiated|arranged|run)(?: \w+)? by
organiser: (?:organi[sz]ed|conducted|held|convened|initiated|arranged)(?: [\w-]+){1,6} by
organiser: организованн?\w*|проведённ?\w*|организатор\w*
host: hosted by|at the invitation of|по приглашению
facilitator: facilitated by|moderated by|chaired by|led by|модератор\w*
trainer: (?:led|taught|trained|given) by(?: (?:trainers?|experts?|specialists?) (?:from|of))?
trainer: trainers? (?:from|of)
implementer: (?:implemented|carried out|run|executed|delivered)(?: \w+)? by
author: (?:developed|drafted|written|prepared|authored) by|разработанн?\w*
publisher: (?:published|issued|released) by
partner: (?:in )?(?:close )?(?:co-?operation|partnership|collaboration) (?:with|of)
partner: together with|jointly with|partner(?:ed|s|ship)? with|along with|working with
partner: agreement with|met(?: with)?|совместно с|в сотрудничестве с|вместе с
partner: в партн[её]рстве с
speaker: according to|said|says|noted|stressed|added|told by|по словам|сообщил\w*|сказал\w*
speaker: отметил\w*|заявил\w*|добавил\w*|подчеркнул\w*
member: made up of|consisting of|composed of|состоящ\w+ из
participant: (?:members|representatives|participants|specialists|workers) (?:of|from)
participant: (?:staff|delegates) (?:of|from)
participant: attended by|including|представител\w+|участие
beneficiary: (?:procured|provided|purchased|bought|built|trained|improved|printed)(?: \w+){0,3} for
beneficiary: (?:for|to|assists?|supports?|supporting|equipped|trained|helps?|helping) the benefit of
beneficiary: assists|supporting|handed over to|for
"""
# Words directly after a name.
_AFTER = r"""
speaker: SAYS
organiser: (?:has |have |jointly |also )*(?:organi[sz]e[sd]?|conduct(?:s|ed)?|held|holds)
organiser: (?:has |have |jointly |also )*(?:convene[sd]?|initiat(?:es|ed)|arrange[sd]?)
organiser: пров[её]л\w*
organiser: организовал\w*
host: hosted|hosts
facilitator: facilitated|moderated|chaired
trainer: (?:has |have )?trained|обучил\w*
funder: (?:has |have )?(?:funded|financed|promised|lent|lends|will provide)|выделил\w*
partner: (?:have |has )?(?:partner(?:ed|s)? |signed\b)|подписал\w*|have joined forces
participant: participated|took part|take part|will take part|attended|discussed|met\b
participant: stayed away|received|were (?:invited|trained)
participant: приняли участие|прошли обучение
author: (?:has |have )?(?:developed|drafted|written|prepared)|разработал\w*
publisher: (?:has |have )?(?:published|issued|launched)|опубликова\w+|публику\w+
implementer: (?:has |have )?(?:completed|procured|purchased|carried out|implement\w*|tested|opened)
implementer: (?:has |have )?(?:checked|inspected|deployed|rebuilt|built|showcased|handed over)
implementer: открыл\w*
supporter: (?:has been |has |have |actively )*(?:support|assist|help)(?:s|ed|ing)
supporter: (?:has |have )?provid(?:es|ed) (?:assistance|support|help|training|equipment)
supporter: поддержал\w*
owner: (?:has |have )?(?:adopted|approved)|утвердил\w*|принял\w*
"""
_ARTICLE = r"\s+(?:the\s+|a\s+|an\s+|its\s+|Mr\.?\s+|Ms\.?\s+|Mrs\.?\s+)?(?:[^\W\d_]+['’]s\s+)?$"
_PATTERNS_BEFORE = tuple(
    (role, re.compile(rf"\b(?:{words.strip()})\W?{_ARTICLE}", re.IGNORECASE))
    for role, words in read_rules(_BEFORE)
)
_PATTERNS_AFTER = tuple(
    (
        role,
        re.compile(
            rf"\W{{0,3}}(?:which |who |that |also |\w+ly )?(?P<words>{words})", re.IGNORECASE
        ),
    )
    for role, words in read_rules(_AFTER.replace("SAYS", SPEECH_VERBS))
)
_APPOSITION = re.compile(r"\s*[,(][^,.;]{2,120}?[,)]\s*(?=[a-zа-я])")
_SUPPORTED = re.compile(
    r"\s+with\s+(?:the\s+)?(?:\w+\s+)?support\s+(?:of|from)\s+[^,.;]{3,100}?"
    r"(?=\s(?:conducted|organi[sz]ed|held|convened|launched|trained|opened)\b)"
)
_AND = re.compile(
    r"(?:\s*[,;]?\s*(?:and|as well as|or|и|а также)(?:\s+by|\s+with|\s+from)?\s+|\s*,\s*)"
    r"(?:the\s+|other\s+|by\s+|from\s+)*",
    re.IGNORECASE,
)
_QUOTE_END = re.compile(rf"[”»\"’]\s*[,.–-]*\s*{SPEECH_VERBS}\b", re.IGNORECASE)
_WINDOW = 70


class RoleGuess(NamedTuple):
    """A role and the words that suggest it; empty words for the default role."""

    role: str
    words: str = ""


def guess_roles(
    text: str, mentions: Sequence[NameMention], persons: frozenset[str]
) -> list[RoleGuess]:
    """Guess the role of each mention in a paragraph, in order.

    Args:
        text: the paragraph.
        mentions: in the order of the text.
        persons: the keys of persons; only they can be the speaker of a quotation.
    """
    found = [_guess_role(text, one, is_person=one.key in persons) for one in mentions]
    for at in range(1, len(found)):  # "organised by A and B": B has the role of A
        before, one = mentions[at - 1], mentions[at]
        between = text[before.end : one.start]
        joined = _AND.fullmatch(between) and (
            between.strip(" \n") not in (",", ", the") or _goes_on(text, mentions, at)
        )
        if not found[at].words and found[at - 1].words and joined:
            found[at] = found[at - 1]
    for at in range(len(found) - 1, 0, -1):  # "A and B have partnered"
        before, one = mentions[at - 1], mentions[at]
        between = text[before.end : one.start]
        if found[at].words and not found[at - 1].words and _AND.fullmatch(between):
            found[at - 1] = found[at]
    return found


def _goes_on(text: str, mentions: Sequence[NameMention], at: int) -> bool:
    """Whether a list continues behind a mention; otherwise the comma before it ended a clause."""
    if at + 1 == len(mentions):
        return False
    return bool(_AND.fullmatch(text[mentions[at].end : mentions[at + 1].start]))


def _guess_role(text: str, one: NameMention, *, is_person: bool) -> RoleGuess:
    before = text[max(0, one.start - _WINDOW) : one.start]
    for role, pattern in _PATTERNS_BEFORE:
        match = pattern.search(before)
        if match and (role != "speaker" or is_person):
            return RoleGuess(role, match.group().strip(" ,"))
    for end in _ends(text, one.end):
        for role, pattern in _PATTERNS_AFTER:
            match = pattern.match(text, end)
            if match and (role != "speaker" or is_person or '"' not in text):
                return RoleGuess(role, match["words"])
    if is_person:
        said = _QUOTE_END.search(text) or re.search(rf"\b{SPEECH_VERBS}\b", text, re.IGNORECASE)
        if said:
            return RoleGuess("speaker", said.group().strip('”»"’ ,.-–'))
    return RoleGuess("participant")


def _ends(text: str, end: int) -> list[int]:
    """The indexes at which the words after a name may begin: behind it, or behind an apposition."""
    found = [end]
    for aside in (_APPOSITION, _SUPPORTED):
        match = aside.match(text, end)
        if match:
            found.append(match.end())
    return found
