"""Tables for people, laid out for a terminal or as wide as they need to be."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice, pairwise, repeat
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from timeline.base.addresses import address
from timeline.cli.show import colours
from timeline.cli.show.screen import columns as columns_taken
from timeline.cli.show.screen import fold_cell, make_safe, pieces
from timeline.cli.show.terminal import Look

Row = Mapping[str, object]
RowT_contra = TypeVar("RowT_contra", bound=Row, contravariant=True)

_WORD = 20
"""How long a word may be for its column to be kept wide enough for it, while there is room."""
_NARROWEST = 5
"""What a column keeps on a terminal that is too narrow for the table."""
_GAP = 2


class Column(NamedTuple, Generic[RowT_contra]):
    """A column of a table for people.

    On a terminal it gets room by its `weight` when there is too little for all (0: it never gives
    way), is left out below `from_width`, painted a line at a time, and linked to the web address
    that `link` finds; where the table is too wide for it, `brief` says the same in less room. Where
    rows are told as blocks, columns that lead make the first line.
    """

    header: str
    text: Callable[[RowT_contra], str]
    weight: int = 0
    from_width: int = 0
    paint: colours.Paint = str
    link: Callable[[RowT_contra], object] | None = None
    leads: bool = False
    brief: Callable[[RowT_contra], str] | None = None

    def address(self, row: RowT_contra) -> str:
        """The address that the column of a row links to, if any."""
        return address(self.link(row)) if self.link else ""


def fill_cells(
    rows: Sequence[Row], columns: Sequence[Column[Any]]
) -> tuple[list[Column[Any]], list[list[str]]]:
    """The columns in which something stands, and their texts in each row, made safe."""
    cells = [[make_safe(column.text(row)) for column in columns] for row in rows]
    kept = [i for i in range(len(columns)) if any(line[i] for line in cells)]
    return [columns[i] for i in kept], [[line[i] for i in kept] for line in cells]


def draw_table(rows: Iterable[Row], columns: Sequence[Column[Any]], look: Look) -> str:
    """Rows as a table, cut to no width unless one is given; columns that are empty are left out."""
    rows = list(rows)
    fitting = [c for c in columns if look.width is None or look.width >= c.from_width]
    shown, cells = fill_cells(rows, fitting)
    if not cells:
        return ""
    if look.width and any(c.brief for c in shown) and _natural_width(cells, shown) > look.width:
        shown, cells = fill_cells(rows, [c._replace(text=c.brief or c.text) for c in fitting])
    headers = [column.header for column in shown]
    if look.width:
        sizes = _fit_widths(cells, shown, look.width)
        headers, *cells = [_fold_cells(line, sizes) for line in (headers, *cells)]
    if look.color or look.links:
        cells = [_paint_row(*line, shown, look) for line in zip(rows, cells, strict=True)]
    if look.color:
        headers = [_each_line(colours.bold, header) for header in headers]
    if all(_is_plain(text) for line in (headers, *cells) for text in line):
        return lay_out_lines(headers, cells)
    return _set_rows_apart(lay_out(headers, cells, "simple"), [headers, *cells])


def _set_rows_apart(drawn: str, cells: Sequence[Sequence[str]]) -> str:
    """A drawn table with an empty line before and after each row that takes several lines.

    Args:
        drawn: the table, with a rule under its headers.
        cells: its headers, then its rows.
    """
    heights = [max(text.count("\n") + 1 for text in line) for line in cells]
    lines = iter(drawn.split("\n"))
    found = list(islice(lines, heights[0] + 1))
    for before, height in pairwise([1, *heights[1:]]):
        if max(before, height) > 1 and len(found) > heights[0] + 1:
            found.append("")
        found += islice(lines, height)
    return "\n".join(found)


def _is_plain(text: str) -> bool:
    """Whether a text is one line, and takes as many columns as its characters do."""
    return "\n" not in text and "\x1b" not in text


def lay_out_lines(headers: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """Texts of one line each, laid out as `lay_out` does as a simple table.

    To import tabulate takes as long as the rest of a short answer, and it takes several times as
    long over a row.
    """
    lines = [headers, *([text.strip() for text in line] for line in cells)]
    sizes = [max(map(columns_taken, texts)) for texts in zip(*lines, strict=True)]
    lines.insert(1, ["-" * size for size in sizes])
    return "\n".join(map(_pad_line, lines, repeat(sizes)))


def _pad_line(texts: Sequence[str], sizes: Sequence[int]) -> str:
    padded = [
        text + " " * (size - columns_taken(text)) for text, size in zip(texts, sizes, strict=True)
    ]
    return (" " * _GAP).join(padded).rstrip()


def lay_out(
    headers: Sequence[str], cells: Sequence[Sequence[str]], format_: Literal["simple", "github"]
) -> str:
    """Texts laid out by tabulate, with columns no wider than what stands in them."""
    import tabulate  # noqa: PLC0415 (machine formats do without)

    # Headers get two columns more than they need, and no parameter takes them away.
    padding = tabulate.MIN_PADDING
    tabulate.MIN_PADDING = 0
    try:
        return tabulate.tabulate(cells, headers, tablefmt=format_, disable_numparse=True)
    finally:
        tabulate.MIN_PADDING = padding


def _fold_cells(cells: Sequence[str], sizes: Sequence[int]) -> list[str]:
    return [
        "\n".join(part for line in text.split("\n") for part in fold_cell(line, size))
        for text, size in zip(cells, sizes, strict=True)
    ]


def _paint_row(
    row: Row, cells: Sequence[str], columns: Sequence[Column[Any]], look: Look
) -> list[str]:
    """The texts of a row with their links, inside of which no colour stands, and colours."""
    found = list(cells)
    for i, column in enumerate(columns):
        url = column.address(row) if look.links else ""
        if url:
            found[i] = "\n".join(colours.link(line, url) for line in found[i].split("\n"))
        if look.color and column.paint is not str:
            found[i] = _each_line(column.paint, found[i])
    return found


def _each_line(paint: colours.Paint, text: str) -> str:
    return "\n".join(line and paint(line) for line in text.split("\n"))


def _fit_widths(
    cells: Sequence[Sequence[str]], columns: Sequence[Column[Any]], width: int
) -> list[int]:
    """The width of each column: what there is, shared by weight among those that need more."""
    texts, natural = _texts(cells, columns), _natural_widths(cells, columns)
    least = [
        min(_widest(part for text in column for part in _unbroken(text)), _WORD, size)
        if columns[i].weight
        else size
        for i, (column, size) in enumerate(zip(texts, natural, strict=True))
    ]
    fitted: list[int | None] = [
        None if column.weight else size for size, column in zip(natural, columns, strict=True)
    ]
    room = width - _GAP * (len(columns) - 1)
    left = room - sum(size or 0 for size in fitted)
    while (open_ := [i for i, size in enumerate(fitted) if size is None]) and left > 0:
        weights = sum(columns[i].weight for i in open_)
        share = {i: max(left * columns[i].weight // weights, least[i]) for i in open_}
        content = [i for i in open_ if natural[i] <= share[i]]
        for i in content or open_:
            fitted[i] = natural[i] if content else share[i]
            left -= fitted[i] or 0
    return _squeeze([size or least[i] for i, size in enumerate(fitted)], least, room)


def _texts(cells: Sequence[Sequence[str]], columns: Sequence[Column[Any]]) -> list[list[str]]:
    """What stands in each column, its header first."""
    return [[column.header, *(line[i] for line in cells)] for i, column in enumerate(columns)]


def _natural_widths(cells: Sequence[Sequence[str]], columns: Sequence[Column[Any]]) -> list[int]:
    """How wide each column is where nothing is folded."""
    texts = _texts(cells, columns)
    return [_widest(part for text in column for part in text.split("\n")) for column in texts]


def _natural_width(cells: Sequence[Sequence[str]], columns: Sequence[Column[Any]]) -> int:
    return sum(_natural_widths(cells, columns)) + _GAP * (len(columns) - 1)


def _unbroken(text: str) -> Iterable[str]:
    """The parts of a text in which no line is broken, as long as there is room for them."""
    return [piece for word in text.split() for piece in pieces(word)] or [""]


def _widest(texts: Iterable[str]) -> int:
    return max(map(columns_taken, texts))


def _squeeze(sizes: list[int], least: Sequence[int], room: int) -> list[int]:
    """Sizes that fit: what is more than words need gives way first, then the widest column."""
    while sum(sizes) > room and max(sizes) > _NARROWEST:
        spare = [size - enough for size, enough in zip(sizes, least, strict=True)]
        gives = spare.index(max(spare)) if max(spare) > 0 else sizes.index(max(sizes))
        sizes[gives] -= 1
    return sizes
