"""五分钟处置: the full screen for a conflict in the hall, on which nothing has to be typed."""
