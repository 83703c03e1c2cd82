"""Finding who stands twice in a register: the same number, or names and days that are probably one person's. Tables in, pairs out."""
