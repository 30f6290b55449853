"""Questions on a terminal and the editor: events that a person types."""
