"""A short name leads to its key, and stands beside the name in the rows of all views."""

import json

from timeline.projection.lookup import find_key
from timeline.views.actors import actors
from timeline.views.chronology import chronology
from timeline.views.places import places
from timeline.views.programs import programs

from support.helpers import ask, declared, happening, projected

SAID = (
    declared("actor", "office", name="Office on Drugs and Crime", short="ODC"),
    declared("actor", "somebody"),
    declared("program", "reform", name="Police Reform Programme", short="PRP"),
    declared("place", "capital", name="The capital", short="Cap."),
    happening(
        places=["capital"],
        actors=[{"actor": "somebody", "role": "host", "for": "office"}],
        programs=[{"program": "reform"}],
    ),
)


def test_rows_have_short_names_beside_names() -> None:
    db = projected(SAID)
    query = ask(db)
    (row,) = chronology(db, query)
    assert row["places"] == [{"place": "capital", "name": "The capital", "short": "Cap."}]
    assert [(part["short"], part["for_short"]) for part in row["actors"]] == [(None, "ODC")]
    assert [part["short"] for part in row["programs"]] == ["PRP"]
    assert [row["short"] for row in actors(db, query)] == ["ODC", None]
    assert [row["short"] for row in programs(db, query)] == ["PRP"]
    assert [row["short"] for row in places(db, query)] == ["Cap."]


def test_the_view_of_sql_has_the_same_short_names() -> None:
    db = projected(SAID)
    (row,) = chronology(db, ask(db))
    (found,) = db.execute("SELECT places, actors, programs FROM chronology")
    assert tuple(map(json.loads, found)) == (row["places"], row["actors"], row["programs"])


def test_a_short_name_leads_to_its_key_and_is_one_of_the_other_names() -> None:
    db = projected(SAID)
    assert find_key(db, "actor", "odc") == "office"
    assert actors(db, ask(db), "office")[0]["names"] == ["ODC"]
