"""What a run leaves behind: journal, raw bodies, result, folder."""
