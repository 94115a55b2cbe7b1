"""Judging which language a text is in: `verdict.read_language` for a reply, the other modules for its parts."""
