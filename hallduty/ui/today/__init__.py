"""今日: what is to be done, who is on duty, whom to call, and the first steps."""
