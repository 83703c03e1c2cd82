"""Writes to units and agencies."""
