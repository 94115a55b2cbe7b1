"""Documents of any length with planted facts, from a seed."""
