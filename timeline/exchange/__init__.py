"""What goes in and comes out: one module a format."""
