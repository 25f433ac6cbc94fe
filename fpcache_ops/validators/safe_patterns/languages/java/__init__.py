"""Java: its syntax tree as a program of the engine, and what its own values do."""
