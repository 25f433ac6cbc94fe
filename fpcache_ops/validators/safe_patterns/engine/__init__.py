"""The flow engine: what values can reach a place, for every path through the code in view.

It knows no language and no library. ``ir`` is the small program it runs, ``values`` what it
computes with, ``machine`` and its parts run the program on them. Languages lower their syntax to
``ir``; knowledge tables say what calls mean. Whatever it does not model becomes ``Unknown``.
"""
