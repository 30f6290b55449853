"""Exports from Python: what a log is written as, for other programs and for people."""

import datetime as dt
import os
from collections.abc import Iterator
from typing import Any

from timeline import __version__
from timeline.api.given import as_typed, filters_of
from timeline.api.opened import Opened, asking_again
from timeline.base.errors import UsageError
from timeline.exchange.export import read_selected, select_events
from timeline.exchange.losses import Loss, Losses
from timeline.exchange.writing import WRITERS, write
from timeline.showing.chart import files as chart_files
from timeline.showing.chart.differences import Between, diff_chart
from timeline.showing.chart.make import by_of, make_chart
from timeline.showing.page.chronology import write_page
from timeline.showing.report import formats as report_formats
from timeline.showing.report.gather import Options, make_report
from timeline.showing.site import folder as site_folder
from timeline.showing.site.gather import Options as SiteOptions
from timeline.showing.site.gather import gather as gather_site
from timeline.showing.site.pages import files as site_files
from timeline.showing.time_of_making import time_of_making
from timeline.views import chronology as chronology_view
from timeline.views.ask import ask
from timeline.views.diff import diff as diff_view
from timeline.views.exporting import is_whole, material


class Exports(Opened):
    """What leaves a log from Python: formats of others, reports, sites, pictures."""

    def events(self, **filters: Any) -> Iterator[dict[str, object]]:
        """Whole events, with id and recording, as `timeline export jsonl` writes them.

        Args:
            filters: which happenings, with what they need; all events without any.
        """
        with self._ask(filters_of(filters)) as (db, _, _, _):
            select_events(db, whole=is_whole(filters_of(filters)))
            yield from read_selected(db)

    @asking_again
    def export(self, format_: str, **filters: Any) -> tuple[bytes, tuple[Loss, ...]]:
        """Happenings in a format of other programs, as `timeline export` writes them, and losses.

        Args:
            format_: ical and so on.
            filters: which happenings; all without any.

        Returns:
            The whole file, and what it could not say as the log does.

        Raises:
            TimelineError: a filter that means nothing.
            UsageError: no such format.
        """
        if format_ not in WRITERS:
            raise UsageError(f"no format `{format_}` to export", f"one of {', '.join(WRITERS)}")
        whole = filters_of(filters)
        losses = Losses()
        with self._ask(whole._replace(unbounded=True)) as (db, _, query, _):
            found = material(db, query, whole=is_whole(whole), folder=self.folder)
            parts = write(format_, found, losses)
            data = b"".join(p if isinstance(p, bytes) else p.encode() for p in parts)
        return data, tuple(losses.all)

    @asking_again
    def report(
        self,
        format_: str = "markdown",
        *,
        by: str = "year",
        title: str = "",
        template: str = "",
        chart: bool = False,
        **filters: Any,
    ) -> bytes:
        """A chronology with footnotes, as `timeline report` writes it to a file.

        What matches only by an open or unknown side of its date is left out, as in all that is for
        people, unless `unbounded` is set.

        Args:
            format_: markdown, html, pdf or docx.
            by: what it is parted by: year or program.
            title: its title; `Chronology` if empty.
            template: the text of a Jinja template that makes Markdown; the usual one if empty.
            chart: whether a chart of programs is drawn in it.
            filters: which happenings, and as of which clocks.

        Raises:
            TimelineError: a filter that means nothing, or the template cannot be used.
            UsageError: no such format, or a library is not installed.
        """
        asked = filters_of(filters)
        made = time_of_making(os.environ)
        with self._state(asked) as (db, filters_, *_):
            found = ask(db, filters_, bounded=not asked.unbounded)
            content = make_report(
                found, asked, Options(__version__, by, title, made, chart, self.folder)
            )
        return report_formats.write_report(content, format_, (template, ""))

    @asking_again
    def site(self, folder: str | os.PathLike[str], title: str = "", **filters: Any) -> int:
        """Write the timeline as a folder of pages, as `timeline export site` does.

        What matches only by an open or unknown side of its date is left out, as in all that is for
        people, unless `unbounded` is set.

        Args:
            folder: a new or empty one, or an earlier site, which is replaced.
            title: of the site; `Timeline` if empty.
            filters: which happenings, and as of which clocks.

        Returns:
            How many files it has.

        Raises:
            TimelineError: a filter that means nothing, or the system refused.
            UsageError: the folder lies in a log, or holds something else.
        """
        asked = filters_of(filters)
        made = time_of_making(os.environ)
        site_folder.check_folder(os.fspath(folder))
        with self._state(asked) as (db, filters_, *_):
            found = ask(db, filters_, bounded=not asked.unbounded)
            content = gather_site(found, asked, SiteOptions(__version__, title, made, self.folder))
        return site_folder.write_folder(os.fspath(folder), site_files(content))

    @asking_again
    def page(self, title: str = "Timeline", **filters: Any) -> str:
        """The timeline as a page for a browser, as `timeline list -o x.html` writes it.

        Args:
            title: its heading.
            filters: which happenings, and as of which clocks.

        Raises:
            TimelineError: a filter that means nothing.
        """
        asked = filters_of(filters)
        with self._state(asked) as (db, filters_, *_):
            query = ask(db, filters_, bounded=not asked.unbounded).query
            rows = list(chronology_view.chronology(db, query))
            told = f"{len(rows):,} happening{'s' * (len(rows) != 1)}"
            return write_page(db, query, rows, title, told, by_year=True)

    @asking_again
    def chart(
        self,
        by: str = "program",
        format_: str = "svg",
        *,
        diff: str | int | dt.date = "",
        after: str | int | dt.date = "",
        clock: diff_view.Clock = "happened",
        **filters: Any,
    ) -> bytes:
        """A picture of what happened, or of what changed, as `timeline chart -o FILE` writes it.

        Args:
            by: what its lanes are of: program, actor or kind.
            format_: svg, pdf or png.
            diff: the first of two dates to compare; all that matches is drawn without it.
            after: the other; today, or all that is on record, if not given.
            clock: of the two dates: happened, recorded or published.
            filters: which happenings to draw.

        Raises:
            TimelineError: a date or filter that means nothing, or no happening matches.
            UsageError: no such lanes or format, or a library is not installed.
        """
        lanes_of, format_ = by_of(by), chart_files.checked(format_)
        asked = filters_of(filters)
        between = Between(as_typed(diff), as_typed(after), clock)
        at = (between.before, between.after)
        with self._states(asked, at, clock if between.before else "happened") as states:
            if between.before:
                chart = diff_chart(states, between, asked, lanes_of)
            else:
                db, filters_, *_ = states[0]
                query = ask(db, filters_, bounded=not asked.unbounded).query
                chart = make_chart(db, query, asked, lanes_of)
            return chart_files.write_picture(chart, format_)
