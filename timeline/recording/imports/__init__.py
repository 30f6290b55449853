"""How the entries of a file of another system become events."""
