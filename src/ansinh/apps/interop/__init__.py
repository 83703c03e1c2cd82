"""Talking with other systems: the national population database."""
