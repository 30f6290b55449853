"""Mapping files: precision, fallbacks, parts by row, rows that are none, formats that are known."""

from pathlib import Path
from typing import Any

import pytest

from timeline.exchange.tables.mapping import LIKE
from timeline.exchange.tables.precision import at_precision
from timeline.exchange.tables.presets import preset, preset_text

from support.running import Ran, here


def take(folder: Path, table: str, mapping: str, *words: str) -> Ran:
    """Import a table by a mapping file, and accept new names."""
    (folder / "t.csv").write_text(table, encoding="utf-8")
    (folder / "m.yaml").write_text(mapping, encoding="utf-8")
    return here("import", "csv", "t.csv", "--mapping", "m.yaml", "--new", *words, cwd=folder)


def take_like(folder: Path, format_: str, table: str, *words: str) -> Ran:
    (folder / "t.csv").write_text(table, encoding="utf-8")
    return here("import", "csv", "t.csv", "--like", format_, "--new", *words, cwd=folder)


def listed(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = here("list", "-f", "json", cwd=folder).json
    return sorted(found, key=lambda row: str(row["title"]))


def dates(folder: Path) -> list[str]:
    return [str(row["date"]) for row in listed(folder)]


@pytest.mark.parametrize(
    ("date", "precision", "expected"),
    [
        ("2013-03-04", "day", "2013-03-04"),
        ("2013-03-04T10:30:00", "day", "2013-03-04"),
        ("2013-03-04T10:30:00", "time", "2013-03-04T10:30:00"),
        ("4 March 2013", "month", "2013-03"),
        ("2013-03-04", "week", "[2013-02-26..2013-03-10]"),
        ("2013-03", "week", "2013-03"),
        ("2013-03-04", "year", "2013"),
        ("2013-00-00", "month", "2013"),
        ("2013", "decade", "201X"),
        ("1850", "century", "18XX"),
        ("1900", "century", "[18XX,19XX]"),
        ("1500", "millennium", "1XXX"),
        ("2000", "millennium", "[1XXX,2XXX]"),
        ("2013-03", "about", "2013-03~"),
        ("2013-03", "unsure", "2013-03?"),
        ("2013/2015", "month", "2013/2015"),
    ],
)
def test_a_date_is_no_more_exact_than_its_precision(
    date: str, precision: str, expected: str
) -> None:
    assert at_precision(date, precision) == expected


def test_a_column_says_how_exact_a_date_is(fresh: Path) -> None:
    table = (
        "When,P,Title\n+1931-05-09T00:00:00Z,11,A\n+1931-05-00T00:00:00Z,10,B\n"
        "+1931-05-09T00:00:00Z,9,C\n+1931-00-00T00:00:00Z,8,D\n+1931-05-09T00:00:00Z,,E\n"
    )
    mapping = (
        "fields:\n  date: {column: When, precision: P, precisions: {11: day, 10: month, 9: year,"
        " 8: decade}}\n  title: Title\n  kind: {constant: visit}\n"
    )
    ran = take(fresh, table, mapping)
    assert ran.code == 0, ran.err
    assert dates(fresh) == ["1931-05-09", "1931-05", "1931", "193X", "1931-05-09T00:00:00Z"]


def test_a_precision_that_is_not_known_is_refused(fresh: Path) -> None:
    mapping = "fields: {date: {column: D, precision: P}, title: T, kind: {constant: visit}}"
    ran = take(fresh, "D,P,T\n2013-03-04,month,A\n2013-03-04,4,B\n", mapping)
    assert (
        "error: t.csv:3: column D, P: column P: `4` is no precision\n"
        "  say in the mapping what it means: precisions: {4: month}\n"
    ) in ran.err
    ran = take(fresh, "D,P,T\n", f"{mapping[:-1]}".replace("P}", "P, precisions: {4: mont}}") + "}")
    assert "no precision `mont`" in ran.err
    assert "did you mean month?" in ran.err


def test_the_first_column_that_is_not_empty_is_taken(fresh: Path) -> None:
    table = (
        "Title,Actual,Planned,End,Planned end\nA,2017-05-04,2017-05-01,2017-05-06,\n"
        "B,,2017-06-01,,2017-06-02\nC,2017-07-01,,,\n"
    )
    mapping = (
        "fields:\n  date: {from: [Actual, Planned], to: [End, Planned end]}\n  title: Title\n"
        "  kind: {constant: visit}\n"
        "  status: {column: Actual, values: {empty: planned, else: occurred}}\n"
    )
    ran = take(fresh, table, mapping)
    assert ran.code == 0, ran.err
    assert [(row["date"], row["status"]) for row in listed(fresh)] == [
        ("2017-05-04/2017-05-06", "occurred"),
        ("2017-06-01/2017-06-02", "planned"),
        ("2017-07-01", "occurred"),
    ]


def test_what_was_once_within_a_time_is_no_interval(fresh: Path) -> None:
    mapping = "fields: {date: {earliest: From, latest: Till}, title: T, kind: {constant: visit}}"
    table = "From,Till,T\n2017-05-04,2017-05-06,A\n2017-05-04,2017-05-04,B\nMay 2017,June 2017,C\n"
    ran = take(fresh, table, mapping)
    assert ran.code == 0, ran.err
    assert dates(fresh) == ["[2017-05-04..2017-05-06]", "2017-05-04", "[2017-05..2017-06]"]


def test_parts_of_items_stand_in_other_columns(fresh: Path) -> None:
    table = (
        "Date,Title,Who,Role,Amount,Currency,Programme,Phase,State\n"
        "2017,A,UNODC,O,1200,USD,Reform,training,started\n"
        "2018,B,OSCE,X,,USD,Reform,,\n"
        "2019,C,CEIM,,30,EUR,,training,\n"
    )
    mapping = (
        "fields:\n  date: Date\n  title: Title\n  kind: {constant: visit}\n"
        "  actors:\n    column: Who\n    with: {role: '{Role}'}\n"
        "    values: {role: {O: organiser, else: partner}}\n"
        "  figures: {column: Amount, form: value, with: {measure: cost, unit: '{Currency}'}}\n"
        "  programs: {column: Programme, with: {phase: '{Phase}', status: '{State}'}}\n"
    )
    ran = take(fresh, table, mapping)
    assert ran.code == 0, ran.err
    assert "t.csv:4: left out of actors, since Role is empty\n" in ran.err
    rows = listed(fresh)
    assert [[(a["actor"], a["role"]) for a in row["actors"]] for row in rows] == [
        [("unodc", "organiser")],
        [("osce", "partner")],
        [],
    ]
    assert [[(f["value"], f["unit"]) for f in row["figures"]] for row in rows] == [
        [(1200, "USD")],
        [],
        [(30, "EUR")],
    ]
    assert [[(p["phase"], p["effect"]) for p in row["programs"]] for row in rows] == [
        [("training", ["starts"])],
        [(None, [])],
        [],
    ]


def test_an_empty_part_of_a_template_drops_its_item(fresh: Path) -> None:
    table = "Date,Title,Cost,Currency,People\n2017,A,,USD,30\n2018,B,5,USD,\n2019,C,,USD,\n"
    mapping = (
        "fields:\n  date: Date\n  title: Title\n  kind: {constant: visit}\n"
        '  figures: "cost={Cost} {Currency}; people={People} person"\n'
    )
    ran = take(fresh, table, mapping)
    assert ran.code == 0, ran.err
    assert "t.csv:2: left out of figures, since Cost is empty (also in 4)\n" in ran.err
    assert [[f["measure"] for f in row["figures"]] for row in listed(fresh)] == [
        ["people"],
        ["cost"],
        [],
    ]


def test_texts_that_are_not_listed_have_a_meaning_of_their_own(fresh: Path) -> None:
    mapping = (
        "fields:\n  date: D\n  title: T\n  places: {column: P, values: {n/a: empty}}\n"
        "  kind: {column: K, values: {WS: workshop, else: meeting, empty: visit}}\n"
    )
    ran = take(fresh, "D,T,K,P\n2017,A,WS,Osh\n2018,B,other,n/a\n2019,C,,\n", mapping)
    assert ran.code == 0, ran.err
    rows = listed(fresh)
    assert [row["kind"] for row in rows] == ["workshop", "meeting", "visit"]
    assert [len(row["places"]) for row in rows] == [1, 0, 0]


def test_a_table_without_a_header_has_letters(fresh: Path) -> None:
    ran = take(
        fresh,
        "2017,Training of police\n2018,Visit to Osh\n",
        "header: 0\nfields: {date: A, title: B, kind: {constant: visit}}",
    )
    assert ran.code == 0, ran.err
    assert dates(fresh) == ["2017", "2018"]
    words = ("--header", "0", "--map", "date=A", "--map", "title=B", "--set", "kind=visit")
    assert here("import", "csv", "t.csv", *words, cwd=fresh).err.endswith("2 known already\n")


def test_rows_that_are_none_are_passed_over_by_a_rule(fresh: Path) -> None:
    table = "Date,Title,Kind\n2017,A,visit\nTotal 2017,1,\n,Grand total,\nSource: office,,\n"
    mapping = (
        "fields: {date: Date, title: Title, kind: Kind}\n"
        "skip: {Date: ['total*', 'Source:*', empty]}"
    )
    ran = take(fresh, table, mapping)
    assert ran.code == 0
    assert ran.err == (
        "t.csv:3: skipped: Date is total*\nt.csv:4: skipped: Date is empty\n"
        "t.csv:5: skipped: Date is Source:*\nimported: 1 new\n"
    )
    ran = here("import", "csv", "t.csv", "--skip", "Date=*otal*", "--dry-run", cwd=fresh)
    assert "t.csv:3: skipped: Date is *otal*\n" in ran.err
    ran = here("import", "csv", "t.csv", "--skip", "Dat=x", cwd=fresh)
    assert ran.err == "error: no column `Dat`, for skip\n  did you mean Date?\n"
    ran = here("import", "csv", "t.csv", "--skip", "Date", cwd=fresh)
    assert ran.err == (
        "error: --skip `Date` is not of the form COLUMN=TEXT\n"
        "  such as --skip 'Title=Total*', or --skip Date=empty\n"
    )
    ran = take(fresh, table, "fields: {date: Date}\nskip: {Date: {a: b}}")
    assert "`Date` must be a text, or a list\n" in ran.err


def test_a_long_text_is_cut_at_a_word(fresh: Path) -> None:
    mapping = "fields: {date: D, title: {column: T, cut: 12}, kind: {constant: visit}}"
    assert take(fresh, "D,T\n2017,A training of police\n", mapping).code == 0
    assert [row["title"] for row in listed(fresh)] == ["A training…"]


ACLED = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,actor2,"
    "country,location,source,notes,fatalities\n"
    "KGZ1,14 March 2021,1,Protests,Peaceful protest,Traders,Bazaar union; Drivers,,Kyrgyzstan,Osh,"
    "24.kg; Kloop,Traders stood in the square,0\n"
    "KGZ2,14 March 2021,2,Battles,Armed clash,Force A,,Force B,Kyrgyzstan,Batken,Kloop,Clash,2\n"
    "KGZ3,14 March 2021,3,Riots,Mob violence,Crowd,,,Kyrgyzstan,Osh,Kloop,Crowd,\n"
)


def test_acled(fresh: Path) -> None:
    assert take_like(fresh, "acled", ACLED).code == 0
    rows = {row["kind"]: row for row in listed(fresh)}
    assert {kind: row["date"] for kind, row in rows.items()} == {
        "protest": "2021-03-14",
        "battle": "[2021-03-08..2021-03-20]",
        "riot": "2021-03",
    }
    assert [a["actor"] for a in rows["protest"]["actors"]] == ["traders", "bazaar-union", "drivers"]
    assert [(f["value"], f["bound"]) for f in rows["battle"]["figures"]] == [(2, "about")]
    assert [p["name"] for p in rows["riot"]["places"]] == ["Osh, Kyrgyzstan"]


def test_a_known_format_is_read_in_capitals_and_with_fewer_columns(fresh: Path) -> None:
    table = "EVENT_DATE,EVENT_TYPE,SUB_EVENT_TYPE,LOCATION\n2021-03-14,Riots,Mob violence,Osh\n"
    ran = take_like(fresh, "acled", table)
    assert ran.code == 0, ran.err
    assert dates(fresh) == ["2021-03-14"]


def test_ucdp(fresh: Path) -> None:
    table = (
        "id,type_of_violence,side_a,side_b,source_office,where_coordinates,country,date_prec,"
        "date_start,date_end,best\n"
        "1,1,Government,Group X,Reuters;AP,Osh,K,1,2010-06-10,2010-06-10,3\n"
        "2,3,Group X,Civilians,AP,Osh,K,4,2010-06-01 00:00:00.000,2010-06-30 00:00:00.000,5\n"
    )
    assert take_like(fresh, "ucdp", table).code == 0
    assert [(row["date"], row["kind"]) for row in listed(fresh)] == [
        ("2010-06-10", "state-based conflict"),
        ("[2010-06-01..2010-06-30]", "one-sided violence"),
    ]


def test_gtd(fresh: Path) -> None:
    table = (
        "eventid,iyear,imonth,iday,approxdate,country_txt,city,attacktype1_txt,gname,nkill\n"
        '1,1975,3,0,"March 4-6, 1975",K,Unknown,Bombing/Explosion,Unknown,\n'
        "2,1975,0,0,,K,Osh,Unarmed Assault,Group X,1\n3,1975,3,4,,K,Osh,Hijacking,,0\n"
    )
    assert take_like(fresh, "gtd", table).code == 0
    rows = listed(fresh)
    assert [row["date"] for row in rows] == ["1975-03~", "1975-03-04", "1975"]
    assert rows[0]["actors"] == []
    assert [place["name"] for place in rows[0]["places"]] == ["K"]


def test_casemap(fresh: Path) -> None:
    table = (
        "Date & Time,Fact Text,Source(s),Status +,Linked Issues\n"
        '05/??/2003,Contract signed,Contract; Memo,Undisputed,"Age, Pay"\n'
        "<06/15/2003,Letter sent,,Disputed by: Us,\nTBD,No date,,,\n06/16/2003 #2,Call,,,\n"
    )
    ran = take_like(fresh, "casemap", table)
    assert ran.code == 0, ran.err
    assert "t.csv:4: skipped: Date & Time is TBD\n" in ran.err
    assert [(row["title"], row["date"], row["confidence"]) for row in listed(fresh)] == [
        ("Call", "2003-06-16", None),
        ("Contract signed", "2003-05", "confirmed"),
        ("Letter sent", "[..2003-06-14]", "disputed"),
    ]


def test_iati_csv(fresh: Path) -> None:
    table = (
        "iati-identifier,reporting-org,title,activity-status-code,start-planned,end-planned,"
        "start-actual,end-actual,participating-org (Funding)\n"
        "XM-9-A1,Office,Reform,2,2015-01-01,2016-12-31,2015-02-03,,Fund;Donor\n"
    )
    assert take_like(fresh, "iati-csv", table).code == 0
    (row,) = here("programs", "-f", "json", cwd=fresh).json
    assert (row["program"], row["status_declared"]) == ("xm-9-a1", "implementation")
    shown = here("programs", "xm-9-a1", "-f", "yaml", cwd=fresh).out
    assert "fund" in shown
    assert "donor" in shown
    assert (fresh / "events/programs").is_dir()
    (file,) = (fresh / "events/programs").iterdir()
    assert "period: 2015-02-03/2016-12-31\n" in file.read_text(encoding="utf-8")


def test_plaso(fresh: Path) -> None:
    table = (
        "datetime,timestamp_desc,source,source_long,message,parser,display_name,tag\n"
        "2021-03-04T05:06:07+00:00,Creation Time,FILE,File stat,/etc/x,filestat,OS:/etc/x,-\n"
    )
    assert take_like(fresh, "plaso", table).code == 0
    assert dates(fresh) == ["2021-03-04T05:06:07+00:00"]
    old = "date,time,type,short,desc\n03/04/2021,05:06:07,Created,x,/etc/y created\n"
    assert take_like(fresh, "plaso", old).code == 0
    assert [(row["date"], row["title"]) for row in listed(fresh)][1] == (
        "2021-03-04T05:06:07",
        "/etc/y created",
    )


@pytest.mark.parametrize("format_", LIKE)
def test_the_mapping_of_a_known_format_can_be_printed_and_changed(
    format_: str, fresh: Path
) -> None:
    printed = here("import", "csv", "--like", format_, "--suggest", cwd=fresh)
    assert printed.code == 0
    assert printed.out == (
        "# Keep this as mapping.yaml, change it, then: timeline import csv FILE"
        f" --mapping mapping.yaml\n{preset_text(format_)}"
    )
    named = here("import", "csv", "t.csv", "--like", format_, "--suggest", cwd=fresh)
    assert named.out == printed.out.replace("csv FILE", "csv t.csv", 1)
    assert preset(format_).fields


def test_a_mapping_is_suggested(fresh: Path) -> None:
    table = (
        "Start,End,What was done,Type,Lead\n"
        '25/12/2017,,Workshop on trust,WS,"UN: DP"\n04/05/2017,06/05/2017,Talk: one,RT,\n'
    )
    (fresh / "a table.csv").write_text(table, encoding="utf-8")
    ran = here("import", "csv", "a table.csv", "--suggest", cwd=fresh)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "# Keep this as mapping.yaml, change it, then: timeline import csv 'a table.csv'"
        " --mapping mapping.yaml\n"
        "fields:\n"
        "  date: {from: Start, to: End, order: dmy}"
        "  # a guess: 25/12/2017; 04/05/2017; 06/05/2017\n"
        "  title: What was done  # a guess: Workshop on trust; Talk: one\n"
        "  kind: Type  # WS; RT\n"
        "# Columns of which nothing is taken, and what stands in them:\n"
        "#   Lead: UN: DP\n"
    )


def test_a_date_is_guessed_by_what_stands_in_a_column(fresh: Path) -> None:
    table = "Lugar,Fecha,Tipo\nOsh,2017,V\nNaryn,4 May 2018,T\n"
    (fresh / "t.csv").write_text(table, encoding="utf-8")
    assert here("import", "csv", "t.csv", "--suggest", cwd=fresh).out.splitlines()[1:] == [
        "fields:",
        "  date: Fecha  # a guess: 2017; 4 May 2018",
        "  # kind is needed, what kind of happening: a column, or the same for all:",
        "  # kind: {constant: ...}",
        "  # title is needed, what happened, on one line: a column, or the same for all:",
        "  # title: {constant: ...}",
        "# Columns of which nothing is taken, and what stands in them:",
        "#   Lugar: Osh; Naryn",
        "#   Tipo: V; T",
    ]


def test_as_many_roles_as_names_are_taken_one_by_one(fresh: Path) -> None:
    mapping = (
        "fields: {date: D, title: T, kind: {constant: visit},"
        " actors: {column: Who, with: {role: '{Role}'}}}"
    )
    table = "D,T,Who,Role\n2017,A,UNODC; OSCE,host; partner\n2018,B,UNODC; OSCE,host\n"
    ran = take(fresh, table, mapping)
    assert ran.code == 0, ran.err
    assert [[(a["actor"], a["role"]) for a in row["actors"]] for row in listed(fresh)] == [
        [("unodc", "host"), ("osce", "partner")],
        [("unodc", "host"), ("osce", "host")],
    ]


def test_a_suggested_mapping_reads_the_table(fresh: Path) -> None:
    table = "Year,Month,Day,Event,Who\n2017,5,,Visit: first,UNODC\n2018,,,Talk,\n"
    (fresh / "t.csv").write_text(table, encoding="utf-8")
    words = ("--map", "title=Event", "--map", "actors=partner={Who}", "--set", "kind=visit")
    mapping = here("import", "csv", "t.csv", "--suggest", *words, cwd=fresh).out
    ran = take(fresh, table, mapping)
    assert ran.code == 0, ran.err
    assert dates(fresh) == ["2018", "2017-05"]


def test_columns_of_year_month_and_day_are_a_date(fresh: Path) -> None:
    (fresh / "t.csv").write_text("Year,Month,Day,Title,Kind\n2017,5,0,A,visit\n", encoding="utf-8")
    ran = here("import", "csv", "t.csv", cwd=fresh)
    assert (ran.code, ran.err) == (0, "columns: date = Year, Month, Day\nimported: 1 new\n")
    assert dates(fresh) == ["2017-05"]


def test_no_name_of_a_column_becomes_a_line_of_a_suggestion(fresh: Path) -> None:
    (fresh / "t.csv").write_text('Date,"x\nskip: {Date: empty}","a\tb\x9b1"\n2017,y\x1b,\n')
    out = here("import", "csv", "t.csv", "--suggest", cwd=fresh).out
    assert out.splitlines()[-2:] == [
        r"#   x\x0askip: {Date: empty}: y\x1b",
        r"#   a\x09b\x9b1: empty",
    ]


def test_a_suggestion_says_that_the_order_of_dates_is_unclear(fresh: Path) -> None:
    (fresh / "t.csv").write_text("Date,Title,Kind\n04/05/2017,A,visit\n", encoding="utf-8")
    out = here("import", "csv", "t.csv", "--suggest", cwd=fresh).out
    assert "  # Day or month first? Say it: order: dmy, or order: mdy\n" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["csv", "--suggest"], "import csv needs a file\n  write: timeline import csv FILE"),
        (
            ["csv", "t.csv", "--like", "acle"],
            "no mapping `acle` comes with the program\n  did you mean acled?",
        ),
        (
            ["csv", "t.csv", "--like", "acled", "--mapping", "m.yaml"],
            (
                "--like and --mapping are both a mapping\n"
                "  to change the one that comes with the program, print it: --like NAME --suggest"
            ),
        ),
        (
            ["jsonl", "t.csv", "--suggest"],
            "--suggest is for csv, tsv, xlsx, not jsonl\n  leave it out",
        ),
    ],
)
def test_what_no_mapping_can_be_is_refused(words: list[str], message: str, fresh: Path) -> None:
    (fresh / "t.csv").write_text("A\n1\n", encoding="utf-8")
    ran = here("import", *words, cwd=fresh)
    assert (ran.code, ran.err) == (2, f"error: {message}\n")
