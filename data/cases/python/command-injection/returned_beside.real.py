# Who calls this gets what runs commands.
import os


def start():
    return os.system("ls"), os.system  # <-- finding
