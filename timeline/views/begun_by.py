"""What says by when a happening had begun: its newest source, or its recording."""

import sqlite3

from timeline.base.days import iso


def explain_begun_by(db: sqlite3.Connection, id_: str) -> str:
    """What happened on the day by which a happening is told as done: `when memo was out`.

    Args:
        db: a projection, with the clocks of the question entered.
        id_: of a happening that is on record and occurred.
    """
    query = """
        SELECT s.source FROM happenings AS h
        JOIN citations AS c ON c.happening = h.id
        JOIN sources AS s ON s.source = c.source AND s.published_by = h.told_by
        WHERE h.id = ? ORDER BY c.position LIMIT 1
    """
    newest = db.execute(query, (id_,)).fetchone()
    if newest:
        return f"when {newest[0]} was out"
    query = "SELECT told_by, recorded_at FROM happenings WHERE id = ?"
    told_by, recorded_at = db.execute(query, (id_,)).fetchone()
    is_recording = iso(told_by) == recorded_at[:10]
    return "when it was recorded" if is_recording else "when its newest source was out"
