"""How fast, how much memory, and against whom: each module is one benchmark."""
