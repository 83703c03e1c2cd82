"""Template words of the reporting room."""
