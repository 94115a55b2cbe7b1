"""The judge of strict JSON output, one idea a module; `text` and `reply` are its doors."""
