"""The projection: tables computed from the log, and how they are kept up to date."""
