"""What every other room needs: errors, texts, days, names."""
