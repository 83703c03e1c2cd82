"""Reports on a plan: who owes what by when, the figures, approval, adding up, and the official report."""
