"""The law as the program holds it: to look up, to compare over time, and to be read against the official texts by two people."""
