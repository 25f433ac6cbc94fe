# What a function in view gives runs commands, and is handed on.
import os


def tool():
    return os.listdir


def start(pool, lines):
    return os.system("ls"), pool.keep(tool(), lines)  # <-- finding
