"""Files and SQL: immutable inputs to new files, then an atomic rename. Knows no people and no Django."""
