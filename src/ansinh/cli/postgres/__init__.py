"""The program's own PostgreSQL: its binaries, its data directory, its roles, its backups."""
