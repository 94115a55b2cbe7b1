"""Cases that are made at the time of a run, from a seed: one room a dimension. What is fixed lies in banks."""
