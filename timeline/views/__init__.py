"""What people ask of a projection."""
