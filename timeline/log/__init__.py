"""The folder of events, which is the only truth: found, read, appended to."""
