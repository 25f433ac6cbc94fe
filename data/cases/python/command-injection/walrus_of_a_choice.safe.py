# What is bound is the whole of the choice, and not its first way.
import os

from flask import request


def run(plain):
    cmd = "uptime"
    ((cmd := "ls") if plain else request.args["cmd"])
    os.system(cmd)  # <-- finding
