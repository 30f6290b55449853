"""What the start page of a site costs its readers, in Chromium on a processor four times slower.

    timeline export site DIR
    python tests/benchmarks/site.py DIR

Printed is how many bytes come before the first page of a happening, compressed, and as a Markdown
table how long it takes until the page can be used and until each filter is drawn and listed. Other
programs make a machine slow, but no less work to do: beside the time of the clock stands that of
the processor, of the thread that runs the page.
"""

import argparse
import gzip
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.browsers import Window, running_browser

SLOWER = 4
_ONCE_USABLE = """addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => {
    document.documentElement.dataset.usable = performance.now();
})))"""
_FILTERED = """(asked) => new Promise((done) => {
    const begun = performance.now();
    addEventListener("hashchange", () => requestAnimationFrame(() => setTimeout(() => {
        done(performance.now() - begun);
    })), { once: true });
    location.hash = asked;
})"""
_KEYS = """(name) => {
    const { values } = JSON.parse(document.querySelector("#tl-data").textContent);
    return values[name].keys;
}"""


class Took(NamedTuple):
    """Milliseconds by the clock, and of the processor."""

    clock: float
    processor: float


def main() -> None:
    """Measure a site as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", type=Path, metavar="DIR")
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="of each, 7")
    parser.add_argument("--slower", type=int, default=SLOWER, metavar="N", help="times, 4")
    options = parser.parse_args()
    files = [options.site / name for name in ("index.html", "site.css")]
    size = sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in files)
    print(f"{size:,} bytes compressed before the first page of a happening\n")
    found: dict[str, list[Took]] = {}
    with running_browser() as browser:
        for _ in range(options.runs):
            for name, took in measure(browser, files[0], options.slower):
                found.setdefault(name, []).append(took)
    print("| milliseconds, median (least) | clock | processor |\n|---|---:|---:|")
    for name, some in found.items():
        columns = (sorted(getattr(one, field) for one in some) for field in Took._fields)
        told = (f"{statistics.median(column):.0f} ({column[0]:.0f})" for column in columns)
        print(f"| {name} | {' | '.join(told)} |")


def measure(browser: Any, page: Path, slower: int) -> Iterator[tuple[str, Took]]:
    """Open a start page once and set filters, one after the other."""
    window = Window(browser)
    tools = window.context.new_cdp_session(window.page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def processor() -> float:
        told = tools.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in told if one["name"] == "TaskDuration") * 1000

    window.page.add_init_script(_ONCE_USABLE)
    window.page.goto(page.as_uri())
    window.page.locator("html[data-usable]").wait_for()
    yield "usable", Took(float(window.page.get_attribute("html", "data-usable")), processor())
    for name, asked in filters(window.page):
        before = processor()
        clock = float(window.page.evaluate(_FILTERED, asked))
        yield name, Took(clock, processor() - before)
    window.close()


def filters(page: Any) -> Iterator[tuple[str, str]]:
    """Filters with the parts of addresses that set them, each followed by none."""
    for name in ("kind", "actor", "program", "place"):
        key = page.evaluate(_KEYS, name)[0]
        yield f"one {name}", f"#{name}={key}"
        yield "all again", "#"
    yield "words", "#words=rule%20of%20law"
    yield "period", "#from=2001&to=2004-06"
    yield "all again", "#"


if __name__ == "__main__":
    main()
