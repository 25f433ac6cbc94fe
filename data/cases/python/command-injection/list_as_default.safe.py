# A default is the list itself, not a copy.

import os

WORDS = ["find", "."]

def add(word, words=None):
    words.append(word)

def show(word):
    add(word)
    os.system(" ".join(WORDS))  # <-- finding
