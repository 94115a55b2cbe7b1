"""Judging product copy in three languages: language of a turn, terms, facts, and the gate over all conversations."""
