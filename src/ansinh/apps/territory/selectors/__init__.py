"""Reads of units and agencies."""
