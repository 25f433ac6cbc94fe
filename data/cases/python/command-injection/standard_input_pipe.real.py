# What is written to the pipe later is not seen.

import subprocess

def run(text):
    process = subprocess.Popen(["sh"], stdin=subprocess.PIPE)  # <-- finding
    process.communicate(text)
