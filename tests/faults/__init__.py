"""Faults that are planted on purpose, and tables of what was said of them."""
