"""What an addition to a projection costs."""

from timeline.projection.extending import extend

from support.helpers import complete, declared, happening, instant, projected, put, stored


def steps_to_add_one(there: int) -> int:
    """How many hundred steps SQLite takes to add a happening to so many, of ten programmes."""
    keys = [f"programme-{i}" for i in range(10)]
    said = [
        happening(title=f"Visit {i}", programs=[{"program": keys[i % 10]}]) for i in range(there)
    ]
    db = projected([*(declared("program", key) for key in keys), *said])
    body = complete(happening(title="A talk", programs=[{"program": "p"}]), instant(there + 10))
    new = stored(body)
    put(db, [new])
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    db.set_progress_handler(count, 100)
    assert extend(db, [new.event.id])
    db.close()
    return taken


def test_an_addition_to_many_happenings_costs_what_one_to_few_does() -> None:
    assert steps_to_add_one(1_000) < 2 * steps_to_add_one(100)
