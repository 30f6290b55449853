"""Timelines of TimelineJS (https://timeline.knightlab.com)."""
