"""Persons and households: who lives where, with whom, what the law asks about them; searchable and guarded."""
