"""帮助: keys, what to do without power or network, diagnostics, and about; reached by F1."""
