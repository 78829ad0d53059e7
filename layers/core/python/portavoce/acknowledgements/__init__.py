"""What the people of a brand have seen and want to see no longer."""
