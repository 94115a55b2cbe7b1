"""Cases that are made at the time of a run: drawn from a bank by seed, worded anew, dressed in other forms."""
