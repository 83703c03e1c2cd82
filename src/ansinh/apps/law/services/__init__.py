"""Writing: official texts, and what two officials read in them."""
