# The same function under another name.

from os import system as call_it

def run(name):
    call_it("sync")  # <-- finding
