"""Judging a reply to a Spanish instruction: its content by exact rules, its language by two witnesses."""
