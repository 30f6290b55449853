"""How `timeline diff` asks and tells."""
