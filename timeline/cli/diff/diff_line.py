"""A line of `timeline diff`: one thing that differs, with its sign."""

from typing import NamedTuple, TypedDict

from timeline.cli.show import wording


class DiffLine(NamedTuple):
    """One thing that differs, with what there is to say of it on lines of their own.

    `sign` is + for what is new, - for what is gone, ~ for what changed, and ? for what is new but
    only possibly there.
    """

    sign: str
    when: str
    text: str
    id: str = ""
    notes: tuple[str, ...] = ()

    def as_row(self) -> "DiffLineRow":
        """The line as a row of a table."""
        return {
            "sign": self.sign,
            "when": self.when,
            "text": self.text,
            "id": self.id,
            "notes": self.notes,
        }


class DiffLineRow(TypedDict):
    """A line as a row of a table."""

    sign: str
    when: str
    text: str
    id: str
    notes: tuple[str, ...]


class Counted(TypedDict):
    """What any row with a number of happenings has."""

    happenings: int
    possible: int


def sign_of_new(match: str | None) -> str:
    """The sign of what is new, by how it matches."""
    return "?" if match == "possible" else "+"


def count(row: Counted) -> str:
    """How many happenings a row has: `3 happenings +1?`."""
    sure, possible = row["happenings"], row["possible"]
    if possible and not sure:
        return f"{wording.with_noun(possible, 'happening')}, possibly"
    return wording.with_noun(sure, "happening") + (f" +{possible}?" if possible else "")
