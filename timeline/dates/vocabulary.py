"""The words that dates are written with, in English and Russian."""

# ruff: noqa: RUF001 - Cyrillic letters are data here

_FOUR_SEASONS = ("spring", "summer", "autumn", "winter")
SEASONS = dict(
    enumerate(
        (
            *_FOUR_SEASONS,
            *(f"northern {season}" for season in _FOUR_SEASONS),
            *(f"southern {season}" for season in _FOUR_SEASONS),
            *("Q1", "Q2", "Q3", "Q4"),
            *("first third", "second third", "last third"),
            *("first half", "second half"),
        ),
        start=21,
    )
)
"""Seasons and portions of a year by their EDTF code."""
PORTIONS = {"quarter": (33, 4), "third": (37, 3), "half": (40, 2)}
"""Portions of a year: the EDTF code of the first, and how many there are."""

RUNNING = "running, begun before"
"""The words for an open interval without a known start, which has no date to name."""


def ordinal_suffix(number: int) -> str:
    """The ending of an English ordinal, as in 1st, 2nd, 3rd, 11th."""
    if number // 10 % 10 == 1:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


# Each line: the kind of a token, its value, and the words for it. A kind is one letter:
#   in a date: Y year, M month, S season or portion of the year, N number, O ordinal, T "third"
#     (ordinal and portion), U another portion, H hemisphere, C century, E era, B decade, I ISO
#     date, X numbers with slashes or dots, y '17, D a day near today, R relative to today, L
#     "last" (relative, or of a row), V year, v month or day, K "a", F early, middle or late, w
#     weekday;
#   around dates: A about or possibly, m the same as a sign, < stands before a date, > stands
#     after it, - to, & and, | or, comma;
#   ! for anything else.
_TABLE = """
M 01 january jan январь января январе янв
M 02 february feb февраль февраля феврале фев
M 03 march mar март марта марте мар
M 04 april apr апрель апреля апреле апр
M 05 may май мая мае
M 06 june jun июнь июня июне июн
M 07 july jul июль июля июле июл
M 08 august aug август августа августе авг
M 09 september sept sep сентябрь сентября сентябре сен сент
M 10 october oct октябрь октября октябре окт
M 11 november nov ноябрь ноября ноябре ноя нояб
M 12 december dec декабрь декабря декабре дек
S 21 spring весна весны весной весну
S 22 summer лето лета летом
S 23 autumn fall осень осени осенью
S 24 winter зима зимы зимой зиму
H 4 northern
H 8 southern
U quarter quarter quarters квартал квартала квартале кв
T 3 third
U half half полугодие полугодия полугодии
O 1 first i первый первого первом первое первая первой
O 2 second ii второй второго втором второе вторая
O 3 iii третий третьего третьем третья третьей
O 4 fourth iv четвертый четвертого четвертом четвёртый четвёртого четвёртом
L -1 last
R -1 previous прошлый прошлого прошлом прошлая прошлой прошлую
R 0 this этот этого этом эта этой эту текущий текущего текущем
R 1 next следующий следующего следующем следующая следующей следующую
D -1 yesterday вчера
D 0 today сегодня
D 1 tomorrow завтра
V year year год года году г
v month month месяц месяца месяце
v day day
C century century век века веке
E bc bc bce
E ad ad ce
K a a
F early early beginning start начало начала начале началу
F middle mid middle середина середины середине середину
F late late end конец конца конце концу
A ~ c ca circa about around approximately approx около ок примерно
A ? possibly probably perhaps maybe возможно вероятно
& and and и &
| or or или
- to to until till through по
< from from с
< since since
< until until till
< before before
< by by к
< after after после
< between between
> onwards onwards onward
> now now present
> later later
> earlier earlier
- - - –
, , ,
m ~ ~
m ? ?
m % %
w Monday monday mon понедельник
w Tuesday tuesday tue tues вторник
w Wednesday wednesday wed среда среду
w Thursday thursday thu thur thurs четверг
w Friday friday fri пятница пятницу
w Saturday saturday sat суббота субботу
w Sunday sunday sun воскресенье
"""

_ROWS = [line.split() for line in _TABLE.strip().splitlines()]
WORDS = {word: (kind, value) for kind, value, *words in _ROWS for word in words}
"""The kind and the value of the token that each word is."""
MONTHS = tuple(row[2].title() for row in _ROWS if row[0] == "M")
WEEKDAYS = tuple(row[1] for row in _ROWS if row[0] == "w")
KNOWN_WORDS = tuple(word for word in WORDS if len(word) > 2)
"""The words that a misspelt word is compared with."""
