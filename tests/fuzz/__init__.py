"""Fuzzing: bytes that nobody would write, for all that reads."""
