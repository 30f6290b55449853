"""A connection to a PostgreSQL server, and what to say where there is none.

No message repeats an address as it was typed, since a password may be in it.
"""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from timeline.base.errors import TimelineError, UsageError
from timeline.exchange.engines.dialects import missing

EXTRA = "postgresql"
"""The extra of this program with all that PostgreSQL needs."""
_FORM = "write it as postgresql://USER@HOST:PORT/DATABASE"


def _import_psycopg() -> Any:
    try:
        import psycopg  # noqa: PLC0415 (an extra, and slow to import)
    except ImportError:
        raise missing("psycopg", EXTRA) from None
    return psycopg


def connect(address: str) -> Any:
    """Connect to the server that an address names.

    Raises:
        TimelineError: there is no such server or database, or it refuses.
        UsageError: psycopg is not installed, or the address is none.
    """
    psycopg = _import_psycopg()
    _check(address)
    try:
        given = psycopg.conninfo.conninfo_to_dict(address)
        link = psycopg.connect(address, connect_timeout=_PATIENCE, client_encoding="utf8")
    except psycopg.ProgrammingError:
        raise _no_address() from None
    except psycopg.OperationalError as error:
        where = given.get("host") or "this machine"
        problem = f"cannot connect to the server at {where}: {_reason(str(error))}"
        raise TimelineError(problem, _REMEDY) from None
    if link.info.parameter_status("server_encoding") != "UTF8":
        name = link.info.dbname
        link.close()
        raise TimelineError(
            f"the database {name} cannot hold every text: its encoding is not UTF8",
            f"make one that can: createdb --encoding=UTF8 --template=template0 {name}",
        )
    return link


_PATIENCE = 10
"""For how many seconds a server is waited for."""
_REMEDY = (
    "look at host, port, user and database of the address, and that the server runs; a password\n"
    "  can come from the file ~/.pgpass or from PGPASSWORD"
)


def _check(address: str) -> None:
    """Refuse an address in which a sign may have cut a password into pieces.

    Raises:
        UsageError: it is none.
    """
    with contextlib.suppress(ValueError):
        parts = urlsplit(address)
        user, _, hosts = parts.netloc.rpartition("@")
        after = parts.path + parts.query + parts.fragment
        named = all(_HOST.fullmatch(host) for host in hosts.split(","))
        if named and "@" not in user + after:
            return
    raise _no_address()


_HOST = re.compile(r"(\[[\w:.%]+\]|[^:\[\]]*)(:\d*)?")
"""A host, of which several may be named, with its port."""


def _no_address() -> UsageError:
    return UsageError(
        "the address of the database is not understood",
        f"{_FORM}; in a password, % is %25, @ is %40, / is %2F and : is %3A",
    )


def _reason(said: str) -> str:
    """Why a connection failed, as libpq words it, without what goes before."""
    line = next((one for one in reversed(said.splitlines()) if "failed: " in one), said)
    return re.sub(r".*failed: |FATAL:\s*", "", line.splitlines()[0]).strip()


@contextlib.contextmanager
def telling(link: Any) -> Iterator[None]:
    """Tell what the server refuses as an error for the user.

    Args:
        link: a connection.

    Raises:
        TimelineError: it refused, or went away.
    """
    psycopg = _import_psycopg()
    try:
        yield
    except psycopg.Error as error:
        said = error.diag.message_primary or str(error).partition("\n")[0]
        problem = f"the database {link.info.dbname} refuses: {said}"
        raise TimelineError(problem, error.diag.message_hint or "") from None


def copy_in(link: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Copy rows into a table of a database."""
    names = ", ".join(f'"{column}"' for column in columns)
    with link.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def type_of(declared: str) -> str:
    """The type of a column, by the one that SQLite was told; texts sort by their bytes."""
    return _TYPES[declared]


_TYPES: Mapping[str, str] = {
    "INTEGER": "bigint",
    "REAL": "double precision",
    "NUMERIC": "numeric",
    "TEXT": 'text COLLATE "C"',
    "BLOB": "bytea",
}
