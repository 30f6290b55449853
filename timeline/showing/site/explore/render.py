"""The part of the start page that scripts bring to life; without them it stays hidden."""

import json
from html import escape
from importlib import resources
from typing import NamedTuple

from timeline.showing.chart.colours import DARK, LIGHT, Theme
from timeline.showing.site.content import Content
from timeline.showing.site.explore.pack import pack

SCRIPTS = (
    *("days.js", "data.js", "filters.js", "address.js", "layout.js", "paint.js", "drawing.js"),
    *("list.js", "facets.js", "start.js"),
)
"""In the order in which they need each other; the last one begins."""
_FACETS = (
    ("actor", "Actor", "actors"),
    ("role", "Role", "roles"),
    ("program", "Programme", "programmes"),
    ("phase", "Phase", "phases"),
    ("place", "Place", "places"),
    ("kind", "Kind", "kinds"),
)


class Explore(NamedTuple):
    """A style sheet, what it is for as HTML, and the texts of scripts that run after it."""

    style: str
    body: str
    scripts: tuple[str, ...]


def render_explore(content: Content) -> Explore:
    """The drawing and the list with their filters, and the data that scripts read."""
    data = json.dumps(pack(content), ensure_ascii=False, separators=(",", ":"))
    data = data.replace("<", "\\u003c")
    body = _resource("body.html").format(
        facets="\n".join(_facet(*facet) for facet in _FACETS), legend=_resource("legend.html")
    )
    scripts = "\n".join(map(_resource, SCRIPTS))
    return Explore(
        _colours() + _resource("explore.css"),
        f'{body}<script type="application/json" id="tl-data">{data}</script>',
        (f'(() => {{\n"use strict";\n{scripts}}})();\n',),
    )


def _resource(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _facet(name: str, label: str, called: str) -> str:
    return f"""<details id="tl-facet-{name}" class="tl-facet" name="tl-facet" hidden>
<summary>{label} <b class="chosen"></b></summary>
<div class="panel"><label class="find">Find {escape(called)} <input type="search" \
autocomplete="off"></label>
<ul aria-label="{label}"></ul><p class="rest" hidden></p></div>
</details>"""


_COLOURS = {
    "page": "paper",
    "shade": "shade",
    "ink": "ink",
    "soft": "muted",
    "weak": "weak",
    "line": "strong",
    "bar": "bar",
    "item": "item",
}
"""Names in the style sheet and the drawing, for those in the themes of charts."""
_MARK = {"light": "#ffe69c", "dark": "#5f4d10"}
"""Behind what is marked."""


def _colours() -> str:
    """The colours of charts, in light and in dark, as a canvas can read them."""
    light, dark = _theme(LIGHT, _MARK["light"]), _theme(DARK, _MARK["dark"])
    return f"{light}@media (prefers-color-scheme: dark) {{ {dark.strip()} }}\n"


def _theme(theme: Theme, mark: str) -> str:
    lines = [f"--tl-{name}: {theme[colour]};" for name, colour in _COLOURS.items()]
    return f":root {{ color-scheme: light dark; {' '.join(lines)} --tl-mark: {mark}; }}\n"
