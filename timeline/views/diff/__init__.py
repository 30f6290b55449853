"""What differs between two projections, or between two periods."""
