"""设置: what a bureau chooses for itself."""
