"""Pages of units, of figures carried over, and of agencies."""
