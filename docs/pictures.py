"""Draws the pictures of the docs anew, from the example log."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from timeline import Log

ROOT = Path(__file__).resolve().parent.parent
PICTURES: Mapping[str, Mapping[str, Any]] = {
    "programs.svg": {},
    "strive-asia.svg": {"program": "STRIVE Asia"},
    "actors.svg": {"by": "actor", "program": ["STRIVE Asia", "state-programme-2017-2022"]},
    "differences.svg": {"diff": "2016", "after": "2017"},
}
"""The pictures in docs/pictures, with what each is a chart of."""


def pictures() -> Mapping[Path, bytes]:
    """Every picture as it is to be, by its file."""
    log = Log(ROOT / "events")
    return {
        ROOT / "docs" / "pictures" / name: log.chart(**asked) for name, asked in PICTURES.items()
    }
