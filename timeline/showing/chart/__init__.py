"""Pictures of a log: programs and happenings against time, with all that is uncertain of them."""
