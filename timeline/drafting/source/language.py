"""The language of a text, by its letters and its most frequent words.

Only languages that these distinguish are listed; another language is not detected.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections import Counter

_WORDS = {
    "en": "the and of to in that for with was were is are has have by from on at",
    "fr": "le la les des et dans que pour avec est sont une un du au aux sur par",
    "de": "der die das und den dem von mit ist sind ein eine für auf im nicht des zu",
    "es": "el la los las y en que para con es son una un del al por se su",
    "it": "il la le di e che per con non una un del della dei nel alla sono gli è",
    "pt": "o a os as e que para com não uma um do da dos das em no na é",
    "nl": "de het een en van in op voor met niet zijn is dat te aan door bij ook",
    "pl": "i w na z do nie się jest że o przez od po dla oraz był została",
    "tr": "ve bir bu için ile de da olarak çok daha olan gibi sonra kadar",
    "uk": "і в на з до не що та це був було року його також при від для",
    "uz": "va bilan uchun bu ham bo'yicha haqida hamda edi boʻyicha o'z",
    "ru": "и в на с по для не что это из был была были года его также при",
    "ky": "жана менен үчүн бул болуп боюнча да эле болгон жылы деп анын",
    "tg": "ва дар бо аз барои ки ин ба аст буд аз он соли",
}
_LETTERS = {"ky": "өүң", "tg": "ҳҷӣӯқғ"}
_ENOUGH = 3
"""How many listed words of its language a text must have."""


READ = ("en", "ru")
"""The languages whose dates and words are read."""


def is_read(tag: str) -> bool:
    """Whether dates and words of a language are read; one that is not known counts as read."""
    return not tag or tag.partition("-")[0].lower() in READ


def detect_language(text: str) -> str:
    """Detect the language of a text, as a BCP 47 tag; empty if it is not clear."""
    counts = Counter(re.findall(r"[^\W\d_]+(?:['ʻ’][^\W\d_]+)?", text.lower()))
    scores = {
        tag: sum(counts[word] for word in set(words.split())) for tag, words in _WORDS.items()
    }
    for tag, letters in _LETTERS.items():
        if any(letter in text.lower() for letter in letters):
            scores["ru"] -= scores[tag]
        else:
            scores[tag] = 0
    (best, most), (_, second) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    return best if most >= _ENOUGH and most > second * 3 // 2 else ""
