"""Reading the rulebook and what was confirmed of it."""
