"""Dates in prose: found in a sentence, and read with the day of its source."""
