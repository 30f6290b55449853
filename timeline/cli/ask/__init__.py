"""Questions on a terminal and the editor: events that the user types."""
