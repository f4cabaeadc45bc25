"""预案: the emergency plan, to be read clause by clause."""
