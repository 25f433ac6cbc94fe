# An interpreter reads commands from its input.

import subprocess

def run(text):
    subprocess.run(["sh"], input=text, text=True)  # <-- finding
