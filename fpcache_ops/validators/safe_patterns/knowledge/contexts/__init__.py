"""Texts that an interpreter reads: which parts may stand where. The same for every language."""
