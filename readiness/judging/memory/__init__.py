"""Judging what an endpoint remembers of a conversation."""
