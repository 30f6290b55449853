"""The commands, a module each; one knows no other."""
