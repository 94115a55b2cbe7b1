"""From run.json to words: terminal table, Markdown, JUnit."""
