"""How `timeline diff` tells of totals of figures, and of levels."""

from collections.abc import Iterator

from timeline.base.amount_words import Amount, format_amount
from timeline.cli.diff.diff_line import DiffLine, sign_of_new
from timeline.cli.show import wording
from timeline.views.diff.compare import Compared, KeyChange
from timeline.views.figures import TotalRow
from timeline.views.levels import LevelRow


def figures(found: Compared[TotalRow, TotalRow, KeyChange]) -> Iterator[DiffLine]:
    """Totals that are new, gone, or more or less than before."""
    for row in found.added:
        yield DiffLine(sign_of_new(row["match"]), "", f"{row['measure']}: {_total(row)}")
    for row in found.removed:
        mark = "? " if row["match"] == "possible" else ""
        yield DiffLine("-", "", f"{mark}{row['measure']}: {_total(row)}")
    for old, new in found.pairs.values():
        yield DiffLine("~", "", f"{new['measure']}: {_total(old)} → {_total(new)}")


def _total(row: TotalRow) -> str:
    more = f" (possibly {row['possible']:,} more)" if row["possible"] else ""
    unsure = " (possibly)" if row["match"] == "possible" else ""
    amount: Amount = {"value": row["total"], "bound": row["bound"], "unit": row["unit"]}
    return format_amount(amount) + more + unsure


def levels(found: Compared[LevelRow, LevelRow, KeyChange]) -> Iterator[DiffLine]:
    """Levels that are stated for the first time, otherwise, or once more."""
    for row in found.added:
        sign, id_ = sign_of_new(row["match"]), wording.short(row["happening"])
        yield DiffLine(sign, "", f"{_called(row)}: {_level(row)}", id_)
    for row in found.removed:
        yield DiffLine("-", "", f"{_called(row)}: {_level(row)}")
    for old, new in found.pairs.values():
        before, after = _level(old), _level(new)
        if format_amount(old) == format_amount(new) and old["date"] != new["date"]:
            after = f"the same {_on(new)}{_more(new)}"
        id_ = wording.short(new["happening"])
        yield DiffLine("~", "", f"{_called(new)}: {before} → {after}", id_)


def _called(row: LevelRow) -> str:
    return ", ".join(filter(None, (row["measure"], wording.split(row["by"]))))


def _level(row: LevelRow) -> str:
    return f"{format_amount(row)} {_on(row)}{_more(row)}"


def _on(row: LevelRow) -> str:
    unsure = ", possibly" if row["match"] == "possible" else ""
    return f"({wording.date(row['date'], row['last_seen_date'])}{unsure})"


def _more(row: LevelRow) -> str:
    return f", possibly {row['possible']:,} by now" if row["possible"] is not None else ""
