"""Writes of the register: persons, numbers, households, facts. Each is recorded, none by name."""
