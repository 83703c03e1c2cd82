"""Writes of the reporting room."""
