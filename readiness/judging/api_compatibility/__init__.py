"""API compatibility: a table of rows, one module a family. `table.py` lists them all."""
