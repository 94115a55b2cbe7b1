"""The tasks of `spanish`: worded in European and American Spanish, their answers computed from what was drawn."""
