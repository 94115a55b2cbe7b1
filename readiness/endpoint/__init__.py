"""Talking: the client, and reading what came back. Imports nothing of ours."""
