"""The library: a log opened from Python, with what the commands do.

from timeline import Log

log = Log("events")
for row in log.chronology(actor="Interior Ministry", during="2017"):
    print(row["date"], row["title"])
"""

from timeline.api.log import Log

__all__ = ["Log"]
