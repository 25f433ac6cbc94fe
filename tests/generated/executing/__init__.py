"""Programs that are run with hostile input: what reaches a call tells whether a program is real.

A labelled safe program and its twin are run. Where the twin gives a call a text that the safe one
never gives it, there is the danger. Each program with one edit that does the same is real, whoever
says otherwise.
"""
