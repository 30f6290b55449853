"""Tables of words, as the modules beside this one write them down."""


def words(text: str) -> dict[str, str]:
    """The first word of each line by its other words, in which a hyphen is a space."""
    rows = [line.split() for line in text.strip().splitlines()]
    return {word.replace("-", " "): first for first, *others in rows for word in others}


def one_of(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def rules(text: str) -> list[tuple[str, str]]:
    """Lines of `name: pattern`, in their order; a name may have several."""
    pairs = (line.split(": ", 1) for line in text.strip().splitlines())
    return [(name, pattern) for name, pattern in pairs]


NUMBERS = words(
    """
    2 two два две двух
    3 three три трёх трех
    4 four четыре четырёх четырех
    5 five пять пяти
    6 six шесть шести
    7 seven семь
    8 eight восемь
    9 nine девять
    10 ten десять десяти
    11 eleven
    12 twelve
    """
)
"""Numbers that are written as words; texts write greater ones as digits, mostly."""
SPANS_OF_TIME = words(
    """
    day day days день дня дней
    week week weeks неделя неделю недели недель
    month month months месяц месяца месяцев
    year year years год года лет
    """
)
"""Units of time that a date can be counted in."""
