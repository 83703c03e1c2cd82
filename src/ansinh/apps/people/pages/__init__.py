"""Pages of the register; each works within the communes of the one who asks."""
