"""The judge of tool calls, one idea a module; `cases` and `message` are its doors."""
