"""`readiness show`: what a run holds, one case's conversation, and lines to send it again."""
