"""Briefs for product copy in three languages, drawn from a seed."""
