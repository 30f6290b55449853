"""What people hand to others: reports, charts, pages."""
