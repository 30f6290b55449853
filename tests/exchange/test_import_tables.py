"""Importing tables: how columns are understood, what is refused, and that twice is once."""

import csv as standard_csv
import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import TimelineError
from timeline.exchange.tables import csv
from timeline.exchange.tables.days import day_in, instant_in, span
from timeline.log import folder as log

from support.properties import SHARES_FIXTURE, examples
from support.running import MAIN, Ran, environment, here, process

PLAIN = "Date,Title,Kind\n2017-05-04,Training of police,training\n"


def take(folder: Path, table: str | bytes, *words: str, format_: str = "csv") -> Ran:
    """Import a table from a file in the folder."""
    data = table if isinstance(table, bytes) else table.encode()
    (folder / "t").write_bytes(data)
    return here("import", format_, "t", *words, cwd=folder)


def listed(folder: Path, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = here("list", *words, "-f", "json", cwd=folder).json
    return found


def titles(folder: Path) -> list[str]:
    return [str(row["title"]) for row in listed(folder)]


def told(ran: Ran) -> str:
    """What an import says, without how it understood the columns."""
    lines = [line for line in ran.err.splitlines() if not line.startswith("columns: ")]
    return "\n".join(lines)


def refusal(ran: Ran) -> str:
    assert ran.code == 1
    return told(ran).partition("\nnothing was recorded")[0]


def test_columns_are_taken_by_what_they_are_called(fresh: Path) -> None:
    table = "When,What,Type,Where,Actor,Source,Other\n2017,T,visit,Osh,host=Town,,x\n"
    ran = take(fresh, table, "--new")
    assert ran.code == 0
    assert ran.err == (
        "columns: date = When; kind = Type; title = What; places = Where; actors = Actor; "
        "sources =\n  Source\n"
        "not taken: Other\n"
        "new place: Osh (osh)\n"
        "new actor: Town (town)\n"
        "imported: 1 new, 2 names declared\n"
    )
    (row,) = listed(fresh)
    assert [one["place"] for one in row["places"]] == ["osh"]
    assert [(one["actor"], one["role"]) for one in row["actors"]] == [("town", "host")]


def test_a_column_of_numbers_of_rows_is_no_identifier_elsewhere(fresh: Path) -> None:
    ran = take(fresh, "Ref,Date,Title,Kind\nA-1,2017,T,visit\n")
    assert (ran.code, ran.err) == (0, "not taken: Ref\nimported: 1 new\n")


def test_a_table_imported_twice_is_there_once(fresh: Path) -> None:
    assert take(fresh, PLAIN).err.endswith("imported: 1 new\n")
    before = log.scan(fresh / "events")
    assert take(fresh, PLAIN).err.endswith("nothing to record: 0 new, 1 known already\n")
    assert log.scan(fresh / "events") == before


def test_columns_are_mapped_by_options(fresh: Path) -> None:
    table = "A,B,C\n2017,T,x\n"
    ran = take(fresh, table, "--map", "date=A", "--map", "title={B} of {C}", "--set", "kind=visit")
    assert ran.code == 0
    assert titles(fresh) == ["T of x"]


MAPPING = """
fields:
  date: {from: Start, to: End, order: dmy}
  title: "{Activity}: {Topic}"
  kind: {column: Type, values: {WS: workshop, TR: training}}
  confidence: {constant: likely}
  places: {column: Towns, split: ","}
  actors:
    - {column: Lead, form: name, with: {role: organiser}}
    - {column: Others, form: "name:role", values: {role: {P: partner}}}
  programs: {column: Programme, form: "program:phase:status"}
"""


def test_a_mapping_file_says_how_fields_are_made(fresh: Path) -> None:
    (fresh / "m.yaml").write_text(MAPPING, encoding="utf-8")
    table = (
        "Start;End;Activity;Topic;Type;Towns;Lead;Others;Programme\n"
        '04.10.2011;05.10.2011;Meeting;Police;WS;"Osh, Naryn";OSCE;MoI:P;STRIVE:one:completed\n'
        "06.10.2011;;Course;Law;TR;Osh;OSCE;MoI:P;STRIVE\n"
    )
    ran = take(fresh, table, "--mapping", "m.yaml", "--new")
    assert ran.code == 0, ran.err
    first, second = listed(fresh)
    assert (first["date"], second["date"]) == ("2011-10-04/2011-10-05", "2011-10-06")
    assert (first["title"], first["kind"]) == ("Meeting: Police", "workshop")
    assert first["confidence"] == "likely"
    assert [one["place"] for one in first["places"]] == ["osh", "naryn"]
    assert [(one["role"], one["actor"]) for one in first["actors"]] == [
        ("organiser", "osce"),
        ("partner", "moi"),
    ]
    (part,) = first["programs"]
    assert (part["program"], part["phase"], part["effect"]) == ("strive", "one", ["ends"])


def test_a_form_may_end_with_a_sign(fresh: Path) -> None:
    (fresh / "m.yaml").write_text(
        "fields: {date: D, title: T, kind: {constant: visit}, "
        'actors: {column: Who, form: "name (role)", with: {role: host}}}',
        encoding="utf-8",
    )
    table = "D,T,Who\n2017,T,MoI (partner); UN\n"
    assert take(fresh, table, "--mapping", "m.yaml", "--new").code == 0
    (row,) = listed(fresh)
    found = [f"{one['role']}={one['name']}" for one in row["actors"]]
    assert found == ["partner=MoI", "host=UN"]


def test_a_table_may_hold_declarations(fresh: Path) -> None:
    table = "Key,Organisation,Also\nosce,OSCE,Organization for Security\n"
    ran = take(
        fresh,
        table,
        *("--set", "event=actor", "--map", "actor=Key", "--map", "name=Organisation"),
        *("--map", "names=Also"),
    )
    assert ran.code == 0, ran.err
    (row,) = here("actors", "-f", "json", cwd=fresh).json
    assert (row["actor"], row["names"]) == ("osce", ["Organization for Security"])


@pytest.mark.parametrize(
    ("table", "words", "message"),
    [
        (
            "Date,Title,Kind\n04/05/2011,T,visit\n",
            [],
            (
                "error: t:2: column Date: 04/05/2011: the day or the month may come first\n"
                "  write 4 May 2011 (2011-05-04) or 5 April 2011 (2011-04-05)\n"
                "  or say which comes first: --dates dmy\n  or: --dates mdy"
            ),
        ),
        (
            "Date,Title,Kind\n31/02/2011,T,visit\n",
            ["--dates", "dmy"],
            (
                "error: t:2: column Date: 31/02/2011: February 2011 has 28 days\n"
                "  write 28 February 2011 (2011-02-28)"
            ),
        ),
        (
            "Date,Title,Kind\n12/25/2011,T,visit\n",
            ["--dates", "dmy"],
            (
                "error: t:2: column Date: 12/25/2011 is no day with the day first\n"
                "  correct it, or write it as 2011-10-04"
            ),
        ),
        (
            "Date,Title,Kind\n2020-21,T,visit\n2021-22,T,visit\n",
            [],
            (
                "error: t:2: column Date: 2020-21: this may be two years or a season\n"
                "  write 2020\u20132021 (2020/2021) or spring 2020 (2020-21)\n"
                "  or say that they are years: --dates years\n"
                "error: t:3: column Date: 2021-22: this may be two years or a season\n"
                "  write 2021\u20132022 (2021/2022) or summer 2021 (2021-22)\n"
                "  or say that they are years: --dates years"
            ),
        ),
        (
            "Date,Title,Kind\ntoday,T,visit\n",
            [],
            (
                'error: t:2: column Date: "today" means another day tomorrow\n'
                "  write the day itself, as in 2018-08-14"
            ),
        ),
        (
            "Date,Title,Kind\nTBC,T,visit\n",
            [],
            (
                'error: t:2: column Date: "TBC" says that the date is not known\n'
                "  leave it empty, or write what is known, such as 2017 or before 2018"
            ),
        ),
        (
            "Date,Title,Kind\n40820,T,visit\n",
            [],
            (
                "error: t:2: column Date: 40820 may be a day as spreadsheets count them, "
                "2011-10-04\n"
                "  format the column as dates, or say so: --dates serial"
            ),
        ),
        (
            "Date,Title,Kind\n4/5/11,T,visit\n",
            [],
            (
                "error: t:2: column Date: 4/5/11: a year has four digits\n"
                "  write 4 May 2011 (2011-05-04), 5 April 2011 (2011-04-05), "
                "4 May 1911 (1911-05-04) or 5 April 1911 (1911-04-05)\n"
                "  or say which comes first: --dates dmy\n  or: --dates mdy"
            ),
        ),
        (
            "Date,Title,Kind\n,T,visit\n",
            [],
            (
                "error: t:2: column Date: a happening needs `date`\n"
                "  fill it in there, or say it for all: --set date=..."
            ),
        ),
        (
            "Date,Title,Kind\nsumer 2017,T,visit\n",
            [],
            (
                'error: t:2: column Date: sumer 2017: "sumer" is not a part of a date\n'
                "  write summer 2017 (2017-22)"
            ),
        ),
        (
            "Date,Title,Kind,Actors\n2017,T,visit,host=Nobody\n",
            [],
            (
                "error: t:2: column Actors: no actor `Nobody`\n"
                "  the log knows no actors yet: timeline declare actor NAME; "
                "or accept it as new: --new"
            ),
        ),
        (
            "Date,Title,Kind,Actors\n2017,T,visit,Nobody\n",
            [],
            (
                "error: t:2: column Actors: `Nobody` does not say who took part in which role\n"
                '  the form is "ROLE=NAME | CAPACITY | FOR", such as "partner=Interior Ministry"\n'
                "  or of a column of names, all in one role: --map 'actors=partner={Actors}'"
            ),
        ),
        (
            "Date,Title,Kind,Actors\n2017,T,visit,Nobody; Somebody\n",
            [],
            (
                "error: t:2: column Actors: `Nobody` does not say who took part in which role\n"
                '  the form is "ROLE=NAME | CAPACITY | FOR", such as "partner=Interior Ministry"\n'
                "  or of a column of names, all in one role: in a mapping file\n"
                "    fields: {actors: {column: Actors, form: name, with: {role: partner}}}"
            ),
        ),
        (
            "Date,Title,Kind,Actors\n2017,T,visit,Town council:H; Osh police:participant\n",
            [],
            (
                "error: t:2: column Actors: `Town council:H` does not say who took part in which"
                " role\n"
                "  the column has names and roles; say so in a mapping file, and what H means "
                "there: values\n"
                '    fields: {actors: {column: Actors, form: "name:role"}}'
            ),
        ),
        (
            "Date,Title,Kind,Actors\n2017,T,visit,host: Town council\n",
            [],
            (
                "error: t:2: column Actors: `host: Town council` does not say who took part in"
                " which role\n"
                "  the column has names and roles; say so in a mapping file\n"
                '    fields: {actors: {column: Actors, form: "role:name"}}'
            ),
        ),
        (
            "Date,Title,Kind,Actors\n2017,T,visit,Town council (host); UNODC (funder)\n",
            [],
            (
                "error: t:2: column Actors: `Town council (host)` does not say who took part in"
                " which role\n"
                "  the column has names and roles; say so in a mapping file\n"
                "    fields: {actors: {column: Actors, form: name (role)}}"
            ),
        ),
        (
            "Date,Title,Kind,Programs\n2017,T,visit,A=B | C | D\n",
            [],
            (
                "error: t:2: column Programs: `A=B | C | D` has too many parts between |\n"
                '  the form is "[EFFECT=]NAME | PHASE"\n'
                "  or of a column of names, in a mapping file\n"
                "    fields: {programs: {column: Programs, form: name}}"
            ),
        ),
        (
            "Date,Title,Kind,Figures\n2017,T,visit,250\n",
            [],
            (
                "error: t:2: column Figures: `250` is not a figure\n"
                '  the form is "MEASURE=[about|over|at most] VALUE UNIT | TYPE", such as '
                '"participants=about 60 person"\n'
                "  or of a column of numbers, say what they count: --map "
                "'figures=MEASURE={Figures} UNIT'"
            ),
        ),
        (
            'Date,Title,Kind,Figures\n2017,T,visit,"cost=about 2.345,5 EUR"\n',
            [],
            (
                "error: t:2: column Figures: `cost=about 2.345,5 EUR` has a decimal comma, or "
                "points between thousands\n  write cost=about 2345.5 EUR"
            ),
        ),
        (
            "Date;Title;Kind;Figures\n2017;T;visit;cost=7,25 EUR\n",
            [],
            (
                "error: t:2: column Figures: `cost=7,25 EUR` has a decimal comma, or points"
                " between thousands\n  write cost=7.25 EUR"
            ),
        ),
        (
            "Date,Title,Kind\r2017,R\u00e9union,visit\r".encode("mac_roman"),
            [],
            (
                "error: t: not UTF-8 in the first rows\n"
                "  save it as CSV UTF-8, or say what it is, mac_roman of an old Mac, as its line "
                "ends show, or mac_cyrillic: --encoding mac_roman"
            ),
        ),
        (
            ("Date,Title,Kind\n2017," + "\u0412\u0441\u0442\u0440\u0435\u0447\u0430" * 9).encode(
                "cp1251"
            ),
            [],
            (
                "error: t: not UTF-8 in the first rows\n"
                "  save it as CSV UTF-8, or say what it is, cp1251 for Cyrillic, as it seems, or "
                "cp1252 for Western Europe: --encoding cp1251"
            ),
        ),
        (
            "Date,Title,Kind,Actors\n2017,T,visit,host=\n",
            [],
            (
                "error: t:2: column Actors: `host=` does not say who took part in which role\n"
                '  the form is "ROLE=NAME | CAPACITY | FOR", such as "partner=Interior Ministry"'
            ),
        ),
        (
            "Date,Title,Kind,Figures\n2017,T,visit,[1\n",
            [],
            (
                "error: t:2: column Figures: not readable as JSON: expecting ',' delimiter\n"
                "  a text that begins so is written in JSON, in quotes"
            ),
        ),
        (
            "Date,Title,Kind\nTotal,2,\n",
            ["--set", "kind=visit"],
            (
                'error: t:2: column Date: "Total" is not a part of a date\n'
                "  if it is no row, pass over such: --skip 'Date=Total*'"
            ),
        ),
        (
            "Date,Title,Kind,Programs\n2017,T,visit,Reform:training:started\n",
            [],
            (
                "error: t:2: column Programs: no program `Reform:training:started`\n"
                "  if it is a name, a phase and a status, in a mapping file: fields: {programs: "
                "{column: Programs, form: 'program:phase:status'}}; or accept it as new: --new"
            ),
        ),
        (
            "Date,Title,Kind\n2017,T,visit,more\n",
            [],
            (
                "error: t:2: 4 cells, and the table has 3 columns\n"
                "  put a text that holds the separator in quotes"
            ),
        ),
        (
            'Date,Title,Kind\n2017,"T"x,visit\n',
            [],
            (
                "error: t:2: something stands between a closing quote and the separator\n"
                '  write a quote inside a text twice: ""'
            ),
        ),
        (
            'Date,Title,Kind\n2017,"T,visit\n2018,U,visit\n',
            [],
            (
                "error: t:2: a quote that is not closed: the rest of the file is in this cell\n"
                "  close it, or leave both quotes out"
            ),
        ),
        (
            "Date,Title,Kind\n2017,T\x07,visit\n",
            [],
            (
                "error: t:2: column Title: a character that cannot be stored: "
                "U+0007 control character\n  write the text without it"
            ),
        ),
        (
            b"Date,Title,Kind\n2017,Caf\xe9,visit\n",
            [],
            (
                "error: t: not UTF-8 in the first rows\n"
                "  save it as CSV UTF-8, or say what it is, cp1251 for Cyrillic or cp1252 for "
                "Western Europe: --encoding cp1252"
            ),
        ),
        (
            "Date,Title,Kind,Ref\n2017,T,visit,\n",
            ["--external-id", "Ref"],
            "error: t:2: column Ref: the row has no id\n  fill it in, or name no column of ids",
        ),
        (
            "Date,Title,Kind,Ref\n2017,T,visit,1\n2018,U,visit,1\n",
            ["--external-id", "Ref"],
            (
                "error: t:3: `1` stands twice, first in line 2\n"
                "  keep one of them, or say which column tells what each row does: operation"
            ),
        ),
        (
            "Date,Title,Kind,At\n2017,T,visit,\n",
            ["--recorded-at", "At"],
            (
                "error: t:2: column At: the row has no instant\n"
                "  fill it in, or name no column of instants"
            ),
        ),
        (
            "Date,Title,Kind,At\n2017,T,visit,soon\n",
            ["--recorded-at", "At"],
            "error: t:2: column At: `soon` is no instant\n  such as 2026-11-22T09:30:00Z",
        ),
        (
            "Date,Title,Kind,At\n2017,T,visit,9999-01-01\n",
            ["--recorded-at", "At"],
            "error: t:2: column At: `9999-01-01` is yet to come\n  an instant of recording is past",
        ),
    ],
)
def test_a_row_at_fault_is_told_with_its_column(
    table: str | bytes, words: Sequence[str], message: str, fresh: Path
) -> None:
    assert refusal(take(fresh, table, *words)) == message
    assert not log.scan(fresh / "events").files


@pytest.mark.parametrize(
    ("table", "words", "code", "message"),
    [
        ("", [], 1, "error: t: no table: it is empty\n  its first row says what the columns are"),
        (
            "A,B\n1,2\n",
            [],
            2,
            (
                "error: no column for date and kind and title\n"
                "  the columns are A, B\n"
                "  say which it is: --map date=COLUMN\n"
                "  or the same for all: --set date=...\n"
                "  or which row names the columns, if it is not this one: --header N"
            ),
        ),
        (
            "Activities of 2017,,\nDate,Title,Kind\n",
            [],
            2,
            (
                "error: no column for date and kind and title\n"
                "  the columns are Activities of 2017, (no name), (no name)\n"
                "  say which it is: --map date=COLUMN\n"
                "  or the same for all: --set date=...\n"
                "  or which row names the columns, if it is not this one: --header N"
            ),
        ),
        (
            "2017,T,visit\n",
            [],
            2,
            (
                "error: no column for date and kind and title\n"
                "  the columns are 2017, T, visit\n"
                "  say which it is: --map date=COLUMN\n"
                "  or the same for all: --set date=...\n"
                "  or that no row names the columns, which are A, B, C then: --header 0\n"
                "  or which row names the columns, if it is not this one: --header N"
            ),
        ),
        (
            PLAIN,
            ["--header", "9"],
            1,
            "error: t: row 9 is empty\n  its first row says what the columns are",
        ),
        (
            "Date,Date,Title,Kind\n",
            [],
            2,
            "error: 2 columns are called `Date`, needed for date\n  rename all but one",
        ),
        (
            PLAIN,
            ["--map", "date=Dat"],
            2,
            "error: no column `Dat`, for date\n  did you mean Date?",
        ),
        (
            PLAIN,
            ["--map", "dat=Date"],
            2,
            "error: no field `dat` in events of the kind happening\n  did you mean date?",
        ),
        (
            PLAIN,
            ["--map", "date"],
            2,
            "error: --map `date` is not of the form FIELD=COLUMN\n  such as --map date=Day",
        ),
        (
            PLAIN,
            ["--set", "event=amendment"],
            2,
            "error: rows cannot be `amendment`\n  one of happening, actor, program, place, source",
        ),
        (
            PLAIN,
            ["--operation", "Kind"],
            2,
            (
                "error: `operation` needs an external id\n"
                "  name the column of the id there: --external-id COLUMN"
            ),
        ),
        (
            PLAIN,
            ["--dates", "dym"],
            2,
            "error: --dates is not `dym`\n  one of dmy, mdy, ymd, serial, years",
        ),
        (
            PLAIN,
            ["--encoding", "utf-99"],
            2,
            "error: no encoding `utf-99`\n  such as utf-8, cp1252 or cp1251",
        ),
        (PLAIN, ["--mapping", "m"], 1, "error: m: no such file or directory"),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused(
    table: str, words: Sequence[str], code: int, message: str, fresh: Path
) -> None:
    ran = take(fresh, table, *words)
    assert (ran.code, told(ran)) == (code, message)


def test_a_format_that_is_none_is_refused(fresh: Path) -> None:
    ran = here("import", "doc", "x", cwd=fresh)
    assert ran.code == 2
    assert ran.err.startswith("error: no format `doc` to import\n  one of csv, tsv, xlsx, ")


def test_options_of_tables_are_refused_elsewhere(fresh: Path) -> None:
    for format_, option, fit in (
        ("jsonl", "--map=date=A", "csv, tsv, xlsx"),
        ("ical", "--header=2", "csv, tsv, xlsx"),
        ("xlsx", "--encoding=cp1252", "csv, tsv"),
        ("csv", "--sheet=A", "xlsx"),
        ("csv", "--until=2027", "ical"),
    ):
        ran = take(fresh, "", option, format_=format_)
        name = option.partition("=")[0]
        message = f"error: {name} is for {fit}, not {format_}\n  leave it out\n"
        assert (ran.code, ran.err) == (2, message)


def test_a_calendar_is_read_up_to_a_day_that_there_is(fresh: Path) -> None:
    ran = take(fresh, "", "--until", "2027/..", format_="ical")
    assert (ran.code, ran.err) == (
        2,
        "error: --until `2027/..` has no last day\n  give a date such as 2027\n",
    )


@pytest.mark.parametrize("option", ["--map", "--set"])
def test_a_field_that_is_said_twice_is_refused(option: str, fresh: Path) -> None:
    ran = take(fresh, PLAIN, option, "actors=host=A", option, "actors=partner=B")
    assert ran.code == 2
    assert ran.err == (
        f"error: {option} gives `actors` twice\n  give it once; separate the items of a list by ;\n"
    )


def test_a_file_that_is_not_there_is_told(fresh: Path) -> None:
    ran = here("import", "csv", "nowhere.csv", cwd=fresh)
    assert (ran.code, ran.err) == (1, "error: nowhere.csv: no such file or directory\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "fields: {dat: A}",
            (
                "m.yaml:1:10: no field `dat` in events of the kind happening\n"
                "    fields: {dat: A}\n             ^\n  did you mean date?"
            ),
        ),
        (
            "fields: {date: {column: A, constant: B}}",
            (
                "m.yaml:1:16: `date` is made in 2 ways\n"
                "    fields: {date: {column: A, constant: B}}\n                   ^\n"
                "  give one of column, template, constant, from and to, or earliest and latest"
            ),
        ),
        (
            "fields: {date: {order: dmy}}",
            (
                "m.yaml:1:16: `date` is made in no ways\n"
                "    fields: {date: {order: dmy}}\n                   ^\n"
                "  give one of column, template, constant, from and to, or earliest and latest"
            ),
        ),
        (
            "fields: {title: {column: A, form: name}}",
            (
                "m.yaml:1:35: the items of `title` have no parts\n"
                "    fields: {title: {column: A, form: name}}\n"
                "                                      ^\n  leave `form` out"
            ),
        ),
        (
            "fields: {places: {column: A, with: {type: city}}}",
            (
                "m.yaml:1:36: the items of `places` have no parts\n"
                "    fields: {places: {column: A, with: {type: city}}}\n"
                "                                       ^\n  leave `with` out"
            ),
        ),
        (
            "fields: {actors: {column: A, with: {rol: host}}}",
            (
                "m.yaml:1:36: no part `rol` in `actors`\n"
                "    fields: {actors: {column: A, with: {rol: host}}}\n"
                "                                       ^\n  did you mean role?"
            ),
        ),
        (
            'fields: {actors: {column: A, form: "name:rol"}}',
            (
                "m.yaml:1:36: no part `rol` in `actors`\n"
                '    fields: {actors: {column: A, form: "name:rol"}}\n'
                "                                       ^\n  did you mean role?"
            ),
        ),
        (
            "fields: {date: {colunm: A}}",
            (
                "m.yaml:1:17: unknown key `colunm`\n"
                "    fields: {date: {colunm: A}}\n                    ^\n  did you mean `column`?"
            ),
        ),
        (
            "field: {date: A}",
            (
                "m.yaml:1:1: unknown key `field`\n    field: {date: A}\n    ^\n"
                "  did you mean `fields`?"
            ),
        ),
        (
            "fields: {event: erasure}",
            (
                "m.yaml:1:17: rows cannot be `erasure`\n"
                "    fields: {event: erasure}\n                    ^\n"
                "  one of happening, actor, program, place, source"
            ),
        ),
        (
            "--- {fields: {date: A}}\n--- {fields: {date: A}}",
            "m.yaml: a mapping is one document\n  see: docs/import.md",
        ),
        (
            "header: 2",
            (
                "m.yaml:1:1: the file needs `fields`\n    header: 2\n    ^\n"
                "  write `fields: ...`, each field, and the column or how it is made"
            ),
        ),
    ],
)
def test_a_mapping_at_fault_is_told_with_its_place(text: str, message: str, fresh: Path) -> None:
    (fresh / "m.yaml").write_text(text, encoding="utf-8")
    ran = take(fresh, PLAIN, "--mapping", "m.yaml")
    assert (ran.code, ran.err) == (1, f"error: {message}\n")


def test_nothing_is_recorded_when_one_row_is_refused(fresh: Path) -> None:
    ran = take(fresh, PLAIN + "x,U,visit\n")
    assert ran.code == 1
    assert ran.err.endswith(
        "nothing was recorded: 1 new, 1 refused; correct them, or take the rest: --keep-going\n"
    )
    assert not log.scan(fresh / "events").files


def test_the_good_rows_are_taken_when_told_to_keep_going(fresh: Path) -> None:
    ran = take(fresh, PLAIN + "x,U,visit\n2018,V,visit\n", "--keep-going")
    assert ran.code == 1
    assert ran.err.endswith("imported: 2 new, 1 refused\n")
    assert titles(fresh) == ["Training of police", "V"]


def test_names_that_only_a_refused_row_has_are_not_declared(fresh: Path) -> None:
    table = "Date,Title,Kind,Places\nx,U,visit,Osh\n2018,V,visit,Naryn\n"
    ran = take(fresh, table, "--keep-going", "--new")
    assert ran.code == 1
    assert [row["place"] for row in here("places", "-f", "json", cwd=fresh).json] == ["naryn"]


def test_a_dry_run_says_what_would_become_of_each_row(fresh: Path) -> None:
    take(fresh, PLAIN)
    (known,) = listed(fresh)
    before = log.scan(fresh / "events")
    ran = take(fresh, PLAIN + "2018,V,visit\nx,U,visit\n", "--dry-run")
    assert ran.code == 1
    assert ran.out == (
        f"t:2: known as {known['id']}: Training of police, 2017-05-04\nt:3: new: V, 2018\n"
    )
    assert ran.err.startswith("error: t:4: column Date: ")
    assert ran.err.endswith("dry run: 1 new, 1 known already, 1 refused; nothing was recorded\n")
    assert log.scan(fresh / "events") == before


def test_of_many_kinds_of_faults_the_first_are_told(fresh: Path) -> None:
    rows = "".join(f"2017,T,visit,{'x,' * i}\n" for i in range(2, 32))
    ran = take(fresh, f"Date,Title,Kind\n{rows}")
    assert ran.err.count("error: ") == 20
    assert "\nand 10 more faults; see all of them: --dry-run\n" in ran.err
    assert take(fresh, f"Date,Title,Kind\n{rows}", "--dry-run").err.count("error: ") == 30


def test_what_is_wrong_in_one_way_in_many_rows_is_told_once(fresh: Path) -> None:
    rows = "".join(f"0{i % 9 + 1}/05/20{i:02d},T,visit\n" for i in range(60) if i % 9 != 4)
    ran = take(fresh, f"Date,Title,Kind\n{rows}")
    assert ran.err == (
        "error: t:2: column Date: 01/05/2000: the day or the month may come first"
        " (likewise in 3, 4, 5, 6, 7 and 47 more)\n"
        "  write 1 May 2000 (2000-05-01) or 5 January 2000 (2000-01-05)\n"
        "  or say which comes first: --dates dmy\n  or: --dates mdy\n"
        "nothing was recorded: 0 new, 53 refused\n"
    )
    assert take(fresh, f"Date,Title,Kind\n{rows}", "--dry-run").err.count("error: ") == 1


def test_a_few_faults_of_one_kind_are_told_each(fresh: Path) -> None:
    ran = take(fresh, "Date,Title,Kind\n2017,T,walk\n2017,T,run\n2018,T,walk\n")
    assert "error: t:2: column Kind: no kind `walk` (also in 4)\n" in ran.err
    assert "error: t:3: column Kind: no kind `run`\n" in ran.err


def test_what_is_wrong_with_many_rows_alike_is_told_once(fresh: Path) -> None:
    ran = take(fresh, "Date,Title,Kind,Places\n" + "2017,T,visit,Osh\n" * 9)
    assert ran.err == (
        "error: t:2: column Places: no place `Osh` (also in 3, 4, 5, 6, 7 and 3 more)\n"
        "  the log knows no places yet: timeline declare place NAME; "
        "or accept it as new: --new\n"
        "nothing was recorded: 0 new, 9 refused\n"
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_a_mark(encoding: str, fresh: Path) -> None:
    ran = take(fresh, "Date,Title,Kind\n2017,R\u00e9union,visit\n".encode(encoding))
    assert (ran.code, ran.err) == (0, f"encoding: {encoding}, by its zero bytes\nimported: 1 new\n")
    assert titles(fresh) == ["R\u00e9union"]


def test_signs_that_are_not_seen_are_no_part_of_cells(fresh: Path) -> None:
    table = "Da\u200bte,\u2060Title,Kind\n\u200b2017-05\u2011\u00a004,\ufeffT,vi\u00adsit\u200b\n"
    assert take(fresh, table.replace("\u2011\u00a0", "-")).code == 0
    assert [(r["date"], r["title"], r["kind"]) for r in listed(fresh)] == [
        ("2017-05-04", "T", "visit")
    ]


def test_a_decimal_comma_is_named_where_a_form_says_what_the_cell_is(fresh: Path) -> None:
    (fresh / "m.yaml").write_text(
        "fields: {date: Date, title: Title, kind: Kind,"
        " figures: {column: Cost, form: value, with: {measure: cost, unit: EUR}}}",
        encoding="utf-8",
    )
    table = "Date;Title;Kind;Cost\n2017;T;visit;1.234,5\n2018;U;visit;1.234.567\n"
    ran = take(fresh, table, "--mapping", "m.yaml")
    assert "`1.234,5` has a decimal comma, or points between thousands\n  write 1234.5\n" in ran.err
    assert "write 1234567\n" in ran.err


def test_empty_rows_are_passed_over_and_counted(fresh: Path) -> None:
    ran = take(fresh, "Date,Title,Kind\n\n,,\nx,U,visit\n")
    assert "error: t:4: " in ran.err


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (PLAIN.encode("utf-8-sig"), []),
        (PLAIN.encode("utf-16"), []),
        (PLAIN.replace(",", ";").encode(), []),
        (PLAIN.replace(",", "\t").encode(), []),
        (PLAIN.replace(",", "|").encode(), []),
        (PLAIN.replace("\n", "\r\n").encode(), []),
        (("Report 2017,,\n" + PLAIN).encode(), ["--header", "2"]),
        (PLAIN.replace("2017-05-04", "4.5.2017").encode(), ["--dates", "dmy"]),
        (PLAIN.replace("2017-05-04", "05/04/2017").encode(), ["--dates", "mdy"]),
        (PLAIN.replace("2017-05-04", "42859").encode(), ["--dates", "serial"]),
        (PLAIN.replace("2017-05-04", "2017-05-04 00:00:00").encode(), []),
        (PLAIN.replace("Training of police", '"Training\nof police"').encode(), []),
        (PLAIN.replace("police", "police ").encode("cp1251"), ["--encoding", "cp1251"]),
    ],
)
def test_tables_are_read_as_programs_write_them(
    data: bytes, words: Sequence[str], fresh: Path
) -> None:
    ran = take(fresh, data, *words)
    assert ran.code == 0, ran.err
    (row,) = listed(fresh)
    assert (row["date"], row["title"]) == ("2017-05-04", "Training of police")


def test_a_table_comes_through_a_pipe(fresh: Path) -> None:
    ran = here("import", "csv", "-", cwd=fresh, stdin=PLAIN.encode())
    assert ran.code == 0
    bad = here("import", "csv", "-", cwd=fresh, stdin=b"Date,Title,Kind\nx,T,visit\n")
    assert "error: <stdin>:2: column Date: " in bad.err


def test_a_table_comes_through_a_named_pipe(fresh: Path) -> None:
    os.mkfifo(fresh / "pipe")
    with subprocess.Popen(["cp", "/dev/stdin", "pipe"], cwd=fresh, stdin=subprocess.PIPE) as feed:  # noqa: S607
        assert feed.stdin is not None
        feed.stdin.write(PLAIN.encode())
        feed.stdin.close()
        ran = here("import", "csv", "pipe", cwd=fresh)
    assert (ran.code, ran.err) == (0, "imported: 1 new\n")


def in_shell(words: str, cwd: Path) -> tuple[int, str]:
    """The exit code of the program in a shell, which closes or redirects, and what it says."""
    done = subprocess.run(  # noqa: S603 (our own program)
        ["/bin/sh", "-c", f'exec "{sys.executable}" -c "{MAIN}" {words}'],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stderr.decode()


def test_input_that_is_closed_is_empty(fresh: Path) -> None:
    code, err = in_shell("import csv - <&-", fresh)
    assert (code, err.splitlines()[0]) == (1, "error: <stdin>: no table: it is empty")


def test_output_that_cannot_be_written_is_not_blamed_on_the_file(fresh: Path) -> None:
    (fresh / "t").write_text(PLAIN, encoding="utf-8")
    said = in_shell("import csv t --dry-run >/dev/full", fresh)
    assert said == (
        1,
        (
            "dry run: 1 new; nothing was recorded\n"
            "error: the output: no space left on device\n  make room on the disk\n"
        ),
    )


def test_a_time_of_day_is_kept(fresh: Path) -> None:
    take(fresh, PLAIN.replace("2017-05-04", "2017-05-04 14:30"))
    assert listed(fresh)[0]["date"] == "2017-05-04T14:30:00"


@pytest.mark.parametrize(
    ("cell", "order", "date"),
    [
        ("2011-10-04", None, "2011-10-04"),
        ("2011/10/4", None, "2011-10-04"),
        ("25.12.2011", None, "2011-12-25"),
        ("12/25/2011", None, "2011-12-25"),
        ("5.5.2011", None, "2011-05-05"),
        ("04/05/2011", "dmy", "2011-05-04"),
        ("04/05/2011", "mdy", "2011-04-05"),
        ("36526", "serial", "2000-01-01"),
        ("36526.75", "serial", "2000-01-01"),
        ("60000", "dmy", None),
        ("2011-10-04 02:05 PM", None, "2011-10-04T14:05:00"),
        ("2011-10-04 12:00 AM", None, "2011-10-04"),
        ("2011-10-04T10:00:01.5", None, "2011-10-04T10:00:01.5"),
        ("summer 2017", "dmy", "summer 2017"),
        ("2011", "dmy", "2011"),
        ("13/13/2011", None, None),
    ],
)
def test_days_in_cells(cell: str, order: Any, date: str | None) -> None:
    if date is None:
        with pytest.raises(TimelineError):
            day_in(cell, order)
    else:
        assert day_in(cell, order) == date


@pytest.mark.parametrize(
    ("column", "dates"),
    [
        (["2011-12", "2012-13"], ["2011/2012", "2012/2013"]),
        (["1810-11", "1870-71", "1999-00"], ["1810/1811", "1870/1871", "1999/2000"]),
        (["1910-11", "1914-18", "1921-24"], ["1910/1911", "1914/1918", "1921/1924"]),
        (["1999-00", "2020-21", "2041-42"], ["1999/2000", "2020/2021", "2041/2042"]),
        (["2011-12", "2012-01", "2012-02"], ["2011-12", "2012-01", "2012-02"]),
        (["2011-12", "2013"], ["2011-12", "2013"]),
        (["2011\u201312", "2013\u201314"], ["2011/2012", "2013/2014"]),
        # Months beside what can be years alone, or years that may be seasons, are asked.
        (["2011-12", "2012-05", "2012-13"], None),
        (["2010-11", "2020-21"], None),
    ],
)
def test_a_column_is_judged_as_a_whole(
    column: list[str], dates: list[str] | None, fresh: Path
) -> None:
    rows = [f"{text},T{number},visit" for number, text in enumerate(column)]
    ran = take(fresh, "\n".join(["Date,Title,Kind", *rows]))
    if dates is None:
        assert ran.code == 1
        assert ran.err.count("say that they are years: --dates years") >= 1
    else:
        assert ran.code == 0, ran.err
        assert [row["date"] for row in listed(fresh)] == dates


def test_years_may_be_said_to_be_years(fresh: Path) -> None:
    table = "Date,Title,Kind\n2020-21,A,visit\n2010-11,B,visit\n2011,C,visit\n"
    assert take(fresh, table, "--dates", "years").code == 0
    assert [row["date"] for row in listed(fresh)] == ["2010/2011", "2011", "2020/2021"]


@pytest.mark.parametrize(
    ("cells", "date"),
    [
        ("2018,5,3", "2018-05-03"),
        ("2018,05,03", "2018-05-03"),
        ("2018,5,", "2018-05"),
        ("2018,5,0", "2018-05"),
        ("2018,,", "2018"),
        ("2018,0,0", "2018"),
        ("2018,May,3", "2018-05-03"),
    ],
)
def test_a_date_may_stand_in_several_columns(cells: str, date: str, fresh: Path) -> None:
    table = f"Y,M,D,Title,Kind\n{cells},T,visit\n"
    ran = take(fresh, table, "--map", "date={Y}-{M}-{D}")
    assert ran.code == 0, ran.err
    assert listed(fresh)[0]["date"] == date


@pytest.mark.parametrize(
    ("first", "last", "date"),
    [
        ("2011", "", "2011"),
        ("", "2011", "2011"),
        ("2011", "2011", "2011"),
        ("2011-10-04", "2011-10-05", "2011-10-04/2011-10-05"),
        ("May 2011", "June 2011", "May 2011 - June 2011"),
    ],
)
def test_spans_of_two_columns(first: str, last: str, date: str) -> None:
    assert span(first, last) == date


@pytest.mark.parametrize(
    ("cell", "instant"),
    [
        ("2019-01-02", "2019-01-02T00:00:00.000000Z"),
        ("2.1.2019 10:30", "2019-01-02T10:30:00.000000Z"),
        ("2019-01-02T10:30:00+06:00", "2019-01-02T04:30:00.000000Z"),
        ("2019-01-02T10:30:00.123456Z", "2019-01-02T10:30:00.123456Z"),
        ("2019-01-02 10:30:00,5", "2019-01-02T10:30:00.500000Z"),
        ("2/1/2019 9:05", "2019-01-02T09:05:00.000000Z"),
        ("2/1/2019 10:05:01 PM", "2019-01-02T22:05:01.000000Z"),
        ("2/1/2019 12:05 AM", "2019-01-02T00:05:00.000000Z"),
    ],
)
def test_instants_in_cells(cell: str, instant: str) -> None:
    assert instant_in(cell, "dmy", dt.datetime.now(dt.UTC)) == instant


@pytest.mark.parametrize(
    "cell",
    ["summer 2017", "2019-01-02 25:00", "0001-01-01T00:00+06:00", "9999-12-31T23:59-10:00", ""],
)
def test_what_is_no_instant_is_told(cell: str) -> None:
    with pytest.raises(TimelineError, match=f"`{re.escape(cell)}` is no instant"):
        instant_in(cell, "dmy", dt.datetime.now(dt.UTC))


@given(st.text(max_size=40), st.sampled_from(["dmy", "mdy", "ymd", "serial", None]))
def test_no_cell_makes_reading_a_day_fail(cell: str, order: Any) -> None:
    try:
        assert isinstance(day_in(cell, order), str)
    except TimelineError as error:
        assert error.faults[0].remedy  # noqa: PT017


def test_reading_a_table_leaves_the_limit_of_cells_of_the_process() -> None:
    before = standard_csv.field_size_limit()
    long = b"A\n" + b"x" * (before + 1) + b"\ny\n"
    rows = csv.read(Path("t"), io.BytesIO(long)).rows
    assert next(rows) == (2, ["x" * (before + 1)])
    assert standard_csv.field_size_limit() == before


@given(st.binary(max_size=200), st.integers(1, 3))
def test_no_bytes_make_reading_a_table_fail(data: bytes, header: int) -> None:
    try:
        table = csv.read(Path("t"), io.BytesIO(data), header=header)
    except TimelineError:
        return
    assert list(table.rows) is not None


@examples(40, SHARES_FIXTURE)
@given(
    text=st.text("DdTtKk,;\"'\n\t=12017-x", max_size=60),
    words=st.lists(
        st.sampled_from(["--new", "--dry-run", "--keep-going", "--dates=dmy", "--header=2"])
    ),
)
def test_no_table_is_answered_with_a_traceback(text: str, words: list[str], fresh: Path) -> None:
    ran = take(fresh, f"Date,Title,Kind\n{text}\n", *words)
    assert ran.code in (0, 1, 2)
    assert "fault of timeline itself" not in ran.err


def test_a_cell_of_an_own_list_is_taken_as_it_was_guarded(fresh: Path) -> None:
    take(fresh, PLAIN.replace("Training of police", "'=1+1"))
    assert titles(fresh) == ["=1+1"]


def test_an_import_leaves_what_it_cannot_read_of_itself(fresh: Path) -> None:
    ran = process("import", "csv", "-", cwd=fresh, stdin=PLAIN.encode() * 2)
    assert ran.code == 1
    assert "error: <stdin>:3: column Date: " in ran.err


@pytest.mark.parametrize("before", [0, 500], ids=["few", "many"])
def test_a_row_that_is_too_large_is_refused_alone(before: int, fresh: Path) -> None:
    rows = "".join(f"2017,T{i},visit,\n" for i in range(before))
    table = f"Date,Title,Kind,Summary\n{rows}2017,Large,visit,{'ж' * 600_000}\n2017,U,visit,\n"
    ran = take(fresh, table, "--keep-going")
    assert ran.err == (
        f"error: t:{before + 2}: larger than 1,048,576 bytes\n  shorten it\n"
        f"imported: {before + 1} new, 1 refused\n"
    )


def test_a_change_that_is_too_large_is_refused_alone(fresh: Path) -> None:
    table = "Ref,Date,Title,Kind,Summary\nA,2017,T,visit,{}\n"
    take(fresh, table.format(""), "--external-id", "Ref")
    ran = take(
        fresh, table.format("\n".join("ab" * 300_000)[:700_000].join('""')), "--external-id", "Ref"
    )
    assert ran.code == 1
    assert "error: t:2: larger than 1,048,576 bytes\n  shorten it\n" in ran.err


def test_a_large_import_becomes_one_pack(fresh: Path) -> None:
    rows = "".join(f"2017-01-01,Visit {i},visit\n" for i in range(600))
    ran = take(fresh, "Date,Title,Kind\n" + rows)
    assert ran.err.endswith("imported: 600 new\n")
    (file,) = log.scan(fresh / "events").files
    assert file.path.startswith("packs/")
    assert take(fresh, "Date,Title,Kind\n" + rows).err.endswith("600 known already\n")


def test_json_lines_that_are_offered_are_recorded(fresh: Path) -> None:
    said = {"date": "summer 2017", "kind": "visit", "title": "T", "places": ["Osh"]}
    ran = take(fresh, json.dumps(said) + "\n\n", "--new", format_="jsonl")
    assert ran.code == 0, ran.err
    assert listed(fresh)[0]["date"] == "2017-22"


def test_a_column_called_operation_is_one_like_others(fresh: Path) -> None:
    ran = take(fresh, "Date,Title,Kind,Operation,Reason\n2017,T,visit,Dawn,none\n")
    assert ran.code == 0
    assert ran.err == "not taken: Operation, Reason\nimported: 1 new\n"


def test_a_year_beside_a_column_of_dates_is_not_the_date(fresh: Path) -> None:
    table = "Year,Event date,Title,Kind\n2018,16 February 2018,Talk,visit\n"
    (fresh / "t.csv").write_text(table, encoding="utf-8")
    refused = here("import", "csv", "t.csv", cwd=fresh)
    assert refused.code == 2
    assert refused.err.startswith("error: no column for date\n")
    shown = here("import", "csv", "t.csv", "--suggest", cwd=fresh)
    assert "  date: Event date  # a guess: 16 February 2018\n" in shown.out
