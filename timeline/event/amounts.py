"""Amounts as people write them: "over 120,000 USD", "$1.2 million", "1,2 млн", "about 60 person".

Every way in (options, cells, files, questions, drafts) has its numbers, scale words and bounds
from here, so that the same words are the same figure. Numbers stay texts: nothing is rounded.
"""

# ruff: noqa: RUF001 - Cyrillic letters are data here

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple


def _by_word(rows: Mapping[str, str]) -> dict[str, str]:
    """The name of each row by its words, which commas part."""
    return {word.strip(): name for name, words in rows.items() for word in words.split(",")}


BOUNDS = _by_word(
    {
        "about": "about, around, some, approximately, roughly, circa, ca., ca, c., c, ~, nearly,"
        "almost, an estimated, estimated, около, примерно, порядка, почти",
        "at-least": "at least, at-least, over, more than, no fewer than, not less than, above,"
        "exceeding, upwards of, ≥, более, свыше, больше, не менее",
        "at-most": "at most, at-most, up to, no more than, not more than, under, less than,"
        "fewer than, ≤, до, не более",
        "exact": "exactly, exact",
    }
)
"""The bound of a figure by the words before its number."""
SCALES = {
    word: int(zeros)
    for word, zeros in _by_word(
        {
            "2": "hundred",
            "3": "thousand, thousands, k, тысяча, тысячи, тысяч, тыс",
            "5": "lakh, lakhs",
            "6": "million, millions, mln, mn, mio, миллион, миллиона, миллионов, млн",
            "7": "crore, crores",
            "9": "billion, billions, bn, bln, миллиард, миллиарда, миллиардов, млрд",
            "12": "trillion, trillions, tn, trn, триллион, триллиона, триллионов, трлн",
        }
    ).items()
}
"""How many zeros a word after a number stands for."""
SIGNS = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB"}
"""Currencies by their signs."""
_ISO_4217 = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP "
    "BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR "
    "KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
    "MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
    "SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
    "UGX USD UYU UZS VES VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW ZWL "
)
CODES = frozenset(_ISO_4217.split())
"""Currencies by their codes (ISO 4217)."""


def any_of(words: Iterable[str]) -> str:
    """A regular expression of one of some words, the longest that fits."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


class Amount(NamedTuple):
    """How many of what: `value` is a plain number; `bound` is empty where no word says it."""

    value: str
    unit: str = ""
    bound: str = ""


_BOUND = re.compile(rf"(?P<bound>(?i:{any_of(BOUNDS)}))\s*(?=[\d$€£¥₽]|US\$|[A-Z]{{3}}\s?\d)")
_CURRENCY = re.compile(rf"(?P<sign>{any_of(SIGNS)})\s?|(?P<code>[A-Z]{{3}})\s?(?=\d)")
# Thousands are parted by commas, or as in much of the world by spaces; a comma may be decimal.
_NUMBER = re.compile(
    r"-?(?:[1-9]\d{0,2}(?:,\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?![\d,]|\.\d)",
    re.ASCII,
)
_SCALE = re.compile(rf"\s*(?P<scale>{any_of(SCALES)})(?![\w-])\.?", re.IGNORECASE)
# Alone it is metre or minute, beside a currency million.
_M_OF_MONEY = re.compile(
    rf"\s*[mM](?=\s+(?:{any_of(CODES)}|(?i:us dollars|dollars|euros?))\b|\s*[$€£]|\s*$)"
)
_UNIT = re.compile(r"[^\s\d(\[{<]")
_SIGN = re.compile("[%°€£¥₽$]")
"""How a unit begins that stands apart from its number, and one that does not."""


def read(text: str) -> Amount | None:
    """The amount that a text says; None if it says none.

    Args:
        text: a bound, a currency, a number, a scale and a unit, of which only the number is needed.
    """
    said = _BOUND.match(text)
    bound = BOUNDS[said["bound"].lower()] if said else ""
    money = _CURRENCY.match(text, said.end() if said else 0)
    currency = _currency(money)
    found = _NUMBER.match(text, money.end() if money and currency else said.end() if said else 0)
    if not found:
        return None
    end = found.end()
    if text[end : end + 1] == "+" and not bound:
        bound, end = "at-least", end + 1
    zeros, end = _scale(text, end, money=bool(currency))
    if text[end : end + 1] == "+" and not bound:
        bound, end = "at-least", end + 1
    unit = text[end:].strip()
    if unit and not (_UNIT.match(unit) if text[end].isspace() else _SIGN.match(unit)):
        return None
    named = SIGNS.get(unit, unit)
    value = _value(found[0], text[found.end() : end], zeros)
    if not value or (currency and named not in ("", currency)):
        return None
    return Amount(value, currency or named, bound)


def _value(number: str, scale: str, zeros: int) -> str:
    """A number with its scale; empty where nobody can tell what its comma means.

    A decimal comma is taken for one only before a scale: "60,5" alone may be a slip. In Russian
    a comma never parts thousands.
    """
    if "," in number and re.search("[а-я]", scale, re.IGNORECASE):
        number = number.replace(",", ".") if number.count(",") == 1 else number
    value = plain(number)
    decimal_comma = "," in number and "." in value and "." not in number
    return "" if decimal_comma and not zeros else scaled(value, zeros)


def _currency(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    if found["sign"]:
        return SIGNS[found["sign"]]
    return found["code"] if found["code"] in CODES else ""


def _scale(text: str, at: int, *, money: bool) -> tuple[int, int]:
    """How many zeros the words at a place stand for, and where these words end."""
    zeros = 0
    while found := _SCALE.match(text, at):
        zeros, at = zeros + SCALES[found["scale"].lower()], found.end()
    of_money = _M_OF_MONEY.match(text, at)
    if of_money and not zeros and (money or text[of_money.end() :].strip()):
        return 6, of_money.end()
    return zeros, at


def plain(number: str) -> str:
    """A number as people write it, with nothing between its digits but a decimal point.

    A comma before groups of three digits parts thousands, another one is a decimal comma.
    """
    digits = re.sub(r"\s", "", number)
    if re.fullmatch(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", digits):
        return digits.replace(",", "")
    return digits.replace(",", ".")


def decimal_comma(text: str) -> str:
    """A number as it is written here, of one with a decimal comma or points between thousands.

    Args:
        text: `1.234,5`, `12,5` or `1.234.567`, with or without words around it.

    Returns:
        The text with that number written anew; empty if it has none.
    """
    found = _DECIMAL_COMMA.search(text)
    if not found:
        return ""
    number = re.sub(r"[.\s]", "", found[0]).replace(",", ".")
    return text[: found.start()] + number + text[found.end() :]


_DECIMAL_COMMA = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:[.\s]\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,(?:\d{1,2}|\d{4,}))(?![\d,.])",
    re.ASCII,
)


def scaled(number: str, zeros: int) -> str:
    """A plain number with its decimal point moved to the right, exactly."""
    if not zeros:
        return number
    sign, digits, exponent = Decimal(number).as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 (a number of digits is finite)
    return format(Decimal((sign, digits, exponent + zeros)), "f")


def scale_of(unit: str) -> tuple[int, str]:
    """How many zeros the words that a unit begins with stand for, and the unit without them."""
    zeros, end = _scale(unit, 0, money=False)
    return zeros, unit[end:].strip()


def figure(item: Mapping[str, object]) -> dict[str, object]:
    """A figure as it is stored: words in its value, and scale words in its unit, are worked out.

    Args:
        item: a figure as people write it in YAML or JSON; what is no amount stays as it is.
    """
    value, unit = item.get("value"), item.get("unit", "")
    if not (isinstance(value, str) and isinstance(unit, str)):
        return dict(item)
    is_plain = _PLAIN.fullmatch(value.strip())
    zeros, rest = scale_of(unit)
    if is_plain:
        changed = {"value": scaled(value.strip(), zeros), "unit": rest} if zeros else {}
        return {**item, **changed}
    found = read(f"{value} {unit}".strip())
    if found is None:
        return dict(item)
    said = {"value": found.value, "unit": found.unit, "bound": item.get("bound") or found.bound}
    return {**item, **{name: text for name, text in said.items() if text}}


_PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
