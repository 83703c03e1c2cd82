"""Reads of the register; every one begins with what the one who asks may see."""
