"""善后: the board over all incidents, pasted lists, messages on recovery, priority cards."""
