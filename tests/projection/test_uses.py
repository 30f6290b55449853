from timeline.projection.uses import count_uses

from support.helpers import declared, happening, projected


def test_events_that_name_a_key_are_counted_once_each() -> None:
    db = projected(
        [
            declared("source", "memo"),
            declared("place", "osh", sources=[{"source": "memo"}]),
            declared("place", "memo", part_of="osh"),
            happening(sources=[{"source": "memo"}, {"source": "memo", "at": "para 2"}]),
            happening(title="memo", places=["memo", "osh"]),
            declared("actor", "moi", same_as="osh"),
        ]
    )
    assert count_uses(db, "source", "memo") == 2
    assert count_uses(db, "place", "memo") == 1
    assert count_uses(db, "place", "osh") == 2
    assert count_uses(db, "actor", "osh") == 1
    assert count_uses(db, "actor", "moi") == 0
