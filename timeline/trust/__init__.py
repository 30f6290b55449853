"""Proof: what the files of a log hold, the seals over them, and what differs between the two."""
