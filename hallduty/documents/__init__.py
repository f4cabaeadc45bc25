"""Floor 3: paper; turns records into PDF, XLSX and CSV without Qt or a database."""
