"""The tab 日志与交接: the duty log of each shift, its handover and its acceptance."""
