"""What an event is: its types, its text, its canonical form; no database and no folder."""
