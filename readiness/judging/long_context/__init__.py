"""Judging summaries of long documents: what was read, what was said, how long it took."""
