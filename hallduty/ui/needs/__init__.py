"""The page 需求: what taxpayers want, by channel and category, month by month (五（五）)."""
