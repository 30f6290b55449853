"""The example log answers as a careful reader of the five releases would.

Answers are worked out by reading the releases in `../shared/sources`, not by running the program.
How paragraphs are cited is told in `releases.py`; what rests on a source from outside says so.
"""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from timeline import Log

from support.releases import (
    PAST_YEAR,
    RELEASES,
    ROUNDTABLE,
    O,
    P,
    R,
    S,
    W,
    cited,
    has,
    offices,
    one,
    spoke_for,
    titles,
    who,
)
from support.running import here

# Who, when, in which capacity


def test_who_led_the_programme_office_and_when(log: Log) -> None:
    """P 11: Acting Head, 16 February 2018. R 7: Head, at the roundtable. No end is given."""
    assert offices(log, "Vera Tkachenko") == [
        ("Acting Head of the Programme Office", "unodc-po-kg"),
    ]
    assert ("Head of the Programme Office", "unodc-po-kg") in offices(log, "Andrey Seleznev")
    for name in ("Vera Tkachenko", "Andrey Seleznev"):
        (row,) = log.actors(name)
        terms: Any = row["terms"]
        assert all(term["end"] is None for term in terms)


def test_nothing_says_who_led_the_office_between_the_two(db: sqlite3.Connection) -> None:
    """P 11 and R 7 are the only paragraphs that give the rank."""
    query = """
        SELECT actor, state FROM actor_terms
        WHERE "for" = 'unodc-po-kg' AND office LIKE '%Head%' ORDER BY actor
    """
    assert [actor for actor, _ in db.execute(query)] == ["andrey-seleznev", "vera-tkachenko"]


def test_the_programme_office_is_named_without_a_rank_in_the_list_of_speakers(log: Log) -> None:
    """R 4: "Mr. Andrey Seleznev, UNODC Program Office in the Kyrgyz Republic"."""
    speakers = one(log, "three speakers declare")["actors"]
    (seleznev,) = [part for part in speakers if part["actor"] == "andrey-seleznev"]
    assert (seleznev["capacity"], seleznev["for"]) == (None, "unodc-po-kg")


def test_the_first_appearance_of_the_interior_ministry(log: Log) -> None:
    """O 2: in co-operation with it, from 4 October 2011. O 4: its people were expected to come."""
    (row,) = log.actors("Interior Ministry")
    assert row["first"] == "2011-10-04"  # O 6: its minister spoke for it
    history: Any = row["history"]
    assert [part["role"] for part in history if has(part, "workshop community policing")] == [
        "partner",
        "participant",
    ]


def test_the_last_appearance_of_the_interior_ministry(log: Log) -> None:
    """R 2: it held the roundtable with UNODC. R 4, R 5: Berdibaev of its service spoke."""
    roundtable = one(log, "prospects roundtable")
    assert who(roundtable, "organiser") == {"unodc", "moi-kg"}
    (row,) = log.actors("Interior Ministry", certain=True)
    history: Any = row["history"]
    assert history[-1]["date"] == "2022-07-12/2022-07-13"
    assert any(part["title"] == roundtable["title"] for part in history)


def test_the_roles_of_the_interior_ministry_its_service_included(log: Log) -> None:
    """O 2, O 4; W 3; R 2; R 5: partner, participant, trainer, organiser, author of the draft.

    O 6, W 4, R 4 and R 5: its officers spoke.
    """
    (row,) = log.actors("MoI")
    roles = ["author", "organiser", "participant", "partner", "speaker", "trainer"]
    assert row["roles"] == roles
    (alone,) = log.actors("MoI", no_parts=True)
    assert "speaker" not in alone["roles"]


def test_for_which_bodies_of_the_ministry_people_spoke(log: Log) -> None:
    """O 6: the minister for the ministry. W 4, R 4, R 5: two men for the service."""
    assert spoke_for(log, "moi-kg") == {"Zarylbek Rysaliev"}
    assert spoke_for(log, "ceim-service") == {"Erlan Bakiev", "Ulan Berdibaev"}


@pytest.mark.parametrize(
    "name",
    [
        "Interior Ministry",  # O 2
        "Kyrgyz Interior Ministry",  # O 4
        "Ministry of Interior",  # W 3, R 2
        "MoI",  # W 3
        "Ministry of Internal Affairs of the Kyrgyz Republic",  # R 4, R 5
        "Ministry of Internal Affairs",  # R 5
    ],
)
def test_the_interior_ministry_is_one_actor_by_every_name(name: str, log: Log) -> None:
    assert log.actors(name)[0]["actor"] == "moi-kg"


@pytest.mark.parametrize(
    ("person", "office", "body", "paragraph", "date"),
    [
        ("Zarylbek Rysaliev", "Interior Minister", "moi-kg", (O, "6"), "2011-10-04"),
        (
            "Andrew Tesoriere",
            "Head of the OSCE Centre in Bishkek",
            "osce-centre-bishkek",
            (O, "5"),
            "2011-10-04",
        ),
        ("Erlan Bakiev", "Head of Unit", "ceim-service", (W, "4"), "2017-08-30"),
        (
            "Koen Marquering",
            "International Project Coordinator",
            "unodc",
            (W, "7"),
            "2017-08-30",
        ),
        ("Zhorobek Duishenbiev", "Deputy Chairman", "prison-service-kg", (P, "8"), "2018-02-16"),
        ("Yoshikawa Daisuke", "First Secretary", "embassy-japan", (P, "9"), "2018-02-16"),
        (
            "Vera Tkachenko",
            "Acting Head of the Programme Office",
            "unodc-po-kg",
            (P, "11"),
            "2018-02-16",
        ),
        ("Saltanat Chorgoeva", "Executive Secretary", "kochkor-ayil-okmotu", (S, "6"), None),
        ("Artur Bukalaev", "Project Specialist", "undp", (S, "7"), "2021-10-15"),
        (
            "Tynar Kadyraliev",
            "Head of Sector",
            "jogorku-kenesh-law-order-committee",
            (R, "4"),
            ROUNDTABLE,
        ),
        (
            "Torben Adams",
            "Criminal Prevention and Criminal Justice Officer",
            "unodc",
            (R, "10"),
            ROUNDTABLE,
        ),
        ("Ulan Berdibaev", "Deputy Head of the department", "ceim-service", None, ROUNDTABLE),
    ],
)
def test_who_held_which_office(
    *,
    person: str,
    office: str,
    body: str,
    paragraph: tuple[str, str] | None,
    date: str | None,
    log: Log,
) -> None:
    """In the paragraph named; Berdibaev in R 4 and R 5."""
    assert offices(log, person) == [(office, body)]
    rows = log.chronology(actor=person)
    told = [row for row in rows if any(p["capacity"] == office for p in row["actors"])]
    assert told
    if paragraph:
        assert all(paragraph in cited(row) for row in told)
    if date:
        assert {row["date"] for row in told} == {date}


def test_the_two_offices_of_vasilina_brazhko(log: Log) -> None:
    """W 10, W 11: Communication Officer, UNODC ROCA. R 14 to R 16: a specialist elsewhere."""
    assert offices(log, "Vasilina Brazhko") == [
        ("Communication Officer", "unodc-roca"),
        ("Communication and PR Specialist", "unodc-cj-pve"),
    ]


def test_who_spoke_for_japan_and_the_prison_service(log: Log) -> None:
    """P 8, P 9."""
    assert spoke_for(log, "prison-service-kg") == {"Zhorobek Duishenbiev"}
    assert spoke_for(log, "embassy-japan", "government-japan") == {"Yoshikawa Daisuke"}


def test_who_facilitated_the_second_session(log: Log) -> None:
    """R 9: an unnamed UNODC expert."""
    session = one(log, "second session")
    assert who(session, "facilitator") == {"unodc-legal-practice-expert"}
    assert cited(session) == {(R, "9")}


def test_who_presented_the_guidelines(log: Log) -> None:
    """R 10."""
    assert who(one(log, "guidelines presented"), "speaker") == {"torben-adams"}


def test_in_which_releases_unodc_appears_with_a_role(db: sqlite3.Connection) -> None:
    """W, P and R; O and S do not name it."""
    query = """
        SELECT DISTINCT c.source FROM participations AS p JOIN citations AS c USING (happening)
        WHERE p.actor IN (SELECT part FROM parts WHERE namespace = 'actor' AND whole = 'unodc')
    """
    assert {source for (source,) in db.execute(query)} & set(RELEASES) == {W, P, R}


def test_in_which_releases_undp_appears(log: Log) -> None:
    """W 9: owner of the joint project. S 7, S 8."""
    found = {key for row in log.chronology(actor="UNDP") for key, _ in cited(row)}
    assert found & set(RELEASES) == {W, S}


# What happened


def test_which_paragraph_says_that_250_inspectors_were_trained(db: sqlite3.Connection) -> None:
    """W 3: 250 of both kinds together, without "about" or "over"."""
    query = """
        SELECT f.bound, f.unit, f.date, json_group_array(c.source || ' ' || c.at) AS cited
        FROM figures AS f JOIN citations AS c USING (happening)
        WHERE f.value = 250 AND f.type = 'actual' GROUP BY f.happening
    """
    ((bound, unit, date, places),) = db.execute(query).fetchall()
    assert (bound, unit, date) == ("exact", "person", "2017-22")
    assert f"{W} para 3" in json.loads(places)


def test_who_organised_and_who_led_the_training_of_inspectors(log: Log) -> None:
    """W 3."""
    training = one(log, "inspectors trained")
    assert who(training, "organiser") == {"unodc"}
    assert who(training, "trainer") == {"ceim-service"}
    assert who(training, "participant") == {"neighbourhood-inspectors", "youth-inspectors"}


def test_what_the_trainers_of_the_ministry_did(log: Log) -> None:
    """W 3, and nothing else: no other release names a trainer of it."""
    found = log.chronology(actor="trainer=moi-kg")
    assert [has(row, "inspectors trained") for row in found] == [True]


def test_who_facilitated_the_dialogue_platforms_and_who_came(log: Log) -> None:
    """W 6."""
    dialogues = one(log, "dialogue platforms on the role")
    assert who(dialogues, "facilitator") == {"provincial-police-departments"}
    assert who(dialogues, "participant") == {
        "community-members",
        "women-religious-organizations",
        "civil-society-kg",
        "islamic-community-kg",
        "state-commission-religious-affairs",
    }


def test_how_many_dialogue_platforms_there_were_is_not_said(log: Log) -> None:
    """W 6: "in the regions", and no number."""
    dialogues = one(log, "dialogue platforms on the role")
    assert dialogues["figures"] == []
    assert [place["place"] for place in dialogues["places"]] == ["kyrgyzstan"]


def test_what_the_participants_of_the_dialogues_asked_for(log: Log) -> None:
    """W 8: work with women's organisations, and campaigns."""
    asked = one(log, "participants dialogue platforms ask for")
    assert cited(asked) == {(W, "8")}
    assert asked["kind"] == "statement"


def test_who_held_the_workshop_of_2011(log: Log) -> None:
    """O 2: two organisers, in co-operation with the ministry, on two days in Bishkek."""
    workshop = one(log, "workshop community policing against")
    assert who(workshop, "organiser") == {"osce-secretariat", "osce-centre-bishkek"}
    assert who(workshop, "partner") == {"moi-kg"}
    assert workshop["date"] == "2011-10-04/2011-10-05"
    assert [place["place"] for place in workshop["places"]] == ["bishkek"]


def test_how_many_took_part_in_2011_is_what_was_expected(log: Log) -> None:
    """O 4: "About 60 ... will take part"; nothing says how many did."""
    (expected,) = [
        figure
        for figure in one(log, "workshop community policing against")["figures"]
        if figure["unit"] == "person"
    ]
    assert (expected["value"], expected["bound"], expected["type"]) == (60, "about", "target")


def test_from_which_countries_people_came_in_2011(log: Log) -> None:
    """O 4: the Kyrgyz ministry and others, Kazakhstan, Tajikistan."""
    came = who(one(log, "workshop community policing against"), "participant")
    assert {"moi-kg", "state-bodies-kg", "ngos-kg"} < came
    assert {"counterparts-kazakhstan", "counterparts-tajikistan"} < came
    assert len(came) == 5


def test_of_what_the_workshop_of_2011_was_a_part(log: Log) -> None:
    """O 7: the Community Policing Project, as part of the Police Reform Programme."""
    (program,) = one(log, "workshop community policing against")["programs"]
    assert program["program"] == "community-policing-project"
    assert log.programs("community-policing-project")[0]["part_of"] == "police-reform-programme"
    found = titles(log.chronology(program="Police Reform Programme"))
    assert any("Workshop on community policing" in title for title in found)


def test_how_many_served_sentences_and_when(log: Log) -> None:
    """P 4: over 400, on the day of the release, in prison and outside; a level, not a result."""
    level = one(log, "400 people serve")
    (figure,) = level["figures"]
    assert (figure["value"], figure["bound"], figure["type"]) == (400, "at-least", "level")
    assert level["date"] == "2018-02-16"
    assert cited(level) == {(P, "4")}


def test_how_the_number_of_sentences_grew(log: Log) -> None:
    """P 4: "over five fold" since 2010; the number of 2010 is not given."""
    growth = one(log, "grows five times")
    (figure,) = growth["figures"]
    assert (figure["value"], figure["unit"], figure["bound"]) == (5, "times", "at-least")
    assert growth["date"] == "2010/2018-02-16"


def test_what_japan_paid_for(log: Log) -> None:
    """P 5 of the whole; P 6 twice and its sum; P 7 and P 12. P 10 names no payer."""
    paid = titles(log.chronology(actor="funder=Government of Japan"))
    expected = [
        "UNODC and Japan support the Prison Service",  # P 5
        "Support worth over 120,000 USD to six correctional facilities",  # P 6
        "Refurbishment of six correctional facilities",  # P 6
        "Furniture and equipment procured for six correctional facilities",  # P 6
        "Telephone facilities and staff offices upgraded",  # P 7
        "Library and work space created",  # P 7
        "Security equipment installed in cell blocks",  # P 12
        "Office furniture and air conditioning provided",  # P 12
        "Sports equipment procured",  # P 12
        "Production workshops for leather and felt",  # P 12
    ]
    assert len(paid) == len(expected)
    assert all(any(title.startswith(start) for title in paid) for start in expected)


def test_nobody_is_said_to_have_paid_for_the_electronic_registration(log: Log) -> None:
    """P 10. That it belongs to the project is read from P 5."""
    rows = [row for row in log.chronology(source=P) if (P, "10") in cited(row)]
    assert len(rows) == 4
    assert all((P, "5") in cited(row) for row in rows)
    assert not any(who(row, "funder") for row in rows)


def test_how_many_facilities_were_refurbished_and_when(log: Log) -> None:
    """P 6: six, "during the past year": the twelve months before, or the calendar year 2017."""
    works = one(log, "refurbishment six correctional facilities completed")
    (figure,) = works["figures"]
    assert (figure["value"], figure["bound"], figure["type"]) == (6, "exact", "actual")
    assert works["date"] == PAST_YEAR


def test_the_six_facilities_and_the_six_pilot_prisons_are_kept_apart(log: Log) -> None:
    """P 6 and P 10 do not say that they are the same."""
    keys = {log.actors(name)[0]["actor"] for name in ("six-correctional-facilities",)}
    assert keys.isdisjoint({log.actors("six-pilot-prisons")[0]["actor"]})


def test_when_and_where_the_prison_service_showed_the_results(log: Log) -> None:
    """P 7: "recently", at prison No. 47 in Bishkek."""
    shown = one(log, "prison service showcases")
    assert [place["place"] for place in shown["places"]] == ["prison-47"]
    assert (shown["earliest"], shown["latest"]) == ("2017-01-01", "2018-02-16")
    assert shown["title"] in titles(log.chronology(place="Bishkek"))


def test_what_was_bought_for_the_electronic_registration(log: Log) -> None:
    """P 10: computers, printers and passport scanners; by whom is not said."""
    bought = one(log, "computers printers passport scanners")
    assert bought["kind"] == "procurement"
    assert {part["role"] for part in bought["actors"]} == {"beneficiary"}


def test_who_was_trained_in_the_new_software(log: Log) -> None:
    """P 10: staff of pilot prisons; neither number nor trainer."""
    trained = one(log, "staff of pilot prisons trained")
    assert {part["actor"]: part["role"] for part in trained["actors"]} == {
        "pilot-prison-staff": "participant"
    }
    assert trained["figures"] == []


def test_workshops_that_are_rooms_are_no_workshops(log: Log) -> None:
    """P 12: "Workshops were created to engage prisoners in the manufacturing of leather"."""
    assert one(log, "workshops leather felt")["kind"] == "works"
    # O 2, S 3 and S 4 report or announce the others.
    assert len(log.chronology(kind="workshop")) == 3


def test_when_the_state_programme_was_adopted_by_whom_and_for_which_years(log: Log) -> None:
    """P 13."""
    adopted = one(log, "state programme adopted")
    assert adopted["date"] == "2017"
    assert {part["actor"] for part in adopted["actors"]} == {"government-kg"}
    (programme,) = log.programs("State Programme to Counter Extremism and Terrorism")
    assert programme["period"] == "2017/2022"


def test_what_the_state_programme_foresees_is_planned_and_not_done(log: Log) -> None:
    """P 13: research, and measures against recruitment."""
    foreseen = [row for row in log.chronology() if has(row, "foreseen state programme")]
    assert len(foreseen) == 2
    assert {row["status"] for row in foreseen} == {"planned"}


def test_under_which_programme_unodc_helps_with_it(log: Log) -> None:
    """P 13: the UNODC Programme for Central Asia; W 9 gives the years 2015-2019."""
    helps = {part["program"] for part in one(log, "unodc helps the government")["programs"]}
    assert helps == {"state-programme-2017-2022", "unodc-central-asia-2015-2019"}
    assert log.programs("UNODC Programme for Central Asia")[0]["period"] == "2015/2019"


def parts_of_program(log: Log, name: str, role: str) -> set[str]:
    actors: Any = log.programs(name)[0]["actors"]
    return {actor["actor"] for actor in actors if actor["role"] == role}


def test_whose_the_joint_project_of_2017_is_and_who_pays(log: Log) -> None:
    """W 9."""
    assert parts_of_program(log, "pbf-joint-project", "funder") == {"un-peacebuilding-fund"}
    owners = parts_of_program(log, "pbf-joint-project", "owner")
    assert owners == {"unfpa", "unicef", "undp", "unodc"}


def test_who_pays_for_strive_asia_is_not_said(log: Log) -> None:
    """S 8: an EU-UN joint partnership of UNDP in the Kyrgyz Republic."""
    assert parts_of_program(log, "strive-asia-kg", "funder") == set()
    assert parts_of_program(log, "strive-asia-kg", "partner") == {
        "european-union",
        "united-nations",
    }
    assert parts_of_program(log, "strive-asia-kg", "owner") == {"undp-kg"}


def test_who_paid_for_the_project_behind_the_roundtable_and_its_length(log: Log) -> None:
    """R 13: the Bureau of Counterterrorism; 24 months, without start or end. R 2: it supported."""
    bureau = {"us-bureau-counterterrorism"}
    assert parts_of_program(log, "post-release-monitoring", "funder") == bureau
    assert who(one(log, "prospects roundtable"), "supporter") == bureau
    (programme,) = log.programs("post-release-monitoring")
    assert (programme["period"], programme["until"]) == (None, None)
    (length,) = one(log, "post-release monitoring under way")["figures"]
    assert (length["value"], length["unit"]) == (24, "month")


def test_the_bureau_is_a_part_of_the_state_department(log: Log) -> None:
    """R 2: "Bureau of Counterterrorism of the US Department of State"."""
    assert log.actors("us-bureau-counterterrorism")[0]["part_of"] == "us-state-department"


def test_the_nine_pilot_communities_and_their_regions(log: Log, db: sqlite3.Connection) -> None:
    """S 10 to S 18: nine, in seven regions, of which Osh and Batken have two."""
    places = {place["place"] for place in one(log, "strive asia work under way")["places"]}
    marks = ", ".join("?" * len(places))
    query = f"SELECT place, part_of FROM places WHERE place IN ({marks})"  # noqa: S608
    assert dict(db.execute(query, sorted(places))) == {
        "balykchy": "issyk-kul-region",
        "kochkor": "naryn-region",
        "kara-balta": "chui-region",
        "kara-buura": "talas-region",
        "chek-abad": "osh-region",
        "nookat": "osh-region",
        "bazar-korgon": "jalal-abad-region",
        "aidarken": "batken-region",
        "isfana": "batken-region",
    }


def test_what_the_advisory_groups_were_built_on_and_who_sits_in_them(log: Log) -> None:
    """S 2."""
    formed = one(log, "advisory groups formed")
    assert "community-prevention-centers" in who(formed, "subject")
    assert who(formed, "member") == {
        *("youth", "women", "religious-leaders"),
        *("law-enforcement-representatives", "lsg-representatives"),
    }


def test_when_the_group_in_kochkor_was_formed_and_how_large_it_is(log: Log) -> None:
    """S 6: "this spring", 12 people, of them 3, 3 and 1 of three kinds."""
    formed = one(log, "working group formed kochkor")
    assert formed["date"] == "2021-21"
    values = {json.dumps(f["by"], sort_keys=True): f["value"] for f in formed["figures"]}
    assert values["null"] == 12
    assert sorted(values.values()) == [1, 3, 3, 12]


def test_the_groups_that_look_alike_are_three(log: Log) -> None:
    """S 2, S 6 and R 5: nothing says that any two of them are the same."""
    names = ("advisory-groups", "kochkor-working-group", "draft-law-working-group")
    assert {log.actors(name)[0]["actor"] for name in names} == set(names)


def test_when_the_workshops_of_2021_were_held(log: Log) -> None:
    """S 3: "In September and October"; S 5: Mirsayitov trained."""
    workshops = one(log, "first phase workshops")
    assert workshops["date"] == "2021-09/2021-10"
    assert who(workshops, "trainer") == {"ikbalzhan-mirsayitov"}


def test_how_far_the_draft_law_had_come(log: Log) -> None:
    """R 5: public discussion done, submitted to the Jogorku Kenesh; written by the ministry."""
    (law,) = log.programs("On countering extremist activity", as_of="2022")
    assert law["phase"] == "parliament"
    assert "moi-kg" in who(one(log, "new draft law developed"), "author")
    assert one(log, "draft law submitted")["status"] == "occurred"
    # No release says that it became law.
    assert not [row for row in log.chronology() if has(row, "law passed")]


def test_how_many_took_part_in_the_roundtable_and_how_long_it_lasted(log: Log) -> None:
    """R 2: two days. R 3: "Some 50"."""
    figures = {f["unit"]: f for f in one(log, "prospects roundtable")["figures"]}
    assert (figures["person"]["value"], figures["person"]["bound"]) == (50, "about")
    assert figures["day"]["value"] == 2


def test_how_many_groups_discussed_and_what_became_of_it(log: Log) -> None:
    """R 11: three groups. R 12: each presented in the final session."""
    (groups,) = one(log, "three groups draw up")["figures"]
    assert groups["value"] == 3
    assert cited(one(log, "recommendations three groups presented")) == {(R, "12")}


def test_who_published_the_handbook_and_when(log: Log) -> None:
    """R 8: UNODC, "last year". A page of UNODC: August 2021."""
    handbook = one(log, "handbook")
    assert handbook["date"] == "2021-08"
    assert "unodc-alternatives-to-imprisonment" in {source for source, _ in cited(handbook)}
    assert who(handbook, "publisher") == {"unodc"}


# When


def test_the_day_of_the_roundtable_is_known_from_outside_and_says_from_where(
    log: Log, db: sqlite3.Connection
) -> None:
    """R 2: two days before 18 July of a year that is not given. A news item: from 12 July 2022."""
    roundtable = one(log, "prospects roundtable")
    assert roundtable["date"] == ROUNDTABLE
    assert cited(roundtable) == {(R, "2"), (R, "3"), (R, "13"), ("bulak-2022-07-12", "text")}
    query = "SELECT dated, date_basis FROM happenings WHERE id = ?"
    dated, basis = db.execute(query, (roundtable["id"],)).fetchone()
    assert dated == "outside"
    assert "bears no date" in basis


def test_what_possibly_but_not_certainly_falls_in_july_2017(log: Log) -> None:
    """W 3, W 6, W 8 (summer); P 13 (2017); P 6, P 7 (the past year); P 10, P 12; W 3, R 5.

    And what was running later, since nobody knows when.
    """
    rows = log.chronology(during="2017-07")
    possible = [row for row in rows if row["match"] == "possible"]
    for words in (
        *("inspectors trained", "dialogue platforms on the role", "participants dialogue ask"),
        *("state programme adopted", "refurbishment six", "furniture equipment procured six"),
        *("prison service showcases", "telephone facilities", "library work space"),
        *("become partners for women", "computers printers", "instructions written"),
        *("staff of pilot prisons trained", "security equipment", "office furniture"),
        *("sports equipment", "workshops leather felt", "new draft law developed"),
        *("support worth", "research foreseen", "measures against recruitment foreseen"),
    ):
        assert sum(has(row, words) for row in possible) == 1, words
    assert len([row for row in possible if row["date"] != "/.."]) == 21


def test_what_certainly_falls_in_july_2017(log: Log) -> None:
    """P 4: the growth from 2010 to 2018. P 5: the support of Japan, from April 2017."""
    certain = log.chronology(during="2017-07", certain=True)
    assert [row["date"] for row in certain] == ["2010/2018-02-16", "2017-04/.."]


def test_what_is_on_record_for_2016(log: Log) -> None:
    """P 4: nothing for certain but that growth."""
    certain = log.chronology(during="2016", certain=True)
    assert [has(row, "grows five times") for row in certain] == [True]


def test_who_was_first_seen_between_the_ends_of_2016_and_2018(log: Log) -> None:
    """W 4, W 7, W 10; P 8, P 9, P 11."""
    found: Any = log.diff("2016", "2018")
    persons = {row["name"] for row in found["actors"]["added"] if row["type"] == "person"}
    assert persons == {
        *("Erlan Bakiev", "Koen Marquering", "Vasilina Brazhko"),
        *("Zhorobek Duishenbiev", "Yoshikawa Daisuke", "Vera Tkachenko"),
    }


def test_what_was_achieved_between_the_ends_of_2016_and_2018(log: Log) -> None:
    """W 3: 250. P 6: over 120,000 USD, six and six. The 400 of P 4 are a level."""
    found: Any = log.diff("2016", "2018")
    totals = {row["measure"]: (row["total"], row["bound"]) for row in found["figures"]["added"]}
    assert totals == {
        "police officers trained": (250, "exact"),
        "value of support to correctional facilities": (120_000, "at-least"),
        "correctional facilities refurbished": (6, "exact"),
        "correctional facilities furnished and equipped": (6, "exact"),
    }


def test_nothing_of_the_prison_project_was_possible_before_it(log: Log) -> None:
    """P 10, P 12: reported as done, but not before the agreement of March 2017."""
    found: Any = log.diff("2016", "2018")
    changed = {row["name"] for row in found["chronology"]["changed"]}
    assert sum(has({"title": name}, "become partners") for name in changed) == 1
    assert not [name for name in changed if has({"title": name}, "equipment")]
    early = titles(log.chronology(during="2010/2016", program="japan-prison-project"))
    assert early == {"Move to electronic registration in six pilot prisons"}


@pytest.mark.parametrize(
    ("day", "status", "phase", "match"),
    [
        ("2019-01-01", "not-begun", None, "certain"),  # S 9: since 2020
        ("2020-07-01", "implementation", "advisory-groups", "possible"),  # S 9: some day of 2020
        ("2021-03-01", "implementation", "advisory-groups", "possible"),  # S 2, S 9
        ("2021-09-10", "implementation", "workshops", "possible"),  # S 3: some day of September
        ("2021-10-01", "implementation", "workshops", "certain"),  # S 3: in both months
    ],
)
def test_in_which_phase_strive_asia_was(
    day: str, status: str, phase: str | None, match: str, log: Log
) -> None:
    (row,) = log.programs("STRIVE Asia", as_of=day)
    assert (row["status_derived"], row["phase"]) == (status, phase)
    assert row["match"] == match


def test_whether_strive_asia_had_begun(log: Log) -> None:
    """S 9: possibly by 1 July 2020; for certain by 1 March 2021."""
    assert log.programs("STRIVE Asia", as_of="2020-07-01")[0]["status_match"] == "possible"
    assert log.programs("STRIVE Asia", as_of="2021-03-01")[0]["status_match"] == "certain"


def test_after_the_workshops_nothing_shows_that_the_next_phases_began(log: Log) -> None:
    """S 3: "was held". S 4: "In the next phases, there will be"."""
    (row,) = log.programs("STRIVE Asia", as_of="2021-12-01")
    phases: Any = row["phases"]
    status = {phase["phase"]: phase["status_derived"] for phase in phases}
    assert status["workshops"] == "closed"
    assert status["trainings"] == "not-begun"
    assert status["local-plans"] == "not-begun"


def test_what_is_planned_and_without_outcome(log: Log) -> None:
    """W 9, P 13: the years in which the programmes are to end, and two plans of P 13 in its years.

    W 9, P 9 one each, S 4 two, S 7 three: these have no end.
    """
    planned = log.chronology(status="planned")
    counts: dict[tuple[str, str], int] = {}
    for row in planned:
        for place in cited(row):
            counts[place] = counts.get(place, 0) + 1
    assert counts == {(W, "9"): 2, (P, "9"): 1, (P, "13"): 3, (S, "4"): 2, (S, "7"): 3}
    assert sorted(str(row["date"]) for row in planned if row["latest"]) == [
        *("2019", "2022", "[2017..2022]", "[2017..2022]")
    ]


def test_what_was_known_to_be_planned_for_the_local_plans(log: Log) -> None:
    """S 4: a workshop. S 7: help of UNDP and the foundation, money, training."""
    planned = log.chronology(program="STRIVE Asia", phase="local-plans", status="planned")
    found = {place for row in planned for place in cited(row)}
    assert found == {(S, "4"), (S, "7")}
    assert len(planned) == 4
    assert who(one(log, "help undp eurasia foundation"), "partner") == {"efca"}


def test_what_had_been_published_by_the_end_of_2017(db: sqlite3.Connection) -> None:
    """The releases of 4 October 2011 and of 30 August 2017; so nothing of the State Programme."""
    query = "SELECT source FROM sources WHERE published <= '2017-12-31' ORDER BY published"
    assert [source for (source,) in db.execute(query)] == [O, W]
    query = "SELECT DISTINCT source FROM citations JOIN happenings ON id = happening "
    query += "WHERE title LIKE 'State Programme%adopted%'"
    assert [source for (source,) in db.execute(query)] == [P]


def test_what_took_place_in_bishkek(log: Log) -> None:
    """O 2; P 7 three times; by a news item the roundtable, with what was said and shown at it."""
    found = log.chronology(place="Bishkek")
    assert len([row for row in found if row["date"] == ROUNDTABLE]) == 10
    others: Any = [row for row in found if row["date"] != ROUNDTABLE]
    assert sorted(row["sources"][0]["source"] for row in others) == [O, P, P, P]


def test_who_is_quoted_in_the_release_of_2021(log: Log) -> None:
    """S 5, S 6, S 7."""
    statements = log.chronology(source=S, kind="statement")
    speakers = {name for row in statements for name in who(row, "speaker")}
    assert speakers == {"ikbalzhan-mirsayitov", "saltanat-chorgoeva", "artur-bukalaev"}


def test_what_the_new_un_programme_of_2015_was_doing_when_seen(log: Log) -> None:
    """W 9: terrorism prevention and community policing are priorities of 2015-2019."""
    under_way = one(log, "unodc programme central asia under way")
    assert (under_way["date"], under_way["last_seen"]) == ("/..", "2017-08-30")
    (row,) = log.programs("unodc-central-asia-2015-2019", as_of="2020")
    assert row["status_derived"] == "closed"


def test_who_the_other_guests_of_the_roundtable_were(log: Log) -> None:
    """R 3: seven kinds of them beside the government."""
    assert who(one(log, "prospects roundtable"), "participant") == {
        *("government-kg", "justice-practitioners", "prison-service-kg"),
        *("probation-department-kg", "civil-society-kg", "religious-organizations-kg"),
        *("donors", "think-tanks"),
    }


def test_which_happenings_are_parts_of_the_roundtable(log: Log, db: sqlite3.Connection) -> None:
    """R 3, R 4, R 6, R 9 to R 12."""
    roundtable = one(log, "prospects roundtable")["id"]
    query = "SELECT c.at FROM happenings AS h JOIN citations AS c ON c.happening = h.id "
    query += "WHERE h.part_of = ? ORDER BY c.at"
    found = {at for (at,) in db.execute(query, (roundtable,))}
    assert found == {f"para {n}" for n in (3, 4, 6, 9, 10, 11, 12)}


# The log under the strictest check


def test_only_plans_of_which_nobody_tells_the_outcome_deserve_a_second_look(example: Path) -> None:
    """P 13: research, measures and an end by 2022. W 9: an end in 2019."""
    assert here("check", cwd=example).code == 0
    found = here("check", "--strict", "--format", "json", cwd=example).json
    assert [row["problem"] for row in found] == ["planned, past, and without an outcome"] * 4


@pytest.mark.parametrize(
    ("key", "most"), [(O, 7), (W, 12), (P, 17), (S, 22), (R, 19)], ids=list(RELEASES)
)
def test_every_paragraph_of_a_release_is_covered(key: str, most: int, example: Path) -> None:
    done = here("sources", key, "--coverage", "--format", "json", cwd=example)
    assert [row["paragraph"] for row in done.json] == list(range(1, most + 1))
    assert all(row["events"] for row in done.json)
    assert done.err == f"{most} paragraphs, all of them cited\n"


@pytest.mark.parametrize(
    ("key", "paragraph", "title"),
    [
        (O, 5, "Andrew Tesoriere on trust between citizens and law enforcement"),
        (W, 3, "Neighbourhood and youth inspectors trained to prevent violent extremism"),
        (P, 4, "More than 400 people serve sentences for terrorist and extremist crimes"),
        (P, 6, "Refurbishment of six correctional facilities completed"),
        (R, 2, "Challenges and prospects roundtable on countering extremism"),
    ],
)
def test_what_a_paragraph_tells_stands_at_that_paragraph(
    key: str, paragraph: int, title: str, example: Path
) -> None:
    found = here("sources", key, "--coverage", "--format", "json", cwd=example).json
    assert title in {event["title"] for event in found[paragraph - 1]["events"]}


def test_the_figures_that_the_releases_state(log: Log) -> None:
    """O 4; W 3; P 4, P 6; R 1, R 2: what is counted, how many, and how it is meant."""
    found = {(f["measure"], f["value"], f["bound"], f["type"]) for f in log.figures()}
    assert found >= {
        ("workshop participants", 60, "about", "target"),
        ("police officers trained", 250, "exact", "actual"),
        ("people serving sentences for terrorist and extremist crimes", 400, "at-least", "level"),
        ("correctional facilities refurbished", 6, "exact", "actual"),
        ("value of support to correctional facilities", 120_000, "at-least", "actual"),
        ("roundtable participants", 50, "about", "actual"),
    }


def test_every_figure_has_a_unit(log: Log) -> None:
    assert all(row["unit"] for row in log.figures())


def test_where_the_releases_take_place(log: Log) -> None:
    """S 2 names nine pilot communities in seven regions; P 2 and P 7 prison No. 47 in Bishkek."""
    found: dict[str, Any] = {str(row["place"]): row for row in log.places()}
    assert {row["part_of"] for key, row in found.items() if row["type"] == "region"} >= {
        "kyrgyzstan"
    }
    assert found["prison-47"]["part_of"] == "bishkek"
    assert found["kyrgyzstan"]["happenings"] > found["bishkek"]["happenings"] > 0
    (alone,) = log.places("Kyrgyzstan", no_parts=True)
    assert int(str(alone["happenings"])) < found["kyrgyzstan"]["happenings"]
