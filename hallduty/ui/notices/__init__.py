"""公告: the tab of an incident's notices, and what hangs where."""
