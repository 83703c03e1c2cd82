"""What can be done in the planning room; one module a noun, verbs first."""
