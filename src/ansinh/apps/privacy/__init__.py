"""Rights of people over their own data: requests with their clocks, the legal basis looked at first, the answer written."""
