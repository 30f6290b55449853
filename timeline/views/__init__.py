"""Views: what is asked of a projection, and rows that answer."""
