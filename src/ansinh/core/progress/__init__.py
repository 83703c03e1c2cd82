"""Targets, milestones and values -> a status that one sentence explains."""
