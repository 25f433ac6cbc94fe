"""Judge a security finding once; reuse the verdict until the code it rests on changes."""

__version__ = "0.1.0"
