"""A page as SVG: one file without scripts, in light and dark colours."""

from collections.abc import Iterator

from timeline.base.text import without_unfit
from timeline.showing.chart.colours import DARK, LIGHT, TONES, Theme
from timeline.showing.chart.content import Chart
from timeline.showing.chart.drawing import Badge, Chip, Group, Page, Strip, Symbol, Text
from timeline.showing.chart.packing import CHIP_SIZE
from timeline.showing.chart.text_width import text_width

FONTS = "Arimo, 'Liberation Sans', Arial, Helvetica, sans-serif"
_COLOURS = ("bar", "phase", "item", "new", "gone", "sure", "changed")
_FITTED = ("item", "phase", "plain")
"""Texts that keep to their width with another font, too."""
_RADIUS = 4


def write_svg(chart: Chart, page: Page, *, dark: bool = True) -> Iterator[str]:
    """A page as the parts of an SVG file.

    Each happening is a group with its id as `data-event` and a title that tells all of it; a count
    tells every happening that it counts.

    Args:
        chart: what it shows, for its title and description.
        page: the drawing.
        dark: whether it has dark colours, too, for who prefers them.
    """
    width, height = _n(page.width), _n(page.height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img" aria-labelledby="tl-title tl-desc"'
        f' font-family="{FONTS}">\n'
    )
    yield f'<title id="tl-title">{_text(chart.title)}</title>\n'
    yield f'<desc id="tl-desc">{_text(_describe(chart))}</desc>\n'
    yield f"<style>\n{_style(LIGHT)}"
    if dark:
        yield f"@media (prefers-color-scheme: dark) {{\n{_style(DARK)}}}\n"
    yield "</style>\n<defs>\n"
    yield from _definitions()
    yield "</defs>\n"
    yield f'<rect class="tl-paper" width="{width}" height="{height}"/>\n'
    for band in page.bands:
        if band.shaded:
            yield (
                f'<rect class="tl-shade" x="16" y="{_n(band.top)}" width="{_n(page.width - 32)}"'
                f' height="{_n(band.height)}" rx="4"/>\n'
            )
    for line in page.lines:
        yield (
            f'<line class="tl-{line.kind}" x1="{_n(line.x)}" y1="{_n(line.top)}"'
            f' x2="{_n(line.x)}" y2="{_n(line.bottom)}"/>\n'
        )
    for group in page.groups:
        yield _group(group)
    yield "</svg>\n"


def _describe(chart: Chart) -> str:
    names = [lane.name for lane in chart.lanes]
    return f"{chart.subtitle}. Lanes: {'; '.join(names)}."


def _style(theme: Theme) -> str:
    rules = [
        f".tl-paper {{ fill: {theme['paper']} }}",
        f".tl-shade {{ fill: {theme['shade']} }}",
        f".tl-ink {{ fill: {theme['ink']} }}",
        f".tl-muted {{ fill: {theme['muted']} }}",
        f".tl-hollow {{ fill: {theme['paper']} }}",
        f".tl-weak {{ stroke: {theme['weak']}; stroke-width: 1 }}",
        f".tl-strong {{ stroke: {theme['strong']}; stroke-width: 1 }}",
        f".tl-clock {{ stroke: {theme['gone']}; stroke-width: 1.5; stroke-dasharray: 5 4 }}",
        f".tl-chip {{ fill: {theme['paper']}; stroke: {theme['muted']}; stroke-width: 1 }}",
    ]
    for name in _COLOURS:
        rules += [
            f".tl-{name} {{ fill: {theme[name]} }}",
            f".tl-{name}-line {{ stroke: {theme[name]}; fill: none }}",
            f".tl-{name}-edge {{ stroke: {theme[name]}; stroke-width: 0.8 }}",
        ]
    return "".join(f"{rule}\n" for rule in rules)


def _definitions() -> Iterator[str]:
    for name in _COLOURS:
        yield (
            f'<pattern id="tl-hatch-{name}" width="5" height="5" patternUnits="userSpaceOnUse"'
            f' patternTransform="rotate(45)"><rect class="tl-{name}" width="1.7" height="5"/>'
            "</pattern>\n"
        )
    for side, x1, x2 in (("right", 0, 1), ("left", 1, 0)):
        yield (
            f'<linearGradient id="tl-to-{side}" x1="{x1}" x2="{x2}" y1="0" y2="0">'
            '<stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#fff"'
            ' stop-opacity="0.08"/></linearGradient>\n'
            f'<mask id="tl-out-{side}" maskContentUnits="objectBoundingBox">'
            f'<rect width="1" height="1" fill="url(#tl-to-{side})"/></mask>\n'
        )


def _group(group: Group) -> str:
    parts = [
        *map(_strip, group.strips),
        *map(_symbol, group.symbols),
        *map(_badge, group.badges),
        *map(_chip, group.chips),
        *map(_line_of_text, group.texts),
    ]
    if not group.told and not group.key:
        return "".join(f"{part}\n" for part in parts)
    key = f' data-event="{_text(group.key)}"' if group.key else ""
    title = f"<title>{_text(chr(10).join(group.told))}</title>"
    return f"<g{key}>{title}{''.join(parts)}</g>\n"


def _strip(strip: Strip) -> str:
    tone = TONES[strip.tone]
    left, width, top, height = strip.left, strip.right - strip.left, strip.top, strip.height
    fade = f' mask="url(#tl-out-{strip.fades})"' if strip.fades else ""
    match strip.look:
        case "certain":
            look = f'class="tl-{tone}"'
        case "possible":
            look = f'class="tl-{tone}" fill-opacity="0.3"'
        case "planned":
            look = f'fill="url(#tl-hatch-{tone})" class="tl-{tone}-edge"'
        case "paused":
            top, height = top + height / 2 - 1, 2.0
            look = f'class="tl-{tone}"'
        case "dropped":
            look = f'class="tl-{tone}-line" stroke-dasharray="3 2"'
    rect = (
        f'<rect {look} x="{_n(left)}" y="{_n(top)}" width="{_n(width)}"'
        f' height="{_n(height)}"{fade}/>'
    )
    return rect + (_arrow(strip, tone) if strip.fades else "")


def _arrow(strip: Strip, tone: str) -> str:
    """The tip of what runs out."""
    middle, half = strip.top + strip.height / 2, min(strip.height / 2, 4.5)
    tip, turn = (strip.right, -1) if strip.fades == "right" else (strip.left, 1)
    back = tip + turn * half
    points = (
        f"M{_n(back)} {_n(middle - half)}L{_n(tip)} {_n(middle)}L{_n(back)} {_n(middle + half)}"
    )
    return f'<path class="tl-{tone}-line" stroke-width="1.4" d="{points}"/>'


def _symbol(symbol: Symbol) -> str:
    tone = TONES[symbol.tone]
    x, y, r = symbol.x, symbol.y, _RADIUS
    at = f'cx="{_n(x)}" cy="{_n(y)}"'
    match symbol.shape:
        case "day":
            return f'<circle class="tl-{tone}" {at} r="{r}"/>'
        case "maybe":
            return (
                f'<circle class="tl-hollow" {at} r="{r}"/>'
                f'<circle class="tl-{tone}-line" stroke-width="1.5" {at} r="{r - 0.5}"/>'
            )
        case "planned":
            path = (
                f"M{_n(x - 5)} {_n(y)}L{_n(x)} {_n(y - 5)}L{_n(x + 5)} {_n(y)}L{_n(x)} {_n(y + 5)}Z"
            )
            return (
                f'<path class="tl-hollow" d="{path}"/>'
                f'<path fill="url(#tl-hatch-{tone})" d="{path}"/>'
                f'<path class="tl-{tone}-line" stroke-width="1.3" d="{path}"/>'
            )
        case "dropped":
            path = (
                f"M{_n(x - 4)} {_n(y - 4)}L{_n(x + 4)} {_n(y + 4)}"
                f"M{_n(x - 4)} {_n(y + 4)}L{_n(x + 4)} {_n(y - 4)}"
            )
            return f'<path class="tl-{tone}-line" stroke-width="2" d="{path}"/>'


def _badge(badge: Badge) -> str:
    """A sign in a shape of its own: a disc, a square, a diamond or a ring."""
    tone = TONES[badge.sign]
    x, y = badge.x, badge.y
    match badge.sign:
        case "+":
            signs = f"M{_n(x - 4)} {_n(y)}H{_n(x + 4)}M{_n(x)} {_n(y - 4)}V{_n(y + 4)}"
        case "-":
            signs = f"M{_n(x - 4)} {_n(y)}H{_n(x + 4)}"
        case "=":
            signs = f"M{_n(x - 4)} {_n(y)}L{_n(x - 1)} {_n(y + 3)}L{_n(x + 4)} {_n(y - 4)}"
        case _:
            signs = (
                f"M{_n(x - 4)} {_n(y + 1)}Q{_n(x - 2)} {_n(y - 4)} {_n(x)} {_n(y)}"
                f"T{_n(x + 4)} {_n(y - 1)}"
            )
    return f'<path class="tl-{tone}-line" stroke-width="2.2" d="{signs}"/>'


def _chip(chip: Chip) -> str:
    x, y = chip.left + chip.width / 2, chip.top + chip.height / 2 + CHIP_SIZE * 0.36
    return (
        f'<rect class="tl-chip" x="{_n(chip.left)}" y="{_n(chip.top)}" width="{_n(chip.width)}"'
        f' height="{_n(chip.height)}" rx="{_n(chip.height / 2)}"/>'
        f'<text class="tl-ink" x="{_n(x)}" y="{_n(y)}" font-size="{CHIP_SIZE}"'
        f' font-weight="bold" text-anchor="middle">{_text(chip.text)}</text>'
    )


_ROLES = {
    "title": ("ink", ' font-weight="bold"'),
    "subtitle": ("muted", ""),
    "legend": ("ink", ""),
    "tick": ("muted", ""),
    "name": ("ink", ' font-weight="bold"'),
    "plain": ("ink", ""),
    "note": ("muted", ""),
    "item": ("ink", ""),
    "phase": ("phase", ""),
    "clock": ("gone", ""),
}


def _line_of_text(text: Text) -> str:
    """A line; what leads it is a text of its own, since programs differ on widths of parts."""
    colour, more = _ROLES[text.role]
    if text.anchor != "start":
        more += f' text-anchor="{text.anchor}"'
    if not text.lead:
        return _piece(text, colour, more)
    lead = text.lead.rstrip()
    rest = text_width(text.text, text.size)
    first = text._replace(text=lead, width=text_width(lead, text.size))
    second = text._replace(x=text.x + text.width - rest, width=rest)
    return _piece(first, "muted", more) + _piece(second, colour, more)


def _piece(text: Text, colour: str, more: str) -> str:
    if text.role in _FITTED:
        more += f' textLength="{_n(text.width)}" lengthAdjust="spacingAndGlyphs"'
    return (
        f'<text class="tl-{colour}" x="{_n(text.x)}" y="{_n(text.y)}"'
        f' font-size="{_n(text.size)}"{more}>{_text(text.text)}</text>'
    )


def _text(text: str) -> str:
    """A text as XML has it, in an element or in quotes."""
    whole = "\n".join(map(without_unfit, text.split("\n")))
    escaped = whole.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;")


def _n(number: float) -> str:
    """A number with one decimal at most."""
    return f"{number:.1f}".removesuffix(".0")
