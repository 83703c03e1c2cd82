"""Everybody of a register at once: who is entitled to what in a month, and how that differs from what is paid."""
