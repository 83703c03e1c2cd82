"""Pages of units and of figures carried over."""
