"""Pages of the territory room."""
