"""One run: settings, engine, progress, result."""
