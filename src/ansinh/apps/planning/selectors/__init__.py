"""What can be asked of the planning room; one module a noun."""
