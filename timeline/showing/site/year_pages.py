"""The pages of years: what began in each, and what may have."""

from collections.abc import Iterator
from itertools import groupby

from timeline.showing.chart.axis import year_text
from timeline.showing.site import addresses
from timeline.showing.site.frame import Page
from timeline.showing.site.links import Links
from timeline.showing.site.parts import LEGEND, section
from timeline.showing.site.years import Year, Years


def years_page(years: Years, links: Links) -> Page:
    """The list of years."""
    main = list_years(years, links)
    return Page(addresses.YEARS, "Years", f"{main}\n{_HOW}")


_HOW = (
    "<p>A happening stands under the year in which it began. Where that is not known, it stands "
    "under each year in which it may have begun, apart from the rest; where these are many, or "
    "open, under “Date open”.</p>"
)


def list_years(years: Years, links: Links) -> str:
    """Years as a list, each with how many happenings surely and perhaps began in it."""
    items = [_year_item(year, links) for year in years.years]
    if years.undated:
        link = f'<a href="{links.root}{addresses.UNDATED}">Date open</a>'
        items.append(f"<li>{link} <span>{len(years.undated):,}</span></li>")
    return f'<ul class="years">{"".join(items)}</ul>'


def _year_item(year: Year, links: Links) -> str:
    link = f'<a href="{links.root}{addresses.year(year.number)}">{year_text(year.number)}</a>'
    perhaps = f" + {len(year.perhaps):,} perhaps" if year.perhaps else ""
    return f"<li>{link} <span>{len(year.sure):,}{perhaps}</span></li>"


def year_page(years: Years, at: int, links: Links) -> Page:
    """The page of a year, which is that at a place in the list of years."""
    year = years.years[at]
    lines = [LEGEND]
    lines += section("Began in this year", links.rows(year.sure), "sure") if year.sure else []
    if year.perhaps:
        lines += section("May have begun in this year", links.rows(year.perhaps), "perhaps")
    lines += _beside(years, at, links)
    called = year_text(year.number)
    return Page(
        addresses.year(year.number),
        called,
        "\n".join(lines),
        menu=addresses.YEARS,
        crumbs=[(addresses.YEARS, "Years")],
    )


def _beside(years: Years, at: int, links: Links) -> Iterator[str]:
    yield '<nav class="beside" aria-label="Years before and after">'
    for other, rel, label in ((at - 1, "prev", "Before"), (at + 1, "next", "After")):
        if 0 <= other < len(years.years):
            number = years.years[other].number
            yield (
                f'<a rel="{rel}" href="{links.root}{addresses.year(number)}">'
                f"<span>{label}</span> {year_text(number)}</a>"
            )
    yield "</nav>"


def undated_page(years: Years, links: Links) -> Page:
    """The page of what can be put under no year, or might stand under many."""
    lines = [
        "<p>It is open when these began, or in which of many years.</p>",
        LEGEND,
    ]
    for heading, group in groupby(years.undated, key=lambda one: one.years.heading):
        lines += section(heading, links.rows(group))
    return Page(
        addresses.UNDATED,
        "Date open",
        "\n".join(lines),
        menu=addresses.YEARS,
        crumbs=[(addresses.YEARS, "Years")],
    )
