# What is never called stands before a command that runs elsewhere.
import os
from shop.hosts import backup

DRY = False


def preview():
    print("nothing is done")


def restore(name):
    return preview() if DRY else os.system("tar xf orders.tar")  # <-- finding
