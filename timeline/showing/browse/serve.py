"""Tables shown by Datasette, on this machine alone and read-only."""

import contextlib
import re
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from timeline.base.errors import UsageError
from timeline.showing.browse.tables import TABLES, Table

HOST = "127.0.0.1"
"""Nobody but users of this machine can ask."""
DATABASE = "timeline"
_CHART = "/-/chart.svg"
_QUERIES = {
    "what_happened_in": (
        "What may have happened in a year",
        """
        SELECT id, date, title, status, who FROM happenings
        WHERE coalesce(earliest, '') <= :year || '-12-31' AND coalesce(latest, '9') >= :year
        ORDER BY place_in_time
        """,
    ),
    "who_worked_with": (
        "Who took part in the same happenings as an actor, by its key",
        """
        SELECT a.actor, a.name, count(DISTINCT p.happening) AS together
        FROM participations AS o
        JOIN participations AS p ON p.happening = o.happening AND p.actor <> o.actor
        JOIN actors AS a ON a.actor = p.actor
        WHERE o.actor = :actor GROUP BY a.actor ORDER BY together DESC, a.name
        """,
    ),
    "planned": (
        "What is planned",
        """
        SELECT id, date, title, who FROM happenings WHERE status = 'planned' ORDER BY place_in_time
        """,
    ),
    "totals": (
        "What the actual figures of a measure add up to, as far as they are exact",
        """
        SELECT measure, unit, sum(value) AS total, count(*) AS figures FROM figures
        WHERE type = 'actual' AND bound = 'exact' GROUP BY measure, unit ORDER BY measure
        """,
    ),
    "without_source": (
        "What has no source",
        """
        SELECT id, date, title, recorded_by FROM happenings
        WHERE id NOT IN (SELECT happening FROM citations) ORDER BY place_in_time
        """,
    ),
}


def import_libraries() -> None:
    """Import what browsing needs.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import datasette.app  # noqa: F401, PLC0415 (an extra, and slow to import)
    except ImportError:
        raise UsageError(
            "to browse needs datasette", "pip install 'timeline-ledger[browse]'"
        ) from None


@contextlib.contextmanager
def folder_for_copy() -> Iterator[Path]:
    """A folder for the copy, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="timeline-browse-") as folder:
        yield Path(folder)


def listen(port: int) -> socket.socket:
    """A socket of this machine to serve on.

    Args:
        port: its number; 0 for any that is free.

    Raises:
        UsageError: the port is taken, or may not be used.
    """
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((HOST, port))
    except (OSError, OverflowError) as error:
        taken.close()
        reason = getattr(error, "strerror", "") or "there is none"
        problem = f"cannot listen on port {port}: {reason.lower()}"
        raise UsageError(problem, "another one: --port 8002; or --port 0 for any") from None
    return taken


def serve(path: Path, on: socket.socket, chart: bytes, ready: Callable[[], None]) -> None:
    """Show the tables of a file until the user interrupts.

    Args:
        path: what `copy_answer` wrote.
        on: the socket, from `listen`.
        chart: the picture that pages link, as SVG; empty for none.
        ready: called once pages can be asked for.
    """
    import uvicorn  # noqa: PLC0415 (comes with datasette)
    from datasette.app import Datasette  # noqa: PLC0415 (an extra, and slow to import)
    from datasette.plugins import pm  # noqa: PLC0415 (likewise)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready()

    pm.register(_chart_page(chart))
    shown = Datasette(
        immutables=[str(path)],
        metadata=metadata(with_chart=bool(chart)),
        settings={"default_page_size": 50, "num_sql_threads": 1, "suggest_facets": False},
    )
    # Uvicorn ends, and then passes on what ended it: what asks to stop leaves as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config = uvicorn.Config(shown.app(), log_level="error", lifespan="on")
    with contextlib.suppress(KeyboardInterrupt):
        Server(config).run(sockets=[on])


def _chart_page(chart: bytes) -> object:
    """A plugin of Datasette: the chart has an address, and stands in the menu."""
    from datasette import Response, hookimpl  # noqa: PLC0415 (an extra, and slow to import)

    class ChartPage:
        __name__ = "timeline-chart"  # Datasette asks every plugin for it

        @hookimpl  # type: ignore[untyped-decorator]
        def register_routes(self) -> list[tuple[str, Callable[[], Any]]]:
            return [(rf"^{re.escape(_CHART)}$", self.show)] if chart else []

        @hookimpl  # type: ignore[untyped-decorator]
        def menu_links(self) -> list[dict[str, str]]:
            return [{"href": _CHART, "label": "Chart"}] if chart else []

        def show(self) -> object:
            return Response(chart.decode(), content_type="image/svg+xml; charset=utf-8")

    return ChartPage()


def metadata(*, with_chart: bool) -> dict[str, Any]:
    """What Datasette is told of the tables: what they hold, labels, facets, order and queries."""
    tables = {table.name: _of_table(table) for table in TABLES}
    queries = {
        name: {"title": title_, "sql": " ".join(sql.split())}
        for name, (title_, sql) in _QUERIES.items()
    }
    link = {"description_html": f'<a href="{_CHART}">Chart</a>'} if with_chart else {}
    database = {"tables": tables, "queries": queries, **link}
    return {"title": "Timeline", "databases": {DATABASE: database}}


def _of_table(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {"description": table.about}
    if table.label:
        found["label_column"] = table.label
    if table.facets:
        found["facets"] = list(table.facets)
    if table.sort:
        found["sort"] = table.sort
    return found
