# The function that reads a variable at first is another one afterwards.

import os

import client


def connect(again):
    read = os.getenv
    while again():
        read("hunter2") == ""  # <-- finding
        read = os.getenv
