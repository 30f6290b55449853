"""What `tests/benchmarks/scale.py` is made of: events, logs, peers, jobs, measures, reports."""
