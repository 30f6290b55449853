"""Texts that are typed: dates in EDTF and in words, compact items, amounts, and filters."""

import functools
import sqlite3
from collections.abc import Sequence

from timeline.base.days import day_number
from timeline.base.errors import TimelineError
from timeline.dates import edtf
from timeline.dates.words.printer import describe_entry, format_date
from timeline.dates.words.reader import find_date, read_date, read_typed_date
from timeline.event import amounts, compact
from timeline.exchange.html import to_markdown
from timeline.exchange.tables import cells
from timeline.exchange.tables.days import day_in
from timeline.projection import database
from timeline.views.filters import enter_clocks, understand
from timeline.views.picked import pick
from timeline.views.query import Filters

from fuzz.target import Target, check_faults, choose, prefixed
from fuzz.targets.drafts import small_log

TODAY = day_number(2022, 3, 4)


@functools.cache
def _db() -> sqlite3.Connection:
    return database.open_fresh(small_log()).db


def _edtf(text: str) -> None:
    date = edtf.parse(text)
    assert date.text == text
    assert date.earliest <= date.latest
    bounds = date.overlaps(0, 1), date.within(0, 1)
    assert bounds[1] <= bounds[0]
    words = format_date(date)
    assert words
    assert edtf.parse(read_date(text, today=TODAY).text) == date


def _words(text: str) -> None:
    date = read_date(text, today=TODAY)
    assert edtf.parse(date.text) == date
    describe_entry(date, text)
    again = read_date(date.text, today=TODAY)
    assert again == date


def _typed(text: str) -> None:
    for order in (None, "dmy", "mdy"):
        date = read_typed_date(text, today=TODAY, order=order, relative=order is None)
        assert edtf.parse(date.text) == date


def _found(text: str) -> None:
    date = find_date(text[:200], today=TODAY)
    assert date is None or edtf.parse(date.text) == date
    day_in(text, "dmy")


_FORMS = ("actors", "programs", "figures", "sources", "names", "phases", "refs", "program_actors")


def _items(text: str) -> None:
    for form in _FORMS:
        try:
            item = compact.read(form, text)
        except TimelineError as error:
            check_faults(error.faults)
            continue
        if isinstance(item, dict) and not text.strip().startswith("{"):
            written = compact.write(form, item)
            assert compact.read(form, written) == item, (form, item, written)


_CELLS = (
    ("happening", "actors"),
    ("happening", "figures"),
    ("happening", "tags"),
    ("actor", "names"),
    ("program", "phases"),
    ("happening", "title"),
    ("program", "sequential"),
)


def _cells(text: str) -> None:
    for event, name in _CELLS:
        try:
            value = cells.read(event, name, text)
        except TimelineError as error:
            check_faults(error.faults)
            continue
        if not text.lstrip().startswith(("{", "[")) and "{" not in text:
            assert cells.read(event, name, cells.write(event, name, value)) == value


def _amounts(text: str) -> None:
    if found := amounts.read(text):
        amounts.plain(found.value)
    amounts.decimal_comma(text)
    to_markdown(text)


_FILTERS = (
    "from_",
    "to",
    "during",
    "within",
    "around",
    "window",
    "as_of",
    "as_recorded",
    "as_published",
)
_SEVERAL = (
    *(
        "actor",
        "role",
        "program",
        "phase",
        "office",
        "state",
        "place",
        "kind",
        "status",
        "tag",
        "source",
    ),
    *("measure", "confidence", "text", "words", "not_actor", "not_text", "not_source"),
)


def _filters(text: str) -> None:
    """A question with one filter; which one, the length of its text says."""
    names = (*_FILTERS, *_SEVERAL)
    name = names[len(text) % len(names)]
    given = Filters(**{name: text if name in _FILTERS else (text,)})  # type: ignore[arg-type]
    db = _db()
    try:
        enter_clocks(db, given)
        pick(db, understand(db, given))
        db.execute("SELECT count(*) FROM picked").fetchone()
    finally:
        enter_clocks(db, Filters())


_WAYS = (_edtf, _words, _typed, _found, _items, _cells, _amounts, _filters)


def _run(data: bytes) -> None:
    way, data = choose(data, len(_WAYS))
    text = data.decode("utf-8", errors="surrogateescape")
    try:
        _WAYS[way](text)
    except TimelineError as error:
        check_faults(error.faults)


_DATES = (
    *(
        "2017-22",
        "2017-05-04T10:30:00Z",
        "2004-06-~01/2004-06-~20",
        "Y-17E7S3",
        "{1667,1668, 1670..1672}",
        "-0043",
    ),
    *(
        "[..1760-12-03]",
        "156X-12-25",
        "2004?-06-~11",
        "1984~/..",
        "summer 2017",
        "c. July 2022",
        "4-5 October 2011",
    ),
    *(
        "Q3 2021",
        "September and October 2021",
        "winter 2017/18",
        "since 2017",
        "before May 2018",
        "04/05/2011",
        "today",
    ),
    *(
        "19th century",
        "early May 2017",
        "300 BC",
        "1731/32",
        "XIX \u0432\u0435\u043a",
        "4 \u043c\u0430\u044f 2017",
        "le 3 mars 2001",
        "1990s",
    ),
)
_ITEMS = (
    "speaker=Andrew Tesoriere | Head of Centre | OSCE Centre in Bishkek",
    "starts=STRIVE Asia | workshops",
    "participants=about 1,500 person | target",
    "osce-2011-10-04@4",
    "Interior Ministry | en | 2009/2015",
    "{actor: a, role: b}",
    "w=First | 2021",
    "url=https://x.y",
    '[{"actor":"a","role":"b"}]',
    '"text"',
    "over US$ 2.5 million",
    "1.234,56 EUR",
)
_TYPED = (
    "ROLE=NAME",
    "30d",
    "r-2017@2",
    "host=UNODC",
    "2026-11-22T09:30:00+06:00",
    "a* NEAR(b)",
    '"x" OR y',
    "Training",
    "%_",
    "6w",
)


def _seeds() -> Sequence[bytes]:
    texts = [one.encode() for one in (*_DATES, *_ITEMS, *_TYPED)]
    return prefixed((way, one) for one in texts for way in range(len(_WAYS)))


_WORDS = (
    *(
        b"X",
        b"XX",
        b"?",
        b"~",
        b"%",
        b"..",
        b"/",
        b"[",
        b"]",
        b"{",
        b"}",
        b",",
        b"Y",
        b"E",
        b"S",
        b"-",
        b"T",
        b"Z",
        b"+25:00",
    ),
    *(
        b"since ",
        b"until ",
        b"before ",
        b"by ",
        b"after ",
        b"between ",
        b" and ",
        b"from ",
        b" to ",
        b"c. ",
        b"early ",
        b"mid-",
        b"late ",
    ),
    *(
        b"January",
        b"Sept.",
        b"summer",
        b"Q5",
        b"H1",
        b"century",
        b"BC",
        b"AD",
        b"s",
        b"th",
        b"week 53",
        b"yesterday",
        b"last year",
        b"noon",
    ),
    *(
        b"'17",
        b"31/12/99",
        b"12.31.2017",
        b"2017W011",
        b"0000",
        b"99999",
        b"Monday",
        b"\xc2\xbd",
        b"\xe2\x85\xa3",
        b"\xd9\xa2\xd9\xa0\xd9\xa1\xd9\xa7",
    ),
    *(
        b"=",
        b"|",
        b"@",
        b"about ",
        b"over ",
        b"million",
        b"%",
        b"$",
        b"1e3",
        b"1,5",
        b"para 4",
        b";",
        b"\xed\xa0\x80",
        b"\xff",
        b"\x00",
        b"NOT ",
    ),
)
TARGET = Target("dates", _run, _seeds, _WORDS)
