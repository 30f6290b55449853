"""`timeline chart`: what it draws on a terminal, and which files it writes."""

from pathlib import Path

import pytest

from timeline import Log

from support.running import here

STRIVE = ("chart", "--program", "STRIVE Asia", "--kind", "workshop", "--kind", "launch")
DRAWN = """\
                                          Jan 2020        Jul            Jan 2021       Jul
                                          ┊               ┊              ┊              ┊
STRIVE Asia in the Kyrgyz Republic        ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░█████████████████████████░▸
"""


def test_it_is_drawn_with_characters_where_no_file_is_named(example: Path) -> None:
    done = here(*STRIVE, cwd=example)
    assert done.code == 0
    lines = done.lines
    assert lines[2] == DRAWN.splitlines()[2]
    assert any(line.startswith("  [planned] Workshop on drawing up") for line in lines)
    assert lines[-2].startswith("█ ━ certain   ░ ┄ possible   ╱ planned")
    assert max(map(len, lines)) <= 100
    assert "3 happenings, program STRIVE Asia, kind workshop or launch" in done.err


@pytest.mark.parametrize("width", [60, 80, 140, 200])
@pytest.mark.parametrize("by", ["program", "actor", "kind"])
def test_it_is_as_wide_as_the_terminal(width: int, by: str, example: Path) -> None:
    lines = here("chart", "--by", by, cwd=example, width=width).lines
    assert max(map(len, lines)) in range(width - 3, width + 1)


@pytest.mark.parametrize("by", ["program", "programme", "actor", "kind"])
def test_a_file_is_what_python_gives(by: str, example: Path, tmp_path: Path) -> None:
    file = tmp_path / "chart.svg"
    done = here("chart", "--by", by, "--during", "2017", "-o", str(file), cwd=example)
    assert done.code == 0
    assert file.read_bytes() == Log(example / "events").chart(by, during="2017")


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_pictures_for_print_are_written(ending: str, example: Path, tmp_path: Path) -> None:
    file = tmp_path / f"chart.{ending}"
    done = here(*STRIVE, "-o", str(file), cwd=example)
    assert (done.code, file.read_bytes()[1:4]) == (0, {"pdf": b"PDF", "png": b"PNG"}[ending])


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (
            ("--during", "1950"),
            "error: nothing to draw: no happening matches\n  leave out a filter",
        ),
        (("--by", "place"), "error: no chart by `place`\n  one of program, actor, kind"),
        (
            ("-o", "chart.gif"),
            "error: no picture for the ending of chart.gif\n  one of svg, pdf, png",
        ),
    ],
)
def test_what_cannot_be_drawn_is_told(words: tuple[str, ...], error: str, example: Path) -> None:
    done = here("chart", *words, cwd=example)
    assert done.code != 0
    assert done.err.strip() == error


def test_only_what_is_asked_for_has_lanes(example: Path) -> None:
    drawn = here("chart", "--program", "State Programme", cwd=example).out
    assert "State Programme to Counter Extremism" in drawn
    assert "UNODC Programme" not in drawn
    drawn = here("chart", "--by", "actor", "--actor", "Interior Ministry", cwd=example).out
    assert "Erlan Bakiev" in drawn
    assert "European Union" not in drawn


def test_long_names_give_way_to_short_ones(example: Path) -> None:
    drawn = here("chart", "--by", "actor", cwd=example).out
    assert "  UNODC " in drawn
    assert "United Nations Office on Drugs" not in drawn
