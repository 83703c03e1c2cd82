"""The pages of the planning room; one module a noun. A page makes one call and renders."""
