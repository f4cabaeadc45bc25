"""Links between incidents on the screen: merging duplicates, naming earlier ones of one cause."""
