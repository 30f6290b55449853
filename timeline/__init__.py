"""An event-sourced timeline: a folder of immutable YAML events, asked and compared."""

__version__ = "0.1.0"
