"""Texts measured by the metrics of the font that PDFs are made with."""

import struct
from pathlib import Path

import fontpkg_arimo
import pytest

from timeline.showing.chart.text_width import cut, is_measured, text_width, wrap
from timeline.showing.chart.widths import ADVANCES


def test_the_widths_are_those_of_the_font() -> None:
    widths = font_widths(Path(fontpkg_arimo.ROOT) / "files" / "Arimo[wght].ttf")
    told = {letter: width for width, letters in ADVANCES.items() for letter in letters}
    assert len(told) > 600
    assert told == {letter: widths[ord(letter)] for letter in told}


def font_widths(path: Path) -> dict[int, int]:
    """The advance of each character of a TrueType font, in thousandths of its size."""
    data = path.read_bytes()

    def numbers(at: int, count: int) -> tuple[int, ...]:
        return struct.unpack(f">{count}H", data[at : at + 2 * count])

    tables = {}
    for i in range(numbers(4, 1)[0]):
        tag, _, start, _ = struct.unpack(">4sIII", data[12 + 16 * i : 28 + 16 * i])
        tables[tag] = start
    units = numbers(tables[b"head"] + 18, 1)[0]
    count = numbers(tables[b"hhea"] + 34, 1)[0]
    cmap = tables[b"cmap"]
    starts = (
        cmap + struct.unpack(">I", data[cmap + 8 + 8 * i :][:4])[0]
        for i in range(numbers(cmap + 2, 1)[0])
    )
    start = next(start for start in starts if numbers(start, 1)[0] == 4)
    segments = numbers(start + 6, 1)[0] // 2
    lasts = numbers(start + 14, segments)
    firsts = numbers(start + 16 + 2 * segments, segments)
    deltas = numbers(start + 16 + 4 * segments, segments)
    offsets_at = start + 16 + 6 * segments
    found: dict[int, int] = {}
    for i, offset in enumerate(numbers(offsets_at, segments)):
        for code in range(firsts[i], lasts[i] + 1):
            glyph = code + deltas[i]
            if offset:
                (glyph,) = numbers(offsets_at + 2 * i + offset + 2 * (code - firsts[i]), 1)
                glyph += deltas[i]
            at = tables[b"hmtx"] + 4 * min(glyph % 65_536, count - 1)
            found[code] = round(numbers(at, 1)[0] * 1000 / units)
    return found


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("iii", 6.66), ("ЖЖ", 18.46), ("会議", 20), ("e\u0301", 5.56)]
)
def test_wide_letters_count_as_such_and_marks_not_at_all(text: str, width: float) -> None:
    assert text_width(text, 10) == pytest.approx(width, abs=0.3)


def test_other_scripts_are_not_measured() -> None:
    assert is_measured("Жолдошбек, “çà” – №\u00a05")
    assert not is_measured("会議")


def test_a_line_is_cut_between_words() -> None:
    text = "Community policing against violent extremism"
    assert cut(text, 12, 500) == text
    short = cut(text, 12, 150)
    assert short == "Community policing…"
    assert text_width(short, 12) <= 150
    assert cut("Donaudampfschifffahrt", 12, 60) == "Donaud…"


def test_a_text_is_wrapped_and_its_last_line_cut() -> None:
    lines = wrap("Community policing against violent extremism in Bishkek", 12, 120, 2)
    assert lines == ["Community policing", "against violent…"]
