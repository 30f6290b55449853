"""The colours of a drawing, by its theme: told apart by people who see few colours, and in grey."""

from collections.abc import Mapping

Theme = Mapping[str, str]

LIGHT: Theme = {
    "paper": "#ffffff",
    "shade": "#f5f7f9",
    "ink": "#1c2630",
    "muted": "#566472",
    "weak": "#e7ebef",
    "strong": "#c9d1d9",
    "bar": "#0068a8",
    "phase": "#00776b",
    "item": "#3b4754",
    "new": "#0068a8",
    "gone": "#b34700",
    "sure": "#00776b",
    "changed": "#84407c",
}
DARK: Theme = {
    "paper": "#11161c",
    "shade": "#171e26",
    "ink": "#e7ecf1",
    "muted": "#a5b2bf",
    "weak": "#242e38",
    "strong": "#3a4754",
    "bar": "#5cb3ee",
    "phase": "#45c4b2",
    "item": "#c5cfd9",
    "new": "#5cb3ee",
    "gone": "#f08a4b",
    "sure": "#45c4b2",
    "changed": "#d79fd0",
}
TONES: Mapping[str, str] = {
    "bar": "bar",
    "phase": "phase",
    "item": "item",
    "+": "new",
    "-": "gone",
    "=": "sure",
    "~": "changed",
}
"""The colour of a tone."""
