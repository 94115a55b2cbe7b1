"""The conversations of `memory`: a log of events, told over 50 turns, and what it makes true."""
