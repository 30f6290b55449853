"""Tables of dates in words: what the program reads, and what it asks."""

from collections.abc import Iterable, Iterator

from timeline.base.days import day_number
from timeline.dates.edtf import EdtfError
from timeline.dates.words.reader import read_typed_date

_TODAY = day_number(2026, 11, 26)
_READ = {
    "days, months, seasons": (
        *(
            "4 October 2011",
            "Oct. 4, 2011",
            "2011-Oct-04",
            "October 2011",
            "summer 2017",
            "winter 2017/18",
        ),
        *("2013-Q2", "second half of 2013", "third quarter of 2013"),
    ),
    "from one to another": (
        *("4-5 October 2011", "4-8/03/2013", "14/03-18/03/2013", "from 2017 to 2022"),
        *("since July 2022", "until 1985", "2017 - present"),
    ),
    "one moment, not known exactly": (
        *("about 2017", "1790 (ca.)", "[ca. 1790]", "on or about 4 March 2013", "July 2022?"),
        *(
            "between 2017 and 2022",
            "before 2017",
            "pre-1790",
            "not after 1790",
            "on or after 4 March 2013",
        ),
        *("by the end of March 2013", "September or October 2021"),
    ),
    "not all of it known": ("2007-08-00", "00/08/2007", "08/??/2007", "+1987-00-00T00:00:00Z"),
    "weeks": (
        "week of 4 March 2013",
        "week ending 10 March 2013",
        "week 10 of 2013",
        "2013-W10",
        "2013-W10-2",
    ),
    "decades, centuries, years BC": (
        *("1960s", "19th century", "C19", "2nd half of the 19th century", "5th century BC"),
        *("800-500 BC", "between 60 and 55 BC", "12,000 BC"),
    ),
    "as archives write": (
        *("192-", "[192-?]", "1980s-90s", "5.V.1938", "not before 1850 and not after 1860"),
    ),
    "times of day": ("2013-03-04 09:05", "March 4, 2013, 9:05 PM", "2013-03-04 09:05:00 +06:00"),
    "the old style": ("25 December 1699 (O.S.)",),
    "other languages": (
        *("4.-8. März 2013", "seit März 2013", "du 4 au 8 mars 2013", "XVIIIe siècle"),
        *("4 de agosto de 2013", "desde 2013 hasta 2016", "4 октября 2011 года", "XVIII век"),
    ),
}
_ASKED = (
    *(
        "04/05/2011",
        "7/10/98",
        "2020-21",
        "2003-4",
        "winter 2017",
        "early 2013",
        "late 19th century",
    ),
    *(
        "March/April 2013",
        "c. 800-500 BC",
        "week of 6 March 2013",
        "3Q18",
        "FY2013",
        "11 February 1731/32",
    ),
    *("11/22 February 1732", "1790 to today", "31 April 2013", "TBC"),
)


def dates_read() -> str:
    """A table of dates in words and their EDTF, by what they are."""
    return "\n".join(("| typed | EDTF |", "|---|---|", *_rows_read()))


def _rows_read() -> Iterator[str]:
    for about, texts in _READ.items():
        yield f"| **{about}** | |"
        yield from (f"| {text} | `{read_typed_date(text, today=_TODAY).text}` |" for text in texts)


def dates_asked() -> str:
    """A table of dates that have several meanings, and what the program says."""
    return "\n".join(("| typed | answer |", "|---|---|", *_rows_asked(_ASKED)))


def _rows_asked(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        try:
            read_typed_date(text, today=_TODAY)
        except EdtfError as error:
            yield f"| {text} | {error.problem}: {error.remedy} |"
